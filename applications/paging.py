"""Pages of long lists: the beginning of a list takes as long to show however long the list is."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

FEW = 200  # rows


def counted(rows: QuerySet, most: int) -> int:
    """Return how many rows there are, but at most one more than `most`: counting stops there. One query."""
    return rows.order_by().values("pk")[: most + 1].count()


class BoundedPaginator(Paginator):
    """Pages of the first `most` rows of a list; `goes_on` when there are more, to be narrowed or fetched as a file."""

    def __init__(self, rows: QuerySet, per_page: int, *, most: int) -> None:
        super().__init__(rows, per_page)
        self.most = most

    @cached_property
    def _keys(self) -> list[int]:
        """The keys of the rows in no order, at most one more than `most`. One query."""
        rows: Any = self.object_list
        return list(rows.order_by().values_list("pk", flat=True)[: self.most + 1])

    @cached_property
    def count(self) -> int:
        """How many rows the pages hold."""
        return min(len(self._keys), self.most)

    @property
    def goes_on(self) -> bool:
        """Whether there are more rows than the pages hold."""
        return len(self._keys) > self.most

    def page(self, number: int | str) -> Page:
        """Return a page. When few rows were found they are fetched by key: going by the order would pass all others."""
        if self.count <= FEW:
            self.object_list = self.object_list.filter(pk__in=self._keys)  # type: ignore[union-attr]
        return super().page(number)
