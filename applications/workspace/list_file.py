"""The list of cases as lines of a file for a spreadsheet, and long ones made by the worker (D20)."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any

from django.core.files import File
from django.db.models import Sum
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications import identity, tables
from applications.city.values import clearing_days
from applications.models import Case, CaseActor, Grant, ListFile
from applications.workspace.filters import asked, people

log = logging.getLogger(__name__)
AT_A_TIME = 500  # cases read and written together

HEAD = (
    _("Referens"),
    _("Diarienummer"),
    _("Rubrik"),
    _("Fas"),
    _("Status"),
    _("Vems tur"),
    _("Nästa steg"),
    _("Datum"),
    _("Kontaktperson"),
    _("Organisationer"),
    _("Delområde"),
    _("Slag av område"),
    _("Storlek"),
    _("Initiativ"),
    _("Öppnat"),
    _("Inkommet"),
    _("Status sedan"),
    _("Avslutat"),
    _("Beviljat, kronor"),
)


def lines(cases: Iterable[Case], viewer: Any) -> Iterator[list[Any]]:
    """Yield a line for each of `cases`, days as 2026-05-05, as `viewer` may know them (D22).

    One query for the cases, one for their organisations, one for what they were granted (SEK) and those of
    `identity.load_protected`.
    """
    found = list(cases)
    identity.load_protected(found)
    sums = Grant.objects.standing().filter(case__in=found).values_list("case").annotate(Sum("amount"))
    granted = dict(sums.order_by())
    parts = CaseActor.objects.filter(case__in=found, in_group=True).order_by("id")
    actors: dict[int, list[str]] = {}
    for pk, name in parts.values_list("case", "actor__name"):
        actors.setdefault(pk, []).append(name)
    for case in found:
        officer = identity.name_for(viewer, case.officer, case) if case.officer else ""
        yield [
            case.reference,
            case.registry_number,
            identity.text_for(viewer, case.title, case),
            case.phase.label,
            case.get_status_display(),
            case.get_turn_display(),
            identity.text_for(viewer, case.due_reason, case),
            case.due_on or "",
            officer,
            identity.text_for(viewer, "; ".join(actors.get(case.pk, ())), case),
            case.neighbourhood or "",
            case.get_area_kind_display(),
            case.get_size_display(),
            case.get_initiative_display(),
            _day(case.opened_at),
            _day(case.submitted_at),
            _day(case.status_since),
            _day(case.closed_at),
            granted.get(case.pk, 0),
        ]


def _day(moment: datetime | None) -> Any:
    return timezone.localdate(moment) if moment else ""


# --- long lists, made by the worker -------------------------------------------------------------------
def make(file_id: int, *, at: datetime) -> int:
    """Make the file of a long list as its orderer may see it now; return the number of cases, 0 when it failed.

    Making it again does nothing. What goes wrong is kept in `error`, so that the page can say so.
    """
    row = ListFile.objects.select_related("ordered_by").filter(pk=file_id, finished_at=None).first()
    if row is None:
        return 0
    try:
        with TemporaryFile() as out:
            tables.write(out, HEAD, _lines_of(row), kind=row.kind, title=row.name)
            row.file.save("", File(out), save=False)
        row.done = row.total
    except Exception as error:
        log.exception("The list %s could not be made", file_id)
        row.error = f"{type(error).__name__}: {error}"[:2000]
    row.finished_at = at
    row.save()
    return 0 if row.error else row.total


def _lines_of(row: ListFile) -> Iterator[list[Any]]:
    """Yield the lines of the list in its order, and let the page see how far the work has come."""
    shown = asked(QueryDict(row.query), row.ordered_by, people())
    ordered = shown.cases(row.ordered_by)
    keys = list(ordered.values_list("pk", flat=True))
    row.total = len(keys)
    for start in range(0, len(keys), AT_A_TIME):
        ListFile.objects.filter(pk=row.pk).update(total=row.total, done=start)
        part = keys[start : start + AT_A_TIME]
        cases = ordered.order_by().in_bulk(part)  # one that is hidden meanwhile is left out
        yield from lines([cases[key] for key in part if key in cases], row.ordered_by)


def clear(*, at: datetime) -> int:
    """Delete the files that have lain their days, and keep their rows as the log; return how many. For the clock."""
    before = at - timedelta(days=clearing_days("list_file"))
    old = list(ListFile.objects.filter(finished_at__lte=before).exclude(file=""))
    for row in old:
        row.file.delete(save=False)
        row.save(update_fields=["file"])
    return len(old)
