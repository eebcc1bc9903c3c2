"""The pages of samarbete, in both frames: who gets in, what is saved, what is kept when it is not."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import Case, CaseActor, Event, User
from applications.states import Status
from phases.samarbete import actions
from phases.samarbete.models import (
    Communication,
    Compilation,
    DialogueActivity,
    Need,
    ProposedMeasure,
    SupportRequest,
)
from phases.samarbete.urls import BOTH
from tests import factories, personas
from tests.personas import NOW
from tests.phases.samarbete import ready

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timedelta(days=1)
TOLD = {"happened_on": YESTERDAY.isoformat(), "channel": "Affischer", "audience": "Alla portar", "note": ""}
ACTOR = {
    "name": "Café Trådrullen AB",
    "kind": "company",
    "organisation_number": "432000-0047",
    "support_wanted": "on",
}
PLAN = {
    "title": "Gatuvandring",
    "method": "Promenad",
    "target_group": "Boende",
    "planned_on": "2026-06-13",
}
HELD = {"held_on": YESTERDAY.isoformat(), "participants": "64", "summary": "Gatan är mörk."}
MEASURE = {
    "title": "Ljusslingor",
    "description": "Ljus mellan portarna.",
    "areas": ["safety"],
    "starts_on": "2027-03-01",
    "ends_on": "2027-09-30",
    "cost": "50 000",
    "requested_amount": "35 000 kr",
    "requested_in_kind": "Lån av lift",
}


def as_person(person: Callable[[], User]) -> Client:
    client = Client()
    client.force_login(person())
    return client


def at(name: str, case: Case, *args: Any, staff: bool = False) -> str:
    return reverse(f"admin:{name}" if staff else name, args=[case.reference, *args])


@pytest.fixture
def case() -> Case:
    return ready.collaboration()


@pytest.fixture
def group() -> Client:
    return as_person(personas.amina)


@pytest.fixture
def officer() -> Client:
    return as_person(personas.karl)


# --- the walk -------------------------------------------------------------------------------------------
def test_a_group_walks_from_telling_to_sending(case: Case, group: Client, officer: Client) -> None:
    """The whole phase through the pages, without JavaScript."""
    actor = factories.case_actor(case, "Brf Spinnrocken")
    assert group.post(at("add_communication", case), TOLD).status_code == 302
    assert group.post(at("map_actors", case), ACTOR).status_code == 302
    assert group.post(at("plan_dialogue", case), PLAN).status_code == 302
    dialogue = DialogueActivity.objects.get(case=case)
    saved = group.post(at("hold_dialogue", case, dialogue.pk), {**HELD, "revision": 0})
    assert saved.url == at("record_needs", case) + f"?dialog={dialogue.pk}"
    need = {"activity": dialogue.pk, "group": "residents", "text": "Mer ljus"}
    assert group.post(at("record_needs", case), need).status_code == 302
    text = {"text": "Många vill ha ljus.", "finished": "on", "revision": 0}
    assert group.post(at("compile_viewpoints", case), text).status_code == 302
    needs = [Need.objects.get(case=case).pk]
    another = group.post(
        at("add_measure", case), {**MEASURE, "responsible": actor.pk, "needs": needs, "another": "1"}
    )
    assert another.url == at("add_measure", case)
    page = group.get(at("submit_proposal", case))
    assert "Mejl går till Amina Björkdal, Birk Åkerlind, Karl Sjöhed" in page.content.decode()
    assert group.post(at("submit_proposal", case)).url == at("case", case)
    assert Case.objects.get(pk=case.pk).status == Status.PROPOSAL_SUBMITTED
    read = officer.get(at("proposal", case, staff=True)).content.decode()
    for words in ("Ljusslingor", "35\u00a0000\u00a0kronor", "Lån av lift", "Mer ljus", "Brf Spinnrocken"):
        assert words in read


def test_the_officer_writes_in_the_workspace_and_stays_there(case: Case, officer: Client) -> None:
    assert officer.post(at("add_communication", case, staff=True), TOLD).url == at(
        "add_communication", case, staff=True
    )
    page = officer.get(at("add_communication", case, staff=True))
    assert "s-app" in page.content.decode()
    assert Communication.objects.get().created_by == personas.karl()


def test_every_row_can_be_changed_and_removed(case: Case, group: Client) -> None:
    told, dialogue = ready.told(case), ready.planned(case)
    need = ready.need(case, dialogue)
    actor = factories.case_actor(case, "Kiosken", in_group=False)
    change = {
        "change_communication": (told, {**TOLD, "channel": "Mejl", "revision": 0}),
        "change_dialogue": (dialogue, {**PLAN, "title": "Vandring", "revision": 0}),
        "change_need": (
            need,
            {"activity": dialogue.pk, "group": "visitors", "text": "Bänkar", "revision": 0},
        ),
        "change_mapping": (actor, {"name": "Kiosken vid torget", "kind": "company"}),
    }
    for name, (row, values) in change.items():
        assert group.get(at(name, case, row.pk)).status_code == 200, name
        assert group.post(at(name, case, row.pk), values).status_code == 302, name
    assert [Communication.objects.get().channel, DialogueActivity.objects.get().title] == ["Mejl", "Vandring"]
    assert [Need.objects.get().text, CaseActor.objects.get().actor.name] == ["Bänkar", "Kiosken vid torget"]
    for name, row in (
        ("remove_communication", told),
        ("remove_need", need),
        ("remove_dialogue", dialogue),
        ("remove_mapping", actor),
    ):
        assert "Det går inte att ångra" in group.get(at(name, case, row.pk)).content.decode()
        assert group.post(at(name, case, row.pk)).status_code == 302, name
    for model in (Communication, Need, DialogueActivity, CaseActor):
        assert not model.objects.filter(case=case).exists()


def test_what_cannot_be_removed_says_why(case: Case, group: Client) -> None:
    dialogue = ready.held(case)
    page = group.post(at("remove_dialogue", case, dialogue.pk))
    assert page.status_code == 200
    assert "Dialogen är genomförd och går inte att ta bort." in page.content.decode()


def test_support_is_asked_for_by_the_group_and_answered_in_the_workspace(
    case: Case, group: Client, officer: Client
) -> None:
    page = group.get(at("ask_for_support", case)).content.decode()
    assert "Mejl går till Karl Sjöhed." in page
    assert group.post(at("ask_for_support", case), {"about": "dialogue", "text": "Bord?"}).status_code == 302
    wish = SupportRequest.objects.get()
    answer = at("answer_support", case, wish.pk, staff=True)
    assert "Bord?" in officer.get(answer).content.decode()
    assert officer.post(answer, {"answer": "Ja"}).status_code == 302
    again = officer.post(answer, {"answer": "Nej"})
    assert "redan besvarat" in again.content.decode()
    assert "Nej" in again.content.decode()  # what was typed stays
    assert "Ja" in group.get(at("ask_for_support", case)).content.decode()


# --- an unsent proposal is the group's own (D19) --------------------------------------------------------
def test_the_city_does_not_see_what_is_not_sent(case: Case, group: Client, officer: Client) -> None:
    dialogue = ready.held(case)
    ready.measure(case, "Hemlig plan", [ready.need(case, dialogue)])
    for name in ("edit_proposal", "add_measure", "submit_proposal", "edit_proposal_summary"):
        assert officer.get(at(name, case, staff=True)).status_code == 403, name
    assert officer.get(at("proposal", case, staff=True)).status_code == 404
    for name in ("trace", "case", "record_needs", "map_actors"):
        assert "Hemlig plan" not in officer.get(at(name, case, staff=True)).content.decode(), name
        assert "Hemlig plan" not in officer.get(at(name, case)).content.decode(), name
    assert "Hemlig plan" in group.get(at("trace", case)).content.decode()


def test_a_new_version_is_hidden_until_it_is_sent(group: Client, officer: Client) -> None:
    case = ready.in_completion()
    row = ProposedMeasure.objects.get(proposal__sent_at=None, proposal__case=case, letter="A")
    group.post(at("edit_measure", case, row.pk), {**MEASURE, "title": "Ny plan", "revision": 0})
    row.refresh_from_db()
    assert row.title == "Ny plan"
    for name in ("trace", "proposal"):
        assert "Ny plan" not in officer.get(at(name, case, staff=True)).content.decode()


# --- who gets in ------------------------------------------------------------------------------------------
ROWS = {
    "change_communication": ready.told,
    "remove_communication": ready.told,
    "change_mapping": lambda case: factories.case_actor(case, "Kiosken", in_group=False),
    "remove_mapping": lambda case: factories.case_actor(case, "Kiosken", in_group=False),
    "change_dialogue": ready.planned,
    "hold_dialogue": ready.planned,
    "remove_dialogue": ready.planned,
    "change_need": lambda case: ready.need(case, ready.planned(case)),
    "remove_need": lambda case: ready.need(case, ready.planned(case)),
    "edit_measure": ready.measure,
    "remove_measure": ready.measure,
}
READ_BY_ALL = {
    "add_communication",
    "map_actors",
    "plan_dialogue",
    "record_needs",
    "compile_viewpoints",
    "ask_for_support",
    "trace",
}
OF_GROUP = {
    "edit_proposal",
    "edit_proposal_summary",
    "add_measure",
    "edit_measure",
    "remove_measure",
    "submit_proposal",
}


def addresses(case: Case, *, staff: bool) -> dict[str, str]:
    """Return every address of the phase for a case in collaboration, but the sent proposal."""
    found = {}
    for _route, view in BOTH:
        name = view.__name__
        if name in {"proposal", "proposal_version"}:
            continue
        args = [ROWS[name](case).pk] if name in ROWS else []
        found[name] = at(name, case, *args, staff=staff)
    return found


@pytest.mark.parametrize(
    ("person", "staff", "status"),
    [
        (personas.amina, False, {"all": 200}),
        (personas.birk, False, {"all": 200}),
        (personas.olga, False, {"all": 404}),
        (personas.olga, True, {"all": 404}),
        (personas.amina, True, {"all": 404}),
        (personas.karl, True, {"all": 200, "group": 403}),
        (personas.karin, True, {"all": 403, "read": 200}),
        (personas.cecilia, True, {"all": 403, "read": 200}),
        (personas.nils, True, {"all": 403, "read": 200}),
        (personas.rut, True, {"all": 403, "read": 200}),
        (personas.adam, True, {"all": 403, "read": 200}),
    ],
)
def test_who_gets_in(
    case: Case,
    person: Callable[[], User],
    staff: bool,  # noqa: FBT001
    status: dict[str, int],
) -> None:
    client = as_person(person)
    for name, url in addresses(case, staff=staff).items():
        expected = status["all"]
        if name in OF_GROUP:
            expected = status.get("group", expected)
        elif name in READ_BY_ALL:
            expected = status.get("read", expected)
        assert client.get(url).status_code == expected, name


def test_nobody_gets_in_without_logging_in(case: Case) -> None:
    for name, url in addresses(case, staff=False).items():
        assert Client().get(url).url.startswith("/konto/logga-in/"), name
    for name, url in addresses(case, staff=True).items():
        assert Client().get(url).status_code == 302, name


@pytest.mark.parametrize("person", [personas.karin, personas.cecilia, personas.nils])
def test_who_may_read_sees_no_form_and_posts_in_vain(case: Case, person: Callable[[], User]) -> None:
    client = as_person(person)
    for name in READ_BY_ALL - {"trace"}:
        assert "<textarea" not in client.get(at(name, case, staff=True)).content.decode(), name
        assert client.post(at(name, case, staff=True), TOLD).status_code == 403, name
    assert Event.objects.filter(case=case, action="add_communication").count() == 0


def test_a_row_of_another_case_is_not_found(case: Case, group: Client) -> None:
    other = ready.collaboration(title="Nystansgränd")
    for name, make in ROWS.items():
        row = make(other)
        assert group.get(at(name, case, row.pk)).status_code == 404, name
        assert group.post(at(name, case, row.pk)).status_code == 404, name


@pytest.mark.parametrize("status", [Status.DRAFT, Status.READY, Status.CLOSED])
def test_outside_the_phase_the_pages_can_be_read_and_nothing_is_saved(
    case: Case, group: Client, status: str
) -> None:
    factories.in_status(case, status)
    page = group.get(at("add_communication", case))
    assert page.status_code == 200
    assert "Spara" not in page.content.decode()
    answer = group.post(at("add_communication", case), TOLD, follow=True)
    assert "Det går inte nu." in answer.content.decode()
    assert not Communication.objects.exists()


def test_the_proposal_leads_back_to_the_case_outside_its_time(case: Case, group: Client) -> None:
    factories.in_status(case, Status.EXECUTION)
    for name in ("edit_proposal", "add_measure", "submit_proposal"):
        assert group.get(at(name, case)).url == at("case", case)


# --- sending ------------------------------------------------------------------------------------------------
def test_a_member_reads_the_review_and_does_not_send() -> None:
    case = ready.ready()
    birk = as_person(personas.birk)
    page = birk.get(at("submit_proposal", case)).content.decode()
    assert "Gruppens företrädare skickar förslaget." in page
    assert "Skicka förslaget</button>" not in page
    assert birk.post(at("submit_proposal", case)).status_code == 403


def test_a_refusal_names_everything_with_links(case: Case, group: Client) -> None:
    answer = group.post(at("submit_proposal", case))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Fel: " in page
    assert f'<a href="{at("add_communication", case)}">Berätta för fler aktörer minst en gång.</a>' in page
    assert Case.objects.get(pk=case.pk).status == Status.COLLABORATION


def test_a_double_press_says_that_it_is_sent(group: Client) -> None:
    case = ready.ready()
    group.post(at("submit_proposal", case))
    again = group.post(at("submit_proposal", case), follow=True)
    assert "Ärendet har status ”Förslag inskickat”." in again.content.decode()
    assert Event.objects.filter(action="submit_proposal").count() == 1


# --- completion -----------------------------------------------------------------------------------------------
def test_a_completion_is_asked_for_written_and_sent(group: Client, officer: Client) -> None:
    case = ready.submitted()
    page = officer.get(at("request_completion", case, staff=True)).content.decode()
    assert "Insats A Planteringar" in page
    day = (timezone.localdate() + timedelta(days=10)).isoformat()
    asked = {"measure-A": "Vem vattnar?", "due_on": day}
    assert officer.post(at("request_completion", case, staff=True), asked).status_code == 302
    overview = group.get(at("edit_proposal", case)).content.decode()
    rows = {row.letter: row for row in ProposedMeasure.objects.filter(proposal__sent_at=None)}
    assert "Vem vattnar?" in overview
    assert at("edit_measure", case, rows["A"].pk) in overview
    assert at("edit_measure", case, rows["B"].pk) not in overview
    closed = group.get(at("edit_measure", case, rows["B"].pk), follow=True)
    assert "inte öppen för komplettering" in closed.content.decode()
    values = {
        **MEASURE,
        "description": "Vi vattnar.",
        "responsible": rows["A"].responsible_id,
        "needs": [need.pk for need in rows["A"].needs.all()],
        "revision": 0,
    }
    assert group.post(at("edit_measure", case, rows["A"].pk), values).status_code == 302
    assert group.post(at("complete", case)).status_code == 302
    assert Case.objects.get(pk=case.pk).status == Status.PROPOSAL_SUBMITTED
    newest = officer.get(at("proposal", case, staff=True)).content.decode()
    assert "Version 2" in newest
    assert "Vi vattnar." in newest
    assert "Ändrad" in newest
    first = officer.get(at("proposal_version", case, 1, staff=True)).content.decode()
    assert "Vi vattnar." not in first
    assert officer.get(at("proposal_version", case, 3, staff=True)).status_code == 404


# --- two at once, and old pages -------------------------------------------------------------------------------
def test_an_old_page_shows_both_texts_and_saves_on_the_second_try(case: Case, group: Client) -> None:
    row = ready.measure(case)
    values = {**MEASURE, "responsible": row.responsible_id}
    as_person(personas.birk).post(
        at("edit_measure", case, row.pk), {**values, "title": "Lyktor", "revision": 0}
    )
    stale = group.post(at("edit_measure", case, row.pk), {**values, "title": "Lampor", "revision": 0})
    page = stale.content.decode()
    assert stale.status_code == 200
    assert "Birk Åkerlind ändrade det här" in page
    assert "Lyktor" in page
    assert 'value="Lampor"' in page
    assert ProposedMeasure.objects.get(pk=row.pk).title == "Lyktor"
    assert (
        group.post(at("edit_measure", case, row.pk), {**values, "title": "Lampor", "revision": 1}).status_code
        == 302
    )
    assert ProposedMeasure.objects.get(pk=row.pk).title == "Lampor"


def test_two_begin_the_compilation_at_once(case: Case, group: Client) -> None:
    """Both pages were opened before there was any row: the second sees the first's text and loses nothing."""
    values = {"text": "Min text", "revision": 0}
    as_person(personas.birk).post(at("compile_viewpoints", case), {**values, "text": "Birks text"})
    page = group.post(at("compile_viewpoints", case), values).content.decode()
    assert "Birk Åkerlind ändrade det här" in page
    assert "Birks text" in page
    assert "Min text" in page
    assert Compilation.objects.get().text == "Birks text"


