"""Check-ins of a long process, booked in a series: days, collisions, one or all coming moved and cancelled (R48)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from applications.calendars.invitation import files_of
from applications.mail import message_of
from applications.models import Case, OutgoingMail
from applications.states import Status
from phases.utforande.check_ins import actions
from phases.utforande.check_ins.series import MOST, Unit, days
from phases.utforande.models import CheckIn
from tests import factories, personas
from tests.personas import NOW
from tests.phases import granted

if TYPE_CHECKING:
    from icalendar import Event

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST = datetime(2026, 3, 5, 10, tzinfo=STOCKHOLM)  # a Thursday


def test_days_are_counted_and_moved_past_days_off() -> None:
    found = days(date(2026, 1, 31), every=1, unit=Unit.MONTHS, until=date(2026, 5, 31))
    assert [row.counted for row in found] == [
        date(2026, 1, 31),  # chosen by hand: a Saturday stays
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 31),
    ]
    assert [row.day for row in found if row.is_moved] == [date(2026, 3, 2), date(2026, 6, 1)]
    easter = days(date(2026, 3, 20), every=2, unit=Unit.WEEKS, until=date(2026, 4, 10))
    assert [row.day for row in easter] == [date(2026, 3, 20), date(2026, 4, 7)]  # Good Friday to Tuesday
    assert len(days(date(2026, 1, 1), every=1, unit=Unit.WEEKS, until=date(2099, 1, 1))) == MOST + 1


def series(case: Case, count: int = 3) -> list[CheckIn]:
    """Return a series every fourth week, booked by Karl with Cecilia; summer time begins between two of them."""
    later = [FIRST + timedelta(weeks=4 * number) for number in range(1, count)]
    values = {"place": "Torget", "by": personas.karl(), "at": NOW, "colleagues": [personas.cecilia()]}
    actions.book_check_in(case.pk, starts_at=FIRST, ends_at=FIRST + timedelta(hours=1), later=later, **values)
    return list(CheckIn.objects.filter(case=case).order_by("starts_at"))


def events_of(template: str, to: str = "birk@example.org") -> list[tuple[str, Event]]:
    mail = OutgoingMail.objects.filter(template=template, to=to).latest("pk")
    found = []
    for method, text in files_of(mail):
        (event,) = Calendar.from_ical(text).events  # one file, one thing
        found.append((method, event))
    return found


@pytest.mark.django_db
def test_a_series_is_one_mail_with_an_invitation_to_each() -> None:
    case = granted.in_execution()
    before = case.events.count()
    rows = series(case)
    assert [row.series_id for row in rows] == [None, rows[0].pk, rows[0].pk]
    assert {row.guests.count() for row in rows} == {3}
    assert case.events.count() == before + 2  # the booking, and whom of the city it invites
    assert case.events.get(action="book_check_in").data["others"] == [row.pk for row in rows[1:]]
    mail = OutgoingMail.objects.get(template="book_check_in_group", to="birk@example.org")
    for row in rows:
        assert f"/kommer-du/{row.guests.get(user=personas.birk()).token}/" in mail.body
    invited = events_of("book_check_in_group")
    assert [(method, event["UID"], event["SEQUENCE"]) for method, event in invited] == [
        ("REQUEST", f"avstamning-{row.pk}@localhost", 0) for row in rows
    ]
    assert [event["DTSTART"].dt for _method, event in invited] == [row.starts_at for row in rows]
    message = message_of(mail)
    names = [attachment[0] for attachment in message.attachments]
    assert names == ["inbjudan-1.ics", "inbjudan-2.ics", "inbjudan-3.ics"]
    assert [alternative[1] for alternative in message.alternatives] == ["text/html"]
    assert len(events_of("invite_colleague_contact", personas.cecilia().email)) == 3


@pytest.mark.django_db
def test_one_or_all_coming_are_moved_and_cancelled() -> None:
    case = granted.in_execution()
    first, second, third = series(case)
    values = {"place": "Caféet", "by": personas.karl(), "at": NOW}
    monday = (FIRST + timedelta(weeks=4, days=4)).replace(hour=13)
    moved = {"starts_at": monday, "ends_at": monday + timedelta(hours=2)}
    actions.move_check_in(case.pk, second.pk, **moved, all_coming=True, **values)
    for row in (first, second, third):
        row.refresh_from_db()
    assert (first.starts_at, first.place, first.revision) == (FIRST, "Torget", 0)
    # 6 April is a holiday, but chosen by hand; 4 May is none
    assert (second.starts_at, third.starts_at) == (monday, monday + timedelta(weeks=4))
    assert third.ends_at - third.starts_at == timedelta(hours=2)
    assert [(event["UID"], event["SEQUENCE"]) for _method, event in events_of("move_check_in_group")] == [
        (f"avstamning-{row.pk}@localhost", 1) for row in (second, third)
    ]
    one = {"starts_at": third.starts_at, "ends_at": third.ends_at}
    actions.move_check_in(case.pk, third.pk, **one, **{**values, "place": "Torget"})
    assert len(events_of("move_check_in_group")) == 1
    actions.cancel_check_in(case.pk, first.pk, why="Sjukdom", by=personas.karl(), at=NOW)
    assert [method for method, _event in events_of("cancel_check_in_group")] == ["CANCEL"]
    actions.cancel_check_in(case.pk, second.pk, why="Slut", by=personas.karl(), at=NOW, all_coming=True)
    gone = events_of("cancel_check_in_group")
    assert [(method, event["SEQUENCE"]) for method, event in gone] == [("CANCEL", 2), ("CANCEL", 3)]
    mail = OutgoingMail.objects.filter(template="cancel_check_in_group", to="birk@example.org").latest("pk")
    assert "kommer-du" not in mail.body
    assert not CheckIn.objects.filter(case=case, cancelled_at=None).exists()


@pytest.mark.django_db
def test_a_long_dialogue_is_booked_in_a_series_too() -> None:
    case = factories.in_status(factories.case(), Status.COLLABORATION)
    client = Client()
    client.force_login(personas.karl())
    url = reverse("admin:book_series", args=[case.reference])
    assert url in client.get(reverse("admin:case", args=[case.reference])).content.decode()
    first = timezone.localdate() + timedelta(days=8)
    form = {
        "starts_at_0": first.isoformat(),
        "starts_at_1": "10",
        "every": "1",
        "unit": "weeks",
        "until": (first + timedelta(weeks=1)).isoformat(),
        "place": "Torget",
        "revision": "0",
    }
    page = client.post(url, form)
    assert "Boka en serie möten" in page.content.decode()
    keys = [day.key for day in page.context["days"]]
    booking = {**form, "book": "", "shown": page.context["shown"], "day": keys}
    assert "Titta igenom dem igen" in client.post(url, {**booking, "starts_at_1": "11"}).content.decode()
    done = client.post(url, booking, follow=True)
    assert "2 möten är bokade och gruppen är inbjuden." in done.content.decode()
    assert {row.purpose for row in CheckIn.objects.filter(case=case)} == {CheckIn.Purpose.MEETING}


@pytest.mark.django_db
def test_the_days_are_shown_before_they_are_booked() -> None:
    case, other = granted.in_execution(), granted.in_execution("Varptorget")
    first = timezone.localdate() + timedelta(days=1)
    while first.weekday():  # a Monday
        first += timedelta(days=1)
    form: dict[str, Any] = {
        "starts_at_0": first.isoformat(),
        "starts_at_1": "10",
        "ends_time": "11",
        "every": "2",
        "unit": "weeks",
        "until": (first + timedelta(weeks=5)).isoformat(),
        "place": "Torget",
        "revision": "0",
    }
    second = days(first, every=2, unit=Unit.WEEKS, until=first + timedelta(weeks=5))[1].day
    granted.booked(other, datetime(second.year, second.month, second.day, 10, tzinfo=STOCKHOLM))
    client = Client()
    client.force_login(personas.karl())
    url = reverse("admin:book_series", args=[case.reference])
    assert client.get(url).context["form"].initial["unit"] == "months"
    page = client.post(url, form)
    assert not CheckIn.objects.filter(case=case).exists()
    shown = page.context["days"]
    assert [day.collisions for day in shown] == [[], ["avstämning klockan 10.00, Varptorget"], []]
    assert "Krockar för kontaktpersonen: avstämning klockan 10.00, Varptorget" in page.content.decode()
    keys = [day.key for day in shown]
    booking = {**form, "book": "", "shown": page.context["shown"]}
    assert "Välj minst ett datum" in client.post(url, booking).content.decode()
    changed = {**booking, "every": "1", "day": keys}
    assert "Titta igenom dem igen" in client.post(url, changed).content.decode()
    assert not CheckIn.objects.filter(case=case).exists()
    kept = [key for key in keys if key != keys[1]]
    assert client.post(url, {**booking, "day": kept}).status_code == 302
    rows = list(CheckIn.objects.filter(case=case).order_by("starts_at"))
    assert [timezone.localdate(row.starts_at).isoformat() for row in rows] == kept
    cancel = reverse("admin:cancel_check_in", args=[case.reference, rows[0].pk])
    assert "Den här och den som följer" in client.get(cancel).content.decode()
    client.post(cancel, {"why": "Slut", "scope": "coming", "revision": "0"})
    assert not CheckIn.objects.filter(case=case, cancelled_at=None).exists()
    far = {**form, "every": "1", "until": (first + timedelta(weeks=60)).isoformat()}
    assert "fler än 24" in client.post(url, far).content.decode()
    assert "bara en" in client.post(url, {**form, "until": first.isoformat()}).content.decode()
