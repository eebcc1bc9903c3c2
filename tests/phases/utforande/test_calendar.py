"""Check-ins in people's own calendars: invitations that leave with the mails, and the feed at a secret address."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from applications import mail
from applications.accounts.actions import delete_account, keep_address
from applications.calendars import address
from applications.mail import Outcome
from applications.mailing.actions import note_returned_mail, send_mail_again
from applications.models import AgendaItem, CalendarAddress, Case, OutgoingMail
from applications.states import Status
from phases.utforande.check_ins import actions
from phases.utforande.check_ins.guests import url_of
from tests import factories, personas
from tests.personas import NOW
from tests.phases import granted
from tests.smtp import Postman, mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from icalendar import Event

    from applications.models import User

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(days=3)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    """A mail server that the settings point at."""
    with mail_server() as (postman, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield postman


def arrived(postman: Postman, template: str, to: str) -> EmailMessage:
    """Return the mail as it arrives at its receiver."""
    row = OutgoingMail.objects.filter(template=template, to=to).latest("pk")
    assert mail.deliver(row.pk, at=row.next_try_at) is Outcome.SENT
    return postman.taken[-1]


def invitation(message: EmailMessage) -> tuple[Calendar, Event]:
    """Return the invitation of a mail, after a look at where it stands in it."""
    body, file = message.iter_parts()
    kinds = [part.get_content_type() for part in body.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    part = list(body.iter_parts())[-1]
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "inbjudan.ics")
    text = part.get_content().replace("\r\n", "\n")
    assert file.get_content().decode().replace("\r\n", "\n") == text
    calendar = Calendar.from_ical(text)
    assert part["Content-Type"].params["method"] == calendar["METHOD"]
    (event,) = calendar.events
    return calendar, event


def span(event: Event) -> tuple[datetime, datetime]:
    return event["DTSTART"].dt, event["DTEND"].dt


# --- invitations -------------------------------------------------------------------------------------------
def test_an_invitation_is_moved_called_off_and_stays_one_thing(postman: Postman) -> None:
    case = granted.in_execution()
    row = granted.booked(case)
    calendar, booked = invitation(arrived(postman, "book_check_in_group", "birk@example.org"))
    assert (calendar["METHOD"], booked["STATUS"], booked["SUMMARY"]) == (
        "REQUEST",
        "CONFIRMED",
        "Avstämning: Lingarnsgatan",
    )
    assert span(booked) == (SOON, SOON + timedelta(hours=1))
    assert booked["DTSTART"].params["TZID"] == "Europe/Stockholm"
    assert (booked["ORGANIZER"], booked["ORGANIZER"].params["CN"]) == (
        "mailto:samverkan.fgk@malmo.se",
        "Karl Sjöhed",
    )
    assert (booked["ATTENDEE"], booked["ATTENDEE"].params["CN"]) == (
        "mailto:birk@example.org",
        "Birk Åkerlind",
    )
    assert booked["ATTENDEE"].params["RSVP"] == "FALSE"  # replies of calendar programs are not read in
    assert booked["LOCATION"] == "Café Trådrullen"
    page = f"http://localhost:8000{reverse('check_in', args=[case.reference, row.pk])}"
    link = url_of(row.guests.get(user=personas.birk()))
    answer = f"Svara genom länken om du kommer. Använd inte kalenderns knappar. {link}"
    text = f"- Planteringar\n\n{answer}\n\nLäs mer: {page}"
    assert (booked["URL"], booked["DESCRIPTION"]) == (page, text)

    later = SOON + timedelta(days=30)  # summer time
    video = "https://moten.example.org/1"
    actions.move_check_in(case.pk, row.pk, starts_at=later, place=video, by=personas.karl(), at=NOW)
    calendar, moved = invitation(arrived(postman, "move_check_in_group", "birk@example.org"))
    assert (calendar["METHOD"], moved["LOCATION"]) == ("REQUEST", video)
    assert span(moved) == (later, later + timedelta(hours=1))  # no end was booked

    actions.cancel_check_in(case.pk, row.pk, why="Sjukdom", by=personas.karl(), at=NOW)
    calendar, gone = invitation(arrived(postman, "cancel_check_in_group", "birk@example.org"))
    assert (calendar["METHOD"], gone["STATUS"]) == ("CANCEL", "CANCELLED")
    assert gone["DESCRIPTION"].startswith("Skäl: Sjukdom\n")
    assert booked["UID"] == moved["UID"] == gone["UID"] == f"avstamning-{row.pk}@localhost"
    assert [event["SEQUENCE"] for event in (booked, moved, gone)] == [0, 1, 2]


def test_a_mail_sent_again_carries_the_same_to_the_address_of_today(postman: Postman) -> None:
    case = granted.in_execution()
    row = granted.booked(case)
    _calendar, first = invitation(arrived(postman, "book_check_in_group", "birk@example.org"))
    actions.move_check_in(case.pk, row.pk, starts_at=SOON, place="Annanstans", by=personas.karl(), at=NOW)
    sent = OutgoingMail.objects.get(template="book_check_in_group", to="birk@example.org")
    note_returned_mail(sent.pk, by=personas.karl(), at=NOW)
    birk = personas.birk()
    birk.email = "birk.ny@example.org"
    birk.save(update_fields=["email"])
    send_mail_again(sent.pk, by=personas.karl(), at=NOW)
    _calendar, again = invitation(arrived(postman, "book_check_in_group", "birk.ny@example.org"))
    assert again["ATTENDEE"] == "mailto:birk.ny@example.org"
    del first["ATTENDEE"], again["ATTENDEE"]
    assert again.to_ical() == first.to_ical()


def test_each_reads_it_in_their_language_and_comes_to_their_own_page(postman: Postman) -> None:
    karl, birk = personas.karl(), personas.birk()
    karl.substitute, birk.language = personas.karin(), "en"
    karl.save(), birk.save()
    case = granted.in_execution()
    row = actions.book_check_in(case.pk, starts_at=SOON, place="Torget", by=personas.karin(), at=NOW)
    _calendar, his = invitation(arrived(postman, "book_check_in_group", "birk@example.org"))
    assert his["SUMMARY"] == "Check-in: Lingarnsgatan"
    _calendar, officers = invitation(arrived(postman, "book_check_in_officer", "karl@example.org"))
    assert officers["SUMMARY"] == "Avstämning: Lingarnsgatan"
    assert officers["URL"].endswith(reverse("admin:check_in", args=[case.reference, row.pk]))
    actions.cancel_check_in(case.pk, row.pk, why="Sjukdom", by=personas.karin(), at=NOW)
    _calendar, gone = invitation(arrived(postman, "cancel_check_in_group", "birk@example.org"))
    assert gone["DESCRIPTION"].startswith("Reason: Sjukdom")


def test_the_next_time_booked_with_the_notes_is_an_invitation_too(postman: Postman) -> None:
    case = granted.in_execution()
    row = granted.booked(case)
    values = {
        "participants": "Amina",
        "notes": "Bra.",
        "by": personas.karl(),
        "at": SOON + timedelta(hours=2),
    }
    later = SOON + timedelta(days=9)
    actions.hold_check_in(case.pk, row.pk, **values, next_starts_at=later)
    _calendar, following = invitation(arrived(postman, "hold_check_in_group", "amina@example.org"))
    assert following["DTSTART"].dt == later
    assert following["UID"] != f"avstamning-{row.pk}@localhost"
    actions.hold_check_in(case.pk, row.pk, **values)
    assert OutgoingMail.objects.filter(template="hold_check_in_group").latest("pk").invitation is None


def test_an_invitation_names_nobody_who_is_protected(postman: Postman) -> None:
    case = granted.in_execution()
    values = {"place": "Hemma hos Amina Björkdal", "agenda": "Amina Björkdal berättar", "at": NOW}
    actions.book_check_in(case.pk, starts_at=SOON, **values, by=personas.karl())
    for user in (personas.amina(), personas.karl()):  # after the mails were written
        user.protected_identity = True
        user.save()
    message = arrived(postman, "book_check_in_group", "birk@example.org")
    calendar, event = invitation(message)
    text = calendar.to_ical().decode()
    assert "Björkdal" not in text
    assert "Sjöhed" not in text
    assert event["LOCATION"] == "Hemma hos en person i gruppen"
    assert event["ORGANIZER"].params["CN"] == "Kontaktpersonen"
    actions.book_check_in(
        case.pk, starts_at=SOON + timedelta(days=1), **values, by=personas.karl()
    )  # and before they are
    kept = str(OutgoingMail.objects.filter(to="birk@example.org").latest("pk").invitation)
    assert "Björkdal" not in kept
    assert "Sjöhed" not in kept


def test_the_time_zone_is_a_rule_that_agrees_with_the_world() -> None:
    from applications.calendars.ical import feed

    text = feed("x", [])
    (zone,) = Calendar.from_ical(text).timezones
    assert "RDATE" not in text
    ours = zone.to_tz()
    for year in range(1997, 2037):
        for month, day in ((1, 15), (3, 24), (3, 31), (7, 1), (10, 24), (10, 31), (12, 31)):
            moment = datetime(year, month, day, 12, tzinfo=UTC)
            assert moment.astimezone(ours).utcoffset() == moment.astimezone(STOCKHOLM).utcoffset(), moment


# --- the feed ----------------------------------------------------------------------------------------------
def ahead(days: int = 3, hour: int = 10) -> datetime:
    """Return a time to come, on the hour."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=STOCKHOLM)


