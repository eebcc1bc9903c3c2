"""The model's checklist is ticked by what has happened, and by nothing else (R56–R59)."""

import pytest

from applications.states import MeasureStatus, Status
from phases.checklist import checklist
from tests.phases import granted
from tests.walk import walked

pytestmark = pytest.mark.django_db

NONE, SENT, ASKED, DONE, MEASURED = 0, 1, 2, 3, 4


@pytest.mark.parametrize(
    ("status", "ticked"),
    [
        (Status.CONTACT, NONE),
        (Status.READY, NONE),
        (Status.COMMITTEE, SENT),
        (Status.COLLABORATION, SENT),
        (Status.PROPOSAL_SUBMITTED, ASKED),
        (Status.EXECUTION, ASKED),
        (Status.REPORTING, DONE),
        (Status.REPORT_SUBMITTED, DONE),
        (Status.REPORT_APPROVED, MEASURED),
    ],
)
def test_the_lines_are_ticked_by_the_facts(status: Status, ticked: int) -> None:
    walk = walked(status)
    lines = checklist(walk.case)
    assert [line.phase for line in lines] == [1, 2, 3, 4]
    assert [line.is_done for line in lines] == [number <= ticked for number in range(1, 5)]
    assert all(line.fact for line in lines)
    if ticked:
        assert lines[3].beside == walk.story.added_value  # what was promised stands beside what was measured


def test_a_cancelled_measure_counts_as_settled() -> None:
    case = granted.in_execution()
    assert checklist(case)[2].is_done is False
    case.measures.filter(letter="B").update(status=MeasureStatus.DONE)
    case.measures.filter(letter="A").update(status=MeasureStatus.CANCELLED)
    line = checklist(case)[2]
    assert line.is_done
    assert line.fact == "1 av 2 genomförda, 1 utgår"
