"""Work for the worker that belongs to this layer."""

from django.utils import timezone
from django_tasks import task

from reports.drafts import make as drafts
from reports.issue import issue
from reports.packs import make


@task()
def issue_document(order_id: int) -> int:
    """Make an ordered document (the worker is the clock here); return the id of the issued one."""
    return issue(order_id, at=timezone.now()).pk


@task()
def make_pack(pack_id: int) -> int:
    """Put a meeting's pack together; return its number of pages (0: it could not be made)."""
    return make.make(pack_id, at=timezone.now())


@task()
def make_draft_copy(copy_id: int) -> int:
    """Make a copy of a draft; return its number of pages (0: it could not be made)."""
    return drafts.make(copy_id, at=timezone.now())
