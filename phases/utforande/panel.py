"""What this phase shows on the pages of the case, and what hinders its steps."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Case
from applications.officer_report.guards import latest_report, report_guards
from applications.officer_report.views import report_views
from applications.permissions import allowed
from applications.states import Phase, ReportKind, Status
from phases.base import Panel
from phases.booked import MEETABLE
from phases.initiering.staff_panel import report_state
from phases.utforande import facts
from phases.utforande.check_ins.staff_words import label_for
from phases.utforande.guards import missing_for_open_reporting
from phases.utforande.models import CheckIn
from phases.utforande.report_source import FURTHER_REPORT, referred_back
from phases.utforande.tasks import group_tasks

__all__ = ["GUARDS", "REPORT_SOURCE", "VIEWS", "group_tasks", "staff_panels"]

# action → what is missing before it can be taken in this phase
GUARDS: dict[str, Callable[[Case], Iterable[Missing]]] = {
    "open_reporting": missing_for_open_reporting,
    **report_guards(FURTHER_REPORT),
}
# shared addresses → this phase's page (phases.shared)
VIEWS = report_views(FURTHER_REPORT)
# what this phase brings to the officer's report
REPORT_SOURCE = FURTHER_REPORT

REACHED = (Phase.UTFORANDE, Phase.RESULTAT)


def staff_panels(case: Case, user: Any) -> list[Panel]:
    """Return this phase's sections of the staff case page."""
    shared = {"case": case, "ns": "admin:", "today": timezone.localdate()}
    may = {
        action: allowed(action, user=user, case=case)
        for action in ("record_progress", "book_check_in", "finish_agreed_action")
    }
    folder = "phases/utforande/panel"
    meetings = _meetings_panel(case, shared, may)
    if case.phase not in REACHED:
        return [meetings]
    noting = case.status in facts.NOTABLE
    panels = [
        Panel(
            "insatser",
            _("Insatser"),
            f"{folder}_measures.html",
            {**shared, "standings": facts.standings(case), "may_note": noting and may["record_progress"]},
        ),
        meetings,
        Panel(
            "berattat", _("Beslutet berättat"), f"{folder}_told.html", {**shared, "told": facts.told(case)}
        ),
    ]
    if case.status == Status.EXECUTION:
        panels.append(_further_panel(case, user))
    return panels


def _meetings_panel(case: Case, shared: dict[str, Any], may: dict[str, bool]) -> Panel:
    """Return the meetings of officer and group, from first contact on (R5, R36)."""
    open_now = case.status in MEETABLE
    meeting = CheckIn(case=case, purpose=facts.purpose_of_next(case))
    context = {
        **shared,
        "check_ins": facts.check_ins(case).order_by("-starts_at"),
        "agreed": facts.agreed(case, done=False),
        "label": label_for("book_check_in", meeting).button,
        "may_book": open_now and may["book_check_in"],
        "may_finish": open_now and may["finish_agreed_action"],
    }
    title = _("Avstämningar") if meeting.is_check_in else _("Möten")
    return Panel("avstamningar", title, "phases/utforande/panel_check_ins.html", context)


def _further_panel(case: Case, user: Any) -> Panel:
    """Return where a further decision stands: renewed support, or what was referred back (R48, R32)."""
    report = latest_report(case, ReportKind.FURTHER)
    context = {
        "case": case,
        "report": report,
        "state": report_state(report),
        "referred_back": referred_back(case),
        "may_write": allowed("write_officer_report", user=user, case=case),
    }
    return Panel("fortsatt-beslut", _("Fortsatt beslut"), "phases/utforande/panel_further.html", context)
