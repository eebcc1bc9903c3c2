"""Meetings of the network: invited, answered, moved, called off, noted; for those invited only (R50)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from applications.accounts import protection_actions
from applications.calendars import address
from applications.calendars.invitation import files_of
from applications.lifecycle import Refused
from applications.models import NetworkAnswer, NetworkEntry, NetworkEvent, NetworkMeeting, OutgoingMail, User
from applications.network import actions, guests, meeting_actions
from applications.network.meeting_actions import answer_network_meeting, book_network_meeting
from applications.states import Role
from tests import personas
from tests.applications.network import groups
from tests.applications.network.groups import joined
from tests.personas import NOW
from tests.phases import granted

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def ahead(days: int = 9) -> datetime:
    return timezone.now().replace(second=0, microsecond=0) + timedelta(days=days)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def main(user: User, name: str, *args: Any) -> str:
    page = as_(user).get(reverse(name, args=args))
    assert page.status_code == 200, page.status_code
    return page.content.decode().split("<main")[1].split("</main>")[0]


@pytest.fixture
def ours() -> NetworkEntry:
    return joined(groups.ours(), personas.amina(), name="Åsgatans vänner")


@pytest.fixture
def theirs() -> NetworkEntry:
    case, who = groups.another(1)
    return joined(case, who, name="De andra")


@pytest.fixture
def other() -> User:
    return personas.person("grupp1@example.org", "Företrädare 1")


def booked(chosen: Any = (), **values: Any) -> NetworkMeeting:
    planned = {
        "title": "Ljus på kvällen",
        "starts_at": ahead(),
        "place": "Rådhuset",
        "agenda": "El och ansvar",
    }
    return book_network_meeting(**{**planned, **values}, groups=chosen, by=personas.karl(), at=timezone.now())


def event_in(mail: OutgoingMail) -> tuple[str, Any]:
    ((method, text),) = files_of(mail)
    (event,) = Calendar.from_ical(text).events
    return method, event


def test_all_are_invited_and_the_calendars_follow_to_the_end(ours, theirs, other) -> None:
    """The same entry in every calendar: REQUEST, the change with a higher sequence, CANCEL."""
    meeting = booked()
    mails = OutgoingMail.objects.filter(template="book_network_meeting_network")
    assert set(mails.values_list("to", flat=True)) == {"amina@example.org", "birk@example.org", other.email}
    method, event = event_in(mails.get(to=other.email))
    assert (method, event["SUMMARY"], event["SEQUENCE"]) == ("REQUEST", "Nätverksträff: Ljus på kvällen", 0)
    assert event["ORGANIZER"].params["CN"] == "Karl Sjöhed"
    assert event["ATTENDEE"] == f"mailto:{other.email}"
    assert event["URL"].endswith(f"/natverk/traffar/{meeting.pk}/")
    assert not [word for word in ("hemlig", "SAM-", "Amina") if word in mails.get(to=other.email).body]
    answer_network_meeting(meeting.pk, answer="yes", group=theirs, by=other, at=timezone.now())
    values = {"title": meeting.title, "starts_at": ahead(12), "place": "Parken", "by": personas.karin()}
    meeting_actions.move_network_meeting(meeting.pk, **values, at=timezone.now())
    method, moved = event_in(
        OutgoingMail.objects.get(template="move_network_meeting_network", to=other.email)
    )
    assert (method, moved["UID"], moved["SEQUENCE"], moved["LOCATION"]) == (
        "REQUEST",
        event["UID"],
        1,
        "Parken",
    )
    assert not NetworkAnswer.objects.exists()
    meeting_actions.cancel_network_meeting(meeting.pk, why="Snö", by=personas.karl(), at=timezone.now())
    method, ended = event_in(
        OutgoingMail.objects.get(template="cancel_network_meeting_network", to=other.email)
    )
    assert (method, ended["UID"], ended["SEQUENCE"], ended["STATUS"]) == (
        "CANCEL",
        event["UID"],
        2,
        "CANCELLED",
    )
    assert "Inställd: Snö" in main(other, "network_meeting", meeting.pk)
    with pytest.raises(Refused, match="inställd"):
        meeting_actions.move_network_meeting(meeting.pk, **values, at=timezone.now())
    assert list(NetworkEvent.objects.order_by("pk").values_list("action", "role")) == [
        ("book_network_meeting", "officer"),
        ("move_network_meeting", "officer"),
        ("cancel_network_meeting", "officer"),
    ]


def test_a_part_of_the_network_is_invited_and_the_rest_sees_nothing(ours, theirs, other) -> None:
    meeting = booked([theirs])
    assert set(OutgoingMail.objects.filter(template__startswith="book").values_list("to", flat=True)) == {
        other.email
    }
    assert "Ljus på kvällen" in main(other, "network")
    assert "Ljus på kvällen" not in main(personas.amina(), "network") + main(
        personas.amina(), "network_meetings"
    )
    for who in (personas.amina(), personas.olga(), personas.nils()):
        assert as_(who).get(reverse("network_meeting", args=[meeting.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        answer_network_meeting(meeting.pk, answer="yes", group=ours, by=personas.amina(), at=timezone.now())
    with pytest.raises(PermissionDenied):
        meeting_actions.cancel_network_meeting(meeting.pk, why="x", by=other, at=timezone.now())
    actions.leave_network(theirs.case_id, by=other, at=NOW)
    assert as_(other).get(reverse("network_meeting", args=[meeting.pk])).status_code == 404


def test_members_answer_on_the_page_and_see_how_many_come_by_group(ours, theirs, other) -> None:
    meeting = booked()
    url = reverse("network_meeting", args=[meeting.pk])
    assert "Välj om du kommer" in as_(other).post(url, {}).content.decode()
    number = guests.number_of(meeting)
    assert as_(other).post(url, {"answer": "yes", "number": number}).url == url
    as_(other).post(url, {"answer": "maybe", "number": number})
    as_(personas.birk()).post(url, {"answer": "yes", "number": number})
    html = main(personas.amina(), "network_meeting", meeting.pk)
    assert "<strong>De andra</strong>" in html
    assert "1 kanske" in html
    assert "1 inbjuden har inte svarat än." in html
    assert "1 kommer" in html
    assert not [name for name in ("Birk", "Företrädare") if name in html]
    NetworkMeeting.objects.update(starts_at=NOW)
    assert "Kommer du?" not in main(other, "network_meeting", meeting.pk)
    assert as_(other).post(url, {"answer": "no", "number": number}).status_code == 200
    assert set(NetworkAnswer.objects.values_list("answer", flat=True)) == {"yes", "maybe"}


def test_it_stands_in_the_calendars_of_those_invited_and_of_who_booked_it(ours, theirs, other) -> None:
    booked([theirs])
    everybody = booked(title="För alla")
    for who, titles in (
        (other, {"Ljus på kvällen", "För alla"}),
        (personas.amina(), {"För alla"}),
        (personas.karl(), {"Ljus på kvällen", "För alla"}),
        (personas.karin(), set()),
        (personas.olga(), set()),
    ):
        path = address.create(who, at=NOW).removeprefix("http://localhost:8000")
        events = Calendar.from_ical(Client().get(path).content).events
        assert {str(event["SUMMARY"]).removeprefix("Nätverksträff: ") for event in events} == titles, who
    meeting_actions.cancel_network_meeting(everybody.pk, why="Snö", by=personas.karl(), at=timezone.now())
    assert b"alla" not in Client().get(path).content


def link(meeting: NetworkMeeting, who: User) -> str:
    return reverse("answer_network_meeting", args=[meeting.guests.get(user=who).token])


def test_those_invited_answer_by_the_link_without_logging_in(ours, theirs, other, settings) -> None:
    """The link stands in mail and calendar; the answer in the calendar, until the time changes."""
    meeting = booked()
    url = link(meeting, other)
    mail = OutgoingMail.objects.get(template="book_network_meeting_network", to=other.email)
    _method, event = event_in(mail)
    assert f"http://localhost:8000{url}" in mail.body
    assert f"http://localhost:8000{url}" in event["DESCRIPTION"]
    assert (event["ATTENDEE"].params["PARTSTAT"], event["ATTENDEE"].params["RSVP"]) == (
        "NEEDS-ACTION",
        "FALSE",
    )
    said = {"answer": "yes", "number": guests.number_of(meeting)}
    page = Client().get(url)
    assert "Kommer du på träffen med nätverket?" in page.content.decode()
    assert not [word for word in ("hemlig", "SAM-", "Amina") if word in page.content.decode()]
    assert not NetworkAnswer.objects.exists()
    assert "Välj om du kommer" in Client().post(url, {**said, "answer": ""}).content.decode()
    settings.ANSWERS_PER_HOUR = 0
    assert Client().post(url, said).status_code == 429
    assert not NetworkAnswer.objects.exists()
    settings.ANSWERS_PER_HOUR = 60
    assert Client().post(url, said).url == url
    assert "Ditt svar har kommit fram: Jag kommer" in Client().get(url).content.decode()
    answer = NetworkAnswer.objects.get()
    assert (answer.user, answer.group, answer.answer) == (other, theirs, "yes")
    values = {"title": meeting.title, "by": personas.karl(), "at": timezone.now()}
    meeting_actions.move_network_meeting(meeting.pk, **values, starts_at=meeting.starts_at, place="Parken")
    moves = OutgoingMail.objects.filter(template="move_network_meeting_network", to=other.email)
    _method, event = event_in(moves.get())
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert "Ditt svar: Jag kommer" in moves.get().body
    meeting_actions.move_network_meeting(meeting.pk, **values, starts_at=ahead(12), place="Parken")
    assert "Tiden har ändrats" in Client().post(url, said).content.decode()
    assert not NetworkAnswer.objects.exists()
    meeting_actions.cancel_network_meeting(meeting.pk, why="Snö", by=personas.karl(), at=timezone.now())
    closed = Client().get(url)
    assert (closed.status_code, "Skäl: Snö" in closed.content.decode()) == (410, True)
    assert Client().get(reverse("answer_network_meeting", args=["1.påhittad"])).status_code == 404


def test_who_leaves_the_network_or_the_group_is_called_off_and_who_joins_is_invited(
    ours, theirs, other
) -> None:
    """CANCEL to them alone, with the entry that they have; back again with REQUEST."""
    meeting = booked()
    url = link(meeting, other)
    answer_network_meeting(meeting.pk, answer="yes", group=theirs, by=other, at=timezone.now())
    _method, event = event_in(OutgoingMail.objects.get(to=other.email, invitation__isnull=False))
    page = as_(other).get(reverse("leave_network", args=[theirs.case.reference])).content.decode()
    assert "Gruppen är inbjuden till en träff som inte har varit än" in page
    actions.leave_network(theirs.case_id, by=other, at=timezone.now())
    gone = OutgoingMail.objects.filter(template="uninvite_network_guest_network")
    method, off = event_in(gone.get())
    assert (gone.get().to, method, off["UID"], off["STATUS"]) == (
        other.email,
        "CANCEL",
        event["UID"],
        "CANCELLED",
    )
    assert off["SEQUENCE"] >= event["SEQUENCE"]
    assert "natverk/traffar" not in gone.get().body
    assert not NetworkAnswer.objects.exists()
    assert Client().get(url).status_code == 410
    page = as_(other).get(reverse("join_network", args=[theirs.case.reference])).content.decode()
    assert "inbjudan till den träff som är bokad" in page
    actions.join_network(theirs.case_id, by=other, at=timezone.now(), name="De andra")
    method, again = event_in(
        OutgoingMail.objects.filter(template="book_network_meeting_network", to=other.email).latest("pk")
    )
    assert (method, again["UID"]) == ("REQUEST", event["UID"])
    assert Client().get(url).status_code == 200
    # a person who leaves the group, and one who comes to it: by the clock
    ours.case.memberships.filter(user=personas.birk()).update(left_at=timezone.now())
    ours.case.memberships.create(user=personas.olga(), role=Role.MEMBER, joined_at=NOW)
    told = [meeting_actions.follow_guests(at=timezone.now()) for _ in range(2)]
    assert told == [2, 0]
    assert gone.latest("pk").to == "birk@example.org"
    assert event_in(OutgoingMail.objects.get(to="olga@example.org"))[0] == "REQUEST"
    meeting_actions.cancel_network_meeting(meeting.pk, why="Snö", by=personas.karl(), at=timezone.now())
    told_of = set(OutgoingMail.objects.filter(template__startswith="cancel").values_list("to", flat=True))
    assert told_of == {"amina@example.org", "olga@example.org", other.email}


def test_nothing_is_logged_again_and_again_when_nobody_can_be_reminded(ours) -> None:
    day = timezone.localtime(ahead(9)).replace(hour=18, minute=0)
    meeting = booked(starts_at=day)
    for who in (personas.amina(), personas.birk()):
        answer_network_meeting(meeting.pk, answer="no", group=ours, by=who, at=timezone.now())
    User.objects.filter(pk=personas.karl().pk).update(is_active=False)
    morning = day.replace(hour=9) - timedelta(days=1)
    for minutes in (0, 1):
        assert meeting_actions.remind_of_network_meetings(at=morning + timedelta(minutes=minutes)) == 0
    assert not NetworkEvent.objects.filter(action="remind_network_meeting").exists()


def test_the_day_before_those_who_may_come_and_the_kontaktperson_are_reminded(ours, theirs, other) -> None:
    day = timezone.localtime(ahead(9)).replace(hour=18, minute=0)
    meeting = booked(starts_at=day)
    for who, group, answer in ((other, theirs, "yes"), (personas.birk(), ours, "no")):
        answer_network_meeting(meeting.pk, answer=answer, group=group, by=who, at=timezone.now())
    morning = day.replace(hour=9) - timedelta(days=1)
    remind = meeting_actions.remind_of_network_meetings
    times = (morning - timedelta(days=1), morning.replace(hour=1), morning, morning + timedelta(minutes=1))
    assert [remind(at=at) for at in times] == [0, 0, 1, 0]
    mails = OutgoingMail.objects.filter(template__startswith="remind_network_meeting")
    assert set(mails.values_list("to", flat=True)) == {"amina@example.org", other.email, "karl@example.org"}
    mail = mails.get(to=other.email)
    assert mail.subject == "Kom på träff med nätverket i morgon klockan 18.00: Ljus på kvällen"
    assert "Ditt svar: Jag kommer" in mail.body
    assert link(meeting, personas.amina()) in mails.get(to="amina@example.org").body
    assert "Svarat att de kommer: 1." in mails.get(to="karl@example.org").body
    assert NetworkEvent.objects.get(action="remind_network_meeting").user_name == "Automatiskt"
    # another time is reminded of anew, but not the day it was changed
    values = {"title": meeting.title, "place": "Parken", "by": personas.karl()}
    meeting_actions.move_network_meeting(
        meeting.pk, **values, starts_at=day + timedelta(hours=1), at=morning + timedelta(hours=1)
    )
    assert remind(at=morning + timedelta(hours=2)) == 0


def test_what_collides_for_the_kontaktperson_is_asked_about_before_it_is_booked(ours, theirs, other) -> None:
    day = timezone.localtime(ahead(9)).replace(hour=10, minute=0)
    case = granted.in_execution("Varptorget")
    granted.booked(case, day)
    data = {"title": "Ljus", "starts_at_0": day.date().isoformat(), "starts_at_1": "10.30", "place": "Torget"}
    url = reverse("admin:book_network_meeting")
    karl = as_(personas.karl())
    page = karl.post(url, data)
    for words in ("avstämning klockan 10.00, Varptorget", ">Boka ändå<", 'value="Torget"'):
        assert words in page.content.decode()
    key = page.context["clash"].key
    assert ">Boka ändå<" in karl.post(url, {**data, "starts_at_1": "10.15", "clash": key}).content.decode()
    assert not NetworkMeeting.objects.exists()
    assert not OutgoingMail.objects.filter(template__startswith="book_network_meeting").exists()
    assert karl.post(url, {**data, "clash": key}).status_code == 302
    meeting = NetworkMeeting.objects.get()
    url = reverse("admin:move_network_meeting", args=[meeting.pk])
    page = karl.post(url, {**data, "starts_at_1": "10.15", "revision": "0"})
    assert ">Ändra ändå<" in page.content.decode()
    assert karl.post(url, {**data, "place": "Parken", "revision": "0"}).status_code == 302
    assert karl.post(url, {**data, "starts_at_1": "15", "revision": "1"}).status_code == 302
    meeting.refresh_from_db()
    assert timezone.localtime(meeting.starts_at).hour == 15
    # and the other way: a check-in at the time of the meeting
    url = reverse("admin:book_check_in", args=[case.reference])
    values = {"starts_at_0": data["starts_at_0"], "starts_at_1": "15.30", "place": "x", "revision": "0"}
    page = karl.post(url, values).content.decode()
    assert "nätverksträff klockan 15.00, Ljus" in page
    assert ">Boka ändå<" in page


def test_the_notes_are_for_those_invited(ours, theirs, other) -> None:
    meeting = booked([theirs])
    with pytest.raises(Refused, match="inte varit"):
        meeting_actions.note_network_meeting(meeting.pk, notes="x", by=personas.karl(), at=timezone.now())
    NetworkMeeting.objects.update(starts_at=NOW)
    url = reverse("admin:note_network_meeting", args=[meeting.pk])
    page = as_(personas.karl()).post(url, {"notes": ""})
    assert "Skriv vad ni talade om" in page.content.decode()
    as_(personas.karl()).post(url, {"notes": "Vi lånar varandras elverk."})
    assert "Vi lånar varandras elverk." in main(other, "network_meeting", meeting.pk)
    assert "Ljus på kvällen" in main(other, "network_meetings")
    as_(personas.karl()).post(url, {"notes": "Ändrat.", "revision": "1"})
    mails = OutgoingMail.objects.filter(template="note_network_meeting_network")
    assert list(mails.values_list("to", flat=True)) == [other.email]


def test_a_meeting_is_cleared_away_two_years_after_it_was(ours, theirs, other) -> None:
    meeting = booked([theirs])
    answer_network_meeting(meeting.pk, answer="yes", group=theirs, by=other, at=timezone.now())
    after = [meeting_actions.clear_old(at=meeting.starts_at + timedelta(days=days)) for days in (729, 731)]
    assert after == [0, 1]
    assert not NetworkMeeting.objects.exists()


def test_the_kontaktperson_books_on_the_page(ours, theirs, other) -> None:
    url = reverse("admin:book_network_meeting")
    html = main(personas.karl(), "admin:book_network_meeting")
    assert "eller till 3 personer om du bjuder in hela nätverket" in html
    day = timezone.localtime(ahead())
    data = {
        "title": "Ljus på kvällen",
        "starts_at_0": day.date().isoformat(),
        "starts_at_1": "18.00",
        "ends_time": "17.00",
        "place": "https://video.example.org/rum",
        "groups": [str(theirs.pk)],
    }
    page = as_(personas.karl()).post(url, data)
    assert "Välj en sluttid som är efter starten" in page.content.decode()
    page = as_(personas.karl()).post(url, {**data, "ends_time": "19.30"})
    meeting = NetworkMeeting.objects.get()
    assert page.url == reverse("admin:network_meeting", args=[meeting.pk])
    assert (meeting.for_all, list(meeting.groups.all())) == (False, [theirs])
    assert 'href="https://video.example.org/rum"' in main(other, "network_meeting", meeting.pk)
    for name in ("move", "cancel", "note"):
        path = reverse(f"admin:{name}_network_meeting", args=[meeting.pk])
        assert as_(personas.nils()).get(path).status_code == 404
        assert as_(other).get(path).status_code == 404


def test_no_invitation_names_anybody_protected(ours, theirs, other) -> None:
    values = {
        "title": "Hos Birk Åkerlind",
        "place": "Birk Åkerlinds lokal",
        "agenda": "Ring birk@example.org",
    }
    booked(**values)
    protection_actions.set_protection(personas.birk(), on=True, by=personas.birk(), at=NOW)
    mail = OutgoingMail.objects.get(template="book_network_meeting_network", to=other.email)
    path = address.create(other, at=NOW).removeprefix("http://localhost:8000")
    ((_method, invitation),) = files_of(mail)
    pages = (invitation, Client().get(path).content.decode())
    meeting = NetworkMeeting.objects.get()
    pages += (Client().get(link(meeting, other)).content.decode(), main(personas.karl(), "admin:check_ins"))
    assert all("natverk" in page or "Kommer du" in page for page in pages[2:])
    for text in (*pages, main(other, "network_meeting", meeting.pk), main(other, "network")):
        assert not [word for word in ("Åkerlind", "birk@") if word in text.replace("\r\n ", "")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_however_many_meetings(rows: int, ours, theirs, other) -> None:
    for number in range(rows):
        meeting = booked(title=f"Träff {number}")
        case, who = groups.another(number + 5)
        group = joined(case, who, name=f"Grupp {number}")
        answer_network_meeting(meeting.pk, answer="yes", group=group, by=who, at=timezone.now())
        answer_network_meeting(
            NetworkMeeting.objects.first().pk, answer="no", group=group, by=who, at=timezone.now()
        )
    first = NetworkMeeting.objects.first()
    assert first is not None
    asked = []
    for who, name, args in (
        (other, "network", ()),
        (other, "network_meetings", ()),
        (other, "network_meeting", (first.pk,)),
        (personas.karl(), "admin:network_meeting", (first.pk,)),
        (personas.karl(), "admin:book_network_meeting", ()),
    ):
        client, url = as_(who), reverse(name, args=args)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        asked.append(len(queries))
    assert asked == [6, 6, 10, 9, 8]
