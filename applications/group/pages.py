"""The page that every act on the group has: a heading, perhaps a form, what it leads to, one button."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from applications.http import attempt, frame_url, render_frame
from applications.labels import LABELS
from applications.models import Case


def group_url(request: HttpRequest, case: Case) -> str:
    """Return the address of the group, in the frame that the user is in."""
    return frame_url(request, "edit_group", case.reference)


def form_page(
    request: HttpRequest,
    case: Case,
    action: str,
    form: Any,
    call: Any,
    *,
    done: str,
    heading: str,
    **extra: Any,
) -> HttpResponse:
    """Show a form of the group, run its action when posted, and go back to the group."""
    missing: list[Any] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        missing = attempt(call, request=request, done=done)
        if not missing:
            return redirect(group_url(request, case))
    context = {
        "case": case,
        "form": form,
        "missing": missing,
        "heading": heading,
        "label": LABELS[action],
        **extra,
    }
    return render_frame(request, "applications/group/form.html", context)
