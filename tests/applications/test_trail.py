"""The trail and what was sent in: refused by the database itself, also past the application (D8)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from applications import read_log
from applications.models import Application, DocumentOrder, Event, ReadEvent, User
from tests import factories, personas
from tests.personas import NOW

pytestmark = pytest.mark.django_db


def refused(sql: str, *params: object) -> None:
    """Assert that the database refuses a statement with our message."""
    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)


def test_an_event_is_never_changed_nor_deleted() -> None:
    event = factories.case().events.latest("id")
    refused("UPDATE applications_event SET comment = 'x' WHERE id = %s", event.pk)
    refused("DELETE FROM applications_event WHERE id = %s", event.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(user_name="någon annan")
    assert Event.objects.get(pk=event.pk).user_name == event.user_name


@pytest.mark.postgres  # SQLite has no TRUNCATE
def test_the_trail_is_never_truncated() -> None:
    factories.case()
    connection.check_constraints()  # with constraints still to check, the database would refuse for that reason
    refused("TRUNCATE applications_event CASCADE")


def test_a_sent_version_is_closed_and_an_unsent_one_open() -> None:
    case = factories.case()
    draft = Application.objects.create(case=case, version=1, created_at=NOW, created_by=personas.amina())
    Application.objects.filter(pk=draft.pk).update(challenges="Mörkt")
    Application.objects.filter(pk=draft.pk).update(sent_at=NOW)
    refused("UPDATE applications_application SET challenges = 'Ljust' WHERE id = %s", draft.pk)
    refused("DELETE FROM applications_application WHERE id = %s", draft.pk)


def test_an_ordered_document_keeps_its_snapshot() -> None:
    case = factories.case()
    order = DocumentOrder.objects.create(
        case=case, kind="application", key="k", designation="Ansökan", snapshot={"a": 1}, ordered_at=NOW
    )
    refused("UPDATE applications_documentorder SET designation = 'x' WHERE id = %s", order.pk)
    refused("DELETE FROM applications_documentorder WHERE id = %s", order.pk)


def test_a_person_with_a_trail_cannot_be_deleted_but_be_renamed() -> None:
    case = factories.case()
    karl = personas.karl()
    with pytest.raises(Exception, match="protected"), transaction.atomic():
        karl.delete()
    User.objects.filter(pk=karl.pk).update(name="Borttagen användare")
    assert case.events.filter(user=karl).latest("id").user_name == "Karl Sjöhed"


def test_readings_are_cleared_when_they_are_old_and_never_before(settings: Any) -> None:
    settings.READ_LOG_DAYS = 400
    case, now = factories.case(), timezone.now()
    old, young, new = (
        ReadEvent.objects.create(
            case=case, user=personas.karl(), what="ärendet", at=now - timedelta(days=days)
        )
        for days in (401, 399, 1)
    )
    refused("UPDATE applications_readevent SET what = 'x' WHERE id = %s", old.pk)
    assert read_log.clear(at=now) == 1
    assert set(ReadEvent.objects.filter(case=case)) >= {young, new}
    assert not ReadEvent.objects.filter(pk=old.pk).exists()
    refused("DELETE FROM applications_readevent WHERE id = %s", new.pk)
    settings.READ_LOG_DAYS = 1  # less than the database lets go of
    assert read_log.clear(at=now) == 1
    assert ReadEvent.objects.filter(pk=new.pk).exists()
