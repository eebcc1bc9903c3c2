"""The page where the officer books a series of meetings, after a look at its days (R48)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.http import attempt_form, case_url, find_case_to, posted, render_staff
from applications.lifecycle import Missing
from applications.models import Case
from phases.utforande.check_ins import actions
from phases.utforande.check_ins.series import Unit, at_same_hour
from phases.utforande.check_ins.staff_calendar import collisions
from phases.utforande.check_ins.staff_forms import SeriesForm
from phases.utforande.check_ins.staff_said import said
from phases.utforande.check_ins.staff_words import series_done, series_heading
from phases.utforande.check_ins.views import usual_place
from phases.utforande.facts import purpose_of_next
from phases.utforande.models import CheckIn

USUAL_MONTHS = 3


@dataclass(frozen=True)
class Shown:
    """A day of the series as the page shows it."""

    starts_at: datetime
    ends_at: datetime | None
    counted: date
    is_moved: bool
    collisions: list[str]
    is_chosen: bool

    @property
    def key(self) -> str:
        """What the form calls the day."""
        return timezone.localdate(self.starts_at).isoformat()


def book_series(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the days of a series with what collides and what was moved past days off; book those that are kept."""
    case = find_case_to("book_check_in", request, reference)
    now = timezone.now()
    meeting = CheckIn(case=case, purpose=purpose_of_next(case))
    months = case.review_interval_months or USUAL_MONTHS
    initial = {"place": usual_place(case), "every": min(months, 12), "unit": Unit.MONTHS}
    form = SeriesForm(posted(request), initial=initial, case=case, at=now)
    about = said(case, "book_check_in", request, meeting, form=form)
    days: list[Shown] = []
    missing: Any = ()
    if request.method == "POST" and form.is_valid():
        days = _shown(case, form, request)
        if "book" in request.POST:
            missing = _unsure(request, days)
            if not missing:
                moments = [day.starts_at for day in days if day.is_chosen]
                done = series_done(meeting, len(moments), about["recipients"])
                missing = _book(case, form, moments, request, now, done)
            if missing is None:
                return redirect(case_url(request, case))
    context = {
        "case": case,
        "form": form,
        "days": days,
        "missing": missing,
        "heading": series_heading(meeting),
    }
    context |= {"shown": _stamp(days), "chosen": sum(day.is_chosen for day in days)}
    return render_staff(
        request,
        "phases/utforande/staff_series.html",
        {**context, **about},
    )


def _shown(case: Case, form: SeriesForm, request: HttpRequest) -> list[Shown]:
    """Return the days of the form, each with what the kontaktperson has at that time."""
    data = form.cleaned_data
    length = data["ends_at"] - data["starts_at"] if data["ends_at"] else None
    kept = set(request.POST.getlist("day")) if "book" in request.POST else None
    found = []
    for planned in form.planned():
        begins = at_same_hour(planned.day, data["starts_at"])
        until = begins + length if length else None
        row = CheckIn(case=case, starts_at=begins, ends_at=until)
        clash = collisions(row, case, viewer=request.user)
        chosen = kept is None or planned.day.isoformat() in kept
        found.append(Shown(begins, until, planned.counted, planned.is_moved, clash, chosen))
    return found


def _unsure(request: HttpRequest, days: list[Shown]) -> list[Missing]:
    """Return why nothing is booked yet: the page showed other days or hours, or none was kept."""
    if request.POST.get("shown") != _stamp(days):
        return [Missing(_("Tiderna är inte de som visades. Titta igenom dem igen."), "#datum-h")]
    if not any(day.is_chosen for day in days):
        return [Missing(_("Välj minst ett datum."), "#datum-h")]
    return []


def _stamp(days: list[Shown]) -> str:
    """Return what the page showed, for it to be the same when it is booked."""
    return ",".join(f"{day.starts_at.isoformat()}/{day.ends_at and day.ends_at.isoformat()}" for day in days)


def _book(
    case: Case, form: SeriesForm, moments: list[datetime], request: HttpRequest, now: datetime, done: str
) -> list[Missing] | None:
    first, *later = moments
    values = form.values()
    if values["ends_at"]:
        values["ends_at"] = first + (values["ends_at"] - values["starts_at"])
    return attempt_form(
        form,
        lambda: actions.book_check_in(
            case.pk, **{**values, "starts_at": first}, later=later, by=request.user, at=now
        ),
        request=request,
        done=done,
    )
