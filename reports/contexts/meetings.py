"""The documents of a whole meeting: the list of our items, and the contents of a pack (docs/dokument.md)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from reports.contexts.documents import Document
from reports.contexts.schema import Row


@dataclass(frozen=True)
class MeetingItem(Row):
    """One of our cases at the meeting, with the words ready for the city's registry system."""

    number: int
    title: str
    registry_number: str
    about: str
    summary: str
    points: tuple[str, ...]
    basis: tuple[str, ...]
    decision: str


@dataclass(frozen=True)
class MeetingItems(Document):
    """Ärendelista: our items in order, for the agenda before the meeting, with the outcomes after it."""

    kind: ClassVar[str] = "meeting_items"
    designation: ClassVar[str] = _("Ärendelista")
    template: ClassVar[str] = "reports/meeting_items.html"

    committee: str
    meeting_starts: datetime
    place: str
    working_committee_on: date | None
    documents_ready_on: date | None
    notice_on: date | None
    minutes_approved_on: date | None
    decided: bool
    items: tuple[MeetingItem, ...]

    @property
    def sender(self) -> str:
        """Who stands at the top of the page."""
        return self.committee


@dataclass(frozen=True)
class PackRow(Row):
    """A document of the pack and the page it begins on; `level` 1 is a case, 2 a document of it."""

    level: int
    title: str
    page: int


@dataclass(frozen=True)
class PackContents(Document):
    """The first pages of a pack: what it holds, what it could not hold, and the page of each."""

    kind: ClassVar[str] = "pack_contents"
    designation: ClassVar[str] = _("Innehåll")
    template: ClassVar[str] = "reports/pack_contents.html"

    committee: str
    meeting_on: date
    rows: tuple[PackRow, ...]
    left_out: tuple[str, ...]
    withheld: tuple[str, ...]
    unreadable: tuple[str, ...]

    @property
    def sender(self) -> str:
        """Who stands at the top of the page."""
        return self.committee
