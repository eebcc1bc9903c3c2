"""What was asked for and proposed in each point, from the case and its report, beside what the secretary typed.

A sum that was left blank is no way round the motivation for another sum (R55), and a typed one cannot contradict
what the group applied for. Pure: reads, never writes.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from applications.decisions.content import DecisionContent, InKind, PointContent, parse_in_kind
from applications.lifecycle import Missing
from applications.models import AgendaItem, Case, ProposedPoint
from applications.states import DecisionKind, Outcome, PointOutcome
from applications.templatetags.samverkan import kronor

# What decides on no sum: there is nothing to compare.
UNDECIDED = (Outcome.TABLE, Outcome.REFER_BACK, Outcome.HAND_OVER)


class Asked(NamedTuple):
    """Sums in SEK, None where none is named; in kind: what is proposed, and whether any is asked for."""

    requested: int | None = None
    proposed: int | None = None
    things: tuple[InKind, ...] = ()
    wants_things: bool = False

    @property
    def is_something(self) -> bool:
        """True when a sum or a thing is asked for or proposed."""
        return self.requested is not None or self.proposed is not None or self.wants_things


def asked_of(case: Case, kind: DecisionKind, item: AgendaItem, content: DecisionContent) -> list[Asked]:
    """Return what was asked for in each point: of its measure, or of the report's point without one. One query.

    Points without a measure have only their order: as many as the report has stand for its points one by one. Else
    the first stands for all of the report's together, so that a sum is not parted to get round its motivation.
    """
    proposed = list(ProposedPoint.objects.filter(report=item.report_id).order_by("number"))
    found = [_of_measure(case, kind, proposed, point) for point in content.points]
    loose = [row for row, point in enumerate(content.points) if point.measure is None and _decides(point)]
    of_report = [_of_report(row) for row in proposed if row.measure_id is None]
    asked = [facts for facts in of_report if facts.is_something]
    if content.outcome in UNDECIDED:
        asked = []
    if asked and len(asked) != len(loose):
        asked = [_together(asked)]
    for row, facts in zip(loose, asked, strict=False):
        found[row] = facts
    return found


def _decides(point: PointContent) -> bool:
    return point.outcome != PointOutcome.OTHER


def _of_measure(case: Case, kind: DecisionKind, proposed: list[ProposedPoint], point: PointContent) -> Asked:
    measure = point.measure
    if measure is None or measure.case_id != case.pk:
        return Asked()
    mine = [row for row in proposed if row.measure_id == measure.pk]
    facts = _of_report(mine[0] if len(mine) == 1 else ProposedPoint())
    # A further decision is about what its report asks for, not about the first application.
    first = kind != DecisionKind.FURTHER
    return facts._replace(
        requested=measure.requested_amount
        if first and measure.requested_amount is not None
        else facts.requested,
        wants_things=facts.wants_things or bool(first and measure.requested_in_kind.strip()),
    )


def _of_report(row: ProposedPoint) -> Asked:
    lines = [line.strip() for line in row.in_kind.splitlines() if line.strip()]
    things = tuple(parse_in_kind(line) for line in lines)
    return Asked(row.requested, row.proposed, things, wants_things=bool(lines))


def _together(asked: list[Asked]) -> Asked:
    """Return what the points ask for in all; a sum that one of them leaves open counts as none."""
    sums = {
        name: sum(getattr(facts, name) or 0 for facts in asked)
        if any(getattr(facts, name) is not None for facts in asked)
        else None
        for name in ("requested", "proposed")
    }
    things = tuple(thing for facts in asked for thing in facts.things)
    return Asked(
        sums["requested"], sums["proposed"], things, wants_things=any(facts.wants_things for facts in asked)
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
        text = (
            _("Gruppen har sökt %(sum)s till insatsen.") if point.measure else _("Gruppen har sökt %(sum)s.")
        )
        yield text % {"sum": kronor(facts.requested)}, "requested"
    if None not in (point.proposed, facts.proposed) and point.proposed != facts.proposed:
        yield _("Tjänsteskrivelsen föreslår %(sum)s.") % {"sum": kronor(facts.proposed)}, "proposed"


def _counted(things: Iterable[InKind]) -> list[tuple[object, str, str]]:
    """Return what can be compared: number and unit, and the words of a line that has no number (parse_in_kind)."""
    found = []
    for thing in things:
        wordless = thing.quantity != 1 or thing.unit != _("st")
        found.append(
            (thing.quantity, thing.unit.casefold(), "" if wordless else thing.description.casefold())
        )
    return sorted(found)


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
