"""What happens beside the process: money, conditions, messages, notes. For the demonstration only."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from applications import deadlines
from applications.dispatch import actions as dispatch
from applications.messaging import actions as messaging
from applications.models import Condition, Decision, Delivery, Grant, Measure, Payment
from applications.network import actions as network
from applications.states import SupportKind, Verdict
from applications.support import actions as support
from applications.workspace import actions as workspace
from phases.initiering import actions as initiering
from phases.samarbete import actions as samarbete
from phases.utforande.check_ins import actions as check_ins
from phases.utforande.models import AgreedAction
from samverkan.demo.walk_later import WalkResultat

SOME_VERDICTS = (
    (Verdict.MET, "Gruppen har tre aktörer av tre slag och ett gemensamt förslag."),
    (Verdict.MET, "Föreningen och bageriet har ordnat stråkets dag tillsammans i tre år."),
    (Verdict.MET, "Bostadsrättsföreningen bidrar med pengar, de andra med lokal och tid."),
    (Verdict.PARTLY, "Mervärdet för dem som bara passerar är inte beskrivet än."),
)


class WalkBeside(WalkResultat):
    """Steps that no status asks for."""

    def assess_some(self) -> None:
        """The officer is in the middle of the assessment: four of six."""
        at = self.at("take_up", 14)
        for number, (verdict, motivation) in enumerate(SOME_VERDICTS, start=1):
            initiering.assess_criteria(
                self.pk, number, verdict=verdict, motivation=motivation, by=self.assessor, at=at
            )

    def pay_out(self, nth: str = "") -> None:
        """What is left of each grant is recorded as paid, three weeks after the decision was sent (D12)."""
        at = self.at(f"send{nth}") + timedelta(days=21)
        granted = Grant.objects.filter(case=self.case, kind=SupportKind.MONEY).exclude(
            measure__in=self.case.payments.exclude(measure=None).values("measure")
        )
        if self.case.payments.filter(measure=None).exists():
            granted = granted.exclude(measure=None)
        for grant in granted.select_related("measure").order_by("id"):
            self._pay(Payment.Kind.PAYMENT, grant.amount or 0, at=at, measure=grant.measure)

    def repay(self, amount: int) -> None:
        """What was not used comes back before the case is closed (R40, D12)."""
        self._pay(Payment.Kind.REPAYMENT, amount, at=self.at("approve_report") + timedelta(days=3))

    def give(self) -> None:
        """The city has given all its support in kind by the end of the measures (R32)."""
        for grant in Grant.objects.filter(case=self.case).exclude(kind=SupportKind.MONEY).order_by("id"):
            self._deliver(Delivery.Kind.DELIVERY, grant, at=self.at("done"))

    def give_back(self) -> None:
        """What was lent has come back before the case is closed."""
        for grant in Grant.objects.filter(case=self.case, description__contains="lån"):
            self._deliver(Delivery.Kind.RETURN, grant, at=self.at("approve_report") + timedelta(days=3))

    def _deliver(self, kind: Delivery.Kind, grant: Grant, *, at: datetime) -> None:
        support.record_delivery(
            self.pk,
            kind=kind,
            grant=grant,
            quantity=grant.quantity or Decimal(0),
            happened_on=at.date(),
            by=self.maja,
            at=at,
        )

    def _pay(self, kind: Payment.Kind, amount: int, *, at: datetime, measure: Measure | None = None) -> None:
        payee = self.case.case_actors.get(is_payee=True)
        support.record_payment(
            self.pk,
            kind=kind,
            payee=payee,
            measure=measure,
            amount=amount,
            paid_on=at.date(),
            by=self.maja,
            at=at,
        )

    def meet_conditions(self, step: str) -> None:
        """The conditions of the decisions are met."""
        for condition in Condition.objects.filter(decision__case=self.case, done_on=None):
            support.meet_condition(
                self.pk, condition.pk, done_on=self.day(step), by=self.maja, at=self.at(step, 21)
            )

    def finish_agreed(self) -> None:
        """What was promised at the check-ins is done."""
        for action in AgreedAction.objects.filter(check_in__case=self.case, done_on=None):
            at = datetime.combine(
                action.due_on or self.day("done"), time(15), tzinfo=timezone.get_current_timezone()
            )
            check_ins.finish_agreed_action(self.pk, action.pk, by=self.idris, at=at)

    def talk(self, step: str, *texts: str) -> None:
        """Group and officer write to each other in turn, the group first, in the days after a step."""
        for number, text in enumerate(texts):
            by = self.maja if number % 2 else self.idris
            at = self.at(step, 11 + number % 3, 20) + timedelta(days=number)
            messaging.write_message(self.pk, text=text, by=by, at=at)

    def join_network(self, step: str, **values: Any) -> None:
        """The group goes into the network in the afternoon two days after a step, and shows `values` (R49)."""
        network.join_network(self.pk, by=self.idris, at=self.at(step, 16) + timedelta(days=2), **values)

    def call(self, step: str, counterpart: str, text: str) -> None:
        """A telephone call is noted as a record (D21)."""
        workspace.write_file_note(
            self.pk,
            designation="Telefonsamtal",
            counterpart=counterpart,
            description=text,
            happened_on=self.day(step),
            direction="incoming",
            by=self.maja,
            at=self.at(step, 15, 30),
        )

    def remember(self, step: str, text: str) -> None:
        """The officer writes an internal note."""
        workspace.write_note(self.pk, text, by=self.maja, at=self.at(step, 16))

    def ask_support(self, text: str, answer: str = "") -> None:
        """The group asks for help with its dialogue, and may have got an answer (R29)."""
        at = self.at("communicate", 17)
        asked = samarbete.ask_for_support(self.pk, about="dialogue", text=text, by=self.idris, at=at)
        if answer:
            samarbete.answer_support(
                self.pk, asked.pk, answer=answer, by=self.maja, at=at + timedelta(days=1)
            )

    def gain_legal_force(self, *, before: date) -> None:
        """Decisions whose last day to appeal has passed have won laga kraft the working day after (D4)."""
        decided = Decision.objects.filter(case=self.case, last_appeal_on__lt=before)
        for pk, last in decided.values_list("pk", "last_appeal_on"):
            on = deadlines.add_working_days(last, 1)
            at = datetime.combine(on, time(9, 30), tzinfo=timezone.get_current_timezone())
            dispatch.set_legal_force(self.pk, pk, legal_force_on=on, by=self.sixten, at=at)
