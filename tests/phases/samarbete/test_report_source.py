"""The report on decision 2: decision 1 carried over, what has changed, a point per measure, nothing skipped."""

from datetime import date, timedelta
from typing import Any

import pytest

from applications.lifecycle import Refused
from applications.models import Case, Decision, DocumentOrder, Grant, Measure, OfficerReport, OutgoingMail
from applications.officer_report import actions as reports
from applications.states import (
    DecisionKind,
    MeasureStatus,
    Outcome,
    ReportKind,
    Status,
    SupportKind,
    Turn,
)
from phases.initiering import actions as initiering
from phases.initiering.models import Deviation, LegalCheck
from phases.samarbete import report_source
from phases.samarbete.models import DialogueActivity
from phases.samarbete.report_source import MEASURES_REPORT, changes_since, dialogue_text
from reports.contexts import parse
from tests import factories, personas
from tests.personas import NOW
from tests.phases.initiering import review
from tests.phases.samarbete import ready

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=2)


def decided(case: Case, **fields: Any) -> Decision:
    """Write decision 1 as the committee's package leaves it: released, with its grant."""
    decision = Decision.objects.create(
        case=case,
        kind=DecisionKind.DIALOGUE,
        committee=factories.committee(),
        decided_on=date(2026, 2, 10),
        year=2026,
        outcome=Outcome.APPROVE_CHANGED,
        heading="Samverkansstöd",
        registered_at=NOW - timedelta(days=20),
        registered_by=personas.nils(),
        **{"paragraph": 99, **fields},
    )
    Grant.objects.create(case=case, decision=decision, kind=SupportKind.MONEY, amount=45_000)
    decision.released_at = NOW - timedelta(days=15)
    decision.save(update_fields=["released_at"])
    return decision


def proposed(**fields: Any) -> Case:
    """Return a case with a signed report and a decision behind it and a sent proposal before it."""
    case = review.ready()
    with factories.unlocked("applications_officerreport"):
        OfficerReport.objects.update(children="Barnen får plats att leka.")
    decided(case, **fields)
    case.case_actors.update(added_at=NOW - timedelta(days=40))
    return ready.submitted(factories.in_status(case, Status.COLLABORATION))


def check(case: Case) -> None:
    initiering.legal_check(
        case.pk, business_benefits=False, conclusion="Insatserna gynnar alla.", by=personas.karl(), at=LATER
    )


def start(case: Case) -> OfficerReport:
    return reports.start_report(case.pk, MEASURES_REPORT, by=personas.karl(), at=LATER)


def written(case: Case, **content: Any) -> OfficerReport:
    """Write what the officer adds: what is proposed, for which meeting."""
    start(case)
    content = {"recommendation": Outcome.APPROVE, "meeting": factories.meeting(date(2026, 11, 24)), **content}
    return reports.save_report(case.pk, MEASURES_REPORT, content, by=personas.karl(), at=LATER)


def refusal(case: Case) -> list[str]:
    with pytest.raises(Refused) as refused:
        reports.request_sign_off(case.pk, MEASURES_REPORT, by=personas.karl(), at=LATER)
    return [item.text for item in refused.value.missing]


# --- what it opens with (D16) -----------------------------------------------------------------------------
def test_it_opens_with_decision_1_and_what_has_changed() -> None:
    case = proposed()
    report = start(case)
    assert (report.kind, report.version, report.author) == (ReportKind.MEASURES, 1, personas.karl())
    assert report.heading == "Samverkansstöd till insatser, Lingarnsgatan"
    assert (
        report.summary == "Gruppen föreslår 2 insatser för Lingarnsgatan och söker 115\u00a0000\u00a0kronor."
    )
    assert "Gatan är mörk" in report.background
    assert report.children == "Barnen får plats att leka."
    assert report.changes == (
        "Sedan nämndens beslut 10 februari 2026, § 99:\n"
        "- Gruppen har berättat för fler aktörer 1 gång.\n"
        "- Nya aktörer på listan: Brf Spinnrocken.\n"
        "- Till dialog har nämnden beviljat 45\u00a0000\u00a0kronor."
    )
    assert report.economy == (
        "Insatserna kostar 140\u00a0000\u00a0kronor. Gruppen söker 115\u00a0000\u00a0kronor.\n\n"
        "Gruppen söker också annat stöd:\n- A Planteringar: Lån av lift\n- B Ljusslingor: Lån av lift"
    )
    assert report.dialogue == (
        "Gruppen har fört dialog:\n- Gatuvandring, 22 februari 2026, 64 deltagare. Behov: Mer ljus (boende)."
    )


