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
    Area,
    Condition,
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
    actors: tuple[ActorRow, ...]
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


# --- protokollsutdrag -------------------------------------------------------------------------------


@dataclass(frozen=True)
class MinutesExtract(Document):
    """Protokollsutdrag, frozen when the § is justerad and the decision released (D3)."""

    kind: ClassVar[str] = "minutes_extract"
    designation: ClassVar[str] = _("Protokollsutdrag")
    template: ClassVar[str] = "reports/minutes_extract.html"

    committee: str
    section: int | None
    meeting_starts: datetime
    meeting_ends: datetime | None
    place: str
    members: tuple[Member, ...]
    others_present: tuple[Member, ...]
    approvers: tuple[str, ...]
    approved_on: date | None
    approved_at_once: bool
    outcome: str
    summary: str
    conflicts: tuple[str, ...]
    motions: str
    procedure: str
    points: tuple[str, ...]
    amounts: tuple[AmountRow, ...]
    measures: tuple[MeasureRow, ...]
    reasons: str
    conditions: tuple[Condition, ...]
    effective_at_once: bool
    changes_decision: str
    reservations: str
    separate_statements: str
    notes: str
    sent_to: tuple[str, ...]
    basis: tuple[str, ...]
    signatures: tuple[Signature, ...]
    posted_on: date | None
    removed_on: date | None
    kept_at: str
    appeal_by: date | None

    @property
    def label(self) -> str:
        """What the head of the page calls the document."""
        return f"{self.designation} § {self.section}" if self.section else self.designation

    @property
    def sender(self) -> str:
        """Who stands at the top of the page."""
        return self.committee


# --- underrättelse om beslut --------------------------------------------------------------------------


@dataclass(frozen=True)
class Payment(Row):
    """How money comes to the group: payee with its number, kronor, and how and when in words."""

    payee: str
    organisation_number: str | None
    amount: int
    terms: str


@dataclass(frozen=True)
class DecisionNotice(Document):
    """Underrättelse om beslut, frozen when the decision is expedierad (D3, D4)."""

    kind: ClassVar[str] = "decision_notice"
    designation: ClassVar[str] = _("Underrättelse om beslut")
    template: ClassVar[str] = "reports/decision_notice.html"

    recipients: tuple[str, ...]
    committee: str
    section: int | None
    decided_on: date
    outcome: str
    points: tuple[str, ...]
    amounts: tuple[AmountRow, ...]
    measures: tuple[MeasureRow, ...]
    reasons: str
    conditions: tuple[Condition, ...]
    payment: Payment | None
    report_by: date | None
    next_step: str
    effective_at_once: bool
    posted_on: date | None
    appeal_by: date | None
    officer: Person


# --- överlämnande -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Referral(Document):
    """Överlämnande of a case, whole or in part, to another nämnd (R17, R54)."""

    kind: ClassVar[str] = "referral"
    designation: ClassVar[str] = _("Överlämnande")
    template: ClassVar[str] = "reports/referral.html"

    receiver: str
    whole: bool
    scope: str
    reason: str
    committee: str
    section: int | None
    decided_on: date
    points: tuple[str, ...]
    applicants: tuple[str, ...]
    attachments: tuple[str, ...]
    receiver_registry_number: str | None
    applicants_informed_on: date | None
    officer: Person
    signed_by: Signature

    @property
    def sender(self) -> str:
        """Who stands at the top of the page."""
        return self.committee


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
    """Avstämningsanteckning (R36), confirmed by the group."""

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
