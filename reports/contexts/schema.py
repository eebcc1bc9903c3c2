"""Strict reading of a stored snapshot (JSON) into frozen dataclasses.

A document is made long after the action that ordered it, from a snapshot that nobody may change. What is
missing, misspelt or of the wrong kind must therefore stop the document and never leave a hole in it.
"""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Self, Union, get_args, get_origin, get_type_hints

Json = dict[str, Any]


class SnapshotError(ValueError):
    """The snapshot does not follow its schema; the message begins with the path, `measures[2].granted: …`."""


class Row:
    """A frozen dataclass that can be read from JSON: every field is a key, every key is a field."""

    @classmethod
    def from_snapshot(cls, snapshot: Json, path: str = "") -> Self:
        """Return the object that `snapshot` describes.

        Text is `str` (may be empty), dates are ISO strings (`2026-03-30`), moments ISO strings with an
        offset (`2026-02-16T14:32:00+01:00`), amounts whole kronor, areas GeoJSON dicts, lists JSON lists.
        Only fields typed `… | None` take null. A field with a default was added later: snapshots of before lack it.
        Raises `SnapshotError` on anything missing, unknown or mistyped.
        """
        if not isinstance(snapshot, dict):
            raise SnapshotError(f"{path or 'snapshot'}: expected an object, found {snapshot!r:.80}")
        hints = field_types(cls)
        for word, keys in (
            ("missing", hints.keys() - snapshot.keys() - _added_later(cls)),
            ("unknown", snapshot.keys() - hints.keys()),
        ):
            if keys:
                raise SnapshotError(f"{path or 'snapshot'}: {word} {', '.join(sorted(map(str, keys)))}")
        prefix = f"{path}." if path else ""
        return cls(**{key: _read(hints[key], value, prefix + key) for key, value in snapshot.items()})


@cache
def _added_later(cls: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(cls) if field.default is not MISSING)  # type: ignore[arg-type]


@cache
def field_types(cls: type) -> dict[str, Any]:
    """Return the keys of a class of the schema in order, with their types."""
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}  # type: ignore[arg-type]


def _read(hint: Any, value: Any, path: str) -> Any:
    """Return `value` as the type `hint` says, or raise SnapshotError."""
    if get_origin(hint) in (Union, UnionType):
        if value is None:
            return None
        [hint] = [option for option in get_args(hint) if option is not NoneType]
    if get_origin(hint) is tuple:
        if not isinstance(value, list | tuple):
            raise SnapshotError(f"{path}: expected a list, found {value!r:.80}")
        return tuple(_read(get_args(hint)[0], item, f"{path}[{at}]") for at, item in enumerate(value))
    if is_dataclass(hint):
        return hint.from_snapshot(value, path)  # type: ignore[attr-defined]
    if hint in (date, datetime):
        return _read_moment(hint, value, path)
    if type(value) is not (get_origin(hint) or hint):  # exact: True is no number of kronor
        raise SnapshotError(f"{path}: expected {getattr(hint, '__name__', hint)}, found {value!r:.80}")
    return value


def _read_moment(kind: type[date] | type[datetime], value: Any, path: str) -> date | datetime:
    try:
        moment = kind.fromisoformat(value)
    except (TypeError, ValueError):
        raise SnapshotError(f"{path}: expected an ISO {kind.__name__}, found {value!r:.80}") from None
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise SnapshotError(f"{path}: expected a time with its offset, found {value!r:.80}")
    return moment
