"""What was asked for and proposed for each measure, from the case and its report, beside what the secretary typed.

A sum that was left blank is no way round the motivation for another sum (R55), and a typed one cannot contradict
what the group applied for. Pure: reads, never writes.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from applications.decisions.content import QUANTITY, DecisionContent, InKind, PointContent, parse_in_kind
from applications.lifecycle import Missing
from applications.models import AgendaItem, Case, ProposedPoint
from applications.states import DecisionKind, Outcome, PointOutcome
from applications.templatetags.samverkan import kronor


class Asked(NamedTuple):
    """Sums in SEK, None where none is named; in kind: what is proposed, and whether any is asked for."""

    requested: int | None = None
    proposed: int | None = None
    things: tuple[InKind, ...] = ()
    wants_things: bool = False


def asked_of(case: Case, kind: DecisionKind, item: AgendaItem, content: DecisionContent) -> list[Asked]:
    """Return what was asked for in each point: of its measure, nothing for a point without one. One query."""
    proposed = list(ProposedPoint.objects.filter(report=item.report_id).exclude(measure=None))
    return [_of_measure(case, kind, proposed, point) for point in content.points]


def _of_measure(case: Case, kind: DecisionKind, proposed: list[ProposedPoint], point: PointContent) -> Asked:
    measure = point.measure
    if measure is None or measure.case_id != case.pk:
        return Asked()
    mine = [row for row in proposed if row.measure_id == measure.pk]
    row = mine[0] if len(mine) == 1 else ProposedPoint()
    # A further decision is about what its report asks for, not about the first application.
    first = kind != DecisionKind.FURTHER
    requested = measure.requested_amount if first and measure.requested_amount is not None else row.requested
    lines = [line.strip() for line in row.in_kind.splitlines() if line.strip()]
    told = all(QUANTITY.match(line) for line in lines)  # words without a number cannot be compared
    return Asked(
        requested=requested,
        proposed=row.proposed,
        things=tuple(parse_in_kind(line) for line in lines) if told else (),
        wants_things=bool(lines or (first and measure.requested_in_kind.strip())),
    )


def completed(content: DecisionContent, asked: list[Asked]) -> DecisionContent:
    """Return the content with the sums that were left blank filled in, for the rules to compare with."""
    points = [
        replace(
            point,
            requested=facts.requested if point.requested is None else point.requested,
            proposed=facts.proposed if point.proposed is None else point.proposed,
        )
        for point, facts in zip(content.points, asked, strict=True)
    ]
    return content.replacing(points=points)


def missing_against_report(content: DecisionContent, asked: list[Asked]) -> Iterable[Missing]:
    """Yield typed sums that contradict case or report, and help in kind that differs without a reason."""
    reasons = content.outcome == Outcome.REJECT and bool(str(content.fields.get("motivation", "")).strip())
    for row, (point, facts) in enumerate(zip(content.points, asked, strict=True)):
        found = [
            *_contradicting(point, facts),
            *_other_things(content.outcome, point, facts, reasons=reasons),
        ]
        for text, field in found:
            yield Missing(text, f"#id_points-{row}-{field}")


def _contradicting(point: PointContent, facts: Asked) -> Iterable[tuple[str, str]]:
    if None not in (point.requested, facts.requested) and point.requested != facts.requested:
        yield _("Gruppen har sökt %(sum)s till insatsen.") % {"sum": kronor(facts.requested)}, "requested"
    if None not in (point.proposed, facts.proposed) and point.proposed != facts.proposed:
        yield _("Tjänsteskrivelsen föreslår %(sum)s.") % {"sum": kronor(facts.proposed)}, "proposed"


def _counted(things: Iterable[InKind]) -> list[tuple[object, str]]:
    return sorted((thing.quantity, thing.unit.casefold()) for thing in things)


def _other_things(
    outcome: Outcome, point: PointContent, facts: Asked, *, reasons: bool
) -> Iterable[tuple[str, str]]:
    """Yield other help than the proposed without a reason, and as proposed where it is not (R32, R55)."""
    silent = not point.motivation.strip()
    if point.outcome == PointOutcome.REFUSED:
        if facts.wants_things and not facts.requested and not point.requested and silent and not reasons:
            yield _("Motivera varför nämnden säger nej."), "motivation"
        return
    if not point.grants or not facts.things or _counted(point.in_kind) == _counted(facts.things):
        return
    if silent:
        yield _("Motivera varför det andra stödet skiljer sig från det föreslagna."), "motivation"
    if outcome == Outcome.APPROVE:
        yield (
            _("Det andra stödet är ett annat än det föreslagna. Välj Bifall med ändring."),
            "in_kind-0-quantity",
        )
