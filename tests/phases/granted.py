"""A case that has been granted support, for tests of single steps in utförande and resultat."""

from datetime import date, datetime, timedelta
from typing import Any

from applications.models import Case, Decision, Grant, Measure
from applications.states import DecisionKind, MeasureStatus, Outcome, PointOutcome, Status, SupportKind
from phases.utforande import actions
from phases.utforande.check_ins import actions as check_ins
from phases.utforande.models import CheckIn
from tests import factories, personas
from tests.personas import NOW

ENDS = date(2026, 3, 31)


def decision(case: Case, kind: DecisionKind, paragraph: int, **fields: Any) -> Decision:
    """Return a registered decision; `release` it when its grants are written."""
    return Decision.objects.create(
        case=case,
        kind=kind,
        committee=factories.committee(),
        decided_on=date(2026, 2, 3),
        year=2026,
        paragraph=paragraph,
        outcome=Outcome.APPROVE,
        heading="Samverkansstöd",
        registered_at=NOW - timedelta(days=20),
        registered_by=personas.nils(),
        **fields,
    )


def release(decision_: Decision) -> None:
    """Release a decision: from now on it and its grants cannot change."""
    decision_.released_at, decision_.released_by = NOW - timedelta(days=15), personas.nils()
    decision_.save(update_fields=["released_at", "released_by"])


def measure(case: Case, letter: str, title: str, **fields: Any) -> Measure:
    """Return a granted measure, March 2026."""
    values = {"decided": PointOutcome.GRANTED, "starts_on": date(2026, 3, 1), "ends_on": ENDS, **fields}
    return Measure.objects.create(case=case, letter=letter, title=title, **values)


def money(decision_: Decision, amount: int, measure_: Measure | None = None) -> Grant:
    """Return a grant of SEK."""
    return Grant.objects.create(
        case=decision_.case, decision=decision_, measure=measure_, kind=SupportKind.MONEY, amount=amount
    )


def in_kind(decision_: Decision, quantity: int, unit: str, measure_: Measure | None = None) -> Grant:
    """Return a grant in kind."""
    return Grant.objects.create(
        case=decision_.case,
        decision=decision_,
        measure=measure_,
        kind=SupportKind.STAFF,
        quantity=quantity,
        unit=unit,
    )


def in_execution(title: str = "Lingarnsgatan", **fields: Any) -> Case:
    """Return a case in utförande: 45 000 for dialogue, A 80 000 and 120 hours, B 55 000; C was refused."""
    case = factories.case(title, **fields)
    factories.case_actor(case, "Lingarnets Vänner", number="432000-0039")
    first = decision(case, DecisionKind.DIALOGUE, 100 + case.pk)
    money(first, 45_000)
    release(first)
    second = decision(case, DecisionKind.MEASURES, 10_000 + case.pk)
    plants = measure(case, "A", "Planteringar")
    money(second, 80_000, plants)
    in_kind(second, 120, "arbetstimmar", plants)
    money(second, 55_000, measure(case, "B", "Sittplatser"))
    release(second)
    measure(case, "C", "Ljusslingor", decided=PointOutcome.REFUSED)
    return factories.in_status(case, Status.EXECUTION)


def booked(case: Case, starts_at: datetime = NOW + timedelta(days=3)) -> CheckIn:
    """Return a check-in booked by Karl, an hour long."""
    return check_ins.book_check_in(
        case.pk,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        place="Café Trådrullen",
        agenda="- Planteringar",
        by=personas.karl(),
        at=NOW,
    )


def held(case: Case, starts_at: datetime = NOW + timedelta(days=3), **fields: Any) -> CheckIn:
    """Return a check-in that was held and noted two hours after it began."""
    values = {"participants": "Amina Björkdal, Lingarnets Vänner", "notes": "Allt går som det ska.", **fields}
    check_in = booked(case, starts_at)
    at = starts_at + timedelta(hours=2)
    return check_ins.hold_check_in(case.pk, check_in.pk, **values, by=personas.karl(), at=at)


def told(case: Case) -> None:
    """Let the group tell the area's actors what was decided."""
    actions.communicate_result(
        case.pk, happened_on=NOW.date(), channel="Öppet hus", audience="Boende", by=personas.amina(), at=NOW
    )


def all_done(case: Case) -> None:
    """Carry every granted measure out."""
    for row in case.measures.filter(decided=PointOutcome.GRANTED):
        actions.record_progress(case.pk, row.pk, status=MeasureStatus.DONE, by=personas.birk(), at=NOW)


def in_reporting(**fields: Any) -> Case:
    """Return a case whose result report was opened by the real steps."""
    case = in_execution(**fields)
    told(case)
    all_done(case)
    held(case)
    actions.open_reporting(case.pk, by=personas.karl(), at=NOW + timedelta(days=10))
    return Case.objects.get(pk=case.pk)
