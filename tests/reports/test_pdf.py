"""The documents as files: archivable, accessible, complete, the same every time."""

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone
from weasyprint.urls import FatalURLFetchingError, fetch

from applications.city.pictures import drawn_anew
from applications.models import Logotype
from reports import pdf
from reports.contexts import parse
from reports.pages import render_html
from reports.text import SUBSTITUTE, printable_snapshot
from tests import files, personas
from tests.reports import filled, reading, snapshots
from tests.reports.conftest import Made
from tests.tools import vera

ROOT = Path(__file__).parents[2]


@pytest.mark.django_db
def test_every_document_is_pdf_a_and_pdf_ua(made: dict[str, Made], tmp_path: Path) -> None:
    paths = [document.path for document in made.values()]
    assert len(paths) == 50
    paths.append(with_logotype(tmp_path / "logotype.pdf"))
    with pikepdf.open(paths[-1]) as file:
        assert len(file.pages[0].get_images()) == 1  # the logotype is there to be judged
    assert {name: one.pages for name, one in made.items() if name.endswith("-long") and one.pages < 40} == {}
    assert vera.problems({"2a": paths, "ua1": paths}) == []


def with_logotype(path: Path) -> Path:
    """Return a document with a logotype at its top, as one is uploaded."""
    drawn = drawn_anew(BytesIO(files.picture("PNG")))
    about = {"by": personas.adam(), "at": timezone.now(), "width": drawn.width, "height": drawn.height}
    logotype = Logotype.objects.create(picture=drawn.data, **about)
    snapshot = snapshots.referral()
    snapshot["municipality"]["logotype"] = str(logotype.pk)
    path.write_bytes(pdf.render("referral", snapshot).pdf)
    return path


def test_what_was_stored_is_what_is_read(made: dict[str, Made]) -> None:
    missing = []
    for name, document in made.items():
        shown, _substituted = printable_snapshot(document.snapshot)
        text = reading.body_text(document.path).casefold()
        missing += [
            f"{name} {path}: {words[:60]}"
            for path, words in reading.expected(parse(document.kind, shown))
            if words.casefold() not in text
        ]
    assert missing == []


def test_reading_back_can_fail(made: dict[str, Made]) -> None:
    document = made["referral-normal"]
    other = snapshots.referral(reason="Något som inte står där.", receiver_registry_number="KN-1999-1")
    text = reading.body_text(document.path).casefold()
    missed = [
        path for path, words in reading.expected(parse("referral", other)) if words.casefold() not in text
    ]
    assert missed == ["reason", "receiver_registry_number"]


# The order of the table in the domain's description of the documents.
HEADINGS = {
    "proposal": """Ärende|Inskickad|Gruppens företrädare|Kontaktperson|Förslaget i korthet|Insatser|Hela kostnaden
        |A Planteringar|C Ljusslingor|Dialog|Gatuvandring|Behov som kom fram|Sammanställning av synpunkter
        |Information till andra|Aktörer|Bilagor""",
    "officer_report": """Tjänsteskrivelse|TN-2026-99001|Vår referens|Sammanfattning|Förslag till beslut|Beslutsunderlag
        |Beslutsplanering|Ärendet|Bedömning mot kriterierna|Ekonomi|Barn|Jämställdhet|Jämlikhet|Dialog|Ansvariga
        |SIGNERAD 30 mars 2026""",
    "minutes_extract": """Nämnd|Sammanträdestid|Plats|Beslutande ledamöter|Övriga närvarande|Utses att justera
        |Justeringen|Protokollet omfattar|§ 99 Ansökan|TN-2026-99001|Sammanfattning|Jäv|Yrkanden|Beslutsgång|Beslut
        |Tekniska nämnden beslutar|Beslutet skickas till|Beslutsunderlag|Underskrifter|Anslagsbevis|Anslaget den
        |Tas ned den|Förvaringsplats""",
    "delegated_decision": """Beslutat av|Punkt i delegationsordningen|Beslutsdag|Nummer|Ärende|Part|Beslut
        |Med stöd av nämndens delegationsordning beslutar jag|Motivering|Beslutsunderlag|Anmälan|Beslutet skickas till
        |Östen Ljungdahl|Så här överklagar du""",
    "chair_decision": """Beslutat av|Skäl till brådska|Beslutsdag|Nummer|Ärende|Part|Beslut
        |Beslutet kan inte avvakta nämndens sammanträde|Motivering|Beslutsunderlag|Anmälan|Beslutet skickas till
        |Astrid Ljungqvist Holm|Så här överklagar du""",
    "meeting_items": """Nämnd|Tid|Plats|Arbetsutskott|1. Samverkansstöd, Lingarnsgatan|TN-2026-99001
        |Förslag till beslut|Tekniska nämnden beslutar|Beslutsunderlag""",
    "decision_notice": """Datum|Till|Beslutet|Skälen för beslutet|Villkor|Utbetalning|Resultatrapport
        |Så här överklagar du|Frågor|Maja Ekelund Sand""",
    "referral": """Till nämnd|Ärende|Omfattning|Skäl|§ 301|Bilagor|Mottagarens diarienummer|Sökanden underrättad""",
    "check_in_notes": """Tid|Ärende|Plats|Deltagare|Läget per insats|Det här kom vi överens om|Nästa avstämning
        |Bekräftad av""",
    "result_report": """Mottagare|Ärende|Period|Beviljat|Använt|Återbetalas|1 Hur gick det?
        |2 Hur har pengarna och resurserna använts?|3 Vad har varit avgörande|4 Vilka dialoger
        |5 Vilka har varit avgörande
        |6 Hur har samverkan och stadens stöd|7 Vad har ni lärt er?|Bilagor|Undertecknad av|GODKÄND 24 november 2027""",
}


