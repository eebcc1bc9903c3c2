"""What views of every slice share: finding the case, acting on it, answering in the right frame."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from applications.lifecycle import Missing, Refused, denied
from applications.models import Case, ReadEvent
from applications.permissions import role_for


def find_case(request: HttpRequest, reference: str) -> Case:
    """Return the case if it is visible to the user; hidden and unknown are the same 404."""
    cases = Case.objects.visible_to(request.user).select_related("officer", "neighbourhood")
    case = cases.filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


def find_case_to(action: str, request: HttpRequest, reference: str) -> Case:
    """Return a visible case on which the user may take `action`; raises PermissionDenied (403 that says who)."""
    case = find_case(request, reference)
    if role_for(action, user=request.user, case=case) is None:
        raise denied(action)
    return case


def in_workspace(request: HttpRequest) -> bool:
    """Return whether the page belongs to the staff workspace."""
    return request.path.startswith(reverse("admin:index"))


def case_url(request: HttpRequest, case: Case) -> str:
    """Return the address of the case's page in the frame that the user is in."""
    name = "admin:case" if in_workspace(request) else "case"
    return reverse(name, args=[case.reference])


def render_staff(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the staff workspace with its navigation."""
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)


def attempt(call: Callable[[], Any], *, request: HttpRequest | None = None, done: str = "") -> list[Missing]:
    """Run an action for a posted form; return what it misses (empty: it went through).

    The view then shows its page again with `missing` in the context: base.html puts it in the error summary
    with links, and nothing typed is lost. `done` is the message after success.
    """
    try:
        call()
    except Refused as refusal:
        return refusal.missing
    if done and request is not None:
        messages.success(request, done)
    return []


def log_reading(request: HttpRequest, case: Case, what: str, *, at: Any) -> None:
    """Note that somebody at the city opened something of the case (D8). The one thing a GET may write."""
    if request.user.is_staff:
        ReadEvent.objects.create(case=case, user=request.user, what=what[:200], at=at)
