"""The messages of a case as one person reads them: in order, with their files, the new ones marked.

What is new follows from when the person last opened them (ReadEvent): nothing else is kept, and a page that is
only opened writes nothing else.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from applications import identity
from applications.models import Attachment, Case, Message, ReadEvent

OPENED = "meddelanden"  # ReadEvent.what
NEWS_FOR = timedelta(days=90)  # older messages are no news; the log of readings is kept at least as long


class Row(NamedTuple):
    """One message. `ours`: written on the reader's own side."""

    pk: int
    name: str
    side: str
    at: datetime
    text: str
    files: list[Attachment]
    ours: bool
    is_new: bool


class Thread(NamedTuple):
    """The latest messages, oldest first. `older`: how many came before them; `new`: how many are new in all."""

    rows: list[Row]
    older: int
    new: int


def thread(case: Case, user: Any, *, now: datetime, most: int, before: int | None = None) -> Thread:
    """Return the `most` latest messages before the one numbered `before` (the new ones too, up to 20). Five queries."""
    since = news_since(case, user, now=now)
    new = unread(case, user, since=since).count()
    messages = case.messages.all() if before is None else case.messages.filter(pk__lt=before)
    found = list(
        messages.select_related("author")
        .prefetch_related("attachments")
        .order_by("-pk")[: max(most, min(new, 20) if before is None else 0)]
    )
    older = messages.filter(pk__lt=found[-1].pk).count() if found else 0
    return Thread([_row(message, case, user, since) for message in reversed(found)], older, new)


def _row(message: Message, case: Case, user: Any, since: datetime) -> Row:
    hidden = _("Kontaktpersonen") if message.from_city else _("En medlem i gruppen")
    known = identity.known(user, message.author, case)
    return Row(
        pk=message.pk,
        name=hidden if known.hidden else known.name,
        side=_("kontaktperson") if message.from_city else _("för gruppen"),
        at=message.at,
        text=identity.text_for(user, message.text, case),
        files=list(message.attachments.all()),
        ours=message.from_city == user.is_staff,
        is_new=message.at > since and message.author_id != user.pk,
    )


def news_since(case: Case, user: Any, *, now: datetime) -> datetime:
    """Return the moment after which messages are new to `user`."""
    opened = ReadEvent.objects.filter(case=case, user=user, what=OPENED).aggregate(last=Max("at"))["last"]
    return max(filter(None, (opened, now - NEWS_FOR)))


def unread(case: Case, user: Any, *, since: datetime) -> QuerySet[Message]:
    """Return what others have written after `since`."""
    return case.messages.filter(at__gt=since).exclude(author=user)


def mark_opened(case: Case, user: Any, *, new: int, at: datetime) -> None:
    """Note that `user` has the messages before them: always at the city (D8), of the group when some are new."""
    if new or user.is_staff:
        ReadEvent.objects.create(case=case, user=user, what=OPENED, at=at)