def test_there_is_a_point_per_measure_with_the_sum_asked_for() -> None:
    case = proposed()
    points = list(start(case).points.select_related("measure"))
    assert [(p.measure.letter, p.requested, p.proposed, p.in_kind) for p in points] == [
        ("A", 80_000, 80_000, "Lån av lift"),
        ("B", 35_000, 35_000, "Lån av lift"),
    ]
    assert points[1].text == (
        "Tekniska nämnden beviljar Lingarnets Vänner samverkansstöd med 35\u00a0000\u00a0kronor "
        "till insats B, Ljusslingor."
    )


def test_a_measure_that_asks_for_no_money_has_a_point_without_a_sum() -> None:
    case = ready.ready(factories.in_status(review.ready(), Status.COLLABORATION))
    row = ready.measure(case, "Städdag", requested_amount=None)
    row.needs.set(DialogueActivity.objects.get(case=case).needs.all())
    from phases.samarbete.proposal import actions

    actions.submit_proposal(case.pk, by=personas.amina(), at=NOW)
    point = start(case).points.get(measure__letter="C")
    assert point.text == "Tekniska nämnden beviljar Lingarnets Vänner samverkansstöd till insats C, Städdag."
    assert (point.requested, point.proposed) == (None, None)


def test_measures_that_the_group_took_out_are_not_proposed() -> None:
    case = proposed()
    Measure.objects.filter(case=case, letter="A").update(status=MeasureStatus.CANCELLED)
    assert [point.measure.letter for point in start(case).points.all()] == ["B"]


def test_no_dialogue_is_told_with_its_reason() -> None:
    case = ready.collaboration()
    assert dialogue_text(case) == ""
    Deviation.objects.create(
        case=case,
        gate=Deviation.Gate.DIALOGUE,
        reason="Snöstormen stoppade mötet.",
        created_at=NOW,
        created_by=personas.karl(),
    )
    assert dialogue_text(case) == "Ingen dialog har förts. Snöstormen stoppade mötet."


def test_nothing_changed_says_nothing() -> None:
    assert changes_since(ready.collaboration()) == ""


# --- what hinders (D6, D7, R4, R32) ---------------------------------------------------------------------------
def test_the_measures_get_a_legal_check_of_their_own() -> None:
    case = proposed()
    written(case)
    assert LegalCheck.objects.filter(case=case).exists()
    assert refusal(case) == ["Gör den rättsliga kontrollen av insatserna."]
    check(case)
    reports.request_sign_off(case.pk, MEASURES_REPORT, by=personas.karl(), at=LATER)


def test_a_new_officer_declares_no_conflict() -> None:
    case = proposed()
    check(case)
    karin = personas.karin()
    Case.objects.filter(pk=case.pk).update(officer=karin)
    reports.start_report(case.pk, MEASURES_REPORT, by=karin, at=LATER)
    content = {"recommendation": Outcome.APPROVE, "meeting": factories.meeting(date(2026, 11, 24))}
    reports.save_report(case.pk, MEASURES_REPORT, content, by=karin, at=LATER)
    with pytest.raises(Refused, match="Karin Ösund behöver försäkra att inte vara jävig"):
        reports.request_sign_off(case.pk, MEASURES_REPORT, by=karin, at=LATER)


def test_every_measure_needs_a_point() -> None:
    case = proposed()
    check(case)
    report = written(case)
    report.points.filter(measure__letter="A").delete()
    assert refusal(case) == ["Insats A saknar beslutspunkt."]


def test_the_area_is_drawn_or_passed_by_with_a_reason() -> None:
    case = proposed()
    check(case)
    written(case)
    Case.objects.filter(pk=case.pk).update(area_polygon=None)
    assert refusal(case) == ["Rita området på kartan."]


