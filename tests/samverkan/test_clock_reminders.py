"""The clock reminds of dates: before and after, the one whose turn it is, once, and not when it is over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from applications import deadlines
from applications.decisions.content import ConditionContent
from applications.lifecycle import locked, perform
from applications.mailing.reminders import send_reminders, stage
from applications.models import Case, Condition, Event, OutgoingMail, User
from applications.states import CameBy, Status, Turn
from applications.workspace.actions import open_city_case
from phases import reminders as phases
from phases.samarbete.models import DialogueActivity
from phases.utforande.check_ins import actions as check_ins
from phases.utforande.check_ins.actions import Agreed
from samverkan import clock
from tests import factories, personas
from tests.applications.committee import cases
from tests.personas import NOW
from tests.phases import granted
from tests.phases.samarbete import ready

pytestmark = pytest.mark.django_db

SWEDEN = ZoneInfo("Europe/Stockholm")
DUE = date(2026, 3, 20)
GROUP = ["amina@example.org", "birk@example.org"]


def on(day: date, hour: int = 8) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=SWEDEN)


def case_due(status: Status = Status.COMPLETION, due: date | None = DUE, **fields: object) -> Case:
    """Return a case in `status` with its date, its mails so far forgotten."""
    case = factories.in_status(factories.case(), status)
    values = {"turn": deadlines.TURN_OF[status], "due_on": due, "due_reason": "Komplettera ansökan"} | fields
    Case.objects.filter(pk=case.pk).update(**values)
    OutgoingMail.objects.all().delete()
    return Case.objects.get(pk=case.pk)


def reminded() -> list[str]:
    """Return who was reminded so far."""
    mails = OutgoingMail.objects.filter(template__startswith="remind_").order_by("to", "pk")
    return list(mails.values_list("to", flat=True))


# --- the days --------------------------------------------------------------------------------------------
def test_one_reminder_before_and_one_after_each_once() -> None:
    case_due()
    User.objects.filter(email="birk@example.org").update(language="en")
    days = [DUE + timedelta(days=n) for n in (*range(-5, 4), 14, 15, 16)]
    counts = {}
    for day in days:
        assert send_reminders(at=on(day, 6)) == 0  # nobody is woken
        for hour in (7, 23):
            before = len(reminded())
            send_reminders(at=on(day, hour))
            counts[day] = counts.get(day, 0) + len(reminded()) - before
    assert {day: count for day, count in counts.items() if count} == {
        date(2026, 3, 17): 2,
        date(2026, 3, 21): 2,
    }
    first, second = OutgoingMail.objects.filter(to="amina@example.org").order_by("pk")
    assert first.subject == "Komplettera ansökan senast 20 mars, om 3 dagar: Lingarnsgatan"
    assert first.body.startswith(
        "Komplettera ansökan senast fredag 20 mars 2026, om 3 dagar. Det här är en påminnelse."
    )
    assert second.subject == "Komplettera ansökan, det skulle vara klart 20 mars: Lingarnsgatan"
    assert second.body.startswith(
        "Komplettera ansökan så snart ni kan. Det skulle vara klart fredag 20 mars 2026, i går."
    )
    english = OutgoingMail.objects.filter(to="birk@example.org").earliest("pk")  # each in their own language
    assert english.subject == "Add information to the application by 20 March, in 3 days: Lingarnsgatan"
    assert list(
        Event.objects.filter(action__startswith="remind").values_list("action", "user_name", "role")
    ) == [
        ("remind_after", "Automatiskt", ""),
        ("remind_before", "Automatiskt", ""),
    ]


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 3, 12), None),
        (date(2026, 3, 13), -7),
        (date(2026, 3, 18), -7),
        (date(2026, 3, 19), -1),
        (date(2026, 3, 20), -1),
        (date(2026, 3, 21), 1),
        (date(2026, 3, 29), 1),
        (date(2026, 3, 30), 10),
        (date(2026, 4, 13), 10),
        (date(2026, 4, 14), None),
    ],
)
def test_several_days_may_be_set_and_the_nearest_that_has_come_counts(settings, today, days) -> None:
    settings.REMIND_DAYS_BEFORE, settings.REMIND_DAYS_AFTER = [1, 7], [10, 1]
    found = stage(DUE, today)
    assert (found.days if found else None) == days


def test_nothing_is_sent_when_no_days_are_set(settings) -> None:
    settings.REMIND_DAYS_BEFORE = settings.REMIND_DAYS_AFTER = []
    case_due()
    assert send_reminders(at=on(DUE)) == 0


def test_a_clock_that_slept_makes_up_for_it_and_not_for_what_is_long_past() -> None:
    case_due()
    assert send_reminders(at=on(DUE - timedelta(days=1))) == 1
    assert "senast 20 mars, i morgon" in OutgoingMail.objects.first().subject
    assert send_reminders(at=on(DUE + timedelta(days=16))) == 0
    assert send_reminders(at=on(DUE + timedelta(days=15))) == 1
    assert "för 15 dagar sedan" in OutgoingMail.objects.first().body


def test_a_date_given_this_late_is_not_reminded_of_before_it() -> None:
    """Who was asked on the 18th to answer by the 20th needs no reminder the next minute."""
    case = factories.in_status(factories.case(), Status.REVIEW)
    with locked(case.pk) as held:
        perform(
            held,
            "request_completion",
            by=personas.karl(),
            at=on(date(2026, 3, 18)),
            due_on=DUE,
            due_reason="Komplettera ansökan",
            context={"what": "ansökan", "asked_for": []},
        )
    assert send_reminders(at=on(date(2026, 3, 18), 9)) == 0
    assert send_reminders(at=on(DUE)) == 0
    assert send_reminders(at=on(DUE + timedelta(days=1))) == 1


def test_a_moved_date_is_reminded_of_anew() -> None:
    case = case_due()
    assert send_reminders(at=on(DUE - timedelta(days=3))) == 1
    Case.objects.filter(pk=case.pk).update(due_on=DUE + timedelta(days=1))
    assert send_reminders(at=on(DUE - timedelta(days=3))) == 0
    assert send_reminders(at=on(DUE - timedelta(days=2))) == 1
    assert send_reminders(at=on(DUE - timedelta(days=2))) == 0
    assert len(reminded()) == 4


# --- whom --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("turn", "who"),
    [
        (Turn.GROUP, GROUP),
        (Turn.OFFICER, ["karl@example.org"]),
        (Turn.MANAGER, ["cecilia@example.org"]),
        (Turn.SECRETARY, ["nils@example.org"]),
        (Turn.REGISTRAR, ["rut@example.org"]),
        (Turn.NOBODY, []),
    ],
)
def test_the_one_whose_turn_it_is_is_reminded(turn: Turn, who: list[str]) -> None:
    for person in (personas.cecilia, personas.nils, personas.rut, personas.adam, personas.karin):
        person()
    case_due(Status.REVIEW, turn=turn)
    send_reminders(at=on(DUE - timedelta(days=3)))
    assert reminded() == who
    assert set(Event.objects.filter(action="remind_before").values_list("for_group", flat=True)) <= {
        turn == Turn.GROUP
    }


@pytest.mark.parametrize("status", [Status.CLOSED, Status.REJECTED, Status.WITHDRAWN, Status.ARCHIVED])
def test_a_case_that_has_ended_is_left_alone(status: Status) -> None:
    case_due(status, turn=Turn.GROUP)
    assert send_reminders(at=on(DUE)) == 0


def test_a_case_without_a_date_is_left_alone() -> None:
    case_due(due=None)
    assert send_reminders(at=on(DUE)) == 0


def test_a_turn_that_passed_on_while_the_clock_thought_is_not_reminded_of(monkeypatch) -> None:
    case = case_due()
    from applications.mailing import actions

    real = actions.remind

    def after_the_group_answered(pk: int, *args: object, **kwargs: object) -> bool:
        Case.objects.filter(pk=case.pk).update(turn=Turn.OFFICER)
        return real(pk, *args, **kwargs)

    monkeypatch.setattr(actions, "remind", after_the_group_answered)
    assert send_reminders(at=on(DUE)) == 0
    assert reminded() == []


# --- conditions ----------------------------------------------------------------------------------------------
def test_conditions_are_reminded_of_until_they_are_met(settings) -> None:
    settings.REMIND_DAYS_AFTER = [1, 5]
    case = cases.posted(conditions=[ConditionContent("Barnen tillfrågas.", DUE)]).case
    Case.objects.filter(pk=case.pk).update(due_on=None)
    row = Condition.objects.get(decision__case=case)
    OutgoingMail.objects.all().delete()
    assert send_reminders(at=on(DUE - timedelta(days=3))) == 1
    assert reminded() == GROUP
    mail = OutgoingMail.objects.first()
    assert mail.subject.startswith("Visa att villkoret i beslutet är uppfyllt senast 20 mars, om 3 dagar")
    assert "> Barnen tillfrågas." in mail.body
    assert send_reminders(at=on(DUE - timedelta(days=2))) == 0
    assert send_reminders(at=on(DUE + timedelta(days=1))) == 2
    assert sorted(reminded()) == sorted([*GROUP, *GROUP, "karl@example.org"])
    Condition.objects.filter(pk=row.pk).update(done_on=DUE)
    assert send_reminders(at=on(DUE + timedelta(days=5))) == 0


# --- check-ins -----------------------------------------------------------------------------------------------
def test_a_check_in_is_reminded_of_the_day_before_and_again_when_it_moves() -> None:
    case = granted.in_execution()
    row = granted.booked(case)  # 5 March at 10
    OutgoingMail.objects.all().delete()
    assert check_ins.remind_of_check_ins(at=on(date(2026, 3, 3), 23)) == 0
    assert [check_ins.remind_of_check_ins(at=on(date(2026, 3, 4), hour)) for hour in (6, 7, 23)] == [0, 1, 0]
    assert reminded() == [*GROUP, "karl@example.org"]
    mail = OutgoingMail.objects.get(to="amina@example.org")
    assert mail.subject == "Kom på avstämning i morgon klockan 10.00: Lingarnsgatan"
    assert "Plats: Café Trådrullen" in mail.body
    assert OutgoingMail.objects.get(to="karl@example.org").subject.startswith("Håll avstämning i morgon")
    moved = row.starts_at + timedelta(days=4)
    karl = personas.karl()
    check_ins.move_check_in(
        case.pk, row.pk, starts_at=moved, place="Torget", by=karl, at=on(date(2026, 3, 4), 9)
    )
    assert check_ins.remind_of_check_ins(at=on(date(2026, 3, 8))) == 1


def test_colleagues_who_are_invited_are_reminded_too() -> None:
    case = granted.in_execution()
    check_ins.book_check_in(
        case.pk,
        starts_at=NOW + timedelta(days=3),
        ends_at=None,
        place="Torget",
        agenda="",
        colleagues=[personas.cecilia()],
        by=personas.karl(),
        at=NOW,
    )
    OutgoingMail.objects.all().delete()
    assert check_ins.remind_of_check_ins(at=NOW + timedelta(days=2)) == 1
    assert "cecilia@example.org" in reminded()


def test_a_check_in_that_was_called_off_held_or_booked_today_is_not_reminded_of() -> None:
    case = granted.in_execution()
    granted.booked(case, NOW + timedelta(days=1))  # booked today
    assert check_ins.remind_of_check_ins(at=NOW) == 0
    off = granted.booked(case, NOW + timedelta(days=3))
    check_ins.cancel_check_in(case.pk, off.pk, why="Snö", by=personas.karl(), at=NOW)
    assert check_ins.remind_of_check_ins(at=NOW + timedelta(days=2)) == 0
    granted.booked(case, NOW + timedelta(days=5))
    factories.in_status(case, Status.WITHDRAWN)
    assert check_ins.remind_of_check_ins(at=NOW + timedelta(days=4)) == 0


# --- what was planned and agreed ------------------------------------------------------------------------------
def test_what_was_agreed_at_a_check_in_is_reminded_of_until_it_is_done() -> None:
    case = granted.in_execution()
    row = granted.held(case, agreed=[Agreed("Boka el", "Spolverket", DUE), Agreed("Fråga", "Karl")])
    Case.objects.filter(pk=case.pk).update(due_on=None)
    OutgoingMail.objects.all().delete()
    everybody = sorted([*GROUP, "karl@example.org"])
    assert [phases.send_reminders(at=on(DUE - timedelta(days=n))) for n in (4, 3, 3, 2, 0)] == [0, 2, 0, 0, 0]
    assert reminded() == everybody
    mail = OutgoingMail.objects.get(to="amina@example.org")
    assert mail.subject == "Gör det som är överenskommet senast 20 mars, om 3 dagar: Lingarnsgatan"
    assert "> Boka el (Spolverket)" in mail.body
    assert [phases.send_reminders(at=on(DUE + timedelta(days=n))) for n in (1, 2)] == [2, 0]
    assert len(reminded()) == 2 * len(everybody)
    check_ins.finish_agreed_action(case.pk, row.actions.first().pk, by=personas.birk(), at=on(DUE))
    OutgoingMail.objects.all().delete()
    assert phases.send_reminders(at=on(DUE + timedelta(days=1))) == 0


def test_a_planned_dialogue_is_reminded_of_until_the_group_tells_how_it_went() -> None:
    case = ready.collaboration()
    row = ready.planned(case)
    day = row.planned_on
    Case.objects.filter(pk=case.pk).update(due_on=None)
    DialogueActivity.objects.filter(pk=row.pk).update(created_at=on(day - timedelta(days=30)))
    OutgoingMail.objects.all().delete()
    assert [phases.send_reminders(at=on(day - timedelta(days=n))) for n in (4, 3, 0)] == [0, 1, 0]
    assert reminded() == GROUP
    assert phases.send_reminders(at=on(day + timedelta(days=1))) == 1
    last = OutgoingMail.objects.latest("pk")
    assert last.body.startswith("Håll dialogaktiviteten eller berätta hur den gick så snart ni kan.")
    assert f"> {row.title}" in last.body
    OutgoingMail.objects.all().delete()
    DialogueActivity.objects.filter(pk=row.pk).update(created_at=on(day - timedelta(days=3)))
    assert phases.send_reminders(at=on(day)) == 0  # who planned it this late knows it still
    DialogueActivity.objects.filter(pk=row.pk).update(held_on=day)
    assert phases.send_reminders(at=on(day + timedelta(days=1))) == 0


# --- nobody to remind (R46) ---------------------------------------------------------------------------------
@pytest.mark.parametrize("came_by", [CameBy.PHONE, None])
def test_a_group_without_an_account_is_not_reminded_and_the_trail_says_nothing_of_it(came_by) -> None:
    case = open_city_case("Torget", came_by=came_by, by=personas.karl(), at=NOW)
    factories.in_status(case, Status.COMPLETION)
    Case.objects.filter(pk=case.pk).update(turn=Turn.GROUP, due_on=DUE)
    day = on(DUE - timedelta(days=1))
    assert [send_reminders(at=day) for _minute in range(3)] == [0, 0, 0]
    assert not Event.objects.filter(action__startswith="remind").exists()


def test_a_check_in_with_nobody_to_remind_leaves_no_trail() -> None:
    case = granted.in_execution()
    granted.booked(case, NOW + timedelta(days=3))
    User.objects.update(is_active=False)
    Case.objects.update(officer=None)
    day = NOW + timedelta(days=2)
    assert [check_ins.remind_of_check_ins(at=day) for _minute in range(2)] == [0, 0]
    assert not Event.objects.filter(action__startswith="remind").exists()


# --- the clock itself --------------------------------------------------------------------------------------------
def test_the_clock_takes_the_reminders_along() -> None:
    case_due()
    assert clock.tick(at=on(DUE))["reminders"] == 1
    assert clock.tick(at=on(DUE))["reminders"] == 0


def test_one_tick_asks_as_much_for_many_cases_as_for_one(django_assert_num_queries) -> None:
    """What was reminded of already costs nothing more, however many there are."""
    case_due()
    send_reminders(at=on(DUE))
    with django_assert_num_queries(4):
        send_reminders(at=on(DUE))
    for number in range(3):
        other = factories.in_status(factories.case(f"Gata {number}"), Status.COMPLETION)
        Case.objects.filter(pk=other.pk).update(turn=Turn.GROUP, due_on=DUE)
    send_reminders(at=on(DUE))
    with django_assert_num_queries(4):
        send_reminders(at=on(DUE))
