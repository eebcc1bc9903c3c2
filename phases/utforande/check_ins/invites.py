"""What a check-in is in people's calendars: one thing from its booking on, moved and called off (R36)."""

from datetime import datetime

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from applications.calendars.ical import PARTSTAT
from applications.calendars.invitation import Invite
from applications.models import Case
from applications.states import Coming
from phases.utforande.check_ins.guests import by_address, url_of
from phases.utforande.facts import agenda_of
from phases.utforande.models import CheckIn


def key_of(row: CheckIn) -> str:
    """Return what names the check-in on this site."""
    return f"avstamning-{row.pk}"


def invite_to(case: Case, row: CheckIn, *, at: datetime) -> Invite:
    """Return the invitation to a check-in as it is `at` a moment; one that is cancelled is called off."""
    is_cancelled = row.cancelled_at is not None
    guests = by_address(row)
    return Invite(
        what=row.words.name,
        key=key_of(row),
        sequence=row.revision,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        text=lazy(_reason, str)(row.cancelled_why) if is_cancelled else agenda_of(row, at=at),
        page="check_in",
        args=(case.reference, row.pk),
        is_cancelled=is_cancelled,
        answer_urls={address: url_of(guest) for address, guest in guests.items()},
        answers={
            address: PARTSTAT[Coming(guest.answer)] for address, guest in guests.items() if guest.answer
        },
    )


def _reason(why: str) -> str:
    return _("Skäl: %(why)s") % {"why": why}
