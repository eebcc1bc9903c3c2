"""The list of meetings and check-ins as a file for a spreadsheet (D20)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import identity, register_files
from phases.models import CheckIn

HEAD = ("Dag", "Klockslag", "Slag", "Plats", "Referens", "Ärende", "Kontaktperson", "Läge")


def send_check_ins(request: HttpRequest, rows: QuerySet[CheckIn]) -> HttpResponse:
    """Send the check-ins of the list, the newest first, as CSV or XLSX; who fetched it is logged (D8)."""
    found = list(rows.order_by("-starts_at", "-pk")[: register_files.MOST])
    identity.load_protected(row.case for row in found)
    lines = (_line(row, request.user) for row in found)
    return register_files.send(request, HEAD, lines, title=_("Möten"))


def _line(row: CheckIn, user: Any) -> list[str]:
    """Return a check-in as a line of the file, its day as 2026-12-15, as `user` may know its case (D22)."""
    case, at = row.case, timezone.localtime(row.starts_at)
    return [
        f"{at:%Y-%m-%d}",
        f"{at:%H:%M}",
        str(row.words.name),
        identity.text_for(user, row.place, case),
        case.reference,
        identity.text_for(user, case.title, case),
        identity.name_for(user, case.officer, case) if case.officer else "",
        _("Inställt") if row.cancelled_at else _("Antecknat") if row.held_at else _("Bokat"),
    ]
