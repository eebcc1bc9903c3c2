"""A meeting's pack: everything in it once, in order, and only for the one who ordered it."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from applications import documents
from applications.dispatch import actions as dispatch
from applications.models import Attachment, Case, Meeting, OfficerReport, ReadEvent
from applications.records import register
from applications.registry import actions as registry
from applications.states import Direction
from reports import issue
from reports.models import Pack
from reports.packs import contents, make
from samverkan.demo.story import Story
from tests import files, personas
from tests.applications.committee import cases
from tests.factories import unlocked
from tests.reports import snapshots
from tests.walk import walked

pytestmark = pytest.mark.django_db


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ordered(meeting: Meeting, kind: str = Pack.Kind.AGENDA, by: Any = None) -> Pack:
    return Pack.objects.create(
        meeting=meeting, kind=kind, ordered_by=by or personas.nils(), ordered_at=timezone.now()
    )


def made(meeting: Meeting, kind: str = Pack.Kind.AGENDA, by: Any = None) -> Pack:
    pack = ordered(meeting, kind, by)
    assert make.make(pack.pk, at=timezone.now()) > 0, Pack.objects.get(pk=pack.pk).error
    return Pack.objects.get(pk=pack.pk)


def attach(case: Case, name: str, data: bytes, content_type: str) -> Attachment:
    attachment = Attachment(
        case=case,
        name=name,
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=personas.amina(),
        uploaded_at=timezone.now(),
        sent_at=timezone.now(),
    )
    attachment.file.save(name, ContentFile(data), save=False)
    attachment.save()
    return attachment


@pytest.fixture
def walk() -> Any:
    return walked("committee", Story("Lingarnsgatan"))


def merged(pack: Pack) -> PdfReader:
    return PdfReader(io.BytesIO(issue.read_frozen(pack.pdf, pack.pdf_sha256)))


def names_in(pack: Pack) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(issue.read_frozen(pack.archive, pack.archive_sha256))) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_the_pack_holds_every_document_of_the_item_in_order(walk: Any) -> None:
    case, meeting = walk.case, walk.case.agenda_items.get().meeting
    attach(case, "Foto av gatan.jpg", b"\xff\xd8\xff en bild", "image/jpeg")
    attach(case, "Trasig.pdf", b"%PDF-1.7 trasig", "application/pdf")
    pack = made(meeting, by=walk.sixten)
    names = names_in(pack)
    reference = case.reference
    assert names[:2] == [
        f"00 Handlingar till sammanträdet {meeting.date}.pdf",
        "00 Ärendelista.pdf",
    ]
    assert [name.split(reference)[0] for name in names[2:]] == [
        f"01-{n:02d} " for n in range(1, len(names) - 1)
    ]
    assert names == sorted(names)
    assert any("Tjänsteskrivelse" in name for name in names)
    assert any("Ansökan" in name for name in names)
    assert names[-2:] == [f"01-03 {reference} Foto av gatan.jpg", f"01-04 {reference} Trasig.pdf"]
    reader = merged(pack)
    assert len(reader.pages) == pack.pages
    first = reader.pages[0].extract_text()
    assert "Foto av gatan.jpg" in first  # what is in the ZIP only is said
    assert "Trasig.pdf" in first
    assert (pack.done, pack.total) == (5, 5)
    assert pack.cases == [case.pk]


def test_the_proposal_lies_before_the_application_from_decision_2_on(walk: Any) -> None:
    """R32: the committee reads what the group proposes, as it was sent last."""
    case, item = walk.case, walk.case.agenda_items.get()
    pack = Pack(meeting=item.meeting, kind=Pack.Kind.AGENDA, ordered_by=walk.sixten)
    for version in (1, 2):
        documents.order(
            case,
            "proposal",
            key=f"proposal-{case.pk}-{version}",
            designation=f"Förslag {version}",
            snapshot=snapshots.proposal(version=version),
            at=timezone.now(),
        )
    kinds = lambda: [part.source.kind for part in contents.items(pack)[0].parts]  # noqa: E731
    assert kinds() == ["officer_report", "application"]
    with unlocked("applications_officerreport"):
        OfficerReport.objects.filter(pk=item.report_id).update(kind="measures")
    assert kinds() == ["officer_report", "proposal", "application"]
    assert contents.items(pack)[0].parts[1].name == "Förslag 2"


def test_what_is_secret_and_what_came_with_a_message_stay_outside(walk: Any) -> None:
    """D2, OSL: the pack is read by everybody at the meeting; a secret file is told by number and ground."""
    case, meeting, at = walk.case, walk.case.agenda_items.get().meeting, timezone.now()
    secret = attach(case, "hotbrev mot Anna.pdf", files.pdf(), "application/pdf")
    record = register(case, secret.name, direction=Direction.INCOMING, at=at, attachment=secret)
    about = {"secret": True, "legal_ground": "21 kap. 3 § OSL", "reason": "Hot."}
    registry.change_secrecy(case.pk, record.pk, by=personas.rut(), at=at, **about)
    talk = attach(case, "privat i meddelande.jpg", b"\xff\xd8\xff en bild", "image/jpeg")
    Attachment.objects.filter(pk=talk.pk).update(section="message")
    report = case.agenda_items.get().report
    report.snapshot["basis"].append(f"Bilaga: {secret.name}")  # it became secret after the report was signed
    with unlocked("applications_officerreport"):
        OfficerReport.objects.filter(pk=report.pk).update(snapshot=report.snapshot)
    pack = made(meeting, by=walk.sixten)
    reader = merged(pack)
    shown = "\n".join(
        [*names_in(pack), *(page.extract_text() for page in reader.pages[:2]), str(reader.outline)]
    )
    assert "Anna" not in shown
    assert "meddelande" not in shown
    first = " ".join(reader.pages[0].extract_text().split())
    assert "Följer inte med på grund av sekretess" in first
    assert f"Handling {record.number}, sekretess enligt 21 kap. 3 § OSL" in first
    assert len(names_in(pack)) == 4  # the merged file, the list, the report and the application


def test_the_decisions_hold_the_newest_notice() -> None:
    decision = cases.posted()
    by = {"by": personas.nils(), "at": cases.LATER}
    dispatch.send_decision(decision.case_id, decision.pk, **by)
    dispatch.rectify_decision(decision.case_id, decision.pk, reason="Fel.", changes={"paragraph": 98}, **by)
    pack = ordered(decision.meeting, Pack.Kind.DECISIONS)
    ((_number, _case, _row, parts, _withheld),) = contents.items(pack)
    assert [part.name for part in parts] == [
        "Protokollsutdrag § 98, 28 april 2026, rättad 10 juni 2026",
        "Underrättelse om beslut § 98, rättad 10 juni 2026",
    ]


def test_the_bookmarks_and_the_contents_lead_to_the_same_pages(walk: Any) -> None:
    pack = made(walk.case.agenda_items.get().meeting, by=walk.sixten)
    reader = merged(pack)
    flat: list[tuple[str, int]] = []

    def collect(items: Any) -> None:
        for item in items:
            if isinstance(item, list):
                collect(item)
            else:
                flat.append((item.title, reader.get_destination_page_number(item) + 1))

    collect(reader.outline)
    assert flat[0] == ("Innehåll", 1)
    titles = [title for title, _page in flat]
    assert titles[1] == "Ärendelista"
    assert titles[2].startswith("1. ")
    assert titles[3].startswith("Tjänsteskrivelse")
    text = reader.pages[0].extract_text()
    for title, page in flat[1:]:
        line = next(line for line in text.splitlines() if line.strip().startswith(title[:30]))
        assert line.split()[-1] == str(page), (title, page, line)
    links = {
        (str(link["/Contents"]), reader.get_page_number(link["/Dest"][0].get_object()) + 1)
        for link in (one.get_object() for one in reader.pages[0]["/Annots"])
    }
    assert links == {(f"Sida {page}", page) for _title, page in flat[1:]}
    report_page = dict(flat)[titles[3]]
    assert "Förslag till beslut" in reader.pages[report_page - 1].extract_text()


def test_the_merged_file_says_its_language_and_every_page_its_number(walk: Any) -> None:
    """A page is found by the number in the contents: it stands on the paper, also on a page that lies down."""
    turned = PdfWriter(clone_from=io.BytesIO(files.pdf()))
    turned.pages[0].rotate(90)
    lying = io.BytesIO()
    turned.write(lying)
    attach(walk.case, "Liggande.pdf", lying.getvalue(), "application/pdf")
    pack = made(walk.case.agenda_items.get().meeting, by=walk.sixten)
    reader = merged(pack)
    root = reader.root_object
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("sv", True)
    assert "/MarkInfo" not in root  # the tags are in the single files
    assert "/StructTreeRoot" not in root
    assert reader.metadata.title == str(pack)
    assert reader.page_labels == [str(number) for number in range(1, pack.pages + 1)]
    for number, page in enumerate(reader.pages, start=1):
        assert f"Samlingens sida {number} av {pack.pages}" in page.extract_text()
    assert reader.pages[-1].rotation == 90


def test_after_the_meeting_the_pack_holds_the_released_decisions() -> None:
    released = cases.released()
    waiting = cases.on_agenda(cases.ready(title="Garngränd"))
    meeting = released.meeting
    assert contents.decided(meeting)
    pack = made(meeting, Pack.Kind.DECISIONS)
    names = names_in(pack)
    assert len(names) == 3
    assert names[2].endswith("Protokollsutdrag § 99, 28 april 2026.pdf")
    text = "".join(page.extract_text() for page in merged(pack).pages)
    assert "§ 99, bifall" in text
    assert waiting.title not in text


def test_a_pack_is_frozen_and_checked_when_it_is_fetched(walk: Any) -> None:
    meeting = walk.case.agenda_items.get().meeting
    pack = made(meeting, by=walk.sixten)
    with pytest.raises(DatabaseError), transaction.atomic():
        Pack.objects.filter(pk=pack.pk).update(pages=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        pack.delete()
    assert make.make(pack.pk, at=timezone.now()) == pack.pages  # again: nothing happens
    client = as_(walk.sixten)
    url = reverse("admin:pack_file", args=[meeting.pk, pack.pk, "pdf"])
    before = ReadEvent.objects.filter(case=walk.case).count()
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert ReadEvent.objects.filter(case=walk.case, user=walk.sixten).count() == before + 1
    path = pack.pdf.path
    with open(path, "ab") as file:  # noqa: PTH123 somebody on the server changes the file
        file.write(b"x")
    response = client.get(url)
    assert response.status_code == 500
    assert "går inte att öppna" in response.content.decode()


def test_only_the_secretary_who_ordered_it_reaches_a_pack(walk: Any) -> None:
    meeting = walk.case.agenda_items.get().meeting
    pack = made(meeting, by=walk.sixten)
    pages = [
        reverse("admin:packs", args=[meeting.pk]),
        reverse("admin:pack_file", args=[meeting.pk, pack.pk, "zip"]),
    ]
    for url in pages:
        assert as_(walk.sixten).get(url).status_code == 200
        assert as_(walk.maja).get(url).status_code == 403
        assert as_(walk.idris).get(url).status_code == 404
    assert as_(personas.nils()).get(pages[1]).status_code == 404  # another secretary orders a pack of her own
    assert as_(walk.sixten).get(pages[1].replace("zip", "exe")).status_code == 404
    order = reverse("admin:order_pack", args=[meeting.pk, "agenda"])
    assert as_(walk.maja).post(order).status_code == 403
    assert as_(walk.sixten).post(order.replace("agenda", "annat")).status_code == 404
    assert Pack.objects.count() == 1


def test_what_the_orderer_may_not_see_is_not_in_the_pack(walk: Any) -> None:
    meeting = walk.case.agenda_items.get().meeting
    Case.objects.filter(pk=walk.case.pk).update(restricted=True)
    pack = made(meeting, by=walk.sixten)
    assert len(names_in(pack)) == 2
    assert pack.cases == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_it_once_and_the_page_tells(run_tasks: Callable[[], int]) -> None:
    case = cases.on_agenda()
    meeting = case.agenda_items.get().meeting
    client = as_(personas.nils())
    run_tasks()
    order, page = (
        reverse(f"admin:{name}", args=args)
        for name, args in (
            ("order_pack", [meeting.pk, "agenda"]),
            ("packs", [meeting.pk]),
        )
    )
    client.post(order)
    client.post(order)  # a second press while the first is being made
    assert Pack.objects.count() == 1
    html = client.get(page).content.decode()
    assert 'data-progress="1"' in html
    assert "<progress" in html
    run_tasks()
    html = client.get(page).content.decode()
    assert 'data-progress=""' in html
    assert "Hämta PDF" in html
    contents_page = merged(Pack.objects.get()).pages[0]
    lines = contents_page.extract_text().splitlines()
    assert any(line.startswith("1. ") and line.endswith("–") for line in lines)  # nothing of it in the PDF


def test_a_damaged_file_is_told_by_name_and_the_rest_is_there(walk: Any) -> None:
    meeting = walk.case.agenda_items.get().meeting
    gone = attach(walk.case, "Avtal.pdf", files.pdf(), "application/pdf")
    gone.file.storage.delete(gone.file.name)
    attach(walk.case, "Karta.pdf", files.pdf(), "application/pdf")
    pack = made(meeting, by=walk.sixten)
    missing = f"01-03 {walk.case.reference} Avtal.pdf"
    assert pack.unreadable == [missing]
    assert missing not in names_in(pack)
    assert f"01-04 {walk.case.reference} Karta.pdf" in names_in(pack)
    first = merged(pack).pages[0].extract_text()
    assert "Saknas, för att filen är skadad" in first
    assert "Avtal.pdf" in first
    assert "egna filer" not in first
    html = as_(walk.sixten).get(reverse("admin:packs", args=[meeting.pk])).content.decode()
    assert "Samlingen är inte hel" in html
    assert f"<li>{missing}</li>" in html
    assert "Hämta PDF" in html


def test_a_pack_that_cannot_be_made_says_so(walk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = walk.case.agenda_items.get().meeting
    pack = ordered(meeting, by=walk.sixten)
    monkeypatch.setattr(make, "_zip", lambda _files: 1 / 0)  # whatever goes wrong
    assert make.make(pack.pk, at=timezone.now()) == 0
    html = as_(walk.sixten).get(reverse("admin:packs", args=[meeting.pk])).content.decode()
    assert "Samlingen gick inte att göra" in html
    assert "Hämta PDF" not in html


@pytest.mark.parametrize(("last", "documents"), [(12, 3), (101, 3), (12, 100)])
def test_the_files_sort_however_many_they_are(walk: Any, last: int, documents: int) -> None:
    """Numbers of the agenda have gaps: what was taken off keeps its own."""
    part = contents.Part("Bilaga", attach(walk.case, "Bilaga.txt", b"text", "text/plain"))
    found = [
        contents.Item(number, walk.case, {}, [part] * count)
        for number, count in ((1, 1), (9, documents), (last, 2))
    ]
    widths = make._widths(found)
    kept = [file.name for item in found for file in make._files(item, at=timezone.now(), widths=widths)]
    assert kept == sorted(kept)
    assert ["00 Ärendelista.pdf", *kept] == sorted(["00 Ärendelista.pdf", *kept])


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_of_the_database_however_many_packs(
    count: int, django_assert_num_queries: Any
) -> None:
    meeting = cases.on_agenda().agenda_items.get().meeting
    for _number in range(count):
        ordered(meeting)
    client = as_(personas.nils())
    client.get(reverse("admin:packs", args=[meeting.pk]))
    with django_assert_num_queries(6):
        client.get(reverse("admin:packs", args=[meeting.pk]))
