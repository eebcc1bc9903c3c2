"""The drawn area of a case and the box around it, which an index can be asked about (R4, D18)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications import geo

AREA_FIELDS = ("area_polygon", "area_west", "area_south", "area_east", "area_north")


class Located(models.Model):
    """A row with a drawn area. `set_area` is the way to change it: the box follows.

    The box (degrees, WGS84) finds the few areas that may overlap another among all that exist.
    """

    area_polygon = models.JSONField(_("Områdets gränser på kartan"), null=True, blank=True)
    area_west = models.FloatField(null=True, blank=True, editable=False)
    area_south = models.FloatField(null=True, blank=True, editable=False)
    area_east = models.FloatField(null=True, blank=True, editable=False)
    area_north = models.FloatField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def set_area(self, area: dict[str, Any] | None) -> None:
        """Keep `area` (GeoJSON, already checked) and its box; save AREA_FIELDS afterwards."""
        self.area_polygon = area
        box = geo.bounds(area) if area else (None, None, None, None)
        self.area_west, self.area_south, self.area_east, self.area_north = box


def box_meets(area: dict[str, Any]) -> Q:
    """Return the condition that a row's box meets the box around `area`."""
    west, south, east, north = geo.bounds(area)
    return Q(area_west__lte=east, area_east__gte=west, area_south__lte=north, area_north__gte=south)
