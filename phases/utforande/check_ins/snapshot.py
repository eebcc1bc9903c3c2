"""The notes of a check-in as the document freezes them (docs/dokument.md, `check_in_notes`)."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications import snapshots
from applications.models import Case, DocumentOrder
from phases.utforande.facts import Standing, next_check_in, standings
from phases.utforande.models import AgreedAction, CheckIn


def notes_snapshot(
    case: Case, check_in: CheckIn, *, on: date, replaces: DocumentOrder | None = None, reason: str = ""
) -> dict[str, Any]:
    """Return the notes as of now; `replaces` and `reason` when they mend notes that were issued before."""
    day = date_format(timezone.localdate(check_in.starts_at), "j F Y").lower()
    following = next_check_in(case, check_in.starts_at)
    return {
        **snapshots.header(
            case,
            (_("Avstämning %(day)s") if check_in.is_check_in else _("Möte %(day)s")) % {"day": day},
            on,
            replaces=_replaced(replaces, reason),
        ),
        "starts_at": _moment(check_in.starts_at),
        "ends_at": _moment(check_in.ends_at),
        "place": check_in.place,
        "participants": [member(line) for line in check_in.participants.splitlines() if line.strip()],
        "notes": check_in.notes,
        "measures": [measure_state(standing) for standing in standings(case)],
        "agreed": [agreed_action(action) for action in check_in.actions.all()],
        "next_at": _moment(following.starts_at) if following else None,
        "next_place": following.place if following else "",
        "officer": snapshots.person(case.officer),
        "confirmed_by": snapshots.name_of(check_in.confirmed_by),
        "confirmed_on": _day(check_in.confirmed_at),
        "is_check_in": check_in.is_check_in,
    }


def member(line: str) -> dict[str, str]:
    """Return somebody who took part: "Idris Holmvik, Lingarnets Vänner" is a name and whom it stands for."""
    name, _comma, role = line.partition(",")
    return {"name": name.strip(), "role": role.strip()}


def measure_state(standing: Standing) -> dict[str, str]:
    """Return how a measure stands."""
    return {
        "letter": standing.measure.letter,
        "title": standing.measure.title,
        "status": str(standing.measure.get_status_display()),
        "note": standing.remark,
    }


def agreed_action(action: AgreedAction) -> dict[str, Any]:
    """Return what was agreed."""
    return {
        "text": action.what,
        "who": action.who,
        "due_on": action.due_on.isoformat() if action.due_on else None,
    }


def _replaced(order: DocumentOrder | None, reason: str) -> dict[str, str] | None:
    if order is None:
        return None
    return {
        "designation": order.designation,
        "issued_on": timezone.localdate(order.ordered_at).isoformat(),
        "reason": reason,
    }


def _moment(value: Any) -> str | None:
    return timezone.localtime(value).isoformat() if value else None


def _day(value: Any) -> str | None:
    return timezone.localdate(value).isoformat() if value else None
