"""Files come in, are sent with what they belong to, and are taken back while unsent."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from applications import records
from applications.attachments.intake import MEGABYTE, Checked, check_all
from applications.attachments.sections import CASE, MESSAGE, section_for
from applications.city.values import clearing_days
from applications.language import in_readers_language
from applications.lifecycle import Missing, Refused, expect, locked, note, refuse_if
from applications.models import Attachment, Case, Message
from applications.models.document import attachment_path
from applications.permissions import group
from applications.states import Direction


class FilesRefused(Refused):
    """Some files were not taken in; `missing` says which and why, `kept` are the others of the same upload."""

    def __init__(self, missing: Iterable[Missing], kept: list[Attachment]) -> None:
        self.kept = kept
        super().__init__(missing)


class _Stored(NamedTuple):
    """A checked file that lies on the disk under `path`, before it has a row."""

    path: str
    checked: Checked


def attach(
    pk: int,
    files: Iterable[Any],
    *,
    by: Any,
    at: datetime,
    section: str = CASE,
    field: str = "files",
) -> list[Attachment]:
    """Take in files. What somebody writes takes its files along when it is sent; others are received at once.

    `section` is what they belong to where that is open to `by` (see `section_for`), `field` the name of the box
    they came from. Each file is checked and scanned before the case is locked. The good ones are kept; raises
    FilesRefused when any other was not, PermissionDenied and WrongState as every action.
    """
    expect(Case.objects.select_related("officer").get(pk=pk), "attach_file", by=by)
    with stored_files(files) as (stored, refused), locked(pk) as case:
        expect(case, "attach_file", by=by)
        section = section_for(case, by, section)
        kept, too_much = keep_what_fits(case, stored, section=section, by=by, at=at)
        if section == CASE and kept:
            receive(case, kept, by=by, at=at)
            names = [item.name for item in kept]
            note(case, "attach_file", by=by, at=at, comment=", ".join(names), data={"names": names})
    if refused or too_much:
        raise FilesRefused([Missing(text, f"#id_{field}") for text in [*refused, *too_much]], kept)
    return kept


@contextmanager
def stored_files(files: Iterable[Any]) -> Iterator[tuple[list[_Stored], list[str]]]:
    """Give the good files, already on the disk under names that say nothing, and a sentence for each other file.

    Nothing stays on the disk when what is done with them fails.
    """
    good, refused = [], []
    try:
        for found in check_all(files):
            if isinstance(found, Checked):
                path = default_storage.save(attachment_path(), found.content)
                good.append(_Stored(path, found._replace(content=None)))
            else:
                refused.append(found)
        yield good, refused
    except BaseException:
        for item in good:
            default_storage.delete(item.path)
        raise


def keep_what_fits(
    case: Case, stored: list[_Stored], *, section: str, by: Any, at: datetime
) -> tuple[list[Attachment], list[str]]:
    """Give stored files rows, as long as the case has room; say of the others that it has not.

    The caller holds the case locked.
    """
    room = settings.ATTACHMENTS_CASE_MAX_BYTES - _used(case)
    kept, too_much = [], []
    for path, checked in stored:
        if checked.size > room:
            default_storage.delete(path)
            with in_readers_language():
                text = _("%(name)s får inte plats. Ett ärende rymmer högst %(megabytes)s MB filer")
                megabytes = settings.ATTACHMENTS_CASE_MAX_BYTES // MEGABYTE
                too_much.append(text % {"name": checked.name, "megabytes": megabytes})
            continue
        room -= checked.size
        kept.append(
            Attachment.objects.create(
                case=case,
                section=section,
                file=path,
                name=checked.name,
                content_type=checked.kind.content_type,
                size=checked.size,
                sha256=checked.sha256,
                uploaded_by=by,
                uploaded_at=at,
            )
        )
    return kept, too_much


def is_unchanged(attachment: Attachment) -> bool:
    """Return whether the file on the disk is the one that was taken in."""
    digest = hashlib.sha256()
    with attachment.file.open("rb") as file:
        for chunk in file.chunks():
            digest.update(chunk)
    return digest.hexdigest() == attachment.sha256


def _used(case: Case) -> int:
    """Return how many bytes the files of the case take."""
    return case.attachments.filter(removed_at=None).aggregate(sum=Sum("size"))["sum"] or 0


def send(case: Case, section: str, *, by: Any, at: datetime) -> None:
    """Let the waiting files of `section` be received with what they belong to. The caller holds the case locked."""
    receive(case, case.attachments.filter(section=section, sent_at=None, removed_at=None), by=by, at=at)


def waiting_for_message(case: Case, by: Any) -> QuerySet[Attachment]:
    """Return the files that `by` has added to a message not sent yet. Nobody else sees them."""
    return case.attachments.filter(section=MESSAGE, uploaded_by=by, sent_at=None, removed_at=None)


def send_with_message(message: Message, *, by: Any, at: datetime) -> list[Attachment]:
    """Let the files that wait for `message` go with it. The caller holds the case locked."""
    waiting = list(waiting_for_message(message.case, by))
    for attachment in waiting:
        attachment.message = message
    receive(message.case, waiting, by=by, at=at, sent_out=message.from_city)
    return waiting


def receive(
    case: Case, waiting: Iterable[Attachment], *, by: Any, at: datetime, sent_out: bool = False
) -> None:
    """Make files records of the case: received from the group, drawn up by the city, or sent out by it (D2)."""
    direction = Direction.INCOMING if group.role(by, case) else Direction.INTERNAL
    counterpart = str(by) if direction == Direction.INCOMING else ""
    if sent_out:
        direction, counterpart = Direction.OUTGOING, _("gruppen")
    for attachment in waiting:
        attachment.sent_at = at
        attachment.save(update_fields=["sent_at", "message"])
        records.register(
            case,
            attachment.name,
            direction=direction,
            at=at,
            by=by,
            counterpart=counterpart,
            attachment=attachment,
        )


def remove(pk: int, attachment_id: int, *, by: Any, at: datetime) -> None:
    """Take back a file that is not sent yet, from the disk too. Raises Refused for one that is: it is a record."""
    with locked(pk) as case:
        expect(case, "attach_file", by=by)
        attachment = case.attachments.filter(pk=attachment_id, removed_at=None).first()
        if attachment is None:
            raise Refused([Missing(_("Filen finns inte kvar."))])
        refuse_if(_cannot_remove(attachment, by, case))
        _forget(attachment, at=at)


def _cannot_remove(attachment: Attachment, by: Any, case: Case) -> Iterable[Missing]:
    if attachment.sent_at is not None:
        yield Missing(_("Filen är inskickad och hör till ärendet. Den går inte att ta bort."))
    elif attachment.uploaded_by_id != by.pk and (
        attachment.section == MESSAGE or group.role(by, case) is None
    ):
        yield Missing(_("Bara den som lade till filen kan ta bort den."))


def _forget(attachment: Attachment, *, at: datetime) -> None:
    """Note that a file is gone, and delete it once that is certain."""
    attachment.removed_at = at
    attachment.save(update_fields=["removed_at"])
    transaction.on_commit(partial(default_storage.delete, attachment.file.name))


def clear_waiting(case: Case, section: str, *, at: datetime) -> None:
    """Take away the files of `section` that were never sent. The caller holds the case locked."""
    for attachment in case.attachments.filter(section=section, sent_at=None, removed_at=None):
        _forget(attachment, at=at)


def clear_forgotten(*, at: datetime) -> int:
    """Take away files of messages that were never sent and have lain their days; return how many. For the clock."""
    before = at - timedelta(days=clearing_days("unsent_file"))
    waiting = Attachment.objects.filter(section=MESSAGE, sent_at=None, removed_at=None)
    with transaction.atomic():
        forgotten = list(waiting.filter(uploaded_at__lt=before))
        for attachment in forgotten:
            _forget(attachment, at=at)
    return len(forgotten)
