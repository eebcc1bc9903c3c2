"""What the account page shows of how a person logs in. Two queries, however many passkeys and log-ins."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

Kind = Authenticator.Type


@dataclass
class Passkey:
    """One passkey: `pk` for its pages, what it is called, when it came and was last used."""

    pk: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass
class Overview:
    """The ways in of one account."""

    passkeys: list[Passkey] = field(default_factory=list)
    app: Authenticator | None = None
    codes_left: int | None = None  # recovery codes; None when there are none to speak of
    log_ins: int = 0

    @property
    def has_second_factor(self) -> bool:
        """Return whether the log-in asks for a second step."""
        return self.app is not None or bool(self.passkeys)


def overview(user: Any) -> Overview:
    """Return how `user` logs in, and from how many browsers."""
    shown = Overview(log_ins=UserSession.objects.filter(user=user).count())
    for row in Authenticator.objects.filter(user=user).order_by("pk"):
        if row.type == Kind.WEBAUTHN:
            shown.passkeys.append(Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at))
        elif row.type == Kind.TOTP:
            shown.app = row
        else:
            shown.codes_left = len(row.wrap().get_unused_codes())
    return shown
