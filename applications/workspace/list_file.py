"""The list of cases as lines of a file for a spreadsheet (D20)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications import identity
from applications.models import Case, Grant

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
    _("Delområde"),
    _("Slag av område"),
    _("Storlek"),
    _("Initiativ"),
    _("Öppnat"),
    _("Avslutat"),
    _("Beviljat, kronor"),
)


def lines(cases: QuerySet[Case], viewer: Any) -> Iterator[list[Any]]:
    """Yield a line for each of `cases`, days as 2026-05-05, as `viewer` may know them (D22).

    One query for the cases, one for what they were granted (SEK) and those of `identity.load_protected`.
    """
    found = list(cases)
    identity.load_protected(found)
    sums = Grant.objects.standing().filter(case__in=found).values_list("case").annotate(Sum("amount"))
    granted = dict(sums.order_by())
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
            case.neighbourhood or "",
            case.get_area_kind_display(),
            case.get_size_display(),
            case.get_initiative_display(),
            timezone.localdate(case.opened_at),
            timezone.localdate(case.closed_at) if case.closed_at else "",
            granted.get(case.pk, 0),
        ]
