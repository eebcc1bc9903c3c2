"""App configuration."""

import logging
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


class ReportsConfig(AppConfig):
    """Documents, statistics and exports: read-only."""

    name = "reports"
    verbose_name = _("Dokument")

    def ready(self) -> None:
        """Make every ordered document in the worker, once the order is committed."""
        from applications.documents import on_file, on_order

        on_order(enqueue)
        on_file(file_of)


def enqueue(order: Any) -> None:
    """Put the making of an ordered document in the queue, a row of the order's own transaction.

    Raises SnapshotError when the snapshot does not follow its schema: an order is written once, so a hole in it
    could never be mended later.
    """
    from reports.contexts import parse
    from reports.tasks import issue_document

    parse(order.kind, order.snapshot)
    issue_document.enqueue(order.pk)


def file_of(order: Any) -> Any:
    """Return the issued file of an order; None until it is there, and for one that is no longer what was issued."""
    from applications.documents import File
    from reports import issue, names
    from reports.models import IssuedDocument

    issued = IssuedDocument.objects.filter(order=order).first()
    if issued is None:
        return None
    try:
        return File(names.file_name(order), issue.read(issued))
    except issue.FileChangedError:
        logger.exception("Document %s is not the one that was issued", order.pk)
        return None
