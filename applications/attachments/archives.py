"""Office documents are ZIP files: which one, whole, without macros, and not blown up beyond measure."""

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext_lazy as _

from applications.attachments.unfit import Unfit

ENTRIES_MAX = 5_000
UNPACKED_MAX = 300 * 1024 * 1024  # bytes
RATIO_MAX = 200  # how many times its own size an office document may hold; text seldom shrinks to a fiftieth
SMALL = 1024 * 1024  # below this many bytes unpacked the ratio says nothing
END = b"PK\x05\x06"
END_BYTES = 22
ENCRYPTED = 0x1
CONTENT_TYPES = "[Content_Types].xml"
OFFICE = "application/vnd.openxmlformats-officedocument"
FOLDERS = {
    "word/": f"{OFFICE}.wordprocessingml.document",
    "xl/": f"{OFFICE}.spreadsheetml.sheet",
    "ppt/": f"{OFFICE}.presentationml.presentation",
}
# What OpenDocument writes into Basic/ when there is no macro at all.
LISTS = frozenset({"script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml"})

BROKEN = _("%(name)s är skadad och går inte att öppna. Spara om den och försök igen")
LOCKED = _("%(name)s är låst med lösenord. Spara den utan lösenord och välj den igen")
MACROS = _("%(name)s innehåller makron. Spara den utan makron, eller som PDF")
BOMB = _("%(name)s packar upp sig till orimligt mycket och går inte att ta emot. Spara den som PDF")


def content_type(file: IO[bytes]) -> str:
    """Return the media type of the office document in an open ZIP file, "" for other ZIP files.

    Raises Unfit when the file is damaged, locked, holds macros or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            found = _which(archive, parts)
            if found:
                _check(archive, parts, file)
            return found
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        raise Unfit(BROKEN) from None


def is_archive(file: IO[bytes]) -> bool:
    """Return whether a file can also be opened as a ZIP file, whatever it begins with."""
    try:
        with zipfile.ZipFile(file) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False


def _which(archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo]) -> str:
    names = [part.filename for part in parts[:ENTRIES_MAX]]
    if CONTENT_TYPES in names:
        return next(
            (media for folder, media in FOLDERS.items() if any(name.startswith(folder) for name in names)), ""
        )
    if names and names[0] == "mimetype" and parts[0].file_size < 100:  # noqa: PLR2004 - the longest has 80
        return archive.read("mimetype").decode("ascii", "ignore")
    return ""


def _check(archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo], file: IO[bytes]) -> None:
    """Raise Unfit for what is wrong with an office document; reads every part once."""
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Unfit(LOCKED)
    if any(_is_macro(part.filename) for part in parts):
        raise Unfit(MACROS)
    file.seek(0, 2)
    packed, unpacked = file.tell(), sum(part.file_size for part in parts)
    too_dense = unpacked > SMALL and unpacked > packed * RATIO_MAX
    if len(parts) > ENTRIES_MAX or unpacked > UNPACKED_MAX or too_dense:
        raise Unfit(BOMB)
    file.seek(-END_BYTES, 2)
    ends_here = file.read(4) == END
    if not ends_here or any(".." in PurePosixPath(part.filename).parts for part in parts):
        raise Unfit(BROKEN)
    # The sizes were what the file says of itself: reading stops there, and the checksum tells who lied.
    if archive.testzip() is not None:
        raise Unfit(BROKEN)


def _is_macro(name: str) -> bool:
    lowered = name.lower()
    if lowered.endswith("vbaproject.bin"):
        return True
    folder, _slash, rest = lowered.partition("/")
    last = PurePosixPath(lowered).name
    return (folder == "basic" and last.endswith(".xml") and last not in LISTS) or (
        folder == "scripts" and bool(rest) and not rest.endswith("/")
    )
