"""What a file is, told by its content: a name is only what somebody called it."""

import unicodedata
from pathlib import PurePath
from typing import IO, NamedTuple

from django.utils.translation import gettext_lazy as _

from applications.attachments import archives, papers
from applications.attachments.unfit import Unfit


class Kind(NamedTuple):
    """A kind of file that is taken in: media type, endings of names (the first is ours) and what people call it."""

    content_type: str
    endings: tuple[str, ...]
    label: str


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
PDF = Kind("application/pdf", (".pdf",), "PDF")
PNG = Kind("image/png", (".png",), "PNG")
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"), "JPG")
WEBP = Kind("image/webp", (".webp",), "WEBP")
DOCX = Kind(f"{OFFICE}.wordprocessingml.document", (".docx",), "Word")
XLSX = Kind(f"{OFFICE}.spreadsheetml.sheet", (".xlsx",), "Excel")
PPTX = Kind(f"{OFFICE}.presentationml.presentation", (".pptx",), "PowerPoint")
ODT = Kind(f"{OPEN}.text", (".odt",), "OpenDocument")
ODS = Kind(f"{OPEN}.spreadsheet", (".ods",), "OpenDocument")
ODP = Kind(f"{OPEN}.presentation", (".odp",), "OpenDocument")
TXT = Kind("text/plain", (".txt", ".csv"), "Text")
PICTURES = (PNG, JPEG, WEBP)
KINDS = (PDF, *PICTURES, DOCX, XLSX, PPTX, ODT, ODS, ODP, TXT)
BY_CONTENT_TYPE = {kind.content_type: kind for kind in KINDS}
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)

WORDS = _("PDF, bild (PNG, JPG, WEBP), Word, Excel, PowerPoint, OpenDocument eller text")
ZIP = b"PK\x03\x04"
SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
# What people often have and we do not take: what to do about it.
OFTEN: tuple[tuple[bytes, int, object], ...] = (
    (b"ftyphei", 4, _("%(name)s är en HEIC-bild, som alla inte kan öppna. Spara den som JPG och välj den")),
    (b"ftyphev", 4, _("%(name)s är en HEIC-bild, som alla inte kan öppna. Spara den som JPG och välj den")),
    (b"ftypmif1", 4, _("%(name)s är en HEIC-bild, som alla inte kan öppna. Spara den som JPG och välj den")),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0,
        _(
            "%(name)s är i ett äldre format eller låst med lösenord. Spara som docx, xlsx eller PDF utan lösenord"
        ),
    ),
)
PAGES = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"{\\rtf", b"%!ps")
START = 64
CHUNK = 64 * 1024


def detect(file: IO[bytes]) -> Kind:
    """Return what an open file is; leaves it at its start. Raises Unfit when it is nothing that is taken in."""
    start = _start(file)
    kind = next((kind for signature, kind in SIGNATURES if start.startswith(signature)), None)
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        kind = WEBP
    elif start.startswith(ZIP):
        kind = BY_CONTENT_TYPE.get(archives.content_type(file))
    elif kind is None and _is_text(file):
        kind = TXT
    file.seek(0)
    if kind is None:
        raise _unknown(start)
    if kind is PDF:
        papers.check_pdf(file)
    return kind


def _start(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(START)


def _unknown(start: bytes) -> Unfit:
    for signature, at, text in OFTEN:
        if start[at:].startswith(signature):
            return Unfit(text)
    if start.startswith(ZIP):
        return Unfit(_("%(name)s är en packad fil. Packa upp den och välj filerna i den"))
    return Unfit(_("%(name)s går inte att ta emot. Välj %(kinds)s"), kinds=WORDS)


def _is_text(file: IO[bytes]) -> bool:
    """Return whether all bytes read as text: UTF-8 or Latin-1 without control characters, and no page with code."""
    file.seek(0)
    controls = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D})
    first = file.read(CHUNK)
    if not first or first.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(PAGES):
        return False
    chunk = first
    while chunk:
        if chunk.translate(None, controls) != chunk:
            return False
        chunk = file.read(CHUNK)
    return True


def shown_name(name: str) -> str:
    """Return a name to show to people: no path, no control or direction characters."""
    base = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    return "".join(char for char in base if char.isprintable() and char not in '<>:"/\\|?*').strip(" .")


def safe_name(name: str, kind: Kind) -> str:
    """Return a name for people and disks: as `shown_name`, with our ending, at most 150 characters."""
    shown = shown_name(name)
    stem, ending = PurePath(shown).stem.strip(" ."), PurePath(shown).suffix.lower()
    if ending not in kind.endings:
        stem, ending = shown, kind.endings[0]
    return f"{stem[:140] or 'fil'}{ending}"
