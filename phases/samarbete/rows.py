"""Reading and writing the rows of this phase, with what the trail is to say about it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from applications.lifecycle import Missing, Refused, WrongState, expect, refuse_if_stale
from applications.models import Case, WrittenLong
from applications.states import PHASES, Phase, Status

# Facts may be noted from decision 1 until the result report is sent: dialogue goes on while measures are carried out.
NOTABLE = (*PHASES[Phase.SAMARBETE], Status.EXECUTION, Status.REPORTING, Status.REPORT_COMPLETION)
# Where the city takes the initiative it contacts actors and explores the need before anything is applied for (R46).
EXPLORING = ("map_actors", "plan_dialogue", "hold_dialogue", "record_needs")
STAMP = ("revision", "saved_at", "saved_by")


def require(case: Case, action: str, statuses: Iterable[Status], *, by: Any) -> None:
    """Raise PermissionDenied unless `by` may, WrongState unless the case stands in one of `statuses`."""
    expect(case, action, by=by)
    if case.status not in statuses:
        raise WrongState(case, action)


def is_notable(case: Case, action: str) -> bool:
    """Return whether what `action` notes may be noted in the status of the case."""
    explores = case.is_city_initiated and case.phase == Phase.INITIERING and action in EXPLORING
    return explores or case.status in NOTABLE


def require_notable(case: Case, action: str, *, by: Any) -> None:
    """Raise PermissionDenied unless `by` may, WrongState unless it may be noted now."""
    expect(case, action, by=by)
    if not is_notable(case, action):
        raise WrongState(case, action)


def find(case: Case, model: Any, pk: int, **lookup: Any) -> Any:
    """Return the case's row, or refuse: somebody removed it while the page was open."""
    row = model.objects.filter(case=case, pk=pk, **lookup).first()
    if row is None:
        raise Refused([Missing(_("Det finns inte längre. Någon annan har tagit bort det."))])
    return row


def plain(value: Any) -> Any:
    """Return a value of a row as the trail can hold it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    return value


def add(case: Case, model: Any, values: Mapping[str, Any], *, by: Any, at: datetime) -> Any:
    """Create a row of the case."""
    return model.objects.create(case=case, created_by=by, created_at=at, **values)


def change(
    row: Any, values: Mapping[str, Any], *, by: Any, at: datetime, revision: int | None, page: str = ""
) -> dict[str, Any]:
    """Save new values of a row and return what changed, as `{field: [before, after]}`.

    Raises Stale when somebody saved after the page was opened at `revision`, from another page than `page`.
    """
    refuse_if_stale(row, revision, page)
    changed = {
        name: [plain(getattr(row, name)), plain(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name, value in values.items():
        setattr(row, name, value)
    row.touch(by=by, at=at, page=page)
    from_page = ["saved_from"] if isinstance(row, WrittenLong) else []
    row.save(update_fields=[*values, *STAMP, *from_page])
    return changed


def contents(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return fields of a row as the trail can hold them, before the row is removed."""
    return {name: plain(getattr(row, name)) for name in names}
