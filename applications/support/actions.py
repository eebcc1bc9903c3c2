"""Recording a payment or a repayment (D12, R51), support in kind that was given, and that a condition is met."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.decisions.content import InKind
from applications.decisions.snapshot import in_words
from applications.lifecycle import Missing, expect, locked, note, refuse_if
from applications.models import Case, CaseActor, Condition, Delivery, Grant, Measure, Payment
from applications.states import SupportKind
from applications.support.balance import balance, given, in_kind_line
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
        if measure is not None and measure.case_id != case.pk:
            refuse_if([Missing(_("Insatsen finns inte i ärendet."), "#id_measure")])
        asked = {"payee": payee, "amount": amount, "paid_on": paid_on, "measure": measure}
        refuse_if(missing_for_payment(case, kind=kind, at=at, **asked))
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
    case: Case,
    *,
    kind: str,
    payee: CaseActor,
    amount: int,
    paid_on: date,
    at: datetime,
    measure: Measure | None = None,
) -> Iterable[Missing]:
    """Yield why a payment is not recorded: no organisation number, more than there is, a day that cannot be.

    The sum is held in all and for the measure, or for what no measure carries (D12, KL 13:14).
    """
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
    elif (first := _first_day(case, measure)) is not None and paid_on < first:
        yield Missing(
            _("Pengarna får betalas ut från den %(day)s. Skriv en dag som inte är tidigare.")
            % {"day": in_words(first)},
            "#id_paid_on",
        )
    yield from _more_than_there_is(case, kind, amount, measure)


def _first_day(case: Case, measure: Measure | None) -> date | None:
    """Return the first day on which money to the measure, or to what no measure carries, could be paid (KL 13:14)."""
    grants = case.grants.filter(kind=SupportKind.MONEY, measure=measure).select_related("decision")
    return min((grant.carried_out_from for grant in grants if grant.carried_out_from), default=None)


def _more_than_there_is(case: Case, kind: str, amount: int, measure: Measure | None) -> Iterable[Missing]:
    """Yield that the sum is more than may be paid out now, or than the group holds: in all, or of the one thing."""
    money = balance(case)
    line = money.line_of(measure.pk if measure else None)
    left = max(0, min(money.payable - money.held, line.payable - line.held))
    held = max(0, min(money.held, line.held))
    names = {"what": line.label, "left": kronor(left), "held": kronor(held)}
    if kind == Payment.Kind.PAYMENT and amount > left:
        text = _("Det finns %(left)s kvar att betala ut av det som får betalas ut nu.")
        if line.label and len(money.lines) > 1:
            text = _("Det finns %(left)s kvar att betala ut nu till %(what)s.")
        yield Missing(text % names, "#id_amount")
    if kind == Payment.Kind.REPAYMENT and amount > held:
        text = _("Gruppen har fått %(held)s och kan inte betala tillbaka mer.")
        if line.label and len(money.lines) > 1:
            text = _("Gruppen har fått %(held)s till %(what)s och kan inte betala tillbaka mer.")
        yield Missing(text % names, "#id_amount")


def record_delivery(
    pk: int,
    *,
    kind: str,
    grant: Grant,
    quantity: Decimal,
    happened_on: date,
    by: Any,
    at: datetime,
    note_text: str = "",
) -> Delivery:
    """Record that `quantity` of a grant in kind, in the grant's unit, was given or came back (R32, D12)."""
    with locked(pk) as case:
        expect(case, "record_delivery", by=by)
        refuse_if(
            missing_for_delivery(
                case, kind=kind, grant=grant, quantity=quantity, happened_on=happened_on, at=at
            )
        )
        delivery = Delivery.objects.create(
            case=case,
            kind=kind,
            grant=grant,
            quantity=quantity,
            happened_on=happened_on,
            note=note_text,
            by=by,
            at=at,
        )
        what = InKind(SupportKind(grant.kind), quantity, grant.unit, grant.description)
        note(
            case,
            "record_delivery",
            by=by,
            at=at,
            comment=": ".join(
                filter(None, (delivery.get_kind_display(), str(grant.measure or ""), str(what)))
            ),
            data={"delivery": delivery.pk, "kind": kind, "grant": grant.pk, "quantity": str(quantity)},
        )
        return delivery


def missing_for_delivery(
    case: Case, *, kind: str, grant: Grant, quantity: Decimal, happened_on: date, at: datetime
) -> Iterable[Missing]:
    """Yield why nothing is recorded: no grant in kind of the case, more than there is, a day that cannot be."""
    row = given(case).exclude(kind=SupportKind.MONEY).filter(pk=grant.pk).first()
    if row is None:
        yield Missing(_("Välj ett stöd som är beviljat i ärendet."), "#id_grant")
        return
    if row.carried_out_from is None:
        yield Missing(
            _("Beslutet får inte verkställas innan det har fått laga kraft."),
            reverse("admin:decision", args=[case.reference, row.decision_id]),
        )
    if quantity <= 0:
        yield Missing(_("Skriv ett antal större än 0."), "#id_quantity")
    if happened_on > timezone.localdate(at):
        yield Missing(_("Dagen har inte varit än."), "#id_happened_on")
    elif (first := row.carried_out_from) is not None and happened_on < first:
        yield Missing(
            _("Stödet får lämnas från den %(day)s. Skriv en dag som inte är tidigare.")
            % {"day": in_words(first)},
            "#id_happened_on",
        )
    line = in_kind_line(row)
    most, text = (
        (max(line.left, Decimal()), _("Det finns %(left)s kvar att lämna."))
        if kind == Delivery.Kind.DELIVERY
        else (line.held, _("Gruppen har %(left)s och kan inte lämna tillbaka mer."))
    )
    if quantity > most:
        yield Missing(text % {"left": replace(line.thing, quantity=most, description="")}, "#id_quantity")


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
    if condition.closed_by is not None:
        yield Missing(
            _("Villkoret gäller inte längre efter %(number)s.") % {"number": condition.closed_by.number_name}
        )
    if done_on > timezone.localdate(at):
        yield Missing(_("Dagen har inte varit än."), "#id_done_on")
