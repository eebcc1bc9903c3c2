"""The group's page for a PDF of its draft: order it, wait for it, fetch it."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.downloads import disposition
from applications.http import find_case_to, render_frame
from applications.lifecycle import WrongState
from applications.models import Case
from applications.states import FINISHED
from reports import names
from reports.drafts.make import KEEP
from reports.models import DraftCopy
from reports.tasks import make_draft_copy


def _case(request: HttpRequest, reference: str) -> Case:
    """Return the case if the user wrote an application in it that is not sent; it may have ended since."""
    case = find_case_to("edit_application", request, reference)
    if not case.application_versions.visible_to(request.user).unsent().exists():
        raise WrongState(case, "edit_application")
    return case


def _copies(request: HttpRequest, case: Case) -> list[DraftCopy]:
    mine = DraftCopy.objects.filter(user=request.user, case=case, ordered_at__gt=timezone.now() - KEEP)
    return list(mine[:3])


@login_required
def draft_copy(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the copies that the user has ordered, and order one; one that is being made is not ordered twice."""
    case = _case(request, reference)
    copies = _copies(request, case)
    being_made = any(copy.finished_at is None for copy in copies)
    if request.method == "POST":
        if not being_made:
            with transaction.atomic():
                made = DraftCopy.objects.create(case=case, user=request.user, ordered_at=timezone.now())
                make_draft_copy.enqueue(made.pk)
        return redirect("draft_copy", reference)
    ended = case.status in FINISHED
    context = {"case": case, "copies": copies, "being_made": being_made, "ended": ended}
    return render_frame(request, "reports/draft_copy.html", context)


@login_required
def draft_file(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Send a copy to the one who ordered it; to everybody else it does not exist."""
    case = _case(request, reference)
    mine = DraftCopy.objects.filter(user=request.user, case=case, finished_at__isnull=False).exclude(file="")
    copy = get_object_or_404(mine, pk=pk)
    with copy.file.open("rb") as opened:
        response = HttpResponse(opened.read(), content_type="application/pdf")
    stem = names.safe(_("%(reference)s Utkast till ansökan") % {"reference": case.reference})
    response["Content-Disposition"] = disposition(f"{stem}.pdf")
    return response
