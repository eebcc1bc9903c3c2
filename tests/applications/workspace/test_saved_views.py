"""Saved views: what the list shows, kept under a name, for oneself or for everybody, with how many cases it holds."""

import pytest
from django.db import connection
from django.test import Client

from applications.models import Case, SavedView
from applications.states import Status
from applications.workspace import forms, saved
from tests import factories, personas

pytestmark = pytest.mark.django_db
URL = "/admin/arenden/"
NEW = f"{URL}vyer/ny/"


def at(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def save(user, query: str, name: str, **more) -> SavedView:
    response = at(user).post(f"{NEW}?{query}", {"name": name, **more})
    assert response.status_code == 302, response.content.decode()
    return SavedView.objects.get(owner=user, name=name)


def shown(client: Client, query: str = "") -> list[tuple[str, str, bool]]:
    """Return (name, count, current) of the saved views above the list."""
    tabs = client.get(f"{URL}?{query}").context["saved_tabs"]
    return [(str(tab.label), tab.count, tab.current) for tab in tabs]


def test_what_the_list_shows_is_saved_as_its_address_in_one_form() -> None:
    factories.in_status(factories.case("Åsgatan"), Status.COMPLETION)
    factories.case("Torget")
    karl = at(personas.karl())
    given = "ar=&status=completion&page=3&ordning=datum&fas=hitte-på&vy=mina&q=gator&x=1"
    page = karl.get(f"{NEW}?{given}").content.decode()
    assert "Status: Komplettering begärd" in page
    view = save(personas.karl(), given, "Väntar på gruppen")
    assert view.query == "vy=mina&q=gator&status=completion"
    assert shown(karl) == [("Väntar på gruppen", "1", False)]
    assert shown(karl, "q=gator&status=completion&vy=mina") == [("Väntar på gruppen", "1", True)]
    assert f"{URL}vyer/{view.pk}/" in karl.get(f"{URL}?{view.query}").content.decode()


def test_a_shared_view_shows_each_reader_what_they_may_see() -> None:
    first, second = factories.case("Min"), factories.case("Karins")
    Case.objects.filter(pk=second.pk).update(officer=personas.karin(), restricted=True)
    save(personas.karl(), "vy=mina", "Mina", shared="on")
    save(personas.karl(), "vy=alla", "Allt", shared="on")
    save(personas.karl(), "vy=alla", "Bara min")
    assert [row[:2] for row in shown(at(personas.karl()))] == [
        ("Allt", "1"),
        ("Bara min", "1"),
        ("Mina", "1"),
    ]
    assert [row[:2] for row in shown(at(personas.karin()))] == [("Allt", "2"), ("Mina", "1")]
    assert [row[:2] for row in shown(at(personas.nils()))] == [("Allt", "1"), ("Mina", "0")]
    assert [row[:2] for row in shown(at(personas.adam()))] == [("Allt", "1"), ("Mina", "0")]
    assert "delas av Karl Sjöhed" in at(personas.nils()).get(URL).content.decode()
    assert first.officer == personas.karl()


def test_only_the_owner_changes_a_view_and_an_administrator_a_shared_one() -> None:
    view = save(personas.karl(), "vy=alla", "Allt")
    page, gone = f"{URL}vyer/{view.pk}/", f"{URL}vyer/{view.pk}/ta-bort/"
    for address in (page, gone):
        assert at(personas.karin()).post(address, {"name": "Min nu"}).status_code == 404
        assert at(personas.adam()).get(address).status_code == 404
        assert at(personas.amina()).get(address).status_code == 404
    assert at(personas.karl()).post(page, {"name": "Alla ärenden", "shared": "on"}).status_code == 302
    assert shown(at(personas.karin())) == [("Alla ärenden", "0", False)]
    assert at(personas.karin()).get(page).status_code == 404
    assert "Ta bort vyn Alla ärenden?" in at(personas.adam()).get(gone).content.decode()
    assert SavedView.objects.count() == 1  # a visit removes nothing
    assert at(personas.adam()).post(gone).status_code == 302
    assert SavedView.objects.count() == 0


def test_a_name_is_used_once_by_each_and_needed() -> None:
    save(personas.karl(), "vy=alla", "Allt")
    save(personas.karin(), "vy=alla", "Allt")
    karl = at(personas.karl())
    assert "Du har redan en vy som heter så." in karl.post(NEW, {"name": "ALLT"}).content.decode()
    assert "Skriv vad vyn ska heta" in karl.post(NEW, {"name": " "}).content.decode()
    made = [
        SavedView(owner=personas.karl(), name=str(number), query="vy=alla")
        for number in range(forms.MOST_OWN)
    ]
    SavedView.objects.bulk_create(made)
    assert "fler går inte att ha" in karl.post(NEW, {"name": "En till"}).content.decode()


def test_a_view_whose_words_mean_nothing_any_more_still_opens() -> None:
    SavedView.objects.create(owner=personas.karl(), name="Gammal", query="vy=borta&omrade=99&status=x&ar=%00")
    factories.case()
    assert shown(at(personas.karl())) == [("Gammal", "1", True)]


def test_more_than_the_most_is_told_as_more(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        factories.case(f"Gata {number}")
    monkeypatch.setattr(saved, "MOST", 2)
    save(personas.karl(), "vy=alla", "Allt")
    assert shown(at(personas.karl()))[0][1] == "2+"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_that_of_no_view(rows: int, django_assert_num_queries) -> None:
    area = factories.neighbourhood()
    for number in range(rows):
        factories.case(f"Gata {number}")
        query = f"vy=namnd&omrade={area.pk}&kontaktperson={personas.karl().pk}&q=gatan"
        SavedView.objects.create(owner=personas.karl(), name=f"Vy {number}", query=query, shared=True)
    karin = at(personas.karin())
    karin.get(URL)
    with django_assert_num_queries(
        9 + (connection.vendor == "sqlite")
    ):  # one more of its index, for them all
        assert len(shown(karin, "vy=alla")) == rows
