"""The case's pages for the group: its list, "Mitt ärende" and the history."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from applications.group.actions import invitations_for
from applications.http import find_case, render_frame
from applications.messaging.box import box
from applications.messaging.thread import mark_opened, new_in, thread
from applications.models import Case
from applications.network.panel import panel
from applications.states import FINISHED, Turn
from phases import home
from phases.checklist import checklist

EVENTS_A_PAGE = 50
CASES_SHOWN = 100
MESSAGES_SHOWN = 3


@login_required
def case_list(request: HttpRequest) -> HttpResponse:
    """Show the cases that the user takes part in; a person in one goes straight to it."""
    mine = Case.objects.filter(memberships__user=request.user, memberships__left_at=None)
    cases = list(mine.order_by("-opened_at", "-id")[:CASES_SHOWN])
    invitations = invitations_for(request.user)
    if len(cases) == 1 and not invitations:
        return redirect(cases[0])
    cases.sort(key=lambda case: (case.turn != Turn.GROUP, case.due_on or date.max))
    new = new_in(cases, request.user, now=timezone.now())
    rows = [(case, home.list_row(case, new=new.get(case.pk, 0))) for case in cases]
    context = {
        "running": [row for case, row in rows if case.status not in FINISHED],
        "over": [row for case, row in rows if case.status in FINISHED],
        "invitations": invitations,
        "nav_current": "cases",
    }
    return render(request, "phases/case_list.html", context)


@login_required
def case_home(request: HttpRequest, reference: str) -> HttpResponse:
    """Show "Mitt ärende": the road, whose turn it is, the tasks. People at the city have their own page of it."""
    case = find_case(request, reference)
    if request.user.is_staff and case.role_of(request.user) is None:
        return redirect("admin:case", reference)
    context = {
        **home.page(case, request.user),
        **_messages(request, case),
        "network": panel(case, request.user),
    }
    return render_frame(request, "phases/case_home.html", context)


def _messages(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Return the latest messages with the box, and note that they are open when all that are new are shown."""
    now = timezone.now()
    shown = thread(case, request.user, now=now, most=MESSAGES_SHOWN)
    mark_opened(case, request.user, shown, at=now)
    return {"thread": shown, **box(request, case)}


@login_required
def case_history(request: HttpRequest, reference: str) -> HttpResponse:
    """Show everything that has happened that concerns the group, in plain words."""
    case = find_case(request, reference)
    page = Paginator(home.group_events(case), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "case": case,
        "page": page,
        "events": [home.event_row(event, case, request.user) for event in page],
        "checklist": checklist(case),
    }
    return render_frame(request, "phases/case_history.html", context)
