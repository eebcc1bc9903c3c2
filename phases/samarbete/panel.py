"""What this phase shows on the pages of the case, and what hinders its steps."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Case
from applications.officer_report.guards import report_guards
from applications.officer_report.views import report_views
from applications.states import PHASES, Phase
from phases.base import Panel
from phases.initiering.guards import missing_while_with_manager
from phases.samarbete import guards
from phases.samarbete.facts import facts_of
from phases.samarbete.models import Proposal, SupportRequest
from phases.samarbete.proposal import views
from phases.samarbete.report_source import MEASURES_REPORT
from phases.samarbete.tasks import group_tasks
from phases.samarbete.trace import trace_rows

__all__ = ["GUARDS", "REPORT_SOURCE", "VIEWS", "group_tasks", "staff_panels"]

# action → what is missing before it can be taken in this phase
GUARDS: dict[str, Callable[[Case], Iterable[Missing]]] = {
    "submit_proposal": guards.missing_for_submit_proposal,
    "complete": guards.missing_for_complete,
    "request_completion": missing_while_with_manager,
    **report_guards(MEASURES_REPORT),
}
# shared addresses → this phase's page (phases.shared)
VIEWS = {
    "request_completion": views.request_completion,
    "complete": views.complete,
    **report_views(MEASURES_REPORT),
}
# what this phase brings to the officer's report
REPORT_SOURCE = MEASURES_REPORT


def staff_panels(case: Case, user: Any) -> list[Panel]:
    """Return this phase's sections of the staff case page; none before the phase has begun."""
    if case.status in PHASES[Phase.INITIERING]:
        return []
    facts = facts_of(case)
    sent = Proposal.objects.sent().filter(case=case).only("version", "sent_at", "snapshot", "case").first()
    waiting = SupportRequest.objects.filter(case=case, answered_at=None).select_related("created_by")
    common = {"case": case, "facts": facts, "sent": sent, "user": user}
    panels = [
        Panel(
            "samarbete",
            _("Samarbete"),
            "phases/samarbete/staff/overview.html",
            {**common, "waiting": list(waiting) if facts.unanswered else []},
        )
    ]
    if sent is not None:
        title = _("Ni sa, vi gjorde")
        panels.append(
            Panel(
                "spar",
                title,
                "phases/samarbete/staff/trace.html",
                {**common, "trace": trace_rows(case, sent)},
            )
        )
    return panels
