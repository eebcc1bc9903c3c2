"""Pages of the application. The same views serve the group and, where the city writes for it, its officer (R46)."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import areas
from applications.attachments.sections import APPLICATION
from applications.attachments.sent import files_of
from applications.city import values
from applications.drafts.actions import clearing_on
from applications.http import (
    attempt,
    attempt_form,
    case_url,
    find_case,
    find_case_to,
    frame_url,
    in_workspace,
    log_reading,
    posted,
    render_frame,
)
from applications.keeping import autosave
from applications.labels import LABELS, Label
from applications.lifecycle import Missing, WrongState
from applications.models import Application, Case, DocumentOrder
from applications.notices import preview
from applications.permissions import allowed, has_written
from applications.states import Remit, Status
from applications.workspace.words import label_for
from applications.writing import actions, answers, guards, progress, steps
from applications.writing.forms import FORMS
from applications.writing.row_forms import formset_for, rows_of

SENDING = {Status.DRAFT: "submit", Status.COMPLETION: "complete"}


def _writable(case: Case, user: Any) -> Application:
    """Return the version being written; raises WrongState when there is none (the middleware answers).

    A draft of a case that was withdrawn or struck off is no longer written.
    """
    if Status(case.status) not in SENDING:
        raise WrongState(case, "edit_application")
    versions = (
        case.application_versions.visible_to(user).unsent().select_related("neighbourhood", "opened_by")
    )
    application = versions.first()
    if application is None:
        raise WrongState(case, "edit_application")
    application.case = case
    return application


def _label(request: HttpRequest, action: str, case: Case) -> Label:
    """Return the label of `action` as its reader does it: for the own group, or for a group as its officer."""
    return label_for(action, case) if in_workspace(request) else LABELS[action]


def start_draft(request: HttpRequest, reference: str, **given: Any) -> HttpResponse:
    """Say what it means to begin, and begin. `given`: what somebody answered before (`known`, `evidence`)."""
    case = find_case_to("start_draft", request, reference)
    if request.method == "POST":
        actions.start_draft(case.pk, by=request.user, at=timezone.now(), **given)
        return redirect(frame_url(request, "edit_application", case.reference))
    context = {"case": case, "label": _label(request, "start_draft", case), "steps": steps.STEPS}
    return render_frame(request, "applications/writing/start.html", context)


def edit_application(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the eight steps with how far each has come."""
    case = find_case_to("edit_application", request, reference)
    application = _writable(case, request.user)
    items = progress.task_list(
        application, url=lambda key: frame_url(request, "edit_application_step", case.reference, key)
    )
    files = case.attachments.visible_to(request.user).filter(section=APPLICATION)
    context = {
        "case": case,
        "application": application,
        "items": items,
        "done": sum(item["kind"] == "klar" for item in items),
        "open": sum(bool(item["url"]) for item in items),
        "files": files.filter(Q(sent_at=None) | Q(sent_at__gte=application.created_at)),
        "completing": case.status == Status.COMPLETION,
        "may_open": allowed("open_draft", user=request.user, case=case) and not case.is_written_by_city,
        "may_take_over": case.came_by is not None
        and allowed("take_over_writing", user=request.user, case=case),
        "clearing_on": clearing_on(application),
        "drafts": values.draft_days(),
    }
    return render_frame(request, "applications/writing/steps.html", context)


