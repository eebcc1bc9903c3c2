"""The demonstration: every status, no date out of place, and the walk that the tests lean on."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import DateTimeField
from django.utils import timezone

from applications.deadlines import is_working_day
from applications.decisions.stages import STATES
from applications.models import (
    Application,
    Case,
    Condition,
    Decision,
    DocumentOrder,
    Event,
    Meeting,
    Message,
    Payment,
    Record,
    Referral,
    User,
)
from applications.states import Role, Status
from applications.support.balance import balance
from applications.workspace.filters import waiting_for
from phases.initiering.models import FirstMeeting
from phases.resultat.guards import left_when_closing
from phases.samarbete.models import Communication, Compilation, DialogueActivity, Need
from phases.utforande.models import AgreedAction, CheckIn
from samverkan.demo import people
from samverkan.demo.story import Story, next_meeting
from samverkan.demo.walk import PATHS, walk_to
from tests.walk import FIRST_DAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", Status)
def test_every_status_is_reached_by_the_real_actions(status: Status) -> None:
    walk = walk_to(status, Story("Lingarnsgatan"), first_day=FIRST_DAY)
    assert walk.case.status == status
    at = list(walk.case.events.order_by("id").values_list("at", flat=True))
    assert at == sorted(at)
    assert set(PATHS) == set(Status)


def test_meetings_fall_on_tuesdays_four_weeks_apart() -> None:
    assert next_meeting(date(2024, 1, 9)) == date(2024, 1, 9)
    assert next_meeting(date(2024, 1, 10)) == date(2024, 2, 6)
    story = Story("x")
    for days in range(40):
        first = FIRST_DAY + timedelta(days=days)
        for step in ("decide", "decide_2"):
            assert next_meeting(story.day(step, first)) == story.day(step, first)
        assert story.day("decide_2", first) < story.day("release_2", first)


def test_the_demonstration_shows_everything_and_loads_once(subtests) -> None:
    call_command("load_demo", verbosity=0)
    cases = Case.objects.count()
    for check in (
        every_status,
        no_day_out_of_place,
        the_whole_case,
        the_special_cases,
        something_to_do_for_everybody,
        the_log_ins,
    ):
        with subtests.test(check.__name__):
            check()
    call_command("load_demo", verbosity=0)
    assert Case.objects.count() == cases


def every_status() -> None:
    assert set(Case.objects.values_list("status", flat=True)) == set(Status)


# What has happened, by model: none of these days may lie ahead.
PAST = {
    Event: ["at"],
    Record: ["at"],
    Message: ["at"],
    Payment: ["paid_on", "at"],
    Decision: ["decided_on", "registered_at", "released_at", "posted_on", "legal_force_on"],
    Condition: ["done_on"],
    FirstMeeting: ["held_on"],
    DialogueActivity: ["held_on"],
    Communication: ["happened_on"],
    Compilation: ["finished_on"],
    CheckIn: ["held_at", "confirmed_at"],
    AgreedAction: ["done_on"],
}


def no_day_out_of_place() -> None:
    today, now = timezone.localdate(), timezone.now()
    for model, names in PAST.items():
        for name in names:
            limit = now if isinstance(model._meta.get_field(name), DateTimeField) else today
            assert not model.objects.filter(**{f"{name}__gt": limit}).exists(), (model.__name__, name)
    assert not CheckIn.objects.filter(held_at=None, cancelled_at=None, starts_at__lt=now - timedelta(days=9))
    for starts_at in CheckIn.objects.values_list("starts_at", flat=True):
        assert is_working_day(timezone.localdate(starts_at))
    assert Meeting.objects.filter(date__gt=today).count() >= 5
    assert set(Meeting.objects.values_list("date__week_day", flat=True)) == {3}


def the_whole_case() -> None:
    """Lingarnsgatan, from the first meeting to closed about a month ago."""
    closed = Case.objects.get(title__startswith="Lingarnsgatan")
    assert closed.status == Status.CLOSED
    assert 28 <= (timezone.localdate() - timezone.localdate(closed.closed_at)).days <= 45
    assert [actor.actor.organisation_number for actor in closed.case_actors.filter(in_group=True)] == [
        "432000-0039",
        "432000-0013",
        "432000-0021",
        "432000-0047",
        "",
    ]
    decided = closed.decisions.order_by("id").values_list("paragraph", "legal_force_on")
    assert [(paragraph, day is not None) for paragraph, day in decided] == [(99, True), (301, True)]
    money = balance(closed)
    assert (money.granted, money.paid, money.repaid) == (245_000, 245_000, 3_600)
    assert [(line.granted, line.left, line.held) for line in money.in_kind] == [(12, 0, 0), (120, 0, 120)]
    assert {(need.group, need.text) for need in Need.objects.filter(case=closed)} == {
        ("residents", "Ljus vid portarna"),
        ("residents", "Lugnare trafik vid förskolan"),
        ("visitors", "Någonstans att sitta"),
    }
    assert CheckIn.objects.filter(case=closed, confirmed_at__isnull=False).count() == 3
    assert not AgreedAction.objects.filter(check_in__case=closed, done_on=None).exists()
    assert not Condition.objects.filter(decision__case=closed, done_on=None).exists()
    assert list(left_when_closing(closed)) == []
    assert {order.kind for order in DocumentOrder.objects.filter(case=closed)} == {
        "application",
        "proposal",
        "officer_report",
        "minutes_extract",
        "decision_notice",
        "check_in_notes",
        "result_report",
    }


def the_special_cases() -> None:
    assert Case.objects.filter(initiative="city", title__contains="sommargata").exists()
    stopped = Case.objects.get(title__startswith="Vävplan")
    assert stopped.status == Status.REPORTING
    assert stopped.grants.exists()
    assert Referral.objects.filter(scope="part", measure__isnull=False).count() == 2
    assert Decision.objects.filter(outcome="table").exists()
    draft = Application.objects.get(case__status=Status.DRAFT)
    assert 0 < len(draft.steps) < 8
    assert Case.objects.exclude(registry_number="").count() > Case.objects.filter(registry_number="").count()


def something_to_do_for_everybody() -> None:
    """Every list of what is left to do has something in it."""
    now = timezone.now()
    for key, _name, condition in STATES:
        assert Decision.objects.filter(condition).exists(), key
    week = CheckIn.objects.filter(held_at=None, starts_at__gt=now, starts_at__lt=now + timedelta(days=8))
    assert week.count() >= 2
    assert CheckIn.objects.filter(held_at=None, starts_at__lt=now).count() == 1
    for flag in ("officer", "manager", "secretary", "registrar"):
        for user in User.objects.filter(**{f"is_{flag}": True}):
            assert Case.objects.filter(waiting_for(user)).exists(), user


def the_log_ins() -> None:
    """Everybody whom `make demo` prints can log in, in that role; nobody at the city is left out."""
    titles = {str(role.label): role for role in Role}
    for title, email in people.logins():
        user = authenticate(username=email, password=people.PASSWORD)
        assert user is not None, email
        held = user.roles | set(user.memberships.filter(left_at=None).values_list("role", flat=True))
        assert titles[title] in held, email
    listed = {email for _title, email in people.logins()}
    assert {user.email for user in User.objects.all() if user.is_staff} <= listed
    assert {titles[title] for title, _email in people.logins()} == set(Role) - {Role.PUBLIC}
