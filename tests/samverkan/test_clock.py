"""The clock: what was left behind is done, what is stuck is put back, what is old goes away."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from applications.models import OutgoingMail
from applications.tasks import deliver_mail
from samverkan import clock

pytestmark = pytest.mark.django_db


def queued() -> DBTaskResult:
    """Return a waiting task."""
    return DBTaskResult.objects.get(pk=deliver_mail.enqueue(0).id)


def test_a_task_of_a_killed_worker_is_put_back() -> None:
    now = timezone.now()
    stuck, working = queued(), queued()
    for task, age in ((stuck, 20), (working, 1)):
        DBTaskResult.objects.filter(pk=task.pk).update(
            status=TaskResultStatus.RUNNING, started_at=now - timedelta(minutes=age)
        )
    assert clock.reap(at=now) == 1
    stuck.refresh_from_db()
    working.refresh_from_db()
    assert (stuck.status, working.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def test_finished_tasks_go_after_a_week() -> None:
    now = timezone.now()
    old, young = queued(), queued()
    for task, days in ((old, 8), (young, 6)):
        DBTaskResult.objects.filter(pk=task.pk).update(
            status=TaskResultStatus.SUCCESSFUL, finished_at=now - timedelta(days=days)
        )
    assert clock.tidy(at=now) == 1
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [young.pk]


def test_one_part_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*, at: object) -> int:
        raise RuntimeError("out of order")

    monkeypatch.setattr(clock.mail, "sweep", broken)
    names = (
        "reminders",
        "phase_reminders",
        "check_ins",
        "absences",
        "digests",
        "documents",
        "reaped",
        "tidied",
        "files",
    )
    names += (
        "confirmations",
        "drafts",
        "draft copies",
        "network",
        "network posts",
        "network meetings",
        "network guests",
        "network reminders",
        "lists",
        "hand-overs",
        "read log",
    )
    others = dict.fromkeys(names, 0)
    assert clock.tick(at=timezone.now()) == {"mail": -1, **others}


def test_the_command_ticks_once() -> None:
    OutgoingMail.objects.create(
        to="a@example.org",
        template="t",
        subject="s",
        body="b",
        created_at=timezone.now(),
        next_try_at=timezone.now(),
    )
    call_command("clock", "--once")
    assert OutgoingMail.objects.get().sent_at is None  # without a mail server it stays in the register
