"""The page behind the link of an invitation: will you come? For whoever holds the link, without an account."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from applications import identity
from applications.http import attempt, posted
from applications.spam import within_limit
from phases.utforande.check_ins import answer_actions
from phases.utforande.check_ins.forms import AnswerForm
from phases.utforande.facts import agenda_of
from phases.utforande.models import CheckInGuest

GONE, TOO_MANY = 410, 429


@never_cache
def answer_check_in(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the guest is invited to, and take the answer; it may be changed until the meeting begins.

    The page tells no more of the case than the invitation does, and names nobody who is protected (D22).
    """
    guest = CheckInGuest.objects.of_token(token)
    now = timezone.now()
    if guest is None:
        return _page(request, "applications/group/link_unknown.html", {}, status=404)
    row = guest.check_in
    words = {
        name: identity.text_in_mail(guest.user, text, row.case)
        for name, text in (
            ("title", row.case.title),
            ("place", row.place),
            ("agenda", agenda_of(row, at=now)),
            ("why", row.cancelled_why),
        )
    }
    context: dict[str, Any] = {"guest": guest, "meeting": row, **words}
    if not answer_actions.is_open(guest, at=now):
        return _page(request, "components/invitation_closed.html", context, status=GONE)
    form = AnswerForm(posted(request), initial=AnswerForm.initial_of(guest))
    missing: list[Any] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        if not within_limit(request, "answer", settings.ANSWERS_PER_HOUR):
            form.add_error(None, _("Det har kommit många svar härifrån. Vänta en stund och skicka igen."))
            status = TOO_MANY
        else:
            missing = _answered(guest, form, now)
            if not missing:
                return redirect("answer_check_in", token)
    context |= {
        "heading": _("Kommer du på %(the)s?") % {"the": row.words.the},
        "about": _("%(name)s om") % {"name": row.words.name},
        "answer": guest.get_answer_display() if guest.answer else "",
        "answered_at": guest.answered_at,
        "effects": [
            _(
                "Stadens kontaktperson ser ditt svar och får ett mejl. "
                "Gruppen ser om du kommer, men inte vad du skriver."
            )
        ],
        "form": form,
        "missing": missing,
    }
    return _page(request, "components/answer_invitation.html", context, status=status)


def _answered(guest: CheckInGuest, form: AnswerForm, now: Any) -> list[Any]:
    """Keep the answer; a link that closed meanwhile says so on the next page."""
    try:
        return attempt(lambda: answer_actions.answer_check_in(guest, **form.cleaned_data, at=now))
    except answer_actions.Closed:
        return []


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
