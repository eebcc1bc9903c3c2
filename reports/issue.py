"""Making ordered documents: once each, idempotent, whoever asks and however often."""

import hashlib
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.db.models.fields.files import FieldFile
from django_tasks_db.models import DBTaskResult

from applications.models import DocumentOrder
from reports.models import IssuedDocument, IssueFailure

GRACE = timedelta(minutes=2)  # an order this young is being made right now
MAX_ATTEMPTS = 8


class FileChangedError(Exception):
    """The stored file is gone or no longer the one that was issued."""


def issue(order_id: int, *, at: datetime) -> IssuedDocument:
    """Return the issued document of an order; make and freeze it first if there is none.

    The page is laid out before the lock is taken, so that nobody waits for it: the same snapshot gives the same
    bytes, and of two that make it at once one is kept. Raises DocumentOrder.DoesNotExist; whatever goes wrong
    with the document itself is noted in IssueFailure and raised again.
    """
    order = DocumentOrder.objects.select_related("issued").get(pk=order_id)
    if hasattr(order, "issued"):
        return order.issued
    from reports import pdf  # takes two seconds and 75 MB, which only the worker should spend

    try:
        made = pdf.render(order.kind, order.snapshot)
        return _keep(order_id, made.pdf, made.pages, at=at)
    except Exception as error:
        _note_failure(order, error, at=at)
        raise


def _keep(order_id: int, data: bytes, pages: int, *, at: datetime) -> IssuedDocument:
    """Store the file and its row; return the row that was there if somebody came first."""
    with transaction.atomic():
        DocumentOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
        issued = IssuedDocument.objects.filter(order_id=order_id).first()
        if issued is not None:
            return issued
        issued = IssuedDocument(
            order_id=order_id,
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            pages=pages,
            issued_at=at,
        )
        issued.file.save("", ContentFile(data), save=False)
        try:
            issued.save()
        except BaseException:
            issued.file.storage.delete(issued.file.name)
            raise
        IssueFailure.objects.filter(order_id=order_id).delete()
    return issued


def _note_failure(order: DocumentOrder, error: Exception, *, at: datetime) -> None:
    """Note why an order could not be made, and wait twice as long for every further attempt."""
    failure, _created = IssueFailure.objects.get_or_create(
        order=order, defaults={"error": "", "failed_at": at, "next_try_at": at}
    )
    IssueFailure.objects.filter(pk=failure.pk).update(
        attempts=F("attempts") + 1,
        error=f"{type(error).__name__}: {error}"[:2000],
        failed_at=at,
        next_try_at=at + timedelta(minutes=2**failure.attempts),
    )


def issue_missing(*, at: datetime) -> int:
    """Enqueue again what was ordered but not made (a worker was killed, an attempt failed); return how many.

    What still waits in the queue is left there.
    """
    from reports.tasks import issue_document  # the task imports this module

    queued = DBTaskResult.objects.ready().filter(task_path=issue_document.module_path)
    waiting = {task.args_kwargs["args"][0] for task in queued}
    due = Q(issue_failure=None) | Q(
        issue_failure__next_try_at__lte=at, issue_failure__attempts__lt=MAX_ATTEMPTS
    )
    unmade = DocumentOrder.objects.filter(due, issued=None, ordered_at__lte=at - GRACE).order_by("id")
    orders = [pk for pk in unmade.values_list("pk", flat=True) if pk not in waiting]
    for order_id in orders:
        issue_document.enqueue(order_id)
    return len(orders)


def read(issued: IssuedDocument) -> bytes:
    """Return the file's bytes. Raises FileChangedError when they are not those that were issued."""
    return read_frozen(issued.file, issued.sha256)


def read_frozen(file: FieldFile, sha256: str) -> bytes:
    """Return the bytes of a frozen file. Raises FileChangedError when they are not those of `sha256` (hex)."""
    try:
        with file.open("rb") as opened:
            data = opened.read()
    except FileNotFoundError as error:
        raise FileChangedError(str(error)) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileChangedError(f"{file.name}: sha256 differs")
    return data
