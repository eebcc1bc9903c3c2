"""What the box for a message needs, wherever it stands: on the messages' page, on Mitt ärende, in the workspace."""

from typing import Any

from django.http import HttpRequest

from applications.attachments.actions import waiting_for_message
from applications.http import frame_url, posted
from applications.messaging.forms import MessageForm
from applications.models import Case
from applications.notices import preview
from applications.permissions import allowed


def box(request: HttpRequest, case: Case, form: MessageForm | None = None) -> dict[str, Any]:
    """Return the variables of templates/applications/messaging/box.html: form, waiting files, who gets a mail."""
    if not allowed("write_message", user=request.user, case=case):
        return {"may_write": False}
    url = frame_url(request, "write_message", case.reference)
    return {
        "may_write": True,
        "message_form": form or MessageForm(posted(request, url) if request.method == "GET" else None),
        "message_url": url,
        "upload_url": frame_url(request, "upload_file", case.reference),
        "waiting": list(waiting_for_message(case, request.user)),
        "recipients": preview(case, "write_message", by=request.user),
    }
