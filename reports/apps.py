"""App configuration."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Documents, statistics and exports: read-only."""

    name = "reports"
    verbose_name = _("Dokument")

    def ready(self) -> None:
        """Make every ordered document in the worker, once the order is committed."""
        from applications.documents import on_order

        on_order(enqueue)


def enqueue(order: Any) -> None:
    """Put the making of an ordered document in the queue, a row of the order's own transaction.

    Raises SnapshotError when the snapshot does not follow its schema: an order is written once, so a hole in it
    could never be mended later.
    """
    from reports.contexts import parse
    from reports.tasks import issue_document

    parse(order.kind, order.snapshot)
    issue_document.enqueue(order.pk)
