"""Making a copy of a draft, and letting it go after a day."""

import logging
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from applications import identity
from applications.models import Application
from applications.writing import snapshot
from reports.models import DraftCopy

log = logging.getLogger(__name__)
KEEP = timedelta(days=1)


def make(copy_id: int, *, at: datetime) -> int:
    """Make the file of a copy from what is saved now; return the number of pages, 0 when it could not be made.

    Protected people are not named in it (D22). Making it again does nothing.
    Without a file but finished: it failed, and the page says so.
    """
    from reports import pdf  # takes two seconds and 75 MB, which only the worker should spend

    copy = (
        DraftCopy.objects.select_related("case__officer", "user").filter(pk=copy_id, finished_at=None).first()
    )
    if copy is None:
        return 0
    pages = 0
    try:
        drafts = Application.objects.visible_to(copy.user).unsent().select_related("neighbourhood")
        content = snapshot.build(copy.case, drafts.get(case=copy.case), by=copy.user, at=at, draft=True)
        made = pdf.render("application", identity.in_document(content, copy.case))
        copy.file.save("", ContentFile(made.pdf), save=False)
        pages = made.pages
    except Exception:
        log.exception("The copy %s of a draft could not be made", copy_id)
    copy.finished_at = at
    copy.save(update_fields=["file", "finished_at"])
    return pages


def clear(*, at: datetime) -> int:
    """Delete the copies that are a day old, files and all; return how many. For the clock."""
    old = list(DraftCopy.objects.filter(ordered_at__lte=at - KEEP))
    for copy in old:
        copy.file.delete(save=False)
        copy.delete()
    return len(old)
