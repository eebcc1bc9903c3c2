"""The intresseanmälan on the staff case page, for the officer who prepares the first meeting."""

from typing import Any

from django.utils.translation import gettext as _

from applications import identity
from applications.models import Case
from applications.states import MeasureArea, Phase
from phases.base import Panel
from phases.initiering.models import ExpressionOfInterest


def interest_panels(case: Case, user: Any) -> list[Panel]:
    """Return the section with what the group wrote at first contact, while the case is in initiering."""
    if case.phase != Phase.INITIERING:
        return []
    interest = ExpressionOfInterest.objects.filter(case=case).first()
    if interest is None:
        return []
    areas = [str(MeasureArea(area).label) for area in interest.areas]
    rows = [
        {"label": _("Plats"), "value": interest.area},
        {"label": _("Vilka de är"), "value": interest.parties},
        {"label": _("Utmaningar och möjligheter"), "value": interest.challenges},
        {"label": _("Vad de vill göra"), "value": interest.proposal},
        {"label": _("Områden"), "value": ", ".join(areas)},
        {"label": _("Kontakt"), "value": identity.text_for(user, _contact(interest), case)},
    ]
    context = {"rows": rows, "aside": ""}
    return [Panel("intresseanmalan", _("Intresseanmälan"), "components/summary_list.html", context)]


def _contact(interest: ExpressionOfInterest) -> str:
    return "\n".join(
        part for part in (interest.contact_name, interest.contact_email, interest.contact_phone) if part
    )
