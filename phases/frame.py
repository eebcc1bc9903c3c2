"""The frame around every page of a case in the workspace: head, whose turn, tabs."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.mailing.reading import readable_of
from applications.messaging.thread import new_in
from applications.models import Application, Case
from applications.states import Role, Turn

TURN_OF_ROLE = {
    Role.MANAGER: Turn.MANAGER,
    Role.SECRETARY: Turn.SECRETARY,
    Role.REGISTRAR: Turn.REGISTRAR,
}

FAILED_SHOWN = 5  # mails that did not arrive, above the tabs


class Tab(NamedTuple):
    """One part of the case. `count` None: no number."""

    key: str
    label: str
    url: str
    count: int | None
    current: bool


def frame(request: HttpRequest, case: Case, current: str) -> dict[str, Any]:
    """Return what templates/staff/case_frame.html needs; `current` is the key of the page's tab."""
    return {
        "case": case,
        "tabs": tabs(case, current, request.user),
        "my_turn": is_my_turn(case, request.user),
        "failed_mails": readable_of(case.mails.failed().select_related("user")[:FAILED_SHOWN]),
    }


def is_my_turn(case: Case, user: Any) -> bool:
    """Return whether the case waits for `user`: its officer or substitute, or a role that the user holds."""
    if case.turn == Turn.OFFICER:
        return case.officer_id == user.pk or (
            case.officer_id is not None and case.officer.substitute_id == user.pk
        )
    return any(case.turn == turn for role, turn in TURN_OF_ROLE.items() if role in user.roles)


def tabs(case: Case, current: str, user: Any) -> list[Tab]:
    """Return the parts of the case that there are pages for; messages that are new to `user` are counted."""
    new = new_in([case], user, now=timezone.now()).get(case.pk, 0)
    news = ngettext("Meddelanden, %(count)s nytt", "Meddelanden, %(count)s nya", new) % {"count": new}
    version = Application.objects.sent().filter(case=case).values_list("version", flat=True).first()
    wanted: list[tuple[str, str, str, list[Any], int | None]] = [
        ("case", _("Läget"), "case", [], None),
        ("assessment", _("Bedömning"), "case_assessment", [], None),
        *([("application", _("Ansökan"), "application_version", [version], None)] if version else []),
        ("group", _("Gruppen"), "case_group", [], case.case_actors.filter(in_group=True).count()),
        ("documents", _("Dokument"), "case_documents", [], case.records.count()),
        ("messages", news if new else _("Meddelanden"), "case_messages", [], None),
        ("events", _("Allt som hänt"), "case_events", [], None),
    ]
    found = []
    for key, label, name, args, count in wanted:
        try:
            url = reverse(f"admin:{name}", args=[case.reference, *args])
        except NoReverseMatch:
            continue
        found.append(Tab(key, label, url, count, key == current))
    return found
