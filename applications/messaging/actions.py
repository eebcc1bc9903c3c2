"""A message is written: both sides read it, and get it by mail."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from applications.attachments import actions as attachments
from applications.lifecycle import Missing, expect, locked, note, refuse_if
from applications.models import Message


def write_message(pk: int, *, text: str, by: Any, at: datetime) -> Message:
    """Write a message in the case, with the files that wait for it. Raises Refused when empty.

    It comes from the city when the author has a role there.
    """
    with locked(pk) as case:
        expect(case, "write_message", by=by)
        if not text.strip():
            refuse_if([Missing(_("Skriv ett meddelande."), "#id_text")])
        message = Message.objects.create(case=case, author=by, from_city=by.is_staff, text=text, at=at)
        files = attachments.send_with_message(message, by=by, at=at)
        context = {"message": message, "files": [file.name for file in files]}
        note(case, "write_message", by=by, at=at, data={"message": message.pk}, context=context)
        return message
