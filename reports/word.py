"""An issued document as .docx, for those who paste it into the city's registry system.

Made from the same HTML as the PDF, so that the words stand once: headings become Word's own headings, lists its
lists, tables its tables. What is drawn (map, chart) is replaced by its text.
"""

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from typing import Any

import docx as python_docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import html as lxml_html

from reports.contexts import Json, parse
from reports.pages import render_html

HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
INLINE = {"strong", "b", "em", "i", "span", "a", "abbr", "br", "small", "time", "sub", "sup"}
DEEPEST = 2  # Word's own list styles have three levels
SKIPPED = {"head", "script", "style", "svg"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
# What XML cannot hold; the PDF's text has been through the same sieve for what it cannot show.
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def docx(kind: str, snapshot: Json) -> bytes:
    """Return the document of `kind` that the frozen `snapshot` describes, as a Word file.

    Raises `SnapshotError` when the snapshot does not follow its schema.
    """
    read = parse(kind, snapshot)
    tree = lxml_html.document_fromstring(render_html(kind, snapshot))
    file = python_docx.Document()
    _prepare(file, title=f"{read.label}: {read.title}", author=read.sender, on=read.issued_on)
    _Writer(file).write(tree.body)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _prepare(file: Document, *, title: str, author: str, on: Any) -> None:
    """Set language, margins, fonts and what the file says of itself; the dates make the same bytes every time."""
    properties = file.core_properties
    properties.title, properties.author = _clean(title)[:255], _clean(author)[:255]
    properties.language, properties.comments = "sv-SE", ""
    properties.created = properties.modified = datetime(on.year, on.month, on.day)  # noqa: DTZ001 Word's own form
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "sv-SE")
    normal.element.get_or_add_rPr().append(language)
    for level in (1, 2, 3):
        font = file.styles[f"Heading {level}"].font
        font.name, font.color.rgb = "Arial", None


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


class _Writer:
    """Walks the page and writes blocks; knows the one tag that it stands in."""

    def __init__(self, file: Document) -> None:
        self.file = file

    def write(self, element: Any) -> None:
        """Write everything in `element`, in order. Loose text between blocks becomes a paragraph of its own."""
        self._loose(element.text)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in SKIPPED:
                self._block(child)
            elif child.tag == "svg":
                self._picture(child)
            self._loose(child.tail)

    def _block(self, element: Any) -> None:
        tag = element.tag
        if tag in HEADINGS:
            self.file.add_heading(_text(element), level=HEADINGS[tag])
        elif tag == "table":
            self._table(element)
        elif tag == "dl":
            self._pairs(element)
        elif tag in {"ul", "ol"}:
            self._list(element)
        elif tag == "p" or (tag in INLINE and _text(element)):
            self._paragraph(element)
        else:
            self.write(element)

    def _loose(self, text: str | None) -> None:
        if text and text.strip():
            self.file.add_paragraph(_clean(_SPACE.sub(" ", text).strip()))

    def _paragraph(self, element: Any, style: str | None = None) -> Any:
        paragraph = self.file.add_paragraph(style=style)
        _runs(paragraph, element)
        return paragraph

    def _list(self, element: Any, level: int = 0) -> None:
        """Write a list in Word's own levels; a numbered one begins where it says, for Word would go on counting."""
        numbered = element.tag == "ol"
        style = f"{'List Number' if numbered else 'List Bullet'}{f' {level + 1}' if level else ''}"
        number = _new_numbering(self.file, style, int(element.get("start", 1))) if numbered else None
        for item in element.iterchildren("li"):
            self._item(item, style, number, level)

    def _item(self, item: Any, style: str, number: int | None, level: int) -> None:
        """Write a point: its words with the sign, its other paragraphs under it, and its lists a level further in."""
        marked, words = False, _own(item)
        for child in [*item.iterchildren("p", "ul", "ol")] if words is None else [words, *_lists(item)]:
            if child.tag in {"ul", "ol"}:
                self._list(child, min(level + 1, DEEPEST))
            elif marked:
                self._paragraph(child, f"List Continue{f' {level + 1}' if level else ''}")
            else:
                _number(self._paragraph(child, style), number)
                marked = True

    def _pairs(self, element: Any) -> None:
        """Write a list of terms as a table of two columns."""
        rows = [
            (_text(group.find("dt")), _text(group.find("dd")))
            for group in (element.iterchildren("div") if element.find("div") is not None else [element])
        ]
        table = self.file.add_table(rows=0, cols=2)
        for term, value in rows:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = term, value
            cells[0].paragraphs[0].runs[0].bold = True
        self.file.add_paragraph()

    def _table(self, element: Any) -> None:
        rows = list(element.iter("tr"))
        width = max((len(list(_cells(row))) for row in rows), default=0)
        if not width:
            return
        table = self.file.add_table(rows=0, cols=width, style="Table Grid")
        for row in rows:
            made = table.add_row()
            if row.getparent().tag == "thead":
                header = OxmlElement("w:tblHeader")
                made._tr.get_or_add_trPr().append(header)  # noqa: SLF001 no public way
            for cell, source in zip(made.cells, _cells(row), strict=False):
                cell.text = _text(source)
                if source.tag == "th" and cell.paragraphs[0].runs:
                    cell.paragraphs[0].runs[0].bold = True
        self.file.add_paragraph()

    def _picture(self, svg: Any) -> None:
        """Write what is drawn in words: the title of the picture."""
        title = next((child for child in svg if str(child.tag).endswith("title")), None)
        if title is not None and _text(title) and svg.get("aria-hidden") != "true":
            self.file.add_paragraph(_("Bild: %(text)s") % {"text": _text(title)})


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row if cell.tag in {"th", "td"})


