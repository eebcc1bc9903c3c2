"""What every test may use. Personas and factories live in their own modules beside this one."""

from __future__ import annotations

import gc
import shutil
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from hypothesis import settings as hypothesis_settings

from applications.city import values
from applications.mailing.texts import register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The same examples for everybody, and no stopwatch: a busy machine is no error.
hypothesis_settings.register_profile("samverkan", derandomize=True, deadline=None)
hypothesis_settings.load_profile("samverkan")


def pytest_collection_finish() -> None:
    """Spare the collector what lives as long as the run, and let it look less often: a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Begin with a copy of the database that `make test` has migrated, where it has (SQLite knows no templates)."""
    if not settings.TEST_TEMPLATE or connection.vendor != "sqlite":
        return False
    shutil.copyfile(settings.TEST_TEMPLATE, connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_append_only_triggers() -> Iterator[None]:
    """Lift the triggers that guard the trail while Django empties the tables, and only then.

    Tests with real transactions and tests against the live server end with a flush, which the triggers refuse
    as they should. The cache table is no model, so flush leaves it: it is emptied here too. The criteria,
    the phrases and the legal grounds came with migrations, and stay.
    """
    from applications import criteria, phrases, triggers
    from applications.models import Criterion, LegalGround, Phrase
    from applications.registry import grounds

    flush = TransactionTestCase._fixture_teardown

    def flush_without_triggers(case: TransactionTestCase) -> None:
        cache.clear()
        triggers.remove(connection)
        try:
            flush(case)
        finally:
            triggers.install(connection)
        criteria.install(Criterion)
        phrases.install(Phrase)
        grounds.install(LegalGround)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_without_triggers)
        yield


@pytest.fixture(autouse=True)
def _registers_as_at_first() -> None:
    """Let no test see what another one saved in a register that each process remembers."""
    values.remembered.begin()
    register.remembered.begin()


@pytest.fixture
def run_tasks() -> Callable[[], int]:
    """Return a function that does all queued background work now, in this process, with the real worker.

    It returns how many tasks it ran, and raises AssertionError with the traceback of the first that failed.
    In a test without real transactions, nothing is committed: enqueue through the fixture
    `django_capture_on_commit_callbacks` of pytest-django, with execute=True.
    """

    def run_tasks() -> int:
        done = set(DBTaskResult.objects.finished().values_list("pk", flat=True))
        with pytest.MonkeyPatch.context() as patch:
            # Between tasks the worker lets go of its connection, and with it of the test's transaction.
            patch.setattr(db_worker, "close_old_connections", lambda: None)
            _worker().run()
        finished = DBTaskResult.objects.finished().exclude(pk__in=done)
        for result in finished.failed():
            raise AssertionError(f"Task {result.task_path} failed:\n{result.traceback}")
        return finished.count()

    return run_tasks


def _worker() -> db_worker.Worker:
    return db_worker.Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    )
