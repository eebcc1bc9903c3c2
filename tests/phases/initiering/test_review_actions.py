"""The city's acts before decision 1: who, when, what is missing, one event each."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import DatabaseError

from applications.lifecycle import Refused, WrongState
from applications.models import Application, Case, Criterion, OutgoingMail
from applications.states import Status, Turn
from phases.initiering import actions, guards, report_source
from phases.initiering.card import Card
from phases.initiering.gates import Gate
from phases.initiering.models import Assessment, ConflictDeclaration, Deviation, FirstMeeting, LegalCheck
from tests import factories, personas
from tests.personas import NOW
from tests.phases.initiering import review

pytestmark = pytest.mark.django_db
MEETING = {"held_on": date(2026, 1, 20), "participants": "Amina och Karl"}
LEGAL = {"business_benefits": False, "conclusion": "Mottagaren är en förening."}
DUE = date(2026, 3, 20)


def fails(call) -> list[str]:
    """Return what a refused call misses."""
    with pytest.raises(Refused) as refusal:
        call()
    return [item.text for item in refusal.value.missing]


def events(case: Case, action: str) -> int:
    """Return how many times `action` stands in the trail."""
    return case.events.filter(action=action).count()


def calls(case: Case, by):
    """Return every act of this module as a call by `by`."""
    who = {"by": by, "at": NOW}
    return {
        "log_first_meeting": lambda: actions.log_first_meeting(case.pk, **MEETING, **who),
        "first_assessment": lambda: actions.first_assessment(case.pk, 1, verdict="met", **who),
        "declare_no_conflict": lambda: actions.declare_no_conflict(case.pk, **who),
        "take_up": lambda: actions.take_up(case.pk, **who),
        "assess_criteria": lambda: actions.assess_criteria(
            case.pk, 1, verdict="met", motivation="Ja.", **who
        ),
        "judge_remit": lambda: actions.judge_remit(case.pk, remit="yes", reason="", **who),
        "legal_check": lambda: actions.legal_check(case.pk, **LEGAL, **who),
        "draw_area": lambda: actions.draw_area(case.pk, factories.POLYGON, **who),
        "deviate": lambda: actions.deviate(case.pk, Gate.POLYGON, reason="Kartan saknas.", **who),
        "request_completion": lambda: actions.request_completion(
            case.pk, asked_for={"underlag": "Barnens behov."}, due_on=DUE, **who
        ),
    }


@pytest.mark.parametrize("action", list(calls(Case(), None)))
@pytest.mark.parametrize("who", ["amina", "birk", "karin", "cecilia", "nils", "rut", "adam"])
def test_only_the_assigned_officer_acts(action, who):
    case = review.in_review()
    if action == "take_up":
        case = factories.in_status(case, Status.SUBMITTED)
    with pytest.raises(PermissionDenied):
        calls(case, getattr(personas, who)())[action]()
    assert Case.objects.get(pk=case.pk).status == case.status


@pytest.mark.parametrize(
    "action",
    [
        "log_first_meeting",
        "judge_remit",
        "legal_check",
        "assess_criteria",
        "first_assessment",
        "request_completion",
    ],
)
@pytest.mark.parametrize("status", [Status.READY, Status.COLLABORATION, Status.CLOSED, Status.REJECTED])
def test_what_belongs_to_the_review_is_over_after_it(action, status):
    case = factories.in_status(review.in_review(), status)
    with pytest.raises(WrongState):
        calls(case, personas.karl())[action]()


def test_a_substitute_acts_in_the_place_of_the_officer():
    case = review.in_review()
    karl = personas.karl()
    karl.substitute = personas.karin()
    karl.save(update_fields=["substitute"])
    actions.log_first_meeting(case.pk, **MEETING, by=personas.karin(), at=NOW)
    assert case.events.get(action="log_first_meeting").user == personas.karin()


def test_the_first_meeting_is_logged_once_and_mended_with_what_stood_before():
    case = factories.case()
    actions.log_first_meeting(case.pk, **MEETING, by=personas.karl(), at=NOW)
    actions.log_first_meeting(case.pk, **MEETING | {"participants": "Alla"}, by=personas.karl(), at=NOW)
    assert FirstMeeting.objects.get().participants == "Alla"
    first, second = case.events.filter(action="log_first_meeting").order_by("id")
    assert first.data == {}
    assert second.data["before"]["participants"] == "Amina och Karl"


def test_a_meeting_that_has_not_been_is_not_logged():
    case = factories.case()
    meeting = MEETING | {"held_on": NOW.date() + timedelta(days=1)}
    assert fails(lambda: actions.log_first_meeting(case.pk, **meeting, by=personas.karl(), at=NOW)) == [
        "Mötet har inte varit än. Anteckna det när det är hållet."
    ]
    assert not FirstMeeting.objects.exists()


def test_take_up_moves_the_case_and_tells_the_group():
    case = review.in_review()
    assert (case.status, case.turn) == (Status.REVIEW, Turn.OFFICER)
    assert events(case, "take_up") == 1
    mails = OutgoingMail.objects.filter(event__action="take_up").values_list("template", "to")
    assert sorted(mails) == [("take_up_group", "amina@example.org"), ("take_up_group", "birk@example.org")]


def test_take_up_twice_is_said_to_be_too_late():
    case = review.in_review()
    with pytest.raises(WrongState):
        actions.take_up(case.pk, by=personas.karl(), at=NOW)
    assert events(case, "take_up") == 1


def test_a_declaration_is_made_once():
    case = review.in_review()
    actions.declare_no_conflict(case.pk, by=personas.karl(), at=NOW)
    actions.declare_no_conflict(case.pk, by=personas.karl(), at=NOW)
    assert ConflictDeclaration.objects.count() == 1
    assert events(case, "declare_no_conflict") == 1


def test_no_judgement_without_a_declaration():
    case = review.in_review()
    for name in ("assess_criteria",):
        assert fails(calls(case, personas.karl())[name]) == ["Försäkra först att du inte är jävig."]
    contact = factories.case("Varptorget")
    assert fails(
        lambda: actions.first_assessment(contact.pk, 1, verdict="met", by=personas.karl(), at=NOW)
    ) == [
        "Försäkra först att du inte är jävig.",
        "Anteckna första mötet.",
        "Eller gör avsteg med skäl: Första möte",
    ]


def test_the_first_judgement_stands_beside_the_later_one():
    case = factories.case()
    karl = personas.karl()
    actions.declare_no_conflict(case.pk, by=karl, at=NOW)
    actions.log_first_meeting(case.pk, **MEETING, by=karl, at=NOW)
    actions.first_assessment(case.pk, 5, verdict="partly", motivation="Barnen saknas.", by=karl, at=NOW)
    review.sent_application(case)
    factories.in_status(case, Status.REVIEW)
    actions.assess_criteria(case.pk, 5, verdict="met", motivation="Nu finns de.", by=karl, at=NOW)
    row = Card(case).row(5)
    assert (row.self_verdict, row.first.verdict, row.assessed.verdict) == ("met", "partly", "met")
    assert [item.motivation for item in row.history] == ["Nu finns de.", "Barnen saknas."]
    assert row.passage.rows == ("Boende. Enkät, 212 svar. Ljus.",)


def test_a_new_verdict_is_a_new_row_and_the_newest_counts():
    case = review.prepare(review.in_review())
    actions.assess_criteria(case.pk, 2, verdict="not_met", motivation="Nej.", by=personas.karl(), at=NOW)
    assert Assessment.objects.filter(case=case, criterion__number=2).count() == 2
    card = Card(case)
    assert card.row(2).assessed.verdict == "not_met"
    assert not card.all_met
    assert events(case, "assess_criteria") == 7
    assert case.events.filter(action="assess_criteria", for_group=True).count() == 0


def test_a_verdict_needs_its_motivation():
    case = review.in_review()
    actions.declare_no_conflict(case.pk, by=personas.karl(), at=NOW)
    assert fails(
        lambda: actions.assess_criteria(
            case.pk, 1, verdict="met", motivation="  ", by=personas.karl(), at=NOW
        )
    ) == ["Skriv en motivering på minst en mening."]
    assert not Assessment.objects.exists()


def test_there_is_no_seventh_criterion():
    case = review.prepare(review.in_review())
    with pytest.raises(Criterion.DoesNotExist):
        actions.assess_criteria(case.pk, 7, verdict="met", motivation="x", by=personas.karl(), at=NOW)


def test_in_a_city_initiated_case_a_second_officer_assesses():
    case = review.in_review()
    review.written_by(case, personas.karl())
    karin = personas.karin()
    with pytest.raises(PermissionDenied) as denied:
        actions.assess_criteria(case.pk, 1, verdict="met", motivation="Ja.", by=personas.karl(), at=NOW)
    assert "när staden har skrivit åt gruppen, en som inte skrev" in str(denied.value)
    actions.declare_no_conflict(case.pk, by=karin, at=NOW)
    actions.assess_criteria(case.pk, 1, verdict="met", motivation="Ja.", by=karin, at=NOW)
    assert Assessment.objects.get().created_by == karin
    actions.declare_no_conflict(case.pk, by=personas.karl(), at=NOW)


@pytest.mark.parametrize("handed_over", [True, False])
def test_whoever_wrote_for_the_group_never_assesses_it_and_whoever_takes_over_may(handed_over):
    """R46: after a hand-over, and as a substitute of before, one's own text is still one's own."""
    case = review.in_review()
    karl, karin = personas.karl(), personas.karin()
    writer, other = (karl, karin) if handed_over else (karin, karl)
    review.written_by(case, writer)
    if handed_over:
        Case.objects.filter(pk=case.pk).update(officer=karin)
    actions.declare_no_conflict(case.pk, by=other, at=NOW)
    for number in (1, 2):
        with pytest.raises(PermissionDenied):
            actions.assess_criteria(case.pk, number, verdict="met", motivation="Ja.", by=writer, at=NOW)
        actions.assess_criteria(case.pk, number, verdict="met", motivation="Ja.", by=other, at=NOW)
    assert set(Assessment.objects.values_list("created_by", flat=True)) == {other.pk}


def test_a_completion_elsewhere_leaves_a_verdict_standing_and_a_changed_passage_asks_for_a_new_one():
    case = review.prepare(review.in_review())
    review.sent_application(case, version=2, cooperation="Gårdsfest, städdag och odling.")
    card = Card(case)
    assert [row.number for row in card.rows if row.is_changed] == [2]
    assert (card.assessed_count, card.all_met) == (5, False)
    actions.assess_criteria(case.pk, 2, verdict="met", motivation="Mer nu.", by=personas.karl(), at=NOW)
    assert Card(case).all_met


def test_an_old_case_keeps_the_wording_it_was_assessed_by():
    case = review.prepare(review.in_review())
    old = Criterion.objects.get(number=1)
    Criterion.objects.filter(pk=old.pk).update(is_current=False)
    new = Criterion.objects.create(number=1, version=2, title="Ny rubrik", text="Ny text")
    assert Card(case).row(1).criterion == old
    actions.assess_criteria(case.pk, 1, verdict="met", motivation="Ja.", by=personas.karl(), at=NOW)
    assert Card(case).row(1).criterion == old
    assert Card(factories.case("Annan")).row(1).criterion == new


def declared():
    """Return a case under review whose officer has declared no conflict of interest (D6)."""
    case = review.in_review()
    actions.declare_no_conflict(case.pk, by=personas.karl(), at=NOW)
    return case


def test_nothing_is_judged_before_the_declaration():
    case = review.in_review()
    for action in ("judge_remit", "legal_check", "assess_criteria"):
        assert fails(calls(case, personas.karl())[action]) == ["Försäkra först att du inte är jävig."]
    assert not case.events.filter(action__in=("judge_remit", "legal_check", "assess_criteria")).exists()


def test_what_the_group_answered_is_no_judgement_of_the_remit():
    case = declared()
    assert (case.remit, guards.remit_is_judged(case)) == ("yes", False)
    actions.judge_remit(case.pk, remit="yes", reason="", by=personas.karl(), at=NOW)
    assert guards.remit_is_judged(case)
    case.remit = "partly"  # a completion of that part
    assert not guards.remit_is_judged(case)


def test_anything_but_yes_on_the_remit_needs_its_reason():
    case = declared()
    for remit in ("no", "partly"):
        assert fails(
            lambda remit=remit: actions.judge_remit(
                case.pk, remit=remit, reason=" ", by=personas.karl(), at=NOW
            )
        ) == ["Skriv vilken del som hör till någon annan, och varför."]
    actions.judge_remit(case.pk, remit="partly", reason="Konsten.", by=personas.karl(), at=NOW)
    case.refresh_from_db()
    assert (case.remit, case.remit_reason) == ("partly", "Konsten.")
    assert case.events.get(action="judge_remit").data == {"from": "yes", "to": "partly"}


def test_a_business_that_benefits_needs_both_grounds_the_register_and_the_certificate():
    case = declared()
    legal = {"business_benefits": True, "conclusion": "Tillåtet.", "single_business": "Hela gatan."}
    assert fails(lambda: actions.legal_check(case.pk, **legal, by=personas.karl(), at=NOW)) == [
        "Ett företag gynnas. Bedöm stödet till företaget och reglerna om statligt stöd."
    ]
    legal["state_aid"] = "Under taket."
    assert fails(lambda: actions.legal_check(case.pk, **legal, by=personas.karl(), at=NOW)) == [
        "Ett företag gynnas. Skriv vad det centrala registret säger, och vilken dag."
    ]
    legal |= {"register_checked_on": date(2026, 3, 1), "register_sum": 12_000}
    assert fails(lambda: actions.legal_check(case.pk, **legal, by=personas.karl(), at=NOW)) == [
        "Ett företag gynnas. Begär in intyget, eller skriv varför det inte behövs."
    ]
    legal["no_certificate"] = "Företaget är nytt."
    actions.legal_check(case.pk, **legal, by=personas.karl(), at=NOW)
    assert report_source.legal_text(case).endswith(
        "kontrollerades den 1 mars 2026. Där stod 12\xa0000 euro under tre år.\n\n"
        "Intyg om stöd av mindre betydelse saknas. Företaget är nytt."
    )
    actions.legal_check(case.pk, **LEGAL, by=personas.karl(), at=NOW)
    assert LegalCheck.objects.count() == 2
    assert LegalCheck.objects.filter(case=case).first().business_benefits is False
    assert events(case, "legal_check") == 2


def test_drawing_keeps_what_stood_before():
    case = review.in_review()
    actions.draw_area(case.pk, factories.POLYGON, by=personas.karl(), at=NOW)
    case.refresh_from_db()
    assert case.area_polygon == factories.POLYGON
    assert case.events.get(action="draw_area").data == {"from": None}


def test_a_gate_on_facts_is_passed_once_with_a_reason():
    case = review.in_review()
    karl = personas.karl()
    assert fails(lambda: actions.deviate(case.pk, Gate.POLYGON, reason=" ", by=karl, at=NOW)) == [
        "Skriv skälet till avsteget."
    ]
    actions.deviate(case.pk, Gate.POLYGON, reason="Kartan saknas.", by=karl, at=NOW)
    assert fails(lambda: actions.deviate(case.pk, Gate.POLYGON, reason="Igen.", by=karl, at=NOW)) == [
        "Avsteget är redan gjort."
    ]
    assert Deviation.objects.get().reason == "Kartan saknas."
    assert events(case, "deviate") == 1


@pytest.mark.parametrize("gate", ["check_in", "communication", "dialogue", "jäv", ""])
def test_gates_of_other_phases_and_legal_gates_are_not_passed(gate):
    case = review.in_review()
    with pytest.raises(WrongState):
        actions.deviate(case.pk, gate, reason="Vi hinner inte.", by=personas.karl(), at=NOW)
    assert not Deviation.objects.exists()


def test_deviations_stand_in_for_meeting_and_map_and_are_told_in_the_report():
    from applications.officer_report import actions as report_actions
    from phases.initiering.report_source import DIALOGUE_REPORT

    case = review.prepare(review.in_review())
    FirstMeeting.objects.all().delete()
    Case.objects.filter(pk=case.pk).update(area_polygon=None)
    for gate in (Gate.FIRST_MEETING, Gate.POLYGON):
        actions.deviate(case.pk, gate, reason="Skäl.", by=personas.karl(), at=NOW)
    report = review.write_report(case)
    report_actions.request_sign_off(case.pk, DIALOGUE_REPORT, by=personas.karl(), at=NOW)
    report_actions.sign_off(case.pk, DIALOGUE_REPORT, by=personas.cecilia(), at=NOW)
    report.refresh_from_db()
    assert [(row["gate"], row["reason"], row["by"], row["on"]) for row in report.snapshot["deviations"]] == [
        ("Första möte", "Skäl.", "Karl Sjöhed", "2026-03-02"),
        ("Område på karta", "Skäl.", "Karl Sjöhed", "2026-03-02"),
    ]
    assert set(Deviation.objects.values_list("report", flat=True)) == {report.pk}


def test_request_completion_opens_only_what_was_asked_for():
    case = review.in_review()
    event = calls(case, personas.karl())["request_completion"]()
    case.refresh_from_db()
    version = Application.objects.get(case=case, version=2)
    assert (case.status, case.turn, case.due_on) == (Status.COMPLETION, Turn.GROUP, DUE)
    assert (version.open_sections, version.asked_for) == (["underlag"], {"underlag": "Barnens behov."})
    assert version.sent_at is None
    assert version.evidence.count() == 1
    assert event.data == {"asked_for": {"underlag": "Barnens behov."}}
    mails = OutgoingMail.objects.filter(event=event).order_by("to")
    assert [(mail.template, mail.to) for mail in mails] == [
        ("request_completion_group", "amina@example.org"),
        ("request_completion_group", "birk@example.org"),
    ]
    assert mails[0].subject == "Komplettera ansökan senast 20 mars: Lingarnsgatan"
    assert "Underlag från boende, verksamma och besökare\n> Barnens behov." in mails[0].body


@pytest.mark.parametrize(
    ("asked_for", "due_on", "text"),
    [
        ({}, DUE, "Skriv vad som saknas i minst en del."),
        ({"underlag": "  "}, DUE, "Skriv vad som saknas i minst en del."),
        ({"underlag": "x", "okänd": "y"}, DUE, "Delen finns inte: okänd. Ladda om sidan."),
        ({"underlag": "x"}, NOW.date(), "Välj en dag som kommer, så att gruppen hinner svara."),
    ],
)
def test_a_request_for_completion_names_parts_and_a_day_to_come(asked_for, due_on, text):
    case = review.in_review()
    assert fails(
        lambda: actions.request_completion(
            case.pk, asked_for=asked_for, due_on=due_on, by=personas.karl(), at=NOW
        )
    ) == [text]
    assert Application.objects.filter(case=case).count() == 1


def test_the_database_itself_keeps_a_sent_application():
    case = review.in_review()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE applications_application SET title = 'x' WHERE case_id = %s", [case.pk])
