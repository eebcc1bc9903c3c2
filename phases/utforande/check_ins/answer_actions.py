"""Somebody who is invited to a check-in answers, by the link of the invitation and without an account (R36)."""

from datetime import datetime

from django.utils.translation import gettext as _

from applications.lifecycle import Missing, Refused, in_readers_language, locked, note_from_outside
from applications.models import Event
from applications.states import FINISHED, Role
from phases.utforande.models import CheckInGuest


class Closed(Exception):  # noqa: N818 an answer, not an error
    """The link takes no answer any more: the check-in has been, is cancelled, or its guest is no longer invited."""


def is_open(guest: CheckInGuest, *, at: datetime) -> bool:
    """Return whether the link still takes an answer."""
    row = guest.check_in
    return (
        row.cancelled_at is None
        and row.held_at is None
        and row.starts_at > at
        and row.case.status not in FINISHED
        and CheckInGuest.objects.still_invited().filter(pk=guest.pk).exists()
        and (guest.user is None or guest.user.is_active)
    )


def answer_check_in(
    guest: CheckInGuest, *, answer: str, comment: str, number: int, at: datetime
) -> Event | None:
    """Keep what a guest answers to the time that the page showed (its `number`); the same answer again changes nothing.

    An answer may be changed until the meeting begins. What is written beside it is for the kontaktperson, and not
    in the trail. Raises Closed, or Refused when the time has changed since the page was opened.
    """
    with locked(guest.check_in.case_id) as case:
        fresh = CheckInGuest.objects.select_related("user", "check_in__case").get(pk=guest.pk)
        if not is_open(fresh, at=at):
            raise Closed
        if fresh.round != number:
            with in_readers_language():
                text = _("Tiden har ändrats sedan du öppnade sidan. Läs den nya tiden och svara igen.")
            raise Refused([Missing(text, "#id_answer_0")])
        if (fresh.answer, fresh.comment) == (answer, comment):
            return None
        fresh.answer, fresh.comment, fresh.answered_at = answer, comment, at
        fresh.save(update_fields=["answer", "comment", "answered_at"])
        return note_from_outside(
            case,
            "answer_check_in",
            role=Role.PUBLIC,
            name=str(fresh),
            user=fresh.user,
            at=at,
            comment=fresh.get_answer_display(),
            data={"check_in": fresh.check_in_id, "answer": answer},
            context={"check_in": fresh.check_in, "guest": fresh},
        )
