"""Reading a document back: its text, its tags, its fonts, and what of the snapshot must stand in it."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from django.utils import timezone, translation
from django.utils.formats import date_format

from reports.contexts import Document

# What stands in the page in other words than its own, or only decides what stands there.
NOT_VERBATIM = {"draft", "verdict", "payee", "polygon", "municipality", "approved_at_once", "whole"} | {
    "effective_at_once",
    "association_formed",
    "democracy_declared",
    "translation_requested",
    "interim",
    "is_check_in",
}
MARKS = re.compile(
    r"^(?:- |#{1,6} |\d+\. )|\*\*"
)  # signs of structure, drawn and not read (applications.prose)
MARGINS = {"top": 29, "bottom": 22}  # millimetres, as in pdf.css


def squeezed(text: str) -> str:
    """Return the text without white space and marks of direction: lines and pages break it anywhere."""
    return re.sub(r"[\s\u00ad\u202a-\u202e]+", "", text)


def body_text(path: Path) -> str:
    """Return what stands between head and foot of all pages, in reading order, without white space."""
    with pikepdf.open(path) as pdf:
        height = float(pdf.pages[0].mediabox[3])
    top, bottom = (round(MARGINS[side] / 25.4 * 72) - 3 for side in ("top", "bottom"))
    crop = ["-x", "0", "-y", str(top), "-W", "600", "-H", str(round(height) - top - bottom)]
    return squeezed(_pdftotext(path, *crop))


def whole_text(path: Path) -> str:
    """Return all text of the file, head and foot included, page by page."""
    return _pdftotext(path)


def _pdftotext(path: Path, *options: str) -> str:
    command = ["pdftotext", "-raw", "-enc", "UTF-8", *options, str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own command


def expected(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (path, words) for everything in the document that must be read in its file."""
    for field in fields(document):
        if field.name not in NOT_VERBATIM:
            yield from _words(field.name, getattr(document, field.name))
    for name in ("name", "department", "address", "contact_email", "contact_phone"):
        yield from _words(f"municipality.{name}", getattr(document.municipality, name))


def _words(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if is_dataclass(value):
        for field in fields(value):
            if field.name not in NOT_VERBATIM:
                yield from _words(f"{path}.{field.name}", getattr(value, field.name))
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _words(f"{path}[{at}]", item)
    elif isinstance(value, str):
        # The sign of a list item is drawn as a bullet. Words from right to left lie in another order on their line.
        for line in value.splitlines():
            words = MARKS.sub("", line)
            pieces = words.split() if _reads_leftward(words) else [squeezed(words)]
            yield from ((path, piece) for piece in pieces if piece)
    elif isinstance(value, date):
        yield path, squeezed(_day(value))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path, f"{value:,}".replace(",", "").replace("-", "")


def _reads_leftward(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def _day(value: date | datetime) -> str:
    with translation.override("sv"):
        return date_format(
            timezone.localtime(value) if isinstance(value, datetime) else value, "j F Y"
        ).lower()


class Tag(NamedTuple):
    """An element of the structure tree; `headers` are the ids of the heads that a cell belongs to."""

    kind: str
    id: str
    alt: str
    headers: tuple[str, ...]


def tags(path: Path) -> list[Tag]:
    """Return the elements of the structure tree in reading order, read while the file is open."""
    with pikepdf.open(path) as pdf:
        return list(_walk(pdf.Root.StructTreeRoot.K))


def _walk(node: Any) -> Iterator[Tag]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        attributes = node.get("/A", {})
        heads = attributes.get("/Headers", ()) if isinstance(attributes, pikepdf.Dictionary) else ()
        kind, name, alt = str(node.S)[1:], str(node.get("/ID", "")), str(node.get("/Alt", ""))
        yield Tag(kind, name, alt, tuple(str(head) for head in heads))
        if "/K" in node:
            yield from _walk(node.K)


def fonts(path: Path) -> dict[str, bool]:
    """Return the names of the fonts of a file, without the subset's tag, and whether each is embedded."""
    found = {}
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                descendant = font.DescendantFonts[0]
                name = str(font.BaseFont).split("+")[-1]
                found[name] = "/FontFile2" in descendant.FontDescriptor
    return found
