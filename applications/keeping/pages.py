"""Which page a posted form comes from: who opened it, where and when, and how often it has been sent since."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

PAGE, COUNT = "keep", "keep_count"
SALT = "samverkan.keep"
MICROSECONDS = 1_000_000
MAX_AGE = timedelta(days=14)  # a page that was left open longer has no owner any more


class Page(NamedTuple):
    """A page as it was opened. `mark` tells it from every other; `count` grows with every try to save from it."""

    owner: int
    path: str
    mark: str
    opened_at: datetime
    count: int = 0

    @property
    def stamp(self) -> str:
        """The page and how far it has come, to be stored with what it saves."""
        return f"{self.mark}.{self.count}"


def token(user: Any, path: str, *, at: datetime) -> str:
    """Return the signed text that a page carries: opened by `user` at `path` (without query) at `at`."""
    return signing.dumps(
        [user.pk, path, secrets.token_hex(8), round(at.timestamp() * MICROSECONDS)], salt=SALT
    )


def read(data: Mapping[str, Any]) -> Page | None:
    """Return the page that posted fields come from; None when they say nothing true about it."""
    try:
        owner, path, mark, opened = signing.loads(data.get(PAGE, ""), salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    count = data.get(COUNT, "")
    number = int(count) if count.isascii() and count.isdigit() and len(count) < 7 else 0  # noqa: PLR2004
    zone = timezone.get_current_timezone()
    return Page(owner, path, mark, datetime.fromtimestamp(opened / MICROSECONDS, tz=zone), number)


def page_of(request: HttpRequest) -> Page | None:
    """Return the page that a request was posted from, if it was opened at the address it is posted to."""
    page = read(request.POST) if request.method == "POST" else None
    return page if page is not None and page.path == request.path else None


def same_page(stored: str, stamp: str) -> bool:
    """Return whether `stored` was saved from the page with `stamp`, and not later than that.

    A page does not collide with itself when the answer to its last save was lost. An earlier save of it
    that arrives after a later one is as old as anybody else's.
    """
    mark, _dot, count = stamp.partition(".")
    stored_mark, _dot, stored_count = stored.partition(".")
    return bool(mark) and mark == stored_mark and int(stored_count) <= int(count)
