"""What a file belongs to: what the group is writing, a message, or the case itself."""

from typing import Any

from applications.models import Case
from applications.models.document import MESSAGE
from applications.permissions import group
from applications.states import Status

APPLICATION, PROPOSAL, REPORT = "application", "proposal", "report"
ACTIVITY, FINANCIAL = "verksamhetsberattelse", "ekonomisk-berattelse"  # beside the result report (R38)
SIGNED = "signed"  # the extract of the minutes as it was signed: applications.dispatch.signed_actions
CASE = ""

# In these statuses the group writes in a space of its own; what it attaches is sent with what it writes (D19).
# The first section of each is where a file goes that says nothing else.
SECTIONS_OF: dict[str, tuple[str, ...]] = {
    Status.CONTACT: (APPLICATION,),
    Status.DRAFT: (APPLICATION,),
    Status.COMPLETION: (APPLICATION,),
    Status.COLLABORATION: (PROPOSAL,),
    Status.PROPOSAL_COMPLETION: (PROPOSAL,),
    Status.EXECUTION: (CASE, ACTIVITY, FINANCIAL),  # an interim report of a long process has enclosures (R48)
    Status.REPORTING: (REPORT, ACTIVITY, FINANCIAL),
    Status.REPORT_COMPLETION: (REPORT, ACTIVITY, FINANCIAL),
}


def section_for(case: Case, by: Any, wanted: str = CASE) -> str:
    """Return what a file of `by` belongs to now: `wanted` where that is open, else what is being written, else CASE.

    A file of CASE is received at once. All others wait for what they belong to; a message's for the message,
    whoever writes it.
    """
    if wanted == MESSAGE:
        return MESSAGE
    open_now = SECTIONS_OF.get(case.status, (CASE,)) if group.role(by, case) else (CASE,)
    return wanted if wanted in open_now and wanted != CASE else open_now[0]
