"""Meetings from first contact on: the first one, those on the way to a decision, avstämningar (R5, R7, R36)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.lifecycle import Refused
from applications.models import Case, OutgoingMail, User
from applications.states import FINISHED, PHASES, Phase, Role, Status, Turn
from phases import feed
from phases.initiering.actions import BEFORE_READY, log_first_meeting
from phases.initiering.contact.actions import express_interest
from phases.initiering.models import FirstMeeting
from phases.utforande import facts
from phases.utforande.check_ins import actions
from phases.utforande.check_ins.staff_calendar import collisions
from phases.utforande.models import CheckIn
from reports.contexts import parse
from samverkan.workday import workday
from tests import factories, personas
from tests.personas import NOW

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(days=3)
AFTER = SOON + timedelta(hours=2)
SENDER = "idris@example.org"
FIRST, MEETING, CHECK_IN = CheckIn.Purpose.FIRST, CheckIn.Purpose.MEETING, CheckIn.Purpose.CHECK_IN


def book(case: Case, **values: Any) -> CheckIn:
    values = {"starts_at": SOON, "place": "Café Trådrullen", "at": NOW, **values}
    return actions.book_check_in(case.pk, **values, by=personas.karl())


def first_contact() -> Case:
    """Return a case that somebody without an account made contact about."""
    case = express_interest(
        contact_name="Idris Holmvik",
        contact_email=SENDER,
        parties="Tre grannar",
        area="Lingarnsgatan",
        at=NOW,
    )
    Case.objects.filter(pk=case.pk).update(officer=personas.karl())
    return Case.objects.get(pk=case.pk)


def officer() -> Client:
    client = Client()
    client.force_login(personas.karl())
    return client


def page(name: str, case: Case, *args: Any) -> str:
    return reverse(f"admin:{name}", args=[case.reference, *args])


def kind(status: str) -> str:
    if status in (*PHASES[Phase.UTFORANDE], *PHASES[Phase.RESULTAT]):
        return CHECK_IN
    return FIRST if status in BEFORE_READY else MEETING


@pytest.mark.parametrize("status", [status for status in Status if status not in FINISHED])
def test_group_and_officer_meet_in_every_status(status: Status) -> None:
    case = factories.in_status(factories.case(), status)
    row = book(case)
    assert row.purpose == kind(status)
    mail = OutgoingMail.objects.get(template="book_check_in_group", to="amina@example.org")
    come = {FIRST: "Kom på första mötet", MEETING: "Kom på möte", CHECK_IN: "Kom på avstämning"}[row.purpose]
    assert mail.subject.startswith(f"{come} 5 mars 2026 klockan 10.00")
    actions.move_check_in(
        case.pk, row.pk, starts_at=SOON + timedelta(days=1), place="Torget", by=personas.karl(), at=NOW
    )
    actions.cancel_check_in(case.pk, row.pk, why="Sjuk.", by=personas.karl(), at=NOW)
    row.refresh_from_db()
    assert row.cancelled_at == NOW
    assert OutgoingMail.objects.filter(template="cancel_check_in_group").exists()


def test_whoever_made_contact_is_invited_and_answers_without_an_account(client: Client) -> None:
    case = first_contact()
    row = book(case, starts_at=timezone.now() + timedelta(days=2))
    guest = row.guests.get()
    assert (guest.user, guest.address, str(guest)) == (None, SENDER, "Idris Holmvik")
    mail = OutgoingMail.objects.get(template="book_check_in_group")
    assert (mail.to, "Öppna mötets sida" in mail.body) == (SENDER, False)
    assert "De sex kriterierna" in mail.body
    url = reverse("answer_check_in", args=[guest.token])
    assert url in mail.body
    assert "Kommer du på det första mötet?" in client.get(url).content.decode()
    client.post(url, {"answer": "yes", "comment": "", "number": "0"})
    guest.refresh_from_db()
    assert guest.answer == "yes"
    # with an account the same guest, and the same answer
    idris = User.objects.create_user(SENDER, name="Idris Holmvik")
    case.memberships.create(user=idris, role=Role.REPRESENTATIVE, joined_at=NOW)
    move = {"starts_at": row.starts_at, "place": "Torget", "by": personas.karl(), "at": timezone.now()}
    actions.move_check_in(case.pk, row.pk, **move)
    guest = row.guests.get()
    assert (guest.user, guest.answer) == (idris, "yes")


def test_the_officer_has_until_the_day_of_the_first_meeting() -> None:
    case = factories.case()
    row = book(case, starts_at=NOW + timedelta(days=40))
    case.refresh_from_db()
    assert (case.turn, case.due_on) == (Turn.OFFICER, timezone.localdate(row.starts_at))


def test_noting_the_first_meeting_closes_its_booking() -> None:
    case = factories.case()
    row = book(case)
    with pytest.raises(Refused, match="på dess egen sida"):
        actions.hold_check_in(
            case.pk, row.pk, participants="Amina", notes="Bra.", by=personas.karl(), at=AFTER
        )
    log_first_meeting(case.pk, held_on=SOON.date(), participants="Amina", by=personas.karl(), at=AFTER)
    row.refresh_from_db()
    assert (row.held_at, row.purpose) == (AFTER, FIRST)
    assert not facts.unconfirmed(case).exists()
    assert not facts.held_check_ins(case).exists()
    assert book(case, starts_at=AFTER + timedelta(days=9), at=AFTER).purpose == MEETING


def test_a_booking_still_to_come_is_a_meeting_once_they_have_met() -> None:
    case = factories.case()
    row = book(case)
    log_first_meeting(case.pk, held_on=NOW.date(), participants="Amina", by=personas.karl(), at=NOW)
    row.refresh_from_db()
    assert (row.held_at, row.purpose) == (None, MEETING)
    case = factories.in_status(case, Status.COLLABORATION)
    actions.hold_check_in(case.pk, row.pk, participants="Amina", notes="Bra.", by=personas.karl(), at=AFTER)
    order = case.document_orders.get()
    assert order.designation == "Mötesanteckning 5 mars 2026"
    notes = parse("check_in_notes", order.snapshot)
    assert (notes.label, notes.title) == ("Mötesanteckning", "Möte 5 mars 2026")
    shown = officer().get(page("check_in", case, row.pk)).content.decode()
    assert f'href="{reverse("document", args=[order.pk])}">Anteckningarna som PDF' in shown
    assert list(facts.unconfirmed(case)) == [row]
    assert not facts.held_check_ins(case).exists()  # R36 asks for one while measures are carried out


def test_a_meeting_held_while_measures_are_carried_out_is_a_check_in() -> None:
    case = factories.in_status(factories.case(), Status.COLLABORATION)
    row = book(case)
    case = factories.in_status(case, Status.EXECUTION)
    actions.hold_check_in(case.pk, row.pk, participants="Amina", notes="Bra.", by=personas.karl(), at=AFTER)
    assert list(facts.held_check_ins(case)) == [row]


def test_the_first_meeting_is_reminded_of_in_the_calendar_and_collides() -> None:
    case, other = factories.case(), factories.case("Varptorget")
    beside = book(other, starts_at=SOON + timedelta(minutes=30))
    row = book(case)
    karl = personas.karl()
    assert collisions(row, case, viewer=karl) == ["första möte klockan 10.30, Varptorget"]
    assert {"Första möte: Lingarnsgatan", "Första möte: Varptorget"} == {
        entry.summary for entry in feed.check_in_entries(karl, since=NOW)
    }
    day = workday(karl, now=NOW)
    assert [item.check_in.pk for item in day.meetings] == [row.pk, beside.pk]
    assert "Du har två möten den närmaste veckan." in day.sentence
    assert actions.remind_of_check_ins(at=SOON - timedelta(days=1)) == 2
    mail = OutgoingMail.objects.get(template="remind_check_in_group", to="amina@example.org", case=case)
    assert mail.subject == "Kom på första mötet i morgon klockan 10.00: Lingarnsgatan"


# --- the pages ------------------------------------------------------------------------------------------------
def test_the_first_meeting_is_booked_on_the_page_and_noted_with_its_own_fields() -> None:
    case = factories.case()
    day = timezone.localdate() + timedelta(days=3)
    client = officer()
    url = page("book_check_in", case)
    assert url in client.get(page("log_first_meeting", case)).content.decode()
    assert "<h1>Boka första mötet</h1>" in client.get(url).content.decode()
    values = {
        "starts_at_0": day.isoformat(),
        "starts_at_1": "10",
        "place": "Torget",
        "agenda": "",
        "revision": "0",
    }
    beside = timezone.localtime().replace(hour=10, minute=30, second=0) + timedelta(days=3)
    book(factories.case("Varptorget"), starts_at=beside)
    asked = client.post(url, values)
    assert "första möte klockan 10.30, Varptorget" in asked.content.decode()
    assert not CheckIn.objects.filter(case=case).exists()
    shown = client.post(url, {**values, "clash": asked.context["clash"].key}, follow=True).content.decode()
    row = CheckIn.objects.get(case=case)
    assert (row.purpose, row.place) == (FIRST, "Torget")
    for words in ("Mötet är bokat och gruppen är inbjuden.", "Boka möte", "Första möte. Torget"):
        assert words in shown
    group = Client()
    group.force_login(personas.amina())
    home = group.get(case.get_absolute_url())
    assert home.context["turn"]["heading"].startswith("Ni träffar kontaktpersonen ")
    assert "Kom på första mötet" in [task["title"] for task in home.context["tasks"]]
    shown = group.get(reverse("check_in", args=[case.reference, row.pk])).content.decode()
    assert "Vad ni vill göra, och var" in shown
    assert "Läget per insats" not in shown
    # it has been: the officer notes it where the first meeting is noted, with what the booking knows
    CheckIn.objects.filter(pk=row.pk).update(starts_at=timezone.now() - timedelta(hours=2))
    target = page("log_first_meeting", case)
    assert client.get(page("hold_check_in", case, row.pk)).url == target
    initial = client.get(target).context["form"].initial
    assert (initial["held_on"], initial["place"]) == (
        timezone.localdate(timezone.now() - timedelta(hours=2)),
        "Torget",
    )
    assert "Amina Björkdal" in initial["participants"]
    held = {"held_on": initial["held_on"].isoformat(), "participants": "Amina", "process_explained": "on"}
    client.post(target, {**held, "criteria_explained": "on"})
    assert FirstMeeting.objects.get(case=case).process_explained
    row.refresh_from_db()
    assert row.held_at is not None
    shown = client.get(page("check_in", case, row.pk)).content.decode()
    assert "är hållet." in shown
    assert target in shown
    assert group.get(reverse("check_in", args=[case.reference, row.pk])).status_code == 200


def test_the_invitation_is_read_in_english() -> None:
    case = factories.case()
    User.objects.filter(email="amina@example.org").update(language="en")
    book(case)
    mail = OutgoingMail.objects.get(template="book_check_in_group", to="amina@example.org")
    assert mail.subject.startswith("Come to the first meeting on 5 March 2026")
