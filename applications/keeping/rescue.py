"""What becomes of a posted page that cannot be taken: the text is kept, and its writer told where it is."""

import logging

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.keeping import autosave, store
from applications.keeping.pages import Page
from applications.language import said
from applications.lifecycle import Refused, WrongState
from applications.models import KeptText

log = logging.getLogger(__name__)
OK, REDIRECTS = 200, (302, 303)
LOGIN, RELOAD, REFUSED = 401, 403, 409
LONG = 40  # characters that nobody wants to type again


def keep(request: HttpRequest, page: Page) -> KeptText | None:
    """Keep what was posted; remember on the request that it is, so that nothing lets go of it again."""
    kept = store.keep(page, request.POST, at=request.received_at)  # type: ignore[attr-defined]
    request.kept_now = kept is not None  # type: ignore[attr-defined]
    return kept


def from_elsewhere(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Answer a page posted by nobody, or by somebody else than the one who opened it; None when it is theirs."""
    if page.owner == request.user.pk:
        return None
    if keep(request, page) is None:
        return redirect(page.path)  # nothing was typed: just open it, after the log-in where there is none
    if request.user.is_authenticated:
        text = _(
            "Du är inloggad som %(name)s, men någon annan öppnade sidan. Inget är sparat. "
            "Den som skrev ser sin text när den loggar in igen."
        ) % {"name": request.user.name}
        return _told(request, text, page.path, "login", LOGIN)
    text = _("Du har varit borta länge och är utloggad. Det du skrev är sparat. Logga in, så visas det igen.")
    login = f"{resolve_url(settings.LOGIN_URL)}?next={page.path}"
    return _told(request, text, login, "login", LOGIN)


def _told(request: HttpRequest, text: str, url: str, state: str, status: int) -> HttpResponse:
    """Say `text` and lead to `url`; the script gets both."""
    if autosave.asked(request):
        return autosave.answer(state, text, status=status, url=url)
    messages.warning(request, text)
    return redirect(url)


def too_old(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Answer a page whose check against forgery failed, though its signature holds: it was open too long."""
    answer = from_elsewhere(request, page)
    if answer is not None or keep(request, page) is None:
        return answer
    text = _(
        "Sidan hade legat för länge, så inget är sparat än. Det du skrev finns kvar här. Spara det igen."
    )
    return _told(request, text, page.path, "reload", RELOAD)


def refused(request: HttpRequest, page: Page, error: Exception) -> HttpResponse | None:
    """Answer a page that its view could not take; None for errors that have their own page.

    Whatever went wrong, the text is kept if the database still takes it.
    """
    try:
        kept = keep(request, page)
    except DatabaseError:
        log.exception("What was typed on %s could not be kept", page.path)
        return None
    why = _why(error)
    if kept is None or not why:
        return None
    text = _("%(why)s Det du skrev är inte sparat, men finns kvar här.") % {"why": why}
    return _told(request, text, reverse("kept_text", args=[kept.pk]), "refused", REFUSED)


def _why(error: Exception) -> str:
    if isinstance(error, Refused):
        return " ".join(said(item.text) for item in error.missing)
    if isinstance(error, Http404):
        return _("Sidan finns inte längre, eller så får du inte längre se den.")
    return str(error) if isinstance(error, WrongState | PermissionDenied) else ""


def settled(request: HttpRequest, page: Page, response: HttpResponse) -> None:
    """After the view: let go of what is saved now, keep what came back with something to mend."""
    if getattr(request, "kept_now", False) or page.owner != request.user.pk:
        return
    script = bool(autosave.asked(request))
    if response.status_code in REDIRECTS or (script and response.status_code == OK):
        store.forget(page)
    elif response.status_code in (OK, autosave.UNSAVED):
        keep(request, page)


def kept_by_script(request: HttpRequest, page: Page) -> HttpResponse:
    """Answer a page that asks only to be kept: what it holds makes something new, which saving twice would double."""
    keep(request, page)
    text = _("Det du skriver är kvar om du stänger. Bara du ser det tills du sparar.")
    return autosave.answer("kept", text)


def typed(request: HttpRequest) -> list[str]:
    """Return long texts of a posted form that has no owner, for its writer to copy. Only from our own pages."""
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return []
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if len(value) > LONG and "password" not in name and name not in store.MACHINERY
    ]
