"""The case put together from the panels of the slices: what can happen now, and its page for the city."""

from functools import partial
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import actions, areas, snapshots
from applications.committee import panel as committee_panel
from applications.http import find_case, log_reading, render_staff
from applications.labels import LABELS
from applications.lifecycle import Missing, available_actions
from applications.models import Case
from applications.notices import preview
from applications.permissions import allowed
from applications.states import Phase, Status
from applications.workspace.forms import DroppedFileForm
from applications.workspace.words import label_for
from phases import ORDER
from phases.base import Panel, Step
from phases.case_tabs import event_row, record_row, records_of
from phases.checklist import checklist
from phases.coming import coming
from phases.frame import frame
from phases.initiering.card import Card
from phases.initiering.staff_panel import assessing
from phases.staff_work import work
from phases.unanswered import asked_panels
from phases.unanswered_actions import missing_for_going_on

SLICES = {name: import_module(f"phases.{name}.panel") for name in ORDER}
COMMON_GUARDS = {
    "archive": actions.missing_for_archive,
    "withdraw": actions.missing_for_withdraw,
    "go_on_without_answer": missing_for_going_on,
    **committee_panel.GUARDS,
}


SHOWN = 6  # rows of timeline, records and notes on the first tab
# Steps beside the usual way forward: they come after it under "Vad kan hända nu?".
ASIDE = frozenset(
    {
        "request_completion",
        "go_on_without_answer",
        "return_report",
        "recall_report",
        "take_off_agenda",
        "withdraw",
        "strike_off",
    }
)
# What may be written down at any time.
ACTS = (
    "edit_application",
    "write_file_note",
    "write_message",
    "move_date",
    "edit_group",
    "enter_registry_number",
    "attach_file",
    "record_payment",
)
# The officer writes the application where the city took the initiative, while there is one to write (R46).
WRITING = (Status.DRAFT, Status.COMPLETION)


def missing_for(case: Case, action: str) -> list[Missing]:
    """Return what hinders `action` in the case's phase now."""
    slice_ = SLICES.get(case.phase)
    guard = (slice_.GUARDS.get(action) if slice_ else None) or COMMON_GUARDS.get(action)
    return list(guard(case)) if guard else []


def steps(case: Case, user: Any, *, namespace: str = "") -> list[Step]:
    """Return what `user` can make happen now, with consequences, receivers and hindrances (D15).

    Actions without a page of their own (outcomes of a decision) are left out: they follow from another.
    """
    found = []
    label = partial(label_for, case=case) if namespace else LABELS.__getitem__
    # A case without an officer waits for somebody to take it (R6).
    first = ["assign_officer"] if namespace and case.officer_id is None else []
    for action in [*first, *available_actions(case, user)]:
        if not allowed(action, user=user, case=case):
            continue
        try:
            url = reverse(f"{namespace}{action}", args=[case.reference])
        except NoReverseMatch:
            continue
        found.append(
            Step(action, url, label(action), preview(case, action, by=user), missing_for(case, action))
        )
    return found


def staff_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the case to the city: what its phase needs, what happened, what can happen now."""
    case = find_case(request, reference)
    log_reading(request, case, _("ärendet"), at=timezone.now())
    officer = [snapshots.person(case.officer)] if case.officer_id else []
    context = {
        **frame(request, case, "case"),
        "panels": [drawn(panel, request) for panel in staff_panels(case, request.user)],
        **coming_steps(case, request.user),
        "acts": acts(case, request.user),
        "overlap": areas.overlap(case.area_polygon, user=request.user, case=case),
        "draw_url": reverse("admin:draw_area", args=[reference])
        if allowed("draw_area", user=request.user, case=case)
        else "",
        "assign_url": reverse("admin:assign_officer", args=[reference])
        if allowed("assign_officer", user=request.user, case=case)
        else "",
        "checklist": checklist(case),
        "timeline": timeline(case, request.user),
        "people": [{**person, "about": person["title"]} for person in officer],
        "documents": [
            record_row(record, case, request.user, brief=True) for record in records_of(case)[:SHOWN]
        ],
        "drop_form": DroppedFileForm(),
        "notes": case.notes.select_related("author")[:SHOWN],
    }
    return render_staff(request, "staff/case.html", context)


def case_assessment(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the six criteria with evidence, verdicts and history, and what can happen now (R8)."""
    case = find_case(request, reference)
    card = Card(case, reader=request.user)
    log_reading(request, case, _("bedömningen"), at=timezone.now())
    context = {
        **frame(request, case, "assessment"),
        **assessing(case, request.user, card),
        **coming_steps(case, request.user),
    }
    return render_staff(request, "staff/case_assessment.html", context)


def coming_steps(case: Case, user: Any) -> dict[str, Any]:
    """Return what staff/case_steps.html needs: what can happen now, the usual way forward first, and by when."""
    found = [
        *work(case, user),
        *committee_panel.steps(case, user),
        *steps(case, user, namespace="admin:"),
    ]
    return {
        "steps": sorted(found, key=lambda step: step.action in ASIDE),
        "aside": ASIDE,
        "is_idle": all(step.action in ASIDE for step in found),
        "coming": coming(case, today=timezone.localdate()),
    }


def timeline(case: Case, user: Any) -> list[dict[str, Any]]:
    """Return what happened lately; the same thing done again and again by one person is one row."""
    rows: list[dict[str, Any]] = []
    for event in case.events.select_related("user").order_by("-at", "-id")[: SHOWN * 5]:
        row = event_row(event, case, user)
        if rows and (rows[-1]["title"], rows[-1]["who"]) == (row["title"], row["who"]):
            rows[-1]["text"] = rows[-1]["text"] if rows[-1]["text"] == row["text"] else ""
            continue
        rows.append(row)
    return rows[:SHOWN]


def staff_panels(case: Case, user: Any) -> list[Panel]:
    """Return the sections: of the phase of the case, of the committee, then of what lies behind the case."""
    names = sorted(ORDER, key=lambda name: (name != case.phase, -ORDER.index(name)))
    first, *rest = [SLICES[name].staff_panels(case, user) for name in names]
    committee = [Panel(*panel) for panel in committee_panel.staff_panels(case, user)]
    return [*asked_panels(case, user), *first, *committee, *(panel for panels in rest for panel in panels)]


def drawn(panel: Panel, request: HttpRequest) -> dict[str, Any]:
    """Return a panel with its template drawn; `aside`, or `url` and `link`, stand to the right of the heading."""
    html = render_to_string(panel.template, panel.context, request)
    return {
        "anchor": panel.anchor,
        "title": panel.title,
        **{name: panel.context.get(name, "") for name in ("aside", "url", "link")},
        "html": html,
    }


def acts(case: Case, user: Any) -> list[dict[str, Any]]:
    """Return what `user` may write down in the case at any time, as links."""
    found = []
    for action in ACTS:
        if action == "edit_application" and case.status not in WRITING:
            continue
        if action == "move_date" and case.due_on is None:
            continue
        if action == "record_payment" and case.phase == Phase.INITIERING:
            continue  # nothing is granted before the first decision
        if allowed(action, user=user, case=case):
            try:
                url = reverse(f"admin:{action}", args=[case.reference])
            except NoReverseMatch:
                continue
            found.append({"url": url, "label": LABELS[action].button})
    return found
