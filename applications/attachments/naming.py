"""What files are called where others than their readers look: a secret one by its number and ground only (D2, OSL)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from applications.models import Attachment, Case, Event, Record
from applications.models.record import reads_secrets


def open_names(files: Iterable[Attachment]) -> list[str]:
    """Return the names of `files` in order, for a document or a page that anybody may come to read. One query."""
    shown = list(files)
    secret = Record.objects.filter(attachment__in=shown, secret=True)
    grounds = {row.attachment_id: row for row in secret}
    return [masked_name(grounds[file.pk]) if file.pk in grounds else file.name for file in shown]


def masked_name(record: Record) -> str:
    """Return what a secret record is called in the open: its number in the case and the legal ground."""
    about = {"number": record.number, "ground": record.legal_ground}
    return _("Handling %(number)s, sekretess enligt %(ground)s") % about


def trail_text(event: Event, case: Case, user: Any) -> str:
    """Return what an event says to `user`: no name of a secret file to those at the city without need of it."""
    if event.action != "attach_file" or not user.is_staff or reads_secrets(user, case):
        return event.comment
    text = event.comment
    for name in case.secret_file_names:
        text = text.replace(name, _("fil med sekretess"))
    return text
