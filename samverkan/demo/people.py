"""The people of the demonstration. All invented; addresses at example.org, numbers from the fictional series."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress

from applications.models import User
from applications.models.user import STAFF_ROLES
from applications.states import Role

PASSWORD = "Lingarnsgatan-2026"  # noqa: S105 of the demonstration only, printed by `make demo`

STAFF: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "maja@example.org",
        {"name": "Maja Ekelund Sand", "title": "Projektledare", "phone": "040-628 04 10", "is_officer": True},
    ),
    (
        "jonatan@example.org",
        {"name": "Jonatan Åbrink", "title": "Projektledare", "phone": "040-628 04 11", "is_officer": True},
    ),
    (
        "viveka@example.org",
        {"name": "Viveka Ölander", "title": "Enhetschef", "phone": "040-628 04 12", "is_manager": True},
    ),
    (
        "sixten@example.org",
        {
            "name": "Sixten Hallmark",
            "title": "Nämndsekreterare",
            "phone": "040-628 04 13",
            "is_secretary": True,
        },
    ),
    (
        "tove@example.org",
        {"name": "Tove Ljungcrona", "title": "Registrator", "phone": "040-628 04 14", "is_registrar": True},
    ),
    (
        "admir@example.org",
        {
            "name": "Admir Granqvist",
            "title": "Systemförvaltare",
            "phone": "040-628 04 15",
            "is_administrator": True,
        },
    ),
)
REPRESENTATIVE = ("idris@example.org", {"name": "Idris Holmvik", "phone": "070-174 06 15"})
MEMBER = ("ylva@example.org", {"name": "Ylva Ärlebrandt", "phone": "070-174 06 16"})


def logins() -> list[tuple[str, str]]:
    """Return (role in words, address) of everybody worth logging in as, in process order."""
    rows = [(Role.REPRESENTATIVE, REPRESENTATIVE[0]), (Role.MEMBER, MEMBER[0])]
    rows += [
        (role, email) for role in STAFF_ROLES for email, fields in STAFF if fields.get(f"is_{role.value}")
    ]
    return [(str(role.label), email) for role, email in rows]


def person(email: str, *, at: datetime, **fields: Any) -> User:
    """Return the person with this address; a new one gets the demonstration's password and a verified address."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, joined_at=at, **fields)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
