"""What the pages of this phase share: the frame, the way through the phase, and removing a row."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.http import attempt, find_case_to, frame_url, in_workspace, render_frame
from applications.lifecycle import WrongState
from applications.models import Case
from applications.permissions import allowed
from phases.samarbete.rows import is_notable
from phases.samarbete.tasks import way


def may(action: str, case: Case, user: Any) -> bool:
    """Return whether to show the form of something that is noted during the phase."""
    return is_notable(case, action) and allowed(action, user=user, case=case)


def show(request: HttpRequest, case: Case, name: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page of the phase; the group sees its tasks beside it."""
    steps = [] if in_workspace(request) else way(case, request)
    values = {"case": case, "way": steps, "may_ask": may("ask_for_support", case, request.user), **context}
    return render_frame(request, f"phases/samarbete/{name}.html", values)


def row_of(case: Case, model: Any, pk: int) -> Any:
    """Return the case's row or answer 404."""
    row = model.objects.filter(case=case, pk=pk).first()
    if row is None:
        raise Http404
    return row


def open_row(
    action: str, request: HttpRequest, reference: str, find: Callable[[Case, int], Any], pk: int
) -> tuple[Case, Any]:
    """Return the case and the row of it that `action` changes.

    Raises WrongState when nothing is noted any more: the middleware leads to the case and says so.
    """
    case = find_case_to(action, request, reference)
    row = find(case, pk)
    if not is_notable(case, action):
        raise WrongState(case, action)
    return case, row


def removal(name: str, page: str, find: Callable[[Case, int], Any], act: Callable[..., None]) -> Callable:
    """Return a page that asks before it takes a row away: what goes, and a button.

    `find(case, pk)` gives the row or answers 404; `act(case_pk, row_pk, *, by, at)` removes it; `page`
    is the page it stood on, whose rule holds here too.
    """

    def remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
        case, row = open_row(page, request, reference, find, pk)
        missing = []
        if request.method == "POST":
            missing = attempt(lambda: act(case.pk, row.pk, by=request.user, at=timezone.now()))
            if not missing:
                messages.success(request, _("Borttaget: %s") % row)
                return redirect(frame_url(request, page, case.reference))
        context = {"row": row, "missing": missing, "back": frame_url(request, page, case.reference)}
        return show(request, case, "remove", context)

    remove.__name__ = name
    return remove
