"""A further decision during utförande: renewal after an interim report (R48), and what was referred back (R32)."""

from datetime import date, timedelta

import pytest

from applications.models import Case, Decision, OfficerReport
from applications.officer_report import actions as reports
from applications.states import DecisionKind, PointOutcome, ReportKind, Size
from phases.initiering import actions as initiering
from phases.resultat import actions as resultat
from phases.utforande import report_source
from phases.utforande.report_source import FURTHER_REPORT
from tests import personas
from tests.personas import NOW
from tests.phases import granted
from tests.phases.resultat.written import write

pytestmark = pytest.mark.django_db


def started(case: Case) -> OfficerReport:
    reports.start_report(case.pk, FURTHER_REPORT, by=personas.karl(), at=NOW)
    return OfficerReport.objects.get(kind=ReportKind.FURTHER)


def missing(case: Case, report: OfficerReport) -> list[str]:
    return [item.text for item in FURTHER_REPORT.missing(case, report)]


def prepared(case: Case) -> None:
    """Declare no conflict and make the legal check, after the last decision."""
    initiering.declare_no_conflict(case.pk, by=personas.karl(), at=NOW)
    initiering.legal_check(
        case.pk, business_benefits=False, conclusion="Inget företag gynnas.", by=personas.karl(), at=NOW
    )


def test_a_renewal_opens_with_what_has_happened_since_the_last_decision() -> None:
    case = granted.in_execution()
    granted.told(case)
    granted.all_done(case)
    granted.held(case)
    report = started(case)
    assert report.heading == "Fortsatt samverkansstöd, Lingarnsgatan"
    for text in (
        "berättat om beslutet",
        "A Planteringar: genomförd",
        "1 avstämning är hållen",
        "3 februari 2026",
    ):
        assert text in report.changes
    assert "45" in report.economy
    assert "135" in report.economy
    assert [point.measure for point in report.points.all()] == [None]
    assert "fortsatt samverkansstöd" in report.points.get().text


def test_a_delegated_decision_is_told_by_its_number() -> None:
    """D5: never as the committee's §."""
    case = granted.in_execution()
    granted.told(case)
    more = granted.decision(
        case, DecisionKind.FURTHER, 12, route=Decision.Route.DELEGATED, delegate="Östen Al"
    )
    granted.money(more, 5_000)
    granted.release(more)
    report = started(case)
    assert report.changes.startswith("Sedan delegationsbeslut 12, ")
    assert "- Delegationsbeslut 12, " in report.economy
    assert report.economy.startswith("Hittills har beviljats:")
    assert [line for line in report_source._basis(case) if line.startswith("Delegationsbeslut 12, ")]


def test_what_was_referred_back_comes_again_measure_by_measure() -> None:
    case = granted.in_execution()
    back = case.measures.get(letter="C")
    back.decided = PointOutcome.REFERRED_BACK
    back.save()
    report = started(case)
    assert [point.measure for point in report.points.all()] == [back]
    assert "återremitterade C Ljusslingor" in report.summary
    case.size = Size.LONG_TERM
    prepared(case)
    assert missing(case, report) == []


def test_a_long_process_accounts_for_its_period_before_renewal() -> None:
    case = granted.in_execution(size=Size.LONG_TERM)
    report = started(case)
    assert missing(case, report) == [
        "Karl Sjöhed behöver försäkra att inte vara jävig.",
        "Gör den rättsliga kontrollen av det nya stödet.",
        "Gruppen behöver skicka en delrapport innan stödet kan förnyas.",
    ]
    prepared(case)
    write(case)
    resultat.submit_interim_report(case.pk, by=personas.amina(), at=NOW)
    assert missing(case, report) == []
    assert "Gruppens delrapport, 2 mars 2026" in FURTHER_REPORT.facts(case, report).basis
    assert FURTHER_REPORT.facts(case, report).decision_number == 3


def test_an_interim_report_of_an_earlier_period_does_not_count() -> None:
    case = granted.in_execution(size=Size.LONG_TERM)
    report = started(case)
    prepared(case)
    write(case)
    resultat.submit_interim_report(case.pk, by=personas.amina(), at=NOW - timedelta(days=16))
    assert report_source.interim_report(case) is None  # the last decision was released the day after
    assert missing(case, report) == ["Gruppen behöver skicka en delrapport innan stödet kan förnyas."]


def test_a_legal_check_of_the_earlier_support_does_not_count() -> None:
    """D7: the check that decision 2 rested on says nothing of new support."""
    case = granted.in_execution(size=Size.LIMITED, ends_on=date(2027, 12, 31))
    report = started(case)
    karl, before = personas.karl(), report_source.last_decision(case).released_at - timedelta(days=1)
    initiering.declare_no_conflict(case.pk, by=karl, at=before)
    initiering.legal_check(case.pk, business_benefits=False, conclusion="Nej.", by=karl, at=before)
    assert missing(case, report) == ["Gör den rättsliga kontrollen av det nya stödet."]


def test_a_limited_process_needs_no_interim_report() -> None:
    case = granted.in_execution(size=Size.LIMITED, ends_on=date(2027, 12, 31))
    report = started(case)
    prepared(case)
    assert missing(case, report) == []
