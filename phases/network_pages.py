"""Where the kontaktperson books and changes a meeting of the network, and hears what collides with it (R50)."""

from django.http import HttpRequest, HttpResponse

from applications.models import NetworkMeeting
from applications.network import meeting_views
from phases.utforande.check_ins.staff_calendar import busy, say_collisions


def book_network_meeting(request: HttpRequest) -> HttpResponse:
    """Book a meeting, and say what collides."""
    return meeting_views.book_network_meeting(request, after=_warn)


def move_network_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Change a meeting, and say what collides."""
    return meeting_views.move_network_meeting(request, meeting_id, after=_warn)


def _warn(request: HttpRequest, meeting: NetworkMeeting) -> None:
    found = busy(meeting.officer, meeting.starts_at, meeting.ends_at, viewer=request.user, but=meeting)
    say_collisions(request, found)
