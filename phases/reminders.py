"""What the clock reminds of in the phases, beside the date of the case and its conditions (D13)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.mailing.reminders import Dated, To, remind_of, window
from applications.notices import GROUP, OFFICER
from applications.states import Status
from phases.booked import MEETABLE
from phases.samarbete.models import DialogueActivity
from phases.utforande.models import AgreedAction


def send_reminders(*, at: datetime) -> int:
    """Remind of dialogue activities planned, and of what was agreed at check-ins; return how many reminders."""
    today = timezone.localdate(at)
    return remind_of([*_of_dialogues(today), *_of_agreed_actions(today)], at=at)


def _of_dialogues(today: date) -> Iterator[Dated]:
    """The group holds what it planned, and tells how it went (R27)."""
    planned = DialogueActivity.objects.filter(
        planned_on__range=window(today), held_on=None, case__status=Status.COLLABORATION
    )
    for row in planned.select_related("case"):
        yield Dated(
            row.case,
            f"dialogue:{row.pk}",
            row.planned_on,
            (To(GROUP, _("Håll dialogaktiviteten"), _("Håll dialogaktiviteten eller berätta hur den gick")),),
            lambda _case, row=row: DialogueActivity.objects.filter(  # type: ignore[misc]
                pk=row.pk, planned_on=row.planned_on, held_on=None
            ).exists(),
            detail=row.title,
            told=timezone.localdate(row.saved_at or row.created_at),
        )


def _of_agreed_actions(today: date) -> Iterator[Dated]:
    """Both who met agreed on it: the group and its officer (R36)."""
    what = _("Gör det som är överenskommet")
    agreed = AgreedAction.objects.filter(
        due_on__range=window(today), done_on=None, check_in__case__status__in=MEETABLE
    )
    for row in agreed.select_related("check_in__case"):
        yield Dated(
            row.check_in.case,
            f"agreed:{row.pk}",
            row.due_on,  # type: ignore[arg-type] the query asked for a date
            (To(GROUP, what, what), To(OFFICER, what, what)),
            lambda _case, row=row: AgreedAction.objects.filter(  # type: ignore[misc]
                pk=row.pk, due_on=row.due_on, done_on=None
            ).exists(),
            detail=f"{row.what} ({row.who})",
            told=timezone.localdate(row.check_in.held_at) if row.check_in.held_at else None,
        )