def _text(element: Any) -> str:
    """Return the text of an element with its line breaks, its runs of white space as one."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in SKIPPED:
            parts.append("\n" if child.tag == "br" else _text(child))
            if child.tag in {"p", "li", "div"}:
                parts.append("\n")
        parts.append(child.tail or "")
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return _clean("\n".join(line for line in lines if line))


def _runs(paragraph: Any, element: Any, *, bold: bool = False) -> None:
    """Write the text of an element into a paragraph, what is strong in bold."""
    pieces: list[tuple[str, bool]] = []
    _collect(element, pieces, bold=bold)
    while pieces and not pieces[-1][0].strip():
        pieces.pop()
    if pieces:
        pieces[-1] = (pieces[-1][0].rstrip(), pieces[-1][1])
    begun = False
    for text, strong in pieces:
        shown = _clean(text if text == "\n" else _SPACE.sub(" ", text))
        if not begun:
            shown = shown.lstrip()
        if shown:
            begun = True
            paragraph.add_run(shown).bold = strong or None


def _collect(element: Any, pieces: list[tuple[str, bool]], *, bold: bool) -> None:
    bold = bold or element.tag in {"strong", "b"}
    pieces.append((element.text or "", bold))
    for child in element:
        if child.tag == "br":
            pieces.append(("\n", bold))
        elif isinstance(child.tag, str) and child.tag not in SKIPPED:
            _collect(child, pieces, bold=bold)
        pieces.append((child.tail or "", bold))


def _own(item: Any) -> Any:
    """Return the words that a point holds without a paragraph around them, as one; None when it has paragraphs."""
    if item.find("p") is not None:
        return None
    own = deepcopy(item)
    for inner in _lists(own):
        inner.drop_tree()
    return own


def _lists(item: Any) -> list[Any]:
    return list(item.iterchildren("ul", "ol"))


def _number(paragraph: Any, number: int | None) -> None:
    if number is not None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 no public way
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number


def _new_numbering(file: Document, name: str, start: int) -> int:
    """Return the number of a new numbered list in the style `name` that begins at `start`."""
    numbering = file.part.numbering_part.element
    used = file.styles[name].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(used).abstractNumId.val
    added = numbering.add_num(abstract)
    added.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(added.numId)
