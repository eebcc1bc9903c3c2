"""Pages of files: adding, taking back, reading."""

import logging
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import downloads, identity
from applications.attachments import actions, sections
from applications.attachments.forms import AttachForm
from applications.attachments.kinds import BY_CONTENT_TYPE, PDF, PICTURES
from applications.http import attempt, case_url, find_case_to, frame_url, log_reading, posted, render_frame
from applications.lifecycle import Missing
from applications.models import Attachment, Case
from applications.templatetags.samverkan import filstorlek

logger = logging.getLogger(__name__)
SHOWN_IN_BROWSER = {kind.content_type for kind in (PDF, *PICTURES)}


def take_in(
    request: HttpRequest,
    case: Case,
    files: Sequence[Any],
    *,
    section: str = sections.CASE,
    field: str = "files",
) -> tuple[list[Attachment], list[Missing]]:
    """Attach posted files; return those that were kept and why each of the others was not."""
    if not files:
        return [], []
    try:
        kept = actions.attach(
            case.pk, files, section=section, field=field, by=request.user, at=timezone.now()
        )
    except actions.FilesRefused as refusal:
        return refusal.kept, refusal.missing
    return kept, []


def attach_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Add files to the case: to what the group is writing, else to the case itself."""
    case = find_case_to("attach_file", request, reference)
    form = AttachForm(posted(request), request.FILES if request.method == "POST" else None)
    kept: list[Attachment] = []
    if request.method == "POST" and form.is_valid():
        kept, refused = take_in(request, case, form.cleaned_data["files"])
        for item in refused:
            form.add_error("files", item.text)
        if not refused:
            messages.success(request, _("Filerna är tillagda."))
            return redirect(_back(request, case))
    context = {
        "case": case,
        "form": form,
        "kept": kept,
        "back": _back(request, case),
        "waits": _waits(request, case),
    }
    return render_frame(request, "applications/attachments/attach.html", context)


@require_POST
def upload_file(request: HttpRequest, reference: str) -> JsonResponse:
    """Take in one file for the script that shows how far it has come; the page works without it.

    201 with what the page shows of the file, or 422 with the sentence that says why it was not taken in.
    """
    case = find_case_to("attach_file", request, reference)
    section = request.POST.get("section", sections.CASE)
    kept, refused = take_in(request, case, request.FILES.getlist("file")[:1], section=section)
    if not kept:
        text = refused[0].text if refused else _("Välj minst en fil")
        return JsonResponse({"error": text}, status=422)
    file = kept[0]
    if "last" in request.POST and section != sections.MESSAGE:
        messages.success(request, _("Filerna är tillagda."))
    url = reverse("attachment", args=[file.pk])
    answer = {"id": file.pk, "name": file.name, "size": filstorlek(file.size), "url": url}
    return JsonResponse(answer, status=201)


def _waits(request: HttpRequest, case: Case) -> str:
    """Return what the files will be sent with, or nothing when they are received at once."""
    return sections.section_for(case, request.user)


def _back(request: HttpRequest, case: Case) -> str:
    """Return to what is being written, else to the case."""
    waits = _waits(request, case)
    if waits == sections.PROPOSAL:
        return frame_url(request, "edit_proposal", case.reference)
    if waits == sections.REPORT:
        return frame_url(request, "edit_result_report", case.reference)
    if waits == sections.APPLICATION and case.application_versions.unsent().exists():
        return frame_url(request, "edit_application", case.reference)
    return case_url(request, case)


def remove_file(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take back a file that is not sent yet, after asking."""
    case = find_case_to("attach_file", request, reference)
    attachment = get_object_or_404(case.attachments.visible_to(request.user), pk=pk)
    back = _back(request, case)
    if attachment.section == sections.MESSAGE:
        back = frame_url(request, "write_message", case.reference)
    missing: list[Missing] = []
    if request.method == "POST":
        missing = attempt(
            lambda: actions.remove(case.pk, attachment.pk, by=request.user, at=timezone.now()),
            request=request,
            done=_("Filen är borttagen."),
        )
        if not missing:
            return redirect(back)
    context: dict[str, Any] = {"case": case, "attachment": attachment, "missing": missing, "back": back}
    return render_frame(request, "applications/attachments/remove.html", context)


def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a file to somebody who may see it, group and city alike; staff reading is logged (D8)."""
    row = get_object_or_404(Attachment.objects.visible_to(request.user).select_related("case"), pk=pk)
    if row.section == sections.SIGNED and not actions.is_unchanged(row):
        logger.error("Attachment %s is not the one that was uploaded", row.pk)
        return render(request, "applications/attachments/changed.html", {"file": row}, status=500)
    log_reading(request, row.case, row.name, at=timezone.now())
    known = row.content_type in BY_CONTENT_TYPE
    response = FileResponse(
        row.file.open("rb"), content_type=row.content_type if known else "application/octet-stream"
    )
    name = identity.text_for(request.user, row.name, row.case)
    downloads.harden(response, name, inline=row.content_type in SHOWN_IN_BROWSER)
    return response
