"""The demonstration: every status, no date out of place, and the walk that the tests lean on."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.utils import timezone

from applications.models import Case, Decision, DocumentOrder, Event, Meeting, Referral, User
from applications.states import Role, Status
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
    for check in (every_status, no_day_out_of_place, the_whole_case, the_special_cases, the_log_ins):
        with subtests.test(check.__name__):
            check()
    call_command("load_demo", verbosity=0)
    assert Case.objects.count() == cases


def every_status() -> None:
    assert set(Case.objects.values_list("status", flat=True)) == set(Status)


def no_day_out_of_place() -> None:
    today = timezone.localdate()
    assert not Event.objects.filter(at__date__gt=today).exists()
    assert Meeting.objects.filter(date__gt=today).count() >= 5
    assert set(Meeting.objects.values_list("date__week_day", flat=True)) == {3}


def the_whole_case() -> None:
    """Lingarnsgatan, from the first meeting to closed about a month ago."""
    closed = Case.objects.get(title__startswith="Lingarnsgatan")
    assert closed.status == Status.CLOSED
    assert 28 <= (timezone.localdate() - timezone.localdate(closed.closed_at)).days <= 45
    assert {order.kind for order in DocumentOrder.objects.filter(case=closed)} == {
        "application",
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
