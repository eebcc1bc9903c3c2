"""Phrases of decision points, filled in from the case: for a new draft, and to choose from where points are written.

The words are data (models.Phrase); here is what may stand in braces in them and the city's words at the start.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import snapshots
from applications.city import values
from applications.models import Case, Measure, OfficerReport, Phrase, ProposedPoint
from applications.officer_report.snapshot import committee_name, payee_name
from applications.templatetags.samverkan import kronor

Use = Phrase.Use

# What may stand in braces. Written with a capital letter it begins with one: {Nämnden} at the start of a sentence.
PLACEHOLDERS: dict[str, Any] = {
    "nämnden": gettext_lazy("nämnden som beslutar"),
    "förvaltningen": gettext_lazy("förvaltningens namn"),
    "mottagaren": gettext_lazy("den som får pengarna"),
    "gruppen": gettext_lazy("gruppens aktörer"),
    "ärendet": gettext_lazy("ärendets rubrik"),
    "området": gettext_lazy("delområdet, annars ärendets rubrik"),
    "mottagarnämnden": gettext_lazy("nämnden som tar över, när den är vald i beslutet"),
    "belopp": gettext_lazy("beloppet, med ordet kronor"),
    "insatsen": gettext_lazy("insatsens bokstav och namn"),
    "året": gettext_lazy("det här året"),
}
IN_BRACES = re.compile(r"\{([^{}\s]+)\}")

OF_MEASURE = (Use.MEASURE_MONEY, Use.MEASURE, Use.REFUSE_MEASURE, Use.HAND_OVER_MEASURE)
GIVING = (Use.DIALOGUE, Use.GRANT, Use.MEASURE_MONEY, Use.MEASURE, Use.RENEW)
REFUSING = (Use.REFUSE, Use.REFUSE_MEASURE)
OF_MEETING = (Use.REFER_BACK, Use.TABLE, Use.HAND_OVER_MEASURE)  # never proposed, only decided

TEXTS: tuple[tuple[str, str, str], ...] = (
    (
        Use.DIALOGUE,
        "Bevilja pengar till dialog",
        "{Nämnden} beviljar {mottagaren} samverkansstöd med {belopp} för dialoginsatser.",
    ),
    (
        Use.DIALOGUE,
        "Bevilja pengar till dialog under året",
        "{Nämnden} beviljar {mottagaren} samverkansstöd med {belopp} för dialoginsatser under {året}.",
    ),
    (Use.GRANT, "Bevilja stöd utan belopp", "{Nämnden} beviljar {mottagaren} samverkansstöd."),
    (
        Use.MEASURE_MONEY,
        "Bevilja pengar till insats",
        "{Nämnden} beviljar {mottagaren} samverkansstöd med {belopp} till insats {insatsen}.",
    ),
    (
        Use.MEASURE,
        "Bevilja annat stöd till insats",
        "{Nämnden} beviljar {mottagaren} samverkansstöd till insats {insatsen}.",
    ),
    (Use.RENEW, "Bevilja fortsatt stöd", "{Nämnden} beviljar {mottagaren} fortsatt samverkansstöd."),
    (
        Use.SUPPORT,
        "Ge kontoret i uppdrag att stödja gruppen",
        "{Nämnden} ger {förvaltningen} i uppdrag att stödja gruppen genom en kontaktperson.",
    ),
    (Use.REFUSE, "Avslå ansökan", "{Nämnden} avslår ansökan om samverkansstöd."),
    (Use.REFUSE_MEASURE, "Avslå stöd till insats", "{Nämnden} avslår stöd till insats {insatsen}."),
    (Use.REFER_BACK, "Återremittera ärendet", "{Nämnden} återremitterar ärendet."),
    (Use.TABLE, "Bordlägga ärendet", "{Nämnden} bordlägger ärendet."),
    (Use.HAND_OVER, "Överlämna ärendet", "{Nämnden} överlämnar ärendet till {mottagarnämnden}."),
    (Use.OTHER, "Omedelbar justering", "Paragrafen justeras omedelbart."),
    (
        Use.HAND_OVER_MEASURE,
        "Överlämna en insats",
        "{Nämnden} överlämnar insats {insatsen} till {mottagarnämnden}.",
    ),
)


def install(phrase: Any) -> None:
    """Write the city's first phrases when there are none. `phrase` is the model class."""
    if phrase.objects.exists():
        return
    phrase.objects.bulk_create(
        phrase(number=number, use=use, position=10 * number, title=title, text=text)
        for number, (use, title, text) in enumerate(TEXTS, start=1)
    )


def unknown(text: str) -> list[str]:
    """Return what stands in braces and cannot be filled in, as written."""
    return [found[0] for found in IN_BRACES.finditer(text) if found[1].lower() not in PLACEHOLDERS]


def unfilled(text: str) -> list[str]:
    """Return the placeholders that nobody has filled in yet: "{belopp}"."""
    return [found[0] for found in IN_BRACES.finditer(text) if found[1].lower() in PLACEHOLDERS]


class Sums(NamedTuple):
    """What is asked for and what is proposed for one thing, in SEK; None where no sum is named."""

    requested: int | None = None
    proposed: int | None = None