@pytest.mark.parametrize("kind", HEADINGS)
def test_the_fields_stand_in_the_order_of_the_domain(made: dict[str, Made], kind: str) -> None:
    text = reading.body_text(made[f"{kind}-normal"].path)
    place = 0
    for heading in HEADINGS[kind].split("|"):
        found = text.find(reading.squeezed(heading), place)
        assert found >= 0, f"{heading!r} does not stand after {text[max(place - 30, 0) : place]!r}"
        place = found + 1


def test_language_title_and_dates(made: dict[str, Made]) -> None:
    for name, document in made.items():
        with pikepdf.open(document.path) as file, file.open_metadata() as metadata:
            assert file.Root.Lang == "sv", name
            assert file.Root.ViewerPreferences.DisplayDocTitle, name
            assert file.Root.MarkInfo.Marked, name
            day = document.snapshot["issued_on"]
            assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == day, name
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A"), name
            assert metadata["pdfuaid:part"] == "1", name
            assert "/EmbeddedFiles" not in file.Root.get("/Names", {}), name
            assert len(file.pages) == document.pages, name
    with pikepdf.open(made["minutes_extract-normal"].path) as file:
        assert file.docinfo["/Title"] == "Protokollsutdrag § 99: Ansökan om samverkansstöd, Lingarnsgatan"
        assert file.docinfo["/Author"] == "Tekniska nämnden"
        assert file.docinfo["/Subject"] == "Protokollsutdrag § 99, TN-2026-99001, 5 maj 2026"


def test_headings_and_tables_are_tagged(made: dict[str, Made]) -> None:
    found = reading.tags(made["officer_report-normal"].path)
    kinds = [tag.kind for tag in found]
    assert kinds.count("H1") == 1
    assert kinds.index("H1") < kinds.index("H2") < kinds.index("H3")
    assert kinds.count("Table") >= 3  # actors, criteria, amounts; one that goes over two pages counts twice
    cells = [tag for tag in found if tag.kind == "TD"]
    heads = {tag.id for tag in found if tag.kind == "TH"}
    assert len(cells) == 5 * 3 + 6 * 2 + 2
    for cell in cells:  # every cell knows its column and its row
        assert len(cell.headers) == 2
        assert set(cell.headers) <= heads
    assert [tag.alt for tag in found if tag.kind == "Figure"] == [
        "Karta över Lingarnsgatan – en grönare och tryggare gata. Gränsen beskrivs med ord bredvid."
    ]
    figures = [tag.alt for tag in reading.tags(made["result_report-normal"].path) if tag.kind == "Figure"]
    assert figures[1] == (
        "Trygga efter mörkrets inbrott: 41\xa0procent (december 2025), 58\xa0procent (oktober 2027)."
    )


def test_the_head_of_a_table_stands_on_every_page(made: dict[str, Made]) -> None:
    document = made["check_in_notes-long"]
    pages = reading.whole_text(document.path).split("\f")
    assert document.pages > 20
    assert sum("Insats Läge Anteckning" in page for page in pages) > 5


