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
    if not area:
        return Overlap([], others=False)
    if user.is_staff:
        found = _overlapping(area, Case.objects.visible_to(user).exclude(pk=case.pk), SHOWN + 1)
        return Overlap(found[:SHOWN], others=len(found) > SHOWN)
    own = Case.objects.visible_to(user).exclude(pk=case.pk)
    sent = Case.objects.filter(submitted_at__isnull=False, restricted=False).exclude(pk=case.pk)
    others = sent.exclude(pk__in=own.values("pk"))
    return Overlap(_overlapping(area, own, SHOWN), others=bool(_overlapping(area, others, 1)))


def _overlapping(area: dict[str, Any], cases: QuerySet[Case], limit: int) -> list[Case]:
    """Return at most `limit` of `cases` that overlap, the newest first: the index of boxes first, then exactly."""
    near = cases.filter(box_meets(area)).order_by("-opened_at", "-id").only(*FIELDS)
    found = (other for other in near.iterator(chunk_size=CHUNK) if geo.overlaps(area, other.area_polygon))
    return list(islice(found, limit))
