"""The pages of the application: who sees them, what they save, what they say."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Case, DocumentOrder, Event, OutgoingMail, ReadEvent
from applications.states import Initiative, Status
from applications.writing import actions
from tests import factories, personas
from tests.applications.writing import samples
from tests.personas import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    """Return a case whose application is ready to be sent."""
    case = samples.draft()
    samples.fill(case)
    return case


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who())
    return client


def url(name: str, case: Case, *args: Any) -> str:
    return reverse(name, args=[case.reference, *args])


PAGES = [("edit_application", ()), ("edit_application_step", ("omradet",)), ("submit", ())]


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        (personas.amina, 200),
        (personas.birk, 200),
        (personas.olga, 404),
        (personas.karl, 403),
        (personas.karin, 403),
        (personas.nils, 403),
    ],
)
def test_only_the_group_reads_what_is_not_sent(
    case: Case, name: str, args: tuple, who: Any, status: int
) -> None:
    assert as_(who).get(url(name, case, *args)).status_code == status
    assert Client().get(url(name, case, *args)).status_code == 302


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_the_workspace_shows_no_draft_of_a_group(case: Case, name: str, args: tuple) -> None:
    assert as_(personas.karl).get(url(f"admin:{name}", case, *args)).status_code == 403
    assert as_(personas.amina).get(url(f"admin:{name}", case, *args)).status_code == 404


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_in_a_case_of_the_city_the_officer_writes_in_the_workspace(name: str, args: tuple) -> None:
    city = samples.draft(title="Sommargatan", initiative=Initiative.CITY)
    assert as_(personas.karl).get(url(f"admin:{name}", city, *args)).status_code == 200
    assert as_(personas.karin).get(url(f"admin:{name}", city, *args)).status_code == 403


def test_the_links_to_what_is_missing_stay_in_the_readers_frame() -> None:
    city = samples.draft(title="Sommargatan", initiative=Initiative.CITY)
    for who, name, start in (
        (personas.karl, "admin:submit", "/admin/arenden/"),
        (personas.birk, "submit", "/arenden/"),
    ):
        page = as_(who).get(url(name, city))
        assert {item.url.startswith(start) for item in page.context["lacking"]} == {True}


def test_beginning_is_a_button_and_no_mere_visit() -> None:
    case = factories.case()
    client = as_(personas.amina)
    assert client.get(url("start_draft", case)).status_code == 200
    assert Application.objects.count() == 0
    assert client.post(url("start_draft", case)).url == url("edit_application", case)
    assert client.post(url("start_draft", case)).url == case.get_absolute_url()
    assert Application.objects.count() == 1


def test_the_steps_tell_how_far_they_have_come() -> None:
    case = samples.draft()
    actions.save_step(case.pk, "utmaningar", {"challenges": "Mörkt"}, by=personas.birk(), at=NOW)
    actions.save_step(case.pk, "aktorer", samples.ANSWERS["aktorer"], by=personas.birk(), at=NOW)
    page = as_(personas.amina).get(url("edit_application", case))
    states = {item["key"]: (item["status"], item["kind"]) for item in page.context["items"]}
    assert states["omradet"] == ("Inte påbörjad", "")
    assert states["utmaningar"] == ("Påbörjad", "")
    assert states["aktorer"] == ("Klar", "klar")
    assert page.context["done"] == 1


@pytest.mark.parametrize(
    ("key", "button", "goes_to"),
    [
        ("utmaningar", {}, "/ansokan/steg/samarbeten/"),
        ("sjalvskattning", {}, "/ansokan/granska/"),
        ("utmaningar", {"close": "1"}, "/"),
        ("gruppen", {"actors": "1"}, "/gruppen/"),
        ("underlag", {"evidence-add": "1"}, "/ansokan/steg/underlag/#id_evidence-1-group"),
    ],
)
def test_each_button_saves_and_leads_on(case: Case, key: str, button: dict, goes_to: str) -> None:
    Application.objects.update(steps={})  # nobody has saved it yet
    data = {**samples.ANSWERS[key], **button, "revision": "0"}
    answer = as_(personas.birk).post(url("edit_application_step", case, key), data)
    assert answer.url == f"/arenden/{case.reference}{goes_to}"
    assert Application.objects.get().steps[key]["by"] == "Birk Åkerlind"


def test_a_removed_row_is_gone(case: Case) -> None:
    data = {
        **samples.ANSWERS["underlag"],
        "evidence-INITIAL_FORMS": "1",
        "evidence-0-DELETE": "on",
        "revision": "1",
    }
    as_(personas.amina).post(url("edit_application_step", case, "underlag"), data)
    assert Application.objects.get().evidence.count() == 0


def test_two_on_the_same_step_lose_nothing(case: Case) -> None:
    actions.save_step(case.pk, "utmaningar", {"challenges": "Hennes"}, by=personas.amina(), at=NOW)
    data = {"challenges": "Hans", "added_value": "Hans mervärde", "revision": "1"}
    client = as_(personas.birk)
    page = client.post(url("edit_application_step", case, "utmaningar"), data)
    html = page.content.decode()
    assert page.status_code == 200
    assert "Amina Björkdal ändrade det här" in html
    assert "Hennes" in html
    assert "Hans mervärde" in html
    assert Application.objects.get().challenges == "Hennes"
    again = {**data, "revision": page.context["form"].data["revision"]}
    assert client.post(url("edit_application_step", case, "utmaningar"), again).status_code == 302
    assert Application.objects.get().challenges == "Hans"


def test_two_on_the_same_rows_see_both(case: Case) -> None:
    rows = [{"group": "Hennes", "needs": "Ljus", "method": "Enkät", "collected": ""}]
    actions.save_step(case.pk, "underlag", {}, rows=rows, by=personas.amina(), at=NOW)
    data = {**samples.ANSWERS["underlag"], "evidence-0-group": "Hans", "revision": "1"}
    html = as_(personas.birk).post(url("edit_application_step", case, "underlag"), data).content.decode()
    assert "Det här är sparat nu" in html
    assert "Hennes" in html
    assert "Hans" in html


@pytest.mark.parametrize("key", ["finns-inte", "granska2", "1"])
def test_an_unknown_step_is_not_found(case: Case, key: str) -> None:
    assert as_(personas.amina).get(url("edit_application_step", case, key)).status_code == 404


def test_the_review_lists_answers_with_links_and_what_happens(case: Case) -> None:
    page = as_(personas.amina).get(url("submit", case))
    html = page.content.decode()
    assert page.context["lacking"] == []
    assert f"/arenden/{case.reference}/ansokan/steg/omradet/#id_area_boundary" in html
    for words in ("allmän handling", "Så behandlar vi personuppgifter", "till exempel finska"):
        assert words in html
    assert "Mejl går till Amina Björkdal, Birk Åkerlind, Karl Sjöhed." in html


def test_a_member_reads_who_sends_and_has_no_button(case: Case) -> None:
    client = as_(personas.birk)
    html = client.get(url("submit", case)).content.decode()
    assert "Det är Amina Björkdal som skickar" in html
    assert 'class="s-btn" type="submit"' not in html
    assert client.post(url("submit", case)).status_code == 403
    assert Case.objects.get().status == Status.DRAFT


def test_outside_the_remit_says_where_it_goes(case: Case) -> None:
    Application.objects.update(remit="no")
    assert (
        "Nämnden skickar då ansökan vidare" in as_(personas.amina).get(url("submit", case)).content.decode()
    )


def test_sending_too_early_comes_back_with_links(case: Case) -> None:
    Application.objects.update(challenges="")
    page = as_(personas.amina).post(url("submit", case))
    html = page.content.decode()
    assert "<title>Fel: Granska och skicka" in html
    assert f'<a href="/arenden/{case.reference}/ansokan/steg/utmaningar/#id_challenges">' in html
    assert Event.objects.filter(action="submit").count() == 0


def test_sending_twice_leads_to_the_case_with_a_message(case: Case) -> None:
    client = as_(personas.amina)
    assert client.post(url("submit", case)).url == url("submit_receipt", case)
    answer = client.post(url("submit", case), follow=True)
    assert answer.redirect_chain == [(case.get_absolute_url(), 302)]
    assert "Det går inte nu" in answer.content.decode()
    assert (Event.objects.filter(action="submit").count(), DocumentOrder.objects.count()) == (1, 1)


def test_the_receipt_says_when_it_came_in(case: Case) -> None:
    client = as_(personas.amina)
    assert client.get(url("submit_receipt", case)).status_code == 404
    client.post(url("submit", case))
    html = client.get(url("submit_receipt", case)).content.decode()
    assert "Ansökan är skickad" in html
    assert case.reference in html
    document = reverse("document", args=[DocumentOrder.objects.get().pk])
    assert f'<a href="{document}">Ansökan som PDF</a>' in html
    assert f"{document}\n" in OutgoingMail.objects.filter(template="submit_group").first().body


def test_a_sent_version_is_read_by_group_and_city_and_reading_is_logged() -> None:
    case = samples.sent()
    name = url("application_version", case, 1)
    assert as_(personas.birk).get(name).status_code == 200
    assert ReadEvent.objects.count() == 0
    assert as_(personas.karin).get(name).status_code == 200
    assert ReadEvent.objects.filter(user=personas.karin(), what="ansökan, version 1").count() == 1
    assert as_(personas.olga).get(name).status_code == 404
    assert as_(personas.amina).get(url("application_version", case, 2)).status_code == 404


def test_the_shared_address_of_completions_shows_the_application() -> None:
    case = factories.in_status(samples.draft(), Status.COMPLETION)
    Application.objects.update(open_sections=["underlag"], asked_for={"underlag": "Hur många?"})
    client = as_(personas.amina)
    page = client.get(url("complete", case))
    assert page.status_code == 200
    assert page.context["action"] == "complete"
    assert "Kontaktpersonen bad om: Hur många?" in page.content.decode()
    assert client.get(url("edit_application_step", case, "omradet")).url == url("edit_application", case)
    states = {
        item["key"]: item["status"] for item in client.get(url("edit_application", case)).context["items"]
    }
    assert (states["underlag"], states["omradet"]) == ("Komplettera", "Går bara att läsa")
    assert as_(personas.olga).get(url("complete", case)).status_code == 404
    assert as_(personas.birk).get(url("complete", case)).status_code == 403


@pytest.mark.parametrize(
    ("name", "args", "queries"),
    [("edit_application", (), 12), ("submit", (), 22), ("edit_application_step", ("underlag",), 11)],
)
def test_the_pages_ask_the_database_the_same_however_much_is_written(
    case: Case, name: str, args: tuple, queries: int, django_assert_num_queries: Any
) -> None:
    client = as_(personas.amina)
    rows = [{"group": f"Grupp {n}", "needs": "Ljus", "method": "Enkät", "collected": ""} for n in range(9)]
    with django_assert_num_queries(queries):
        client.get(url(name, case, *args))
    actions.save_step(case.pk, "underlag", {}, rows=rows, by=personas.amina(), at=NOW)
    with django_assert_num_queries(queries):
        client.get(url(name, case, *args))


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_withdrawn_draft_is_no_longer_written(case: Case, name: str, args: tuple) -> None:
    from applications.actions import withdraw

    withdraw(case.pk, by=personas.amina(), at=NOW, comment="Vi hann inte.")
    response = as_(personas.amina).get(url(name, case, *args))
    assert response.status_code == 302
    assert response.url == case.get_absolute_url()
