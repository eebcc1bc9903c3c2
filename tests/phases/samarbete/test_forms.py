"""Bad input: a clear error at the field, everything typed still there, never a crash."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.utils import timezone

from applications.models import Case, CaseActor, Event
from phases.samarbete.models import (
    Communication,
    Compilation,
    DialogueActivity,
    Need,
    Proposal,
    ProposedMeasure,
    SupportRequest,
)
from tests import factories, hostile, personas
from tests.phases.samarbete import ready
from tests.phases.samarbete.test_views import ACTOR, HELD, MEASURE, PLAN, TOLD, as_person, at

pytestmark = pytest.mark.django_db

TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()


class Page(NamedTuple):
    """A form of the phase: its address, good answers, its text fields, and what to count."""

    url: str
    good: dict[str, Any]
    lines: tuple[str, ...]
    model: Any
    person: Callable[[], Any] = personas.amina


def _communication(case: Case) -> Page:
    return Page(at("add_communication", case), TOLD, ("channel", "audience", "note"), Communication)


def _actor(case: Case) -> Page:
    return Page(at("map_actors", case), ACTOR, ("name", "contact_name", "note"), CaseActor)


def _plan(case: Case) -> Page:
    return Page(at("plan_dialogue", case), PLAN, ("title", "method", "target_group"), DialogueActivity)


def _held(case: Case) -> Page:
    row = ready.planned(case)
    return Page(at("hold_dialogue", case, row.pk), {**HELD, "revision": 0}, ("summary",), DialogueActivity)


def _need(case: Case) -> Page:
    good = {"activity": ready.planned(case).pk, "group": "residents", "text": "Ljus"}
    return Page(at("record_needs", case), good, ("text",), Need)


def _compilation(case: Case) -> Page:
    return Page(
        at("compile_viewpoints", case),
        {"text": "Ljus", "finished": "on", "revision": 0},
        ("text",),
        Compilation,
    )


def _support(case: Case) -> Page:
    return Page(at("ask_for_support", case), {"about": "mapping", "text": "Hjälp"}, ("text",), SupportRequest)


def _answer(case: Case) -> Page:
    wish = SupportRequest.objects.create(
        case=case, about="mapping", text="Hjälp", created_at=personas.NOW, created_by=personas.amina()
    )
    url = at("answer_support", case, wish.pk, staff=True)
    return Page(url, {"answer": "Ja"}, ("answer",), SupportRequest, personas.karl)


def _summary(case: Case) -> Page:
    return Page(at("edit_proposal_summary", case), {"summary": "Ljus", "revision": 0}, ("summary",), Proposal)


def _measure(case: Case) -> Page:
    good = {**MEASURE, "responsible": factories.case_actor(case, "Brf Spinnrocken").pk}
    return Page(at("add_measure", case), good, ("title", "description", "requested_in_kind"), ProposedMeasure)


PAGES = [_communication, _actor, _plan, _held, _need, _compilation, _support, _answer, _summary, _measure]
MAY_BE_EMPTY = [_compilation, _summary]  # nothing is asked for until the proposal is sent
OVERWRITE = [_held, _compilation, _summary]  # change what stands there


def over(pages: list[Callable[[Case], Page]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("make", pages, ids=lambda make: make.__name__.strip("_"))


FORMS = over(PAGES)


@pytest.fixture
def case() -> Case:
    return ready.collaboration()


def counted(page: Page, case: Case) -> tuple[int, int]:
    return page.model.objects.count(), Event.objects.filter(case=case).count()


@FORMS
def test_good_answers_go_through(case: Case, make: Callable[[Case], Page]) -> None:
    page = make(case)
    before = Event.objects.filter(case=case).count()
    assert as_person(page.person).post(page.url, page.good).status_code == 302
    assert Event.objects.filter(case=case).count() == before + 1


@over([make for make in PAGES if make not in MAY_BE_EMPTY])
def test_an_empty_form_says_what_to_write(case: Case, make: Callable[[Case], Page]) -> None:
    page = make(case)
    before = counted(page, case)
    hostile.assert_refused(as_person(page.person).post(page.url, {}))
    assert counted(page, case) == before


@FORMS
@pytest.mark.parametrize("odd", hostile.ODD_BUT_FINE)
def test_odd_text_is_kept_and_escaped(case: Case, make: Callable[[Case], Page], odd: str) -> None:
    page = make(case)
    client = as_person(page.person)
    text = hostile.ODD_BUT_FINE[odd]
    answer = client.post(page.url, {**page.good, **dict.fromkeys(page.lines, text)}, follow=True)
    assert answer.status_code == 200
    assert "data-error-summary" not in answer.content.decode()
    hostile.assert_escaped(answer)
    row = page.model.objects.filter(**{page.lines[0]: text}) if page.model is not CaseActor else None
    assert row is None or row.exists()


@FORMS
def test_too_much_text_is_refused_and_kept(case: Case, make: Callable[[Case], Page]) -> None:
    page = make(case)
    client = as_person(page.person)
    before = counted(page, case)
    for field in page.lines:
        answer = client.post(page.url, {**page.good, field: hostile.TOO_LONG})
        hostile.assert_refused(answer, hostile.TOO_LONG)
        assert "för lång" in answer.content.decode()
    assert counted(page, case) == before


@FORMS
def test_a_null_byte_is_refused_in_words(case: Case, make: Callable[[Case], Page]) -> None:
    page = make(case)
    client = as_person(page.person)
    before = counted(page, case)
    for field in page.lines:
        answer = client.post(page.url, {**page.good, field: hostile.NULL})
        hostile.assert_refused(answer)
        assert "ett tecken som inte går att spara" in answer.content.decode()
    assert counted(page, case) == before


@over(OVERWRITE)
@pytest.mark.parametrize("revision", ["-1", "x", "99999999999999999999", "7"])
def test_a_tampered_or_old_revision_saves_nothing(
    case: Case, make: Callable[[Case], Page], revision: str
) -> None:
    page = make(case)
    before = counted(page, case)
    hostile.assert_refused(as_person(page.person).post(page.url, {**page.good, "revision": revision}))
    assert counted(page, case) == before


# --- each field's own --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("make", "field", "value", "words"),
    [
        (_communication, "happened_on", "2026-02-30", "Datumet finns inte"),
        (_communication, "happened_on", "0001-01-01", "mellan 1900 och 2100"),
        (_communication, "happened_on", TOMORROW, "Datumet har inte varit än"),
        (_actor, "kind", "nonsense", "Välj ett av svaren"),
        (_actor, "organisation_number", "432000-0048", "Organisationsnumret stämmer inte"),
        (_actor, "organisation_number", "121212-1212", "personnummer"),
        (_actor, "organisation_number", "hej", "tio siffror"),
        (_actor, "contact_email", "ville.example.org", "saknar @"),
        (_actor, "contact_phone", "ring mig", "Skriv telefonnumret"),
        (_plan, "planned_on", "i morgon", "Datumet finns inte"),
        (_plan, "planned_on", "9999-12-31", "mellan 1900 och 2100"),
        (_held, "held_on", TOMORROW, "Datumet har inte varit än"),
        (_held, "participants", "-1", "0 eller större"),
        (_held, "participants", "99999999999999999999", "mindre"),
        (_held, "participants", "många", "heltal"),
        (_need, "activity", "999999", "Välj ett av svaren"),
        (_need, "activity", "' OR 1=1", "Välj ett av svaren"),
        (_need, "group", "barn", "Välj ett av svaren"),
        (_compilation, "text", "", "Skriv sammanställningen"),
        (_support, "about", "pengar", "Välj ett av svaren"),
        (_measure, "areas", ["nonsense"], "Välj ett av svaren"),
        (_measure, "responsible", "999999", "Välj ett av svaren"),
        (_measure, "ends_on", "2027-02-28", "Slutet kommer före början"),
        (_measure, "cost", "-5", "0 kronor eller mer"),
        (_measure, "cost", "9" * 40, "för stort"),
        (_measure, "cost", "femtio", "Skriv beloppet med siffror"),
        (_measure, "requested_amount", "50 001", "Ni söker mer än insatsen kostar"),
    ],
)
def test_a_wrong_answer_says_so_at_the_field(
    case: Case, make: Callable[[Case], Page], field: str, value: Any, words: str
) -> None:
    page = make(case)
    before = counted(page, case)
    answer = as_person(page.person).post(page.url, {**page.good, field: value})
    hostile.assert_refused(answer)
    html = answer.content.decode()
    assert words in html
    assert f'id="id_{field}_error"' in html
    assert counted(page, case) == before


def test_needs_and_actors_of_another_case_are_no_answers(case: Case) -> None:
    other = ready.collaboration(title="Nystansgränd")
    foreign = ready.need(other, ready.held(other))
    ready.need(case, ready.held(case))
    good = {**MEASURE, "responsible": factories.case_actor(case, "Brf Spinnrocken").pk}
    client = as_person(personas.amina)
    hostile.assert_refused(client.post(at("add_measure", case), {**good, "needs": [foreign.pk]}))
    good["responsible"] = factories.case_actor(other, "Annan").pk
    hostile.assert_refused(client.post(at("add_measure", case), good))
    hostile.assert_refused(
        client.post(
            at("record_needs", case), {"activity": foreign.activity_id, "group": "residents", "text": "Ljus"}
        )
    )
    assert not ProposedMeasure.objects.filter(proposal__case=case).exists()


def test_a_residents_group_takes_part_without_a_number(case: Case) -> None:
    client = as_person(personas.amina)
    answer = client.post(
        at("map_actors", case),
        {"name": "Boendegruppen", "kind": "residents_group", "organisation_number": ""},
    )
    assert answer.status_code == 302
    assert CaseActor.objects.get(case=case).actor.organisation_number == ""


def test_a_number_that_another_bears_is_refused_when_changed(case: Case) -> None:
    factories.case_actor(case, "Brf Spinnrocken", number="432000-0021")
    row = factories.case_actor(case, "Kiosken", in_group=False)
    answer = as_person(personas.amina).post(
        at("change_mapping", case, row.pk),
        {"name": "Kiosken", "kind": "association", "organisation_number": "432000-0021"},
    )
    hostile.assert_refused(answer, "Numret hör till Brf Spinnrocken")


def test_the_same_actor_twice_is_refused_at_the_top_and_kept(case: Case) -> None:
    client = as_person(personas.amina)
    client.post(at("map_actors", case), ACTOR)
    again = client.post(at("map_actors", case), ACTOR)
    hostile.assert_refused(
        again, "Café Trådrullen AB finns redan bland aktörerna i ärendet.", 'value="Café Trådrullen AB"'
    )
    assert CaseActor.objects.filter(case=case).count() == 1


def test_a_measure_may_be_saved_with_its_name_only(case: Case) -> None:
    assert as_person(personas.amina).post(at("add_measure", case), {"title": "Bänkar"}).status_code == 302
    assert ProposedMeasure.objects.get().title == "Bänkar"
