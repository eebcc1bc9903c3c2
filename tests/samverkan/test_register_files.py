"""Every register is fetched as a file: what its list shows, as its reader may see it, harmless, and logged."""

import csv
import io

import pytest
from django.contrib import admin
from django.test import Client
from openpyxl import load_workbook

from applications import register_files
from applications.models import Actor, Case, Event, ListFile, ReadEvent
from applications.states import Status
from tests import factories, personas
from tests.samverkan.test_registers import REGISTERS
from tests.walk import walked

pytestmark = pytest.mark.django_db


def at(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fetched(client: Client, register: str, query: str = "") -> list[list[str]]:
    response = client.get(f"/admin/applications/{register}/?format=csv{query}")
    assert response["Content-Type"].startswith("text/csv"), register
    assert "attachment" in response["Content-Disposition"]
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("register", REGISTERS)
def test_whoever_opens_a_register_fetches_it_and_nobody_else(register: str) -> None:
    factories.case()
    opens, _adds = REGISTERS[register]
    for make in (personas.karl, personas.cecilia, personas.nils, personas.rut, personas.adam):
        client = at(make())
        page = client.get(f"/admin/applications/{register}/")
        file = client.get(f"/admin/applications/{register}/?format=xlsx")
        assert file.status_code == page.status_code == (200 if make in opens else 403), make.__name__
        if make in opens:
            assert b'href="?format=csv"' in page.content
            assert [cell.value for cell in next(load_workbook(io.BytesIO(file.content)).active.rows)]
    assert ListFile.objects.count() == len(opens)
    assert at(personas.amina()).get(f"/admin/applications/{register}/?format=csv").status_code == 404


def test_the_file_holds_what_the_list_shows_and_no_formula() -> None:
    for name, kind in (("=1+1", "company"), ("Åsgårdens vänner", "association"), ("Ågatan AB", "company")):
        Actor.objects.create(name=name, kind=kind)
    karl = personas.karl()
    head, *rows = fetched(at(karl), "actor", "&kind__exact=company&o=-1&p=7")
    assert head == ["Namn", "Slag", "Organisationsnummer"]
    assert rows == [["Ågatan AB", "Företag", ""], ["'=1+1", "Företag", ""]]
    assert [row[0] for row in fetched(at(karl), "actor", "&q=åsgård+VÄNNER")[1:]] == ["Åsgårdens vänner"]
    first, second = ListFile.objects.order_by("pk")
    assert (first.ordered_by, first.total, first.times, first.kind) == (karl, 2, 1, "csv")
    assert first.query.startswith("actor?kind__exact=company")
    assert (first.name, second.name) == ("Aktörer, filter: slag", "Aktörer, sök: åsgård VÄNNER")
    assert at(karl).get("/admin/applications/actor/?format=csv&hitte_pa=1").status_code == 302


def test_what_the_reader_may_not_see_is_not_in_the_file() -> None:
    hidden, seen = factories.case("Hemlig gata"), factories.case("Öppen gata")
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    protected = personas.amina()
    protected.__class__.objects.filter(pk=protected.pk).update(protected_identity=True)
    for register in ("event", "outgoingmail", "record"):
        text = str(fetched(at(personas.nils()), register))
        assert "Hemlig gata" not in text
        assert protected.name not in text
        assert protected.email not in text
    assert seen.title in str(fetched(at(personas.nils()), "event"))


def test_a_list_that_is_too_long_for_a_file_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_files, "MOST", 1)
    factories.case()
    assert Event.objects.count() > 1
    answer = at(personas.karl()).get("/admin/applications/event/?format=csv&q=a", follow=True)
    assert answer.redirect_chain == [("/admin/applications/event/?q=a", 302)]
    assert "fler än 1 rader" in answer.content.decode()
    assert not ListFile.objects.exists()


def test_every_register_has_the_same_way_to_its_file() -> None:
    assert all(isinstance(each, register_files.RegisterFile) for each in admin.site._registry.values())


def test_meetings_and_the_trail_of_a_case_are_files_too() -> None:
    walk = walked(Status.REPORT_SUBMITTED)
    maja = at(walk.maja)
    for url, first, some in (
        ("/admin/avstamningar/", "Dag", walk.case.reference),
        (f"/admin/arenden/{walk.case.reference}/handelser/", "När", "Ansökan kom in"),
    ):
        page = maja.get(url)
        assert b'href="?format=csv"' in page.content, url
        head, *rows = csv.reader(
            io.StringIO(maja.get(f"{url}?format=csv").content.decode("utf-8-sig")), delimiter=";"
        )
        assert head[0] == first
        assert rows
        assert some in str(rows)
        assert ListFile.objects.latest("pk").total == len(rows)
    narrowed = maja.get(f"{url}?format=csv&q=ansökan+kom+in").content.decode()
    assert narrowed.count("\r\n") == 2
    assert ReadEvent.objects.filter(case=walk.case, what="händelserna som fil").count() == 2
