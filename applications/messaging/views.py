"""The page of all messages in a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.http import attempt, find_case, frame_url, in_workspace, log_reading, posted, render_frame
from applications.lifecycle import Missing, WrongState, denied
from applications.messaging import actions
from applications.messaging.forms import MessageForm
from applications.notices import preview
from applications.permissions import allowed, role_for


def write_message(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the messages to everybody who sees the case, and take a new one from those who may write."""
    case = find_case(request, reference)
    form = MessageForm(posted(request))
    missing: list[Missing] = []
    if request.method == "POST":
        if role_for("write_message", user=request.user, case=case) is None:
            raise denied("write_message")
        if not allowed("write_message", user=request.user, case=case):
            raise WrongState(case, "write_message")
        if form.is_valid():
            text = form.cleaned_data["text"]
            missing = attempt(
                lambda: actions.write_message(case.pk, text=text, by=request.user, at=timezone.now()),
                request=request,
                done=_("Meddelandet är skickat."),
            )
            if not missing:
                return redirect(frame_url(request, "write_message", case.reference))
    if in_workspace(request):
        log_reading(request, case, "messages", at=timezone.now())
    context = {
        "case": case,
        "form": form,
        "missing": missing,
        "thread": case.messages.select_related("author"),
        "may_write": allowed("write_message", user=request.user, case=case),
        "recipients": preview(case, "write_message", by=request.user),
    }
    return render_frame(request, "applications/messaging/messages.html", context)
