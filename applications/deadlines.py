"""Whose turn it is and until when (D13), and the days of appeal (D4). Days are dates in Swedish time.

Two kinds of offsets, as D13 has them. What is named in days (before a meeting, to complete, to report) is counted in
calendar days, and a day that nobody works is moved: back when it comes before a meeting, so that nothing is ready too
late, and otherwise forward. What an officer has in working days (take up, review) is counted in working days. Both
know weekends, Swedish public holidays and the eves that nobody works. No date moves by itself once it is set on a
case: moving it is an act with its reason (`move_date`).
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import holidays
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.city import values
from applications.states import Status, Turn

S = Status
SATURDAY = 5  # as date.weekday() counts

TURN_OF: dict[Status, Turn] = {
    S.CONTACT: Turn.OFFICER,
    S.DRAFT: Turn.GROUP,
    S.SUBMITTED: Turn.OFFICER,
    S.REVIEW: Turn.OFFICER,
    S.COMPLETION: Turn.GROUP,
    S.READY: Turn.SECRETARY,
    S.COMMITTEE: Turn.SECRETARY,
    S.COLLABORATION: Turn.GROUP,
    S.PROPOSAL_SUBMITTED: Turn.OFFICER,
    S.PROPOSAL_COMPLETION: Turn.GROUP,
    S.PROPOSAL_READY: Turn.SECRETARY,
    S.PROPOSAL_COMMITTEE: Turn.SECRETARY,
    S.EXECUTION: Turn.GROUP,
    S.REPORTING: Turn.GROUP,
    S.REPORT_SUBMITTED: Turn.OFFICER,
    S.REPORT_COMPLETION: Turn.GROUP,
    S.REPORT_APPROVED: Turn.OFFICER,
    S.CLOSED: Turn.REGISTRAR,
    S.ARCHIVED: Turn.NOBODY,
    S.REJECTED: Turn.REGISTRAR,
    S.HANDED_OVER: Turn.REGISTRAR,
    S.WITHDRAWN: Turn.REGISTRAR,
    S.STRUCK_OFF: Turn.REGISTRAR,
}


@lru_cache(maxsize=64)
def _days_off(year: int) -> frozenset[date]:
    """Return Swedish public holidays and the eves that count as such in practice."""
    return frozenset(holidays.Sweden(years=year, categories=("public", "de_facto"), include_sundays=False))


def is_working_day(day: date) -> bool:
    """Return whether `day` is neither a weekend nor a Swedish day off (lag 1930:173)."""
    return day.weekday() < SATURDAY and day not in _days_off(day.year)


def next_working_day(day: date) -> date:
    """Return `day`, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_day_before(day: date) -> date:
    """Return `day`, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def days_around(day: date, *, working_committee_on: date | None = None) -> dict[str, date]:
    """Return the usual days around a meeting on `day`, by the name of the column of Meeting (D13).

    Offsets are calendar days (14 and 14 by default). Days before the meeting then move back past weekends and days
    off to the nearest working day, the approval of the minutes forward. The papers are counted from the working
    committee: from `working_committee_on` where the city has set that day itself.
    """
    days = values.days
    first = working_committee_on or working_day_before(
        day - timedelta(days=days("working_committee_before_committee_days"))
    )
    return {
        "working_committee_on": first,
        "documents_ready_on": working_day_before(
            first - timedelta(days=days("sign_off_before_working_committee_days"))
        ),
        "notice_on": working_day_before(day - timedelta(days=days("notice_before_committee_days"))),
        "minutes_approved_on": next_working_day(day + timedelta(days=days("minutes_after_committee_days"))),
    }


def add_working_days(day: date, count: int) -> date:
    """Return the date `count` working days after `day` (`count` ≥ 0)."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def working_days_before(day: date, count: int) -> date:
    """Return the date `count` working days before `day` (`count` ≥ 0)."""
    while count > 0:
        day -= timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def papers_ready_on(meeting: Any) -> date:
    """Return the day when the tjänsteskrivelser for `meeting` have to be signed."""
    return meeting.documents_ready_on or meeting.date


def last_day_to_send(meeting: Any) -> date:
    """Return the last safe day for a group to send what `meeting` is to decide: the officer then has the usual time.

    Counted back from the day when the tjänsteskrivelse has to be signed (D13).
    """
    return working_days_before(papers_ready_on(meeting), values.days("review_working_days"))


def last_appeal_day(posted_on: date) -> date:
    """Return posting + 21 days, moved past weekends and days off (D4; KL 13:5)."""
    return next_working_day(posted_on + timedelta(days=settings.APPEAL_DAYS))


def completion_due(at: datetime) -> date:
    """Return the usual last day for a completion asked for at `at`."""
    return next_working_day(timezone.localdate(at) + timedelta(days=values.days("completion_days")))


def report_due(last_measure_on: date) -> date:
    """Return the last day for the result report, counted from the end of the last measure."""
    return next_working_day(last_measure_on + timedelta(days=values.days("report_days")))


def usual_due(case: Any, at: datetime) -> tuple[date | None, str]:
    """Return (date or None, what is to be done) for the status that the case just reached.

    An action that knows better (a completion with its own date, a meeting) gives its own.
    """
    today = timezone.localdate(at)
    days = values.days
    reasons = {
        S.CONTACT: _("Håll första mötet med gruppen"),
        S.DRAFT: _("Skriv klart och skicka ansökan"),
        S.SUBMITTED: _("Börja granska ansökan"),
        S.REVIEW: _("Granska ansökan och skriv tjänsteskrivelsen"),
        S.COMPLETION: _("Komplettera ansökan"),
        S.READY: _("Sätt upp ärendet på ett sammanträde"),
        S.COMMITTEE: _("Registrera beslutet"),
        S.COLLABORATION: (
            _("För dialog och skicka förslaget åt gruppen")
            if case.turn == Turn.OFFICER
            else _("För dialog och skicka ert förslag")
        ),
        S.PROPOSAL_SUBMITTED: _("Granska förslaget och skriv tjänsteskrivelsen"),
        S.PROPOSAL_COMPLETION: _("Komplettera förslaget"),
        S.PROPOSAL_READY: _("Sätt upp förslaget på ett sammanträde"),
        S.PROPOSAL_COMMITTEE: _("Registrera beslutet"),
        S.EXECUTION: _("Genomför insatserna"),
        S.REPORTING: _("Skriv och skicka resultatrapporten"),
        S.REPORT_SUBMITTED: _("Granska resultatrapporten"),
        S.REPORT_COMPLETION: _("Komplettera resultatrapporten"),
        S.REPORT_APPROVED: _("Avsluta ärendet"),
        S.CLOSED: _("Arkivera ärendet"),
    }
    due = None
    if case.status in {S.CONTACT, S.SUBMITTED, S.REPORT_APPROVED}:
        due = add_working_days(today, days("take_up_working_days"))
    elif case.status == S.REVIEW:
        due = add_working_days(timezone.localdate(case.submitted_at or at), days("review_working_days"))
        due = max(due, add_working_days(today, days("take_up_working_days")))
    elif case.status in {S.PROPOSAL_SUBMITTED, S.REPORT_SUBMITTED}:
        due = add_working_days(today, days("review_working_days"))
    elif case.status in {S.COMPLETION, S.PROPOSAL_COMPLETION, S.REPORT_COMPLETION}:
        due = completion_due(at)
    elif case.status == S.REPORTING:
        due = report_due(today)
    if case.status in {S.REJECTED, S.HANDED_OVER, S.WITHDRAWN, S.STRUCK_OFF}:
        return None, _("Arkivera ärendet")
    return due, reasons.get(S(case.status), "")