def read(user: User, **headers: str) -> Any:
    """Return what a calendar program gets at a new address of `user`."""
    return Client(headers=headers).get(path_of(address.create(user, at=NOW)))


def path_of(url: str) -> str:
    return url.removeprefix("http://localhost:8000")


def summaries(user: User) -> list[str]:
    return sorted(str(event["SUMMARY"]) for event in Calendar.from_ical(read(user).content).events)


def on_agenda(case: Case, **fields: Any) -> AgendaItem:
    """Return the case's place on the agenda of a meeting in ten days."""
    meeting = factories.meeting(timezone.localdate() + timedelta(days=10), starts_at=time(13))
    report = case.officer_reports.create(kind="first", author=case.officer, created_at=NOW, signed_off_at=NOW)
    return AgendaItem.objects.create(
        meeting=meeting, case=case, report=report, number=1, added_at=NOW, **fields
    )


def test_the_feed_holds_what_is_ones_own() -> None:
    case, other = granted.in_execution(), granted.in_execution("Varptorget")
    Case.objects.filter(pk=other.pk).update(officer=personas.karin())
    row = granted.booked(case, ahead())
    actions.book_check_in(other.pk, starts_at=ahead(4), place="x", by=personas.karin(), at=NOW)
    gone = granted.booked(case, ahead(5))
    actions.cancel_check_in(case.pk, gone.pk, why="x", by=personas.karl(), at=NOW)
    other.memberships.filter(user=personas.birk()).update(left_at=NOW)
    item = on_agenda(case)
    ours, theirs = "Avstämning: Lingarnsgatan", "Avstämning: Varptorget"
    meeting = "Sammanträde: tekniska nämnden"
    assert summaries(personas.amina()) == [ours, theirs]
    assert summaries(personas.birk()) == [ours]
    assert summaries(personas.karl()) == [ours, meeting]
    assert summaries(personas.karin()) == [theirs]
    assert summaries(personas.nils()) == [meeting]
    assert summaries(personas.cecilia()) == summaries(personas.olga()) == []

    karl = personas.karl()
    karl.substitute = personas.karin()
    karl.save()
    assert summaries(personas.karin()) == [ours, theirs]
    Case.objects.filter(pk=case.pk).update(restricted=True)  # a substitute does not see it
    assert summaries(personas.karin()) == [theirs]
    item.closed_at = NOW  # taken off the agenda before the meeting
    item.save()
    factories.in_status(other, Status.WITHDRAWN)  # nobody meets any more
    assert summaries(personas.karl()) == [ours]
    assert summaries(personas.amina()) == [ours]

    (event,) = Calendar.from_ical(read(personas.amina()).content).events
    assert (event["UID"], event["DTSTART"].dt) == (f"avstamning-{row.pk}@localhost", row.starts_at)
    assert "ORGANIZER" not in event
    assert "ATTENDEE" not in event


