"""Staff pages of a released decision: post, send, legal force, rectify, the receiver's number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.decisions.views import find_decision
from applications.dispatch import actions, guards, signed_actions
from applications.dispatch.forms import (
    LegalForceForm,
    PostingForm,
    RectifyForm,
    ReferralNumberForm,
    SignedExtractForm,
)
from applications.dispatch.signed_actions import current
from applications.http import find_case_to, posted
from applications.models import Case, Referral
from applications.pages import action_page

TEMPLATE = "committee/action.html"


def post_decision(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Write when the approval of the minutes was posted."""
    case = find_case_to("post_decision", request, reference)
    decision = find_decision(case, pk)
    return action_page(
        request,
        case,
        "post_decision",
        call=lambda posted_on: actions.post_decision(
            case.pk, pk, posted_on=posted_on, by=request.user, at=timezone.now()
        ),
        form=PostingForm(request.POST or None),
        blocked=guards.missing_for_post(decision),
        done=_("Beslutet är anslaget. Sista dagen att överklaga är uträknad."),
        to=reverse("admin:decision", args=[reference, pk]),
        template=TEMPLATE,
        decision=decision,
    )


def send_decision(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Send the notice to the group."""
    case = find_case_to("send_decision", request, reference)
    decision = find_decision(case, pk)
    return action_page(
        request,
        case,
        "send_decision",
        call=lambda: actions.send_decision(case.pk, pk, by=request.user, at=timezone.now()),
        blocked=guards.missing_for_send(decision),
        intro=_translation_wanted(case),
        done=_("Beslutet är expedierat."),
        to=reverse("admin:decision", args=[reference, pk]),
        template=TEMPLATE,
        decision=decision,
    )


def _translation_wanted(case: Case) -> str:
    """Return what to do when the group has asked for a translated decision (D9)."""
    sent = case.application_versions.sent().first()
    if sent is None or not sent.translation_wanted:
        return ""
    text = _(
        "Gruppen vill ha beslutet översatt till %(language)s. Beställ en översättning och skicka den också."
    )
    return text % {"language": sent.wanted_language}


def set_legal_force(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Note that the decision has legal force."""
    case = find_case_to("set_legal_force", request, reference)
    decision = find_decision(case, pk)
    today = timezone.localdate()
    return action_page(
        request,
        case,
        "set_legal_force",
        call=lambda legal_force_on: actions.set_legal_force(
            case.pk, pk, legal_force_on=legal_force_on, by=request.user, at=timezone.now()
        ),
        form=LegalForceForm(request.POST or None),
        blocked=guards.missing_for_legal_force(decision, on=today),
        done=_("Laga kraft är antecknad."),
        to=reverse("admin:decision", args=[reference, pk]),
        template=TEMPLATE,
        decision=decision,
    )


def rectify_decision(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Mend a slip in the registration."""
    case = find_case_to("rectify_decision", request, reference)
    decision = find_decision(case, pk)
    if decision.released_at is None:
        raise Http404
    form = RectifyForm(request.POST or None, instance=decision)

    def call(**values: object) -> None:
        actions.rectify_decision(
            case.pk,
            pk,
            reason=form.cleaned_data["reason"],
            changes=form.changes(),
            points=form.points(),
            by=request.user,
            at=timezone.now(),
            revision=form.cleaned_data["revision"],
        )

    return action_page(
        request,
        case,
        "rectify_decision",
        call=call,
        form=form,
        done=_("Registreringen är rättad. Dokument som nu säger något annat skapas på nytt."),
        to=reverse("admin:decision", args=[reference, pk]),
        template=TEMPLATE,
        decision=decision,
        intro=_(
            "Rätta nummer, datum, namn och ord som blev fel när beslutet registrerades. I beslutspunkterna går bara "
            "stavfel att rätta. Utfall, belopp, villkor och vad en punkt säger ändras bara i ett nytt beslut."
        ),
    )


def upload_signed_extract(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take in the signed extract of the minutes, or another one instead of it."""
    case = find_case_to("upload_signed_extract", request, reference)
    decision = find_decision(case, pk)
    form = SignedExtractForm(posted(request), request.FILES or None, replaces=current(decision) is not None)
    return action_page(
        request,
        case,
        "upload_signed_extract",
        call=lambda file, reason="": signed_actions.upload(
            case.pk, pk, file, reason=reason, by=request.user, at=timezone.now()
        ),
        form=form,
        blocked=guards.missing_for_signed_extract(decision),
        done=_("Det undertecknade utdraget är tillagt."),
        to=reverse("admin:decision", args=[reference, pk]),
        template=TEMPLATE,
        decision=decision,
    )


def enter_referral_number(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Write the receiver's number of what was handed over."""
    case = find_case_to("enter_referral_number", request, reference)
    referral = Referral.objects.filter(pk=pk, decision__case=case).select_related("to").first()
    if referral is None:
        raise Http404
    return action_page(
        request,
        case,
        "enter_referral_number",
        call=lambda number: actions.enter_referral_number(
            case.pk, pk, number=number, by=request.user, at=timezone.now()
        ),
        form=ReferralNumberForm(request.POST or None, initial={"number": referral.their_number}),
        done=_("Diarienumret är sparat."),
        to=reverse("admin:decision", args=[reference, referral.decision_id]),
        template=TEMPLATE,
        intro=str(referral.to),
    )
