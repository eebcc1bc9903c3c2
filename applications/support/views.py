"""Staff pages of money and conditions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.http import find_case_to
from applications.lifecycle import Missing
from applications.models import Condition
from applications.pages import action_page
from applications.support import actions
from applications.support.balance import balance
from applications.support.forms import ConditionDoneForm, DeliveryForm, PaymentForm


def record_payment(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a payment or a repayment; the balance stands beside the form."""
    case = find_case_to("record_payment", request, reference)
    return action_page(
        request,
        case,
        "record_payment",
        call=lambda **values: actions.record_payment(case.pk, by=request.user, at=timezone.now(), **values),
        form=PaymentForm(request.POST or None, case=case),
        done=_("Betalningen är antecknad."),
        to=reverse("admin:record_payment", args=[reference]),
        template="committee/payment.html",
        money=balance(case),
        payments=case.payments.select_related("payee__actor", "measure"),
    )


def record_delivery(request: HttpRequest, reference: str) -> HttpResponse:
    """Record support in kind that was given or came back; the balance stands beside the form."""
    case = find_case_to("record_delivery", request, reference)
    money = balance(case)
    none = [] if money.in_kind else [Missing(_("Inget annat stöd än pengar är beviljat."))]
    return action_page(
        request,
        case,
        "record_delivery",
        call=lambda **values: actions.record_delivery(case.pk, by=request.user, at=timezone.now(), **values),
        form=DeliveryForm(request.POST or None, case=case),
        blocked=none,
        done=_("Stödet är antecknat."),
        to=reverse("admin:record_delivery", args=[reference]),
        template="committee/delivery.html",
        money=money,
        deliveries=case.deliveries.select_related("grant__measure"),
    )


def meet_condition(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Note when a condition was met."""
    case = find_case_to("meet_condition", request, reference)
    condition = Condition.objects.filter(pk=pk, decision__case=case).first()
    if condition is None:
        raise Http404
    today = timezone.localdate()
    return action_page(
        request,
        case,
        "meet_condition",
        call=lambda done_on: actions.meet_condition(
            case.pk, pk, done_on=done_on, by=request.user, at=timezone.now()
        ),
        form=ConditionDoneForm(request.POST or None, initial={"done_on": today}),
        blocked=list(actions.missing_for_condition(condition, done_on=today, at=timezone.now())),
        done=_("Villkoret är uppfyllt."),
        to=reverse("admin:decision", args=[reference, condition.decision_id]),
        template="committee/action.html",
        intro=condition.text,
    )
