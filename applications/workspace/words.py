"""What an officer reads of an act that is done for a group whose case the city opened (R46)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.labels import LABELS, Label
from applications.models import Case
from applications.states import Phase

WITHDRAWN = gettext_lazy("Återkallat. Gruppen har fått veta det.")
WITHDRAWN_UNTOLD = gettext_lazy("Återkallat.")


def label_for(action: str, case: Case) -> Label:
    """Return the label of `action` as the city reads it: the group withdraws itself, an officer does it for one."""
    label = LABELS[action]
    if action != "withdraw":
        return label
    effects: tuple[Any, ...] = (
        _("Gruppen söker inget mer stöd i det här ärendet."),
        _(
            "Gruppen har fått stöd. Därför skrivs en slutredovisning, och det som inte är använt betalas tillbaka."
        ),
    )
    if case.phase == Phase.INITIERING:
        effects = (
            _("Ärendet avslutas. Nämnden tar inget beslut."),
            _("Det som redan är skickat finns kvar som allmän handling."),
        )
    return label._replace(button=_("Återkalla för gruppen"), effects=(*effects, _("Det går inte att ångra.")))
