"""What has happened, in the group's words, where the city's own word is a term of the trade."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.labels import LABELS

# Whatever is not here is called the same by all: applications.labels.
PLAIN: dict[str, Any] = {
    "assign_officer": _("Ni fick en kontaktperson"),
    "log_first_meeting": _("Ni träffade kontaktpersonen"),
    "request_completion": _("Kontaktpersonen bad er komplettera"),
    "go_on_without_answer": _("Kontaktpersonen gick vidare utan er komplettering"),
    "request_sign_off": _("Underlaget till nämnden gick till chefen"),
    "return_report": _("Chefen lämnade tillbaka underlaget"),
    "recall_report": _("Kontaktpersonen tog tillbaka underlaget"),
    "sign_off": _("Chefen signerade underlaget till nämnden"),
    "put_on_agenda": _("Ärendet fick en dag hos nämnden"),
    "take_off_agenda": _("Ärendet togs bort från nämndens möte"),
    "hand_over": _("Nämnden lämnade över ärendet"),
    "refer_back": _("Nämnden vill veta mer innan den beslutar"),
    "table": _("Nämnden sköt upp beslutet"),
    "post_decision": _("Beslutet sattes upp på kommunens anslagstavla"),
    "send_decision": _("Beslutet skickades till er"),
    "rectify_decision": _("En uppgift om beslutet rättades"),
    "set_legal_force": _("Beslutet kan inte längre överklagas"),
    "communicate_result": _("Ni berättade om beslutet i området"),
    "record_progress": _("Läget för en insats antecknades"),
    "open_reporting": _("Dags att skriva resultatrapporten"),
    "strike_off": _("Ärendet avslutades utan beslut"),
    "write_message": _("Ett meddelande skrevs"),
}


def happened(action: str) -> Any:
    """Return what `action` is called in the group's history."""
    if action in PLAIN:
        return PLAIN[action]
    label = LABELS.get(action)
    return label.happened if label else action
