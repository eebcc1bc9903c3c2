"""What this phase shows on the pages of the case, and what hinders its steps."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Case
from applications.officer_report.guards import latest_report, report_guards
from applications.officer_report.views import report_views
from applications.permissions import allowed
from applications.states import Phase, ReportKind, Status
from applications.templatetags.samverkan import datum
from phases.base import Panel
from phases.initiering.guards import missing_while_with_manager
from phases.initiering.models import ConflictDeclaration, LegalCheck
from phases.initiering.staff_panel import report_state
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
    """Return this phase's sections of the staff case page; none for a case that never was here.

    Before it, where the city took the initiative: whom it has contacted and which needs came up (R46).
    """
    if case.phase == Phase.INITIERING:
        if not case.is_city_initiated:
            return []
        context = {"case": case, "facts": facts_of(case)}
        return [Panel("utforska", _("Utforska behovet"), "phases/samarbete/staff/exploring.html", context)]
    facts = facts_of(case)
    sent = Proposal.objects.sent().filter(case=case).first()
    if case.phase != Phase.SAMARBETE and not (facts.any_dialogue or sent):
        return []
    waiting = SupportRequest.objects.filter(case=case, answered_at=None).select_related("created_by")
    panels = []
    if case.phase == Phase.SAMARBETE and sent is not None:
        items = preparation(case, user, sent)
        panels.append(
            Panel(
                "forberedelse-2", _("Inför beslut 2"), "phases/initiering/preparation.html", {"items": items}
            )
        )
    context = {"case": case, "facts": facts, "sent": sent, "waiting": waiting if facts.unanswered else []}
    panels.append(Panel("samarbete", _("Samarbete"), "phases/samarbete/staff/overview.html", context))
    if sent is not None:
        context = {"trace": trace_rows(case, sent)}
        panels.append(Panel("spar", _("Ni sa, vi gjorde"), "phases/samarbete/trace_table.html", context))
    return panels


def preparation(case: Case, user: Any, sent: Proposal) -> list[dict[str, Any]]:
    """Return what is done and what is not before decision 2, each with its page."""
    declared = ConflictDeclaration.objects.filter(case=case, officer=case.officer_id).exists()
    check = LegalCheck.objects.filter(case=case).first()
    checked = check is not None and check.created_at >= sent.sent_at
    day = datum(check.created_at) if checked else ""
    report = latest_report(case, ReportKind.MEASURES)
    signed = report is not None and report.is_signed and report.recalled_at is None
    rows = (
        ("declare_no_conflict", _("Försäkran om att inte vara jävig"), declared, {"hint": ""}),
        (
            "legal_check",
            _("Rättslig kontroll av insatserna"),
            checked,
            {"hint": day},
        ),
        ("write_officer_report", _("Tjänsteskrivelse"), signed, report_state(report)),
    )
    items = []
    for action, title, done, state in rows:
        item = {
            "title": title,
            "kind": "klar" if done else "",
            "status": _("Klart") if done else _("Inte gjort"),
        }
        if case.status == Status.PROPOSAL_SUBMITTED and allowed(action, user=user, case=case):
            item["url"] = reverse(f"admin:{action}", args=[case.reference])
        items.append({**item, **state})
    return items
