"""What this phase shows on the pages of the case, and what hinders its steps."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.lifecycle import Missing
from applications.models import Case
from applications.permissions import role_for
from applications.states import Phase, Status
from phases.base import Panel, Task
from phases.completion import completion_view
from phases.resultat import facts, guards, views
from phases.resultat.actions import COMPLETION
from phases.resultat.models import ResultReport
from phases.utforande.tasks import check_in_tasks

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
    return [*_report_tasks(case, user, url), *check_in_tasks(case)]


def _report_tasks(case: Case, user: Any, url: str) -> list[Task]:
    sent = facts.latest(case)
    if case.status not in WRITING:
        if sent is None:
            return []
        read = reverse("result_report", args=[case.reference, sent.version])
        return [Task(_("Läs resultatrapporten"), read, _("Den är skickad"), "done")]
    name, title = "submit_report", _("Skriv resultatrapporten")
    left = list(guards.missing_for_submit_report(case))
    words = ngettext("%(count)s sak återstår", "%(count)s saker återstår", len(left)) % {"count": len(left)}
    hint = words if left else _("Allt är ifyllt")
    waits = bool(left)
    if case.status == Status.REPORT_COMPLETION:
        report = facts.unsent(case)
        name, title = "complete", _("Komplettera resultatrapporten")
        if report is not None and report.saved_at is None:
            waits, hint = True, _("Kontaktpersonen har bett om det")
    elif facts.stopped_by(case):
        title = _("Skriv slutredovisningen")
    return [
        Task(title, url, hint, "turn" if waits else "done"),
        _sending(case, user, name, left, waits=waits),
    ]


def _sending(case: Case, user: Any, action: str, left: list[Missing], *, waits: bool) -> Task:
    """Return the last task: closed while something is left, sent by who speaks for the group."""
    title = _("Granska och skicka")
    if left:
        return Task(title, "", _("Öppnas när allt är ifyllt"), "blocked")
    if role_for(action, user=user, case=case) is None:
        return Task(title, "", _("Gruppens företrädare skickar"), "todo")
    hint = _("Läs igenom och skicka till kontaktpersonen")
    return Task(title, reverse(action, args=[case.reference]), hint, "todo" if waits else "turn")


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
