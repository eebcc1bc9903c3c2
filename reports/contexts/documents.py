"""One frozen dataclass per document. The order of the fields is the order of the page (docs/dokument.md).

Long texts are plain: an empty line parts paragraphs, lines that begin with "- " are a list.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.contexts.parts import (
    ActorRow,
    AmountRow,
    ApplicantRow,
    Area,
    CriterionRow,
    MeasureRow,
    Member,
    Municipality,
    Person,
    Replaced,
    Signature,
)
from reports.contexts.schema import Row


@dataclass(frozen=True)
class Document(Row):
    """What every document carries: sender, case, heading and day."""

    kind: ClassVar[str]
    designation: ClassVar[str]
    template: ClassVar[str]

    municipality: Municipality
    reference: str
    registry_number: str | None
    case_title: str
    title: str
    draft: bool
    issued_on: date
    replaces: Replaced | None

    @property
    def number(self) -> str:
        """The registry number once there is one, before that our own reference."""
        return self.registry_number or self.reference

    @property
    def label(self) -> str:
        """What the head of the page calls the document."""
        return str(self.designation)

    @property
    def sender(self) -> str:
        """Who stands at the top of the page."""
        return self.municipality.department


# --- ansökan --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Contribution(Row):
    """What an actor brings (R11): `kind` is a label, `amount` kronor."""

    actor: str
    kind: str
    amount: int | None
    description: str


@dataclass(frozen=True)
class Evidence(Row):
    """How the needs are known (R13): which group, whose needs, how collected, when (words)."""

    group: str
    need: str
    method: str
    collected: str


@dataclass(frozen=True)
class Application(Document):
    """Ansökan, frozen at submission (R1–R4, R9–R14, R18–R23, R48, R53)."""

    kind: ClassVar[str] = "application"
    designation: ClassVar[str] = _("Ansökan om samverkansstöd")
    template: ClassVar[str] = "reports/application.html"

    version: int
    submitted_at: datetime
    submitted_by: str
    initiative: str
    size: str
    ends_on: date | None
    review_interval: str
    remit: str
    remit_reason: str
    officer: Person | None
    representative: Person
    actors: tuple[ApplicantRow, ...]
    area_type: str
    neighbourhoods: tuple[str, ...]
    area_description: str
    boundary: str
    polygon: Area | None
    actors_present: str
    actors_interested: str
    challenges: str
    added_value: str
    joint_proposal: str
    cooperation: str
    contributions: tuple[Contribution, ...]
    evidence: tuple[Evidence, ...]
    democracy_declared: bool
    democracy: str
    existing_programmes: str
    dialogue_requested: int | None
    dialogue_purpose: str
    self_check: tuple[CriterionRow, ...]
    preferred_language: str
    translation_requested: bool
    attachments: tuple[str, ...]

    @property
    def sender(self) -> str:
        """Who stands at the top of the page."""
        return self.municipality.name


# --- tjänsteskrivelse -------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlannedMeeting(Row):
    """Where and when the case is to be decided on."""

    body: str
    on: date


@dataclass(frozen=True)
class Deviation(Row):
    """A gate that was passed with a written reason (avsteg med skäl, D23)."""

    gate: str
    reason: str
    by: str
    on: date


@dataclass(frozen=True)
class OfficerReport(Document):
    """Tjänsteskrivelse for decision 1, 2 or a later one; carries over and shows what changed (D16)."""

    kind: ClassVar[str] = "officer_report"
    designation: ClassVar[str] = _("Tjänsteskrivelse")
    template: ClassVar[str] = "reports/officer_report.html"

    decision_number: int
    version: int
    officer: Person
    committee: str
    summary: str
    proposed_points: tuple[str, ...]
    basis: tuple[str, ...]
    planning: tuple[PlannedMeeting, ...]
    background: str
    area_description: str
    boundary: str
    polygon: Area | None
    actors: tuple[ActorRow, ...]
    changes: str
    criteria: tuple[CriterionRow, ...]
    assessment: str
    economy: str
    amounts: tuple[AmountRow, ...]
    measures: tuple[MeasureRow, ...]
    consequences_children: str
    consequences_gender: str
    consequences_equality: str
    dialogue: str
    legal_check: str
    deviations: tuple[Deviation, ...]
    responsible: tuple[Person, ...]
    signed_by: str
    signed_on: date | None


# --- avstämningsanteckning ------------------------------------------------------------------------------


@dataclass(frozen=True)
class MeasureState(Row):
    """How a measure stands: `status` is a label, `note` what is to be said, a reason for delay included."""

    letter: str
    title: str
    status: str
    note: str


@dataclass(frozen=True)
class AgreedAction(Row):
    """What was agreed, who does it and by when."""

    text: str
    who: str
    due_on: date | None


@dataclass(frozen=True)
class CheckInNotes(Document):
    """Avstämningsanteckning (R36), confirmed by the group; before there is support a mötesanteckning."""

    kind: ClassVar[str] = "check_in_notes"
    designation: ClassVar[str] = _("Avstämningsanteckning")
    template: ClassVar[str] = "reports/check_in_notes.html"

    starts_at: datetime
    ends_at: datetime | None
    place: str
    participants: tuple[Member, ...]
    notes: str
    measures: tuple[MeasureState, ...]
    agreed: tuple[AgreedAction, ...]
    next_at: datetime | None
    next_place: str
    officer: Person
    confirmed_by: str
    confirmed_on: date | None
    is_check_in: bool = True

    @property
    def label(self) -> str:
        """What the head of the page calls the document."""
        return self.designation if self.is_check_in else gettext("Mötesanteckning")


# --- resultatrapport --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UsedRow(Row):
    """Support per measure, money in kronor and help in words, as granted and as used (R40)."""

    label: str
    granted: int
    used: int
    in_kind_granted: str
    in_kind_used: str
    note: str


@dataclass(frozen=True)
class MeasureOutcome(Row):
    """What became of a measure (R39): `status` is a label."""

    letter: str
    title: str
    status: str
    outcome: str


@dataclass(frozen=True)
class DialogueRow(Row):
    """A dialogue activity that was held (R42)."""

    name: str
    with_whom: str
    on: date | None
    participants: int | None


@dataclass(frozen=True)
class Indicator(Row):
    """A figure before and after, drawn as two bars: `unit` is "procent" or "" for a count."""

    name: str
    unit: str
    before_label: str
    before: int
    after_label: str
    after: int
    source: str


@dataclass(frozen=True)
class ResultReport(Document):
    """Resultatrapport with the seven answers (R37–R45)."""

    kind: ClassVar[str] = "result_report"
    designation: ClassVar[str] = _("Resultatrapport")
    template: ClassVar[str] = "reports/result_report.html"

    version: int
    interim: bool
    recipient: str
    responsible_group: str
    period_start: date
    period_end: date
    lead: str
    polygon: Area | None
    boundary: str
    outcome: str
    measures: tuple[MeasureOutcome, ...]
    used: tuple[UsedRow, ...]
    repayment: int | None
    use_comment: str
    decisive: str
    dialogue: str
    dialogues: tuple[DialogueRow, ...]
    partners: str
    shift: str
    promised_value: str
    indicators: tuple[Indicator, ...]
    lessons: str
    association_formed: bool
    attachments: tuple[str, ...]
    signed_by: tuple[Signature, ...]
    approved_by: str
    approved_on: date | None

    @property
    def label(self) -> str:
        """What the head of the page calls the document."""
        return gettext("Delrapport") if self.interim else self.designation

    @property
    def sender(self) -> str:
        """Who stands at the top of the page."""
        return self.municipality.name

    @property
    def total_granted(self) -> int:
        """Kronor granted, all rows."""
        return sum(row.granted for row in self.used)

    @property
    def total_used(self) -> int:
        """Kronor used, all rows."""
        return sum(row.used for row in self.used)
