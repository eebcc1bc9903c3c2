"""Money is neither lost nor invented: property tests over points, outcomes and payments."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from applications.decisions import actions
from applications.decisions.content import InKind, PointContent, points_for, stored, totals
from applications.lifecycle import Refused
from applications.models import Decision, Grant, Payment
from applications.states import GRANTING, Outcome, PointOutcome, SupportKind
from applications.support import actions as support
from applications.support.balance import balance
from tests import personas
from tests.applications.committee import cases

pytestmark = pytest.mark.django_db

AMOUNTS = st.none() | st.integers(0, 100_000_000)
KINDS = st.sampled_from([kind for kind in SupportKind if kind != SupportKind.MONEY])
THINGS = st.builds(
    InKind,
    kind=KINDS,
    quantity=st.decimals("0.01", "9999999.99", places=2, allow_nan=False),
    unit=st.sampled_from(["timmar", "styck", "veckor"]),
    description=st.sampled_from(["", "lån"]),
)
POINTS = st.builds(
    PointContent,
    text=st.just("Tekniska nämnden beslutar."),
    outcome=st.sampled_from([value for value in PointOutcome if value != PointOutcome.HANDED_OVER]),
    requested=AMOUNTS,
    proposed=AMOUNTS,
    granted=AMOUNTS,
    in_kind=st.lists(THINGS, max_size=3).map(tuple),
    motivation=st.sampled_from(["", "Skäl."]),
)
# Points that can be registered, so that the release is reached and not only the refusal.
SOUND = st.builds(
    PointContent,
    text=st.just("Tekniska nämnden beslutar."),
    outcome=st.just(PointOutcome.GRANTED),
    granted=st.integers(0, 100_000_000),
    in_kind=st.lists(THINGS, max_size=3).map(tuple),
)
HOUR = InKind(SupportKind.STAFF, Decimal(1), "timmar")
MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def undone(call) -> None:
    """Run `call` in a transaction that is always rolled back, so that examples do not see each other."""
    with transaction.atomic():
        call()
        transaction.set_rollback(True)


@MANY
@given(points=st.lists(POINTS, max_size=8))
def test_totals_count_every_amount_once(points: list[PointContent]) -> None:
    sums = totals(points)
    assert sums.granted == sum(point.granted or 0 for point in points)
    assert sums.requested == sum(point.requested or 0 for point in points)
    assert len(sums.in_kind) == sum(len(point.in_kind) for point in points)


def test_what_is_granted_is_what_was_registered() -> None:
    """Whatever is registered is either refused whole, or released with exactly its sums and its help."""
    case, reached = cases.bare(), {"refused": 0, "released": 0}

    @MANY
    @given(
        points=st.lists(POINTS, min_size=1, max_size=6) | st.lists(SOUND, min_size=1, max_size=6),
        outcome=st.sampled_from(
            [value for value in Outcome if value not in (Outcome.TABLE, Outcome.APPROVE_ALL)]
        ),
    )
    def holds(points: list[PointContent], outcome: Outcome) -> None:
        undone(lambda: example(points, outcome))

    def example(points: list[PointContent], outcome: Outcome) -> None:
        try:
            decision = cases.registered(case, outcome, points=points)
        except Refused:
            assert not Decision.objects.exists()
            reached["refused"] += 1
            return
        assert stored(decision).points == tuple(points)
        actions.release_decision(
            case.pk, approved_on=cases.APPROVED_ON, by=personas.nils(), at=cases.RELEASED
        )
        granted = decision.grants.aggregate(sum=Sum("amount"))["sum"] or 0
        assert granted == sum(point.granted or 0 for point in points)
        assert granted == sum(point.granted or 0 for point in points if point.outcome in GRANTING)
        assert granted == balance(case).granted
        things = [thing for point in points for thing in point.in_kind]
        assert [(row.quantity, row.unit) for row in Grant.objects.exclude(kind="money")] == [
            (thing.quantity, thing.unit) for thing in things
        ]
        if outcome in (Outcome.REJECT, Outcome.REFER_BACK, Outcome.HAND_OVER):
            assert not Grant.objects.exists()
        reached["released"] += 1

    holds()
    assert min(reached.values()) > 0


def anew_point(measure: Any, amount: int | None) -> Any:
    """Return a point that gives `amount`, or says no."""
    given = {"outcome": PointOutcome.GRANTED, "granted": amount} if amount else {}
    return cases.point(measure=measure, **(given or {"outcome": PointOutcome.REFUSED}))


def decided_anew(
    case: Any, old: Decision, measure: Any, amount: int | None, *, paragraph: int, month: int
) -> Decision:
    """Return a decision that was registered and released on the 30th of `month` and changes `old`."""
    proposed = [{"text": "Ändras.", "measure": measure, "proposed": amount}]
    cases.sign(case, "further", points=proposed, version=month)
    case = cases.on_agenda(case, to=cases.meeting(cases.date(2026, month, 30)))
    at = cases.datetime(2026, month + 1, 7, 12, 0, tzinfo=cases.ZONE)
    kept = cases.point(outcome=PointOutcome.GRANTED, granted=0, in_kind=(HOUR,))
    content = cases.content(
        case,
        Outcome.APPROVE_CHANGED,
        paragraph=paragraph,
        points=[anew_point(measure, amount), kept],
        changes=old,
    )
    actions.register_decision(case.pk, content, by=personas.nils(), at=at)
    actions.release_decision(case.pk, approved_on=at.date(), by=personas.nils(), at=at)
    return case.decisions.get(paragraph=paragraph)


@settings(MANY, max_examples=12)
@example(first=(80, 55), anew=[None, 90, 10], paid=30, carried="A")
@example(first=(80, 55), anew=[7, None], paid=80, carried="-")
@given(
    first=st.tuples(st.integers(1, 100_000), st.integers(1, 100_000)),
    anew=st.lists(st.none() | st.integers(1, 200_000), min_size=1, max_size=3),
    paid=st.integers(0, 100_000),
    carried=st.sampled_from("A-"),
)
def test_a_decision_that_changes_another_counts_in_its_place(
    first: tuple[int, int], anew: list[int | None], paid: int, carried: str
) -> None:
    """D3: what is decided anew stands instead of what was, however often; the rest stands, nothing counts twice.

    What is changed is the money of measure A, or money that no measure carries.
    """

    def example() -> None:
        a, b = first
        case = cases.on_agenda(cases.with_measures(A=a, B=b))
        measure = case.measures.filter(letter=carried).first()
        more = {} if measure else {"points": [*cases.content(case).points, anew_point(None, a)]}
        last = cases.released(case, None if measure else Outcome.APPROVE_CHANGED, **more)
        rest = {b} if measure else {a, b}
        if paid:
            support.record_payment(
                case.pk,
                kind="payment",
                payee=case.case_actors.get(),
                amount=min(paid, a),
                measure=measure,
                paid_on=cases.POSTED_ON,
                by=personas.karl(),
                at=cases.POSTED,
            )
        for turn, amount in enumerate(anew):
            before = balance(case)
            last = decided_anew(case, last, measure, amount, paragraph=150 + turn, month=6 + turn)
            after = balance(case)
            assert after.paid == before.paid == min(paid, a)
            assert after.granted == (amount or 0) + b + (0 if measure else a)
            assert {line.granted for line in after.lines if line.granted} == ({amount} | rest) - {None}
            assert len(after.in_kind) == 1  # decided anew with the rest

    undone(example)


@MANY
@given(
    requested=st.lists(st.integers(1, 1_000_000), min_size=1, max_size=5),
    share=st.lists(st.integers(0, 100), min_size=5, max_size=5),
)
def test_decision_2_as_proposed_grants_the_proposed_sum(requested: list[int], share: list[int]) -> None:
    """D16: nothing is typed between the report and the grants, and nothing is rounded away."""

    def example() -> None:
        letters = dict(zip("ABCDE", requested, strict=False))
        proposed = {letter: sum_ * share[n] // 100 for n, (letter, sum_) in enumerate(letters.items())}
        case = cases.factories.in_status(cases.factories.case(), "proposal_ready")
        rows = cases.measures(case, **letters)
        cases.sign(case, "measures", points=cases.measure_points(rows, **proposed))
        case = cases.on_agenda(case)
        if not any(proposed.values()):
            with pytest.raises(Refused):
                cases.registered(case)
            return
        decision = cases.released(case)
        assert balance(case).granted == sum(proposed.values())
        assert totals(decision.points.all()).requested == sum(requested)
        assert {line.label[0]: line.granted for line in balance(case).lines} == {
            k: v for k, v in proposed.items() if v
        }

    undone(example)


@MANY
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["payment", "repayment"]), st.integers(-10, 60_000)),
        min_size=1,
        max_size=12,
    )
)
def test_no_sequence_of_payments_pays_more_than_was_granted(steps: list[tuple[str, int]]) -> None:
    """D12."""
    decision = Decision.objects.first() or cases.released()
    case = decision.case
    payee = case.case_actors.get()

    def example() -> None:
        held = 0
        for kind, amount in steps:
            try:
                support.record_payment(
                    case.pk,
                    kind=kind,
                    payee=payee,
                    amount=amount,
                    paid_on=cases.POSTED_ON,
                    by=personas.karl(),
                    at=cases.POSTED,
                )
            except Refused:
                assert amount <= 0 or (held + amount > 45_000 if kind == "payment" else amount > held)
                continue
            held += amount if kind == "payment" else -amount
            money = balance(case)
            assert 0 <= money.held == held <= money.granted == 45_000
            assert money.left == money.granted - held
        assert Payment.objects.count() <= len(steps)

    undone(example)


@MANY
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["delivery", "return"]), st.decimals("-1", "130", places=2, allow_nan=False)
        ),
        min_size=1,
        max_size=12,
    )
)
def test_no_sequence_gives_more_than_was_granted_nor_takes_back_more_than_was_given(
    steps: list[tuple[str, Decimal]],
) -> None:
    """R32: hours and things are followed up as money is, to the hundredth."""
    hours = InKind(SupportKind.STAFF, Decimal("120.50"), "timmar")
    decision = Decision.objects.first() or cases.released(
        cases.bare(),
        Outcome.APPROVE_CHANGED,
        points=[cases.point(outcome="granted", granted=45_000, in_kind=(hours,))],
    )
    grant = decision.grants.get(kind=SupportKind.STAFF)

    def example() -> None:
        given_, back = Decimal(), Decimal()
        for kind, quantity in steps:
            try:
                support.record_delivery(
                    decision.case_id,
                    kind=kind,
                    grant=grant,
                    quantity=quantity,
                    happened_on=cases.POSTED_ON,
                    by=personas.karl(),
                    at=cases.POSTED,
                )
            except Refused:
                most = hours.quantity - given_ if kind == "delivery" else given_ - back
                assert quantity <= 0 or quantity > most
                continue
            given_, back = (given_ + quantity, back) if kind == "delivery" else (given_, back + quantity)
            (line,) = balance(decision.case).in_kind
            assert (line.delivered, line.returned) == (given_, back)
            assert line.left + line.delivered == line.granted == hours.quantity
            assert 0 <= line.held == given_ - back

    undone(example)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_points_for_an_outcome_keep_what_was_asked_for_or_name_no_sum(outcome: Outcome) -> None:
    case = cases.on_agenda(cases.with_measures(A=80, B=55))
    points = points_for(case.agenda_items.get(), outcome)
    assert totals(points).requested in (0, 135)
    assert totals(points).granted == (
        135 if outcome in (Outcome.APPROVE, Outcome.APPROVE_CHANGED, Outcome.APPROVE_ALL) else 0
    )


def test_quantities_are_not_rounded() -> None:
    hours = InKind(SupportKind.STAFF, Decimal("0.01"), "timmar")
    decision = cases.released(
        cases.bare(),
        Outcome.APPROVE_CHANGED,
        points=[cases.point(outcome="granted", granted=45_000, in_kind=(hours,))],
    )
    assert decision.grants.get(kind="staff").quantity == Decimal("0.01")
