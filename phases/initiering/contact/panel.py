"""How it began, on the staff case page: the intresseanmälan, or the contact of a case that an officer opened."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications import identity
from applications.labels import LABELS
from applications.models import Case, CaseContact
from applications.permissions import allowed
from applications.states import MeasureArea, Phase
from phases.base import Panel
from phases.initiering.models import ExpressionOfInterest

TEMPLATE = "components/summary_list.html"


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
    return [Panel("intresseanmalan", _("Intresseanmälan"), TEMPLATE, context)]


def contact_panels(case: Case, user: Any) -> list[Panel]:
    """Return the section with the contact of a case that an officer opened, through the whole case (R46)."""
    if not case.was_written_by_city:
        return []
    contact = CaseContact.objects.filter(case=case).first()
    rows = [{"label": _("Kom in per"), "value": case.get_came_by_display()}] if case.came_by else []
    lines = "\n".join(contact.lines) if contact is not None else ""
    is_hidden = identity.text_for(user, lines, case) != lines  # one protected line hides the others (D22)
    rows.append({"label": _("Kontakt"), "value": _("Skyddade personuppgifter") if is_hidden else lines})
    context: dict[str, Any] = {"rows": rows, "aside": ""}
    if allowed("change_contact", user=user, case=case):
        url = reverse("admin:change_contact", args=[case.reference])
        context |= {"url": url, "link": LABELS["change_contact"].button}
    return [Panel("kontakt-i-gruppen", _("Kontakt i gruppen"), TEMPLATE, context)]


def _contact(interest: ExpressionOfInterest) -> str:
    return "\n".join(
        part for part in (interest.contact_name, interest.contact_email, interest.contact_phone) if part
    )
