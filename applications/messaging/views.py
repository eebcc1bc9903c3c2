"""The page of all messages in a case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.attachments import actions as attachments
from applications.attachments.sections import MESSAGE
from applications.attachments.views import take_in
from applications.forms_base import without_complaints
from applications.http import attempt, find_case, frame_url, in_workspace, posted, render_frame
from applications.lifecycle import Missing, WrongState, denied
from applications.messaging import actions
from applications.messaging.box import box
from applications.messaging.forms import MessageForm
from applications.messaging.thread import mark_opened, thread
from applications.models import Case
from applications.permissions import allowed, role_for

MESSAGES_A_PAGE = 50


def write_message(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the messages to everybody who sees the case, and take a new one from those who may write."""
    case = find_case(request, reference)
    here = "case_messages" if in_workspace(request) else "write_message"
    if in_workspace(request) and request.method != "POST":
        return redirect(frame_url(request, here, reference))
    form = MessageForm(posted(request), request.FILES if request.method == "POST" else None)
    missing: list[Missing] = []
    if request.method == "POST":
        found = _post(request, case, form)
        if found is None:
            return redirect(frame_url(request, here, reference))
        missing = found
    return render_frame(
        request,
        "applications/messaging/messages.html",
        {"case": case, "missing": missing, "form": form, **opened(request, case), **box(request, case, form)},
    )


def opened(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Return the thread as the page shows it, and note that the reader has it open."""
    now = timezone.now()
    before = request.GET.get("fore", "")
    shown = thread(
        case,
        request.user,
        now=now,
        most=MESSAGES_A_PAGE,
        before=int(before) if before.isdecimal() and len(before) < 12 else None,  # noqa: PLR2004
    )
    mark_opened(case, request.user, shown, at=now)
    request.noted = True  # type: ignore[attr-defined] applications.http.log_reading
    return {"thread": shown}


def _post(request: HttpRequest, case: Case, form: MessageForm) -> list[Missing] | None:
    """Keep the files, send the message; return what hinders, None when it is sent. What was typed stays."""
    if role_for("write_message", user=request.user, case=case) is None:
        raise denied("write_message")
    if not allowed("write_message", user=request.user, case=case):
        raise WrongState(case, "write_message")
    valid = form.is_valid()
    if "remove" in request.POST:
        return _take_back(request, case, form)
    refused = take_in(request, case, form.cleaned_data.get("files") or [], section=MESSAGE)[1]
    for item in refused:
        form.add_error("files", item.text)
    if not valid or refused:
        return []
    text = form.cleaned_data["text"]
    return (
        attempt(
            lambda: actions.write_message(case.pk, text=text, by=request.user, at=timezone.now()),
            request=request,
            done=_("Meddelandet är skickat."),
        )
        or None
    )


def _take_back(request: HttpRequest, case: Case, form: MessageForm) -> list[Missing]:
    """Take back a file that waits for the message; the message stays as it was typed."""
    without_complaints(form)
    number = request.POST["remove"]
    pk = int(number) if number.isdecimal() and len(number) < 12 else 0  # noqa: PLR2004
    return attempt(lambda: attachments.remove(case.pk, pk, by=request.user, at=timezone.now()))
