"""Pages of the result report: written and sent by the group, read and approved by the officer, the case closed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.attachments.sent import files_of
from applications.attachments.views import take_in
from applications.http import (
    attempt,
    attempt_form,
    case_url,
    find_case,
    find_case_to,
    frame_url,
    log_reading,
    posted,
    render_frame,
    render_staff,
)
from applications.keeping import autosave
from applications.labels import LABELS
from applications.lifecycle import Missing, WrongState
from applications.models import Case
from applications.notices import preview
from phases.resultat import actions, facts, guards
from phases.resultat.forms import CloseForm, ReportForm, indicator_rows
from phases.resultat.models import ResultReport
from phases.resultat.sections import SECTIONS
from phases.utforande.check_ins.forms import quiet


def _said(case: Case, action: str, request: HttpRequest) -> dict[str, Any]:
    """Return what is said before the click: what happens, and who gets a mail (D15)."""
    recipients = preview(case, action, by=request.user)
    return {"label": LABELS[action], "consequences": LABELS[action].effects, "recipients": recipients}


def _writable(case: Case) -> ResultReport:
    """Return the version that can be written now, unsaved when none has begun; raises WrongState."""
    if case.status not in actions.WRITABLE and not facts.writes_interim(case):
        raise WrongState(case, "edit_result_report")
    report = facts.unsent(case)
    if report is not None:
        return report
    begins, ends = facts.usual_period(case)
    return ResultReport(
        case=case,
        version=0,
        period_from=begins,
        period_to=ends,
        association_formed=case.association_formed,
        is_interim=facts.writes_interim(case),
    )


# --- writing and sending ---------------------------------------------------------------------------------
@login_required
def edit_result_report(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the report: seven questions, each beside what the case has recorded (D16)."""
    case = find_case_to("edit_result_report", request, reference)
    report = _writable(case)
    rows = facts.support(case, report)
    data = posted(request)
    form = ReportForm(data, request.FILES or None, instance=report, support=rows)
    figures = indicator_rows(report, data)
    missing: list[Missing] = []
    if request.method == "POST":
        valid = form.is_valid() & (figures is None or figures.is_valid())
        missing = _take_files(request, case, form)
        if "figures-add" in request.POST:
            quiet(form)
        elif valid:
            hindrance = _save(request, case, form, figures)
            if hindrance is None:
                return autosave.saved(request, _after_saving(request, reference, missing), form.saved)
            missing += hindrance
        if autosave.asked(request):
            return autosave.unsaved(form, figures, missing=missing)
    sums = facts.money(case, rows)
    context = {"case": case, "report": report, "form": form, "missing": missing, "sums": sums}
    if figures is not None:
        context["formset"] = figures
    context |= {
        "stopped": facts.stopped_by(case),
        "warnings": facts.warnings(rows, sums),
        **facts.recorded(case),
    }
    return render_frame(request, "phases/resultat/edit.html", {**context, **_files(case)})


def _take_files(request: HttpRequest, case: Case, form: ReportForm) -> list[Missing]:
    """Keep the files that came along, whatever becomes of the words; return why some were not kept."""
    refused = []
    for name, section, files in form.enclosed():
        refused += take_in(request, case, files, section=section, field=name)[1]
    return refused


def _after_saving(request: HttpRequest, reference: str, refused: list[Missing]) -> str:
    """Return where to go: to reading the report, or back to it when a file was not taken in: the words are saved."""
    for item in refused:
        messages.error(request, item.text)
    name = "submit_report" if "granska" in request.POST and not refused else "edit_result_report"
    return frame_url(request, name, reference)


def _save(request: HttpRequest, case: Case, form: ReportForm, figures: Any) -> list[Missing] | None:
    """Save what was written; return what hinders, None when all went well."""

    def save() -> ResultReport:
        return actions.save_report(
            case.pk,
            values=form.values(),
            used=form.used(),
            indicators=figures.figures() if figures is not None else None,
            revision=form.cleaned_data["revision"],
            page=form.page,
            quiet=bool(autosave.asked(request)),
            by=request.user,
            at=timezone.now(),
        )

    return attempt_form(form, save, request=request, done=_("Sparat. Ni kan stänga och fortsätta senare."))


def _files(case: Case) -> dict[str, Any]:
    return {
        "activity_files": facts.enclosures(case, facts.ACTIVITY),
        "financial_files": facts.enclosures(case, facts.FINANCIAL),
        "other_files": facts.enclosures(case, facts.OTHER),
    }


def _review(
    request: HttpRequest, reference: str, action: str, guard: Any, send: Any, done: str
) -> HttpResponse:
    """Show all answers with links to change them, and what happens on sending; send on POST."""
    case = find_case_to(action, request, reference)
    report = facts.unsent(case)
    missing = list(guard(case))
    if request.method == "POST":
        missing = attempt(
            lambda: send(case.pk, by=request.user, at=timezone.now()), request=request, done=done
        )
        if not missing:
            return redirect(case_url(request, case))
    context = {"case": case, "report": report, "missing": missing, "is_draft": True}
    context |= _read(case, report, request.user) if report is not None else {}
    return render_frame(request, "phases/resultat/review.html", {**context, **_said(case, action, request)})


