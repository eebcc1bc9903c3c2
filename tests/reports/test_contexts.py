"""The schema of the snapshots: strict, and the same in docs/dokument.md."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

import pytest

from reports.contexts import DOCUMENTS, SnapshotError, decisions, documents, parse, parts
from reports.contexts.schema import Row, field_types
from tests.reports.snapshots import NORMAL

DOCS = Path(__file__).parents[2] / "docs" / "dokument.md"
WORDS = {
    str: {"text"},
    int: {"tal", "kronor"},
    bool: {"ja/nej"},
    date: {"datum"},
    datetime: {"tidpunkt"},
    dict: {"område"},
}


def in_words(hint: Any) -> set[str]:
    """Return what docs/dokument.md may call a type."""
    options = get_args(hint)
    if NoneType in options:
        [inner] = [option for option in options if option is not NoneType]
        return {f"{word} eller null" for word in in_words(inner)}
    if get_origin(hint) is tuple:
        return {f"lista av {word}" for word in in_words(options[0])}
    return WORDS.get(get_origin(hint) or hint) or {hint.__name__}


def rows(cls: type[Row] = Row) -> Iterator[type[Row]]:
    """Yield every class of the schema."""
    for child in cls.__subclasses__():
        yield child
        yield from rows(child)


def tables() -> dict[str, list[tuple[str, str]]]:
    """Return the tables of docs/dokument.md: heading in backticks → (key, kind) in order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in DOCS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            current = []
            found |= dict.fromkeys(re.findall(r"`(\w+)`", line), current)  # kinds of one shape share a table
        elif match := re.match(r"\| `(\w+)` \| ([^|]+?) \|", line):
            current.append((match[1], match[2]))
    return found


def test_the_document_describes_every_field_in_order() -> None:
    common = field_types(documents.Document)
    described = tables()
    for cls in set(rows()):
        if issubclass(cls, documents.Document) and cls is not documents.Document and not hasattr(cls, "kind"):
            continue  # what its kinds have in common
        own = field_types(cls)
        if issubclass(cls, documents.Document) and cls is not documents.Document:
            own = {key: hint for key, hint in own.items() if key not in common}
        table = described.pop(getattr(cls, "kind", cls.__name__))
        assert [key for key, _kind in table] == list(own), cls.__name__
        for key, kind in table:
            assert kind in in_words(own[key]), f"{cls.__name__}.{key}"
    assert described == {}


@pytest.mark.parametrize("kind", NORMAL)
def test_the_demo_case_follows_the_schema(kind: str) -> None:
    document = parse(kind, NORMAL[kind]())
    assert type(document) is DOCUMENTS[kind]
    assert document.case_title in ("Lingarnsgatan – en grönare och tryggare gata", document.title)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"summary": None}, "summary: expected str, found None"),
        ({"decision_number": "1"}, "decision_number: expected int, found '1'"),
        ({"decision_number": True}, "decision_number: expected int, found True"),
        ({"draft": 0}, "draft: expected bool, found 0"),
        ({"issued_on": "30 mars 2026"}, "issued_on: expected an ISO date, found '30 mars 2026'"),
        ({"issued_on": None}, "issued_on: expected an ISO date, found None"),
        ({"basis": "en lista"}, "basis: expected a list, found 'en lista'"),
        ({"basis": ["ett", 2]}, "basis[1]: expected str, found 2"),
        ({"officer": []}, "officer: expected an object, found []"),
        ({"officer": {"name": "Maja"}}, "officer: missing email, phone, title"),
        ({"planning": [{"body": "TN", "on": "2026-04-28", "at": "13"}]}, "planning[0]: unknown at"),
        ({"polygon": "POLYGON((…))"}, "polygon: expected dict, found 'POLYGON((…))'"),
        ({"extra": 1}, "snapshot: unknown extra"),
    ],
)
def test_what_does_not_follow_the_schema_stops_the_document(change: dict, message: str) -> None:
    with pytest.raises(SnapshotError) as error:
        parse("officer_report", NORMAL["officer_report"]() | change)
    assert str(error.value) == message


def test_every_single_key_is_needed() -> None:
    for kind, make in NORMAL.items():
        for key in make():
            snapshot = make()
            del snapshot[key]
            with pytest.raises(SnapshotError, match=f"snapshot: missing {key}$"):
                parse(kind, snapshot)


def test_a_moment_needs_its_offset() -> None:
    with pytest.raises(SnapshotError, match="submitted_at: expected a time with its offset"):
        parse("application", NORMAL["application"]() | {"submitted_at": "2026-02-16T14:32:00"})
    document = parse("application", NORMAL["application"]())
    assert isinstance(document, documents.Application)
    assert document.submitted_at.utcoffset() == timedelta(hours=1)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(SnapshotError, match="unknown document kind 'brev'"):
        parse("brev", {})


def test_a_document_cannot_be_changed() -> None:
    document = parse("referral", NORMAL["referral"]())
    with pytest.raises(AttributeError):
        document.title = "Något annat"  # type: ignore[misc]


def test_the_report_adds_up() -> None:
    report = parse("result_report", NORMAL["result_report"]())
    assert isinstance(report, documents.ResultReport)
    assert (report.total_granted, report.total_used) == (245_000, 241_400)


def test_parts_are_shared_between_documents() -> None:
    assert field_types(decisions.MinutesExtract)["measures"] == tuple[parts.MeasureRow, ...]
    assert field_types(decisions.DecisionNotice)["measures"] == tuple[parts.MeasureRow, ...]
