"""The clock's reminders of dates (D13): before a date and after it, to the one whose turn it is, once.

The days are settings: SAMVERKAN_REMIND_DAYS_BEFORE and SAMVERKAN_REMIND_DAYS_AFTER, each one number or several
("7,1"). Nothing depends on the clock running on the very day: the nearest stage that has come and is not sent
yet is sent, and not in the night: from the hour of the daily mail on (SAMVERKAN_DIGEST_HOUR). A date that moves
begins anew, for its key holds the date. Cases that have ended get nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.city import values
from applications.mailing import actions
from applications.models import Case, Condition, Event, OutgoingMail
from applications.models.case import TRANSITIONS
from applications.notices import GROUP, MANAGERS, OFFICER, REGISTRARS, SECRETARIES
from applications.states import FINISHED, Status, Turn

AUDIENCE = {
    Turn.GROUP: GROUP,
    Turn.OFFICER: OFFICER,
    Turn.MANAGER: MANAGERS,
    Turn.SECRETARY: SECRETARIES,
    Turn.REGISTRAR: REGISTRARS,
}
TOO_LATE = 14  # days after which a stage that was missed is not made up for


class Stage(NamedTuple):
    """Which reminder of a date it is: so many days before (negative) or after, and the day it is sent from."""

    days: int
    sent_from: date


def stage(due: date, today: date) -> Stage | None:
    """Return the reminder of `due` whose time it is on `today`: the nearest that has come."""
    if today <= due:
        days = [-n for n in values.remind_days("before") if due - timedelta(days=n) <= today]
    else:
        days = [
            n for n in values.remind_days("after") if 0 <= (today - due - timedelta(days=n)).days <= TOO_LATE
        ]
    return Stage(max(days), due + timedelta(days=max(days))) if days else None


class To(NamedTuple):
    """Whom to remind, and of what to do: before the date and after it. Empty words: not at all."""

    audience: str
    before: Any  # texts marked for translation: each receiver reads them in their own language
    after: Any


class Dated(NamedTuple):
    """Something with a date: `told` is the day it became known, `still(case)` whether there is anything left to do.

    `key` tells it from all others with a date, for ever.
    """

    case: Case
    key: str
    due: date
    to: tuple[To, ...]
    still: Callable[[Case], bool]
    detail: str = ""
    told: date | None = None


def send_reminders(*, at: datetime) -> int:
    """Remind of all dates of running cases and of conditions not yet met; return how many were reminded of."""
    today = timezone.localdate(at)
    return remind_of([*_of_cases(today), *_of_conditions(today)], at=at)


def remind_of(dates: Iterable[Dated], *, at: datetime) -> int:
    """Remind of each date whose time it is, each receiver once for each stage; return how many reminders that was.

    Whoever learns of a date when its reminder is due already needs none the same day.
    """
    if not is_time(at):
        return 0
    today = timezone.localdate(at)
    due = [
        (row, now)
        for row in dates
        if (now := stage(row.due, today)) is not None
        and (now.days > 0 or row.told is None or row.told < now.sent_from)
    ]
    sent = sent_keys(row.case for row, _now in due)
    count = 0
    for row, now in due:
        for to in row.to:
            key = f"remind:{row.key}:{to.audience}:{row.due}:{now.days}"
            what = to.before if now.days <= 0 else to.after
            if what and key not in sent:
                count += actions.remind_of_date(
                    row.case,
                    key=key,
                    what=what,
                    due=row.due,
                    audience=to.audience,
                    still=row.still,
                    at=at,
                    detail=row.detail,
                )
    return count


def is_time(at: datetime) -> bool:
    """Return whether the hour has come when reminders are sent: nobody is woken by one."""
    return timezone.localtime(at).hour >= settings.MAIL_DIGEST_HOUR


def window(today: date) -> tuple[date, date]:
    """Return between which dates a reminder can be due."""
    first = today - timedelta(days=max(values.remind_days("after"), default=0) + TOO_LATE)
    return first, today + timedelta(days=max(values.remind_days("before"), default=0))


def _of_cases(today: date) -> Iterator[Dated]:
    cases = list(
        Case.objects.filter(due_on__range=window(today), turn__in=AUDIENCE).exclude(status__in=FINISHED)
    )
    told = _told(cases)
    for case in cases:
        assert case.due_on is not None  # noqa: S101 the query asked for a date
        what = _(case.due_reason) if case.due_reason else Status(case.status).label
        yield Dated(
            case,
            f"due:{case.pk}",
            case.due_on,
            (To(AUDIENCE[Turn(case.turn)], what, what),),
            lambda fresh, case=case: (fresh.due_on, fresh.turn) == (case.due_on, case.turn),  # type: ignore[misc]
            told=told.get(case.pk, timezone.localdate(case.opened_at)),
        )


def _of_conditions(today: date) -> Iterator[Dated]:
    """The group shows that a condition is met; the officer notes it, and is asked when the day has passed."""
    shown, noted = (
        _("Visa att villkoret i beslutet är uppfyllt"),
        _("Anteckna om villkoret i beslutet är uppfyllt"),
    )
    conditions = Condition.objects.open().filter(due_on__range=window(today))
    for row in conditions.exclude(decision__case__status__in=FINISHED).select_related("decision__case"):
        yield Dated(
            row.decision.case,
            f"condition:{row.pk}",
            row.due_on,
            (To(GROUP, shown, shown), To(OFFICER, "", noted)),
            lambda _case, pk=row.pk: Condition.objects.open().filter(pk=pk).exists(),  # type: ignore[misc]
            detail=row.text,
        )


def _told(cases: Iterable[Case]) -> dict[int, date]:
    """Return, a case, the day of the last step: that is when its date and turn became known."""
    steps = Event.objects.filter(case__in=cases, action__in=TRANSITIONS).order_by()
    rows = steps.values("case").annotate(last=Max("at")).values_list("case", "last")
    return {pk: timezone.localdate(last) for pk, last in rows}


def sent_keys(cases: Iterable[Case]) -> set[str]:
    """Return the keys of reminders that cases have got, without the receiver."""
    keys = OutgoingMail.objects.filter(case__in=cases, key__startswith="remind:").values_list(
        "key", flat=True
    )
    return {key.rpartition(":")[0] for key in keys}
