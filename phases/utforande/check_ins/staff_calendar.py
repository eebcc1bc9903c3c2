"""What a person at the city has in their calendar, and what collides with a time that is booked."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import identity
from applications.calendars.ical import ends
from applications.models import Case, Meeting, NetworkMeeting
from applications.network.masking import masking
from applications.templatetags.samverkan import datum, klockslag
from phases.booked import is_invited
from phases.utforande.models import CheckIn, CheckInGuest

LONGEST = timedelta(days=1)  # a meeting ends on the day it begins
# What the button is called that takes the time all the same.
BOOK, CHANGE, SAVE = (
    gettext_lazy("Boka ändå"),
    gettext_lazy("Ändra ändå"),
    gettext_lazy("Spara och boka ändå"),
)
Time = tuple[datetime, datetime | None]  # start, and end where it is known


@dataclass(frozen=True)
class Clash:
    """What collides with times about to be booked, a line each. `key` comes back when they are booked all the same."""

    found: list[str]
    key: str
    button: Any

    @property
    def heading(self) -> str:
        """What the page says first."""
        return _("Tiden krockar")


def is_own(user: Any) -> Q:
    """Return what makes a check-in `user`'s own: they are in the group, hold it, stand in, or are invited to it."""
    return _holds(user) | _is_asked(user)


def _holds(user: Any) -> Q:
    return Q(case__officer=user) | Q(case__officer__substitute=user)


def _is_asked(user: Any) -> Q:
    member = user.memberships.filter(left_at=None).values("case_id")
    return Q(case__in=member) | is_invited(user)


def _attends(user: Any) -> Q:
    """Return which of their own check-ins take `user`'s time: not those that they have said no to."""
    no = CheckInGuest.objects.filter(user=user, answer=CheckInGuest.Answer.NO, withdrawn_at=None)
    return _holds(user) | (_is_asked(user) & ~Q(pk__in=no.values("check_in")))


def meetings_of(user: Any) -> QuerySet[Meeting]:
    """Return the meetings that `user` works with: as secretary all where support is decided, else those of own cases.

    A case that was taken off the agenda before the meeting does not count.
    """
    stands = Q(items__closed_at=None) | Q(items__closed_at__date__gte=F("date"))
    with_own = Meeting.objects.filter(stands, items__case__officer=user).values("pk")
    own = Q(pk__in=with_own)
    if user.is_secretary:
        own |= Q(committee__decides=True, committee__is_active=True)
    return Meeting.objects.filter(own)


def moment_of(meeting: Meeting) -> datetime | None:
    """Return when a meeting begins; None when only its day is known."""
    if meeting.starts_at is None:
        return None
    return timezone.make_aware(datetime.combine(meeting.date, meeting.starts_at))


def to_confirm(request: HttpRequest, found: list[str], *bound: Any, button: Any = BOOK) -> Clash | None:
    """Return what to ask before anything is booked; None when nothing collides, or it was booked all the same.

    `bound` is all that the answer goes for, JSON or times: whoever changes some of it, or gets another collision
    meanwhile, is asked again.
    """
    if not found:
        return None
    key = salted_hmac(
        "samverkan.clash", json.dumps([found, bound], default=str), algorithm="sha256"
    ).hexdigest()
    return None if request.POST.get("clash") == key else Clash(found, key, button)


def on_day(moment: datetime, found: Iterable[str]) -> list[str]:
    """Return what collides with the day before it, for a page where no day stands beside it."""
    return [f"{datum(moment, 'dag kort')}: {what}" for what in found]


def clash_in(
    request: HttpRequest,
    case: Case,
    times: Iterable[Time],
    *,
    but: Sequence[CheckIn] = (),
    bound: Any = (),
    button: Any = BOOK,
) -> Clash | None:
    """Return what collides with the times of a case's check-ins and is not confirmed; `but`: those that are moved."""
    times = list(times)
    found: list[str] = []
    for starts_at, ends_at in times:
        row = CheckIn(case=case, starts_at=starts_at, ends_at=ends_at)
        found += on_day(starts_at, collisions(row, case, viewer=request.user, but=but))
    return to_confirm(request, found, times, bound, button=button)


def collisions(row: CheckIn, case: Case, *, viewer: Any, but: Sequence[CheckIn] = ()) -> list[str]:
    """Return what else whoever holds a check-in has at its time, in the words that `viewer` may read.

    That is the kontaktperson, and beside them the substitute who looks.
    """
    officer = case.officer
    if officer is None:
        return []
    found = busy(officer, row.starts_at, row.ends_at, viewer=viewer, but=(row, *but))
    if officer.substitute_id == viewer.pk:
        own = busy(viewer, row.starts_at, row.ends_at, viewer=viewer, but=(row, *but))
        found += [what for what in own if what not in found]
    return found


def busy(
    person: Any,
    starts_at: datetime,
    ends_at: datetime | None,
    *,
    viewer: Any,
    but: Iterable[CheckIn | NetworkMeeting | None] = (),
) -> list[str]:
    """Return what somebody at the city has at a time but what is booked, in the words that `viewer` may read."""
    time = (starts_at, ends(starts_at, ends_at))
    return [
        *_check_ins(person, time, viewer, but),
        *_network_meetings(person, time, but),
        *_committee_meetings(person, time),
    ]


def _overlapping(rows: QuerySet[Any], time: tuple[datetime, datetime], but: Iterable[Any]) -> Iterator[Any]:
    """Yield those of `rows` (with a start and an end) that are under way at a time, without `but`."""
    begins, until = time
    found = rows.filter(cancelled_at=None, starts_at__gt=begins - LONGEST, starts_at__lt=until)
    found = found.exclude(pk__in=[row.pk for row in but if isinstance(row, rows.model) and row.pk])
    for row in found.order_by("starts_at", "pk"):
        if ends(row.starts_at, row.ends_at) > begins:
            yield row


def _check_ins(
    person: Any, time: tuple[datetime, datetime], viewer: Any, but: Iterable[Any]
) -> Iterator[str]:
    rows = CheckIn.objects.open().filter(_attends(person)).select_related("case__officer")
    others = list(_overlapping(rows, time, but))
    cases = Case.objects.visible_to(viewer).filter(pk__in=[other.case_id for other in others])
    seen = set(cases.values_list("pk", flat=True)) if others else set()
    for other in others:
        at = klockslag(other.starts_at)
        if other.case_id in seen:
            title = identity.text_for(viewer, other.case.title, other.case)
            kind = str(other.words.name).lower()
            yield _("%(kind)s klockan %(time)s, %(title)s") % {"kind": kind, "time": at, "title": title}
        else:
            yield _("ett annat möte klockan %(time)s") % {"time": at}


def _network_meetings(person: Any, time: tuple[datetime, datetime], but: Iterable[Any]) -> Iterator[str]:
    others = list(_overlapping(NetworkMeeting.objects.filter(officer=person), time, but))
    mask = masking() if others else str
    for other in others:
        values = {"time": klockslag(other.starts_at), "title": mask(other.title)}
        yield _("nätverksträff klockan %(time)s, %(title)s") % values


def _committee_meetings(person: Any, time: tuple[datetime, datetime]) -> Iterator[str]:
    starts_at, until = time
    days = (timezone.localdate(starts_at), timezone.localdate(until))
    for meeting in meetings_of(person).filter(date__range=days).select_related("committee"):
        begins = moment_of(meeting)
        if begins is not None and begins < until and ends(begins, None) > starts_at:
            yield _("sammanträde klockan %(time)s, %(committee)s") % {
                "time": klockslag(begins),
                "committee": meeting.committee.name,
            }
