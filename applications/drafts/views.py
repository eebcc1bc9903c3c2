"""Opening a draft to the kontaktperson, and reading one that is open (D19)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.attachments.sections import APPLICATION
from applications.drafts import actions
from applications.http import attempt, find_case, find_case_to, log_reading, render_frame, render_staff
from applications.labels import LABELS
from applications.lifecycle import Missing, WrongState
from applications.models import Application, Case
from applications.notices import preview
from applications.permissions import allowed
from applications.writing import answers


def _unsent(case: Case, request: HttpRequest) -> Application | None:
    versions = case.application_versions.visible_to(request.user).unsent()
    application = versions.select_related("neighbourhood", "opened_by", "saved_by").first()
    if application is not None:
        application.case = case
    return application


def open_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what it means that the kontaktperson may read the draft, and open it."""
    case = find_case_to("open_draft", request, reference)
    application = _unsent(case, request)
    if application is None or not allowed("open_draft", user=request.user, case=case):
        raise WrongState(case, "open_draft")
    missing: list[Missing] = []
    if request.method == "POST":
        missing = attempt(
            lambda: actions.open_draft(case.pk, by=request.user, at=timezone.now()),
            request=request,
            done=_("Utkastet är öppnat för kontaktpersonen."),
        )
        if not missing:
            return redirect("edit_application", case.reference)
    context = {
        "case": case,
        "application": application,
        "label": LABELS["open_draft"],
        "blocked": missing or list(actions.missing_for_open_draft(application)),
        "recipients": preview(case, "open_draft", by=request.user),
    }
    return render_frame(request, "applications/drafts/open.html", context)


def take_over_writing(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what it means that the group writes itself from now on, and let it (R46)."""
    case = find_case_to("take_over_writing", request, reference)
    may = allowed("take_over_writing", user=request.user, case=case)
    if case.came_by is None or case.taken_over_at is not None or not may:
        raise WrongState(case, "take_over_writing")
    if request.method == "POST":
        actions.take_over_writing(case.pk, by=request.user, at=timezone.now())
        messages.success(request, _("Nu skriver ni själva. Det som redan är skrivet ligger kvar."))
        return redirect(case)
    context = {
        "case": case,
        "label": LABELS["take_over_writing"],
        "recipients": preview(case, "take_over_writing", by=request.user),
    }
    return render_frame(request, "applications/drafts/take_over.html", context)


def opened_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the kontaktperson what the group has written so far; the reading is logged (D8)."""
    case = find_case(request, reference)
    application = _unsent(case, request)
    if application is None or application.opened_at is None:
        raise Http404
    log_reading(request, case, _("Utkast till ansökan"), at=timezone.now())
    context = {
        "case": case,
        "application": application,
        "sections": answers.sections(application),
        "files": case.attachments.visible_to(request.user).filter(section=APPLICATION),
    }
    return render_staff(request, "applications/drafts/opened.html", context)
