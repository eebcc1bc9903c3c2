"""The page behind the link of an invitation to a meeting of the network: for whoever holds it, without an account."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from applications.calendars.forms import AnswerForm
from applications.http import attempt, posted
from applications.models import NetworkEntry, NetworkGuest
from applications.network import guests
from applications.network.masking import masking
from applications.network.meeting_actions import answer_network_meeting as answer
from applications.spam import within_limit

GONE, TOO_MANY = 410, 429


@never_cache
def answer_network_meeting(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the guest is invited to, and take the answer; it may be changed until the meeting begins.

    The page tells no more than the invitation does, and names nobody who is protected (D22).
    """
    guest = NetworkGuest.objects.of_token(token)
    if guest is None:
        return _page(request, "applications/group/link_unknown.html", {}, status=404)
    meeting, mask = guest.meeting, masking()
    group = _group(guest)
    if group is None:
        context = {"meeting": meeting, "why": mask(meeting.cancelled_why)}
        return _page(request, "components/invitation_closed.html", context, status=GONE)
    own = meeting.answers.filter(user=guest.user).first()
    initial = {"answer": own.answer if own else "", "number": guests.number_of(meeting)}
    form = AnswerForm(posted(request), initial=initial)
    missing: list[Any] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        if not within_limit(request, "answer", settings.ANSWERS_PER_HOUR):
            form.add_error(None, _("Det har kommit många svar härifrån. Vänta en stund och skicka igen."))
            status = TOO_MANY
        else:
            values = {**form.cleaned_data, "group": group, "by": guest.user, "at": timezone.now()}
            missing = attempt(lambda: answer(meeting.pk, **values))
            if not missing:
                return redirect("answer_network_meeting", token)
    context = {
        "heading": _("Kommer du på träffen med nätverket?"),
        "about": _("Träff om"),
        "guest": guest.user,
        "meeting": meeting,
        "title": mask(meeting.title),
        "place": mask(meeting.place),
        "agenda": mask(meeting.agenda),
        "answer": own.get_answer_display() if own else "",
        "answered_at": own.at if own else None,
        "effects": [
            _(
                "Stadens kontaktperson och grupperna i nätverket ser hur många som kommer från er grupp, inte vilka."
            )
        ],
        "form": form,
        "missing": missing,
    }
    return _page(request, "components/answer_invitation.html", context, status=status)


def _group(guest: NetworkGuest) -> NetworkEntry | None:
    """Return the group that the guest answers for; None when the link takes no answer any more."""
    meeting, now = guest.meeting, timezone.now()
    is_ahead = meeting.cancelled_at is None and meeting.starts_at > now
    if not is_ahead or guest.withdrawn_at is not None or not guest.user.is_active:
        return None
    return guests.group_of(meeting, guest.user)


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