def test_a_meeting_without_a_time_fills_its_day() -> None:
    meeting = factories.meeting(timezone.localdate() + timedelta(days=10))
    (event,) = Calendar.from_ical(read(personas.nils()).content).events
    assert event["DTSTART"].dt == meeting.date
    assert isinstance(event["DTSTART"].dt, date)
    assert event["URL"].endswith(reverse("admin:meeting", args=[meeting.pk]))


def test_the_feed_is_private_and_sent_when_it_has_changed() -> None:
    case = granted.in_execution()
    granted.booked(case, ahead())
    url = path_of(address.create(personas.amina(), at=NOW))
    answer = Client().get(url)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert answer["X-Robots-Tag"] == "noindex"
    assert Client(headers={"if-none-match": answer["ETag"]}).get(url).status_code == 304
    assert Client().post(url).status_code == 405
    granted.booked(case, ahead(4))
    assert Client(headers={"if-none-match": answer["ETag"]}).get(url).status_code == 200


def test_the_feed_names_nobody_who_is_protected() -> None:
    case = granted.in_execution()
    values = {"place": "Hemma hos Amina Björkdal", "by": personas.karl(), "at": NOW}
    actions.book_check_in(case.pk, starts_at=ahead(), **values)
    amina = personas.amina()
    amina.protected_identity = True
    amina.save()
    for user, words in ((personas.birk(), "en person i gruppen"), (personas.karl(), "en person i gruppen")):
        (event,) = Calendar.from_ical(read(user).content).events
        assert event["LOCATION"] == f"Hemma hos {words}"
    assert b"Bj\xc3\xb6rkdal" in read(amina).content


