"""Areas that overlap: told to the city with links, to a group without what it may not see (D18)."""

from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet

from applications import geo
from applications.models import Case
from applications.models.area import box_meets

SHOWN = 10  # overlapping cases that a page names
CHUNK = 100
FIELDS = ("reference", "registry_number", "title", "status", "area_polygon")


class Overlap(NamedTuple):
    """Cases whose area overlaps: `cases` the reader may open, at most SHOWN, and whether there are others.

    For a group `others` stands for sent cases of other groups; for the city only for more than it is shown.
    """

    cases: list[Case]
    others: bool

    def __bool__(self) -> bool:
        """Return whether anything overlaps."""
        return bool(self.cases) or self.others


def overlap(area: dict[str, Any] | None, *, user: Any, case: Case) -> Overlap:
    """Return which other processes, running or ended, `area` of `case` overlaps (D18), as `user` may know it.

    Only areas that stand on a case count: what a group sent or the city drew. Unsent drafts never do. A
    group learns of sent, unrestricted cases of others only that there is one; the city gets what it sees.
    """
    near = _near(area, case) if area else []
    if not area or not near:
        return Overlap([], others=False)
    visible = Case.objects.visible_to(user).filter(pk__in=near)
    if user.is_staff:
        found = _overlapping(area, visible, SHOWN + 1)
        return Overlap(found[:SHOWN], others=len(found) > SHOWN)
    sent = Case.objects.filter(pk__in=near, submitted_at__isnull=False, restricted=False)
    others = sent.exclude(pk__in=visible.values("pk"))
    return Overlap(_overlapping(area, visible, SHOWN), others=bool(_overlapping(area, others, 1)))


def _near(area: dict[str, Any], case: Case) -> list[int]:
    """Return the other cases whose box meets the area's: the index alone answers.

    Asked for more, or in an order, the databases would rather read the whole table.
    """
    boxes = Case.objects.filter(box_meets(area)).order_by()
    return [pk for pk in boxes.values_list("pk", flat=True) if pk != case.pk]


def _overlapping(area: dict[str, Any], cases: QuerySet[Case], limit: int) -> list[Case]:
    """Return at most `limit` of `cases` that overlap, the newest first."""
    rows = cases.order_by("-opened_at", "-id").only(*FIELDS).iterator(chunk_size=CHUNK)
    found = (case for case in rows if case.area_polygon and geo.overlaps(area, case.area_polygon))
    return list(islice(found, limit))
