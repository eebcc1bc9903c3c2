"""Days of appeal and working days, against days worked out by hand from the calendar."""

from datetime import date
from typing import Any

import pytest

from applications.deadlines import (
    add_working_days,
    days_around,
    is_working_day,
    last_appeal_day,
    last_day_to_send,
    working_days_before,
)
from applications.models import Meeting

# Posted on → last day to appeal: 21 days later, moved past weekends, holidays and the three eves.
APPEAL = [
    ("2026-01-07", "2026-01-28"),  # an ordinary Wednesday
    ("2026-01-10", "2026-02-02"),  # 21 days later is Saturday 31 January
    ("2026-01-11", "2026-02-02"),  # … Sunday 1 February
    ("2026-03-12", "2026-04-02"),  # skärtorsdag is a working day
    ("2026-03-13", "2026-04-07"),  # långfredag 3 April → Tuesday after annandag påsk
    ("2026-03-14", "2026-04-07"),  # påskafton
    ("2026-03-15", "2026-04-07"),  # påskdagen
    ("2026-03-16", "2026-04-07"),  # annandag påsk 6 April
    ("2026-03-17", "2026-04-07"),  # already a Tuesday
    ("2026-04-09", "2026-04-30"),  # valborgsmässoafton is a working day
    ("2026-04-10", "2026-05-04"),  # första maj, a Friday → Monday
    ("2026-04-23", "2026-05-15"),  # Kristi himmelsfärd 14 May → Friday
    ("2026-05-06", "2026-05-27"),  # the demo case
    ("2026-05-16", "2026-06-08"),  # nationaldagen is a Saturday 6 June → Monday 8 June
    ("2026-05-29", "2026-06-22"),  # midsommarafton 19 June → Monday
    ("2026-05-30", "2026-06-22"),  # midsommardagen
    ("2026-10-10", "2026-11-02"),  # alla helgons dag 31 October
    ("2026-12-02", "2026-12-23"),  # the demo case's second decision
    ("2026-12-03", "2026-12-28"),  # julafton, a Thursday → Monday 28 December
    ("2026-12-04", "2026-12-28"),  # juldagen
    ("2026-12-05", "2026-12-28"),  # annandag jul
    ("2026-12-09", "2026-12-30"),  # an ordinary Wednesday between the holidays
    ("2026-12-10", "2027-01-04"),  # nyårsafton, a Thursday → Monday 4 January
    ("2026-12-11", "2027-01-04"),  # nyårsdagen
    ("2026-12-16", "2027-01-07"),  # trettondedag jul 6 January → Thursday
    ("2027-03-04", "2027-03-25"),  # skärtorsdag
    ("2027-03-05", "2027-03-30"),  # långfredag 26 March → Tuesday 30 March
    ("2027-03-08", "2027-03-30"),  # annandag påsk 29 March
    ("2027-04-15", "2027-05-07"),  # Kristi himmelsfärd 6 May → Friday 7 May
    ("2027-05-16", "2027-06-07"),  # nationaldagen is a Sunday 6 June → Monday
    ("2027-06-04", "2027-06-28"),  # midsommarafton 25 June → Monday
    ("2027-12-03", "2027-12-27"),  # julafton, a Friday → Monday
    ("2027-12-10", "2028-01-03"),  # nyårsafton, a Friday → Monday 3 January
    ("2027-12-16", "2028-01-07"),  # trettondedag jul, a Thursday → Friday
    ("2028-03-24", "2028-04-18"),  # långfredag 14 April → Tuesday
    ("2028-04-10", "2028-05-02"),  # första maj, a Monday → Tuesday
    ("2028-05-04", "2028-05-26"),  # Kristi himmelsfärd 25 May → Friday
    ("2028-05-16", "2028-06-07"),  # nationaldagen, a Tuesday → Wednesday
    ("2028-06-02", "2028-06-26"),  # midsommarafton 23 June → Monday
    ("2028-12-03", "2028-12-27"),  # julafton is a Sunday → Wednesday 27
    ("2028-02-08", "2028-02-29"),  # leap day
    ("2025-12-16", "2026-01-07"),  # trettondedag jul, a Tuesday → Wednesday
]


@pytest.mark.parametrize(("posted", "last"), APPEAL)
def test_last_appeal_day(posted: str, last: str) -> None:
    assert last_appeal_day(date.fromisoformat(posted)) == date.fromisoformat(last)


def test_the_table_is_long_enough() -> None:
    assert len(dict(APPEAL)) >= 40


def test_working_days() -> None:
    assert not is_working_day(date(2026, 6, 19))  # midsommarafton
    assert is_working_day(date(2026, 4, 30))
    assert add_working_days(date(2026, 4, 30), 1) == date(2026, 5, 4)
    assert add_working_days(date(2026, 5, 4), 0) == date(2026, 5, 4)
    assert working_days_before(date(2026, 5, 4), 1) == date(2026, 4, 30)
    assert working_days_before(date(2026, 5, 4), 0) == date(2026, 5, 4)


def test_the_days_around_a_meeting_are_working_days() -> None:
    assert days_around(date(2026, 4, 28)) == {  # the demo case
        "working_committee_on": date(2026, 4, 14),
        "documents_ready_on": date(2026, 3, 31),
        "notice_on": date(2026, 4, 21),
        "minutes_approved_on": date(2026, 5, 5),
    }
    assert days_around(date(2026, 4, 17)) == {
        "working_committee_on": date(2026, 4, 2),  # långfredag 3 April → Thursday
        "documents_ready_on": date(2026, 3, 19),
        "notice_on": date(2026, 4, 10),
        "minutes_approved_on": date(2026, 4, 24),
    }
    assert days_around(date(2026, 12, 17))["minutes_approved_on"] == date(2026, 12, 28)  # past julafton
    own = days_around(date(2026, 4, 28), working_committee_on=date(2026, 4, 20))
    assert own["documents_ready_on"] == date(2026, 4, 2)  # annandag påsk 6 April → Thursday


def test_days_before_a_meeting_are_calendar_days_and_those_of_an_officer_working_days() -> None:
    """D13, over Christmas and New Year: 14 days stay 14 days; 20 working days become five weeks."""
    days = days_around(date(2027, 1, 20))
    assert days["working_committee_on"] == date(2027, 1, 5)  # trettondagen, a Wednesday → trettondagsafton
    assert days["documents_ready_on"] == date(2026, 12, 22)
    assert add_working_days(date(2026, 12, 1), 20) == date(2027, 1, 4)
    assert working_days_before(date(2027, 1, 4), 20) == date(2026, 12, 1)


def test_the_last_day_to_send_leaves_the_officer_the_usual_time(settings: Any) -> None:
    meeting = Meeting(date=date(2027, 1, 20), documents_ready_on=date(2026, 12, 23))
    assert last_day_to_send(meeting) == date(2026, 11, 25)  # 20 working days
    settings.DEADLINES = {**settings.DEADLINES, "review_working_days": 5}
    assert last_day_to_send(meeting) == date(2026, 12, 16)
    assert last_day_to_send(Meeting(date=date(2027, 1, 20))) == date(2027, 1, 13)
