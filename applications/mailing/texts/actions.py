"""Changing the text of a mail: a new version, with who and when. What is queued already keeps its words."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications.city.actions import require
from applications.lifecycle import Missing, Refused
from applications.mailing.texts import language as small
from applications.mailing.texts import register
from applications.mailing.texts.pieces import shipped
from applications.models import MailText


def change_text(template: str, language: str, text: str, *, after: int, by: Any, at: datetime) -> MailText:
    """Keep a text as the version after `after`; an empty one goes back to the shipped text.

    Raises Refused when it cannot be used, or when somebody else came first.
    """
    require(by)
    if text:
        try:
            small.check(text, shipped(template, language))
        except small.WrongText as wrong:
            raise Refused([Missing(str(wrong), "#id_body")]) from None
    try:
        with transaction.atomic():
            row = MailText.objects.create(
                template=template,
                language=language,
                number=after + 1,
                text=text,
                by=by,
                by_name=str(by),
                at=at,
            )
    except IntegrityError:
        said = _("Någon annan har just ändrat texten. Läs den och försök igen.")
        raise Refused([Missing(said)]) from None
    finally:
        register.remembered.forget()
    transaction.on_commit(register.remembered.forget)
    return row