# --- tasks -----------------------------------------------------------------------------------------------------
def test_the_first_open_task_is_the_groups_turn(case: Case) -> None:
    from phases.samarbete.panel import group_tasks

    def states() -> list[str]:
        return [task.state for task in group_tasks(Case.objects.get(pk=case.pk), personas.amina())]

    assert states() == ["turn", "todo", "todo", "todo", "todo", "blocked"]
    ready.told(case)
    assert states()[:2] == ["done", "turn"]
    factories.case_actor(case, "Kiosken", in_group=False)
    light = ready.need(case, ready.held(case))
    ready.compiled(case)
    assert states() == ["done", "done", "done", "done", "turn", "blocked"]
    ready.measure(case, needs=[light])
    assert states() == ["done", "done", "done", "done", "done", "turn"]
    tasks = group_tasks(case, personas.amina())
    assert [task.hint for task in tasks] == [
        "1 gång, senast 20 februari",
        "2 aktörer",
        "1 genomförd, 64 deltagare, 1 behov",
        "Klar 2 mars",
        "1 insats, ni söker 35\u00a0000\u00a0kronor",
        "Läs igenom allt och skicka till kontaktpersonen",
    ]


def test_the_case_page_shows_the_phase_and_the_trace(officer: Client) -> None:
    case = ready.submitted()
    actions.ask_for_support(case.pk, about="dialogue", text="Bord?", by=personas.amina(), at=NOW)
    page = officer.get(at("case", case, staff=True)).content.decode()
    for words in (
        "Gruppen vill ha stöd: dialog",
        "2 insatser, söker 115\u00a0000\u00a0kronor",
        "Ni sa, vi gjorde",
        "Inför beslut 2",
    ):
        assert words in page
    early = factories.case("Tidigt ärende")
    assert "Information till fler" not in officer.get(at("case", early, staff=True)).content.decode()


