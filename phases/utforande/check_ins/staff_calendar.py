"""What a person at the city has in their calendar, and what collides with a time that is booked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import identity
from applications.calendars.ical import ends
from applications.models import Case, Meeting
from applications.templatetags.samverkan import klockslag
from phases.booked import is_invited
from phases.utforande.models import CheckIn

LONGEST = timedelta(days=1)  # a check-in ends on the day it begins


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
    """Say on the next page what else the kontaktperson has at the time that was booked. It is booked all the same."""
    for what in collisions(row, case, viewer=request.user) if row is not None else ():
        text = _("Tiden krockar för kontaktpersonen: %(what)s. Den är bokad ändå.")
        messages.warning(request, text % {"what": what})


def collisions(row: CheckIn, case: Case, *, viewer: Any) -> list[str]:
    """Return what else the kontaktperson has at the time of a check-in, in the words that `viewer` may read."""
    return [*_other_check_ins(row, case, viewer), *_meetings(row, case)] if case.officer else []


def _other_check_ins(row: CheckIn, case: Case, viewer: Any) -> Iterator[str]:
    until = ends(row.starts_at, row.ends_at)
    others = CheckIn.objects.filter(case__officer=case.officer, cancelled_at=None, held_at=None)
    others = others.filter(starts_at__gt=row.starts_at - LONGEST, starts_at__lt=until).exclude(pk=row.pk)
    seen = set(
        Case.objects.visible_to(viewer).filter(pk__in=others.values("case")).values_list("pk", flat=True)
    )
    for other in others.select_related("case__officer").order_by("starts_at", "pk"):
        if ends(other.starts_at, other.ends_at) <= row.starts_at:
            continue
        time = klockslag(other.starts_at)
        if other.case_id in seen:
            title = identity.text_for(viewer, other.case.title, other.case)
            kind = str(other.words.name).lower()
            yield _("%(kind)s klockan %(time)s, %(title)s") % {"kind": kind, "time": time, "title": title}
        else:
            yield _("ett annat möte klockan %(time)s") % {"time": time}


def _meetings(row: CheckIn, case: Case) -> Iterator[str]:
    until = ends(row.starts_at, row.ends_at)
    days = (timezone.localdate(row.starts_at), timezone.localdate(until))
    for meeting in meetings_of(case.officer).filter(date__range=days).select_related("committee"):
        begins = moment_of(meeting)
        if begins is not None and begins < until and ends(begins, None) > row.starts_at:
            yield _("sammanträde klockan %(time)s, %(committee)s") % {
                "time": klockslag(begins),
                "committee": meeting.committee.name,
            }
