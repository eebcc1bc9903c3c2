"""A file that the city gets by mail or on paper becomes a record: from the case's pages and Min arbetsdag (D21)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications.models import Attachment, Case
from applications.models.document import NOTE
from applications.states import Direction, Status
from phases.initiering.report_source import DIALOGUE_REPORT
from tests import factories, personas
from tests.files import pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from applications.models import User

pytestmark = pytest.mark.django_db
TYPED = {
    "designation": "Mejl om belysningen",
    "counterpart": "Café Trådrullen",
    "happened_on": "2026-03-02",
    "description": "",
    "direction": "incoming",
}


def client_of(person: Callable[[], User]) -> Client:
    client = Client()
    client.force_login(person())
    return client


def status_of(client: Client, url: str) -> int:
    answer = client.get(url)
    answer.getvalue()  # a file is closed when it is read
    return answer.status_code


def put_in(case: Case, *files: SimpleUploadedFile, **values: str) -> HttpResponse:
    url = reverse("admin:write_file_note", args=[case.reference])
    return client_of(personas.karl).post(url, {**TYPED, **values, "files": list(files)})


def a_file(name: str = "mejl_om_ljus.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf())


def test_a_file_becomes_a_record_that_the_group_does_not_see() -> None:
    case = factories.case()
    assert put_in(case, a_file()).status_code == 302
    record = case.records.get()
    assert (record.designation, record.counterpart, record.direction, record.is_file_note) == (
        "Mejl om belysningen",
        "Café Trådrullen",
        Direction.INCOMING,
        False,
    )
    assert record.at.date().isoformat() == "2026-03-02"
    assert (record.attachment.section, record.attachment.name) == (NOTE, "mejl_om_ljus.pdf")
    event = case.events.first()
    assert (event.action, event.comment, event.for_group) == ("put_in_file", "Mejl om belysningen", False)
    url = reverse("attachment", args=[record.attachment.pk])
    assert status_of(client_of(personas.karl), url) == 200
    assert status_of(client_of(personas.amina), url) == 404
    home = client_of(personas.amina).get(reverse("case", args=[case.reference])).content.decode()
    assert "mejl_om_ljus" not in home
    assert "belysningen" not in home


def test_with_words_it_is_a_file_note_and_several_files_are_a_record_each() -> None:
    case = factories.case()
    put_in(case, a_file("a.pdf"), a_file("b.pdf"), description="Ringde och skickade efteråt.")
    rows = list(case.records.order_by("number"))
    assert [row.designation for row in rows] == ["Mejl om belysningen: a.pdf", "Mejl om belysningen: b.pdf"]
    assert all(row.is_file_note for row in rows)
    assert case.events.filter(action="write_file_note").count() == 1


def test_a_file_that_is_not_taken_in_leaves_nothing_and_what_was_typed_stands() -> None:
    case = factories.case()
    answer = put_in(case, a_file(), SimpleUploadedFile("spel.exe", b"MZ\x00 program"))
    text = answer.content.decode()
    assert "spel.exe" in text
    assert "Mejl om belysningen" in text
    assert not case.records.exists()
    assert not Attachment.objects.exists()
    assert "eller lägg till en fil" in put_in(case).content.decode()


def test_a_secret_file_needs_its_ground_and_is_hidden_from_those_without_need() -> None:
    case = factories.case()
    assert "Skriv vilket lagrum" in put_in(case, a_file(), secret="on").content.decode()
    put_in(case, a_file(), secret="on", legal_ground="21 kap. 1 § OSL")
    record = case.records.get()
    assert case.events.first().comment == ""
    url = reverse("attachment", args=[record.attachment.pk])
    assert status_of(client_of(personas.karin), url) == 404
    assert status_of(client_of(personas.rut), url) == 200


def test_it_is_no_enclosure_of_what_goes_to_the_committee() -> None:
    case = factories.in_status(factories.case(), Status.REVIEW)
    put_in(case, a_file())
    assert not any("mejl_om_ljus" in line for line in DIALOGUE_REPORT.facts(case, None).basis)


@pytest.mark.parametrize("name", ["case", "case_documents", "write_file_note"])
def test_the_pages_of_the_case_take_a_file(name: str) -> None:
    case = factories.case()
    html = client_of(personas.karl).get(reverse(f"admin:{name}", args=[case.reference])).content.decode()
    assert "data-drop" in html
    assert 'enctype="multipart/form-data"' in html
    assert "js/drop" in html


def test_from_the_working_day_the_case_is_named() -> None:
    case = factories.case()
    url = reverse("admin:quick_file_note")
    values: dict[str, Any] = {**TYPED, "case": case.reference, "files": [a_file()]}
    assert client_of(personas.karl).post(url, values).status_code == 302
    assert case.records.get().attachment.name == "mejl_om_ljus.pdf"
