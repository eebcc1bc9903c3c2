"""What the secretary registers, in plain values: what the form yields, what the action writes, what the rules read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from applications import snapshots
from applications.committee.agenda import open_item
from applications.decisions.conflicts import ConflictContent, stored_conflicts, write_conflicts
from applications.models import (
    AgendaItem,
    Case,
    Committee,
    Condition,
    Decision,
    DecisionPoint,
    Measure,
    Phrase,
    ProposedPoint,
    Referral,
)
from applications.phrases import REFUSING, Offered, Phrasebook, of_report
from applications.states import GRANTING, MINUTES, Outcome, PointOutcome, SupportKind
from applications.templatetags.samverkan import antal

FIELDS = (
    "outcome",
    "paragraph",
    "route",
    "delegate",
    "delegate_title",
    "route_ground",
    "decided_on",
    "reported_on",
    "heading",
    "summary",
    "motivation",
    "refer_back_for",
    *MINUTES,
    "in_force_at_once",
    "immediate_approval",
    "changes",
    "keeps_conditions",
)
ROWS = ("points", "conditions", "referrals", "conflicts")
OF_THE_MEETING = ("members", "others_present", "chair", "secretary_name", "adjuster")
PROPOSED_OUTCOMES = (Outcome.APPROVE, Outcome.APPROVE_CHANGED, Outcome.APPROVE_ALL)
QUANTITY = re.compile(r"^(?P<quantity>\d{1,7}(?:[.,]\d{1,2})?)\s+(?P<unit>\S+)\s*(?P<rest>.*)$")


@dataclass(frozen=True)
class InKind:
    """Support that is not money (R32): 120 · arbetstimmar · planteringsgruppen."""

    kind: SupportKind
    quantity: Decimal
    unit: str
    description: str = ""

    def as_json(self) -> dict[str, str]:
        """Return what is stored on the point; the quantity as text, so that nothing is rounded."""
        return {
            "kind": str(self.kind),
            "quantity": str(self.quantity),
            "unit": self.unit,
            "description": self.description,
        }

    @classmethod
    def from_json(cls, row: dict[str, str]) -> "InKind":
        """Return what `as_json` stored."""
        return cls(SupportKind(row["kind"]), Decimal(row["quantity"]), row["unit"], row["description"])

    def __str__(self) -> str:
        about = f" ({self.description})" if self.description else ""
        return f"{antal(self.quantity)} {self.unit}{about}"


@dataclass(frozen=True)
class PointContent:
    """A numbered point: amounts in SEK, None where none is named."""

    text: str
    outcome: PointOutcome = PointOutcome.OTHER
    measure: Measure | None = None
    requested: int | None = None
    proposed: int | None = None
    granted: int | None = None
    in_kind: tuple[InKind, ...] = ()
    motivation: str = ""

    @property
    def grants(self) -> bool:
        """True when the point gives support."""
        return self.outcome in GRANTING


@dataclass(frozen=True)
class ConditionContent:
    """A condition, with its day if it has one."""

    text: str
    due_on: Any = None


@dataclass(frozen=True)
class ReferralContent:
    """What goes to another committee: the whole, a measure, or a part told in words (R17)."""

    to: Committee
    reason: str
    scope: str = Referral.Scope.PART
    measure: Measure | None = None
    what: str = ""


@dataclass(frozen=True)
class DecisionContent:
    """A whole registration. `fields`: the columns of Decision named in FIELDS; the rest are its rows."""

    fields: dict[str, Any]
    points: tuple[PointContent, ...] = ()
    conditions: tuple[ConditionContent, ...] = ()
    referrals: tuple[ReferralContent, ...] = ()
    conflicts: tuple[ConflictContent, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What was decided for the case as a whole."""
        return Outcome(self.fields["outcome"])

    def replacing(self, **changes: Any) -> "DecisionContent":
        """Return a copy: keyword arguments of the name of a row list replace it, others are fields."""
        rows = {name: tuple(changes.pop(name)) for name in ROWS if name in changes}
        return DecisionContent(
            fields=self.fields | changes,
            **{name: rows.get(name, getattr(self, name)) for name in ROWS},
        )


@dataclass(frozen=True)
class Totals:
    """Sums in SEK over points, each amount counted once."""

    requested: int = 0
    proposed: int = 0
    granted: int = 0
    in_kind: tuple[InKind, ...] = field(default=())


