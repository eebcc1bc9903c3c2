"""PDF files: whole, not locked, and nothing else besides."""

from io import BytesIO
from typing import IO

from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from applications.attachments import archives
from applications.attachments.archives import BROKEN, LOCKED
from applications.attachments.unfit import Unfit

TAIL = 2048  # bytes in which the end of a PDF must lie
MIXED = _("%(name)s är både en PDF och något annat. Spara om den som PDF och försök igen")


def check_pdf(file: IO[bytes]) -> None:
    """Raise Unfit when an open PDF is cut off, locked with a password, or can be opened as a ZIP file too.

    Leaves the file at its start.
    """
    file.seek(0)
    data = file.read()
    file.seek(0)
    tail = data[-TAIL:]
    _before, mark, after = tail.rpartition(b"%%EOF")
    if not mark or b"startxref" not in tail or b" obj" not in data:
        raise Unfit(BROKEN)
    if after.strip(b"\0\t\r\n\x0c ") or archives.is_archive(BytesIO(data)):
        raise Unfit(MIXED)
    if b"/Encrypt" in data and not _opens(data):
        raise Unfit(LOCKED)


def _opens(data: bytes) -> bool:
    """Return whether a protected PDF can be read by anybody: only printing or changing it is locked."""
    try:
        reader = PdfReader(BytesIO(data))
        return not reader.is_encrypted or bool(reader.decrypt(""))
    except (PyPdfError, DependencyError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return False
