"""Where the work is that waits for somebody at the city: the order of the review, and a page for every turn."""

from datetime import date

import pytest
from django.test import Client

from applications.models import Case, Event
from applications.states import Initiative, Remit, Status, Turn
from phases.initiering import actions
from phases.place import places
from tests import factories, personas
from tests.personas import NOW
from tests.phases.initiering import review

pytestmark = pytest.mark.django_db


def place(case: Case, user) -> str:
    """Return the end of the address where `user` goes on with the case."""
    stored = Case.objects.select_related("officer").get(pk=case.pk)
    return places([stored], user)[case.pk].removeprefix(f"/admin/arenden/{case.reference}/")


def test_the_review_leads_from_one_thing_to_the_next() -> None:
    case, karl = review.in_review(), personas.karl()
    assert place(case, karl) == "forsta-motet/"
    actions.log_first_meeting(case.pk, held_on=date(2026, 1, 20), participants="Amina", by=karl, at=NOW)
    assert place(case, karl) == "jav/"
    actions.declare_no_conflict(case.pk, by=karl, at=NOW)
    for number in range(1, 7):
        assert place(case, karl) == f"kriterier/{number}/"
        actions.assess_criteria(case.pk, number, verdict="met", motivation="Ja.", by=karl, at=NOW)
    assert place(case, karl) == "namndens-ansvar/"  # what the group answered is no judgement
    actions.judge_remit(case.pk, remit="yes", reason="", by=karl, at=NOW)
    assert place(case, karl) == "rattslig-kontroll/"
    Case.objects.filter(pk=case.pk).update(remit=Remit.NO)  # the group completed, and answers otherwise
    assert place(case, karl) == "namndens-ansvar/"
    actions.judge_remit(case.pk, remit="yes", reason="", by=karl, at=NOW)
    assert place(case, karl) == "rattslig-kontroll/"
    actions.legal_check(case.pk, business_benefits=False, conclusion="Nej.", by=karl, at=NOW)
    assert place(case, karl) == "omrade/"
    actions.draw_area(case.pk, factories.POLYGON, by=karl, at=NOW)
    assert place(case, karl) == "tjansteskrivelse/"
    assert place(case, personas.karin()) == ""  # the case itself: it is not hers


def test_what_the_city_wrote_leads_the_colleague_to_the_criteria_and_the_writer_to_hand_over() -> None:
    case, karl, karin = review.in_review(), personas.karl(), personas.karin()
    review.written_by(case, karl)
    actions.log_first_meeting(case.pk, held_on=date(2026, 1, 20), participants="Amina", by=karl, at=NOW)
    for officer in (karl, karin):
        assert place(case, officer) == "jav/"
        actions.declare_no_conflict(case.pk, by=officer, at=NOW)
    assert place(case, karin) == "kriterier/1/"
    assert place(case, karl) == "kontaktperson/"
    for number in range(1, 7):
        actions.assess_criteria(case.pk, number, verdict="met", motivation="Ja.", by=karin, at=NOW)
    assert (place(case, karin), place(case, karl)) == ("namndens-ansvar/", "kontaktperson/")
    actions.judge_remit(case.pk, remit="yes", reason="", by=karin, at=NOW)
    assert (place(case, karin), place(case, karl)) == ("rattslig-kontroll/", "kontaktperson/")
    actions.legal_check(case.pk, business_benefits=False, conclusion="Nej.", by=karin, at=NOW)
    assert (place(case, karin), place(case, karl)) == ("tjansteskrivelse/", "omrade/")
    actions.draw_area(case.pk, factories.POLYGON, by=karl, at=NOW)
    assert (place(case, karin), place(case, karl)) == ("tjansteskrivelse/", "kontaktperson/")


@pytest.mark.parametrize(
    ("status", "turn", "who", "end"),
    [
        (Status.CONTACT, Turn.OFFICER, personas.karl, "forsta-motet/"),
        (Status.SUBMITTED, Turn.OFFICER, personas.karl, "borja-granska/"),
        (Status.SUBMITTED, Turn.OFFICER, personas.karin, ""),
        (Status.SUBMITTED, Turn.GROUP, personas.karl, ""),
        (Status.REVIEW, Turn.MANAGER, personas.cecilia, "tjansteskrivelse/signera/"),
        (Status.READY, Turn.SECRETARY, personas.nils, "satt-upp/"),
        (Status.PROPOSAL_SUBMITTED, Turn.OFFICER, personas.karl, "tjansteskrivelse/"),
        (Status.REPORT_SUBMITTED, Turn.OFFICER, personas.karl, "resultatrapport/godkann/"),
        (Status.REPORT_APPROVED, Turn.OFFICER, personas.karl, "avsluta/"),
        (Status.CLOSED, Turn.REGISTRAR, personas.rut, "arkivera/"),
    ],
)
def test_every_turn_has_its_page(status: str, turn: str, who, end: str) -> None:
    case = factories.in_status(factories.case(), status)
    Case.objects.filter(pk=case.pk).update(turn=turn)
    assert place(case, who()) == end
    client = Client()
    client.force_login(who())
    assert client.get(f"/admin/arenden/{case.reference}/{end}").status_code == 200


def test_who_only_completed_the_report_for_the_group_lets_a_colleague_approve_it() -> None:
    case, karl = factories.case(initiative=Initiative.CITY), personas.karl()
    case = factories.in_status(case, Status.REPORT_SUBMITTED)
    Case.objects.filter(pk=case.pk).update(turn=Turn.OFFICER)
    for source, end in (
        (Status.COMPLETION, "resultatrapport/godkann/"),
        (Status.REPORT_COMPLETION, "kontaktperson/"),
    ):
        Event.objects.create(case=case, action="complete", source=source, user=karl, at=NOW)
        assert place(case, karl) == end


def test_a_substitute_goes_on_and_a_case_without_an_officer_is_taken() -> None:
    case, karl = factories.in_status(factories.case(), Status.SUBMITTED), personas.karl()
    Case.objects.filter(pk=case.pk).update(turn=Turn.OFFICER)
    karl.substitute = personas.karin()
    karl.save()
    assert place(case, personas.karin()) == "borja-granska/"
    Case.objects.filter(pk=case.pk).update(officer=None)
    assert place(case, personas.karin()) == "kontaktperson/"


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_two_questions_however_many_cases(number: int, django_assert_num_queries) -> None:
    for each in range(number):
        factories.in_status(factories.case(f"Gata {each}"), Status.REVIEW)
    cases = list(Case.objects.select_related("officer"))
    karl = personas.karl()
    with django_assert_num_queries(2):
        assert len(places(cases, karl)) == number
