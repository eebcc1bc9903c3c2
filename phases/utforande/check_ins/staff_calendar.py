"""What a person at the city has in their calendar, and what collides with a time that is booked."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import identity
from applications.calendars.ical import ends
from applications.models import Case, Meeting, NetworkMeeting
from applications.network.masking import masking
from applications.templatetags.samverkan import klockslag
from phases.booked import is_invited
from phases.utforande.models import CheckIn

LONGEST = timedelta(days=1)  # a meeting ends on the day it begins


def is_own(user: Any) -> Q:
    """Return what makes a check-in `user`'s own: they are in the group, hold it, stand in, or are invited to it."""
    member = user.memberships.filter(left_at=None).values("case_id")
    return Q(case__officer=user) | Q(case__officer__substitute=user) | Q(case__in=member) | is_invited(user)


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


def warn_of_collisions(request: HttpRequest, row: CheckIn | None, case: Case) -> None:
    """Say on the next page what else the kontaktperson has at the time that was booked."""
    say_collisions(request, collisions(row, case, viewer=request.user) if row is not None else ())


def say_collisions(request: HttpRequest, found: Iterable[str]) -> None:
    """Say on the next page what collides with what was booked. It is booked all the same."""
    for what in found:
        text = _("Tiden krockar för kontaktpersonen: %(what)s. Den är bokad ändå.")
        messages.warning(request, text % {"what": what})


def collisions(row: CheckIn, case: Case, *, viewer: Any) -> list[str]:
    """Return what else the kontaktperson has at the time of a check-in, in the words that `viewer` may read."""
    return busy(case.officer, row.starts_at, row.ends_at, viewer=viewer, but=row) if case.officer else []


def busy(
    person: Any, starts_at: datetime, ends_at: datetime | None, *, viewer: Any, but: CheckIn | NetworkMeeting
) -> list[str]:
    """Return what a kontaktperson has at a time but what was booked, in the words that `viewer` may read."""
    time = (starts_at, ends(starts_at, ends_at))
    return [
        *_check_ins(person, time, viewer, but),
        *_network_meetings(person, time, but),
        *_committee_meetings(person, time),
    ]


def _overlapping(rows: QuerySet[Any], time: tuple[datetime, datetime], but: Any) -> Iterator[Any]:
    """Yield those of `rows` (with a start and an end) that are under way at a time, without `but`."""
    begins, until = time
    found = rows.filter(cancelled_at=None, starts_at__gt=begins - LONGEST, starts_at__lt=until)
    if isinstance(but, rows.model):
        found = found.exclude(pk=but.pk)
    for row in found.order_by("starts_at", "pk"):
        if ends(row.starts_at, row.ends_at) > begins:
            yield row


def _check_ins(person: Any, time: tuple[datetime, datetime], viewer: Any, but: Any) -> Iterator[str]:
    rows = CheckIn.objects.filter(case__officer=person, held_at=None).select_related("case__officer")
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


def _network_meetings(person: Any, time: tuple[datetime, datetime], but: Any) -> Iterator[str]:
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
