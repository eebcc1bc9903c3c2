"""The trace from need to measure to decision: "ni sa, vi gjorde" (D17)."""

from typing import Any, NamedTuple

from applications.models import Case, Grant, Measure
from applications.states import SupportKind
from phases.samarbete.models import Proposal
from phases.samarbete.proposal import measures


class Answer(NamedTuple):
    """What a measure became: the decision in words (empty before), SEK granted or None."""

    letter: str
    title: str
    decided: str
    granted: int | None
    status: str


class TraceRow(NamedTuple):
    """One need, where it came up, and the measures that answer to it."""

    need: str
    group: str
    activity: str
    answers: tuple[Answer, ...]


def trace_rows(case: Case, proposal: Proposal | None) -> list[TraceRow]:
    """Return one row per need; from the frozen version when it is sent, from the rows while it is written."""
    if proposal is None or proposal.snapshot is None:
        needs = [
            {
                "id": need.pk,
                "text": need.text,
                "group": need.get_group_display(),
                "activity": need.activity.title,
            }
            for need in measures.needs_of(case)
        ]
        rows = [
            {"letter": row.letter, "title": row.title, "needs": [need.pk for need in row.needs.all()]}
            for row in (measures.ordered(proposal) if proposal else [])
        ]
    else:
        needs, rows = proposal.snapshot["needs"], proposal.snapshot["measures"]
    decided = _decided(case)
    return [
        TraceRow(
            need["text"],
            need["group"],
            need["activity"],
            tuple(_answer(row, decided) for row in rows if need["id"] in row["needs"]),
        )
        for need in needs
    ]


def _decided(case: Case) -> dict[str, tuple[Measure, int | None]]:
    """Return letter → measure of the case and the sum granted to it (two queries)."""
    sums: dict[int, int] = {}
    grants = Grant.objects.standing().filter(case=case, kind=SupportKind.MONEY, measure__isnull=False)
    for measure_id, amount in grants.values_list("measure_id", "amount"):
        sums[measure_id] = sums.get(measure_id, 0) + amount
    return {row.letter: (row, sums.get(row.pk)) for row in Measure.objects.filter(case=case)}


def _answer(row: dict[str, Any], decided: dict[str, tuple[Measure, int | None]]) -> Answer:
    measure, granted = decided.get(row["letter"], (None, None))
    if measure is None or not measure.decided:
        return Answer(row["letter"], row["title"], "", None, "")
    return Answer(
        row["letter"], row["title"], measure.get_decided_display(), granted, measure.get_status_display()
    )