def edit_application_step(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Show and save one step. Incomplete is fine; wrong is not."""
    case = find_case_to("edit_application", request, reference)
    application = _writable(case, request.user)
    if key not in FORMS:
        raise Http404
    if not application.is_open(key) and request.method == "GET":
        messages.info(request, _("Den delen går bara att läsa nu. Kontaktpersonen har bett om andra delar."))
        return redirect(frame_url(request, "edit_application", case.reference))
    rows, data = steps.BY_KEY[key].rows, posted(request)
    form = FORMS[key](data, request.FILES or None, instance=application)
    formset = formset_for(application, rows, data) if rows else None
    missing: list[Missing] = []
    if request.method == "POST":
        if all([form.is_valid(), formset is None or formset.is_valid()]):
            refusal = _save(request, case, form, formset)
            if refusal is None:
                to = _next_address(request, case, key, formset)
                return autosave.saved(request, to, steps.Saved(form.saved, key))
            missing = refusal
        if autosave.asked(request):
            return autosave.unsaved(form, formset, missing=missing)
    context = _step_context(application, key, form, formset)
    context |= {"missing": missing, "nav_steps": _nav(request, application, key)}
    if key == "omradet":
        context["overlap"] = areas.overlap(application.area_polygon, user=request.user, case=case)
    return render_frame(request, "applications/writing/step.html", context)


def _save(request: HttpRequest, case: Case, form: Any, formset: Any) -> list[Missing] | None:
    """Save the step; return None when it went through, else what the page has to say."""
    return attempt_form(
        form,
        lambda: actions.save_step(
            case.pk,
            form.key,
            form.values(),
            by=request.user,
            at=timezone.now(),
            revision=form.cleaned_data["revision"],
            page=form.page,
            rows=rows_of(formset) if formset is not None else None,
        ),
        request=request,
        done=_("”%(step)s” är sparat.") % {"step": steps.BY_KEY[form.key].title},
    )


def _next_address(request: HttpRequest, case: Case, key: str, formset: Any) -> str:
    """Return where the pressed button leads."""
    here = frame_url(request, "edit_application_step", case.reference, key)
    if formset is not None and f"{formset.prefix}-add" in request.POST:
        first = next(iter(formset.empty_form.fields))
        return f"{here}#id_{formset.prefix}-{len(rows_of(formset))}-{first}"
    if "show" in request.POST:  # the drawing of the area, for those without the map
        return f"{here}#div_id_area_polygon"
    if "close" in request.POST:
        return case_url(request, case)
    if "actors" in request.POST:
        return frame_url(request, "edit_group", case.reference)
    follows = steps.following(key)
    if follows is None:
        return frame_url(request, "submit", case.reference)
    return frame_url(request, "edit_application_step", case.reference, follows)


def _nav(request: HttpRequest, application: Application, current: str) -> list[dict[str, Any]]:
    """Return the steps beside the form; the last one is the review."""
    reference = application.case.reference
    found = progress.step_nav(
        application,
        url=lambda key: frame_url(request, "edit_application_step", reference, key),
        current=current,
    )
    review = {"name": _("Granska och skicka"), "url": frame_url(request, "submit", reference), "done": False}
    return [*found, {**review, "current": current == "submit"}]


def _step_context(application: Application, key: str, form: Any, formset: Any) -> dict[str, Any]:
    case = application.case
    stale = form.has_error(NON_FIELD_ERRORS, code="stale")
    return {
        "case": case,
        "application": application,
        "step": steps.BY_KEY[key],
        "number": steps.number(key),
        "saved": steps.Saved(application, key),
        "asked_for": application.asked_for.get(key, ""),
        "actors": guards.applicants(case) if key in ("gruppen", "bidrag") else None,
        "stored_rows": progress.stored_rows(application, key) if stale and formset is not None else None,
        "form": form,
        "formset": formset,
    }


def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Let everybody in the group look through; the one who speaks for it sends (a completion too)."""
    case = find_case_to("edit_application", request, reference)
    application = _writable(case, request.user)
    action = SENDING[Status(case.status)]
    missing: list[Missing] = []
    if request.method == "POST":
        case = find_case_to(action, request, reference)
        missing = attempt(lambda: getattr(actions, action)(case.pk, by=request.user, at=timezone.now()))
        if not missing:
            return redirect(frame_url(request, "submit_receipt", case.reference))
    context = _review(request, application, action)
    context |= {"missing": _framed(request, missing), "nav_steps": _nav(request, application, "submit")}
    return render_frame(request, "applications/writing/review.html", context)


def _framed(request: HttpRequest, found: Iterable[Missing]) -> list[Missing]:
    """Let links lead to the steps in the frame that the reader is in: group and officer have the same paths."""
    workspace = reverse("admin:index")
    here = workspace if in_workspace(request) else "/"
    return [Missing(item.text, here + item.url.removeprefix(workspace).lstrip("/")) for item in found]


def _review(request: HttpRequest, application: Application, action: str) -> dict[str, Any]:
    case = application.case

    def change(key: str, field: str) -> str:
        return f"{frame_url(request, 'edit_application_step', case.reference, key)}#id_{field}"

    return {
        "case": case,
        "application": application,
        "sections": answers.sections(application, change=change),
        "files": case.attachments.visible_to(request.user).filter(section=APPLICATION),
        "lacking": _framed(
            request, [*guards.missing_answers(application), *guards.missing_in_application(case)]
        ),
        "warnings": _framed(request, guards.warnings(application)),
        "action": action,
        "label": _label(request, action, case),
        "overlap": areas.overlap(application.area_polygon, user=request.user, case=case),
        "recipients": preview(case, action, by=request.user),
        "may_send": allowed(action, user=request.user, case=case),
        "speaker": case.memberships.filter(role="representative", left_at=None)
        .select_related("user")
        .first(),
        "outside": application.remit == Remit.NO,
    }


def submit_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the application came in, when, and what happens now (D1)."""
    case = find_case(request, reference)
    application = case.application_versions.visible_to(request.user).sent().first()
    if application is None:
        raise Http404
    document = DocumentOrder.objects.filter(key=actions.document_key(application)).only("pk").first()
    context = {
        "case": case,
        "application": application,
        "document": document,
        "by_city": application.sent_by.is_officer,
        "another_assesses": case.officer_id is not None and has_written(case.officer, case),  # R46
    }
    return render_frame(request, "applications/writing/receipt.html", context)


def application_version(request: HttpRequest, reference: str, version: int) -> HttpResponse:
    """Show a sent version as it was sent; staff reading is logged (D8)."""
    case = find_case(request, reference)
    sent = (
        case.application_versions.visible_to(request.user).sent().select_related("sent_by", "neighbourhood")
    )
    application = get_object_or_404(sent, version=version)
    application.case = case
    log_reading(request, case, _("ansökan, version %(version)s") % {"version": version}, at=timezone.now())
    context = {
        "case": case,
        "application": application,
        "sections": answers.sections(application),
        "documents": files_of(case, application, APPLICATION, reader=request.user),
        "versions": sent,
    }
    return render_frame(request, "applications/writing/version.html", context)
