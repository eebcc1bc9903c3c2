"""What this phase shows on the pages of the case, and what hinders its steps."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Case
from applications.states import Phase, Status
from phases.base import Panel, Task
from phases.completion import completion_view
from phases.resultat import facts, guards, views
from phases.resultat.actions import COMPLETION
from phases.resultat.models import ResultReport
from phases.utforande.panel import check_in_tasks

# action → what is missing before it can be taken in this phase
GUARDS: dict[str, Callable[[Case], Iterable[Missing]]] = {
    "submit_report": guards.missing_for_submit_report,
    "complete": guards.missing_for_complete,
    "approve_report": guards.missing_for_approve_report,
    "close": guards.missing_for_close,
}
# action shared with other phases → this phase's page
VIEWS: dict[str, Callable[..., HttpResponse]] = {
    "request_completion": completion_view(COMPLETION),
    "complete": views.complete,
}
WRITING = (Status.REPORTING, Status.REPORT_COMPLETION)


def group_tasks(case: Case, user: Any) -> list[Task]:
    """Return the group's tasks in this phase, in order; in a long process the interim report too (R48)."""
    url = reverse("edit_result_report", args=[case.reference])
    if facts.writes_interim(case):
        hint = _("Behövs innan nämnden kan besluta om fortsatt stöd")
        return [Task(_("Skriv en delrapport"), url, hint, "todo")]
    if case.phase != Phase.RESULTAT:
        return []
    return [*_report_tasks(case, url), *check_in_tasks(case)]


def _report_tasks(case: Case, url: str) -> list[Task]:
    sent = facts.latest(case)
    if case.status not in WRITING:
        if sent is None:
            return []
        read = reverse("result_report", args=[case.reference, sent.version])
        return [Task(_("Skriv resultatrapporten"), read, _("Den är skickad"), "done")]
    title = _("Skriv slutredovisningen") if facts.stopped_by(case) else _("Skriv resultatrapporten")
    if case.status == Status.REPORT_COMPLETION:
        title = _("Komplettera resultatrapporten")
    left = list(guards.missing_for_submit_report(case))
    hint = _("%(count)s saker återstår") % {"count": len(left)} if left else _("Allt är ifyllt")
    name = "complete" if case.status == Status.REPORT_COMPLETION else "submit_report"
    return [
        Task(title, url, hint, "turn" if left else "done"),
        Task(
            _("Granska och skicka"),
            "" if left else reverse(name, args=[case.reference]),
            _("Öppnas när allt är ifyllt") if left else _("Gruppens företrädare skickar"),
            "blocked" if left else "turn",
        ),
    ]


def staff_panels(case: Case, user: Any) -> list[Panel]:
    """Return this phase's sections of the staff case page."""
    versions = ResultReport.objects.sent().filter(case=case).select_related("sent_by")
    if case.phase not in (Phase.UTFORANDE, Phase.RESULTAT) or (
        case.phase == Phase.UTFORANDE and not versions
    ):
        return []
    rows = facts.support(case, facts.latest(case))
    context = {
        "case": case,
        "ns": "admin:",
        "versions": versions,
        "support": rows,
        "sums": facts.money(case, rows),
        "stopped": facts.stopped_by(case),
    }
    return [Panel("resultatrapport", _("Resultatrapport"), "phases/resultat/panel_report.html", context)]
