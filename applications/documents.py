"""Ordering documents: the action freezes a snapshot here; a higher layer makes the file."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from applications import identity, records
from applications.models import DocumentOrder
from applications.states import Direction


class File(NamedTuple):
    """A document as it leaves the house: its name, and the bytes of the PDF."""

    name: str
    data: bytes


_listeners: list[Callable[[DocumentOrder], None]] = []
_readers: list[Callable[[DocumentOrder], File | None]] = []


def on_order(listener: Callable[[DocumentOrder], None]) -> None:
    """Register what is to happen, inside the same transaction, when a document is ordered.

    The layer that renders registers itself at start; this layer knows nothing of it.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def on_file(reader: Callable[[DocumentOrder], File | None]) -> None:
    """Register who can read the file of an order, as the layer that renders does at start."""
    if reader not in _readers:
        _readers.append(reader)


def file_of(order: DocumentOrder) -> File | None:
    """Return the file of an ordered document; None until it is made."""
    return next((file for reader in _readers if (file := reader(order)) is not None), None)


def order(
    case: Any,
    kind: str,
    *,
    key: str,
    designation: str,
    snapshot: dict,
    at: datetime,
    by: Any = None,
    direction: Direction = Direction.INTERNAL,
    counterpart: str = "",
    audience: str = DocumentOrder.Audience.GROUP,
    replaces: DocumentOrder | None = None,
    **record: Any,
) -> DocumentOrder:
    """Freeze `snapshot` (see docs/dokument.md) as an ordered document and register it as a record.

    Protected people of the case are not named in it (D22). `key` is unique: ordering the same document twice
    raises IntegrityError.
    """
    ordered = DocumentOrder.objects.create(
        case=case,
        kind=kind,
        key=key,
        designation=designation,
        audience=audience,
        snapshot=identity.in_document(snapshot, case),
        ordered_at=at,
        replaces=replaces,
    )
    records.register(
        case,
        designation,
        direction=direction,
        at=at,
        by=by,
        counterpart=counterpart,
        order=ordered,
        **record,
    )
    for listener in _listeners:
        listener(ordered)
    return ordered
