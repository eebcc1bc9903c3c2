"""The registers: who may open and change which, and what can never be changed."""

import pytest
from django.test import Client
from django.utils.html import escape

from applications import search
from applications.models import Actor, Case, Committee, Criterion, OutgoingMail, User
from tests import factories, personas

pytestmark = pytest.mark.django_db

OFFICER, MANAGER, SECRETARY, REGISTRAR, ADMINISTRATOR = (
    personas.karl,
    personas.cecilia,
    personas.nils,
    personas.rut,
    personas.adam,
)
EVERYBODY = {OFFICER, MANAGER, SECRETARY, REGISTRAR, ADMINISTRATOR}
# register → who may open it, who may add to it
REGISTERS = {
    "user": ({MANAGER, ADMINISTRATOR}, {ADMINISTRATOR}),
    "actor": (EVERYBODY, {OFFICER, REGISTRAR, ADMINISTRATOR}),
    "event": (EVERYBODY, set()),
    "readevent": ({MANAGER, REGISTRAR, ADMINISTRATOR}, set()),
    "listfile": ({MANAGER, REGISTRAR, ADMINISTRATOR}, set()),
    "record": (EVERYBODY, set()),
    "outgoingmail": (EVERYBODY, set()),
    "criterion": (EVERYBODY, set()),
    "legalground": (EVERYBODY, {REGISTRAR, ADMINISTRATOR}),
    "phrase": (EVERYBODY, {OFFICER, SECRETARY, ADMINISTRATOR}),
    "committee": (EVERYBODY, {SECRETARY, ADMINISTRATOR}),
    "meeting": (EVERYBODY, {SECRETARY, ADMINISTRATOR}),
    "neighbourhood": (EVERYBODY, {OFFICER, REGISTRAR, ADMINISTRATOR}),
}


def as_(make) -> Client:
    client = Client()
    client.force_login(make())
    return client


def test_the_table_holds_every_register() -> None:
    from django.contrib import admin

    assert {model._meta.model_name for model in admin.site._registry} == set(REGISTERS)


@pytest.mark.parametrize("register", REGISTERS)
def test_who_may_open_and_add(register: str) -> None:
    factories.case()
    opens, adds = REGISTERS[register]
    for make in EVERYBODY:
        client = as_(make)
        url = f"/admin/applications/{register}/"
        assert client.get(url).status_code == (200 if make in opens else 403), (register, make.__name__)
        assert client.get(f"{url}add/").status_code == (200 if make in adds else 403), (
            register,
            make.__name__,
        )
    for make in (personas.amina, personas.olga):
        assert as_(make).get(f"/admin/applications/{register}/").status_code == 404


def test_nothing_in_the_trail_can_be_changed_or_deleted() -> None:
    case = factories.case()
    event = case.events.first()
    client = as_(ADMINISTRATOR)
    url = f"/admin/applications/event/{event.pk}/"
    assert client.get(f"{url}change/").status_code == 200
    assert client.post(f"{url}change/", {"comment": "x"}).status_code == 403
    assert client.post(f"{url}delete/", {"post": "yes"}).status_code == 403
    event.refresh_from_db()
    assert event.comment != "x"


def test_the_trail_leaves_out_restricted_cases_of_others() -> None:
    case = factories.case("Hemlig gata")
    type(case).objects.filter(pk=case.pk).update(restricted=True)
    for register in ("event", "record", "outgoingmail"):
        assert "Hemlig gata" not in as_(SECRETARY).get(f"/admin/applications/{register}/").content.decode()
        assert (
            "Hemlig gata" in as_(OFFICER).get(f"/admin/applications/{register}/").content.decode()
            or register == "record"
        )


def test_a_new_person_gets_roles_but_no_password() -> None:
    data = {"name": "Åsa Nyman", "email": "Asa@Example.org", "is_officer": "on", "is_active": "on"}
    assert as_(ADMINISTRATOR).post("/admin/applications/user/add/", data).status_code == 302
    asa = User.objects.get(email="asa@example.org")
    assert asa.is_staff
    assert not asa.has_usable_password()
    mail = OutgoingMail.objects.get(to="asa@example.org")
    assert mail.template == "account_invited"
    assert "/konto/nytt-losenord/" in mail.body
    assert "aldrig" in as_(ADMINISTRATOR).get("/admin/applications/user/").content.decode()