def test_a_blank_sum_and_less_help_need_their_reason_too() -> None:
    """R55: what the group asked for stands on the measure."""
    case = proposed()
    report = written(case)
    first = report.points.get(number=1)
    report.points.filter(pk=first.pk).update(requested=None, proposed=1, motivation="", text="Stöd till A.")
    assert "Motivera varför beloppet i punkt 1 skiljer sig från det sökta." in refusal(case)
    report.points.filter(pk=first.pk).update(requested=1)
    assert "Gruppen har sökt 80\u00a0000\u00a0kronor till insatsen i punkt 1." in refusal(case)
    report.points.filter(pk=first.pk).update(requested=None, proposed=80_000, in_kind="")
    assert "Motivera varför annat stöd i punkt 1 skiljer sig från det sökta." in refusal(case)
    report.points.filter(pk=first.pk).update(in_kind=" lån av  lift ")
    assert not [text for text in refusal(case) if "punkt 1" in text]


def test_a_lower_sum_needs_its_reason() -> None:
    case = proposed()
    check(case)
    report = written(case)
    report.points.filter(measure__letter="A").update(proposed=60_000)
    assert "Motivera varför beloppet i punkt 1 skiljer sig från det sökta." in refusal(case)


# --- signed, taken back -----------------------------------------------------------------------------------------
def signed() -> Case:
    case = proposed()
    check(case)
    Deviation.objects.create(
        case=case,
        gate=Deviation.Gate.COMMUNICATION,
        reason="Alla var redan med.",
        created_at=NOW,
        created_by=personas.karl(),
    )
    written(case)
    reports.request_sign_off(case.pk, MEASURES_REPORT, by=personas.karl(), at=LATER)
    OutgoingMail.objects.all().delete()
    reports.sign_off(case.pk, MEASURES_REPORT, by=personas.cecilia(), at=LATER)
    return Case.objects.get(pk=case.pk)


def test_the_chairs_decision_is_not_told_as_the_committees() -> None:
    """D5, D16."""
    case = proposed(route=Decision.Route.CHAIR, paragraph=3)
    changes = report_source.changes_since(case)
    assert changes.startswith("Sedan ordförandebeslut 3, 10 februari 2026:")
    assert "Till dialog har ordföranden i tekniska nämnden beviljat" in changes
    assert report_source._basis(case)[-1] == "Ordförandebeslut 3, 10 februari 2026"
    assert "§" not in changes


def test_signing_makes_the_proposal_ready_and_the_document() -> None:
    case = signed()
    assert (case.status, case.turn) == (Status.PROPOSAL_READY, Turn.SECRETARY)
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        "karl@example.org",
        "nils@example.org",
    ]
    report = case.officer_reports.get(kind=ReportKind.MEASURES)
    order = DocumentOrder.objects.get(key=f"officer_report:{report.pk}")
    document = parse("officer_report", order.snapshot)
    assert document.decision_number == 2
    assert [(row.letter, row.requested, row.proposed) for row in document.measures] == [
        ("A", 80_000, 80_000),
        ("B", 35_000, 35_000),
    ]
    assert document.basis == (
        "Tjänsteskrivelse, 4 mars 2026",
        "Gruppens förslag till insatser, 2 mars 2026",
        "Sammanställning av synpunkter, 2 mars 2026",
        "Tekniska nämndens beslut 10 februari 2026, § 99",
    )
    assert document.legal_check == "Insatserna gynnar alla."
    assert [row.reason for row in document.deviations] == ["Alla var redan med."]
    assert [row.verdict for row in document.criteria] == ["met"] * 6
    assert document.changes.startswith("Sedan nämndens beslut")
    assert Deviation.objects.get(case=case).report == report


def test_a_recalled_report_continues_as_the_next_version() -> None:
    case = signed()
    reports.recall_report(case.pk, MEASURES_REPORT, comment="Fel summa", by=personas.karl(), at=LATER)
    case.refresh_from_db()
    assert case.status == Status.PROPOSAL_SUBMITTED
    newest = case.officer_reports.filter(kind=ReportKind.MEASURES).first()
    assert (newest.version, newest.signed_off_at) == (2, None)
    assert newest.points.count() == 2


def test_facts_are_not_changed_while_the_manager_reads() -> None:
    from phases.samarbete.proposal import actions

    case = proposed()
    check(case)
    written(case)
    reports.request_sign_off(case.pk, MEASURES_REPORT, by=personas.karl(), at=LATER)
    with pytest.raises(Refused, match="ligger hos chefen"):
        actions.request_completion(
            case.pk,
            asked_for={"measure-A": "Hej"},
            due_on=date(2026, 3, 20),
            by=personas.karl(),
            at=LATER,
        )
