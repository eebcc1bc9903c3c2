"""What the city writes down in a case beside its phases."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from applications import actions as case_actions
from applications import records
from applications.lifecycle import locked, note
from applications.models import Case, Note, Record
from applications.notices import Recipient
from applications.states import Direction, Initiative


def write_file_note(
    pk: int, *, by: Any, at: datetime, happened_on: date, direction: str, **fields: Any
) -> Record:
    """Register a call, mail or visit as a record of the case (D21). `fields` are fields of Record."""
    with locked(pk) as case:
        moment = datetime.combine(happened_on, time(12), tzinfo=timezone.get_current_timezone())
        record = records.register(
            case,
            fields.pop("designation"),
            direction=Direction(direction),
            at=min(moment, at) if happened_on == timezone.localdate(at) else moment,
            by=by,
            is_file_note=True,
            **fields,
        )
        said = "" if record.secret else record.designation
        note(case, "write_file_note", by=by, at=at, comment=said, for_group=False)
        return record


def write_note(pk: int, text: str, *, by: Any, at: datetime) -> Note:
    """Keep an internal note; it never reaches the group."""
    with locked(pk) as case:
        written = Note.objects.create(case=case, author=by, text=text, at=at)
        note(case, "write_note", by=by, at=at, for_group=False)
        return written


def open_city_case(
    title: str, *, by: Any, at: datetime, initiative: str, sender: Recipient | None = None, **fields: Any
) -> Case:
    """The officer opens a case and becomes its kontaktperson (R46). `sender` gets the receipt, when given."""
    return case_actions.open_case(
        title, by=by, at=at, officer=by, initiative=Initiative(initiative), sender=sender, **fields
    )
