"""The pieces that several documents share.

Every text is what the reader sees, in Swedish: labels, not codes, except `verdict`, whose code chooses the
colour of the label.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from reports.contexts.schema import Json, Row

# A GeoJSON Polygon or MultiPolygon, WGS84 longitude and latitude.
Area = dict[str, Any]


@dataclass(frozen=True)
class Municipality(Row):
    """What the municipality called itself at the time of the order (applications.city.values.kept)."""

    name: str
    organisation_number: str
    department: str
    department_short: str
    committee: str
    committee_short: str
    court: str
    contact_email: str
    contact_phone: str
    address: str
    logotype: str  # the key of its logotype, "" without one

    @classmethod
    def from_snapshot(cls, snapshot: Json, path: str = "") -> Self:
        """Return the municipality; a snapshot without a logotype has none."""
        return super().from_snapshot(
            {"logotype": "", **snapshot} if isinstance(snapshot, dict) else snapshot, path
        )


@dataclass(frozen=True)
class Replaced(Row):
    """The earlier version of this document that this one rectifies (D3)."""

    designation: str
    issued_on: date
    reason: str


@dataclass(frozen=True)
class Person(Row):
    """Somebody with a part in the document; what is not known or not to be shown is empty text."""

    name: str
    title: str
    email: str
    phone: str


@dataclass(frozen=True)
class Signature(Row):
    """A name with a line above it; `signed_on` is null until it is signed."""

    name: str
    title: str
    signed_on: date | None


@dataclass(frozen=True)
class Member(Row):
    """Somebody present: name and party or title (may be empty)."""

    name: str
    role: str


@dataclass(frozen=True)
class ActorRow(Row):
    """An actor: kind and role are labels; a residents' group has no number."""

    name: str
    kind: str
    organisation_number: str | None
    role: str
    payee: bool
    confirmed_on: date | None


@dataclass(frozen=True)
class ApplicantRow(ActorRow):
    """An actor behind an application: `answer` says in sentences what it has confirmed, or that it is silent (D14)."""

    answer: str


@dataclass(frozen=True)
class CriterionRow(Row):
    """One of the six criteria with its assessment; `verdict` is `met`, `partly`, `not_met` or null."""

    number: int
    name: str
    verdict: str | None
    motivation: str


@dataclass(frozen=True)
class AmountRow(Row):
    """Money asked for and what becomes of it, in kronor. `granted` is null before the decision."""

    label: str
    requested: int | None
    proposed: int | None
    granted: int | None
    motivation: str


@dataclass(frozen=True)
class MeasureRow(Row):
    """A measure with its support: money in kronor, the rest in words (`in_kind`: "120 arbetstimmar").

    `outcome` is a label (Beviljas, Beviljas delvis, Avslås, Återremitteras, Överlämnas), empty while undecided.
    """

    letter: str
    title: str
    responsible: str
    starts_on: date | None
    ends_on: date | None
    need: str
    cost: int | None
    requested: int | None
    proposed: int | None
    granted: int | None
    in_kind: str
    outcome: str
    motivation: str


@dataclass(frozen=True)
class Condition(Row):
    """A condition of the decision and its day, if any."""

    text: str
    due_on: date | None