def totals(points: Iterable[PointContent | DecisionPoint]) -> Totals:
    """Return what is asked for, proposed and granted in all."""
    rows = [point if isinstance(point, PointContent) else stored_point(point) for point in points]
    return Totals(
        requested=sum(point.requested or 0 for point in rows),
        proposed=sum(point.proposed or 0 for point in rows),
        granted=sum(point.granted or 0 for point in rows),
        in_kind=tuple(thing for point in rows for thing in point.in_kind),
    )


# --- what is stored -------------------------------------------------------------------------------------
def stored_point(point: DecisionPoint) -> PointContent:
    """Return a stored point as content."""
    return PointContent(
        text=point.text,
        outcome=PointOutcome(point.outcome),
        measure=point.measure,
        requested=point.requested,
        proposed=point.proposed,
        granted=point.granted,
        in_kind=tuple(InKind.from_json(row) for row in point.in_kind),
        motivation=point.motivation,
    )


def stored(decision: Decision) -> DecisionContent:
    """Return a registered decision as content, for its form and its guards."""
    return DecisionContent(
        fields={name: getattr(decision, name) for name in FIELDS},
        points=tuple(stored_point(point) for point in decision.points.select_related("measure")),
        conditions=tuple(
            ConditionContent(row.text, row.due_on) for row in decision.conditions.order_by("id")
        ),
        referrals=tuple(
            ReferralContent(row.to, row.reason, row.scope, row.measure, row.what)
            for row in decision.referrals.select_related("to", "measure")
        ),
        conflicts=stored_conflicts(decision),
    )


def write_rows(decision: Decision, content: DecisionContent) -> None:
    """Write the rows of an unreleased decision anew; points are numbered in order."""
    for rows in (decision.points, decision.conditions, decision.referrals):
        rows.all().delete()
    DecisionPoint.objects.bulk_create(
        DecisionPoint(
            decision=decision,
            number=number,
            **{name: getattr(point, name) for name in POINT_COLUMNS},
            in_kind=[thing.as_json() for thing in point.in_kind],
        )
        for number, point in enumerate(content.points, start=1)
    )
    Condition.objects.bulk_create(
        Condition(decision=decision, text=row.text, due_on=row.due_on) for row in content.conditions
    )
    Referral.objects.bulk_create(Referral(decision=decision, **vars(row)) for row in content.referrals)
    write_conflicts(decision, content.conflicts)


POINT_COLUMNS = ("text", "outcome", "measure", "requested", "proposed", "granted", "motivation")


# --- what the report proposes -----------------------------------------------------------------------------
def prefill(case: Case, *, outcome: Outcome | None = None, by: Any = None) -> DecisionContent:
    """Return what a registration opens with: the report's words and points, the meeting's names (D16).

    Without `outcome` the report's own proposal; with one that grants nothing, points in the words of that outcome.
    """
    item = open_item(case)
    if item is None:
        raise ValueError("A case that is on no agenda has nothing to register.")
    report = item.report
    outcome = outcome or Outcome(report.recommendation or Outcome.APPROVE)
    fields = {
        "outcome": outcome,
        "paragraph": None,
        "route": Decision.Route.COMMITTEE,
        "delegate": "",
        "delegate_title": "",
        "route_ground": "",
        "decided_on": item.meeting.date,
        "reported_on": None,
        "heading": report.heading or case.title,
        "summary": report.summary,
        "motivation": "",
        "refer_back_for": "",
        **_of_the_meeting(item, by),
        **dict.fromkeys(("motions", "procedure", "reservations", "statements", "minutes_note"), ""),
        "sent_to": "\n".join(_receivers(case)),
        "documents": "\n".join((report.snapshot or {}).get("basis", ())),
        "in_force_at_once": True,
        "immediate_approval": False,
        "changes": None,
        "keeps_conditions": None,
    }
    return DecisionContent(fields=fields, points=tuple(points_for(item, outcome)))


def _of_the_meeting(item: AgendaItem, by: Any) -> dict[str, str]:
    """Return the names of the meeting, as its last registered decision has them: typed once a meeting."""
    before = item.meeting.decisions.exclude(agenda_item=item).order_by("-id").first()
    if before is not None:
        return {name: getattr(before, name) for name in OF_THE_MEETING}
    return dict.fromkeys(OF_THE_MEETING, "") | {"secretary_name": by.name if by is not None else ""}