class Offered(NamedTuple):
    """A phrase filled in from the case: a new row of points opens with it."""

    key: str
    title: str
    use: str
    text: str
    measure: Measure | None
    sums: Sums

    @property
    def gives(self) -> bool:
        """True when the point grants support."""
        return self.use in GIVING

    def row(self) -> dict[str, str]:
        """Return what a new row of a report's points opens with, by field, as a browser would send it."""
        proposed = self.sums.proposed if self.gives else None
        return {
            "text": self.text,
            "measure": str(self.measure.pk) if self.measure else "",
            "requested": _typed(self.sums.requested),
            "proposed": _typed(proposed),
        }


def _typed(amount: int | None) -> str:
    return "" if amount is None else str(amount)


class Phrasebook:
    """The phrases in use, filled in from one case. One query for them all, and one for a name that is asked for.

    `sums`: what is asked for and proposed, by primary key of the measure, None for what no measure carries.
    """

    def __init__(
        self, case: Case, *, committee: str = "", sums: Mapping[int | None, Sums] | None = None
    ) -> None:
        self.case, self.committee, self.sums = case, committee or committee_name(), sums or {}
        self.words: dict[str, str] = {}  # what placeholders stand for, as far as they were asked for

    @cached_property
    def phrases(self) -> list[Phrase]:
        """The phrases in use, in the order of the city."""
        return list(Phrase.objects.filter(is_current=True))

    def _word(self, name: str) -> str | None:
        """Return what a placeholder stands for, None for one that has no value in the whole case."""
        find: dict[str, Callable[[], str]] = {
            "nämnden": lambda: self.committee,
            "förvaltningen": lambda: values.municipality()["department"],
            "mottagaren": lambda: payee_name(self.case),
            "gruppen": lambda: snapshots.group_name(self.case),
            "ärendet": lambda: self.case.title,
            "området": lambda: str(self.case.neighbourhood or self.case.title),
            "året": lambda: str(timezone.localdate().year),
        }
        if name in find and name not in self.words:
            self.words[name] = find[name]()
        return self.words.get(name)

    def fill(self, text: str, *, amount: int | None = None, measure: Measure | None = None) -> str:
        """Return the text with its placeholders filled in; what is not known stays in its braces."""
        own = {}
        if amount is not None:
            own["belopp"] = kronor(amount)
        if measure is not None:
            own["insatsen"] = f"{measure.letter}, {measure.title}"

        def word(found: re.Match[str]) -> str:
            name = found[1].lower()
            value = own.get(name) or self._word(name) or found[0]
            return value[:1].upper() + value[1:] if found[1][:1].isupper() else value

        return IN_BRACES.sub(word, text)

    def text(self, use: str, *, amount: int | None = None, measure: Measure | None = None) -> str:
        """Return the first phrase of a use, filled in; nothing when the city has none."""
        phrase = next((row for row in self.phrases if row.use == use), None)
        return self.fill(phrase.text, amount=amount, measure=measure) if phrase else ""

    def for_measure(self, measure: Measure) -> str:
        """Return the usual words that grant a measure what is asked for: money if any is, else other support."""
        amount = measure.requested_amount
        return self.text(Use.MEASURE_MONEY if amount else Use.MEASURE, amount=amount, measure=measure)

    def offered(self, measures: Iterable[Measure], *, at_meeting: bool) -> list[Offered]:
        """Return what can be chosen: phrases of measures once for each; what only a meeting decides when there."""
        return [
            self._offer(phrase, measure)
            for phrase in self.phrases
            if at_meeting or phrase.use not in OF_MEETING
            for measure in (measures if phrase.use in OF_MEASURE else (None,))
        ]

    def _offer(self, phrase: Phrase, measure: Measure | None) -> Offered:
        sums = self.sums.get(measure.pk if measure else None, Sums())
        names_sum = measure is not None or "{belopp}" in phrase.text.lower()
        return Offered(
            f"{phrase.pk}-{measure.pk}" if measure else str(phrase.pk),
            _("%(phrase)s %(measure)s") % {"phrase": phrase.title, "measure": measure}
            if measure
            else phrase.title,
            phrase.use,
            self.fill(phrase.text, amount=sums.proposed, measure=measure),
            measure,
            sums if names_sum else Sums(),
        )


def of_report(
    report: OfficerReport,
    measures: Iterable[Measure],
    points: Sequence[ProposedPoint],
    *,
    committee: str = "",
) -> Phrasebook:
    """Return the phrases filled in from a report: its sums where it has them, else what the measures ask for."""
    sums: dict[int | None, Sums] = {
        row.pk: Sums(row.requested_amount, row.requested_amount) for row in measures
    }
    for point in reversed(points):  # the first point of a thing stands
        if point.requested is not None or point.proposed is not None:
            sums[point.measure_id] = Sums(point.requested, point.proposed)
    return Phrasebook(report.case, committee=committee, sums=sums)


def chosen(data: Mapping[str, Any], prefix: str, offered: Iterable[Offered]) -> Offered | None:
    """Return the phrase chosen beside the button for one more row, None for an empty row."""
    key = data.get(f"{prefix}-phrase", "")
    return next((one for one in offered if one.key == key), None)
