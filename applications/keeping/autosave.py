"""What the script that saves while somebody writes (static/js/autosave.js) is answered.

It posts the same form to the same address as the button does, with a header; the view's rules are the same.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.templatetags.form_tags import form_error_entries
from applications.templatetags.samverkan import klockslag

HEADER = "X-Autosave"
SAVE, KEEP = "save", "keep"
UNSAVED = 422


def asked(request: HttpRequest) -> str:
    """Return "save" or "keep" when the script asks, else an empty text."""
    return request.headers.get(HEADER, "")


def saved(request: HttpRequest, to: str, stored: Any) -> HttpResponse:
    """Answer a save that went through: lead on to `to`, or tell the script at which `revision` the page stands."""
    if not asked(request):
        return redirect(to)
    text = _("Sparat klockan %(time)s. Ni kan stänga och fortsätta senare.")
    return answer("saved", text % {"time": klockslag(timezone.now())}, revision=stored.revision)


def unsaved(*forms: Any, missing: Iterable[Any] = ()) -> JsonResponse:
    """Answer that nothing was saved: who saved in between, or what has to be mended first."""
    for form in forms:
        if form is not None and hasattr(form, "stale_message") and form.has_error(NON_FIELD_ERRORS, "stale"):
            return answer("stale", form.stale_message(), status=UNSAVED)
    found = [str(entry["text"]) for form in forms if form is not None for entry in form_error_entries(form)]
    found += [str(item.text) for item in missing]
    return answer("invalid", _("Inte sparat än. %(why)s") % {"why": ". ".join(found[:2])}, status=UNSAVED)


def answer(state: str, text: str, *, status: int = 200, **more: Any) -> JsonResponse:
    """Return an answer: `state` for the script, `text` for the reader."""
    return JsonResponse({"state": state, "text": text, **more}, status=status)
