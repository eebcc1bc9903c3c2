"""Where the kontaktperson books and changes a meeting of the network, and hears first what it collides with (R50)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from applications.models import NetworkMeeting
from applications.network import meeting_views
from phases.utforande.check_ins.staff_calendar import BOOK, CHANGE, Clash, busy, on_day, to_confirm


def book_network_meeting(request: HttpRequest) -> HttpResponse:
    """Book a meeting, after a question when it collides with something."""
    return meeting_views.book_network_meeting(request, before=_ask)


def move_network_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Change a meeting, after a question when its new time collides with something."""
    return meeting_views.move_network_meeting(request, meeting_id, before=_ask)


def _ask(request: HttpRequest, form: Any, meeting: NetworkMeeting | None) -> Clash | None:
    """Return what collides for whoever holds the meeting and is not confirmed. A time that stays is no news."""
    time = (form.cleaned_data["starts_at"], form.cleaned_data["ends_at"])
    if meeting is not None and (meeting.starts_at, meeting.ends_at) == time:
        return None
    officer = meeting.officer if meeting else request.user
    found = busy(officer, *time, viewer=request.user, but=[meeting])
    button = CHANGE if meeting else BOOK
    return to_confirm(
        request, on_day(time[0], found), time, sorted(form.cleaned_data["groups"]), button=button
    )
