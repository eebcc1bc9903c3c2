"""The measures of a proposal: their letters, what each needs before it can be sent, and its sections."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Case
from applications.officer_report.actions import letter_of
from phases.samarbete.models import Need, Proposal, ProposedMeasure

MOST = 60  # measures in one proposal
LETTERS = tuple(letter_of(number) for number in range(26 * 27))

SUMMARY, COMPILATION, MORE = "summary", "compilation", "more"
FIXED = (
    (SUMMARY, gettext_lazy("Förslaget i korthet")),
    (COMPILATION, gettext_lazy("Sammanställningen av synpunkter")),
)
LAST = (MORE, gettext_lazy("Fler insatser"))

# What is copied to a new version and frozen; needs go beside.
FIELDS = (
    "title",
    "description",
    "areas",
    "responsible",
    "starts_on",
    "ends_on",
    "cost",
    "requested_amount",
    "requested_in_kind",
)


def position(name: str) -> int:
    """Return the number of a letter: A → 0, AA → 26."""
    return LETTERS.index(name)


def section(measure: ProposedMeasure) -> str:
    """Return the section of a proposal that holds the measure."""
    return f"measure-{measure.letter}"


def sections(proposal: Proposal) -> tuple[tuple[str, Any], ...]:
    """Return key and title of everything that a completion of the proposal can ask for."""
    rows = tuple((section(row), _("Insats %s") % row) for row in ordered(proposal))
    return (*FIXED, *rows, LAST)


def ordered(proposal: Proposal) -> list[ProposedMeasure]:
    """Return the measures A, B … Z, AA …, with responsible actors and needs (two queries)."""
    rows = proposal.measures.select_related("responsible__actor").prefetch_related("needs")
    return sorted(rows, key=lambda row: position(row.letter))


def lacks(measure: ProposedMeasure, *, needs_exist: bool) -> list[str]:
    """Return what a measure lacks before it can be sent (R31), as the ends of "Insats A: …".

    A need is asked for when the case has needs at all: without dialogue (D23) there may be none.
    """
    checks = (
        (bool(measure.description.strip()), _("beskriv insatsen")),
        (bool(measure.areas), _("välj minst ett område")),
        (measure.responsible_id is not None, _("välj vem som ansvarar")),
        (measure.starts_on is not None, _("skriv när den börjar")),
        (measure.ends_on is not None, _("skriv när den slutar")),
        (measure.cost is not None, _("skriv vad den kostar")),
        (
            measure.requested_amount is not None or bool(measure.requested_in_kind.strip()),
            _("skriv vilket stöd ni söker"),
        ),
        (not needs_exist or bool(measure.needs.all()), _("välj vilka behov den svarar på")),
    )
    return [text for done, text in checks if not done]


def needs_of(case: Case) -> list[Need]:
    """Return the needs of a case with the activities where they came up."""
    return list(Need.objects.filter(case=case).select_related("activity"))
