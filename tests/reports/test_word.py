"""The Word files: the same words as the PDF, with Word's own headings, lists and tables."""

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from lxml import html

from applications.models import DocumentOrder, ReadEvent
from reports import word
from reports.contexts import parse
from reports.text import printable_snapshot
from tests.applications.committee import cases
from tests.reports import filled, reading, snapshots

SHAPES = {
    f"{kind}-{shape}": (kind, make)
    for kind in sorted(DocumentOrder.IN_WORD)
    for shape, make in (
        ("normal", lambda kind=kind: snapshots.NORMAL[kind]()),
        ("short", lambda kind=kind: filled.short(kind)),
        ("hostile", lambda kind=kind: filled.hostile(kind)),
    )
}


def opened(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def all_text(file: Any) -> str:
    parts = [paragraph.text for paragraph in file.paragraphs]
    for table in file.tables:
        parts += [cell.text for row in table.rows for cell in row.cells]
    return reading.squeezed(" ".join(parts)).casefold()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_word_of_the_document_is_in_the_word_file(shape: str) -> None:
    kind, make = SHAPES[shape]
    snapshot = make()
    text = all_text(opened(word.docx(kind, snapshot)))
    shown, _substituted = printable_snapshot(snapshot)
    missing = [
        (path, words[:60])
        for path, words in reading.expected(parse(kind, shown))
        if words.casefold() not in text and not path.startswith("municipality")
    ]
    assert missing == []


def test_headings_lists_and_tables_are_words_own() -> None:
    file = opened(word.docx("officer_report", snapshots.officer_report()))
    styles = [paragraph.style.name for paragraph in file.paragraphs]
    assert styles.count("Heading 1") == 1
    headings = {p.text: p.style.name for p in file.paragraphs if p.style.name.startswith("Heading")}
    assert headings["Förslag till beslut"] == "Heading 2"
    assert headings["Jämställdhet"] == "Heading 3"
    points = [p.text for p in file.paragraphs if p.style.name == "List Number"]
    assert points == snapshots.officer_report()["proposed_points"]
    assert "List Bullet" in styles
    heads = [table for table in file.tables if table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")]
    assert len(heads) >= 3  # actors, criteria, amounts
    assert file.core_properties.language == "sv-SE"
    assert file.core_properties.title.startswith("Tjänsteskrivelse: ")
    assert 'w:lang w:val="sv-SE"' in file.styles.element.xml


def test_every_numbered_list_begins_at_one() -> None:
    snapshot = snapshots.minutes_extract()
    file = opened(word.docx("minutes_extract", snapshot))
    numbers = {
        paragraph._p.pPr.numPr.numId.val
        for paragraph in file.paragraphs
        if paragraph.style.name == "List Number"
    }
    assert len(numbers) == 1
    element = file.part.numbering_part.element.num_having_numId(numbers.pop())
    assert element.lvlOverride_lst[0].startOverride.val == 1


LISTS = """3. tre
4. fyra
   - a
   - b
     1. x
5. fem

- lös

- lista

  andra stycket

1. om"""


def test_lists_keep_their_levels_their_start_and_no_line_break_of_their_own() -> None:
    file = opened(word.docx("officer_report", snapshots.officer_report(background=LISTS)))
    texts = [paragraph.text for paragraph in file.paragraphs]
    found = file.paragraphs[texts.index("tre") : texts.index("om") + 1]
    assert [(paragraph.style.name, paragraph.text) for paragraph in found] == [
        ("List Number", "tre"),
        ("List Number", "fyra"),
        ("List Bullet 2", "a"),
        ("List Bullet 2", "b"),
        ("List Number 3", "x"),
        ("List Number", "fem"),
        ("List Bullet", "lös"),
        ("List Bullet", "lista"),
        ("List Continue", "andra stycket"),
        ("List Number", "om"),
    ]
    numbers = {paragraph.text: paragraph._p.pPr.numPr for paragraph in found}
    lists = {text: row.numId.val for text, row in numbers.items() if row is not None}
    assert lists["tre"] == lists["fyra"] == lists["fem"]
    assert len({lists["tre"], lists["x"], lists["om"]}) == 3
    numbering = file.part.numbering_part.element
    starts = [
        numbering.num_having_numId(lists[text]).lvlOverride_lst[0].startOverride.val
        for text in ("tre", "x", "om")
    ]
    assert starts == [3, 1, 1]


def test_a_draft_says_so() -> None:
    assert "utkast" in all_text(opened(word.docx("officer_report", snapshots.officer_report(draft=True))))
    assert "utkast" not in all_text(opened(word.docx("officer_report", snapshots.officer_report())))


def test_libreoffice_keeps_every_heading(tmp_path: Path) -> None:
    for kind in ("officer_report", "minutes_extract"):
        (tmp_path / f"{kind}.docx").write_bytes(word.docx(kind, snapshots.NORMAL[kind]()))
    others = {
        f"{kind}-{shape.__name__}": (kind, shape)
        for kind in sorted(DocumentOrder.IN_WORD)
        for shape in (filled.hostile, filled.long)
    }
    for name, (kind, shape) in others.items():
        (tmp_path / f"{name}.docx").write_bytes(word.docx(kind, shape(kind)))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "html:HTML (StarWriter)", "--outdir", str(tmp_path)]
    subprocess.run(  # noqa: S603 our own files
        [*command, *(str(path) for path in sorted(tmp_path.glob("*.docx")))],
        check=True,
        capture_output=True,
        timeout=180,
    )
    for name in others:  # the worst and the longest open too, whole
        read = reading.squeezed(html.fromstring((tmp_path / f"{name}.html").read_bytes()).text_content())
        end = [p.text for p in opened((tmp_path / f"{name}.docx").read_bytes()).paragraphs if p.text][-1]
        assert reading.squeezed(end)[-60:] in read, name
    for path in (tmp_path / "officer_report.docx", tmp_path / "minutes_extract.docx"):
        wanted = [
            (paragraph.style.name[-1], " ".join(paragraph.text.split()))
            for paragraph in opened(path.read_bytes()).paragraphs
            if paragraph.style.name.startswith("Heading")
        ]
        tree = html.fromstring(path.with_suffix(".html").read_bytes())
        kept = [
            (element.tag[1], " ".join(element.text_content().split()))
            for element in tree.iter("h1", "h2", "h3")
        ]
        assert len(wanted) > 5
        assert kept == wanted
        numbered = [p for p in opened(path.read_bytes()).paragraphs if p.style.name == "List Number"]
        assert len(tree.xpath("//ol/li")) == len(numbered)


@pytest.mark.django_db
def test_the_city_fetches_it_beside_the_pdf_and_the_group_does_not(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    decision = cases.released()
    order = DocumentOrder.objects.get(kind="minutes_extract")
    url = reverse("document_word", args=[order.pk])
    from tests import personas

    answers = {}
    for who in (personas.nils, personas.karl, personas.amina, personas.olga):
        browser = Client()
        browser.force_login(who())
        answers[who.__name__] = browser.get(url)
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "nils": 200,
        "karl": 200,
        "amina": 403,
        "olga": 404,
    }
    assert Client().get(url).status_code == 302
    assert re.search(
        r"filename=\".*Protokollsutdrag par 99.*\.docx\"", answers["nils"]["Content-Disposition"]
    )
    assert "§ 99" in "".join(p.text for p in opened(answers["nils"].content).paragraphs)
    assert ReadEvent.objects.filter(case=decision.case, what__endswith="som Word").count() == 2
