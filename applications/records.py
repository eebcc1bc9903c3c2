"""Registering records (handlingar): every document in, out or drawn up gets a number in its case (D2)."""

from datetime import datetime
from typing import Any

from applications.models import Record
from applications.states import Direction


def register(
    case: Any,
    designation: str,
    *,
    direction: Direction,
    at: datetime,
    by: Any = None,
    **fields: Any,
) -> Record:
    """Register a record in `case`, whose row the caller holds locked, under the case's next number."""
    last = case.records.order_by("-number").values_list("number", flat=True).first()
    return Record.objects.create(
        case=case,
        number=(last or 0) + 1,
        designation=designation,
        direction=direction,
        at=at,
        by=by,
        **fields,
    )
