"""What group and officer note: one event each, the right people told, nobody else let in, nothing lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from applications.lifecycle import Refused, Stale, WrongState
from applications.models import Actor, Case, CaseActor, Event, OutgoingMail, User
from applications.states import ActorKind, Initiative, Status
from phases.samarbete import actions
from phases.samarbete.models import Communication, Compilation, DialogueActivity, Need, SupportRequest
from phases.samarbete.rows import NOTABLE
from tests import factories, personas
from tests.personas import NOW
from tests.phases.samarbete import ready

pytestmark = pytest.mark.django_db

TOLD = {"happened_on": date(2026, 2, 20), "channel": "Affischer", "audience": "Alla portar"}
PLAN = {"title": "Vandring", "method": "Promenad", "target_group": "Boende", "planned_on": date(2026, 4, 1)}
HELD = {"held_on": date(2026, 3, 1), "participants": 12, "summary": "Bra."}


def trail(case: Case, action: str) -> list[Event]:
    return list(Event.objects.filter(case=case, action=action).order_by("id"))


def mailed_to() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("to", flat=True))


@pytest.fixture
def case() -> Case:
    made = ready.collaboration()
    OutgoingMail.objects.all().delete()
    return made


# --- each act: its row, its one event, no mail ---------------------------------------------------------
def test_more_actors_are_told(case: Case) -> None:
    row = actions.add_communication(case.pk, by=personas.birk(), at=NOW, **TOLD)
    assert (row.channel, row.created_by, row.created_at) == ("Affischer", personas.birk(), NOW)
    (event,) = trail(case, "add_communication")
    assert (event.comment, event.role, event.data) == ("Affischer", "member", {"communication": row.pk})
    assert mailed_to() == []


def test_an_entry_is_mended_and_the_trail_says_how(case: Case) -> None:
    row = ready.told(case)
    actions.change_communication(
        case.pk, row.pk, revision=0, by=personas.karl(), at=NOW, **{**TOLD, "channel": "Mejl"}
    )
    assert Communication.objects.get(pk=row.pk).channel == "Mejl"
    event = trail(case, "add_communication")[-1]
    assert event.data["changed"] == {"channel": ["Affischer", "Mejl"]}
    assert (event.comment, event.role) == ("Ändrad: Mejl", "officer")


def test_a_removed_entry_stays_in_the_trail(case: Case) -> None:
    row = ready.told(case)
    actions.remove_communication(case.pk, row.pk, by=personas.amina(), at=NOW)
    assert not Communication.objects.exists()
    assert trail(case, "add_communication")[-1].data["removed"]["audience"] == "Alla portar"


def test_an_actor_is_mapped_with_its_wish_for_support(case: Case) -> None:
    row = actions.map_actor(
        case.pk,
        name="Café Trådrullen AB",
        kind=ActorKind.COMPANY,
        organisation_number="432000-0047",
        contact_name="Ville",
        support_wanted=True,
        by=personas.amina(),
        at=NOW,
    )
    assert (row.actor.kind, row.support_wanted, row.in_group) == ("company", True, False)
    assert [event.comment for event in trail(case, "map_actors")] == ["Café Trådrullen AB"]


def test_an_actor_known_from_another_case_is_the_same(case: Case) -> None:
    known = Actor.objects.create(name="Trådrullen", kind=ActorKind.COMPANY, organisation_number="432000-0047")
    row = actions.map_actor(
        case.pk,
        name="Café T",
        kind=ActorKind.OTHER,
        organisation_number="432000-0047",
        by=personas.amina(),
        at=NOW,
    )
    assert row.actor == known
    assert Actor.objects.get(pk=known.pk).name == "Trådrullen"


def test_an_actor_stands_once_in_a_case(case: Case) -> None:
    factories.case_actor(case, "Lingarnets Vänner")
    with pytest.raises(Refused) as refusal:
        actions.map_actor(
            case.pk, name="lingarnets vänner ", kind=ActorKind.ASSOCIATION, by=personas.amina(), at=NOW
        )
    assert refusal.value.missing[0].text == "Lingarnets Vänner finns redan bland aktörerna i ärendet."


def test_what_another_case_knows_an_actor_by_is_not_changed_here(case: Case) -> None:
    row = factories.case_actor(case, "Spolverket", in_group=False)
    other = factories.case("Nystansgränd")
    factories.case_actor(other, "Spolverket")
    actions.change_mapping(case.pk, row.pk, name="Annat", note="Ringer själva", by=personas.amina(), at=NOW)
    row.refresh_from_db()
    assert (row.actor.name, row.note) == ("Spolverket", "Ringer själva")


def test_an_actor_of_this_case_only_can_be_renamed(case: Case) -> None:
    row = factories.case_actor(case, "Spolverkt", in_group=False)
    actions.change_mapping(
        case.pk, row.pk, name="Spolverket", support_wanted=True, by=personas.karl(), at=NOW
    )
    row = CaseActor.objects.select_related("actor").get(pk=row.pk)
    assert (row.actor.name, row.support_wanted) == ("Spolverket", True)


def test_actors_of_the_group_and_those_with_a_measure_stay(case: Case) -> None:
    member = factories.case_actor(case, "Vännerna", in_group=True)
    with pytest.raises(Refused, match="hör till gruppen"):
        actions.remove_mapping(case.pk, member.pk, by=personas.amina(), at=NOW)
    busy = factories.case_actor(case, "Verkstaden", in_group=False)
    ready.measure(case, responsible=busy)
    with pytest.raises(Refused, match="ansvarar för en insats"):
        actions.remove_mapping(case.pk, busy.pk, by=personas.amina(), at=NOW)
    idle = factories.case_actor(case, "Kiosken", in_group=False)
    actions.remove_mapping(case.pk, idle.pk, by=personas.amina(), at=NOW)
    assert not CaseActor.objects.filter(pk=idle.pk).exists()


def test_a_dialogue_is_planned_changed_and_held(case: Case) -> None:
    row = ready.planned(case)
    actions.change_dialogue(case.pk, row.pk, revision=0, by=personas.birk(), at=NOW, **PLAN)
    actions.hold_dialogue(case.pk, row.pk, revision=1, by=personas.amina(), at=NOW, **HELD)
    row.refresh_from_db()
    assert (row.title, row.held_on, row.participants, row.revision) == ("Vandring", date(2026, 3, 1), 12, 2)
    assert (len(trail(case, "plan_dialogue")), len(trail(case, "hold_dialogue"))) == (2, 1)
    assert mailed_to() == []


def test_what_was_held_or_gave_needs_is_not_removed(case: Case) -> None:
    with pytest.raises(Refused, match="genomförd"):
        actions.remove_dialogue(case.pk, ready.held(case).pk, by=personas.amina(), at=NOW)
    with_need = ready.planned(case)
    ready.need(case, with_need)
    with pytest.raises(Refused, match="Ta bort dem först"):
        actions.remove_dialogue(case.pk, with_need.pk, by=personas.amina(), at=NOW)
    idle = ready.planned(case)
    actions.remove_dialogue(case.pk, idle.pk, by=personas.amina(), at=NOW)
    assert not DialogueActivity.objects.filter(pk=idle.pk).exists()


def test_a_need_belongs_to_an_activity_of_the_case(case: Case) -> None:
    foreign = ready.planned(ready.collaboration())
    with pytest.raises(Refused):
        actions.record_need(
            case.pk, activity=foreign.pk, group="residents", text="Ljus", by=personas.amina(), at=NOW
        )
    assert not Need.objects.exists()


def test_a_need_is_changed_and_removed_until_a_measure_answers_it(case: Case) -> None:
    activity = ready.held(case)
    row = ready.need(case, activity)
    actions.change_need(
        case.pk, row.pk, activity=activity.pk, group="visitors", text="Bänkar", by=personas.karl(), at=NOW
    )
    assert Need.objects.get(pk=row.pk).text == "Bänkar"
    ready.measure(case, needs=[row])
    with pytest.raises(Refused, match="svarar på behovet"):
        actions.remove_need(case.pk, row.pk, by=personas.amina(), at=NOW)
    loose = ready.need(case, activity)
    actions.remove_need(case.pk, loose.pk, by=personas.amina(), at=NOW)
    assert not Need.objects.filter(pk=loose.pk).exists()


def test_the_compilation_is_one_and_keeps_its_first_day(case: Case) -> None:
    first = ready.compiled(case)
    assert first.finished_on == date(2026, 3, 2)
    later = NOW + timedelta(days=3)
    actions.compile_viewpoints(case.pk, text="Mer", finished=True, revision=1, by=personas.birk(), at=later)
    row = Compilation.objects.get(case=case)
    assert (row.text, row.finished_on, row.revision) == ("Mer", date(2026, 3, 2), 2)
    actions.compile_viewpoints(case.pk, text="Mer", finished=False, by=personas.birk(), at=later)
    assert Compilation.objects.get(case=case).finished_on is None
    assert len(trail(case, "compile_viewpoints")) == 3


def test_an_empty_compilation_is_not_finished(case: Case) -> None:
    with pytest.raises(Refused, match="Skriv sammanställningen"):
        actions.compile_viewpoints(case.pk, text="  ", finished=True, by=personas.amina(), at=NOW)
    assert not Compilation.objects.exists()


def test_support_is_asked_for_and_answered_once(case: Case) -> None:
    row = actions.ask_for_support(
        case.pk, about="dialogue", text="Kan ni låna ut bord?", by=personas.birk(), at=NOW
    )
    assert mailed_to() == ["karl@example.org"]
    assert "Kan ni låna ut bord?" in OutgoingMail.objects.get().body
    OutgoingMail.objects.all().delete()
    actions.answer_support(case.pk, row.pk, answer="Ja, sex stycken.", by=personas.karl(), at=NOW)
    assert mailed_to() == ["amina@example.org", "birk@example.org"]
    row.refresh_from_db()
    assert (row.answer, row.answered_by, row.answered_at) == ("Ja, sex stycken.", personas.karl(), NOW)
    with pytest.raises(Refused, match="redan besvarat av Karl"):
        actions.answer_support(case.pk, row.pk, answer="Nej", by=personas.karl(), at=NOW)
    assert [len(trail(case, name)) for name in ("ask_for_support", "answer_support")] == [1, 1]
    assert SupportRequest.objects.get().answer == "Ja, sex stycken."


# --- days that have not been --------------------------------------------------------------------------
def test_what_has_not_happened_yet_is_not_noted(case: Case) -> None:
    tomorrow = date(2026, 3, 3)
    with pytest.raises(Refused, match="inte varit än"):
        actions.add_communication(case.pk, by=personas.amina(), at=NOW, **{**TOLD, "happened_on": tomorrow})
    row = ready.planned(case)
    with pytest.raises(Refused, match="inte varit än"):
        actions.hold_dialogue(case.pk, row.pk, by=personas.amina(), at=NOW, **{**HELD, "held_on": tomorrow})
    assert not Communication.objects.exists()
    assert DialogueActivity.objects.get().held_on is None


# --- two at once ----------------------------------------------------------------------------------------
def test_an_old_page_does_not_overwrite(case: Case) -> None:
    row = ready.told(case)
    actions.change_communication(
        case.pk, row.pk, revision=0, by=personas.birk(), at=NOW, **{**TOLD, "audience": "Butikerna"}
    )
    with pytest.raises(Stale) as stale:
        actions.change_communication(case.pk, row.pk, revision=0, by=personas.amina(), at=NOW, **TOLD)
    assert (stale.value.fresh.audience, stale.value.fresh.saved_by) == ("Butikerna", personas.birk())
    assert Communication.objects.get().audience == "Butikerna"


def test_what_somebody_removed_is_refused_in_words(case: Case) -> None:
    row = ready.told(case)
    actions.remove_communication(case.pk, row.pk, by=personas.amina(), at=NOW)
    with pytest.raises(Refused, match="finns inte längre"):
        actions.change_communication(case.pk, row.pk, by=personas.amina(), at=NOW, **TOLD)


# --- who may, and when ------------------------------------------------------------------------------------
def acts(case: Case, by: User) -> dict[str, Callable[[], Any]]:
    """Return every act of this module as a call without arguments."""
    dialogue = ready.planned(case)
    wish = SupportRequest.objects.create(
        case=case, about="dialogue", text="Hjälp", created_at=NOW, created_by=personas.amina()
    )
    who = {"by": by, "at": NOW}
    return {
        "add_communication": lambda: actions.add_communication(case.pk, **TOLD, **who),
        "map_actors": lambda: actions.map_actor(case.pk, name="Ny", kind="other", **who),
        "plan_dialogue": lambda: actions.plan_dialogue(case.pk, **PLAN, **who),
        "hold_dialogue": lambda: actions.hold_dialogue(case.pk, dialogue.pk, **HELD, **who),
        "record_needs": lambda: actions.record_need(
            case.pk, activity=dialogue.pk, group="residents", text="Ljus", **who
        ),
        "compile_viewpoints": lambda: actions.compile_viewpoints(case.pk, text="T", finished=False, **who),
        "ask_for_support": lambda: actions.ask_for_support(case.pk, about="mapping", text="Hjälp", **who),
        "answer_support": lambda: actions.answer_support(case.pk, wish.pk, answer="Ja", **who),
    }


EVERYTHING = {
    "add_communication",
    "map_actors",
    "plan_dialogue",
    "hold_dialogue",
    "record_needs",
    "compile_viewpoints",
    "ask_for_support",
    "answer_support",
}
GROUP = EVERYTHING - {"answer_support"}
OFFICER = EVERYTHING - {"ask_for_support"}


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (personas.amina, GROUP),
        (personas.birk, GROUP),
        (personas.karl, OFFICER),
        (personas.karin, set()),
        (personas.cecilia, set()),
        (personas.nils, set()),
        (personas.rut, set()),
        (personas.adam, set()),
        (personas.olga, set()),
    ],
)
def test_who_may(case: Case, person: Callable[[], User], may: set[str]) -> None:
    calls = acts(case, person())
    for action, call in calls.items():
        before = Event.objects.count()
        if action in may:
            call()
            assert Event.objects.count() == before + 1, action
        else:
            with pytest.raises(PermissionDenied, match="bara göras av"):
                call()
            assert Event.objects.count() == before, action


def test_the_officer_writes_for_the_group_when_the_city_started() -> None:
    case = ready.collaboration(initiative=Initiative.CITY)
    row = actions.ask_for_support(case.pk, about="organising", text="Vi", by=personas.karl(), at=NOW)
    assert row.created_by == personas.karl()


@pytest.mark.parametrize("status", Status.values)
def test_facts_are_noted_from_decision_1_until_the_report_is_sent(case: Case, status: str) -> None:
    factories.in_status(case, Status.COLLABORATION)
    calls = acts(case, personas.karl())
    del calls["ask_for_support"]
    factories.in_status(case, status)
    for action, call in calls.items():
        opened = status in NOTABLE
        if action == "compile_viewpoints":
            opened = status == Status.COLLABORATION
        if opened:
            call()
        else:
            with pytest.raises(WrongState):
                call()