@pytest.mark.parametrize(("who", "number"), [(personas.amina, 4), (personas.karl, 5)])
def test_the_feed_asks_the_same_number_of_questions(django_assert_num_queries, who, number: int) -> None:
    for cases in (1, 2):
        for nth in range(cases):
            case = granted.in_execution(f"Gata {cases}{nth}")
            granted.booked(case, ahead(cases, 8 + nth))
            on_agenda(case)
        url = path_of(address.create(who(), at=NOW))
        with django_assert_num_queries(number):
            assert Client().get(url).status_code == 200


def test_a_person_makes_an_address_and_ends_it() -> None:
    amina = personas.amina()
    client = Client()
    client.force_login(amina)
    page, end = reverse("account_calendar"), reverse("account_calendar_end")
    assert "Skapa en adress" in client.get(page).content.decode()
    assert client.get(end).status_code == 302
    answer = client.post(page, follow=True)
    assert "no-store" in answer["Cache-Control"]
    url = re.search(r'value="http://localhost:8000([^"]+\.ics)"', answer.content.decode())[1]
    assert Client().get(url).status_code == 200
    assert CalendarAddress.objects.get().digest not in url
    told = OutgoingMail.objects.get()
    assert (told.to, told.subject) == ("amina@example.org", "Din kalender har en ny adress")
    assert url not in told.body
    shown = client.get(page).content.decode()
    assert "kalender/" not in shown.replace("konto/kalender/", "")
    assert "Vi kan inte visa den igen" in shown
    client.post(page)  # a new one ends the old
    assert Client().get(url).status_code == 404

    new = path_of(address.create(amina, at=NOW))
    assert "Ta bort adressen" in client.get(end).content.decode()
    assert Client().get(new).status_code == 200
    assert "Adressen är borttagen" in client.post(end, follow=True).content.decode()
    assert Client().get(new).status_code == 404
    assert client.post(end).status_code == 302


def test_the_address_ends_with_the_account() -> None:
    closed, deleted, moved = personas.olga(), personas.person("vera@example.org", "Vera"), personas.birk()
    urls = [path_of(address.create(user, at=NOW)) for user in (closed, deleted, moved)]
    keep_address(moved)  # the administrator has entered another e-mail address
    closed.is_active = False
    closed.save()
    delete_account(deleted, at=NOW)
    assert [Client().get(url).status_code for url in [*urls, "/kalender/x.ics"]] == [404] * 4
    assert not CalendarAddress.objects.filter(user=deleted).exists()


@pytest.mark.django_db(transaction=True)
def test_a_calendar_program_follows_the_feed(live_server: Any, settings: Any, tmp_path: Path) -> None:
    settings.SITE_URL = live_server.url
    case = granted.in_execution()
    row = granted.booked(case, ahead())
    (tmp_path / "disk").mkdir()
    url = address.create(personas.birk(), at=NOW)
    (tmp_path / "config").write_text(
        f'[general]\nstatus_path = "{tmp_path}/status"\n'
        '[pair feed]\na = "web"\nb = "disk"\ncollections = null\nconflict_resolution = "a wins"\n'
        f'[storage web]\ntype = "http"\nurl = "{url}"\n'
        f'[storage disk]\ntype = "filesystem"\npath = "{tmp_path}/disk"\nfileext = ".ics"\n'
    )

    def synced() -> list[Event]:
        for act in ("discover", "sync"):
            program = [str(Path(sys.executable).with_name("vdirsyncer")), "-c", str(tmp_path / "config"), act]
            done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
            assert done.returncode == 0, done.stdout + done.stderr
        files = (tmp_path / "disk").glob("*.ics")
        return [event for file in files for event in Calendar.from_ical(file.read_bytes()).events]

    (event,) = synced()
    assert (event["LOCATION"], event["DTSTART"].dt) == ("Café Trådrullen", row.starts_at)
    later = ahead(4)
    actions.move_check_in(case.pk, row.pk, starts_at=later, place="Torget", by=personas.karl(), at=NOW)
    (event,) = synced()
    assert (event["LOCATION"], event["DTSTART"].dt, event["SEQUENCE"]) == ("Torget", later, 1)
