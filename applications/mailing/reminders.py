"""The clock's reminders of dates (D13): before a date and after it, to the one whose turn it is, once.

The days are settings: SAMVERKAN_REMIND_DAYS_BEFORE and SAMVERKAN_REMIND_DAYS_AFTER, each one number or several
("7,1"). Nothing depends on the clock running on the very day: the nearest stage that has come and is not sent
yet is sent. A date that moves begins anew, for its key holds the date. Cases that have ended get nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.mailing import actions
from applications.models import Case, Condition, Event, OutgoingMail
from applications.models.case import TRANSITIONS
from applications.notices import GROUP, MANAGERS, OFFICER, REGISTRARS, SECRETARIES
from applications.states import FINISHED, Turn

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
        days = [-n for n in settings.REMIND_DAYS_BEFORE if due - timedelta(days=n) <= today]
    else:
        days = [
            n for n in settings.REMIND_DAYS_AFTER if 0 <= (today - due - timedelta(days=n)).days <= TOO_LATE
        ]
    return Stage(max(days), due + timedelta(days=max(days))) if days else None


def send_reminders(*, at: datetime) -> int:
    """Remind of all dates of running cases and of conditions not yet met; return how many were reminded of."""
    return sum([*_of_cases(at), *_of_conditions(at)])


def _window(today: date) -> tuple[date, date]:
    """Return between which dates a reminder can be due."""
    first = today - timedelta(days=max(settings.REMIND_DAYS_AFTER, default=0) + TOO_LATE)
    return first, today + timedelta(days=max(settings.REMIND_DAYS_BEFORE, default=0))


def _of_cases(at: datetime) -> Iterator[bool]:
    today = timezone.localdate(at)
    cases = list(
        Case.objects.filter(due_on__range=_window(today), turn__in=AUDIENCE).exclude(status__in=FINISHED)
    )
    told = _told(cases)
    sent = sent_keys(cases)
    for case in cases:
        now = stage(case.due_on, today)
        if now is None or (
            now.days <= 0 and told.get(case.pk, timezone.localdate(case.opened_at)) >= now.sent_from
        ):
            continue  # whoever learns of a date this late needs no reminder of it the same day
        key = f"remind:due:{case.pk}:{case.turn}:{case.due_on}:{now.days}"
        if key not in sent:
            yield actions.remind_of_date(
                case,
                key=key,
                what=case.due_reason or str(case.get_status_display()),
                due=case.due_on,
                audience=AUDIENCE[Turn(case.turn)],
                still=lambda fresh, case=case: (fresh.due_on, fresh.turn) == (case.due_on, case.turn),
                at=at,
            )


def _of_conditions(at: datetime) -> Iterator[bool]:
    """The group shows that a condition is met; the officer notes it, and is asked when the day has passed."""
    today = timezone.localdate(at)
    conditions = list(
        Condition.objects.filter(
            due_on__range=_window(today), done_on=None, decision__released_at__isnull=False
        )
        .exclude(decision__case__status__in=FINISHED)
        .select_related("decision__case")
    )
    sent = sent_keys([condition.decision.case for condition in conditions])
    for condition in conditions:
        now = stage(condition.due_on, today)
        if now is None:
            continue
        to = [(GROUP, _("Visa att villkoret i beslutet är uppfyllt"))]
        if now.days > 0:
            to.append((OFFICER, _("Anteckna om villkoret i beslutet är uppfyllt")))
        for audience, what in to:
            key = f"remind:condition:{condition.pk}:{audience}:{condition.due_on}:{now.days}"
            if key not in sent:
                yield actions.remind_of_date(
                    condition.decision.case,
                    key=key,
                    what=what,
                    due=condition.due_on,
                    audience=audience,
                    still=lambda fresh, pk=condition.pk: Condition.objects.filter(
                        pk=pk, done_on=None, decision__case=fresh
                    ).exists(),
                    at=at,
                    detail=condition.text,
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
