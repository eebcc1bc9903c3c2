"""Many cases get another kontaktperson behind the page: one after the other, by the worker (R6)."""

import logging
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from applications.city.values import clearing_days
from applications.models import Case, HandOver
from applications.workspace.actions import assign_officer_to_many, tell_of_many

log = logging.getLogger(__name__)
PART = 200  # cases between two tasks, so that other work of the worker has its turn


def stamp(keys: list[int]) -> str:
    """Return what tells whether a list still holds the cases that somebody looked at, in any order."""
    return sha256(",".join(map(str, sorted(keys))).encode()).hexdigest()[:16]


def go_on(pk: int, *, at: datetime) -> bool:
    """Hand the next cases of an order over, PART at most; return whether there are more.

    Each case is counted in the transaction that changes it: a worker that is killed, or two at once, do none twice.
    What goes wrong stops the order and is kept in `error`, so that the page can say so. What was done stays, and the
    new officer is told of it.
    """
    keys = HandOver.objects.values_list("keys", flat=True).get(pk=pk)
    try:
        return all(_next(pk, keys, at) for _case in range(PART))
    except Exception as error:
        log.exception("The hand-over %s stopped", pk)
        with transaction.atomic():
            _finish(_row(pk), at, error=f"{type(error).__name__}: {error}"[:2000])
        return False


def _next(pk: int, keys: list[int], at: datetime) -> bool:
    """Hand one case over, as the one who ordered it; return whether there are more."""
    with transaction.atomic():
        row = _row(pk)
        if row.finished_at is None:
            key = keys[row.done]
            why = _hand_over(row, key, at)
            row.refused += [[key, why]] if why else []
            row.done += 1
            row.save(update_fields=["done", "refused"])
            if row.done == len(keys):
                _finish(row, at)
        return row.finished_at is None


def _row(pk: int) -> HandOver:
    """Return the order, locked, without its long list."""
    rows = HandOver.objects.select_related("ordered_by", "officer").defer("keys")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def _finish(row: HandOver, at: datetime, *, error: str = "") -> None:
    """End the order, whole or stopped by `error`; the new officer is told of the cases that did change hands."""
    row.finished_at, row.error = at, error
    row.save(update_fields=["finished_at", "error"])
    tell_of_many(row.officer, row.changed, by=row.ordered_by, at=at, comment=row.comment)


def _hand_over(row: HandOver, key: int, at: datetime) -> str:
    """Return why the case did not change hands, or an empty text; one that was hidden meanwhile says nothing more."""
    if not Case.objects.visible_to(row.ordered_by).filter(pk=key).exists():
        return "?"
    results = assign_officer_to_many(
        [key], officer=row.officer, by=row.ordered_by, at=at, comment=row.comment
    )
    return results[key]


def clear(*, at: datetime) -> int:
    """Delete the orders that have been done for their days; return how many. The trail of the cases stays."""
    before = at - timedelta(days=clearing_days("hand_over"))
    return HandOver.objects.filter(finished_at__lte=before).delete()[0]
