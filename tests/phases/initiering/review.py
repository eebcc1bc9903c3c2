"""A case on its way through the city's hands, as far as a test needs, walked by the real actions."""

from datetime import date, datetime
from typing import Any

from applications import snapshots
from applications.models import Application, Case, Criterion, Event, OfficerReport
from applications.officer_report import actions as report_actions
from applications.states import AssessmentStage, Initiative, Outcome, Remit, Role, Status
from phases.initiering import actions
from phases.initiering.models import Assessment
from phases.initiering.report_source import DIALOGUE_REPORT
from tests import factories, personas
from tests.personas import NOW

ANSWERS: dict[str, Any] = {
    "title": "Lingarnsgatan",
    "area_kind": "street",
    "area_description": "Lingarnsgatan, cirka 175 meter.",
    "area_boundary": "Mellan Varptorget och Nystansgränd, fasad till fasad.",
    "remit": Remit.YES,
    "remit_reason": "Gatan är stadens.",
    "joint_proposal": "Vi vill ge gatan mer plats för möten.",
    "size": "limited",
    "ends_on": date(2027, 12, 31),
    "actors_present": "Två fastighetsägare och ett café.",
    "actors_interested": "De fem ovan.",
    "challenges": "Gatan är mörk och bilarna kör fort.",
    "added_value": "Tillsammans kan vi lysa upp hela gatan.",
    "cooperation": "Gårdsfest varje år sedan 2021.",
    "democratic": True,
    "democratic_description": "Öppna möten, en röst per hushåll.",
    "requested_amount": 60_000,
    "requested_purpose": "Gatuvandring och lokal.",
    "self_check": {str(n): {"verdict": "met", "motivation": "Vi tycker det."} for n in range(1, 7)},
}


def sent_application(
    case: Case, *, version: int = 1, rows: int = 1, at: datetime = NOW, **changes: Any
) -> Application:
    """Return a sent version of the group's application, written straight into the table.

    `rows`: how many contributions and how much evidence it has.
    """
    part = factories.case_actor(case, "Lingarnets Vänner", number="432000-0039")
    application = Application.objects.create(
        case=case, version=version, created_at=at, created_by=personas.amina(), **{**ANSWERS, **changes}
    )
    for _n in range(rows):
        application.contributions.create(
            case_actor=part, kind="money", amount=60_000, description="Planteringar"
        )
        application.evidence.create(group="Boende", needs="Ljus.", method="Enkät, 212 svar")
    application.sent_at, application.sent_by = at, personas.amina()
    application.snapshot = {"actors": snapshots.actor_rows(case, in_group=True)}
    application.save()
    return application


def in_review(**changes: Any) -> Case:
    """Return a case under review: sent and taken up; nothing prepared yet. Manager and secretary are there."""
    personas.cecilia()
    personas.nils()
    case = factories.case(remit=Remit.YES, area_boundary=ANSWERS["area_boundary"])
    sent_application(case, **changes)
    case = factories.in_status(case, Status.SUBMITTED)
    actions.take_up(case.pk, by=personas.karl(), at=NOW)
    return Case.objects.get(pk=case.pk)


def verdict(case: Case, number: int, verdict: str = "met") -> Assessment:
    """Write a verdict on a criterion of the sent application straight into the table."""
    return Assessment.objects.create(
        case=case,
        criterion=Criterion.objects.get(number=number, is_current=True),
        stage=AssessmentStage.REVIEW,
        application=Application.objects.sent().filter(case=case).first(),
        verdict=verdict,
        motivation="Det framgår.",
        created_at=NOW,
        created_by=personas.karl(),
    )


def written_by(case: Case, officer: Any) -> None:
    """Make the case the city's own, with `officer` as who wrote and sent the application for the group (R46)."""
    Case.objects.filter(pk=case.pk).update(initiative=Initiative.CITY)
    for action in ("edit_application", "submit"):
        Event.objects.create(
            case=case, action=action, at=NOW, user=officer, user_name=officer.name, role=Role.OFFICER
        )


def prepare(case: Case, *, verdict: str = "met") -> Case:
    """Do all of the city's work on facts: meeting, declaration, six assessments, legal check, area."""
    karl = personas.karl()
    actions.log_first_meeting(case.pk, held_on=date(2026, 1, 20), participants="Amina", by=karl, at=NOW)
    actions.declare_no_conflict(case.pk, by=karl, at=NOW)
    for number in range(1, 7):
        actions.assess_criteria(case.pk, number, verdict=verdict, motivation="Det framgår.", by=karl, at=NOW)
    actions.judge_remit(case.pk, remit=case.remit, reason="Gatan är stadens.", by=karl, at=NOW)
    actions.legal_check(
        case.pk, business_benefits=False, conclusion="Mottagaren är en förening.", by=karl, at=NOW
    )
    actions.draw_area(case.pk, factories.POLYGON, by=karl, at=NOW)
    return Case.objects.get(pk=case.pk)


CONSEQUENCES = {
    "children": "Barn går här till skolan.",
    "gender_equality": "Kvinnor och män är lika ofta här.",
    "equality": "Äldre får lättare att gå här.",
}


def write_report(case: Case, **content: Any) -> OfficerReport:
    """Write the report on decision 1, complete: 45 000 of the 60 000 SEK asked for."""
    karl = personas.karl()
    report = report_actions.start_report(case.pk, DIALOGUE_REPORT, by=karl, at=NOW)
    points = [
        {
            "text": "Tekniska nämnden beviljar Lingarnets Vänner samverkansstöd med 45 000 kronor för dialoginsatser.",
            "requested": 60_000,
            "proposed": 45_000,
            "motivation": "Trycksaker görs av staden.",
        },
        {"text": "Tekniska nämnden ger fastighets- och gatukontoret i uppdrag att stödja gruppen."},
    ]
    return report_actions.save_report(
        case.pk,
        DIALOGUE_REPORT,
        {
            "recommendation": Outcome.APPROVE,
            "meeting": factories.meeting(),
            "economy": "Gruppen söker 60 000 kronor till dialog.",
            **CONSEQUENCES,
            **content,
        },
        points=points,
        revision=report.revision,
        by=karl,
        at=NOW,
    )


def with_manager() -> Case:
    """Return a case whose report lies with the manager."""
    case = prepare(in_review())
    write_report(case)
    report_actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)
    return Case.objects.get(pk=case.pk)


def ready() -> Case:
    """Return a case that is ready for the committee."""
    case = with_manager()
    report_actions.sign_off(case.pk, DIALOGUE_REPORT, by=personas.cecilia(), at=NOW)
    return Case.objects.get(pk=case.pk)
