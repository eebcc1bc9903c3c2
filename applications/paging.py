"""Pages of long lists: the beginning of a list takes as long to show however long the list is."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


def counted(rows: QuerySet, most: int) -> int:
    """Return how many rows there are, but at most one more than `most`: counting stops there. One query."""
    return rows.order_by().values("pk")[: most + 1].count()


class BoundedPaginator(Paginator):
    """Pages of the first `most` rows of a list; `goes_on` when there are more, to be narrowed or fetched as a file."""

    def __init__(self, rows: QuerySet, per_page: int, *, most: int) -> None:
        super().__init__(rows, per_page)
        self.most = most

    @cached_property
    def _found(self) -> int:
        return counted(self.object_list, self.most)  # type: ignore[arg-type] always a queryset

    @cached_property
    def count(self) -> int:
        """How many rows the pages hold."""
        return min(self._found, self.most)

    @property
    def goes_on(self) -> bool:
        """Whether there are more rows than the pages hold."""
        return self._found > self.most
