"""Cases that stand before the committee, with a signed report: the start of every test of this part."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from applications.committee import actions as committee
from applications.decisions import actions as decisions
from applications.decisions.content import DecisionContent, PointContent, prefill
from applications.dispatch import actions as dispatch
from applications.models import Case, Decision, Measure, Meeting, OfficerReport, ProposedPoint
from applications.states import Outcome, ReportKind, Status
from tests import factories, personas

ZONE = ZoneInfo("Europe/Stockholm")
SIGNED = datetime(2026, 3, 30, 9, 0, tzinfo=ZONE)
MEETING_DAY = date(2026, 4, 28)
DURING = datetime(2026, 4, 28, 16, 0, tzinfo=ZONE)
APPROVED_ON = date(2026, 5, 5)
RELEASED = datetime(2026, 5, 5, 11, 0, tzinfo=ZONE)
POSTED_ON = date(2026, 5, 6)
POSTED = datetime(2026, 5, 6, 11, 0, tzinfo=ZONE)
LAST_APPEAL_ON = date(2026, 5, 27)
LATER = datetime(2026, 6, 10, 9, 0, tzinfo=ZONE)

READY = {
    ReportKind.DIALOGUE: Status.READY,
    ReportKind.MEASURES: Status.PROPOSAL_READY,
    ReportKind.FURTHER: Status.EXECUTION,
}


def meeting(on: date = MEETING_DAY) -> Meeting:
    """Return a meeting of tekniska nämnden at one o'clock."""
    return factories.meeting(on, starts_at=time(13, 0))


def held() -> Meeting:
    """Return a meeting ten days ago, for tests of pages, which live in the present."""
    return meeting(timezone.localdate() - timedelta(days=10))


def measures(case: Case, **requested: int) -> list[Measure]:
    """Return measures of the case by letter: `measures(case, A=80_000)`."""
    return [
        Measure.objects.create(
            case=case,
            letter=letter,
            title=f"Insats {letter}",
            requested_amount=amount,
            starts_on=date(2027, 3, 1),
            ends_on=date(2027, 9, 30),
        )
        for letter, amount in requested.items()
    ]


def ready(
    kind: ReportKind = ReportKind.DIALOGUE,
    *,
    title: str = "Lingarnsgatan",
    recommendation: Outcome = Outcome.APPROVE,
    points: list[dict[str, Any]] | None = None,
    version: int = 1,
) -> Case:
    """Return a case with a signed report, ready for an agenda. Without `points`: 45 000 of 60 000 kronor."""
    case = factories.in_status(factories.case(title), READY[kind])
    factories.case_actor(case, "Lingarnets Vänner", number="432000-0039")
    sign(case, kind, recommendation=recommendation, points=points, version=version)
    return case


def sign(
    case: Case,
    kind: ReportKind,
    *,
    recommendation: Outcome = Outcome.APPROVE,
    points: list[dict[str, Any]] | None = None,
    version: int = 1,
) -> OfficerReport:
    """Return a signed report of the case with its proposed points."""
    report = OfficerReport.objects.create(
        case=case,
        kind=kind,
        version=version,
        author=personas.karl(),
        created_at=SIGNED - timedelta(days=3),
        recommendation=recommendation,
        heading=f"Samverkansstöd, {case.title}",
        summary="Fem aktörer vill göra gatan grönare.",
        meeting=meeting(),
        snapshot={"basis": ["Tjänsteskrivelse, 30 mars 2026", "Ansökan om samverkansstöd, 16 februari 2026"]},
    )
    for number, point in enumerate(points or dialogue_points(), start=1):
        ProposedPoint.objects.create(report=report, number=number, **point)
    report.signed_off_at, report.signed_off_by = SIGNED, personas.cecilia()
    report.save(update_fields=["signed_off_at", "signed_off_by"])
    return report


def dialogue_points() -> list[dict[str, Any]]:
    """Return the two points of decision 1 of the demo case."""
    return [
        {
            "text": "Tekniska nämnden beviljar Lingarnets Vänner samverkansstöd med 45 000 kronor för dialoginsatser.",
            "requested": 60_000,
            "proposed": 45_000,
            "motivation": "Trycksaker görs av staden.",
        },
        {"text": "Tekniska nämnden ger fastighets- och gatukontoret i uppdrag att stödja gruppen."},
    ]


def measure_points(rows: list[Measure], **proposed: int) -> list[dict[str, Any]]:
    """Return a proposed point per measure; `proposed` by letter, the requested sum where left out."""
    return [
        {
            "text": f"Tekniska nämnden beviljar stöd till insats {row.letter}.",
            "measure": row,
            "requested": row.requested_amount,
            "proposed": proposed.get(row.letter, row.requested_amount),
            "motivation": "Resten bekostas av gruppen.",
        }
        for row in rows
    ]


def bare(**fields: Any) -> Case:
    """Return a case on the agenda whose report names no sum: for tests of points by themselves."""
    return on_agenda(ready(points=[{"text": "Tekniska nämnden beslutar."}], **fields))


def with_measures(kind: ReportKind = ReportKind.MEASURES, **requested: int) -> Case:
    """Return a case ready for decision 2, its measures asked for and proposed at the same sum."""
    case = factories.in_status(factories.case(), READY[kind])
    factories.case_actor(case, "Lingarnets Vänner", number="432000-0039")
    sign(case, kind, points=measure_points(measures(case, **(requested or {"A": 80_000, "B": 55_000}))))
    return case


def on_agenda(case: Case | None = None, *, to: Meeting | None = None) -> Case:
    """Return the case put up on the meeting by the real action, some weeks before it."""
    case, to = case or ready(), to or meeting()
    at = datetime.combine(to.date - timedelta(days=29), time(9, 0), ZONE)
    committee.put_on_agenda(case.pk, meeting=to, by=personas.nils(), at=at)
    return Case.objects.get(pk=case.pk)


def content(case: Case, outcome: Outcome | None = None, **changes: Any) -> DecisionContent:
    """Return what the secretary would register, § 99, with changes."""
    opened = prefill(case, outcome=outcome, by=personas.nils())
    defaults: dict[str, Any] = {"paragraph": 99}
    if opened.outcome == Outcome.REJECT:
        defaults["motivation"] = "Förslaget uppfyller inte kriterierna."
    if opened.outcome == Outcome.REFER_BACK:
        defaults["refer_back_for"] = "Nämnden vill veta vad barnen tycker."
    return opened.replacing(**{**defaults, **changes})


def registered(case: Case | None = None, outcome: Outcome | None = None, **changes: Any) -> Decision:
    """Return a registered decision."""
    case = case or on_agenda()
    return decisions.register_decision(
        case.pk, content(case, outcome, **changes), by=personas.nils(), at=DURING
    )


def released(case: Case | None = None, outcome: Outcome | None = None, **changes: Any) -> Decision:
    """Return a released decision."""
    decision = registered(case, outcome, **changes)
    decisions.release_decision(decision.case_id, approved_on=APPROVED_ON, by=personas.nils(), at=RELEASED)
    return Decision.objects.get(pk=decision.pk)


def posted(case: Case | None = None, outcome: Outcome | None = None, **changes: Any) -> Decision:
    """Return a posted decision."""
    decision = released(case, outcome, **changes)
    return dispatch.post_decision(
        decision.case_id, decision.pk, posted_on=POSTED_ON, by=personas.nils(), at=POSTED
    )


def point(text: str = "Tekniska nämnden beslutar.", **fields: Any) -> PointContent:
    """Return a point."""
    return PointContent(text=text, **fields)
