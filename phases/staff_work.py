"""What an officer is to do in a case before the application comes in: it moves nothing, but it is the work (R5, R8)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.labels import LABELS, Label
from applications.models import Case
from applications.notices import preview
from applications.permissions import allowed
from applications.states import UNSENT, Status
from applications.templatetags.samverkan import datum_tid
from phases.base import Step
from phases.booked import CheckIn, open_first_meeting
from phases.initiering.card import Card
from phases.initiering.guards import missing_declaration, missing_first_meeting
from phases.initiering.models import FirstMeeting
from phases.utforande.check_ins.staff_words import label_for


def work(case: Case, user: Any) -> list[Step]:
    """Return the meeting to book or note, then the first judgement to make: the next one of them comes first."""
    if case.status not in UNSENT or not allowed("log_first_meeting", user=user, case=case):
        return []
    if list(missing_first_meeting(case)):
        return [*_to_book(case, user), _to_note(case)]
    left = [row.number for row in Card(case).rows if row.first is None]
    if not left:
        return []
    label = LABELS["first_assessment"]
    return [_step(case, "first_assessment", label, left[0], missing=list(missing_declaration(case, user)))]


def _to_book(case: Case, user: Any) -> list[Step]:
    """Return the step to book the first meeting, until it is booked or noted."""
    if open_first_meeting(case) is not None or FirstMeeting.objects.filter(case=case).exists():
        return []
    label = label_for("book_check_in", CheckIn(case=case, purpose=CheckIn.Purpose.FIRST))
    return [_step(case, "book_check_in", label, recipients=preview(case, "book_check_in", by=user))]


def _to_note(case: Case) -> Step:
    """Return the step to note the first meeting; when it is booked, that says for when."""
    booked = open_first_meeting(case)
    effects = [_("Mötet är bokat %(when)s.") % {"when": datum_tid(booked.starts_at)}] if booked else []
    if case.status == Status.CONTACT:
        effects.append(
            _("Ärendet är kvar hos dig. Nästa steg är att skriva ansökan åt gruppen.")
            if case.is_written_by_city
            else _("Det blir gruppens tur: den skriver sin ansökan.")
        )
    return _step(case, "log_first_meeting", LABELS["log_first_meeting"]._replace(effects=tuple(effects)))


def _step(case: Case, action: str, label: Label, *args: Any, **more: Any) -> Step:
    url = reverse(f"admin:{action}", args=[case.reference, *args])
    return Step(action, url, label, **{"recipients": [], "missing": [], **more})
