"""Pages of files: adding, taking back, reading."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.attachments import actions
from applications.attachments.forms import AttachForm
from applications.attachments.kinds import BY_CONTENT_TYPE, JPEG, PDF, PNG, WEBP
from applications.http import attempt, case_url, find_case_to, frame_url, log_reading, posted, render_frame
from applications.models import Attachment, Case
from applications.permissions import group

SHOWN_IN_BROWSER = {kind.content_type for kind in (PDF, PNG, JPEG, WEBP)}


def attach_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Add files to the case: to what the group is writing, else to the case itself."""
    case = find_case_to("attach_file", request, reference)
    form = AttachForm(posted(request), request.FILES if request.method == "POST" else None)
    missing: list[Any] = []
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["files"]
        missing = attempt(
            lambda: actions.attach(case.pk, files, by=request.user, at=timezone.now()),
            request=request,
            done=_("Filerna är tillagda."),
        )
        if not missing:
            return redirect(_back(request, case))
    context = {
        "case": case,
        "form": form,
        "missing": missing,
        "back": _back(request, case),
        "waits": _waits(request, case),
    }
    return render_frame(request, "applications/attachments/attach.html", context)


def _waits(request: HttpRequest, case: Case) -> str:
    """Return what the files will be sent with, or nothing when they are received at once."""
    return actions.SECTION_OF.get(case.status, "") if group.role(request.user, case) else ""


def _back(request: HttpRequest, case: Case) -> str:
    """Return to the application or the proposal while it is being written, else to the case."""
    if _waits(request, case) == actions.PROPOSAL:
        return frame_url(request, "edit_proposal", case.reference)
    if _waits(request, case) == actions.APPLICATION and case.application_versions.unsent().exists():
        return frame_url(request, "edit_application", case.reference)
    return case_url(request, case)


def remove_file(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take back a file that is not sent yet, after asking."""
    case = find_case_to("attach_file", request, reference)
    attachment = get_object_or_404(case.attachments.visible_to(request.user), pk=pk)
    missing: list[Any] = []
    if request.method == "POST":
        missing = attempt(
            lambda: actions.remove(case.pk, attachment.pk, by=request.user, at=timezone.now()),
            request=request,
            done=_("Filen är borttagen."),
        )
        if not missing:
            return redirect(_back(request, case))
    context: dict[str, Any] = {
        "case": case,
        "attachment": attachment,
        "missing": missing,
        "back": _back(request, case),
    }
    return render_frame(request, "applications/attachments/remove.html", context)


def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a file to somebody who may see it, group and city alike; staff reading is logged (D8)."""
    row = get_object_or_404(Attachment.objects.visible_to(request.user).select_related("case"), pk=pk)
    log_reading(request, row.case, row.name, at=timezone.now())
    known = row.content_type in BY_CONTENT_TYPE
    response = FileResponse(
        row.file.open("rb"),
        as_attachment=row.content_type not in SHOWN_IN_BROWSER,
        filename=row.name,
        content_type=row.content_type if known else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
