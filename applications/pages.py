"""Pages of one action: what it leads to and who gets a mail stand before the button (D15)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications.http import attempt_form, case_url, render_staff
from applications.labels import LABELS
from applications.lifecycle import Missing
from applications.models import Case
from applications.models.case import TRANSITIONS
from applications.notices import preview


def action_page(
    request: HttpRequest,
    case: Case,
    action: str,
    *,
    call: Callable[..., Any],
    form: Any = None,
    blocked: Iterable[Missing] = (),
    done: str = "",
    untold: str = "",
    to: str = "",
    template: str = "staff/action.html",
    **extra: Any,
) -> HttpResponse:
    """Show `action` of the workspace and take it when posted.

    `call(**cleaned_data)` runs the action; what it misses comes back into the page with everything typed.
    `blocked`: what its guard misses now, shown with links beside a button that says it cannot be pressed.
    `untold`: said instead of `done` when nobody in the group gets the mail that `done` speaks of.
    `to`: where to go afterwards (default: the case).
    """
    missing: list[Missing] = []
    recipients = preview(case, action, by=request.user)
    if untold:
        done = recipients.done(done, untold)
    if request.method == "POST" and (form is None or form.is_valid()):
        values = form.cleaned_data if form is not None else {}
        found = attempt_form(form, lambda: call(**values), request=request, done=done)
        if found is None:
            return redirect(to or case_url(request, case))
        missing = found
    context = {
        "case": case,
        "action": action,
        "label": LABELS[action],
        "recipients": recipients,
        "form": form,
        "missing": missing,
        "blocked": [] if missing else list(blocked),
        "button": _("Spara") if form is not None and action not in TRANSITIONS else "",
        **extra,
    }
    return render_staff(request, template, context)
