"""The files of a sent version: what was received with it and with the versions before it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.attachments.naming import masked_name
from applications.attachments.sections import ACTIVITY, FINANCIAL
from applications.models import Attachment, Case, Record, Submission
from applications.models.document import readable


def files_of(case: Case, version: Submission, *sections: str, reader: Any) -> list[dict[str, Any]]:
    """Return the files of `sections` that belong to a sent version, as rows of components/documents.html.

    A completion adds to what was sent before; what it added says so. A secret file is told by its number and
    ground only to those without need of it (D2). `section` of a row is the file's own. Two queries, and one where
    a secret is hidden.
    """
    files = case.attachments.filter(section__in=sections, removed_at=None, sent_at__lte=version.sent_at)
    may_read = set(readable(files, reader, "attachment").values_list("pk", flat=True))
    shown = sorted(files, key=lambda file: (sections.index(file.section), file.pk))
    hidden = Record.objects.filter(attachment__in=[file for file in shown if file.pk not in may_read])
    masked = {record.attachment_id: record for record in hidden if record.secret}
    return [
        _hidden(file, masked[file.pk]) if file.pk in masked else _open(file, version)
        for file in shown
        if file.pk in may_read or file.pk in masked
    ]


def _open(file: Attachment, version: Submission) -> dict[str, Any]:
    what = {ACTIVITY: _("Verksamhetsberättelse"), FINANCIAL: _("Ekonomisk berättelse")}.get(file.section, "")
    new = version.version > 1 and file.sent_at is not None and file.sent_at >= version.created_at
    return {
        "section": file.section,
        "title": file.name,
        "url": reverse("attachment", args=[file.pk]),
        "kind": _("Fil"),
        "size": file.size,
        "at": file.sent_at,
        "note": ". ".join(part for part in (what, _("Ny i den här versionen") if new else "") if part),
    }


def _hidden(file: Attachment, record: Record) -> dict[str, Any]:
    return {
        "section": file.section,
        "title": masked_name(record),
        "at": file.sent_at,
        "note": "",
        "has_file": False,
    }


def names_of(rows: list[dict[str, Any]], *sections: str) -> tuple[str, ...]:
    """Return what the files of `files_of` are called, of `sections` only where some are given."""
    return tuple(row["title"] for row in rows if not sections or row["section"] in sections)
