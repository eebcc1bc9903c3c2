"""Pages of the officer's report, made once per kind of report: `report_views(source)`."""

from collections.abc import Callable
from typing import Any

from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import areas, pasted, phrases
from applications.http import (
    attempt,
    attempt_form,
    find_case,
    find_case_to,
    log_reading,
    posted,
    render_staff,
)
from applications.lifecycle import WrongState
from applications.models import Case, OfficerReport
from applications.officer_report import actions, editions, guards
from applications.officer_report.forms import CommentForm, MeasureFormSet, PointFormSet, ReportForm
from applications.officer_report.source import ReportSource
from applications.pages import action_page
from applications.states import Outcome

POINTS, MEASURES = "points", "measures"


@require_POST
def clean_pasted(request: HttpRequest) -> HttpResponse:
    """Return pasted HTML as text with our signs for headings, lists and bold. Nothing is stored.

    413 when it is more than we read: the page then takes the plain text.
    """
    try:
        text = pasted.from_html(request.POST.get("html", ""))
    except pasted.PasteTooLargeError:
        return HttpResponse(status=413)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def report_changes(request: HttpRequest, reference: str) -> HttpResponse:
    """Compare two states of a case's tjänsteskrivelser: the newest with the one before, or ?fran= with ?till=."""
    case = find_case(request, reference)
    found = editions.of_case(case)
    if not found:
        raise Http404
    before, after = editions.pick(found, request.GET.get("fran", ""), request.GET.get("till", ""))
    log_reading(request, case, _("ändringar i tjänsteskrivelsen"), at=timezone.now())
    context = {
        "case": case,
        "before": before,
        "after": after,
        "editions": found,
        "changes": editions.changes(before, after) if before else [],
    }
    return render_staff(request, "applications/officer_report/changes.html", context)


def report_views(source: ReportSource) -> dict[str, Callable[..., HttpResponse]]:
    """Return action → view for one kind of report, for the slice's panel.VIEWS."""
    pages = ReportPages(source)
    return {
        "write_officer_report": pages.write,
        "report_measures": pages.measures,
        "request_sign_off": pages.request_sign_off,
        "return_report": pages.return_report,
        "sign_off": pages.sign_off,
        "recall_report": pages.recall,
    }