def test_fonts_are_ours_and_embedded(made: dict[str, Made]) -> None:
    house = {"Familjen-Bold", "Hanken", "Hanken-Semi-Bold"}
    for name, document in made.items():
        fonts = reading.fonts(document.path)
        assert all(fonts.values()), name
        assert fonts.keys() == house or document.snapshot["draft"], name  # drafts here hold every script
        assert {font for font in fonts if not font.startswith(("Hanken", "Familjen", "Noto"))} == set(), name


def test_a_draft_says_so_on_every_page(made: dict[str, Made]) -> None:
    for kind in snapshots.NORMAL:
        draft, issued = made[f"{kind}-hostile"], made[f"{kind}-normal"]
        pages = reading.whole_text(draft.path).split("\f")[:-1]
        assert len(pages) == draft.pages
        assert all("UTKAST" in page for page in pages), kind
        assert "UTKAST" not in reading.whole_text(issued.path).upper(), kind
        with pikepdf.open(draft.path) as file:
            assert str(file.docinfo["/Title"]).startswith("Utkast: ")


def test_what_cannot_be_shown_is_seen_and_said(made: dict[str, Made]) -> None:
    sentence = reading.squeezed(f"Tecken som inte kan visas är ersatta med {SUBSTITUTE}.")
    for name, document in made.items():
        assert (sentence in reading.body_text(document.path)) == name.endswith("hostile"), name


def test_nothing_typed_becomes_markup() -> None:
    text = "</p><script>alert(1)</script><img src=file:///etc/hostname><style>p{}</style>{{ doc.title }}"
    html = render_html("referral", snapshots.referral(reason=text, title=text, scope=f"- {text}"))
    assert "<script" not in html
    assert "<img" not in html
    assert "<style" not in html
    assert (
        html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 5
    )  # title twice, h1, its short form, reason, list


def test_the_same_snapshot_gives_the_same_bytes_in_another_process_and_place(made: dict[str, Made]) -> None:
    code = (
        "import hashlib, django; django.setup()\n"
        "from reports import pdf\n"
        "from tests.reports import filled, snapshots\n"
        "todo = {'result_report': snapshots.result_report(), 'referral': filled.hostile('referral')}\n"
        "for kind, snapshot in todo.items():\n"
        "    print(hashlib.sha256(pdf.render(kind, snapshot).pdf).hexdigest())"
    )
    elsewhere = os.environ | {
        "TZ": "Pacific/Auckland",
        "LANG": "C",
        "PYTHONHASHSEED": "7",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SAMVERKAN_SECRET_KEY": "another",
    }
    command = [sys.executable, "-c", code]
    printed = subprocess.check_output(command, cwd=ROOT, env=elsewhere, text=True)  # noqa: S603 - our own command
    here = [made[name].path.read_bytes() for name in ("result_report-normal", "referral-hostile")]
    assert printed.split() == [hashlib.sha256(data).hexdigest() for data in here]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        f"file://{ROOT}/static/css/../../samverkan/settings.py",
        f"file://{ROOT}/static/fonts/%2e%2e/css/../../pyproject.toml",
        f"file://{ROOT}/static/fonts/",
        "file://example.org/etc/hostname",
        "http://127.0.0.1:9/",
        "https://example.org/logo.png",
        "ftp://example.org/",
        "/etc/hostname",
    ],
)
def test_the_fetcher_reads_nothing_else(url: str) -> None:
    with pytest.raises((FatalURLFetchingError, ValueError)), fetch(pdf.StaticFetcher(), url):
        pass


def test_the_fetcher_reads_our_own() -> None:
    with fetch(pdf.StaticFetcher(), (ROOT / "static/css/pdf.css").as_uri()) as response:
        assert b"@font-face" in response.read()
    with fetch(pdf.StaticFetcher(), "data:,hej") as response:
        assert response.read() == b"hej"


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<img alt="x" src="file:///etc/hostname">', "Error fetching .file:///etc/hostname"),
        ('<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>">', "no required alt"),
        (
            '<a href="relativ">x</a><link rel=stylesheet href="https://example.org/x.css">',
            "https://example.org/x.css",
        ),
        ("<p>漢</p>", "notdef"),
    ],
)
def test_anything_to_complain_about_stops_the_document(html: str, message: str) -> None:
    with pytest.raises(pdf.RenderError, match=message):
        pdf.html_to_pdf(f'<html lang="sv"><title>x</title><body>{html}')


def test_a_fault_does_not_follow_into_the_next_document() -> None:
    with pytest.raises(pdf.RenderError):
        pdf.html_to_pdf('<html lang="sv"><title>x</title><body><p>漢</p>')
    assert pdf.render("referral", filled.short("referral")).pages == 1
