"""Files of a case: taken in, sent, taken back, read."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from applications.attachments import actions, intake, sections
from applications.lifecycle import Refused, WrongState
from applications.models import Attachment, Case, DocumentOrder, Event, ReadEvent, Record
from applications.states import Direction, Status
from applications.writing import actions as writing
from tests import factories, files, personas
from tests.applications.writing import samples
from tests.personas import NOW

pytestmark = pytest.mark.django_db
PDF = files.pdf()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def pdf(name: str = "Enkät.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who())
    return client


def read(answer: Any) -> bytes:
    """Return what was served; reading to the end lets go of the file."""
    return b"".join(answer.streaming_content)


# --- actions ------------------------------------------------------------------------------------------
def test_a_file_of_a_draft_waits_and_is_seen_by_the_group_only() -> None:
    case = samples.draft()
    [file] = actions.attach(case.pk, [pdf("../Enkät.PDF")], by=personas.birk(), at=NOW)
    assert (file.name, file.content_type, file.size, file.section) == (
        "Enkät.pdf",
        "application/pdf",
        len(PDF),
        "application",
    )
    assert file.sha256 == hashlib.sha256(PDF).hexdigest()
    assert file.sent_at is None
    assert "nkät" not in file.file.name
    assert (Record.objects.count(), Event.objects.filter(action="attach_file").count()) == (0, 0)
    for who, seen in ((personas.amina, 1), (personas.birk, 1), (personas.karl, 0), (personas.olga, 0)):
        assert Attachment.objects.visible_to(who()).count() == seen


def test_files_are_received_with_the_application_as_records_of_their_own() -> None:
    case = samples.draft()
    samples.fill(case)
    actions.attach(case.pk, [pdf("Enkät.pdf"), pdf("Karta.pdf")], by=personas.birk(), at=NOW)
    writing.submit(case.pk, by=personas.amina(), at=NOW)
    assert set(Attachment.objects.values_list("sent_at", flat=True)) == {NOW}
    records = Record.objects.filter(attachment__isnull=False)
    assert [(r.designation, r.direction, r.counterpart) for r in records] == [
        ("Enkät.pdf", Direction.INCOMING, "Amina Björkdal"),
        ("Karta.pdf", Direction.INCOMING, "Amina Björkdal"),
    ]
    assert DocumentOrder.objects.get().snapshot["attachments"] == ["Enkät.pdf", "Karta.pdf"]
    assert Attachment.objects.visible_to(personas.karl()).count() == 2


def test_outside_a_draft_a_file_is_received_at_once() -> None:
    case = samples.sent()
    [file] = actions.attach(case.pk, [pdf()], by=personas.birk(), at=NOW)
    assert file.sent_at == NOW
    assert Event.objects.filter(action="attach_file", user=personas.birk()).count() == 1
    assert Record.objects.get(attachment=file).direction == Direction.INCOMING


def test_the_officers_file_is_drawn_up_and_seen_by_the_group() -> None:
    case = samples.draft()
    [file] = actions.attach(case.pk, [pdf()], by=personas.karl(), at=NOW)
    assert Record.objects.get(attachment=file).direction == Direction.INTERNAL
    assert Attachment.objects.visible_to(personas.amina()).count() == 1


def test_a_waiting_file_can_be_taken_back_and_a_sent_one_cannot() -> None:
    case = samples.draft()
    samples.fill(case)
    one, two = actions.attach(case.pk, [pdf("Ett.pdf"), pdf("Två.pdf")], by=personas.birk(), at=NOW)
    actions.remove(case.pk, one.pk, by=personas.amina(), at=NOW)
    with pytest.raises(Refused, match="Filen finns inte kvar"):
        actions.remove(case.pk, one.pk, by=personas.amina(), at=NOW)
    writing.submit(case.pk, by=personas.amina(), at=NOW)
    with pytest.raises(Refused, match="går inte att ta bort"):
        actions.remove(case.pk, two.pk, by=personas.birk(), at=NOW)
    assert [record.designation for record in Record.objects.filter(attachment__isnull=False)] == ["Två.pdf"]


def test_what_is_not_taken_in_is_refused_by_name_and_the_others_are_kept() -> None:
    case = samples.draft()
    sent = [pdf("Ett.pdf"), pdf("fel.pdf", b"GIF89a\0"), pdf("tom.pdf", b""), pdf("Två.pdf")]
    with pytest.raises(actions.FilesRefused) as refusal:
        actions.attach(case.pk, sent, by=personas.amina(), at=NOW)
    assert [item.text.split(".pdf")[0] for item in refusal.value.missing] == ["fel", "tom"]
    assert [item.url for item in refusal.value.missing] == ["#id_files", "#id_files"]
    assert [file.name for file in refusal.value.kept] == ["Ett.pdf", "Två.pdf"]
    assert list(Attachment.objects.values_list("name", flat=True)) == ["Ett.pdf", "Två.pdf"]


def test_a_case_has_room_for_so_much(settings: Any) -> None:
    settings.ATTACHMENTS_CASE_MAX_BYTES = 2 * len(PDF) + 10
    case = samples.draft()
    [first] = actions.attach(case.pk, [pdf("Ett.pdf")], by=personas.amina(), at=NOW)
    with pytest.raises(actions.FilesRefused, match=r"Tre\.pdf får inte plats\. Ett ärende rymmer högst 0 MB"):
        actions.attach(case.pk, [pdf("Två.pdf"), pdf("Tre.pdf")], by=personas.amina(), at=NOW)
    assert on_disk() == 2
    actions.remove(case.pk, first.pk, by=personas.amina(), at=NOW)
    actions.attach(case.pk, [pdf("Tre.pdf")], by=personas.amina(), at=NOW)


def test_a_picture_is_stored_without_the_place_it_was_taken() -> None:
    case = samples.draft()
    taken = files.picture("JPEG")
    [file] = actions.attach(case.pk, [pdf("Torget.JPG", taken)], by=personas.amina(), at=NOW)
    with file.file.open("rb") as stored:
        content = stored.read()
    assert b"GPSLatitude" in taken
    assert b"GPSLatitude" not in content
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def on_disk() -> int:
    """Return how many files lie on the disk."""
    return sum(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))


def test_nothing_stays_on_the_disk_when_the_case_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    case = samples.draft()

    def ended(*_args: Any, **_options: Any) -> None:
        Case.objects.filter(pk=case.pk).update(status=Status.CLOSED)
        yield from intake.check_all([pdf()])

    monkeypatch.setattr(actions, "check_all", ended)
    with pytest.raises(WrongState):
        actions.attach(case.pk, [pdf()], by=personas.amina(), at=NOW)
    assert (on_disk(), Attachment.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("status", "wanted", "section"),
    [
        (Status.DRAFT, "", "application"),
        (Status.DRAFT, sections.ACTIVITY, "application"),
        (Status.REVIEW, "application", ""),
        (Status.EXECUTION, "", ""),
        (Status.EXECUTION, sections.ACTIVITY, sections.ACTIVITY),
        (Status.REPORTING, sections.FINANCIAL, sections.FINANCIAL),
        (Status.REPORTING, "påhittat", "report"),
        (Status.REVIEW, "message", "message"),
    ],
)
def test_what_a_file_belongs_to_follows_from_what_is_being_written(
    status: Status, wanted: str, section: str
) -> None:
    case = factories.in_status(factories.case(), status)
    assert sections.section_for(case, personas.amina(), wanted) == section
    assert sections.section_for(case, personas.karl(), wanted) == ("message" if wanted == "message" else "")


@pytest.mark.parametrize("who", [personas.olga, personas.karin, personas.nils])
def test_who_cannot_attach(who: Any) -> None:
    with pytest.raises(PermissionDenied):
        actions.attach(factories.case().pk, [pdf()], by=who(), at=NOW)


def test_nothing_is_attached_to_an_ended_case() -> None:
    case = factories.in_status(factories.case(), Status.CLOSED)
    with pytest.raises(WrongState):
        actions.attach(case.pk, [pdf()], by=personas.amina(), at=NOW)


# --- pages --------------------------------------------------------------------------------------------
def post(case: Case, files: Any, who: Any = personas.amina) -> Any:
    return as_(who).post(reverse("attach_file", args=[case.reference]), {"files": files})


def test_several_files_at_once() -> None:
    case = samples.draft()
    assert post(case, [pdf("Ett.pdf"), pdf("Två.pdf")]).url == reverse(
        "edit_application", args=[case.reference]
    )
    assert Attachment.objects.count() == 2
    html = as_(personas.amina).get(reverse("edit_application", args=[case.reference])).content.decode()
    assert "Ett.pdf" in html
    assert "Två.pdf" in html


def test_without_a_draft_the_page_leads_back_to_the_case() -> None:
    case = samples.sent()
    assert post(case, [pdf()]).url == case.get_absolute_url()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Välj minst en fil"),
        ([pdf("tom.pdf", b"")], "tom.pdf är tom. Välj en annan fil"),
        ([pdf("virus.pdf", b"MZ\x90\x00")], "virus.pdf går inte att ta emot."),
        ([pdf(f"{n}.pdf") for n in range(21)], "Välj högst 20 filer åt gången"),
    ],
)
def test_bad_files_are_told_by_name(files: list, said: str) -> None:
    case = samples.draft()
    page = post(case, files)
    assert page.status_code == 200
    assert page.context["form"].errors["files"][0].startswith(said)
    assert 'href="#id_files"' in page.content.decode()
    assert Attachment.objects.count() == 0


def test_the_page_says_which_files_were_kept_and_which_were_not() -> None:
    case = samples.draft()
    page = post(case, [pdf("Ett.pdf"), pdf("bild.gif", b"GIF89a\0")])
    html = page.content.decode()
    assert page.context["form"].errors["files"][0].startswith("bild.gif går inte att ta emot.")
    assert "Tillagt: Ett.pdf." in html
    assert Attachment.objects.get().name == "Ett.pdf"


def test_a_file_above_the_limit_is_told(settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    page = post(samples.draft(), [pdf("stor.pdf", PDF + b"x" * 1024 * 1024)])
    assert page.context["form"].errors["files"] == ["stor.pdf är för stor. Välj en fil på högst 1 MB"]


def test_one_file_at_a_time_for_the_script_that_shows_progress() -> None:
    case = samples.draft()
    url = reverse("upload_file", args=[case.reference])
    client = as_(personas.amina)
    answer = client.post(url, {"file": pdf("Enkät.pdf"), "last": "1"})
    file = Attachment.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": file.pk,
        "name": "Enkät.pdf",
        "size": "1\N{NO-BREAK SPACE}kB",
        "url": reverse("attachment", args=[file.pk]),
    }
    assert file.section == "application"
    page = client.get(reverse("edit_application", args=[case.reference])).content.decode()
    assert "Filerna är tillagda." in page
    refused = client.post(url, {"file": pdf("bild.gif", b"GIF89a\0")})
    assert (refused.status_code, refused.json()["error"][:8]) == (422, "bild.gif")
    assert client.post(url, {"file": "text"}).json() == {"error": "Välj minst en fil"}
    assert client.get(url).status_code == 405
    assert as_(personas.olga).post(url, {"file": pdf()}).status_code == 404
    assert as_(personas.karin).post(url, {"file": pdf()}).status_code == 403


def test_what_is_above_the_limit_is_not_even_read(settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 100_000
    request = RequestFactory().post("/", {"file": pdf("stor.pdf", b"x" * 5_000_000), "text": "kvar"})
    with request.FILES["file"] as file:
        assert 100_000 < file.size < 300_000
    assert request.POST["text"] == "kvar"


def test_text_where_a_file_should_be_is_told() -> None:
    assert post(samples.draft(), "ingen fil").context["form"].errors["files"] == ["Välj minst en fil"]


def test_a_name_with_markup_is_shown_as_text() -> None:
    case = samples.draft()
    post(case, [pdf("<script>alert(1)<\\script> 🎉.pdf")])
    html = as_(personas.amina).get(reverse("edit_application", args=[case.reference])).content.decode()
    assert "<script>alert" not in html
    assert "🎉" in html


def test_who_may_read_an_unsent_file() -> None:
    case = samples.draft()
    [file] = actions.attach(case.pk, [pdf()], by=personas.birk(), at=NOW)
    url = reverse("attachment", args=[file.pk])
    assert read(as_(personas.amina).get(url)) == PDF
    for who in (personas.olga, personas.karl, personas.karin):
        assert as_(who).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    assert ReadEvent.objects.count() == 0


def test_a_sent_file_is_served_safely_and_staff_reading_is_logged() -> None:
    case = samples.sent()
    [file] = actions.attach(case.pk, [pdf()], by=personas.birk(), at=NOW)
    answer = as_(personas.karin).get(reverse("attachment", args=[file.pk]))
    assert read(answer) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == "inline; filename=\"Enkat.pdf\"; filename*=UTF-8''Enk%C3%A4t.pdf"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert ReadEvent.objects.get().what == "Enkät.pdf"
    assert as_(personas.olga).get(reverse("attachment", args=[file.pk])).status_code == 404


def test_text_is_downloaded_and_never_shown() -> None:
    case = samples.sent()
    [file] = actions.attach(case.pk, [pdf("möte.txt", "Hej då".encode())], by=personas.birk(), at=NOW)
    answer = as_(personas.amina).get(reverse("attachment", args=[file.pk]))
    assert (
        answer["Content-Disposition"] == "attachment; filename=\"mote.txt\"; filename*=UTF-8''m%C3%B6te.txt"
    )
    assert read(answer) == "Hej då".encode()


def test_removing_by_the_page() -> None:
    case = samples.draft()
    [file] = actions.attach(case.pk, [pdf()], by=personas.birk(), at=NOW)
    url = reverse("remove_file", args=[case.reference, file.pk])
    assert as_(personas.olga).post(url).status_code == 404
    client = as_(personas.amina)
    assert client.get(url).status_code == 200
    assert Attachment.objects.get().removed_at is None
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 404
    assert client.get(reverse("attachment", args=[file.pk])).status_code == 404


def test_files_are_never_served_by_address() -> None:
    assert not hasattr(settings, "MEDIA_URL") or settings.MEDIA_URL in ("", "/")
    assert Client().get("/attachments/x").status_code == 404
