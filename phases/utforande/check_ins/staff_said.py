"""What the officer's pages of meetings say before the click: what happens, who gets a mail (D15), what collides."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from applications.labels import LABELS
from applications.models import Case
from applications.notices import GROUP, Preview, preview, recipients
from phases.utforande.check_ins import guests
from phases.utforande.check_ins.forms import CheckInForm, HoldForm
from phases.utforande.check_ins.series import coming_after, moved_times
from phases.utforande.check_ins.shared_actions import missing_in_time
from phases.utforande.check_ins.staff_calendar import CHANGE, SAVE, Clash, clash_in
from phases.utforande.check_ins.staff_forms import MoveForm
from phases.utforande.check_ins.staff_words import label_for
from phases.utforande.models import CheckIn


def said(
    case: Case, action: str, request: HttpRequest, check_in: CheckIn | None = None, *, form: Any = None
) -> dict[str, Any]:
    """Return what is said before the click: what happens, and who gets a mail (D15).

    Colleagues are ticked in `form` itself: they are told of in words.
    """
    colleagues = guests.as_recipients(guests.colleagues_of(check_in)) if check_in and check_in.pk else ()
    names = preview(case, action, by=request.user, contact=colleagues)
    if form is not None and names:
        names[-1] = _("%(name)s och de kollegor du kryssar för") % {"name": names[-1]}
    elif form is not None:
        names.append(_("de kollegor du kryssar för"))
    label = label_for(action, check_in) if check_in else LABELS[action]
    return {"label": label, "consequences": label.effects, "recipients": names}


def asked(
    case: Case,
    action: str,
    request: HttpRequest,
    form: CheckInForm,
    clash: Clash | None,
    check_in: CheckIn | None = None,
) -> dict[str, Any]:
    """Return what a page says anew when it asks about a `clash`: also who gets a mail, ticked colleagues by name."""
    if clash is None:
        return {"clash": None}
    before = set(guests.colleagues_of(check_in)) if check_in else set()
    group = {to.user for to in recipients(case, GROUP)}  # who is in the group gets the group's
    now = {person for person in form.cleaned_data["colleagues"] if person not in group}

    def told(act: str, people: set[Any]) -> Preview:
        contact = guests.as_recipients(sorted(people, key=lambda person: person.name))
        return preview(case, act, by=request.user, contact=contact)

    names = told(action, before & now)
    names += told("invite_colleague", now - before)
    names += told("uninvite_colleague", before - now)
    return {"clash": clash, "recipients": names}


def clash_to_book(request: HttpRequest, case: Case, form: CheckInForm, *, at: datetime) -> Clash | None:
    """Return what collides with the time of a valid form and is not confirmed; None too where the action refuses."""
    time = (form.cleaned_data["starts_at"], form.cleaned_data["ends_at"])
    if any(missing_in_time(case, *time, at)):
        return None
    return clash_in(request, case, [time], bound=_ticked(form))


def clash_to_move(
    request: HttpRequest, case: Case, check_in: CheckIn, form: MoveForm, *, at: datetime
) -> Clash | None:
    """Return the same of a booked check-in that moves, and those that follow with it. A time that stays is no news."""
    time = (form.cleaned_data["starts_at"], form.cleaned_data["ends_at"])
    if any(missing_in_time(case, *time, at, but=check_in)):
        return None
    rows = [check_in, *(coming_after(check_in) if form.all_coming else ())]
    times = zip(rows, moved_times(rows, *time), strict=True)
    moved = [new for row, new in times if new != (row.starts_at, row.ends_at)]
    return clash_in(request, case, moved, but=rows, bound=_ticked(form), button=CHANGE)


def clash_of_next(request: HttpRequest, case: Case, form: HoldForm, *, at: datetime) -> Clash | None:
    """Return the same of the next time that is booked with the notes, if any."""
    starts_at = form.cleaned_data.get("next_starts_at")
    if starts_at is None or any(missing_in_time(case, starts_at, None, at)):
        return None
    return clash_in(request, case, [(starts_at, None)], button=SAVE)


def _ticked(form: CheckInForm) -> list[int]:
    return sorted(person.pk for person in form.cleaned_data["colleagues"])
