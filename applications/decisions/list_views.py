"""The list of all decisions by where they stand, also as a file."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from applications import register_files
from applications.decisions.stages import STATES, stage_name, visible_to
from applications.http import render_staff
from applications.models import Decision

PAGE_SIZE = 25
HEAD = (
    "Nämnd",
    "Beslut",
    "Dag",
    "Referens",
    "Diarienummer",
    "Ärende",
    "Rubrik",
    "Utfall",
    "Står",
    "Justerat eller undertecknat",
    "Anslaget",
    "Överklagas senast",
    "Laga kraft",
    "Expedierat",
)


def decisions(request: HttpRequest) -> HttpResponse:
    """List the decisions, narrowed by where they stand (`?lage=`)."""
    state = {key: condition for key, _name, condition in STATES}.get(request.GET.get("lage", ""))
    found = visible_to(request.user)
    if state is not None:
        found = found.filter(state)
    if "format" in request.GET:
        return register_files.send(request, HEAD, map(_line, found), title=_("Beslut"))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.stage = stage_name(row)
    context = {
        "page": page,
        "states": [(key, name) for key, name, _condition in STATES],
        "state": request.GET.get("lage", "") if state is not None else "",
    }
    return render_staff(request, "committee/decisions.html", context)


def _line(decision: Decision) -> list[str]:
    """Return a decision as a line of the file; days as 2026-12-15."""
    days = (
        decision.approved_on,
        decision.posted_on,
        decision.last_appeal_on,
        decision.legal_force_on,
        decision.sent_on,
    )
    return [
        decision.committee.name,
        decision.number_name,
        decision.decided_on.isoformat(),
        decision.case.reference,
        decision.case.registry_number,
        decision.case.title,
        decision.heading,
        decision.get_outcome_display(),
        stage_name(decision),
        *(day.isoformat() if day else "" for day in days),
    ]