class ReportPages:
    """The views of one source."""

    def __init__(self, source: ReportSource) -> None:
        self.source = source

    # --- writing ------------------------------------------------------------------------------------

    def _find(self, request: HttpRequest, reference: str) -> tuple[Case, OfficerReport | None]:
        case = find_case_to("write_officer_report", request, reference)
        if case.status != self.source.status:
            raise WrongState(case, "write_officer_report")
        return case, guards.open_report(case)

    def write(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Write the report; before the first word, a page that says what will be carried over."""
        case, report = self._find(request, reference)
        if report is None or report.is_with_manager:
            return self._start_or_wait(request, case, report)
        form, points = self._forms(request, case, report)
        missing: list[Any] | None = []
        if request.method == "POST" and not PointFormSet.wants_another_row(request.POST, POINTS):
            missing = self._save(request, case, form, points)
            if missing is None:
                return redirect("admin:write_officer_report", case.reference)
        context = {
            "case": case,
            "report": report,
            "form": form,
            "formsets": [points],
            "points": points,
            "missing": missing,
            "lacks": list(guards.missing_for_request_sign_off(case, self.source)),
            "grants_all": report.recommendation == Outcome.APPROVE_ALL,
            "totals": totals(report),
            "overlap": areas.overlap(case.area_polygon, user=request.user, case=case),
        }
        return render_staff(request, "applications/officer_report/write.html", context)

    def _start_or_wait(self, request: HttpRequest, case: Case, report: OfficerReport | None) -> HttpResponse:
        if request.method == "POST" and report is None:
            missing = attempt(
                lambda: actions.start_report(case.pk, self.source, by=request.user, at=timezone.now()),
                request=request,
            )
            if not missing:
                return redirect("admin:write_officer_report", case.reference)
        context = {"case": case, "report": report, "before": guards.latest_report(case, self.source.kind)}
        return render_staff(request, "applications/officer_report/start.html", context)

    def _forms(self, request: HttpRequest, case: Case, report: OfficerReport) -> tuple[ReportForm, Any]:
        data = posted(request)
        form = ReportForm(data, instance=report, source=self.source, today=timezone.localdate())
        measures = list(case.measures.all())
        kwargs = {"form_kwargs": {"measures": measures}}
        stored = list(report.points.select_related("measure"))
        offered = phrases.of_report(report, measures, stored).offered(measures, at_meeting=False)
        if data is not None and PointFormSet.wants_another_row(data, POINTS):
            _silence(form)
            phrase = phrases.chosen(data, POINTS, offered)
            points = PointFormSet.with_another_row(data, POINTS, phrase.row() if phrase else None, **kwargs)
            points.offered = offered
            return form, points
        rows = [
            {
                name: getattr(point, name)
                for name in ("text", "measure", "requested", "proposed", "in_kind", "motivation")
            }
            for point in stored
        ]
        points = PointFormSet(data, prefix=POINTS, initial=rows, **kwargs)
        points.offered = offered
        return form, points

    def _save(self, request: HttpRequest, case: Case, form: ReportForm, points: Any) -> list[Any] | None:
        """Save both forms when both are well filled in; return None then, else what to put in `missing`."""
        if not (form.is_valid() & points.is_valid()):
            return []
        values = dict(form.cleaned_data)
        revision = values.pop("revision")
        return attempt_form(
            form,
            lambda: actions.save_report(
                case.pk,
                self.source,
                values,
                points=points.points(),
                revision=revision,
                by=request.user,
                at=timezone.now(),
            ),
            request=request,
            done=_("Tjänsteskrivelsen är sparad."),
        )

    def measures(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Enter the measures that are granted together with everything else (R18)."""
        case, report = self._find(request, reference)
        if report is None or report.is_with_manager or Outcome.APPROVE_ALL not in self.source.recommendations:
            return redirect("admin:write_officer_report", case.reference)
        formset = self._measure_rows(request, case)
        missing: list[Any] = []
        adding = MeasureFormSet.wants_another_row(request.POST, MEASURES)
        if request.method == "POST" and not adding and formset.is_valid():
            rows = formset.measures()
            missing = attempt(
                lambda: actions.enter_measures(
                    case.pk, self.source, rows, by=request.user, at=timezone.now()
                ),
                request=request,
                done=_("Insatserna är sparade. Varje ny insats har fått en beslutspunkt."),
            )
            if not missing:
                return redirect(reverse("admin:write_officer_report", args=[case.reference]) + "#forslag")
        context = {"case": case, "report": report, "formset": formset, "missing": missing}
        return render_staff(request, "applications/officer_report/measures.html", context)

    def _measure_rows(self, request: HttpRequest, case: Case) -> Any:
        known = list(case.measures.select_related("responsible__actor"))
        actors = list(case.case_actors.select_related("actor"))
        kwargs = {"form_kwargs": {"measures": known, "actors": actors}}
        if request.method == "POST":
            if MeasureFormSet.wants_another_row(request.POST, MEASURES):
                return MeasureFormSet.with_another_row(request.POST, MEASURES, **kwargs)
            return MeasureFormSet(request.POST, prefix=MEASURES, **kwargs)
        names = [name for name in MeasureFormSet.form.base_fields if name != "pk"]
        rows = [{"pk": m, **{name: getattr(m, name) for name in names}} for m in known]
        return MeasureFormSet(prefix=MEASURES, initial=rows or [{}], **kwargs)

    # --- signing ------------------------------------------------------------------------------------

    def request_sign_off(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Send the report to the manager."""
        case = find_case_to("request_sign_off", request, reference)
        return self._page(
            request,
            case,
            "request_sign_off",
            blocked=guards.missing_for_request_sign_off(case, self.source),
            done=_("Tjänsteskrivelsen ligger nu hos chefen."),
        )

    def return_report(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Give the report back to the officer."""
        case = find_case_to("return_report", request, reference)
        return self._page(
            request,
            case,
            "return_report",
            form=CommentForm(request.POST or None, label=_("Vad behöver ändras?")),
            blocked=guards.missing_for_return_report(case, self.source),
            done=_("Kontaktpersonen har fått tillbaka tjänsteskrivelsen med din kommentar."),
        )

    def sign_off(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Sign the report."""
        case = find_case_to("sign_off", request, reference)
        report = guards.open_report(case)
        own = guards.missing_signer(case, report, request.user) if report else ()
        return self._page(
            request,
            case,
            "sign_off",
            form=CommentForm(
                request.POST if request.method == "POST" else None,  # may be empty
                label=_("Kommentar till kontaktpersonen"),
                required=False,
            ),
            blocked=[*guards.missing_for_sign_off(case, self.source), *own],
            done=_("Tjänsteskrivelsen är signerad."),
        )

    def recall(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Take a signed report back."""
        case = find_case_to("recall_report", request, reference)
        return self._page(
            request,
            case,
            "recall_report",
            form=CommentForm(request.POST or None, label=_("Varför tas den tillbaka?")),
            blocked=guards.missing_for_recall_report(case, self.source),
            done=_("Tjänsteskrivelsen är återtagen. En ny version är öppen."),
            report=guards.latest_report(case, self.source.kind),
        )

    def _page(self, request: HttpRequest, case: Case, action: str, **kwargs: Any) -> HttpResponse:
        """Show the report in short above the button that signs it or sends it on."""
        report = kwargs.pop("report", None) or guards.open_report(case)
        call = getattr(actions, action)
        return action_page(
            request,
            case,
            action,
            call=lambda **values: call(case.pk, self.source, **values, by=request.user, at=timezone.now()),
            template="applications/officer_report/decide.html",
            report=report,
            totals=totals(report) if report else None,
            overlap=areas.overlap(case.area_polygon, user=request.user, case=case),
            **kwargs,
        )


def totals(report: OfficerReport) -> dict[str, int]:
    """Return what the points ask for and propose, in SEK."""
    points = list(report.points.all())
    return {name: sum(getattr(point, name) or 0 for point in points) for name in ("requested", "proposed")}


def _silence(form: ReportForm) -> None:
    """Show a posted form as it was typed, without complaints: a row was asked for, nothing was saved."""
    form._errors = ErrorDict()  # noqa: SLF001 - Django has no public way to take errors back
    form.cleaned_data = {}
