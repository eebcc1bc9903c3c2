"""Förslag till insatser: what the group sent before decision 2, and what it rests on (R31, R32)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from reports.contexts.documents import Document
from reports.contexts.parts import ActorRow, Person
from reports.contexts.schema import Row


@dataclass(frozen=True)
class ProposedMeasure(Row):
    """A measure as the group proposes it: `areas` and `needs` in words, `cost` and `requested` kronor."""

    letter: str
    title: str
    description: str
    areas: tuple[str, ...]
    responsible: str
    starts_on: date | None
    ends_on: date | None
    cost: int | None
    requested: int | None
    in_kind: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Told(Row):
    """When and where the group told others of the process (R24)."""

    on: date
    channel: str
    audience: str


@dataclass(frozen=True)
class Dialogue(Row):
    """A dialogue activity (R27): `on` is null while it is only planned."""

    title: str
    method: str
    target_group: str
    on: date | None
    participants: int | None
    summary: str


@dataclass(frozen=True)
class FoundNeed(Row):
    """A need that came up, whose it is, and in which activity."""

    group: str
    text: str
    activity: str


@dataclass(frozen=True)
class Proposal(Document):
    """Gruppens förslag till insatser, frozen when it is sent (R31)."""

    kind: ClassVar[str] = "proposal"
    designation: ClassVar[str] = _("Förslag till insatser")
    template: ClassVar[str] = "reports/proposal.html"

    version: int
    submitted_at: datetime
    submitted_by: str
    representative: Person
    officer: Person
    summary: str
    measures: tuple[ProposedMeasure, ...]
    cost: int
    requested: int
    dialogues: tuple[Dialogue, ...]
    needs: tuple[FoundNeed, ...]
    compilation: str
    told: tuple[Told, ...]
    actors: tuple[ActorRow, ...]
    attachments: tuple[str, ...]

    @property
    def sender(self) -> str:
        """Who stands at the top of the page."""
        return self.municipality.name
