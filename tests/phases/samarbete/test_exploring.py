"""Where the city takes the initiative: actors and needs are noted before anything is applied for (R25, R46)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.lifecycle import WrongState
from applications.models import Application, Case
from applications.states import PHASES, ActorKind, Initiative, Phase, Status
from phases.samarbete import actions
from phases.samarbete.models import Need
from tests import factories, personas
from tests.personas import NOW

pytestmark = pytest.mark.django_db

CAFE = {"name": "Café Trådrullen", "kind": ActorKind.COMPANY, "note": "Ringde 3 mars, vill vara med."}
WALK = {"title": "Vandring", "method": "Promenad", "target_group": "Butikerna", "planned_on": "2026-02-10"}
HELD = {"held_on": "2026-02-10", "participants": "9", "summary": "Gatan är mörk."}
EARLY = PHASES[Phase.INITIERING]


def url(case: Case, page: str, *args: int) -> str:
    return reverse(f"admin:{page}", args=[case.reference, *args])


@pytest.fixture
def city_case() -> Case:
    """A case in first contact that the city opened, with Karl as its officer and no group yet."""
    case = factories.case("Torget")
    Case.objects.filter(pk=case.pk).update(initiative=Initiative.CITY)
    case.memberships.all().delete()
    return Case.objects.get(pk=case.pk)


def post(client: Client, address: str, values: dict[str, Any]) -> str:
    response = client.post(address, values)
    assert response.status_code == 302, response.content.decode()
    return response.url


def test_the_officer_contacts_actors_and_explores_the_need_before_the_application(
    client: Client, city_case: Case
) -> None:
    client.force_login(personas.karl())
    shown = client.get(url(city_case, "case")).content.decode()
    assert "Utforska behovet" in shown
    assert url(city_case, "record_needs") in shown
    post(client, url(city_case, "map_actors"), CAFE)
    post(client, url(city_case, "plan_dialogue"), WALK)
    walk = city_case.dialogueactivity_rows.get()
    needs = post(client, url(city_case, "hold_dialogue", walk.pk), HELD)
    for text in ("Ljus", "Bänkar"):
        post(client, needs, {"activity": walk.pk, "group": "workers", "text": text})
    shown = client.get(url(city_case, "case")).content.decode()
    assert "1 aktör<" in shown
    assert "2 behov<" in shown
    assert "1 genomförd, 0 planerade" in shown
    assert [event.action for event in city_case.events.order_by("-id")[:5]] == [
        "record_needs",
        "record_needs",
        "hold_dialogue",
        "plan_dialogue",
        "map_actors",
    ]
    # What is known follows into the application and the collaboration (D16).
    post(client, url(city_case, "start_draft"), {})
    application = Application.objects.get(case=city_case)
    assert application.actors_present == "Café Trådrullen, företag"
    evidence = application.evidence.values_list("group", "needs", "method", "collected")
    assert list(evidence) == [("Verksamma", "Ljus\nBänkar", "Vandring, Promenad", "10 februari 2026")]
    factories.in_status(city_case, Status.COLLABORATION)
    shown = client.get(url(city_case, "case")).content.decode()
    assert "Utforska behovet" not in shown
    assert "Ringde 3 mars" in client.get(url(city_case, "map_actors")).content.decode()
    assert "Ljus" in client.get(url(city_case, "record_needs")).content.decode()


@pytest.mark.parametrize("status", EARLY)
def test_it_is_open_through_the_whole_phase_and_to_its_own_officer_alone(
    client: Client, city_case: Case, status: Status
) -> None:
    case = factories.in_status(city_case, status)
    walk = actions.plan_dialogue(
        case.pk, by=personas.karl(), at=NOW, **{**WALK, "planned_on": date(2026, 2, 10)}
    )
    need = {"activity": walk.pk, "group": "workers", "text": "Ljus"}
    actions.record_need(case.pk, by=personas.karl(), at=NOW, **need)
    client.force_login(personas.karin())
    assert client.post(url(case, "record_needs"), need).status_code == 403
    assert Need.objects.count() == 1


@pytest.mark.parametrize("status", EARLY)
def test_where_the_actors_took_the_initiative_it_waits_for_decision_1(client: Client, status: Status) -> None:
    case = factories.in_status(factories.case(), status)  # R24
    client.force_login(personas.karl())
    assert "Utforska behovet" not in client.get(url(case, "case")).content.decode()
    assert "Lägg till en aktör" not in client.get(url(case, "map_actors")).content.decode()
    with pytest.raises(WrongState):
        actions.map_actor(case.pk, by=personas.karl(), at=NOW, **CAFE)


def test_what_belongs_to_the_collaboration_still_waits_for_it(city_case: Case) -> None:
    told = {"happened_on": date(2026, 2, 20), "channel": "Affischer", "audience": "Alla portar", "note": ""}
    with pytest.raises(WrongState):
        actions.add_communication(city_case.pk, by=personas.karl(), at=NOW, **told)
