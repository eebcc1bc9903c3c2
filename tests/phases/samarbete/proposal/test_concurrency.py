"""Two of the group at the same moment: one sends, both write, nothing is lost and nothing comes twice."""

from datetime import timedelta

import pytest

from applications.models import Event, Measure, OutgoingMail, Record
from phases.samarbete import actions as noting
from phases.samarbete.models import Compilation, Proposal
from phases.samarbete.proposal import actions, measures
from tests import personas
from tests.applications.test_concurrency import at_once
from tests.personas import NOW
from tests.phases.samarbete import ready

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
]


@pytest.mark.parametrize("_round", range(3))
def test_the_proposal_is_sent_once(_round: int) -> None:
    case = ready.ready()
    amina = personas.amina()
    OutgoingMail.objects.all().delete()
    at = NOW + timedelta(hours=1)
    results = at_once(*[lambda: actions.submit_proposal(case.pk, by=amina, at=at)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Event", "WrongState"]
    assert Event.objects.filter(case=case, action="submit_proposal").count() == 1
    assert Record.objects.filter(case=case).count() == 1
    assert OutgoingMail.objects.filter(template="submit_proposal_group").count() == 2
    assert Measure.objects.filter(case=case).count() == 2


def test_two_begin_the_proposal_and_both_measures_stay() -> None:
    case = ready.collaboration()
    amina, birk = personas.amina(), personas.birk()
    at_once(
        lambda: actions.add_measure(case.pk, title="Ljus", by=amina, at=NOW),
        lambda: actions.add_measure(case.pk, title="Bänkar", by=birk, at=NOW),
    )
    (proposal,) = Proposal.objects.filter(case=case)
    assert [row.letter for row in measures.ordered(proposal)] == ["A", "B"]


def test_two_begin_the_compilation_and_the_second_is_told() -> None:
    case = ready.collaboration()
    amina, birk = personas.amina(), personas.birk()
    results = at_once(
        lambda: noting.compile_viewpoints(case.pk, text="A", finished=False, revision=0, by=amina, at=NOW),
        lambda: noting.compile_viewpoints(case.pk, text="B", finished=False, revision=0, by=birk, at=NOW),
    )
    assert sorted(type(result).__name__ for result in results) == ["Compilation", "Stale"]
    assert Compilation.objects.filter(case=case).count() == 1
