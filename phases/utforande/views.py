"""Pages of the phase: the result told, the progress of measures, the reporting opened."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.http import (
    attempt,
    attempt_form,
    case_url,
    find_case_to,
    frame_url,
    posted,
    render_frame,
    render_staff,
)
from applications.labels import LABELS
from applications.models import Case
from applications.notices import preview
from phases import beside
from phases.utforande import actions, facts, guards, tasks
from phases.utforande.forms import ProgressForm, ResultCommunicationForm
from phases.utforande.models import MeasureProgress


def _way(case: Case, request: HttpRequest) -> list[dict[str, Any]]:
    return beside.way(request, tasks.group_tasks(case, request.user))


@login_required
def communicate_result(request: HttpRequest, reference: str) -> HttpResponse:
    """Log that the group told the area's actors what was decided; what was logged stands below (R33)."""
    case = find_case_to("communicate_result", request, reference)
    form = ResultCommunicationForm(posted(request))
    missing: Any = ()
    if request.method == "POST" and form.is_valid():
        missing = attempt_form(
            form,
            lambda: actions.communicate_result(case.pk, **form.values(), by=request.user, at=timezone.now()),
            request=request,
            done=_("Tack! Ni har antecknat att ni berättat om beslutet."),
        )
        if missing is None:
            return redirect(case_url(request, case))
    context = {
        "case": case,
        "form": form,
        "missing": missing,
        "told": facts.told(case),
        "way": _way(case, request),
    }
    return render_frame(request, "phases/utforande/communicate_result.html", context)


@login_required
def measures(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how every granted measure stands, for group and officer (R34)."""
    case = find_case_to("record_progress", request, reference)
    standings = facts.with_grants(case, facts.standings(case))
    context = {"case": case, "standings": standings, "way": _way(case, request)}
    return render_frame(request, "phases/utforande/measures.html", context)


@login_required
def record_progress(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Note how one measure stands; a deviation needs its reason (R34)."""
    case = find_case_to("record_progress", request, reference)
    measure = get_object_or_404(facts.to_carry_out(case), pk=pk)
    [standing] = facts.with_grants(case, [facts.standing_of(measure)])
    form = ProgressForm(posted(request), standing=standing)
    missing: Any = ()
    if request.method == "POST" and form.is_valid():
        missing = attempt_form(
            form,
            lambda: actions.record_progress(case.pk, pk, **form.values(), by=request.user, at=timezone.now()),
            request=request,
            done=_("Läget för insats %(letter)s är sparat.") % {"letter": measure.letter},
        )
        if missing is None:
            return redirect(frame_url(request, "measures", reference))
    history = MeasureProgress.objects.filter(measure=measure).select_related("created_by")
    context = {"case": case, "standing": standing, "form": form, "missing": missing, "history": history}
    context["way"] = _way(case, request)
    return render_frame(request, "phases/utforande/record_progress.html", context)


def open_reporting(request: HttpRequest, reference: str) -> HttpResponse:
    """Open the result report: says what happens and who is told, or what is missing."""
    case = find_case_to("open_reporting", request, reference)
    now = timezone.now()
    missing = list(guards.missing_for_open_reporting(case))
    if request.method == "POST":
        missing = attempt(
            lambda: actions.open_reporting(case.pk, by=request.user, at=now),
            request=request,
            done=_("Nu är det gruppens tur att skriva resultatrapporten."),
        )
        if not missing:
            return redirect(case_url(request, case))
    context = {
        "case": case,
        "missing": missing,
        "label": LABELS["open_reporting"],
        "consequences": LABELS["open_reporting"].effects,
        "recipients": preview(case, "open_reporting", by=request.user),
        "due_on": actions.report_day(case, now),
        "standings": facts.standings(case),
    }
    return render_staff(request, "phases/utforande/open_reporting.html", context)
