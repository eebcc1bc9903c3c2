"""The signed extract: uploaded once as the authoritative one, frozen, replaced only with a reason (D3)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from applications.dispatch import signed_actions
from applications.lifecycle import Refused
from applications.models import Attachment, Decision, Event, Record, SignedExtract
from tests import files, personas
from tests.applications.committee import cases

pytestmark = pytest.mark.django_db


def pdf(text: str = "Undertecknat") -> SimpleUploadedFile:
    return SimpleUploadedFile("skannat 1.pdf", files.pdf(text))


def upload(decision: Decision, file: SimpleUploadedFile | None = None, **fields) -> SignedExtract:
    values = {"by": personas.nils(), "at": cases.LATER} | fields
    return signed_actions.upload(decision.case_id, decision.pk, file or pdf(), **values)


def test_it_is_frozen_registered_and_read_by_those_who_see_the_decision(client: Client) -> None:
    decision = cases.released()
    extract = upload(decision)
    name = "Undertecknat protokollsutdrag § 99"
    record = Record.objects.get(attachment=extract.attachment)
    assert (record.designation, record.counterpart, record.direction) == (
        name,
        "tekniska nämnden",
        "internal",
    )
    event = Event.objects.get(action="upload_signed_extract")
    assert (event.user_name, event.comment, event.data["sha256"]) == ("Nils Fagerdal", name, extract.sha256)
    url = reverse("attachment", args=[extract.attachment_id])
    for reader in (personas.amina(), personas.karin(), personas.nils()):
        client.force_login(reader)
        answer = client.get(url)
        assert b"".join(answer.streaming_content) == files.pdf("Undertecknat")
    client.force_login(personas.olga())
    assert client.get(url).status_code == 404
    client.force_login(personas.amina())
    home = client.get(reverse("case", args=[decision.case.reference])).text
    assert f'<a href="{url}">{name}.pdf</a>' in home
    assert "Det undertecknade utdraget är det som gäller." in home
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        SignedExtract.objects.update(sha256="0" * 64)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Attachment.objects.filter(pk=extract.attachment_id).update(file="annan")
    with extract.attachment.file.open("wb") as file:
        file.write(b"%PDF-1.4 en annan")
    changed = client.get(url)
    assert (changed.status_code, changed["Content-Type"].split(";")[0]) == (500, "text/html")


def test_another_one_needs_a_reason_and_the_first_stays(client: Client) -> None:
    decision = cases.released()
    client.force_login(personas.nils())
    page = reverse("admin:decision", args=[decision.case.reference, decision.pk])
    url = reverse("admin:upload_signed_extract", args=[decision.case.reference, decision.pk])
    assert f'href="{url}"' in client.get(page).text
    assert client.post(url, {"file": pdf("Första")}).url == page
    refused = client.post(url, {"file": pdf("Andra")})
    assert 'href="#id_reason"' in refused.text
    with pytest.raises(Refused, match="varför"):
        upload(Decision.objects.get(), pdf("Andra"))
    assert client.post(url, {"file": pdf("Andra"), "reason": "En underskrift saknades."}).url == page
    newest, first = SignedExtract.objects.all()
    assert (newest.version, newest.reason, first.version) == (2, "En underskrift saknades.", 1)
    assert newest.attachment.name == "Undertecknat protokollsutdrag § 99, version 2.pdf"
    assert first.sha256 != newest.sha256
    with first.attachment.file.open("rb") as file:
        assert file.read() == files.pdf("Första")
    shown = client.get(page).text
    assert shown.index(newest.sha256) < shown.index(first.sha256)
    assert "En underskrift saknades." in shown


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (files.docx(), "Välj utdraget som PDF."),
        (b"%PDF-1.4 avklippt", "går inte att läsa|skadad|hel"),
        (b"", "tom"),
        (b"Hej", "Välj utdraget som PDF."),
    ],
)
def test_only_a_sound_pdf_is_kept(content: bytes, words: str) -> None:
    decision = cases.released()
    with pytest.raises(Refused, match=words):
        upload(decision, SimpleUploadedFile("utdrag.pdf", content))
    assert not Attachment.objects.exists()


def test_before_the_release_and_for_others_there_is_nothing_to_add() -> None:
    decision = cases.registered()
    with pytest.raises(Refused, match="inte frisläppt"):
        upload(decision)
    for other in (personas.karl(), personas.rut(), personas.amina()):
        with pytest.raises(PermissionDenied):
            upload(decision, by=other)
