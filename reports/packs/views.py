"""Staff pages of a meeting's packs: order one, see how far it has come, fetch it. For the secretary."""

import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.downloads import disposition
from applications.http import render_staff
from applications.models import Meeting, ReadEvent
from applications.states import Role
from reports import issue, names
from reports.models import Pack
from reports.packs import contents
from reports.tasks import make_pack

logger = logging.getLogger(__name__)
SHOWN = 10
ENDINGS = {"pdf": "application/pdf", "zip": "application/zip"}


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    """Return the meeting; raises PermissionDenied for everybody but the secretary."""
    meeting = get_object_or_404(Meeting.objects.select_related("committee"), pk=pk)
    if Role.SECRETARY not in request.user.roles:
        raise PermissionDenied(_("Det här kan bara göras av nämndsekreteraren."))
    return meeting


def packs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the packs of a meeting, with progress while the worker makes one, and the buttons that order."""
    meeting = _meeting(request, pk)
    mine = list(Pack.objects.visible_to(request.user).filter(meeting=meeting)[:SHOWN])
    context = {
        "meeting": meeting,
        "packs": mine,
        "being_made": any(pack.is_being_made for pack in mine),
        "kinds": [
            (Pack.Kind.AGENDA, True),
            (Pack.Kind.DECISIONS, contents.decided(meeting)),
        ],
    }
    return render_staff(request, "reports/packs.html", context)


@require_POST
def order_pack(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Order a pack; one that is being made already is not ordered twice."""
    meeting = _meeting(request, pk)
    if kind not in Pack.Kind.values:
        raise Http404
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        mine = Pack.objects.visible_to(request.user).filter(meeting=meeting, kind=kind, finished_at=None)
        if not mine.exists():
            pack = Pack.objects.create(
                meeting=meeting, kind=kind, ordered_by=request.user, ordered_at=timezone.now()
            )
            make_pack.enqueue(pack.pk)
    return redirect("admin:packs", meeting.pk)


def pack_file(request: HttpRequest, pk: int, pack_id: int, ending: str) -> HttpResponse:
    """Send the merged PDF or the ZIP, and note that the cases in it were read (D8)."""
    meeting = _meeting(request, pk)
    if ending not in ENDINGS:
        raise Http404
    mine = Pack.objects.visible_to(request.user).filter(meeting=meeting, finished_at__isnull=False, error="")
    pack = get_object_or_404(mine.select_related("meeting__committee"), pk=pack_id)
    file, digest = (pack.pdf, pack.pdf_sha256) if ending == "pdf" else (pack.archive, pack.archive_sha256)
    try:
        data = issue.read_frozen(file, digest)
    except issue.FileChangedError:
        logger.exception("Pack %s is not the one that was made", pack.pk)
        return render_staff(request, "reports/pack_changed.html", {"meeting": meeting}, status=500)
    now = timezone.now()
    ReadEvent.objects.bulk_create(
        ReadEvent(case_id=case, user=request.user, what=str(pack)[:200], at=now) for case in pack.cases
    )
    response = HttpResponse(data, content_type=ENDINGS[ending])
    stem = names.safe(f"{meeting.committee.short or meeting.committee.name} {pack}")
    response["Content-Disposition"] = disposition(f"{stem}.{ending}")
    return response
