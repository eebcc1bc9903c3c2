"""A message is written: both sides read it, and get it by mail."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from applications.lifecycle import Missing, expect, locked, note, refuse_if
from applications.models import Message


def write_message(pk: int, *, text: str, by: Any, at: datetime) -> Message:
    """Write a message in the case. From the city when the author has a role there. Raises Refused when empty."""
    with locked(pk) as case:
        expect(case, "write_message", by=by)
        if not text.strip():
            refuse_if([Missing(_("Skriv ett meddelande."), "#id_text")])
        message = Message.objects.create(case=case, author=by, from_city=by.is_staff, text=text, at=at)
        note(case, "write_message", by=by, at=at, data={"message": message.pk}, context={"message": message})
        return message
