"""The result told, progress noted, the reporting opened: rows, one event, the exact mails, every guard."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from applications.lifecycle import Refused, Stale, WrongState
from applications.models import AgendaItem, Case, Meeting, OfficerReport, OutgoingMail
from applications.states import MeasureStatus, ReportKind, Status, Turn
from phases.initiering.models import Deviation
from phases.utforande import actions, facts, guards
from phases.utforande.models import MeasureProgress, ResultCommunication
from tests import factories, personas
from tests.personas import NOW
from tests.phases import granted

pytestmark = pytest.mark.django_db


def newest(case: Case, count: int = 1) -> list[tuple[str, str]]:
    return list(case.events.values_list("action", "user_name")[:count])


def mails(case: Case, template: str) -> set[str]:
    return set(
        OutgoingMail.objects.filter(case=case, template__startswith=template).values_list("to", flat=True)
    )


# --- communicate_result (R33) --------------------------------------------------------------------------
def test_the_group_notes_that_it_told_the_area() -> None:
    case = granted.in_execution()
    before = case.events.count()
    actions.communicate_result(
        case.pk,
        happened_on=date(2026, 3, 1),
        channel="Öppet hus",
        audience="Alla hushåll",
        remark="Många kom.",
        by=personas.birk(),
        at=NOW,
    )
    row = ResultCommunication.objects.get()
    assert (row.case_id, row.channel, row.audience, row.note, row.created_by) == (
        case.pk,
        "Öppet hus",
        "Alla hushåll",
        "Många kom.",
        personas.birk(),
    )
    assert newest(case) == [("communicate_result", "Birk Åkerlind")]
    assert case.events.count() == before + 1
    assert mails(case, "communicate_result") == set()


def test_telling_is_noted_when_it_has_happened_and_only_once() -> None:
    case = granted.in_execution()
    values = {"channel": "Affisch", "audience": "Boende", "by": personas.birk(), "at": NOW}
    with pytest.raises(Refused, match="Dagen har inte varit än"):
        actions.communicate_result(case.pk, happened_on=date(2026, 3, 3), **values)
    actions.communicate_result(case.pk, happened_on=date(2026, 3, 2), **values)
    with pytest.raises(Refused, match="redan antecknat"):
        actions.communicate_result(case.pk, happened_on=date(2026, 3, 2), **values)
    assert ResultCommunication.objects.count() == 1


@pytest.mark.parametrize("who", [personas.karl, personas.olga, personas.nils, personas.cecilia])
def test_only_the_group_tells_the_result(who) -> None:
    case = granted.in_execution()
    with pytest.raises(PermissionDenied, match="gruppens företrädare"):
        actions.communicate_result(
            case.pk, happened_on=NOW.date(), channel="x", audience="y", by=who(), at=NOW
        )


@pytest.mark.parametrize("status", [Status.PROPOSAL_COMMITTEE, Status.REPORT_SUBMITTED, Status.CLOSED])
def test_nothing_is_told_or_noted_outside_its_time(status: Status) -> None:
    case = factories.in_status(granted.in_execution(), status)
    measure = case.measures.get(letter="A")
    with pytest.raises(WrongState):
        granted.told(case)
    with pytest.raises(WrongState):
        actions.record_progress(case.pk, measure.pk, status="done", by=personas.birk(), at=NOW)


# --- record_progress (R34) -----------------------------------------------------------------------------
@pytest.mark.parametrize("who", [personas.amina, personas.birk, personas.karl])
def test_group_and_officer_note_progress(who) -> None:
    case = granted.in_execution()
    measure = case.measures.get(letter="A")
    before = case.events.count()
    actions.record_progress(
        case.pk, measure.pk, status="ongoing", remark="Tolv kärl är planterade.", by=who(), at=NOW
    )
    measure.refresh_from_db()
    assert measure.status == MeasureStatus.ONGOING
    event = case.events.first()
    assert (event.action, event.comment) == ("record_progress", "A Planteringar – Pågår")
    assert event.data == {"measure": measure.pk, "from": "planned"}
    assert case.events.count() == before + 1
    assert mails(case, "record_progress") == set()
    assert facts.standing_of(measure).remark == "Tolv kärl är planterade."


@pytest.mark.parametrize(
    "values",
    [{"status": "delayed"}, {"status": "cancelled"}, {"status": "ongoing", "new_ends_on": date(2026, 4, 20)}],
)
def test_a_deviation_needs_its_reason(values: dict) -> None:
    case = granted.in_execution()
    measure = case.measures.get(letter="A")
    with pytest.raises(Refused, match="Skriv varför tidsplanen inte håller") as refusal:
        actions.record_progress(case.pk, measure.pk, **values, reason=" ", by=personas.birk(), at=NOW)
    assert refusal.value.missing[0].url == "#id_reason"
    measure.refresh_from_db()
    assert measure.status == MeasureStatus.PLANNED
    assert not MeasureProgress.objects.exists()


def test_a_new_day_is_kept_beside_the_decided_schedule() -> None:
    case = granted.in_execution()
    measure = case.measures.get(letter="A")
    actions.record_progress(
        case.pk,
        measure.pk,
        status="delayed",
        reason="Sen leverans",
        new_ends_on=date(2026, 4, 21),
        by=personas.birk(),
        at=NOW,
    )
    measure.refresh_from_db()
    assert (measure.ends_on, measure.deviation_reason) == (granted.ENDS, "Sen leverans")
    standing = facts.standing_of(measure)
    assert (standing.ends_on, standing.remark) == (date(2026, 4, 21), "Sen leverans")
    assert facts.last_day_of_measures(case) == date(2026, 4, 21)
    # the same day again is no new deviation, so it needs no new reason
    actions.record_progress(
        case.pk, measure.pk, status="ongoing", new_ends_on=date(2026, 4, 21), by=personas.birk(), at=NOW
    )
    assert measure.progress.first().new_ends_on is None


def test_a_measure_does_not_end_before_it_begins() -> None:
    case = granted.in_execution()
    with pytest.raises(Refused, match="efter att insatsen börjar"):
        actions.record_progress(
            case.pk,
            case.measures.get(letter="A").pk,
            status="ongoing",
            reason="Vi hann fort",
            new_ends_on=date(2026, 2, 1),
            by=personas.birk(),
            at=NOW,
        )


def test_only_granted_measures_of_the_case_are_carried_out() -> None:
    case, other = granted.in_execution(), granted.in_execution("Varptorget")
    for measure in (case.measures.get(letter="C"), other.measures.get(letter="A")):
        with pytest.raises(Refused, match="som nämnden beviljade"):
            actions.record_progress(case.pk, measure.pk, status="done", by=personas.birk(), at=NOW)


def test_a_page_opened_before_somebody_else_noted_is_stale() -> None:
    case = granted.in_execution()
    measure = case.measures.get(letter="A")
    actions.record_progress(case.pk, measure.pk, status="ongoing", by=personas.karl(), at=NOW, revision=0)
    with pytest.raises(Stale):
        actions.record_progress(case.pk, measure.pk, status="done", by=personas.birk(), at=NOW, revision=0)
    assert MeasureProgress.objects.count() == 1


def test_an_outsider_notes_nothing() -> None:
    case = granted.in_execution()
    for who in (personas.olga(), personas.karin(), personas.nils()):
        with pytest.raises(PermissionDenied):
            actions.record_progress(case.pk, case.measures.get(letter="A").pk, status="done", by=who, at=NOW)


# --- open_reporting (R36, R37) ----------------------------------------------------------------------------
def test_the_reporting_opens_with_its_day_and_mails_the_group() -> None:
    case = granted.in_execution()
    granted.told(case)
    granted.all_done(case)
    granted.held(case)
    before = case.events.count()
    at = NOW + timedelta(days=10)
    actions.open_reporting(case.pk, by=personas.karl(), at=at)
    case.refresh_from_db()
    assert (case.status, case.turn) == (Status.REPORTING, Turn.GROUP)
    assert case.due_on == date(2026, 6, 1)  # 60 days after 31 March is Saturday 30 May
    assert newest(case) == [("open_reporting", "Karl Sjöhed")]
    assert case.events.count() == before + 1
    assert mails(case, "open_reporting") == {"amina@example.org", "birk@example.org"}


def test_a_late_opening_still_gives_the_group_two_weeks() -> None:
    case = granted.in_execution()
    assert actions.report_day(case, NOW + timedelta(days=365)) == date(2027, 3, 16)


def test_what_is_missing_is_said_with_the_place_where_it_is_mended() -> None:
    case = granted.in_execution()
    a = case.measures.get(letter="A")
    actions.record_progress(
        case.pk,
        case.measures.get(letter="B").pk,
        status="cancelled",
        reason="Ingen plats",
        by=personas.birk(),
        at=NOW,
    )
    staff = f"/admin/arenden/{case.reference}"
    missing = list(guards.missing_for_open_reporting(case))
    assert [item.text for item in missing if not item.text.startswith("Eller")] == [
        "Håll minst en avstämning och anteckna den.",
        "Insatsen A är varken genomförd eller utgången.",
        "Gruppen har inte antecknat att den berättat om beslutet.",
    ]
    assert [item.url for item in missing if not item.text.startswith("Eller")] == [
        f"{staff}/avstamningar/boka/",
        f"{staff}/insatser/{a.pk}/",
        f"{staff}/meddelanden/",  # its page is the group's
    ]
    assert len([item for item in missing if item.text.startswith("Eller gör avsteg med skäl")]) == 3
    with pytest.raises(Refused):
        actions.open_reporting(case.pk, by=personas.karl(), at=NOW)
    case.refresh_from_db()
    assert case.status == Status.EXECUTION


def test_a_booked_check_in_is_what_lacks_notes() -> None:
    case = granted.in_execution()
    check_in = granted.booked(case)
    first = next(iter(guards.missing_for_open_reporting(case)))
    assert first.url == f"/admin/arenden/{case.reference}/avstamningar/{check_in.pk}/anteckna/"


def test_every_gate_on_facts_can_be_passed_with_a_reason() -> None:
    case = granted.in_execution()
    for gate in (Deviation.Gate.CHECK_IN, Deviation.Gate.MEASURES, Deviation.Gate.RESULT_COMMUNICATION):
        Deviation.objects.create(
            case=case, gate=gate, reason="Gruppen upplöstes.", created_by=personas.karl(), created_at=NOW
        )
    actions.open_reporting(case.pk, by=personas.karl(), at=NOW)
    case.refresh_from_db()
    assert case.status == Status.REPORTING


def test_a_further_decision_under_way_comes_first() -> None:
    case = granted.in_execution()
    granted.told(case)
    granted.all_done(case)
    granted.held(case)
    report = OfficerReport.objects.create(
        case=case, kind=ReportKind.FURTHER, author=personas.karl(), created_at=NOW, sent_for_sign_off_at=NOW
    )
    assert [item.text for item in guards.missing_for_open_reporting(case)] == [
        "En tjänsteskrivelse ligger hos chefen för signering. Vänta tills den är klar."
    ]
    OfficerReport.objects.update(signed_off_at=NOW)
    AgendaItem.objects.create(
        meeting=Meeting.objects.get(pk=factories.meeting().pk),
        case=case,
        report=report,
        number=1,
        added_at=NOW,
    )
    assert [item.text for item in guards.missing_for_open_reporting(case)] == [
        "Ett fortsatt beslut väntar hos nämnden. Vänta tills det är klart."
    ]


@pytest.mark.parametrize("who", [personas.amina, personas.karin, personas.cecilia, personas.rut])
def test_only_the_officer_opens_the_reporting(who) -> None:
    case = granted.in_execution()
    with pytest.raises(PermissionDenied, match="ärendets kontaktperson"):
        actions.open_reporting(case.pk, by=who(), at=NOW)