# --- queries do not grow with rows -----------------------------------------------------------------------------
def fill(case: Case, times: int) -> None:
    for number in range(times):
        ready.told(case)
        row = ready.held(case, f"Dialog {number}")
        ready.measure(case, f"Insats {number}", [ready.need(case, row, f"Behov {number}")])
        factories.case_actor(case, f"Aktör {number}", in_group=False)
        actions.ask_for_support(case.pk, about="dialogue", text="Hjälp", by=personas.amina(), at=NOW)


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("add_communication", 11),
        ("map_actors", 11),
        ("plan_dialogue", 12),
        ("record_needs", 13),
        ("compile_viewpoints", 13),
        ("ask_for_support", 11),
        ("edit_proposal", 14),
        ("submit_proposal", 21),
        ("trace", 15),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_queries(
    case: Case, group: Client, name: str, queries: int, rows: int, django_assert_num_queries: Any
) -> None:
    fill(case, rows)
    with django_assert_num_queries(queries):
        group.get(at(name, case))


def test_today_is_not_in_the_future(case: Case, group: Client) -> None:
    today = timezone.localdate().isoformat()
    assert group.post(at("add_communication", case), {**TOLD, "happened_on": today}).status_code == 302
    assert Communication.objects.get().happened_on == date.fromisoformat(today)
