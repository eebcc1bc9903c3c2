"""What a check-in is in people's calendars: one thing from its booking on, moved and called off (R36)."""

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.calendars.invitation import Invite
from applications.models import Case
from phases.utforande.models import CheckIn

WHAT = gettext_lazy("Avstämning")


def key_of(row: CheckIn) -> str:
    """Return what names the check-in on this site."""
    return f"avstamning-{row.pk}"


def invite_to(case: Case, row: CheckIn) -> Invite:
    """Return the invitation to a check-in as it is now; one that is cancelled is called off."""
    is_cancelled = row.cancelled_at is not None
    return Invite(
        what=WHAT,
        key=key_of(row),
        sequence=row.revision,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        text=lazy(_reason, str)(row.cancelled_why) if is_cancelled else row.agenda,
        page="check_in",
        args=(case.reference, row.pk),
        is_cancelled=is_cancelled,
    )


def _reason(why: str) -> str:
    return _("Skäl: %(why)s") % {"why": why}
