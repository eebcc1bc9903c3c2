"""Keeping what was typed, finding it again, letting it go."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from applications.city import values
from applications.keeping.pages import COUNT, PAGE, Page
from applications.models import KeptText

MOST = 200_000  # characters of one page
# What a page needs for itself, and no person typed.
MACHINERY = frozenset({"csrfmiddlewaretoken", PAGE, COUNT})
COUNTERS = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")


def keep(page: Page, data: QueryDict, *, at: datetime) -> KeptText | None:
    """Keep what was posted from `page` for its owner, in place of what was kept from there before.

    Returns None when nothing was typed, or far more than any of our forms takes.
    """
    answers = [
        [name.replace("\0", ""), value.replace("\0", "")]  # PostgreSQL keeps no null in JSON
        for name, values in data.lists()
        for value in values
        if name not in MACHINERY
    ]
    if not any(texts(answers)) or sum(len(value) for _name, value in answers) > MOST:
        return None
    kept, _created = KeptText.objects.update_or_create(
        user_id=page.owner,
        path=page.path,
        defaults={"mark": page.mark, "answers": answers, "kept_at": at},
    )
    return kept


def texts(answers: Iterable[Iterable[str]]) -> list[str]:
    """Return what a person typed or chose among posted answers, in order."""
    return [
        value
        for name, value in answers
        if value.strip() and name != "revision" and not name.endswith(COUNTERS)
    ]


def of(user: Any, *, at: datetime) -> Any:
    """Return what is kept for `user` and not too old."""
    return KeptText.objects.filter(user=user, kept_at__gt=at - timedelta(days=values.kept_days()))


def kept_for(request: HttpRequest, path: str) -> KeptText | None:
    """Return what the user typed for `path` and did not save."""
    if not request.user.is_authenticated:
        return None
    return of(request.user, at=timezone.now()).filter(path=path).first()


def forget(page: Page) -> None:
    """Let go of what was kept, once the page is saved: what it showed when it opened, and what came from it.

    What the same person typed elsewhere in the meantime stays.
    """
    seen = Q(mark=page.mark) | Q(kept_at__lte=page.opened_at)
    KeptText.objects.filter(seen, user_id=page.owner, path=page.path).delete()


def forget_under(path: str) -> None:
    """Let go of everything that is kept of the pages below `path`, whoever wrote it."""
    KeptText.objects.filter(path__startswith=path).delete()


def clear(*, at: datetime) -> int:
    """Delete what nobody came back for; return how many. For the clock."""
    old = KeptText.objects.filter(kept_at__lte=at - timedelta(days=values.kept_days()))
    return old.delete()[0]
