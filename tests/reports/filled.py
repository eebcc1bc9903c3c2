"""Snapshots made from the schema itself: every field filled in the same way, so that none is forgotten."""

from dataclasses import is_dataclass
from datetime import date, datetime
from types import NoneType
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from reports.contexts import DOCUMENTS
from tests.reports.snapshots import NORMAL, POLYGON

LONG_WORD = "Vindruta" * 125  # 1 000 characters without a break
PARAGRAPH = (
    "Gatan är mörk och bilarna kör fort, så många går omvägar efter klockan 20 och ingen vill sitta kvar. "
    "Samtidigt är husen fulla av liv, caféet har öppet till 21 och barnen leker på gården bakom porten. "
)
HOSTILE = (
    f"{LONG_WORD} "
    "<script>alert(1)</script> <b>fet</b> & &amp; {{ doc.title }} {% load x %} "
    "🌳 👩‍👩‍👧‍👦 👍🏽 🇸🇪 ❤️ Żółw Ђорђе Nguyễn ሰላም "
    "مرحبا بكم في مالمو "
    "שלום 漢字 \ue000 \u202etxt.exe\u202c \x00\x07 ﷽ ½ ﬁ \u200bnoll "
    "file:///etc/hostname https://example.org/ = + - @"
)


# Rows of every list in a long document, so that each has forty pages or a few more.
LONG_ROWS = {
    "application": 10,
    "proposal": 8,
    "officer_report": 8,
    "minutes_extract": 9,
    "delegated_decision": 12,
    "chair_decision": 12,
    "decision_notice": 13,
    "referral": 100,
    "check_in_notes": 31,
    "result_report": 10,
    "meeting_items": 12,
    "pack_contents": 160,
}


def filled(hint: Any, text: str, *, rows: int, number: int, empty: bool = False) -> Any:
    """Return a JSON value for a type of the schema: `text` in every text, `rows` in every list.

    `empty`: null wherever the schema allows it.
    """
    options = get_args(hint)
    if NoneType in options:
        if empty:
            return None
        [hint] = [option for option in options if option is not NoneType]
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return [filled(inner, text, rows=rows, number=number, empty=empty) for _row in range(rows)]
    if is_dataclass(hint):
        hints = {key: kind for key, kind in get_type_hints(hint).items() if get_origin(kind) is not ClassVar}
        return {key: filled(kind, text, rows=rows, number=number, empty=empty) for key, kind in hints.items()}
    if get_origin(hint) is dict:
        return POLYGON
    return {str: text, int: number, bool: True, date: "2026-03-30", datetime: "2026-02-16T14:32:00+01:00"}[
        hint
    ]


def short(kind: str) -> dict:
    """Return a snapshot with nothing in it but what must be there."""
    empty = filled(DOCUMENTS[kind], "", rows=0, number=0, empty=True)
    header = {
        key: NORMAL[kind]()[key] for key in ("municipality", "reference", "case_title", "title", "issued_on")
    }
    return empty | header | {"draft": False}


def hostile(kind: str) -> dict:
    """Return a snapshot with the worst of texts in every field, and large numbers."""
    snapshot = filled(DOCUMENTS[kind], HOSTILE, rows=1, number=-1_234_567_890)
    return snapshot | {"reference": "SAM-2026-0007", "registry_number": None, "draft": True}


def long(kind: str) -> dict:
    """Return a snapshot with long lists and texts of two paragraphs: about forty pages."""
    text = f"{PARAGRAPH}\n\n{PARAGRAPH}".strip()
    snapshot = filled(DOCUMENTS[kind], text, rows=LONG_ROWS[kind], number=120_000)
    header = NORMAL[kind]()
    return snapshot | {key: header[key] for key in ("municipality", "reference", "title", "draft")}
