"""The index of the search on SQLite: the cases by every three letters in a row of what they can be found by.

PostgreSQL has its own (migration 0024). Here it is a table of FTS5 that triggers keep; it holds no text itself. It
only ever narrows what is read: the search asks the same of each case that the index gives, so that the hits are the
same with it and without it. A migration that makes the table of cases anew drops the triggers with it, and shall end
with `install`; until then, and where Python's SQLite has no such index (before 3.34, or built without FTS5), every
case is read.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any

from django.db import OperationalError, connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

CASES = "applications_case"
PARTS = "applications_case_parts"
PART = 3  # letters in a row, as SQLite's tokenizer "trigram" takes them
# With more hits than these the list, which stops after its first thousand, is quicker without the index.
MOST = 5_000

_LEAVES = f"INSERT INTO {PARTS}({PARTS}, rowid, search_text) VALUES ('delete', OLD.id, OLD.search_text);"  # noqa: S608
_COMES = f"INSERT INTO {PARTS}(rowid, search_text) VALUES (NEW.id, NEW.search_text);"  # noqa: S608
# Name → when, and what is done then.
TRIGGERS = {
    f"{PARTS}_insert": ("AFTER INSERT ON", "", _COMES),
    f"{PARTS}_update": (
        "AFTER UPDATE OF id, search_text ON",
        "WHEN OLD.search_text IS NOT NEW.search_text OR OLD.id IS NOT NEW.id",
        _LEAVES + _COMES,
    ),
    f"{PARTS}_delete": ("AFTER DELETE ON", "", _LEAVES),
}
_IS_KEPT = f"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PARTS}~_%%' ESCAPE '~'"  # noqa: S608
_FOUND = f"SELECT rowid FROM {PARTS} WHERE {PARTS} MATCH %s"  # noqa: S608


def can_be_made() -> bool:
    """Return whether Python's SQLite has FTS5 with its tokenizer of three letters."""
    with sqlite3.connect(":memory:") as database:
        try:
            database.execute("CREATE VIRTUAL TABLE parts USING fts5(text, tokenize = 'trigram')")
        except sqlite3.OperationalError:
            return False
    return True


def install(connection: Any) -> None:
    """Make the index of the cases that are there, and its triggers, anew. Nothing where it cannot be made."""
    if connection.vendor != "sqlite" or not can_be_made():
        return
    remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE VIRTUAL TABLE {PARTS} USING fts5(search_text, content = '{CASES}', content_rowid = 'id', "
            "tokenize = 'trigram', detail = none, columnsize = 0)"
        )
        cursor.execute(f"INSERT INTO {PARTS}({PARTS}) VALUES ('rebuild')")  # noqa: S608
        for name, (when, condition, action) in TRIGGERS.items():
            cursor.execute(
                f"CREATE TRIGGER {name} {when} {CASES} FOR EACH ROW {condition} BEGIN {action} END"
            )


def remove(connection: Any) -> None:
    """Drop the index and its triggers, where they are."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"DROP TABLE IF EXISTS {PARTS}")


def expression(words: Iterable[tuple[str, ...]]) -> str:
    """Return what FTS5 is asked for cases that hold one of the forms of each of `words`, or nothing.

    A form shorter than three letters is in no index: its word is left to the search itself.
    """
    asked = (forms for forms in words if all(len(form) >= PART for form in forms))
    return " AND ".join(f"({' OR '.join(_parts(form) for form in forms)})" for forms in asked)


def _parts(form: str) -> str:
    parts = dict.fromkeys(form[at : at + PART] for at in range(len(form) - PART + 1))
    return "({})".format(" AND ".join('"{}"'.format(part.replace('"', '""')) for part in parts))


def narrowed(cases: QuerySet, words: Iterable[tuple[str, ...]]) -> QuerySet:
    """Return `cases`, which are asked for one of the forms of each of `words`, read through the index if it helps.

    One query on SQLite, of the index alone.
    """
    return narrowed_all([(cases, words)])[0]


def narrowed_all(asked: Iterable[tuple[QuerySet, Iterable[tuple[str, ...]]]]) -> list[QuerySet]:
    """Return the same of many lists of cases, each with what it is asked for. One query, however many they are."""
    rows = [(cases, expression(words)) for cases, words in asked]
    hits = _hits(rows[0][0].db, list(dict.fromkeys(words for _cases, words in rows if words))) if rows else {}
    return [
        cases.filter(pk__in=RawSQL(_FOUND, [words])) if hits.get(words, MOST + 1) <= MOST else cases  # noqa: S611 the words are a parameter
        for cases, words in rows
    ]


def _hits(database: str, asked: list[str]) -> dict[str, int]:
    """Return how many cases the index finds by each expression, at most one more than MOST; {} without an index."""
    connection = connections[database]
    if connection.vendor != "sqlite" or not asked:
        return {}
    counted = f"(SELECT count(*) FROM ({_FOUND} LIMIT {MOST + 1}))"  # noqa: S608
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT ({_IS_KEPT}), {', '.join([counted] * len(asked))}", asked)
            kept, *hits = cursor.fetchone()
    except OperationalError:  # no such table, or no such module
        return {}
    return dict(zip(asked, hits, strict=True)) if kept >= len(TRIGGERS) else {}
