"""What a downloaded file is called: safe on every system, the Swedish name where it is understood."""

import re

from applications.models import DocumentOrder

LONGEST = 120
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*;%\u200b-\u200f\u2028-\u202e\u2066-\u2069]+')


def file_name(order: DocumentOrder, ending: str = "pdf") -> str:
    """Return "SAM-2026-0007 Protokollsutdrag § 99.pdf": the case's reference, then what the document is."""
    return f"{safe(f'{order.case.reference} {order.designation}')}.{ending}"


def safe(stem: str) -> str:
    """Return a name without its ending that every system takes, at most 120 characters."""
    return " ".join(_UNSAFE.sub(" ", stem).split())[:LONGEST].rstrip(" .")
