"""What a phase brings to the officer's report: the seam between this package and the slices above it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from applications.lifecycle import Missing
from applications.models import Case, Measure, OfficerReport
from applications.states import Outcome, ReportKind, Status


@dataclass(frozen=True)
class PointDraft:
    """A proposed decision point before it is stored. Amounts in SEK; `in_kind` one thing a line: "120 arbetstimmar"."""

    text: str
    measure: Measure | None = None
    requested: int | None = None
    proposed: int | None = None
    in_kind: str = ""
    motivation: str = ""


@dataclass(frozen=True)
class ReportDraft:
    """What a new report opens with: texts by field name of OfficerReport, and proposed points."""

    texts: dict[str, str] = field(default_factory=dict)
    points: tuple[PointDraft, ...] = ()


@dataclass(frozen=True)
class ReportFacts:
    """What the document tells of the case beside the officer's words, as JSON of docs/dokument.md.

    `basis` leaves out the report itself, which comes first; `criteria` are CriterionRow, `deviations` Deviation.
    """

    decision_number: int
    basis: list[str]
    area_description: str = ""
    criteria: list[dict[str, Any]] = field(default_factory=list)
    legal_check: str = ""
    deviations: list[dict[str, Any]] = field(default_factory=list)


class ReportSource:
    """One kind of report, subclassed once per phase. `status`: where the case stands while it is written."""

    kind: ReportKind
    status: Status
    recommendations: tuple[Outcome, ...]
    amounts_label: str = ""  # of the amount row, in a report about money that no measure carries (decision 1)

    def draft(self, case: Case) -> ReportDraft:
        """Return what a new report opens with."""
        raise NotImplementedError

    def facts(self, case: Case, report: OfficerReport) -> ReportFacts:
        """Return what the document tells of the case."""
        raise NotImplementedError

    def missing(self, case: Case, report: OfficerReport) -> Iterable[Missing]:
        """Yield what the phase misses before sign-off, beside what every report needs (guards.missing_in_report)."""
        return ()

    def signed(self, case: Case, report: OfficerReport) -> None:
        """Do what the phase does when the report is signed; in the same transaction."""
