"""Opening documents: the issued file, or a page that says that it is being made."""

import logging

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.downloads import disposition
from applications.http import find_case, log_reading
from applications.models import DocumentOrder
from applications.officer_report import snapshot
from phases.shared import report_source
from reports import issue, names
from reports.pages import STYLESHEET, render_html

logger = logging.getLogger(__name__)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an issued document to somebody who may read it; hidden and unknown are the same 404 (D8, D10)."""
    orders = DocumentOrder.objects.visible_to(request.user).select_related("case", "issued", "issue_failure")
    order = get_object_or_404(orders.defer("snapshot"), pk=pk)
    back = reverse("admin:case" if request.user.is_staff else "case", args=[order.case.reference])
    if not hasattr(order, "issued"):
        return render(request, "reports/being_made.html", {"order": order, "back": back}, status=202)
    try:
        data = issue.read(order.issued)
    except issue.FileChangedError:
        logger.exception("Document %s is not the one that was issued", order.pk)
        return render(request, "reports/changed.html", {"order": order, "back": back}, status=500)
    log_reading(request, order.case, str(order), at=timezone.now())
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = disposition(names.file_name(order))
    return response


@login_required
def document_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a document as a Word file, made from its frozen snapshot, for the city's registry system. For the city."""
    orders = DocumentOrder.objects.visible_to(request.user).filter(kind__in=DocumentOrder.IN_WORD)
    order = get_object_or_404(orders.select_related("case"), pk=pk)
    if not request.user.is_staff:
        raise PermissionDenied(_("Bara staden kan hämta dokumentet som Word. Hämta det som PDF i stället."))
    from reports import word  # loads a library that no other page needs

    data = word.docx(order.kind, order.snapshot)
    log_reading(request, order.case, _("%(name)s som Word") % {"name": order}, at=timezone.now())
    response = HttpResponse(data, content_type=WORD)
    response["Content-Disposition"] = disposition(names.file_name(order, "docx"))
    return response


@login_required
def report_preview(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the unsigned tjänsteskrivelse of a case as it would be issued today, marked Utkast. For the city only."""
    case = find_case(request, reference)
    if not request.user.is_staff:
        raise PermissionDenied(_("Bara staden kan läsa en tjänsteskrivelse som inte är signerad."))
    source = report_source(case)
    report = case.officer_reports.filter(signed_off_at=None).first()
    if source is None or report is None:
        raise Http404
    now = timezone.now()
    draft = snapshot.build(case, report, source, on=timezone.localdate(now), draft=True)
    log_reading(request, case, _("Utkast till tjänsteskrivelse"), at=now)
    return HttpResponse(render_html("officer_report", draft, stylesheet=static(STYLESHEET)))
