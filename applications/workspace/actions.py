"""What the city writes down in a case beside its phases."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import actions as case_actions
from applications import records
from applications.lifecycle import Missing, Refused, WrongState, locked, note, refuse_if
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


def already(officer: Any) -> str:
    """Return why a case is not given to the officer who has it."""
    return _("%(name)s är redan kontaktperson.") % {"name": officer}


def assign_officer_to_many(
    pks: Iterable[int], *, officer: Any, by: Any, at: datetime, comment: str = ""
) -> dict[int, str]:
    """Give each case to `officer`, one at a time under its own lock (R6).

    Return, for each, why it did not go, or an empty text: one that is refused hinders no other.
    """
    results = {}
    for pk in pks:
        try:
            with locked(pk) as case:
                refuse_if([Missing(already(officer))] if case.officer == officer else [])
                case_actions.assign_officer(pk, officer=officer, by=by, at=at, comment=comment)
        except (Refused, WrongState, PermissionDenied) as refusal:
            results[pk] = str(refusal)
        else:
            results[pk] = ""
    return results
