"""The secret address of a person's feed: whoever has it may read, so only its digest is stored, and it is revocable."""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from applications.mail import queue
from applications.models import CalendarAddress, User
from applications.notices import Recipient


@transaction.atomic
def create(user: Any, *, at: datetime) -> str:
    """Give `user` a new address and return it whole, the only time it can be read. An earlier one ends.

    The person is told by mail, in case it was somebody else.
    """
    token = secrets.token_urlsafe(32)
    CalendarAddress.objects.update_or_create(user=user, defaults={"digest": _digest(token), "created_at": at})
    queue("account_calendar_address", to=Recipient(user.email, user.name, user), at=at)
    return settings.SITE_URL + reverse("calendar_feed", args=[token])


def revoke(user: Any) -> bool:
    """End the address of `user`; return whether there was one."""
    count, _rows = CalendarAddress.objects.filter(user=user).delete()
    return bool(count)


def user_of(token: str) -> User | None:
    """Return whose address it is; None for one that was never made or is revoked, or whose account has ended."""
    rows = CalendarAddress.objects.filter(digest=_digest(token), user__is_active=True)
    row = rows.select_related("user").first()
    return row.user if row is not None else None


def _digest(token: str) -> str:
    """Return what is stored. The token is long and random: there is nothing to guess, so no salt is needed."""
    return sha256(token.encode()).hexdigest()
