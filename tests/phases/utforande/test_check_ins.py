"""Check-ins: booked, moved, cancelled, held, confirmed; what was agreed is done (R36)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from applications.lifecycle import Refused, Stale, WrongState
from applications.models import Case, DocumentOrder, OutgoingMail, Record
from applications.states import FINISHED, Direction, Status
from phases.utforande import facts
from phases.utforande.actions import record_progress
from phases.utforande.check_ins import actions
from phases.utforande.check_ins.actions import Agreed
from phases.utforande.models import AgreedAction, CheckIn
from reports.contexts import parse
from tests import factories, personas
from tests.personas import NOW
from tests.phases import granted

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(days=3)
AFTER = SOON + timedelta(hours=2)
GROUP = {"amina@example.org", "birk@example.org"}


def mails(template: str) -> set[str]:
    return set(OutgoingMail.objects.filter(template__startswith=template).values_list("to", flat=True))


def hold(case: Case, row: CheckIn, at: datetime = AFTER, **values: Any) -> CheckIn:
    values = {"participants": "Amina Björkdal, Lingarnets Vänner", "notes": "Allt går bra.", **values}
    return actions.hold_check_in(case.pk, row.pk, **values, by=personas.karl(), at=at)


# --- booking -----------------------------------------------------------------------------------------------
def test_booking_invites_the_group() -> None:
    case = granted.in_execution()
    before = case.events.count()
    row = granted.booked(case)
    assert (row.place, row.created_by, row.held_at) == ("Café Trådrullen", personas.karl(), None)
    assert case.events.count() == before + 1
    event = case.events.first()
    assert (event.action, event.data["check_in"]) == ("book_check_in", row.pk)
    assert mails("book_check_in") == GROUP
    mail = OutgoingMail.objects.get(template="book_check_in_group", to="birk@example.org")
    assert mail.subject == "Kom på avstämning 5 mars 2026 klockan 10.00: Lingarnsgatan"
    assert f"/arenden/{case.reference}/avstamningar/{row.pk}/" in mail.body
    assert "Café Trådrullen" in mail.body


def test_a_substitute_books_and_the_officer_is_told() -> None:
    karl = personas.karl()
    karl.substitute = personas.karin()
    karl.save()
    case = granted.in_execution()
    actions.book_check_in(case.pk, starts_at=SOON, place="Caféet", by=personas.karin(), at=NOW)
    assert mails("book_check_in") == GROUP | {"karl@example.org"}


@pytest.mark.parametrize("starts_at", [NOW, NOW - timedelta(days=1)])
def test_a_check_in_is_booked_ahead(starts_at: datetime) -> None:
    case = granted.in_execution()
    with pytest.raises(Refused, match="som inte har varit än"):
        actions.book_check_in(case.pk, starts_at=starts_at, place="x", by=personas.karl(), at=NOW)
    assert not CheckIn.objects.exists()


def test_the_same_time_is_booked_once_and_the_end_comes_after_the_start() -> None:
    case = granted.in_execution()
    granted.booked(case)
    with pytest.raises(Refused, match="redan en avstämning bokad då"):
        granted.booked(case)
    with pytest.raises(Refused, match="efter starten"):
        actions.book_check_in(case.pk, starts_at=AFTER, ends_at=SOON, place="x", by=personas.karl(), at=NOW)
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("who", [personas.amina, personas.birk, personas.olga, personas.karin, personas.nils])
def test_only_the_officer_books(who) -> None:
    case = granted.in_execution()
    with pytest.raises(PermissionDenied, match="ärendets kontaktperson"):
        actions.book_check_in(case.pk, starts_at=SOON, place="x", by=who(), at=NOW)


@pytest.mark.parametrize("status", FINISHED)
def test_nothing_is_booked_when_the_case_is_over(status: Status) -> None:
    case = factories.in_status(granted.in_execution(), status)
    with pytest.raises(WrongState):
        granted.booked(case)


# --- moving and cancelling -------------------------------------------------------------------------------------
def test_moving_tells_the_group_both_times() -> None:
    case = granted.in_execution()
    row = granted.booked(case)
    later = SOON + timedelta(days=7)
    actions.move_check_in(
        case.pk, row.pk, starts_at=later, place="Föreningslokalen", by=personas.karl(), at=NOW, revision=0
    )
    row.refresh_from_db()
    assert (row.starts_at, row.ends_at, row.place) == (later, None, "Föreningslokalen")
    event = case.events.first()
    assert event.action == "move_check_in"
    assert datetime.fromisoformat(event.data["from"]) == SOON
    assert mails("move_check_in") == GROUP
    body = OutgoingMail.objects.filter(template="move_check_in_group").first().body
    assert "Det som var bokat 5 mars 2026 klockan 10.00" in body
    assert "12 mars 2026 klockan 10.00" in body


def test_cancelling_tells_the_group_why() -> None:
    case = granted.in_execution()
    row = granted.booked(case)
    actions.cancel_check_in(case.pk, row.pk, why="Sjukdom", by=personas.karl(), at=NOW, revision=0)
    row.refresh_from_db()
    assert (row.cancelled_at, row.cancelled_why) == (NOW, "Sjukdom")
    assert case.events.first().action == "cancel_check_in"
    assert mails("cancel_check_in") == GROUP
    assert "Skäl: Sjukdom" in OutgoingMail.objects.filter(template="cancel_check_in_group").first().body
    assert facts.next_check_in(case, NOW) is None


def test_what_is_cancelled_or_held_is_not_changed() -> None:
    case = granted.in_execution()
    row = granted.booked(case)
    with pytest.raises(Refused, match="Skriv varför"):
        actions.cancel_check_in(case.pk, row.pk, why=" ", by=personas.karl(), at=NOW)
    hold(case, row)
    for call in (
        lambda: actions.cancel_check_in(case.pk, row.pk, why="x", by=personas.karl(), at=NOW),
        lambda: actions.move_check_in(case.pk, row.pk, starts_at=SOON, place="x", by=personas.karl(), at=NOW),
    ):
        with pytest.raises(Refused, match="redan hållen"):
            call()
    other = granted.booked(case, SOON + timedelta(days=9))
    actions.cancel_check_in(case.pk, other.pk, why="x", by=personas.karl(), at=NOW)
    with pytest.raises(Refused, match="redan inställd"):
        hold(case, other, at=SOON + timedelta(days=10))


def test_a_page_opened_earlier_is_stale() -> None:
    case = granted.in_execution()
    row = granted.booked(case)
    actions.move_check_in(case.pk, row.pk, starts_at=AFTER, place="x", by=personas.karl(), at=NOW, revision=0)
    for call in (
        lambda: actions.cancel_check_in(case.pk, row.pk, why="x", by=personas.karl(), at=NOW, revision=0),
        lambda: hold(case, row, revision=0),
        lambda: actions.confirm_check_in(case.pk, row.pk, by=personas.amina(), at=NOW, revision=0),
    ):
        with pytest.raises(Stale):
            call()


# --- holding -----------------------------------------------------------------------------------------------
def test_the_notes_become_a_document_and_the_group_gets_them() -> None:
    case = granted.in_execution()
    a = case.measures.get(letter="A")
    record_progress(case.pk, a.pk, status="delayed", reason="Sen leverans", by=personas.birk(), at=NOW)
    row = granted.booked(case)
    before = case.events.count()
    hold(
        case,
        row,
        participants="Amina Björkdal, Lingarnets Vänner\n\nKarl Sjöhed, kontaktperson\nBirk",
        notes="Kärlen är på väg.",
        agreed=[Agreed("Boka el", "Spolverket", date(2026, 3, 20)), Agreed("Fråga", "Karl")],
        next_starts_at=SOON + timedelta(days=30),
        next_place="Föreningslokalen",
    )
    row.refresh_from_db()
    assert row.held_at == AFTER
    assert list(row.actions.values_list("what", "who", "due_on")) == [
        ("Boka el", "Spolverket", date(2026, 3, 20)),
        ("Fråga", "Karl", None),
    ]
    assert facts.next_check_in(case, AFTER).place == "Föreningslokalen"
    assert case.events.count() == before + 1
    assert mails("hold_check_in") == GROUP
    body = OutgoingMail.objects.filter(template="hold_check_in_group").first().body
    assert "- Boka el (Spolverket, senast 20 mars 2026)" in body
    assert "Nästa avstämning: 4 april 2026 klockan 10.00, Föreningslokalen." in body

    order = DocumentOrder.objects.get(kind="check_in_notes")
    assert order.designation == "Avstämningsanteckning 5 mars 2026"
    document = parse(order.kind, order.snapshot)
    assert [(m.name, m.role) for m in document.participants] == [
        ("Amina Björkdal", "Lingarnets Vänner"),
        ("Karl Sjöhed", "kontaktperson"),
        ("Birk", ""),
    ]
    assert [(m.letter, m.status, m.note) for m in document.measures] == [
        ("A", "Försenad", "Sen leverans"),
        ("B", "Planerad", ""),
    ]
    assert (document.next_place, document.confirmed_by, document.confirmed_on) == (
        "Föreningslokalen",
        "",
        None,
    )
    assert document.officer.phone == "040-628 04 11"
    record = Record.objects.get(order=order)
    assert record.direction == Direction.INTERNAL


@pytest.mark.parametrize(
    ("values", "words"),
    [({"participants": " "}, "vilka som var med"), ({"notes": ""}, "vad ni talade om")],
)
def test_notes_say_who_and_what(values: dict, words: str) -> None:
    case = granted.in_execution()
    row = granted.booked(case)
    with pytest.raises(Refused, match=words):
        hold(case, row, **values)
    row.refresh_from_db()
    assert row.held_at is None


def test_a_meeting_to_come_is_not_noted() -> None:
    case = granted.in_execution()
    row = granted.booked(case)
    with pytest.raises(Refused, match="inte har varit än") as refusal:
        hold(case, row, at=NOW)
    assert refusal.value.missing[0].url.endswith(f"/avstamningar/{row.pk}/andra/")


def test_a_refused_next_time_writes_nothing() -> None:
    case = granted.in_execution()
    row = granted.booked(case)
    with pytest.raises(Refused, match="som inte har varit än"):
        hold(case, row, next_starts_at=NOW)
    row.refresh_from_db()
    assert (row.held_at, CheckIn.objects.count(), DocumentOrder.objects.count()) == (None, 1, 0)


def test_notes_are_mended_until_they_are_confirmed() -> None:
    case = granted.in_execution()
    row = hold(case, granted.booked(case), agreed=[Agreed("Boka el", "Spolverket"), Agreed("Vattna", "Alla")])
    kept, gone = row.actions.all()
    actions.finish_agreed_action(case.pk, gone.pk, by=personas.birk(), at=AFTER)
    hold(case, row, notes="Mer.", agreed=[Agreed("Boka el i dag", "Birk", None, kept.pk)], revision=1)
    assert set(row.actions.values_list("what", "who", "done_on")) == {
        ("Boka el i dag", "Birk", None),
        ("Vattna", "Alla", AFTER.date()),
    }
    second, first = DocumentOrder.objects.filter(kind="check_in_notes")
    assert second.replaces == first
    assert parse(second.kind, second.snapshot).replaces.reason == "Anteckningarna är ändrade."
    actions.confirm_check_in(case.pk, row.pk, by=personas.amina(), at=AFTER)
    with pytest.raises(Refused, match="har bekräftat"):
        hold(case, row, notes="Ännu mer.")


def test_an_action_of_another_check_in_is_not_overwritten() -> None:
    case = granted.in_execution()
    first = hold(case, granted.booked(case), agreed=[Agreed("Boka el", "Spolverket")])
    theirs = first.actions.get()
    other = granted.booked(case, SOON + timedelta(days=2))
    hold(case, other, at=SOON + timedelta(days=3), agreed=[Agreed("Kapat", "Mallory", None, theirs.pk)])
    theirs.refresh_from_db()
    assert theirs.what == "Boka el"
    assert other.actions.get().what == "Kapat"


# --- confirming and finishing ------------------------------------------------------------------------------
@pytest.mark.parametrize("who", [personas.amina, personas.birk])
def test_the_group_confirms_once(who) -> None:
    case = granted.in_execution()
    row = hold(case, granted.booked(case))
    before = case.events.count()
    actions.confirm_check_in(case.pk, row.pk, by=who(), at=AFTER, revision=1)
    row.refresh_from_db()
    assert (row.confirmed_at, row.confirmed_by) == (AFTER, who())
    assert case.events.count() == before + 1
    assert mails("confirm_check_in") == {"karl@example.org"}
    document = DocumentOrder.objects.filter(kind="check_in_notes").first()
    parsed = parse(document.kind, document.snapshot)
    assert document.designation == "Avstämningsanteckning 5 mars 2026, bekräftad"
    assert (parsed.confirmed_by, parsed.confirmed_on, parsed.replaces) == (who().name, AFTER.date(), None)
    with pytest.raises(Refused, match="redan bekräftade"):
        actions.confirm_check_in(case.pk, row.pk, by=who(), at=AFTER)


def test_there_must_be_notes_to_confirm_and_a_group_to_do_it() -> None:
    case = granted.in_execution()
    row = granted.booked(case)
    with pytest.raises(Refused, match="inga anteckningar"):
        actions.confirm_check_in(case.pk, row.pk, by=personas.amina(), at=NOW)
    with pytest.raises(PermissionDenied):
        actions.confirm_check_in(case.pk, row.pk, by=personas.karl(), at=NOW)


@pytest.mark.parametrize("who", [personas.amina, personas.birk, personas.karl])
def test_what_was_agreed_is_done_once(who) -> None:
    case = granted.in_execution()
    row = hold(case, granted.booked(case), agreed=[Agreed("Boka el", "Spolverket")])
    action = row.actions.get()
    actions.finish_agreed_action(case.pk, action.pk, by=who(), at=AFTER)
    action.refresh_from_db()
    assert action.done_on == AFTER.date()
    assert (case.events.first().action, case.events.first().comment) == ("finish_agreed_action", "Boka el")
    with pytest.raises(Refused, match="redan markerat"):
        actions.finish_agreed_action(case.pk, action.pk, by=who(), at=AFTER)


def test_only_the_case_s_own_actions_are_done_and_only_by_its_people() -> None:
    case, other = granted.in_execution(), granted.in_execution("Varptorget")
    row = hold(other, granted.booked(other), agreed=[Agreed("Boka el", "Spolverket")])
    with pytest.raises(Refused, match="finns inte längre"):
        actions.finish_agreed_action(case.pk, row.actions.get().pk, by=personas.birk(), at=AFTER)
    with pytest.raises(PermissionDenied):
        actions.finish_agreed_action(other.pk, row.actions.get().pk, by=personas.olga(), at=AFTER)
    assert AgreedAction.objects.filter(done_on=None).count() == 1


def test_the_agenda_begins_with_what_is_late() -> None:
    case = granted.in_execution()
    case.measures.filter(letter="B").update(ends_on=date(2026, 2, 1), starts_on=None)
    late = Agreed("Ring", "Amina", due_on=date(2026, 2, 20))
    hold(case, granted.booked(case), agreed=[Agreed("Boka el", "Spolverket"), late])
    assert facts.agenda(case, at=NOW).splitlines() == [
        "- B Sittplatser: försenad, skulle vara klar 1 februari 2026",
        "- Ring (Amina): försenad, skulle vara klar 20 februari 2026",
        "- A Planteringar: klar senast 31 mars 2026",
        "- Boka el (Spolverket)",
    ]


def test_a_protected_person_stands_in_no_document() -> None:
    case = granted.in_execution()
    amina = personas.amina()
    amina.protected_identity = True
    amina.save()
    row = hold(case, granted.booked(case), participants="En medlem")
    actions.confirm_check_in(case.pk, row.pk, by=amina, at=AFTER)
    order = DocumentOrder.objects.filter(kind="check_in_notes").first()
    assert order.snapshot["confirmed_by"] == "Skyddade personuppgifter"
    assert "Björkdal" not in str(order.snapshot)
