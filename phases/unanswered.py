"""What the city has asked the group to complete, and the page that goes on without the answer (R15)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import identity
from applications.http import find_case_to
from applications.models import Case
from applications.pages import action_page
from applications.workspace.forms import ReasonForm
from phases.base import Panel
from phases.unanswered_actions import ASKED, go_on_without_answer, missing_for_going_on


def asked_panels(case: Case, user: Any) -> list[Panel]:
    """Return what the group has been asked for, part by part with the last day, while it has not answered."""
    if case.status not in ASKED:
        return []
    event = case.events.filter(action="request_completion").order_by("-at", "-id").first()
    said = (event.comment or "\n".join(event.data.get("asked_for", {}).values())) if event else ""
    text = identity.text_for(user, said, case)
    return [
        Panel(
            "begart",
            _("Det här har gruppen blivit ombedd att komplettera"),
            "phases/asked.html",
            {"text": text},
        )
    ]


def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the request and tell the group why."""
    case = find_case_to("go_on_without_answer", request, reference)
    return action_page(
        request,
        case,
        "go_on_without_answer",
        form=ReasonForm(request.POST or None),
        call=lambda comment: go_on_without_answer(
            case.pk, comment=comment, by=request.user, at=timezone.now()
        ),
        blocked=missing_for_going_on(case),
        done=_("Du har gått vidare utan komplettering. Gruppen har fått veta varför."),
        untold=_("Du har gått vidare utan komplettering."),
    )
