"""What a file is, told by its content: a name is only what somebody called it."""

import zipfile
from pathlib import PurePath
from typing import IO, NamedTuple

from django.utils.translation import gettext_lazy as _


class Kind(NamedTuple):
    """A kind of file that is taken in: media type, endings of names (the first is ours) and what people call it."""

    content_type: str
    endings: tuple[str, ...]
    label: str


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Kind("application/pdf", (".pdf",), "PDF")
PNG = Kind("image/png", (".png",), "PNG")
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"), "JPG")
WEBP = Kind("image/webp", (".webp",), "WEBP")
DOCX = Kind(f"{OFFICE}.wordprocessingml.document", (".docx",), "Word")
XLSX = Kind(f"{OFFICE}.spreadsheetml.sheet", (".xlsx",), "Excel")
ODT = Kind("application/vnd.oasis.opendocument.text", (".odt",), "OpenDocument")
TXT = Kind("text/plain", (".txt",), "Text")
KINDS = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, ODT, TXT)
BY_CONTENT_TYPE = {kind.content_type: kind for kind in KINDS}

WORDS = _("PDF, bild (PNG, JPG, WEBP), Word, Excel, OpenDocument eller text")
ZIP_ENTRIES_MAX = 5_000
TEXT_SAMPLE = 64 * 1024


def _archive(file: IO[bytes]) -> Kind | None:
    """Return which office document a ZIP file is, by the parts it holds."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:ZIP_ENTRIES_MAX]
            if "[Content_Types].xml" in names:
                if any(name.startswith("word/") for name in names):
                    return None if _has_macros(names) else DOCX
                if any(name.startswith("xl/") for name in names):
                    return None if _has_macros(names) else XLSX
            if names and names[0] == "mimetype" and archive.getinfo("mimetype").file_size < 100:  # noqa: PLR2004
                return ODT if archive.read("mimetype").decode("ascii", "ignore") == ODT.content_type else None
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return None
    return None


def _has_macros(names: list[str]) -> bool:
    return any(name.lower().endswith("vbaproject.bin") for name in names)


def _is_text(start: bytes) -> bool:
    """Return whether the bytes read as text: UTF-8 or Latin-1 without control characters."""
    if not start or b"\0" in start:
        return False
    controls = {byte for byte in start if byte < 0x20} - {0x09, 0x0A, 0x0C, 0x0D}  # noqa: PLR2004
    return not controls and not start.lstrip().lower().startswith(
        (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script")
    )


def detect(file: IO[bytes]) -> Kind | None:
    """Return what an open file is, or None when it is nothing that is taken in. Leaves it at its start."""
    file.seek(0)
    start = file.read(TEXT_SAMPLE)
    file.seek(0)
    signatures = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
    for signature, kind in signatures:
        if start.startswith(signature):
            return kind
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return WEBP
    if start.startswith(b"PK\x03\x04"):
        found = _archive(file)
        file.seek(0)
        return found
    return TXT if _is_text(start) else None


def safe_name(name: str, kind: Kind) -> str:
    """Return a name for people: no path, no control or direction characters, our ending, at most 150 characters."""
    base = PurePath(name.replace("\\", "/")).name
    shown = "".join(char for char in base if char.isprintable() and char not in '<>:"/\\|?*')
    stem, ending = PurePath(shown).stem.strip(" ."), PurePath(shown).suffix.lower()
    if ending not in kind.endings:
        stem, ending = shown.strip(" ."), kind.endings[0]
    return f"{stem[:140] or 'fil'}{ending}"
