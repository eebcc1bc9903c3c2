"""What this phase shows on the pages of the case, and what hinders its steps."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Case
from applications.officer_report.guards import latest_report, report_guards
from applications.officer_report.views import report_views
from applications.permissions import allowed
from applications.states import Phase, ReportKind, Status
from applications.templatetags.samverkan import datum, datum_tid
from phases.base import Panel, Task
from phases.initiering.staff_panel import report_state
from phases.utforande import facts
from phases.utforande.guards import missing_for_open_reporting
from phases.utforande.report_source import FURTHER_REPORT, referred_back

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


def group_tasks(case: Case, user: Any) -> list[Task]:
    """Return the group's tasks in this phase, in order."""
    if case.phase != Phase.UTFORANDE:
        return []
    return [_told_task(case), *_measure_tasks(case), *check_in_tasks(case)]


def _told_task(case: Case) -> Task:
    """Return the task of R33: open until the group has told."""
    first = facts.told(case).first()
    hint = (
        _("Ni berättade %(day)s: %(channel)s") % {"day": datum(first.happened_on), "channel": first.channel}
        if first
        else _("Alla i området ska få veta vad nämnden beslutade. Anteckna hur ni gjorde.")
    )
    url = reverse("communicate_result", args=[case.reference])
    return Task(_("Berätta om beslutet"), url, hint, "done" if first else "turn")


def _measure_tasks(case: Case) -> list[Task]:
    rows = facts.standings(case)
    if not rows:
        return []
    left = [row for row in rows if not row.is_final]
    late = [row.measure.letter for row in left if row.is_late(timezone.localdate())]
    hint = _("%(done)s av %(all)s är klara") % {"done": len(rows) - len(left), "all": len(rows)}
    if late:
        hint += ". " + _("Slutdatum har passerat för %(letters)s") % {"letters": ", ".join(late)}
    url = reverse("measures", args=[case.reference])
    return [Task(_("Genomför insatserna och berätta hur det går"), url, hint, "turn" if left else "done")]


def check_in_tasks(case: Case) -> list[Task]:
    """Return what the group has to do about check-ins: confirm notes, keep what was agreed, come to the next."""
    tasks = [
        Task(
            _("Bekräfta anteckningarna från avstämningen %(day)s") % {"day": datum(row.starts_at, "kort")},
            reverse("check_in", args=[case.reference, row.pk]),
            _("Läs och bekräfta att de stämmer"),
            "turn",
        )
        for row in facts.unconfirmed(case)
    ]
    tasks += [
        Task(
            action.what,
            reverse("check_in", args=[case.reference, action.check_in_id]),
            _("%(who)s, senast %(day)s") % {"who": action.who, "day": datum(action.due_on, "kort")}
            if action.due_on
            else action.who,
            "todo",
        )
        for action in facts.agreed(case, done=False)
    ]
    following = facts.next_check_in(case, timezone.now())
    if following:
        hint = f"{datum_tid(following.starts_at)}, {following.place}"
        tasks.append(
            Task(
                _("Kom på nästa avstämning"),
                reverse("check_in", args=[case.reference, following.pk]),
                hint,
                "todo",
            )
        )
    return tasks


def staff_panels(case: Case, user: Any) -> list[Panel]:
    """Return this phase's sections of the staff case page."""
    if case.phase not in REACHED:
        return []
    shared = {"case": case, "ns": "admin:", "today": timezone.localdate()}
    may = {
        action: allowed(action, user=user, case=case)
        for action in ("record_progress", "book_check_in", "finish_agreed_action")
    }
    folder = "phases/utforande/panel"
    open_now = case.status in facts.MEETABLE
    noting = case.status in facts.NOTABLE
    panels = [
        Panel(
            "insatser",
            _("Insatser"),
            f"{folder}_measures.html",
            {**shared, "standings": facts.standings(case), "may_note": noting and may["record_progress"]},
        ),
        Panel(
            "avstamningar",
            _("Avstämningar"),
            f"{folder}_check_ins.html",
            {
                **shared,
                "check_ins": facts.check_ins(case).order_by("-starts_at"),
                "agreed": facts.agreed(case, done=False),
                "may_book": open_now and may["book_check_in"],
                "may_finish": open_now and may["finish_agreed_action"],
            },
        ),
        Panel(
            "berattat", _("Beslutet berättat"), f"{folder}_told.html", {**shared, "told": facts.told(case)}
        ),
    ]
    if case.status == Status.EXECUTION:
        panels.append(_further_panel(case, user))
    return panels


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
