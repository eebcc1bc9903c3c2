"""Saved views of the case list, and how many cases each view holds now (D20)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone

from applications import search
from applications.models import Case, SavedView, User
from applications.workspace.filters import VIEWS, Asked, People, asked

MOST = 999  # counted no further: a list is never read to its end, and a count of all grows with the archive


class Tab(NamedTuple):
    """A view above the list: its name, its address, how many cases it holds, and whose it is when saved."""

    label: Any
    query: str
    count: str
    current: bool
    saved: SavedView | None = None


class _Counted(Subquery):
    """How many rows a query has, as a value in another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counts(user: Any, asked_for: Sequence[tuple[Q, str]]) -> list[int]:
    """Return how many cases `user` sees under each condition with its words, at most one more than MOST.

    One query for all, and on SQLite one more of the index when there are words.
    """
    cases = Case.objects.visible_to(user).order_by()
    found = search.all_by_index((cases.filter(condition), words) for condition, words in asked_for)
    return numbers(user, [rows[: MOST + 1] for rows in found])


def numbers(user: Any, rows: Sequence[QuerySet]) -> list[int]:
    """Return how many rows each of `rows` has. One query for all; `user` is only the row that it hangs on."""
    each = [_Counted(part.values("pk")) for part in rows]
    return list(User.objects.filter(pk=user.pk).values_list(*each).get())


def tabs(user: Any, shown: Asked, known: People) -> tuple[list[Tab], list[Tab]]:
    """Return the list's own views and the saved ones, each with what it holds now.

    Two queries, however many, and on SQLite a third when some of them search for words.
    """
    today = timezone.localdate()
    saved = list(SavedView.objects.visible_to(user).select_related("owner"))
    opened = [asked(QueryDict(view.query), user, known) for view in saved]
    asked_for = [(view.condition(user), "") for view in VIEWS]
    asked_for += [(each.condition(user, today=today), each.form.given.get("q", "")) for each in opened]
    numbers = [str(number) if number <= MOST else f"{MOST}+" for number in counts(user, asked_for)]
    queries = [each.query for each in opened]
    same = [place for place, query in enumerate(queries) if query == shown.query]
    first = min(
        same, key=lambda place: saved[place].owner_id != user.pk, default=-1
    )  # the reader's own before others'
    own = [
        Tab(view.label, f"vy={view.key}", number, view is shown.view and first < 0)
        for view, number in zip(VIEWS, numbers, strict=False)
    ]
    of_people = [
        Tab(view.name, query, number, place == first, view)
        for place, (view, query, number) in enumerate(zip(saved, queries, numbers[len(VIEWS) :], strict=True))
    ]
    return own, of_people
