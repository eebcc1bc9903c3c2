"""Walks a story through the process with the real actions, each at its own time, up to a status.

Used by the demonstration and by the tests: what leads to a status is written once.
"""

from collections.abc import Callable
from datetime import date

from applications.states import Outcome, Status
from samverkan.demo.story import Story
from samverkan.demo.walk_beside import WalkBeside

S = Status


class Walk(WalkBeside):
    """A case on its way through all four phases, and what happens beside them."""


Step = Callable[[Walk], object]

TO_DRAFT: tuple[Step, ...] = (Walk.open_case, Walk.assign_officer, Walk.first_meeting, Walk.start_draft)
TO_REVIEW: tuple[Step, ...] = (*TO_DRAFT, Walk.submit, Walk.take_up)
TO_READY: tuple[Step, ...] = (*TO_REVIEW, Walk.assess, Walk.report, Walk.sign_off)
TO_COMMITTEE: tuple[Step, ...] = (*TO_READY, Walk.put_on_agenda)
TO_COLLABORATION: tuple[Step, ...] = (*TO_COMMITTEE, Walk.decide)
TO_PROPOSAL: tuple[Step, ...] = (*TO_COLLABORATION, Walk.submit_proposal)
TO_PROPOSAL_READY: tuple[Step, ...] = (*TO_PROPOSAL, Walk.report_2, Walk.sign_off_2)
TO_PROPOSAL_COMMITTEE: tuple[Step, ...] = (*TO_PROPOSAL_READY, lambda walk: walk.put_on_agenda("_2"))
TO_EXECUTION: tuple[Step, ...] = (*TO_PROPOSAL_COMMITTEE, Walk.decide_2)
TO_REPORTING: tuple[Step, ...] = (
    *TO_EXECUTION,
    Walk.communicate_result,
    lambda walk: walk.check_in("check_in_1"),
    Walk.progress,
    lambda walk: walk.check_in("check_in_2"),
    Walk.done,
    Walk.open_reporting,
)
TO_REPORT_SUBMITTED: tuple[Step, ...] = (*TO_REPORTING, Walk.submit_report)
TO_APPROVED: tuple[Step, ...] = (*TO_REPORT_SUBMITTED, Walk.approve_report)
TO_CLOSED: tuple[Step, ...] = (*TO_APPROVED, Walk.close)

# How to come to each status.
PATHS: dict[Status, tuple[Step, ...]] = {
    S.CONTACT: (Walk.open_case, Walk.assign_officer),
    S.DRAFT: TO_DRAFT,
    S.SUBMITTED: (*TO_DRAFT, Walk.submit),
    S.REVIEW: TO_REVIEW,
    S.COMPLETION: (*TO_REVIEW, Walk.request_completion),
    S.READY: TO_READY,
    S.COMMITTEE: TO_COMMITTEE,
    S.COLLABORATION: TO_COLLABORATION,
    S.PROPOSAL_SUBMITTED: TO_PROPOSAL,
    S.PROPOSAL_COMPLETION: (*TO_PROPOSAL, Walk.request_proposal_completion),
    S.PROPOSAL_READY: TO_PROPOSAL_READY,
    S.PROPOSAL_COMMITTEE: TO_PROPOSAL_COMMITTEE,
    S.EXECUTION: TO_EXECUTION,
    S.REPORTING: TO_REPORTING,
    S.REPORT_SUBMITTED: TO_REPORT_SUBMITTED,
    S.REPORT_COMPLETION: (*TO_REPORT_SUBMITTED, Walk.request_report_completion),
    S.REPORT_APPROVED: TO_APPROVED,
    S.CLOSED: TO_CLOSED,
    S.ARCHIVED: (*TO_CLOSED, Walk.archive),
    S.REJECTED: (*TO_COMMITTEE, lambda walk: walk.decide(Outcome.REJECT)),
    S.HANDED_OVER: (*TO_COMMITTEE, lambda walk: walk.decide(Outcome.HAND_OVER)),
    S.WITHDRAWN: (*TO_DRAFT, Walk.withdraw),
    S.STRUCK_OFF: (Walk.open_case, Walk.assign_officer, Walk.strike_off),
}


def walk_to(status: Status, story: Story, *, first_day: date) -> Walk:
    """Walk a new case of `story` to `status`; `first_day` is the day of the first contact."""
    walk = Walk(story, first_day=first_day)
    for step in PATHS[status]:
        step(walk)
    return walk
