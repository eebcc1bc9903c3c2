"""The messages of a case as one person reads them: in order, with their files, the new ones marked.

What is new follows from when the person last opened them (ReadEvent): nothing else is kept, and a page that is
only opened writes nothing else.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from applications import identity
from applications.models import Attachment, Case, Message, ReadEvent

OPENED = "meddelanden"  # ReadEvent.what
NEWS_SHOWN = 20
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
    """The latest messages, oldest first. `older`: some came before; `all_new`: all that are new are shown."""

    rows: list[Row]
    older: bool
    all_new: bool

    @property
    def new(self) -> int:
        """How many of the rows are new."""
        return sum(row.is_new for row in self.rows)


def thread(case: Case, user: Any, *, now: datetime, most: int, before: int | None = None) -> Thread:
    """Return the `most` latest messages before the one numbered `before`, and with them all that are new, up to 20.

    Three queries, however many messages there are.
    """
    since = news_since(case, user, now=now)
    messages = case.messages.all() if before is None else case.messages.filter(pk__lt=before)
    asked = max(most, NEWS_SHOWN) + 1
    found = list(messages.select_related("author").prefetch_related("attachments").order_by("-pk")[:asked])
    rows = [_row(message, case, user, since) for message in found]
    first_new = next((number for number, row in enumerate(reversed(rows)) if row.is_new), None)
    wanted = max(most, 0 if first_new is None else len(rows) - first_new)
    shown = rows[: min(wanted, asked - 1)]
    all_new = before is None and not any(row.is_new for row in rows[len(shown) :])
    return Thread(shown[::-1], older=len(rows) > len(shown), all_new=all_new)


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


def new_in(cases: Iterable[Case], user: Any, *, now: datetime) -> dict[int, int]:
    """Return how many messages are new to `user` per case, for those that have any. One query."""
    openings = ReadEvent.objects.filter(case=OuterRef("case"), user=user, what=OPENED).order_by("-at", "-id")
    written = Message.objects.filter(case__in=cases, at__gt=now - NEWS_FOR).exclude(author=user)
    new = written.annotate(opened=Subquery(openings.values("at")[:1])).filter(
        Q(opened=None) | Q(at__gt=F("opened"))
    )
    return dict(new.order_by().values_list("case").annotate(Count("pk")))


def mark_opened(case: Case, user: Any, shown: Thread, *, at: datetime) -> None:
    """Note that `user` has the messages before them: always at the city (D8), in the group when some are new.

    Where there is more news than what is shown, it stays news.
    """
    if user.is_staff or (shown.new and shown.all_new):
        ReadEvent.objects.create(case=case, user=user, what=OPENED, at=at)
