"""Files come in, are sent with what they belong to, and are taken back while unsent."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from applications import records
from applications.attachments import kinds
from applications.lifecycle import Missing, Refused, expect, locked, note, refuse_if
from applications.models import Attachment, Case
from applications.permissions import group
from applications.states import Direction, Status

# In these statuses the group writes in a space of its own; what it attaches is sent with what it writes (D19).
APPLICATION, PROPOSAL, REPORT = "application", "proposal", "report"
SECTION_OF: dict[str, str] = {
    Status.CONTACT: APPLICATION,
    Status.DRAFT: APPLICATION,
    Status.COMPLETION: APPLICATION,
    Status.COLLABORATION: PROPOSAL,
    Status.PROPOSAL_COMPLETION: PROPOSAL,
    Status.REPORTING: REPORT,
    Status.REPORT_COMPLETION: REPORT,
}


def attach(
    pk: int, files: Iterable[IO[bytes]], *, by: Any, at: datetime, section: str = ""
) -> list[Attachment]:
    """Take in files. A group's files wait for what they belong to; all others are received at once.

    `section` is what they belong to; by default what the group is writing now. Raises Refused when a file is
    nothing that is taken in, PermissionDenied and WrongState as every action.
    """
    with locked(pk) as case:
        expect(case, "attach_file", by=by)
        refuse_if(_unknown(files))
        writing = SECTION_OF.get(case.status, "") if group.role(by, case) else ""
        taken = [_keep(case, file, section=section or writing, by=by, at=at) for file in files]
        if not writing:
            _receive(case, taken, by=by, at=at)
            note(case, "attach_file", by=by, at=at, data={"names": [item.name for item in taken]})
        return taken


def _unknown(files: Iterable[Any]) -> Iterable[Missing]:
    for file in files:
        if kinds.detect(file) is None:
            text = _("%(name)s går inte att ta emot. Välj %(kinds)s.") % {
                "name": file.name,
                "kinds": kinds.WORDS,
            }
            yield Missing(text, "#id_files")


def _keep(case: Case, file: Any, *, section: str, by: Any, at: datetime) -> Attachment:
    kind = kinds.detect(file)
    assert kind is not None  # noqa: S101 - refused before
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return Attachment.objects.create(
        case=case,
        section=section,
        file=file,
        name=kinds.safe_name(file.name, kind),
        content_type=kind.content_type,
        size=file.size,
        sha256=digest.hexdigest(),
        uploaded_by=by,
        uploaded_at=at,
    )


def send(case: Case, section: str, *, by: Any, at: datetime) -> None:
    """Let the waiting files of `section` be received with what they belong to. The caller holds the case locked."""
    _receive(case, case.attachments.filter(section=section, sent_at=None, removed_at=None), by=by, at=at)


def _receive(case: Case, waiting: Iterable[Attachment], *, by: Any, at: datetime) -> None:
    direction = Direction.INCOMING if group.role(by, case) else Direction.INTERNAL
    for attachment in waiting:
        attachment.sent_at = at
        attachment.save(update_fields=["sent_at"])
        records.register(
            case,
            attachment.name,
            direction=direction,
            at=at,
            by=by,
            counterpart=by.name if direction == Direction.INCOMING else "",
            attachment=attachment,
        )


def remove(pk: int, attachment_id: int, *, by: Any, at: datetime) -> None:
    """Take back a file that is not sent yet. Raises Refused for one that is: it is a record."""
    with locked(pk) as case:
        expect(case, "attach_file", by=by)
        attachment = case.attachments.filter(pk=attachment_id, removed_at=None).first()
        if attachment is None:
            raise Refused([Missing(_("Filen finns inte kvar."))])
        refuse_if(_cannot_remove(attachment, by, case))
        attachment.removed_at = at
        attachment.save(update_fields=["removed_at"])


def _cannot_remove(attachment: Attachment, by: Any, case: Case) -> Iterable[Missing]:
    if attachment.sent_at is not None:
        yield Missing(_("Filen är inskickad och hör till ärendet. Den går inte att ta bort."))
    elif attachment.uploaded_by_id != by.pk and group.role(by, case) is None:
        yield Missing(_("Bara gruppen kan ta bort filen."))
