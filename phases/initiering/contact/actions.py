"""What a first contact starts."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications import records, search
from applications.actions import open_case
from applications.group.actions import invite_first_contact
from applications.language import kept_in_swedish, readers_language
from applications.models import Case
from applications.notices import Recipient
from applications.states import Direction, MeasureArea
from phases.initiering.models import ExpressionOfInterest


def express_interest(
    *,
    contact_name: str,
    contact_email: str,
    parties: str,
    area: str,
    at: datetime,
    contact_phone: str = "",
    challenges: str = "",
    proposal: str = "",
    areas: Sequence[str] = (),
) -> Case:
    """Open a case from the web, without an account. It is received at once (D19) and gives a receipt.

    The sender becomes the group's representative at the first log-in with that address (D25).
    """
    sender = Recipient(contact_email.lower(), contact_name, reads=readers_language())
    with kept_in_swedish(), transaction.atomic():
        case = open_case(area, at=at, sender=sender)
        ExpressionOfInterest.objects.create(
            case=case,
            created_at=at,
            contact_name=contact_name,
            contact_email=sender.email,
            contact_phone=contact_phone,
            parties=parties,
            area=area,
            challenges=challenges,
            proposal=proposal,
            areas=[value for value in MeasureArea.values if value in areas],
        )
        invite_first_contact(case, sender, at=at)
        records.register(
            case,
            _("Intresseanmälan"),
            direction=Direction.INCOMING,
            at=at,
            counterpart=contact_name,
            description="\n\n".join(part for part in (parties, challenges, proposal) if part),
        )
        search.refresh(case)
    return case


def known_from(case: Case) -> dict[str, str]:
    """Return what is already known of the application, so that nobody types it twice (D16).

    That is what the intresseanmälan says, and the actors that the city has contacted on its own initiative (R46).
    """
    mapped = case.case_actors.filter(in_group=False).select_related("actor")
    present = "\n".join(f"{part.actor.name}, {part.actor.get_kind_display().lower()}" for part in mapped)
    known = {"actors_present": present} if present else {}
    interest = ExpressionOfInterest.objects.filter(case=case).first()
    if interest is None:
        return known
    return {
        **known,
        "title": interest.area[:200],
        "challenges": interest.challenges,
        "joint_proposal": interest.proposal,
        "actors_interested": interest.parties,
    }
