"""Parts that every document's snapshot shares (docs/dokument.md). Values are JSON: ISO dates, texts as read."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from applications import identity
from applications.city import values
from applications.models import Case, CaseActor
from applications.states import Role


def header(
    case: Case, title: str, issued_on: date, *, draft: bool = False, replaces: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return what stands on every document. `replaces`: designation, issued_on (ISO) and reason of a rectified one."""
    return {
        "municipality": values.kept(),
        "reference": case.reference,
        "registry_number": case.registry_number or None,
        "case_title": case.title,
        "title": title,
        "draft": draft,
        "issued_on": issued_on.isoformat(),
        "replaces": replaces,
    }


def person(user: Any, title: str = "") -> dict[str, str]:
    """Return somebody with a part in the document; protected people without name and contact data (D22)."""
    if user is None:
        return {"name": "", "title": "", "email": "", "phone": ""}
    open_to_all = identity.known(None, user)
    return {
        "name": open_to_all.name,
        "title": title or user.title,
        "email": open_to_all.email,
        "phone": open_to_all.phone,
    }


def name_of(user: Any) -> str:
    """Return the name as it may stand in a document (D22)."""
    return person(user)["name"]


def representative(case: Case) -> Any:
    """Return the group's representative, or None."""
    membership = (
        case.memberships.filter(role=Role.REPRESENTATIVE, left_at=None).select_related("user").first()
    )
    return membership.user if membership else None


def actor_row(part: CaseActor) -> dict[str, Any]:
    """Return an actor of the case as a row."""
    return {
        "name": part.actor.name,
        "kind": part.actor.get_kind_display(),
        "organisation_number": part.actor.organisation_number or None,
        "role": _("Sökande") if part.in_group else _("Aktör i området"),
        "payee": part.is_payee,
        "confirmed_on": timezone.localdate(part.confirmed_at).isoformat() if part.confirmed_at else None,
    }


def actor_rows(case: Case, *, in_group: bool | None = None) -> list[dict[str, Any]]:
    """Return the actors of the case, the group first; `in_group` True: the group only."""
    parts = case.case_actors.select_related("actor")
    if in_group is not None:
        parts = parts.filter(in_group=in_group)
    return [actor_row(part) for part in parts]


def group_name(case: Case) -> str:
    """Return the group in words: the names of its actors, or its representative's when it has none yet."""
    names = [part.actor.name for part in case.case_actors.filter(in_group=True).select_related("actor")]
    return ", ".join(names) or name_of(representative(case))