def _read(case: Case, report: ResultReport, reader: Any) -> dict[str, Any]:
    """Return a report as it is read: answers in order, support used, sums, figures, files.

    Of a version that was sent, the files that came with it and before it; `reader` may know of them.
    """
    sections = (facts.ACTIVITY, facts.FINANCIAL, facts.OTHER)
    files = (
        {"documents": files_of(case, report, *sections, reader=reader)} if report.sent_at else _files(case)
    )
    rows = facts.support(case, report)
    sums = facts.money(case, rows)
    answers = [
        {"section": section, "answer": getattr(report, section.fields[0]), "fields": section.fields}
        for section in SECTIONS
        if section.number is not None
    ]
    figures = report.indicators.all()
    return {
        "answers": answers,
        "support": rows,
        "sums": sums,
        "warnings": facts.warnings(rows, sums),
        "figures": figures,
        "dialogues": facts.dialogues(case),
        "promised_value": facts.promised_value(case),
        **files,
    }


@login_required
def submit_report(request: HttpRequest, reference: str) -> HttpResponse:
    """Look the report through and send it; in a completion or an interim report, lead to their own step."""
    case = find_case_to("submit_report", request, reference)
    done = _("Resultatrapporten är skickad. Ni har fått en bekräftelse i ett mejl.")
    if case.status == "report_completion":
        return redirect(frame_url(request, "complete", reference))
    if facts.writes_interim(case):
        return redirect(frame_url(request, "submit_interim_report", reference))
    return _review(
        request, reference, "submit_report", guards.missing_for_submit_report, actions.submit_report, done
    )


def complete(request: HttpRequest, reference: str) -> HttpResponse:
    """Look the completed report through and send it."""
    done = _("Kompletteringen är skickad. Ni har fått en bekräftelse i ett mejl.")
    return _review(request, reference, "complete", guards.missing_for_complete, actions.complete, done)


@login_required
def submit_interim_report(request: HttpRequest, reference: str) -> HttpResponse:
    """Look the interim report through and send it (R48)."""
    done = _("Delrapporten är skickad. Ni har fått en bekräftelse i ett mejl.")
    act = actions.submit_interim_report
    return _review(request, reference, "submit_interim_report", guards.missing_for_submit_interim, act, done)


# --- reading, approving, closing -------------------------------------------------------------------------
@login_required
def result_report(request: HttpRequest, reference: str, version: int) -> HttpResponse:
    """Show a version that was sent, to group and city."""
    case = find_case(request, reference)
    report = get_object_or_404(ResultReport.objects.visible_to(request.user), case=case, version=version)
    if report.sent_at is None:
        raise Http404
    log_reading(
        request, case, _("resultatrapporten, version %(version)s") % {"version": version}, at=timezone.now()
    )
    context = {"case": case, "report": report, "is_draft": False, **_read(case, report, request.user)}
    return render_frame(request, "phases/resultat/report.html", context)


def approve_report(request: HttpRequest, reference: str) -> HttpResponse:
    """Read the report and approve it: says what happens and who is told."""
    case = find_case_to("approve_report", request, reference)
    report = facts.latest(case)
    missing = list(guards.missing_for_approve_report(case))
    said = _said(case, "approve_report", request)
    if request.method == "POST":
        missing = attempt(
            lambda: actions.approve_report(case.pk, by=request.user, at=timezone.now()),
            request=request,
            done=said["recipients"].done(
                _("Resultatrapporten är godkänd och gruppen har fått veta det."),
                _("Resultatrapporten är godkänd."),
            ),
        )
        if not missing:
            return redirect(case_url(request, case))
    context = {"case": case, "report": report, "missing": missing, **said}
    context |= _read(case, report, request.user) if report is not None else {}
    return render_staff(request, "phases/resultat/approve.html", context)


def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the case; what is left is said, and needs a reason."""
    case = find_case_to("close", request, reference)
    form = CloseForm(request.POST or None)
    missing: Any = list(guards.missing_for_close(case))
    said = _said(case, "close", request)
    if request.method == "POST" and form.is_valid():
        comment = form.cleaned_data["comment"]
        missing = attempt_form(
            form,
            lambda: actions.close(case.pk, comment=comment, by=request.user, at=timezone.now()),
            request=request,
            done=said["recipients"].done(
                _("Ärendet är avslutat. Gruppen har fått veta det."), _("Ärendet är avslutat.")
            ),
        )
        if missing is None:
            return redirect(case_url(request, case))
    left = list(guards.left_when_closing(case))
    rows = facts.support(case, facts.latest(case))
    context = {"case": case, "form": form, "missing": missing, "left": left, "sums": facts.money(case, rows)}
    return render_staff(request, "phases/resultat/close.html", {**context, **said})
