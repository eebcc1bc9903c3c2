"""Actors confirm their part (D14): asked by a link, reminded, taken back, noted on paper; silence stops nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from applications.group import actions, confirmation_actions
from applications.group.contributions import contributions_of
from applications.group.standings import standings
from applications.lifecycle import Refused
from applications.models import Case, CaseActor, Confirmation, Event, OutgoingMail, Record
from applications.states import ActorKind, Status
from applications.writing import actions as writing
from tests import factories, personas
from tests.applications.writing import samples
from tests.files import picture, upload
from tests.personas import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=7, hours=1)
TOO_LATE = NOW + timedelta(days=31)
RIGHT = {"takes_part": True, "contribution_right": None, "may_be_named": True, "answered_by": "Siri Lagerö"}


@pytest.fixture
def case() -> Case:
    """Return a case with one actor."""
    case = factories.case()
    factories.case_actor(case, "Lingarnets Vänner", ActorKind.ASSOCIATION, "432000-0039")
    return case


def ask(case: Case, *, by: Any = personas.amina, at: Any = NOW, email: str = "Siri@example.org") -> Any:
    part = case.case_actors.first()
    return confirmation_actions.ask_actor(case.pk, part.pk, email=email, name="Siri Lagerö", by=by(), at=at)


def answer(question: Confirmation, *, at: Any = LATER, **changes: Any) -> Event:
    shown = contributions_of(question.case_actor)
    return confirmation_actions.answer_actor(question, **{"shown": shown, **RIGHT, **changes}, at=at)


def note(case: Case, way: str = "meeting", **changes: Any) -> Confirmation:
    part = case.case_actors.filter(in_group=True).first()
    values = {"way": way, "who": "ordföranden", "by": personas.amina(), "at": NOW, **changes}
    return confirmation_actions.confirm_actor(case.pk, part.pk, **values)


def mailed(action: str) -> list[tuple[str, str]]:
    rows = OutgoingMail.objects.filter(event__action=action).order_by("to", "id")
    return list(rows.values_list("to", "template"))


def state_of(case: Case, *, at: Any = LATER) -> str:
    [standing] = standings(case, at=at)
    return standing.state


# --- asking -------------------------------------------------------------------------------------------
def test_a_question_is_one_event_and_one_mail_with_the_link(case: Case) -> None:
    assert state_of(case) == "unasked"
    question = ask(case)
    assert Event.objects.get(action="ask_actor").comment == "Lingarnets Vänner"
    assert mailed("ask_actor") == [("siri@example.org", "ask_actor_contact")]
    body = OutgoingMail.objects.get(template="ask_actor_contact").body
    assert f"/bekrafta/{question.token}/" in body
    assert body.startswith("Svara senast onsdag 1 april 2026 på om Lingarnets Vänner är med.")
    assert state_of(case) == "waiting"
    assert (CaseActor.objects.get().contact_email, question.open_until.isoformat()) == (
        "siri@example.org",
        "2026-04-01",
    )


def test_only_who_speaks_for_the_group_asks_reminds_and_takes_back(case: Case) -> None:
    question = ask(case, by=personas.karl)
    for who in (personas.birk, personas.karin, personas.olga):
        with pytest.raises(PermissionDenied):
            ask(case, by=who)
        for act in (confirmation_actions.remind_actor, confirmation_actions.withdraw_question):
            with pytest.raises(PermissionDenied):
                act(case.pk, question.pk, by=who(), at=LATER)


def test_a_new_question_closes_the_link_before_it(case: Case) -> None:
    first, second = ask(case), ask(case, email="ordforanden@example.org")
    assert Confirmation.objects.waiting().get() == second
    first.refresh_from_db()
    assert not confirmation_actions.is_open(first, at=NOW)
    with pytest.raises(confirmation_actions.Closed):
        answer(first)
    assert CaseActor.objects.get().contact_email == "siri@example.org"


def test_a_link_opens_its_question_and_nothing_else(case: Case) -> None:
    question = ask(case)
    found = Confirmation.objects.of_token
    assert found(question.token) == question
    for token in (
        str(question.pk),
        question.token + "x",
        signing.Signer(sep=".").sign(str(question.pk)),
        "",
        ".",
    ):
        assert found(token) is None, token


def test_a_link_closes_with_its_day_the_actor_and_the_case(case: Case) -> None:
    question = ask(case)
    assert confirmation_actions.is_open(question, at=NOW + timedelta(days=30))
    assert not confirmation_actions.is_open(question, at=TOO_LATE)
    assert state_of(case, at=TOO_LATE) == "expired"
    with pytest.raises(confirmation_actions.Closed):
        answer(question, at=TOO_LATE)
    factories.in_status(case, Status.WITHDRAWN)
    question = Confirmation.objects.of_token(question.token)
    assert not confirmation_actions.is_open(question, at=LATER)


def test_a_question_is_taken_back_once(case: Case) -> None:
    question = ask(case)
    confirmation_actions.withdraw_question(case.pk, question.pk, by=personas.amina(), at=LATER)
    assert mailed("withdraw_question") == []
    assert state_of(case) == "unasked"
    with pytest.raises(Refused, match="redan besvarad eller återtagen"):
        confirmation_actions.withdraw_question(case.pk, question.pk, by=personas.amina(), at=LATER)
    with pytest.raises(confirmation_actions.Closed):
        answer(question)


def test_a_question_of_another_case_is_out_of_reach(case: Case) -> None:
    question = ask(case)
    other = factories.case("Annan gata")
    for act in (confirmation_actions.remind_actor, confirmation_actions.withdraw_question):
        with pytest.raises(Refused, match="redan besvarad eller återtagen"):
            act(other.pk, question.pk, by=personas.amina(), at=LATER)
    part = case.case_actors.get()
    with pytest.raises(Refused, match="inte längre med"):
        confirmation_actions.ask_actor(
            other.pk, part.pk, email="a@example.org", name="A", by=personas.amina(), at=NOW
        )
    with pytest.raises(Refused, match="inte längre med"):
        confirmation_actions.confirm_actor(
            other.pk, part.pk, way="mail", who="A", by=personas.amina(), at=NOW
        )


# --- reminding ----------------------------------------------------------------------------------------
def test_a_reminder_is_the_same_link_at_most_once_a_day_while_it_works(case: Case) -> None:
    question = ask(case)

    def remind(at: Any) -> Event:
        return confirmation_actions.remind_actor(case.pk, question.pk, by=personas.amina(), at=at)

    with pytest.raises(Refused, match="Vänta till i morgon"):
        remind(NOW + timedelta(hours=2))
    remind(NOW + timedelta(days=1))
    with pytest.raises(Refused, match="Vänta till i morgon"):
        remind(NOW + timedelta(days=1, hours=1))
    assert mailed("remind_actor") == [("siri@example.org", "remind_actor_contact")]
    assert question.token in OutgoingMail.objects.get(template="remind_actor_contact").body
    with pytest.raises(Refused, match="gäller inte längre"):
        remind(TOO_LATE)


def test_the_clock_reminds_each_silent_actor_once(case: Case, django_assert_num_queries: Any) -> None:
    question = ask(case)
    assert confirmation_actions.remind_silent(at=NOW + timedelta(days=6)) == 0
    assert confirmation_actions.remind_silent(at=LATER) == 1
    event = Event.objects.get(action="remind_actor")
    assert (event.user, event.user_name) == (None, "Automatisk påminnelse")
    assert mailed("remind_actor") == [("siri@example.org", "remind_actor_contact")]
    question.refresh_from_db()
    assert question.reminded_at == LATER
    with django_assert_num_queries(1):
        assert confirmation_actions.remind_silent(at=LATER + timedelta(days=7)) == 0


def test_the_clock_leaves_closed_links_and_finished_cases_alone(case: Case) -> None:
    question = ask(case)
    assert confirmation_actions.remind_silent(at=TOO_LATE) == 0
    factories.in_status(case, Status.WITHDRAWN)
    assert confirmation_actions.remind_silent(at=LATER) == 0
    factories.in_status(case, Status.DRAFT)
    confirmation_actions.withdraw_question(case.pk, question.pk, by=personas.amina(), at=LATER)
    assert confirmation_actions.remind_silent(at=LATER) == 0


# --- answering ----------------------------------------------------------------------------------------
def test_an_answer_is_kept_and_told_to_group_and_sender(case: Case) -> None:
    event = answer(ask(case), comment="Vi ses på årsmötet.")
    assert (event.user, event.user_name) == (None, "Lingarnets Vänner")
    assert event.comment == "Är med. Får nämnas offentligt."
    assert mailed("answer_actor") == [
        ("amina@example.org", "answer_actor_group"),
        ("birk@example.org", "answer_actor_group"),
        ("siri@example.org", "answer_actor_contact"),
    ]
    body = OutgoingMail.objects.get(to="birk@example.org", template="answer_actor_group").body
    assert "Vi ses på årsmötet." in body
    part = CaseActor.objects.get()
    assert (part.confirmed_at, part.confirmed_how) == (LATER, "Genom länken: Siri Lagerö")
    assert (part.declined_at, part.may_be_named) == (None, True)
    assert list(CaseActor.objects.named_in_public()) == [part]
    assert state_of(case) == "confirmed"


def test_a_link_is_used_once_and_its_answer_never_changes(case: Case) -> None:
    question = ask(case)
    answer(question)
    with pytest.raises(confirmation_actions.Closed):
        answer(question, takes_part=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Confirmation.objects.update(may_be_named=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Confirmation.objects.all().delete()
    assert Event.objects.filter(action="answer_actor").count() == 1


def test_who_says_no_is_shown_as_such_until_it_answers_anew(case: Case) -> None:
    answer(ask(case), takes_part=False, contribution_right=True)
    part = CaseActor.objects.get()
    assert (part.confirmed_at, part.declined_at, part.may_be_named) == (None, LATER, None)
    assert state_of(case) == "declined"
    assert Event.objects.get(action="answer_actor").comment == "Är inte med."
    answer(ask(case, at=LATER), at=LATER + timedelta(days=1), may_be_named=False)
    part.refresh_from_db()
    assert (part.declined_at, part.may_be_named) == (None, False)
    assert not CaseActor.objects.named_in_public().exists()


def test_an_answer_holds_for_the_contribution_that_was_shown() -> None:
    case = samples.draft()
    samples.fill(case)
    question = ask(case)
    with pytest.raises(Refused, match="ändrat bidraget"):
        answer(question, shown=[])
    answer(question, contribution_right=True)
    first = standings(case, at=LATER)[0]
    assert (first.contribution, first.in_words()) == ("right", "Bidraget stämmer. Får nämnas offentligt.")
    rows = [{"case_actor": first.part, "kind": "staff", "amount": None, "description": "10 timmar"}]
    fields = samples.stored(first.part)["bidrag"]["fields"]
    writing.save_step(case.pk, "bidrag", fields, rows=rows, by=personas.amina(), at=LATER)
    assert standings(case, at=LATER)[0].contribution == "changed"


def test_the_sent_application_says_who_answered_what_and_silence_stops_nothing() -> None:
    case = samples.draft()
    samples.fill(case)
    note(case, contribution_right=True, may_be_named=False)
    silent = case.case_actors.filter(in_group=True)[1]
    values = {"email": "tove@example.org", "name": "Tove Ek", "by": personas.amina(), "at": NOW}
    confirmation_actions.ask_actor(case.pk, silent.pk, **values)
    writing.submit(case.pk, by=personas.amina(), at=NOW)
    rows = case.application_versions.get().snapshot["actors"]
    assert [(row["confirmed_on"], row["answer"]) for row in rows] == [
        (NOW.date().isoformat(), "Bidraget stämmer. Får inte nämnas offentligt."),
        (None, "Inte besvarat."),
    ]


def test_an_actor_that_leaves_and_comes_back_is_asked_anew() -> None:
    case = samples.sent()
    part = case.case_actors.first()
    answer(ask(case), contribution_right=True)
    actions.remove_actor(case.pk, part.pk, by=personas.amina(), at=LATER)
    part.refresh_from_db()
    assert (part.in_group, part.confirmed_at, part.may_be_named) == (False, None, None)
    assert part.confirmations.answered().count() == 1


# --- on paper -----------------------------------------------------------------------------------------
def test_a_confirmation_on_paper_is_proved_by_a_record_of_the_case(
    case: Case, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    question = ask(case)
    with pytest.raises(Refused, match="Lägg till pappret"):
        note(case, "paper")
    with pytest.raises(Refused):
        note(case, "paper", files=[upload("papper.jpg", b"")])
    assert Record.objects.filter(case=case).count() == 0
    found = note(case, "paper", files=[upload("papper.jpg", picture())], may_be_named=True)
    assert found.attachment.section == confirmation_actions.EVIDENCE
    assert Record.objects.get(case=case).attachment == found.attachment
    assert CaseActor.objects.get().confirmed_how == "På papper: ordföranden"
    assert mailed("confirm_actor") == []
    with pytest.raises(confirmation_actions.Closed):
        answer(question)


def test_a_confirmation_is_noted_once(case: Case) -> None:
    for who in (personas.birk, personas.karin):
        with pytest.raises(PermissionDenied):
            note(case, by=who())
    note(case, by=personas.karl())
    assert Event.objects.get(action="confirm_actor").comment == (
        "Lingarnets Vänner: Muntligt, på ett möte: ordföranden. Är med."
    )
    with pytest.raises(Refused, match="redan bekräftat"):
        note(case)


def test_how_all_stand_is_asked_at_once_however_many_they_are(
    case: Case, django_assert_num_queries: Any
) -> None:
    ask(case)
    for number in range(3):
        factories.case_actor(case, f"Grupp {number}", ActorKind.RESIDENTS_GROUP)
    with django_assert_num_queries(3):
        assert [row.state for row in standings(case, at=LATER)] == ["waiting", *["unasked"] * 3]
