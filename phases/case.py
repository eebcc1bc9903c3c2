"""The case's pages for group and city, put together from the panels of the slices."""

from importlib import import_module
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from applications import actions
from applications.committee import panel as committee_panel
from applications.http import find_case, log_reading, render_staff
from applications.labels import LABELS
from applications.lifecycle import Missing, available_actions
from applications.models import Case
from applications.notices import preview
from phases import ORDER
from phases.base import Step

SLICES = {name: import_module(f"phases.{name}.panel") for name in ORDER}
COMMON_GUARDS = {
    "archive": actions.missing_for_archive,
    "withdraw": actions.missing_for_withdraw,
    **committee_panel.GUARDS,
}


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
    for action in available_actions(case, user):
        try:
            url = reverse(f"{namespace}{action}", args=[case.reference])
        except NoReverseMatch:
            continue
        found.append(
            Step(action, url, LABELS[action], preview(case, action, by=user), missing_for(case, action))
        )
    return found


@login_required
def case_list(request: HttpRequest) -> HttpResponse:
    """Show the user's cases; a person in one case goes straight to it."""
    cases = Case.objects.visible_to(request.user).select_related("officer", "neighbourhood")
    return render(request, "phases/case_list.html", {"cases": cases})


@login_required
def case_home(request: HttpRequest, reference: str) -> HttpResponse:
    """Show "Mitt ärende": the road, whose turn it is, the tasks."""
    case = find_case(request, reference)
    return render(request, "phases/case_home.html", {"case": case, "steps": steps(case, request.user)})


def staff_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the case to the city: panels of every phase reached, and what can happen now."""
    case = find_case(request, reference)
    log_reading(request, case, "case", at=timezone.now())
    panels = [item for name in ORDER for item in SLICES[name].staff_panels(case, request.user)]
    context = {"case": case, "panels": panels, "steps": steps(case, request.user, namespace="admin:")}
    return render_staff(request, "staff/case.html", context)
