"""The page behind an actor's link (D14): one question, for whoever holds the link, without an account."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from applications.group import confirmation_actions
from applications.group.confirmation_forms import AnswerForm
from applications.group.contributions import contributions_of
from applications.http import attempt, posted
from applications.models import Confirmation
from applications.spam import within_limit

GONE = 410


@never_cache
def answer_actor(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the actor is asked, and take its answer once. The page tells nothing of the rest of the case."""
    question = Confirmation.objects.of_token(token)
    now = timezone.now()
    if question is None:
        return _page(request, "link_unknown.html", {}, status=404)
    if question.answered_at is not None:
        return _page(request, "link_answered.html", {"question": question})
    if not confirmation_actions.is_open(question, at=now):
        return _page(request, "link_closed.html", {}, status=GONE)
    part = question.case_actor
    rows = contributions_of(part)
    form = AnswerForm(posted(request), actor=part.actor.name, contributions=rows)
    missing: list[Any] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        if not within_limit(request, "answer", settings.ANSWERS_PER_HOUR):
            form.add_error(None, _("Det har kommit många svar härifrån. Vänta en stund och skicka igen."))
            status = 429
        else:
            missing = _answered(question, form, rows, now)
            if not missing:
                return redirect("answer_actor", token)
    context = {
        "question": question,
        "part": part,
        "case": part.case,
        "rows": rows,
        "form": form,
        "missing": missing,
    }
    return _page(request, "answer.html", context, status=status)


def _answered(question: Confirmation, form: AnswerForm, rows: list[dict[str, Any]], now: Any) -> list[Any]:
    """Keep the answer; a link that closed meanwhile says so on the next page."""
    try:
        return attempt(
            lambda: confirmation_actions.answer_actor(question, **form.values(), shown=rows, at=now)
        )
    except confirmation_actions.Closed:
        return []


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, f"applications/group/{template}", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
