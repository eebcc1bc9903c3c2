"""The fixtures that other tests lean on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import Error, connection

from applications.models import Case, Event
from applications.tasks import deliver_mail

if TYPE_CHECKING:
    from collections.abc import Callable

_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_a_task_that_fails_fails_the_test(run_tasks: Callable[[], int]) -> None:
    assert run_tasks() == 0
    deliver_mail.enqueue("no number")  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match=r"deliver_mail failed(.|\n)*ValueError"):
        run_tasks()
    assert run_tasks() == 0, "a task that has run is not run again"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", ["first", "after the flush of the first"])
def test_the_trail_is_guarded_again_after_a_flush(round_: str) -> None:
    case = Case.objects.create(reference="SAM-2026-0001", title="Torget", opened_at=_AT, status_since=_AT)
    event = Event.objects.create(case=case, action="open_case", at=_AT)
    with pytest.raises(Error, match="written once"):
        Event.objects.filter(pk=event.pk).update(action="changed")
    with pytest.raises(Error, match="written once"):
        event.delete()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, pytest.raises(Error, match="written once"):
            cursor.execute("TRUNCATE applications_event CASCADE")
