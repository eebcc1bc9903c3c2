"""The committee's meeting that a case is on its way to, and the last safe day to be on time for it (D13)."""

from datetime import date
from typing import NamedTuple

from applications.committee.agenda import coming_meetings
from applications.deadlines import last_day_to_send, papers_ready_on
from applications.models import Case
from applications.states import Status

S = Status
# The group writes: it can know until when.
WRITING = (S.CONTACT, S.DRAFT, S.COMPLETION, S.COLLABORATION, S.PROPOSAL_COMPLETION)
# The city prepares what was sent.
PREPARED = (S.SUBMITTED, S.REVIEW, S.PROPOSAL_SUBMITTED)
READY = (S.READY, S.PROPOSAL_READY)
ASKED = 12  # meetings to look at: a year


class Coming(NamedTuple):
    """The day of the meeting (`is_set`: it stands on the agenda; else the earliest one possible).

    `send_by`: the last safe day for the group to send what it writes; `sign_by`: the last day to sign the report
    that the officer prepares. None where nobody writes or prepares.
    """

    meeting_on: date | None = None
    is_set: bool = False
    send_by: date | None = None
    sign_by: date | None = None


def coming(case: Case, *, today: date) -> Coming:
    """Return which meeting the case is on its way to. Two queries at most."""
    on_agenda = case.agenda_items.filter(closed_at=None).values_list("meeting__date", flat=True).first()
    if on_agenda is not None:
        return Coming(on_agenda, is_set=True)
    if case.status not in (*WRITING, *PREPARED, *READY):
        return Coming()
    meetings = list(coming_meetings(today)[:ASKED])
    if case.status in WRITING:
        days = [(meeting.date, last_day_to_send(meeting)) for meeting in meetings]
        return next((Coming(on, send_by=last) for on, last in days if last >= today), Coming())
    if case.status in PREPARED:
        days = [(meeting.date, papers_ready_on(meeting)) for meeting in meetings]
        return next((Coming(on, sign_by=last) for on, last in days if last >= today), Coming())
    return Coming(meetings[0].date) if meetings else Coming()
