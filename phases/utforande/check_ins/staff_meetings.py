"""The meetings of somebody at the city: those to hold, those one is invited to, and those of the network (D13)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.calendars.ical import ends
from applications.deadlines import working_day_before
from applications.models import Case, NetworkMeeting
from applications.network.masking import masking
from applications.network.meeting_actions import WHAT
from phases.booked import CheckInQuerySet, has_ended
from phases.utforande.models import CheckIn


@dataclass(frozen=True)
class Booked:
    """A meeting of either kind as a row: `what` it is, `why` the reader meets there, and where the work with it is.

    `check_in`: the row of a case, with its answers; None for a meeting of the network.
    """

    starts_at: datetime
    ends_at: datetime | None
    title: str
    place: str
    url: str
    what: Any
    why: str
    goes_on: bool
    is_over: bool
    check_in: CheckIn | None


@dataclass(frozen=True)
class Week:
    """The meetings of somebody's coming days: to note from today, to come and going on, and those of the network."""

    user: Any
    now: datetime
    to_note: CheckInQuerySet
    coming: CheckInQuerySet
    network: Any
    network_to_note: Any

    def rows(self, most: int) -> list[Booked]:
        """Return the first of them as rows. Three queries, or two when there are none of the network."""
        check_ins = (self.to_note | self.coming).with_answers().order_by("starts_at", "pk")
        network = (self.network | self.network_to_note).order_by("starts_at", "pk")
        return booked(check_ins[:most], network[:most], user=self.user, now=self.now)[:most]


def week_of(user: Any, now: datetime, *, days: int) -> Week:
    """Return the meetings of `user` within `days`, and those that are over but whose notes are not late yet.

    The notes of a meeting of the network are never late: it is reminded of for `days`, then stands in the list.
    """
    until, seen = now + timedelta(days=days), seen_by(user).open()
    return Week(
        user=user,
        now=now,
        to_note=seen.held_by(user).ended(now).filter(starts_at__gte=late_from(now)),
        coming=seen.met_by(user).not_ended(now).filter(starts_at__lt=until),
        network=of_network(user).exclude(has_ended(now)).filter(starts_at__lt=until),
        network_to_note=of_network(user).filter(has_ended(now), starts_at__gte=now - timedelta(days=days)),
    )


def seen_by(user: Any) -> CheckInQuerySet:
    """Return the check-ins of the cases that `user` sees, each with its case and officer."""
    return CheckIn.objects.filter(case__in=Case.objects.visible_to(user)).select_related("case__officer")


def late_from(now: datetime) -> datetime:
    """Return the moment before which a meeting without notes is late: a working day has begun since its own day."""
    day = working_day_before(timezone.localdate(now))
    return timezone.make_aware(datetime.combine(day, time.min))


def unnoted(user: Any, now: datetime) -> CheckInQuerySet:
    """Return the meetings that `user` should have noted by now, since one working day has begun after theirs."""
    return seen_by(user).held_by(user).open().ended(now).filter(starts_at__lt=late_from(now))


def of_network(user: Any, *, everybody: bool = False) -> Any:
    """Return the meetings of the network that are neither noted nor cancelled, for officers: one's own, or all.

    One's own are those that one has booked, and those of whoever one stands in for.
    """
    if not user.is_officer:
        return NetworkMeeting.objects.none()
    rows = NetworkMeeting.objects.filter(cancelled_at=None, noted_at=None).select_related("officer")
    return rows if everybody else rows.filter(Q(officer=user) | Q(officer__substitute=user))


def booked(
    check_ins: Iterable[CheckIn], network: Iterable[NetworkMeeting], *, user: Any, now: datetime
) -> list[Booked]:
    """Return meetings of both kinds as rows, the first to begin first. One query when there are any of the network."""
    rows = [_check_in(row, user, now) for row in check_ins]
    meetings = list(network)
    mask = masking() if meetings else str
    for row in meetings:
        is_over = ends(row.starts_at, row.ends_at) <= now
        page = "admin:note_network_meeting" if is_over else "admin:network_meeting"
        rows.append(
            Booked(
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                title=mask(row.title),
                place=mask(row.place),
                url=reverse(page, args=[row.pk]),
                what=WHAT,
                why=_whose(row, user, mask),
                goes_on=row.starts_at <= now and not is_over,
                is_over=is_over,
                check_in=None,
            )
        )
    return sorted(rows, key=lambda row: row.starts_at)


def _check_in(row: CheckIn, user: Any, now: datetime) -> Booked:
    is_over = ends(row.starts_at, row.ends_at) <= now
    page = "admin:hold_check_in" if is_over else "admin:check_in"
    return Booked(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title=row.case.title,
        place=row.place,
        url=reverse(page, args=[row.case.reference, row.pk]),
        what="" if row.is_check_in else row.words.name,
        why=_why(row.case, user),
        goes_on=row.starts_at <= now and not is_over,
        is_over=is_over,
        check_in=row,
    )


def _whose(meeting: NetworkMeeting, user: Any, mask: Callable[[str], str]) -> str:
    """Return who booked a meeting of the network that the reader did not."""
    if meeting.officer_id == user.pk:
        return ""
    text = _("Du ersätter %(name)s") if meeting.officer.substitute_id == user.pk else _("Bokad av %(name)s")
    return text % {"name": mask(str(meeting.officer))}


def _why(case: Case, user: Any) -> str:
    """Return why somebody meets a group that is not their own."""
    if case.officer_id == user.pk or case.officer is None:
        return ""
    text = (
        _("Du ersätter %(name)s")
        if case.officer.substitute_id == user.pk
        else _("%(name)s har bjudit in dig")
    )
    return text % {"name": case.officer}
