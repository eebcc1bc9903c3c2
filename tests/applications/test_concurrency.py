"""Two people press the same button at once: one wins, the other reads why; one event, one set of mails."""

import threading

import pytest
from django.db import connections

from applications.actions import next_reference
from applications.lifecycle import WrongState
from applications.models import Case, Event, OutgoingMail
from applications.writing.actions import start_draft
from tests import factories, personas
from tests.personas import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(*calls) -> list[object]:
    """Run the calls at the same moment in threads with connections of their own; return results or exceptions."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index: int) -> None:
        barrier.wait(timeout=10)
        try:
            results[index] = calls[index]()
        except Exception as error:  # noqa: BLE001 the test looks at it
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@pytest.mark.parametrize("_round", range(5))
def test_two_press_the_same_button(_round: int) -> None:
    case = factories.case()
    amina, birk = personas.amina(), personas.birk()
    mails = OutgoingMail.objects.count()
    results = at_once(
        lambda: start_draft(case.pk, by=amina, at=NOW), lambda: start_draft(case.pk, by=birk, at=NOW)
    )
    assert sorted(type(result).__name__ for result in results) == ["Event", "WrongState"]
    refusal = next(result for result in results if isinstance(result, WrongState))
    assert str(refusal) == "Det går inte nu. Ärendet har status ”Utkast”."
    assert Event.objects.filter(case=case, action="start_draft").count() == 1
    assert Case.objects.get(pk=case.pk).status == "draft"
    assert OutgoingMail.objects.count() == mails


def test_references_are_gapless_when_many_open_at_once() -> None:
    from django.db import transaction

    def give() -> str:
        with transaction.atomic():
            return next_reference(NOW)

    next_year = [give() for _ in range(1)]
    results = at_once(*[give] * 8)
    numbers = sorted(int(str(result)[-4:]) for result in [*next_year, *results])
    assert numbers == list(range(1, 10))