def _receivers(case: Case) -> list[str]:
    """Return who usually gets the decision: the group's actors and the officer."""
    names = [row["name"] for row in snapshots.actor_rows(case, in_group=True)]
    return [*names, snapshots.name_of(case.officer)] if case.officer_id else names


def phrasebook(item: AgendaItem) -> Phrasebook:
    """Return the city's phrases for a case on an agenda: the committee's name, the sums of the report."""
    points = list(item.report.points.all())
    return of_report(item.report, item.case.measures.all(), points, committee=item.meeting.committee.name)


def point_row(phrase: Offered) -> dict[str, str]:
    """Return what a new point opens with when a phrase is chosen, by field, as a browser would send it."""
    row = phrase.row()
    outcome = PointOutcome.OTHER
    if phrase.gives:
        requested, proposed = phrase.sums
        less = requested is not None and (proposed or 0) < requested
        outcome = PointOutcome.GRANTED_LESS if less else PointOutcome.GRANTED
    elif phrase.use in REFUSING:
        outcome = PointOutcome.REFUSED
    elif phrase.use == Phrase.Use.HAND_OVER_MEASURE:
        outcome = PointOutcome.HANDED_OVER
    return row | {"outcome": outcome.value, "granted": row["proposed"], "proposed": _proposed(phrase)}


def _proposed(phrase: Offered) -> str:
    return "" if phrase.sums.proposed is None else str(phrase.sums.proposed)


WHOLE = {
    Outcome.REFER_BACK: Phrase.Use.REFER_BACK,
    Outcome.TABLE: Phrase.Use.TABLE,
    Outcome.HAND_OVER: Phrase.Use.HAND_OVER,
}


def points_for(item: AgendaItem, outcome: Outcome) -> list[PointContent]:
    """Return the points that an outcome usually has: the report's proposed ones, or the city's phrases."""
    if outcome in WHOLE:
        return [PointContent(phrasebook(item).text(WHOLE[outcome]))]
    proposed = list(item.report.points.select_related("measure"))
    if outcome == Outcome.REJECT:
        return _refusals(proposed, phrasebook(item))
    return [_as_proposed(point) for point in proposed]


def _refusals(proposed: list[ProposedPoint], book: Phrasebook) -> list[PointContent]:
    """Return a refusal per measure and per sum asked for; without any, one of the application as a whole."""
    whole = book.text(Phrase.Use.REFUSE)
    points = [
        PointContent(
            text=book.text(Phrase.Use.REFUSE_MEASURE, measure=point.measure) if point.measure else whole,
            outcome=PointOutcome.REFUSED,
            measure=point.measure,
            requested=point.requested,
            proposed=point.proposed,
        )
        for point in proposed
        if point.measure_id or point.requested
    ]
    return points or [PointContent(whole)]


def _as_proposed(point: ProposedPoint) -> PointContent:
    """Return the point as the report proposes it."""
    in_kind = tuple(parse_in_kind(line) for line in point.in_kind.splitlines() if line.strip())
    outcome = PointOutcome.OTHER
    if point.proposed or in_kind:
        less = point.requested is not None and (point.proposed or 0) < point.requested
        outcome = PointOutcome.GRANTED_LESS if less else PointOutcome.GRANTED
    elif point.requested or point.measure_id:
        outcome = PointOutcome.REFUSED
    return PointContent(
        text=point.text,
        outcome=outcome,
        measure=point.measure,
        requested=point.requested,
        proposed=point.proposed,
        granted=point.proposed if outcome in GRANTING else None,
        in_kind=in_kind if outcome in GRANTING else (),
        motivation=point.motivation,
    )


def parse_in_kind(line: str) -> InKind:
    """Return a line of the report as support in kind: "120 arbetstimmar" → 120, arbetstimmar.

    A line without a number counts once, with its words kept: "lån av tolv kärl" → 1, "st", "lån av tolv kärl".
    """
    line = line.strip()
    match = QUANTITY.match(line)
    if not match:
        return InKind(_kind_of(line), Decimal(1), _("st"), line)
    quantity = Decimal(match["quantity"].replace(",", "."))
    return InKind(_kind_of(line), quantity, match["unit"].strip(",.;:"), match["rest"])


def _kind_of(line: str) -> SupportKind:
    """Return the likely kind of support; the secretary sees it and can choose another."""
    words = line.lower()
    if "timm" in words or "personal" in words:
        return SupportKind.STAFF
    if "plats" in words or "lokal" in words:
        return SupportKind.PLACE
    return SupportKind.MATERIAL
