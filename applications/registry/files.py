"""The registrar's lists as files: the register of a case, and what is not in the registry yet (D20)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import identity, register_files, tables
from applications.http import find_case, log_reading
from applications.models import Case, Record


def export_register(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the register of a case's records as CSV, or XLSX with `?format=xlsx`; secret texts only to readers (D20)."""
    case = find_case(request, reference)
    kind = tables.asked_kind(request).upper()
    log_reading(request, case, _("registret som %(kind)s") % {"kind": kind}, at=timezone.now())
    rows = [_line(record, request.user) for record in case.records.order_by("number")]
    name = f"{case.reference} register"
    return tables.answer(request, HEAD, rows, title=case.reference, name=name)


HEAD = (
    "Nr",
    "Datum",
    "Beteckning",
    "Riktning",
    "Avsändare eller mottagare",
    "Kort vad det gäller",
    "Sekretess",
    "Lagrum",
    "Diarienummer",
    "Förd i diariet",
)


def _line(record: Record, user: Any) -> list[Any]:
    """Return a record as a line; what is secret to `user` says so."""
    reads = record.may_be_read_by(user)
    hidden = _("omfattas av sekretess")
    text = partial(identity.text_for, user, case=record.case)
    return [
        record.number,
        f"{timezone.localtime(record.at):%Y-%m-%d %H:%M}",
        text(record.designation) if reads else hidden,
        record.get_direction_display(),
        text(record.counterpart) if reads else hidden,
        text(record.description) if reads else hidden,
        _("Ja") if record.secret else _("Nej"),
        record.legal_ground,
        record.case.registry_number,
        f"{timezone.localtime(record.registered_at):%Y-%m-%d}" if record.registered_at else "",
    ]


def export_waiting(request: HttpRequest, cases: QuerySet[Case]) -> HttpResponse:
    """Send `cases`, each with its records that are not entered, a line each; who fetched the list is logged (D8)."""
    rows = (line for case in cases for line in _waiting(case, request.user))
    return register_files.send(request, ("Referens", "Ärende", *HEAD), rows, title=_("Att diarieföra"))


def _waiting(case: Case, user: Any) -> Iterator[list[Any]]:
    """Yield the records of a case that wait; a line without one for a case that only lacks its number."""
    first = [case.reference, case.title]
    for record in case.waiting_records:  # type: ignore[attr-defined] applications.registry.waiting
        record.case = case  # known already
        yield [*first, *_line(record, user)]
    if not case.waiting_records:  # type: ignore[attr-defined]
        yield first
