"""What the database itself refuses (D3, D8): the models say it, the triggers do it, on both databases."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.utils import DatabaseError

from applications import triggers
from tests.personas import NOW

pytestmark = pytest.mark.django_db
OURS = ("applications", "phases", "reports")
SAYS_SO = re.compile(r"written once|immutable|frozen|append-only", re.IGNORECASE)
KEY = 9_000_001
VALUES: dict[type[models.Field], Any] = {
    models.BooleanField: False,
    models.DateTimeField: NOW,
    models.DateField: NOW.date(),
    models.TimeField: datetime.time(9),
    models.JSONField: {"a": 1},
    models.BinaryField: b"x",
    models.UUIDField: uuid.UUID(int=1),
    models.DecimalField: 1,
    models.IntegerField: 1,
    models.EmailField: "x@example.org",
    models.FileField: "x",
    models.CharField: "x",
    models.TextField: "x",
}
NEEDED = {("applications_grant", "amount"): 1}  # what may be empty, but not in such a row


def ours() -> dict[str, type[models.Model]]:
    """Return the house's models by their table."""
    found = (model for model in apps.get_models() if model.__module__.partition(".")[0] in OURS)
    return {model._meta.db_table: model for model in found}


def test_what_a_model_says_the_database_does() -> None:
    """A model that says that its rows are written once is in the table of the triggers, and the other way round."""
    say_so = {table for table, model in ours().items() if SAYS_SO.search(model.__doc__ or "")}
    assert say_so == set(triggers.LOCKED_WHEN)


def test_every_trigger_is_installed_in_this_database() -> None:
    by_vendor = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    }
    with connection.cursor() as cursor:
        cursor.execute(by_vendor[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    wanted = {
        triggers._name(table, operation)
        for table in triggers.LOCKED_WHEN
        for operation in (
            *triggers._conditions(table),
            *(["TRUNCATE"] if connection.vendor == "postgresql" else []),
        )
    }
    assert wanted <= there
    assert all({"UPDATE", "DELETE"} <= set(triggers._conditions(table)) for table in triggers.LOCKED_WHEN)


def value_of(field: models.Field) -> Any:
    """Return what a row of the test has in a field: keys of rows that are there, days that have been."""
    if field.primary_key:
        return KEY
    if (field.model._meta.db_table, field.name) in NEEDED:
        return NEEDED[field.model._meta.db_table, field.name]
    if field.null and not isinstance(field, models.DateField):
        return None
    if field.is_relation:
        return KEY
    if field.choices:
        return next(key for key, _label in field.flatchoices if key != "")
    return next(value for kind, value in VALUES.items() if isinstance(field, kind))


def insert(model: type[models.Model]) -> None:
    """Write a row past the application, every day in it set: it is sent, released, signed, finished."""
    fields = model._meta.concrete_fields
    row = model(**{field.attname: value_of(field) for field in fields})
    compiler = models.sql.InsertQuery(model)  # not save(): nothing of ours runs
    compiler.insert_values(fields, [row])
    compiler.get_compiler(connection=connection).execute_sql()


def is_refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return triggers.MESSAGE in str(error)
    return False


def test_no_row_that_is_written_is_changed_or_deleted() -> None:
    """For every table of the triggers: a row in it, and a statement past the application."""
    tables = ours()
    parents = {
        "applications_decision",
        "phases_proposal",
        "applications_officerreport",
    }  # what a row hangs on is last
    with transaction.atomic():
        for table in sorted(triggers.LOCKED_WHEN, key=lambda name: name in parents):
            insert(tables[table])
        allowed = []
        for table in triggers.LOCKED_WHEN:
            if table == "applications_readevent":
                continue  # this one is old, and may go: tests/applications/test_trail.py
            if not is_refused(f"DELETE FROM {table} WHERE id = {KEY}"):  # noqa: S608 our own names
                allowed.append(f"DELETE {table}")
            columns = [field.column for field in tables[table]._meta.concrete_fields if not field.primary_key]
            emptied = (f"UPDATE {table} SET {name} = NULL WHERE id = {KEY}" for name in columns)  # noqa: S608
            if not any(map(is_refused, emptied)):
                allowed.append(f"UPDATE {table}")
        transaction.set_rollback(True)
    assert allowed == []
