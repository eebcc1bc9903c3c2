"""Meetings of the network as one visitor sees them, and as they stand in a person's calendar."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from applications.calendars.ical import Entry
from applications.calendars.invitation import in_words, page_url, uid, with_link
from applications.models import NetworkEntry, NetworkMeeting
from applications.network.access import Visitor
from applications.network.directory import called
from applications.network.masking import masking
from applications.network.meeting_actions import WHAT, key_of


def meetings_for(who: Visitor) -> QuerySet[NetworkMeeting]:
    """Return the meetings that `who` is invited to; all of them for those who coordinate."""
    rows = NetworkMeeting.objects.select_related("officer")
    return rows if who.coordinates else rows.of_groups(NetworkEntry.objects.of(who.user))


def find_meeting(who: Visitor, pk: int) -> NetworkMeeting:
    """Return a meeting that `who` sees. Raises Http404."""
    meeting = meetings_for(who).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    return meeting


def as_row(meeting: NetworkMeeting, mask: Callable[[str], str], url: str) -> dict[str, Any]:
    """Return a meeting for components/meetings.html."""
    note = mask(meeting.cancelled_why) if meeting.cancelled_at else ""
    return {
        "at": meeting.starts_at,
        "title": mask(meeting.title),
        "url": url,
        "place": mask(meeting.place),
        "note": note,
        "cancelled": meeting.cancelled_at is not None,
    }


def who_comes(meeting: NetworkMeeting, mask: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the answers by group, never by person: what it is called, and how many come. One query."""
    rows: dict[int, dict[str, Any]] = {}
    answers = meeting.answers.select_related("group__case").order_by("group", "pk")
    for answer in answers:
        row = rows.setdefault(
            answer.group_id, {"name": called(answer.group, mask), "yes": 0, "maybe": 0, "no": 0}
        )
        row[answer.answer] += 1
    return list(rows.values())


def silent(meeting: NetworkMeeting) -> int:
    """Return how many of those invited have not answered. One query."""
    rows = meeting.guests.filter(withdrawn_at=None, user__is_active=True)
    return rows.exclude(user__in=meeting.answers.values("user")).count()


def calendar_entries(user: Any, *, since: datetime, most: int) -> list[Entry]:
    """Return the meetings in a person's calendar: those of their groups, and those they have booked."""
    rows = NetworkMeeting.objects.filter(starts_at__gte=since, cancelled_at=None)
    rows = rows.filter(officer=user) if user.is_officer else rows.of_groups(NetworkEntry.objects.of(user))
    found = list(rows.order_by("-starts_at", "pk")[:most])
    mask = masking() if found else str
    return [_entry(row, mask, staff=user.is_staff) for row in found]


def _entry(row: NetworkMeeting, mask: Callable[[str], str], *, staff: bool) -> Entry:
    url = page_url("network_meeting", row.pk, staff=staff)
    return Entry(
        uid=uid(key_of(row)),
        sequence=row.revision,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        changed_at=row.saved_at or row.booked_at,
        summary=in_words(WHAT, mask(row.title)),
        place=mask(row.place),
        text=with_link(mask(row.agenda), url),
        url=url,
    )
