"""iCalendar (RFC 5545) and its invitations (RFC 5546), built from plain values. Times are Swedish time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vText,
)

from applications.states import Coming

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
NEEDS_ACTION = "NEEDS-ACTION"
# what calendars call the answers
PARTSTAT = {Coming.YES: "ACCEPTED", Coming.MAYBE: "TENTATIVE", Coming.NO: "DECLINED"}
USUAL_LENGTH = timedelta(hours=1)  # of what has no end
REFRESH = timedelta(hours=1)  # how often a calendar program is asked to look again
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """Something at a time. `uid` names it for ever and everywhere, `sequence` grows with every change of it.

    `starts_at` is a moment, or a day when it fills the day. `changed_at`: when it was last as now.
    """

    uid: str
    sequence: int
    starts_at: datetime | date
    ends_at: datetime | None
    changed_at: datetime
    summary: str
    place: str = ""
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Person:
    """Who invites, or who is invited."""

    email: str
    name: str


def invitation(
    entry: Entry, *, method: str, organizer: Person, attendee: Person, partstat: str = NEEDS_ACTION
) -> str:
    """Return the file that invites `attendee` (REQUEST: also when something changed) or calls off (CANCEL).

    `partstat` is what the attendee has answered to the same time before. No reply is asked for (RSVP): nobody reads
    what calendar programs send, the text says where to answer.
    """
    calendar = _calendar(method)
    event = _event(entry)
    event["organizer"] = _address(organizer)
    invited = _address(attendee)
    invited.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": partstat, "RSVP": "FALSE"})
    event.add("attendee", invited)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    return _text(calendar, [event])


def feed(name: str, entries: list[Entry]) -> str:
    """Return all of `entries` as one calendar to subscribe to, called `name`."""
    calendar = _calendar(PUBLISH)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    return _text(calendar, [_event(entry) for entry in entries])


def ends(starts_at: datetime, ends_at: datetime | None) -> datetime:
    """Return when something ends: as booked, or after the usual length."""
    return ends_at or starts_at + USUAL_LENGTH


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//samverkan//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _text(calendar: Calendar, events: list[Event]) -> str:
    for part in (_zone(), *events):
        calendar.add_component(part)
    return calendar.to_ical().decode()


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("dtstart", _local(entry.starts_at))
    if isinstance(entry.starts_at, datetime):
        event.add("dtend", _local(ends(entry.starts_at, entry.ends_at)))
    for name, value in (("summary", entry.summary), ("location", entry.place), ("description", entry.text)):
        if value:
            event.add(name, _clean(value))
    if entry.url:
        event.add("url", entry.url)
    return event


def _local(value: datetime | date) -> datetime | date:
    return value.astimezone(ZoneInfo(settings.TIME_ZONE)) if isinstance(value, datetime) else value


def _clean(text: str) -> str:
    """Return a text without the characters that a calendar may not hold."""
    return "".join(char for char in text if char.isprintable() or char == "\n")


def _address(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = vText(" ".join(_clean(person.name).split()) or person.email)
    return address


def _zone() -> Timezone:
    """Return Swedish time as a rule: Outlook does not read the list of days that the library would write.

    The rule is that of the EU (directive 2000/84/EC), as it has been since the autumn of 1996.
    """
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    parts: tuple[tuple[Any, ...], ...] = (
        (TimezoneDaylight, "CEST", datetime(1997, 3, 30, 2), HOUR, 2 * HOUR),  # noqa: DTZ001 local by definition
        (TimezoneStandard, "CET", datetime(1996, 10, 27, 3), 2 * HOUR, HOUR),  # noqa: DTZ001
    )
    for kind, name, begins, before, after in parts:
        part = kind()
        part.add("tzname", name)
        part.add("dtstart", begins)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", {"freq": "yearly", "bymonth": begins.month, "byday": "-1su"})
        zone.add_component(part)
    return zone
