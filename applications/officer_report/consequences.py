"""What a new report says of consequences to begin with: what the committee must learn, for the officer to fill in.

What stands in braces is for the officer; a report is not signed while any is left, nor while a part is empty.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from applications.models import OfficerReport

DRAFTS = {
    "children": gettext_lazy(
        "Barn använder platsen {hur och hur ofta}. Förslaget gör att de {får det bättre eller sämre, och hur}. "
        "Barnens synpunkter {har hämtats in och säger att …, eller hämtas in i dialogen}."
    ),
    "gender_equality": gettext_lazy(
        "Kvinnor och män, flickor och pojkar använder platsen {lika mycket eller olika, och hur det märks}. "
        "Förslaget {minskar, ökar eller påverkar inte} skillnaderna eftersom {skälet}."
    ),
    "equality": gettext_lazy(
        "Förslaget berör {vilka grupper, till exempel äldre, människor med funktionsnedsättning och de som talar "
        "andra språk}. De {får samma möjlighet att påverka och använda platsen, eller inte, och varför}."
    ),
}
TO_FILL_IN = re.compile(r"\{[^{}]*\}")


def begin(report: OfficerReport) -> None:
    """Put the drafts in the parts that nothing was carried over to."""
    for name, text in DRAFTS.items():
        if not getattr(report, name).strip():
            setattr(report, name, str(text))


def left_to_fill_in(report: OfficerReport) -> Iterable[tuple[str, str]]:
    """Yield (field, words in braces) that stand as the draft has them."""
    for name in DRAFTS:
        for word in TO_FILL_IN.findall(getattr(report, name)):
            yield name, word
