"""The documents of a decision: protokollsutdrag, beslut utanför sammanträdet, underrättelse, överlämnande.

The order of the fields is the order of the page (docs/dokument.md).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from reports.contexts.documents import Document
from reports.contexts.parts import AmountRow, Condition, MeasureRow, Member, Person, Signature
from reports.contexts.schema import Row

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


# --- beslut utanför sammanträdet -------------------------------------------------------------------


@dataclass(frozen=True)
class IndividualDecision(Document):
    """A decision that one person made for the committee, with its ground and when it is reported (D5)."""

    template: ClassVar[str] = "reports/individual_decision.html"

    decider: str
    decider_title: str
    committee: str
    ground: str
    decided_on: date
    decision_number: str
    parties: tuple[str, ...]
    outcome: str
    summary: str
    points: tuple[str, ...]
    amounts: tuple[AmountRow, ...]
    measures: tuple[MeasureRow, ...]
    reasons: str
    conditions: tuple[Condition, ...]
    effective_at_once: bool
    changes_decision: str
    basis: tuple[str, ...]
    reported_on: date | None
    sent_to: tuple[str, ...]
    posted_on: date | None
    appeal_by: date | None
    signature: Signature

    @property
    def sender(self) -> str:
        """Who stands at the top of the page."""
        return self.committee


@dataclass(frozen=True)
class DelegatedDecision(IndividualDecision):
    """Delegationsbeslut: made by somebody that the committee has given the right to."""

    kind: ClassVar[str] = "delegated_decision"
    designation: ClassVar[str] = _("Delegationsbeslut")
    opening: ClassVar[str] = _("Med stöd av nämndens delegationsordning beslutar jag")
    ground_name: ClassVar[str] = _("Punkt i delegationsordningen")


@dataclass(frozen=True)
class ChairDecision(IndividualDecision):
    """Ordförandebeslut: made by the chair because it could not wait for the committee."""

    kind: ClassVar[str] = "chair_decision"
    designation: ClassVar[str] = _("Ordförandebeslut")
    opening: ClassVar[str] = _("Beslutet kan inte avvakta nämndens sammanträde. Jag beslutar")
    ground_name: ClassVar[str] = _("Skäl till brådska")


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
