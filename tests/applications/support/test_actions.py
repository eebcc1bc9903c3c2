"""Payments are recorded within what was granted; conditions are met once (D12, R51)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from applications.decisions import actions as decisions
from applications.decisions.content import ConditionContent, InKind
from applications.dispatch.actions import post_decision, set_legal_force
from applications.lifecycle import Refused
from applications.models import Case, Decision, Delivery, OutgoingMail, Payment
from applications.states import ActorKind, Outcome, SupportKind
from applications.support import actions
from applications.support.balance import balance
from phases.resultat import facts
from phases.resultat.guards import left_when_closing
from tests import factories, personas
from tests.applications.committee import cases
from tests.applications.committee.cases import LATER, POSTED_ON

pytestmark = pytest.mark.django_db


def pay(case: Case, amount: int = 45_000, **changes: object) -> Payment:
    """Record a payment to the one payee."""
    fields = {
        "kind": "payment",
        "payee": case.case_actors.order_by("id").first(),
        "amount": amount,
        "paid_on": POSTED_ON,
        "by": personas.karl(),
        "at": LATER,
    }
    return actions.record_payment(case.pk, **(fields | changes))


def granted() -> Case:
    """Return a case with 45 000 kronor to dialogue."""
    return Case.objects.get(pk=cases.released().case_id)


def test_a_payment_is_recorded_with_one_event_and_no_mail() -> None:
    case = granted()
    events, mails = case.events.count(), OutgoingMail.objects.count()
    payment = pay(case, 30_000, note_text="Faktura 12")
    assert (payment.amount, payment.note, payment.by) == (30_000, "Faktura 12", personas.karl())
    assert case.events.count() == events + 1
    assert OutgoingMail.objects.count() == mails
    money = balance(case)
    assert (money.granted, money.paid, money.repaid, money.left) == (45_000, 30_000, 0, 15_000)


def test_what_was_not_used_comes_back() -> None:
    case = granted()
    pay(case)
    pay(case, 3_600, kind="repayment")
    money = balance(case)
    assert (money.paid, money.repaid, money.held, money.left) == (45_000, 3_600, 41_400, 3_600)


def test_the_payee_has_an_organisation_number() -> None:
    """R51."""
    case = granted()
    group = factories.case_actor(case, "Boendegruppen", ActorKind.RESIDENTS_GROUP)
    with pytest.raises(Refused, match="saknar organisationsnummer"):
        pay(case, payee=group)


def test_no_more_is_paid_than_was_granted_nor_repaid_than_was_paid() -> None:
    case = granted()
    with pytest.raises(Refused) as refusal:
        pay(case, 45_001)
    assert refusal.value.missing[0].url == "#id_amount"
    with pytest.raises(Refused, match="kan inte betala tillbaka mer"):
        pay(case, 1, kind="repayment")
    with pytest.raises(Refused, match="större än 0"):
        pay(case, 0)
    assert not Payment.objects.exists()


def test_a_decision_that_waits_for_legal_force_pays_nothing_before() -> None:
    """D4, KL 13:14."""
    decision = cases.posted(in_force_at_once=False)
    case = decision.case
    with pytest.raises(Refused, match=r"0\skronor kvar"):
        pay(case)
    set_legal_force(case.pk, decision.pk, legal_force_on=date(2026, 5, 28), by=personas.nils(), at=LATER)
    with pytest.raises(Refused, match="får betalas ut från den 28 maj 2026") as refusal:
        pay(case, paid_on=date(2026, 5, 27))
    assert refusal.value.missing[0].url == "#id_paid_on"
    assert pay(case, paid_on=date(2026, 5, 28)).amount == 45_000


def test_a_day_to_come_and_people_of_another_case_are_refused() -> None:
    case = granted()
    with pytest.raises(Refused) as refusal:
        pay(case, paid_on=date(2027, 1, 1))
    assert refusal.value.missing[0].url == "#id_paid_on"
    other = factories.case("Annat")
    stranger = factories.case_actor(other, "Främmande", number="432000-0013")
    with pytest.raises(Refused, match="Mottagaren finns inte"):
        pay(case, payee=stranger)
    with pytest.raises(Refused, match="Insatsen finns inte"):
        pay(case, measure=cases.measures(other, Z=1)[0])


@pytest.mark.parametrize("persona", ["amina", "karin", "cecilia", "nils", "rut"])
def test_only_the_cases_officer_records_payments(persona: str) -> None:
    case = granted()
    with pytest.raises(PermissionDenied):
        pay(case, by=getattr(personas, persona)())


def test_the_balance_has_a_line_per_measure_and_the_help_beside_it() -> None:
    case = cases.on_agenda(cases.with_measures(A=80_000, B=55_000))
    a, b = cases.content(case).points
    a = replace(a, in_kind=(InKind(SupportKind.STAFF, Decimal(120), "arbetstimmar"),))
    decision = cases.released(case, points=[a, b])
    pay(decision.case, 30_000, measure=b.measure)
    money = balance(decision.case)
    assert [(line.label, line.granted, line.paid, line.left) for line in money.lines] == [
        ("A Insats A", 80_000, 0, 80_000),
        ("B Insats B", 55_000, 30_000, 25_000),
    ]
    assert [(line.measure, str(line.thing)) for line in money.in_kind] == [("A Insats A", "120 arbetstimmar")]


def test_each_measure_pays_within_its_own_grant_and_force() -> None:
    """D12, KL 13:14: the money of one measure is not the money of another."""
    case = cases.released(cases.on_agenda(cases.with_measures(A=100, B=100))).case
    a, b = case.measures.order_by("letter")
    (c,) = cases.measures(case, C=500)
    cases.sign(case, "further", points=[{"text": "Mer.", "measure": c, "requested": 500, "proposed": 500}])
    case = cases.on_agenda(case, to=cases.meeting(date(2026, 6, 2)))
    waits = cases.content(case, paragraph=150, in_force_at_once=False)
    by = {"by": personas.nils(), "at": LATER}
    decisions.register_decision(case.pk, waits, **by)
    decisions.release_decision(case.pk, approved_on=date(2026, 6, 9), **by)
    with pytest.raises(Refused, match=r"100\skronor kvar att betala ut nu till A Insats A"):
        pay(case, 101, measure=a)
    with pytest.raises(Refused, match=r"0\skronor kvar att betala ut nu till C Insats C"):
        pay(case, 1, measure=c, paid_on=date(2026, 6, 10))
    with pytest.raises(Refused, match=r"0\skronor kvar"):
        pay(case, 1)  # no money to dialogue
    with pytest.raises(Refused, match="Pengarna får betalas ut från den 28 april 2026") as refusal:
        pay(case, 100, measure=a, paid_on=date(2020, 1, 1))
    assert refusal.value.missing[0].url == "#id_paid_on"
    pay(case, 100, measure=a)
    with pytest.raises(Refused, match=r"fått 0\skronor till B Insats B"):
        pay(case, 1, kind="repayment", measure=b)
    pay(case, 40, kind="repayment", measure=a)
    pay(case, 100, measure=b)
    assert [(line.payable, line.held) for line in balance(case).lines] == [(100, 60), (100, 100), (0, 0)]


def test_the_balance_takes_two_queries(django_assert_num_queries) -> None:
    case = cases.on_agenda(cases.with_measures(A=1, B=2, C=3))
    cases.released(case)
    with django_assert_num_queries(2):
        assert len(balance(case).lines) == 3


# --- support in kind --------------------------------------------------------------------------------------------
HOURS = InKind(SupportKind.STAFF, Decimal(120), "timmar", "trädgårdsmästare")
POTS = InKind(SupportKind.MATERIAL, Decimal(12), "planteringskärl", "lån")
MORE_HOURS = InKind(SupportKind.STAFF, Decimal("40.5"), "timmar")


def helped(**changes: object) -> Case:
    """Return a case that was granted 120 hours and twelve pots to A, forty and a half hours to B."""
    case = cases.on_agenda(cases.with_measures(A=80_000, B=55_000))
    a, b = cases.content(case).points
    points = [replace(a, in_kind=(HOURS, POTS)), replace(b, in_kind=(MORE_HOURS,))]
    return Case.objects.get(pk=cases.released(case, points=points, **changes).case_id)


def give(case: Case, quantity: object, unit: str = "timmar", **changes: object) -> Delivery:
    """Record support in kind of measure A, the day of the posting."""
    fields = {
        "kind": "delivery",
        "grant": case.grants.get(unit=unit, measure__letter="A"),
        "quantity": Decimal(str(quantity)),
        "happened_on": POSTED_ON,
        "by": personas.karl(),
        "at": LATER,
    }
    return actions.record_delivery(case.pk, **(fields | changes))


def in_kind(case: Case) -> list[tuple]:
    """Return the lines of the balance: what, granted, given, come back, left to give."""
    return [
        (line.measure, line.thing.unit, line.granted, line.delivered, line.returned, line.left)
        for line in (*balance(case).in_kind, *balance(case).in_kind_sums)
    ]


def test_hours_and_things_are_given_and_come_back_with_a_balance_per_measure_and_in_all() -> None:
    """R32, D12: what the city gives in kind is followed up as the money is."""
    case = helped()
    events, mails = case.events.count(), OutgoingMail.objects.count()
    give(case, "80.25", note_text="Vårplantering")
    give(case, 12, "planteringskärl")
    give(case, 5, "planteringskärl", kind="return")
    give(case, 40, grant=case.grants.get(measure__letter="B", kind=SupportKind.STAFF))
    assert in_kind(case) == [
        ("A Insats A", "timmar", 120, Decimal("80.25"), 0, Decimal("39.75")),
        ("A Insats A", "planteringskärl", 12, 12, 5, 0),
        ("B Insats B", "timmar", Decimal("40.5"), 40, 0, Decimal("0.5")),
        ("", "timmar", Decimal("160.5"), Decimal("120.25"), 0, Decimal("40.25")),
    ]
    assert case.events.count() == events + 4
    # it stands beside the group's own question (R40), and what was lent before the case is closed
    given = [row.delivered for row in facts.support(case, None) if not row.is_money]
    assert given == ["80,25 timmar", "12 planteringskärl", "40 timmar"]
    left = [item.text for item in left_when_closing(case)]
    assert "Lånat som inte är återlämnat: 7 planteringskärl lån." in left
    assert case.events.latest("id").comment == "Lämnat: B Insats B: 40 timmar"
    assert OutgoingMail.objects.count() == mails


@pytest.mark.parametrize(
    ("changes", "said", "field"),
    [
        ({"quantity": Decimal("120.01")}, "Det finns 120 timmar kvar", "#id_quantity"),
        ({"quantity": Decimal(0)}, "större än 0", "#id_quantity"),
        ({"kind": "return", "quantity": Decimal(1)}, "Gruppen har 0 timmar", "#id_quantity"),
        ({"happened_on": date(2027, 1, 1)}, "har inte varit", "#id_happened_on"),
        ({"happened_on": date(2026, 4, 27)}, "får lämnas från den 28 april 2026", "#id_happened_on"),
    ],
)
def test_no_more_is_given_than_granted_nor_comes_back_than_was_given(
    changes: dict, said: str, field: str
) -> None:
    case = helped()
    with pytest.raises(Refused, match=said) as refusal:
        give(case, changes.pop("quantity", 1), **changes)
    assert [missing.url for missing in refusal.value.missing] == [field]
    assert not Delivery.objects.exists()


def test_what_was_given_counts_when_a_later_decision_changes_the_grant() -> None:
    """D3: § 150 gives A 100 hours instead of 120; the eighty that were worked are not forgotten, nor the pots."""
    case = helped()
    give(case, 80)
    give(case, 12, "planteringskärl")
    old, measure = case.decisions.get(), case.measures.get(letter="A")
    cases.sign(case, "further", points=[{"text": "Ändras.", "measure": measure, "requested": 80_000}])
    case = cases.on_agenda(case, to=cases.meeting(date(2026, 6, 30)))
    new = cases.content(
        case,
        Outcome.APPROVE_CHANGED,
        paragraph=150,
        changes=old,
        points=[
            cases.point(
                measure=measure,
                outcome="granted",
                granted=80_000,
                in_kind=(replace(HOURS, quantity=Decimal(100)),),
            )
        ],
    )
    at = cases.datetime(2026, 7, 7, 12, 0, tzinfo=cases.ZONE)
    decisions.register_decision(case.pk, new, by=personas.nils(), at=at)
    decisions.release_decision(case.pk, approved_on=at.date(), by=personas.nils(), at=at)
    assert in_kind(case)[-1] == ("", "timmar", Decimal("140.5"), 80, 0, Decimal("60.5"))
    assert ("A Insats A", "planteringskärl", 0, 12, 0, -12) in in_kind(case)
    with pytest.raises(Refused, match="Det finns 0 planteringskärl kvar"):
        give(case, 1, "planteringskärl")
    give(case, 12, "planteringskärl", kind="return")
    in_report = [
        (str(row.grant.measure), row.in_kind) for row in facts.support(case, None) if not row.is_money
    ]
    assert in_report == [("B Insats B", "40,5 timmar"), ("A Insats A", "100 timmar, trädgårdsmästare")]
    # a third decision about A has to change the second
    cases.sign(case, "further", points=[{"text": "Mer.", "measure": measure}], version=2)
    case = cases.on_agenda(case, to=cases.meeting(date(2026, 8, 25)))
    content, at = new.replacing(paragraph=160), cases.datetime(2026, 8, 25, 17, 0, tzinfo=cases.ZONE)
    with pytest.raises(Refused, match="ur ett annat beslut"):
        decisions.register_decision(case.pk, content, by=personas.nils(), at=at)


def test_money_and_other_cases_are_no_support_in_kind() -> None:
    case = helped()
    stranger = cases.released(cases.on_agenda(cases.ready(title="Annat")), paragraph=7).grants.first()
    for grant in (case.grants.filter(kind=SupportKind.MONEY).first(), stranger):
        with pytest.raises(Refused, match="beviljat i ärendet"):
            give(case, 1, grant=grant)


def test_nothing_is_given_before_legal_force_where_the_decision_waits_for_it() -> None:
    case = helped(in_force_at_once=False)
    with pytest.raises(Refused, match="laga kraft"):
        give(case, 1)
    decision = case.decisions.get()
    post_decision(case.pk, decision.pk, posted_on=POSTED_ON, by=personas.nils(), at=cases.POSTED)
    set_legal_force(case.pk, decision.pk, legal_force_on=date(2026, 5, 28), by=personas.nils(), at=LATER)
    with pytest.raises(Refused, match="får lämnas från den 28 maj 2026"):
        give(case, 1, happened_on=date(2026, 5, 27))
    assert give(case, 1, happened_on=date(2026, 5, 28)).quantity == 1


@pytest.mark.parametrize("persona", ["amina", "karin", "nils", "rut"])
def test_only_the_cases_officer_records_support(persona: str) -> None:
    with pytest.raises(PermissionDenied):
        give(helped(), 1, by=getattr(personas, persona)())


def test_what_was_recorded_is_written_once() -> None:
    """A slip is mended by what goes the other way, never by changing what stands (D12)."""
    case = helped()
    for row in (pay(case, 10, measure=case.measures.get(letter="A")), give(case, 10)):
        same = type(row).objects.filter(pk=row.pk)
        for act in (lambda same=same: same.update(note="x"), same.delete):
            with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
                act()


# --- conditions -------------------------------------------------------------------------------------------------
def meet(decision: Decision, on: date = POSTED_ON, **changes: object) -> None:
    """Note the first condition as met."""
    condition = decision.conditions.get()
    fields = {"done_on": on, "by": personas.karl(), "at": LATER} | changes
    actions.meet_condition(decision.case_id, condition.pk, **fields)


def test_a_condition_is_met_once() -> None:
    decision = cases.released(conditions=[ConditionContent("Barnen tillfrågas.", date(2026, 9, 30))])
    events = decision.case.events.count()
    meet(decision)
    assert decision.conditions.get().done_on == POSTED_ON
    assert decision.case.events.count() == events + 1
    with pytest.raises(Refused, match="redan uppfyllt"):
        meet(decision)


def test_a_condition_of_a_registered_decision_is_no_task_yet() -> None:
    decision = cases.registered(conditions=[ConditionContent("Barnen tillfrågas.")])
    with pytest.raises(Refused, match="inte frisläppt"):
        meet(decision)


def test_a_condition_is_not_met_in_the_future_nor_by_others() -> None:
    decision = cases.released(conditions=[ConditionContent("Barnen tillfrågas.")])
    with pytest.raises(Refused):
        meet(decision, date(2027, 1, 1))
    with pytest.raises(PermissionDenied):
        meet(decision, by=personas.nils())
