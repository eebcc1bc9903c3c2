"""Recording a payment or a repayment (D12, R51), and that a condition is met."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.lifecycle import Missing, expect, locked, note, refuse_if
from applications.models import Case, CaseActor, Condition, Measure, Payment
from applications.support.balance import balance
from applications.templatetags.samverkan import kronor


def record_payment(
    pk: int,
    *,
    kind: str,
    payee: CaseActor,
    amount: int,
    paid_on: date,
    by: Any,
    at: datetime,
    measure: Measure | None = None,
    note_text: str = "",
) -> Payment:
    """Record that `amount` SEK was paid to the payee, or paid back; the money itself moves elsewhere (D12)."""
    with locked(pk) as case:
        expect(case, "record_payment", by=by)
        refuse_if(missing_for_payment(case, kind=kind, payee=payee, amount=amount, paid_on=paid_on, at=at))
        if measure is not None and measure.case_id != case.pk:
            refuse_if([Missing(_("Insatsen finns inte i ärendet."), "#id_measure")])
        payment = Payment.objects.create(
            case=case,
            kind=kind,
            payee=payee,
            measure=measure,
            amount=amount,
            paid_on=paid_on,
            note=note_text,
            by=by,
            at=at,
        )
        note(
            case,
            "record_payment",
            by=by,
            at=at,
            comment=f"{payment.get_kind_display()}: {kronor(amount)}, {payee}",
            data={"payment": payment.pk, "kind": kind, "amount": amount},
        )
        return payment


def missing_for_payment(
    case: Case, *, kind: str, payee: CaseActor, amount: int, paid_on: date, at: datetime
) -> Iterable[Missing]:
    """Yield why a payment is not recorded: no organisation number, more than there is, a day to come."""
    if payee.case_id != case.pk:
        yield Missing(_("Mottagaren finns inte i ärendet."), "#id_payee")
        return
    if not payee.actor.organisation_number:
        yield Missing(
            _("%(name)s saknar organisationsnummer. Det behövs före en utbetalning.") % {"name": payee},
            reverse("admin:case", args=[case.reference]),
        )
    if amount <= 0:
        yield Missing(_("Skriv ett belopp större än 0 kronor."), "#id_amount")
    if paid_on > timezone.localdate(at):
        yield Missing(_("Dagen har inte varit än."), "#id_paid_on")
    money = balance(case)
    if kind == Payment.Kind.PAYMENT and amount > money.payable - money.held:
        yield Missing(
            _("Det finns %(left)s kvar att betala ut av det som får betalas ut nu.")
            % {"left": kronor(max(0, money.payable - money.held))},
            "#id_amount",
        )
    if kind == Payment.Kind.REPAYMENT and amount > money.held:
        yield Missing(
            _("Gruppen har fått %(held)s och kan inte betala tillbaka mer.") % {"held": kronor(money.held)},
            "#id_amount",
        )


def meet_condition(pk: int, condition_pk: int, *, done_on: date, by: Any, at: datetime) -> Condition:
    """Note the day a condition of a released decision was met."""
    with locked(pk) as case:
        expect(case, "meet_condition", by=by)
        condition = Condition.objects.select_related("decision").get(pk=condition_pk, decision__case=case)
        refuse_if(missing_for_condition(condition, done_on=done_on, at=at))
        condition.done_on = done_on
        condition.save(update_fields=["done_on"])
        note(
            case,
            "meet_condition",
            by=by,
            at=at,
            comment=condition.text,
            data={"condition": condition.pk, "decision": condition.decision_id, "on": done_on.isoformat()},
        )
        return condition


def missing_for_condition(condition: Condition, *, done_on: date, at: datetime) -> Iterable[Missing]:
    """Yield why the condition cannot be noted as met."""
    if condition.decision.released_at is None:
        yield Missing(_("Beslutet är inte frisläppt än."))
    if condition.done_on is not None:
        yield Missing(_("Villkoret är redan uppfyllt."))
    if done_on > timezone.localdate(at):
        yield Missing(_("Dagen har inte varit än."), "#id_done_on")
