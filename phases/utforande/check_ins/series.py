"""The days of a series of check-ins in a long process (R48): planned ahead, moved past days off, moved together."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.deadlines import next_working_day
from phases.utforande.models import CheckIn

MOST = 24  # check-ins booked at once: two years of months
MONTHS_OF_YEAR = 12


class Unit(models.TextChoices):
    """What lies between two check-ins of a series."""

    WEEKS = "weeks", _("veckor")
    MONTHS = "months", _("månader")


@dataclass(frozen=True)
class Planned:
    """A day of a series: as counted, and the first working day from it."""

    counted: date
    day: date

    @property
    def is_moved(self) -> bool:
        """Return whether the counted day is a day off."""
        return self.counted != self.day


def days(first: date, *, every: int, unit: str, until: date) -> list[Planned]:
    """Return the days from `first` on, `every` so many weeks or months, through `until`; at most one more than MOST.

    The last day of a short month stands for a day that it does not have. `first` itself is never moved.
    """
    found = [Planned(first, first)]
    while len(found) <= MOST:
        count = len(found) * every
        counted = first + timedelta(weeks=count) if unit == Unit.WEEKS else _months_after(first, count)
        if counted > until:
            break
        found.append(Planned(counted, next_working_day(counted)))
    return found


def _months_after(day: date, count: int) -> date:
    year, month = divmod(day.month - 1 + count, MONTHS_OF_YEAR)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def at_same_hour(day: date, moment: datetime) -> datetime:
    """Return the hour of `moment`, Swedish time, on another day."""
    return timezone.make_aware(datetime.combine(day, timezone.localtime(moment).time()))


def coming_after(row: CheckIn) -> QuerySet[CheckIn]:
    """Return the check-ins of the same series that are booked after `row`, in order."""
    first = row.series_id or row.pk
    rows = CheckIn.objects.filter(models.Q(series=first) | models.Q(pk=first), case=row.case_id)
    rows = rows.filter(held_at=None, cancelled_at=None, starts_at__gt=row.starts_at).exclude(pk=row.pk)
    return rows.order_by("starts_at", "pk")


def moved_times(
    rows: list[CheckIn], starts_at: datetime, ends_at: datetime | None
) -> list[tuple[datetime, datetime | None]]:
    """Return start and end of each of `rows` when the first moves to these: as many days, to the same hour.

    Those that are on the same day as before stay on theirs, days off or not: somebody chose them.
    """
    by = timezone.localdate(starts_at) - timezone.localdate(rows[0].starts_at)
    times = [(starts_at, ends_at)]
    for row in rows[1:]:
        day = timezone.localdate(row.starts_at) + by
        begins = at_same_hour(next_working_day(day) if by else day, starts_at)
        times.append((begins, begins + (ends_at - starts_at) if ends_at else None))
    return times
