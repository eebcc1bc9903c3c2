"""The reports of a case as they were each time the manager got them, and as they are: what is compared (D16, D24)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from applications import compare
from applications.models import Case, OfficerReport, ReportEdition
from applications.officer_report.snapshot import texts
from applications.templatetags.samverkan import datum_tid


class Edition(NamedTuple):
    """One state of one report: its key in the address, what it is called, its texts by label."""

    key: str
    name: str
    texts: dict[str, str]


def keep(report: OfficerReport, *, by: Any, at: datetime) -> None:
    """Keep what the manager is given to read; it is never changed (applications.triggers)."""
    ReportEdition.objects.create(report=report, texts=texts(report), at=at, by=by)


def of_case(case: Case) -> list[Edition]:
    """Return every state that can be compared, the newest first. Three queries."""
    reports = case.officer_reports.prefetch_related("points", "editions").order_by("-id")
    return [edition for report in reports for edition in _of_report(report)]


def _of_report(report: OfficerReport) -> Iterator[Edition]:
    """Yield the report as it is, and as it was sent each time that it then said something else."""
    named = {"kind": report.get_kind_display(), "version": report.version}
    now = texts(report)
    if report.signed_off_at:
        state = _("signerad %(at)s") % {"at": datum_tid(report.signed_off_at)}
    else:
        state = _("som den är nu")
    yield Edition(str(report.pk), _("%(kind)s, version %(version)s, ") % named + state, now)
    newer = now
    for sent in sorted(report.editions.all(), key=lambda row: -row.pk):
        if sent.texts == newer:
            continue
        newer = sent.texts
        state = _("till chefen %(at)s") % {"at": datum_tid(sent.at)}
        yield Edition(f"{report.pk}-{sent.pk}", _("%(kind)s, version %(version)s, ") % named + state, newer)


def pick(editions: list[Edition], before: str, after: str) -> tuple[Edition | None, Edition]:
    """Return the two to compare, by key; without or with an unknown key the newest and the one before it."""
    newer = next((one for one in editions if one.key == after), editions[0])
    older = next((one for one in editions if one.key == before), None)
    if older is None:
        place = editions.index(newer) + 1
        older = editions[place] if place < len(editions) else None
    return older, newer


def changes(before: Edition, after: Edition) -> list[compare.Change]:
    """Return what differs, field by field and point by point."""
    return compare.changes(before.texts, after.texts)
