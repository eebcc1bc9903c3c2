"""What views of every slice share: finding the case, acting on it, answering in the right frame."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import identity
from applications.keeping import autosave
from applications.keeping.store import kept_for
from applications.labels import LABELS
from applications.lifecycle import Missing, Refused, Stale, denied
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
    """Render a page of the staff workspace with its navigation; that a page of a case was opened is logged (D8)."""
    page = render(request, template, {**admin.site.each_context(request), **context}, status=status)
    if isinstance(case := context.get("case"), Case):
        _log_page(request, case)
    return _naming_nobody_protected(request, page, context.get("case"))


def render_frame(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page that is mounted for both group and city, in the frame that the user is in.

    The template says `{% extends frame %}` and reverses with `{% url ns|add:"name" … %}`.
    """
    if in_workspace(request):
        framed = {"frame": "staff/base.html", "ns": "admin:", **context}
        return render_staff(request, template, framed, status=status)
    framed = {"frame": "base.html", "ns": "", "nav_current": "cases", **context}
    return _naming_nobody_protected(
        request, render(request, template, framed, status=status), context.get("case")
    )


def _naming_nobody_protected(request: HttpRequest, page: HttpResponse, case: Case | None) -> HttpResponse:
    """Return a page of `case` in which nothing that was written names a protected person (D22)."""
    if case is not None:
        typed = request.method == "POST" or bool(getattr(request, "kept", None))
        page.content = identity.in_page(request.user, page.text, case, typed=typed).encode()
    return page


def frame_url(request: HttpRequest, name: str, *args: Any) -> str:
    """Return the address of a page that is mounted in both frames, in the one that the user is in."""
    return reverse(f"admin:{name}" if in_workspace(request) else name, args=args)


def posted(request: HttpRequest, path: str = "") -> Any:
    """Return what a form is bound to: the posted data, however empty, or None for a mere visit.

    On a visit, what the same person typed here (for a form that is posted elsewhere: at `path`) and could not
    save comes back; `{% keep %}` says so on the page.
    """
    if request.method == "POST":
        return request.POST
    request.kept = kept_for(request, path or request.path)  # type: ignore[attr-defined]
    return request.kept.data() if request.kept else None  # type: ignore[attr-defined]


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


def attempt_form(
    form: Any, call: Callable[[], Any], *, request: HttpRequest, done: str
) -> list[Missing] | None:
    """Run an action for a valid form; return None when it went through, else what to put in `missing`.

    When somebody saved in between, the form itself says so and shows both texts (RevisionForm).
    What the action returned is then `form.saved`.
    """
    try:
        result = call()
    except Stale as stale:
        form.refuse_stale(stale.fresh)
        return []
    except Refused as refusal:
        return refusal.missing
    if form is not None:
        form.saved = result
    if not autosave.asked(request):
        messages.success(request, done)
    return None


def log_reading(request: HttpRequest, case: Case, what: str, *, at: Any) -> None:
    """Note that somebody at the city opened something of the case (D8). The one thing a GET may write."""
    request.noted = True  # type: ignore[attr-defined]
    if request.user.is_staff:
        ReadEvent.objects.create(case=case, user=request.user, what=what[:200], at=at)


def _log_page(request: HttpRequest, case: Case) -> None:
    """Note that a page of a case was opened, unless its view has noted what was read in words of its own."""
    if request.method != "GET" or getattr(request, "noted", False):
        return
    label = LABELS.get(getattr(request.resolver_match, "url_name", None) or "")
    what = _("sidan %(page)s") % {"page": str(label.button)} if label and label.button else _("ärendet")
    log_reading(request, case, what, at=timezone.now())