def test_the_last_administrator_keeps_the_role_and_the_door() -> None:
    adam = ADMINISTRATOR()
    client = as_(ADMINISTRATOR)
    url = f"/admin/applications/user/{adam.pk}/change/"
    data = {"name": adam.name, "email": adam.email, "is_active": "on", "is_administrator": "on"}
    for left_out in ("is_administrator", "is_active"):
        page = client.post(url, {name: value for name, value in data.items() if name != left_out})
        assert "den enda administratören" in page.content.decode()
    adam.refresh_from_db()
    assert adam.is_administrator
    assert adam.is_active
    personas.person("ny@example.org", "Ny Admin", is_administrator=True)
    assert client.post(url, {**data, "is_administrator": ""}).status_code == 302


def test_who_leaves_with_cases_is_told_of() -> None:
    case = factories.case()
    karl = personas.karl()
    type(case).objects.filter(pk=case.pk).update(officer=karl)
    data = {"name": karl.name, "email": karl.email, "is_officer": "on"}
    client = as_(ADMINISTRATOR)
    page = client.post(f"/admin/applications/user/{karl.pk}/change/", data, follow=True)
    assert "är kontaktperson i 1 ärende" in page.content.decode()


def test_people_are_never_deleted() -> None:
    karl = personas.karl()
    assert (
        as_(ADMINISTRATOR).post(f"/admin/applications/user/{karl.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )


def test_a_changed_criterion_is_a_new_version() -> None:
    old = Criterion.objects.get(number=5, is_current=True)
    data = {"title": old.title, "text": "Har ni frågat barnen?"}
    url = f"/admin/applications/criterion/{old.pk}/change/"
    assert as_(OFFICER).post(url, data).status_code == 403
    assert as_(ADMINISTRATOR).post(url, data).status_code == 302
    new = Criterion.objects.get(number=5, is_current=True)
    old.refresh_from_db()
    assert (new.version, new.text) == (old.version + 1, "Har ni frågat barnen?")
    assert not old.is_current
    assert old.text != new.text
    page = as_(ADMINISTRATOR).get(f"/admin/applications/criterion/{new.pk}/change/").content.decode()
    assert f"Version {old.version}: {escape(old.text)}" in page


def test_an_event_is_told_in_words() -> None:
    event = factories.case().events.latest("pk")
    page = as_(REGISTRAR).get(f"/admin/applications/event/{event.pk}/change/").content.decode()
    assert "Första kontakt" in page


def test_a_used_committee_stays() -> None:
    meeting = factories.meeting()
    url = f"/admin/applications/committee/{meeting.committee_id}/delete/"
    assert as_(ADMINISTRATOR).post(url, {"post": "yes"}).status_code == 403
    unused = Committee.objects.create(name="prövonämnden")
    assert (
        as_(ADMINISTRATOR)
        .post(f"/admin/applications/committee/{unused.pk}/delete/", {"post": "yes"})
        .status_code
        == 302
    )
    assert not Committee.objects.filter(name="prövonämnden").exists()


def test_the_workspace_has_no_door_of_its_own(client: Client) -> None:
    assert client.get("/admin/login/?next=/admin/arenden/").url == "/konto/logga-in/?next=/admin/arenden/"
    client.force_login(personas.karl())
    assert client.get("/admin/password_change/").url == "/konto/losenord/"
    assert client.post("/admin/logout/").url == "/konto/logga-ut/"


def found(query: str) -> list[str]:
    page = as_(OFFICER).get("/admin/arenden/", {"vy": "alla", "q": query}).context["page"]
    return sorted(case.title for case in page.object_list)


def test_the_search_follows_what_is_renamed_in_a_register() -> None:
    for title in ("Ett", "Två"):
        part = factories.case_actor(factories.case(title), "Kiosken AB", number="556016-0680")
        part.case.neighbourhood = factories.neighbourhood("Lugnet")
        part.case.save()
    actor = f"/admin/applications/actor/{part.actor_id}/change/"
    data = {"name": "Bageriet AB", "kind": part.actor.kind, "organisation_number": "556703-7485"}
    assert as_(OFFICER).post(actor, data).status_code == 302
    area = f"/admin/applications/neighbourhood/{part.case.neighbourhood_id}/change/"
    assert as_(OFFICER).post(area, {"name": "Rörsjöstaden"}).status_code == 302
    for query in ("bageri", "556703-7485", "5567037485", "rörsjö"):
        assert found(query) == ["Ett", "Två"], query
    for query in ("kiosk", "556016-0680", "lugnet"):
        assert found(query) == [], query


def test_it_asks_no_more_however_many_cases_are_renamed(django_assert_num_queries) -> None:
    for title in ("Ett", "Två", "Tre"):
        factories.case_actor(factories.case(title), "Kiosken AB")
    Actor.objects.update(name="Bageriet AB")
    with django_assert_num_queries(4):
        search.refresh_all(Case.objects.all())
    assert found("bageriet") == ["Ett", "Tre", "Två"]
