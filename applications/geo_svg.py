"""A drawn area as SVG, for pages and documents: north up, a scale bar, and where in the municipality it lies (R4).

Colours come from the classes m-*, and stand as attributes too, for documents that read no stylesheet.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from shapely import Geometry, transform
from shapely.geometry import MultiPolygon, Polygon, shape

from applications import geo

BAR_STEPS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
GAP = 12  # between what stands in the corners and the edge of the drawing
SIMPLER = 0.3  # units of the drawing that an outline may be off by


class Frame(NamedTuple):
    """How large a drawing is, in units of its viewBox, and how wide the small map in its corner."""

    width: int
    height: int
    locator: int


WIDE = Frame(640, 340, 104)
NARROW = Frame(360, 250, 66)


class _Fit(NamedTuple):
    """A geometry in the units of the drawing, y downwards, and how many of them a metre is."""

    shapes: Geometry
    scale: float
    left: float
    top: float


def _fit(flat: Geometry, left: float, top: float, width: float, height: float) -> _Fit:
    """Scale `flat` (metres, y upwards) into the middle of a box."""
    west, south, east, north = flat.bounds
    scale = min(width / max(east - west, 1), height / max(north - south, 1))
    left += (width - (east - west) * scale) / 2
    top += (height - (north - south) * scale) / 2
    drawn = transform(flat, lambda points: (points - (west, north)) * (scale, -scale) + (left, top))
    simpler = drawn.simplify(SIMPLER)
    return _Fit(drawn if simpler.is_empty else simpler, scale, left, top)


def _path(polygon: Polygon) -> str:
    rings = [polygon.exterior, *polygon.interiors]
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in list(ring.coords)[:-1]) + "Z" for ring in rings
    )


def _paths(shapes: Geometry) -> list[str]:
    parts = shapes.geoms if isinstance(shapes, MultiPolygon) else [shapes]
    return [_path(part) for part in parts]


def _grid(frame: Frame, step: float, left: float, top: float) -> str:
    """Return lines across the drawing, one `step` (the scale bar's length) apart, through the area's corner."""
    across = [left % step + step * at for at in range(int((frame.width - left % step) // step) + 1)]
    down = [top % step + step * at for at in range(int((frame.height - top % step) // step) + 1)]
    return "".join(
        [f"M{x:.1f} 0V{frame.height}" for x in across] + [f"M0 {y:.1f}H{frame.width}" for y in down]
    )


@lru_cache(maxsize=8)
def _outline(boundary: Geometry, size: int) -> tuple[_Fit, tuple[float, float], float]:
    """Return the municipality in a square of `size`, its south-west origin in metres, and its latitude."""
    latitude = boundary.centroid.y
    flat = geo.metres(boundary, latitude)
    west, _south, _east, north = flat.bounds
    return _fit(flat, 0, 0, size, size), (west, north), latitude


def _locator(area: Geometry, size: int) -> SafeString:
    """Return the municipality in the corner, a dot where the area lies."""
    fit, (west, north), latitude = _outline(geo.outline(), size - 2 * GAP)
    [(x, y)] = geo.metres(area.centroid, latitude).coords
    return format_html(
        '<rect class="m-inset" fill="#fff" stroke="#d6dad2" width="{size}" height="{size}"/>'
        '<g transform="translate({gap} {gap})">{shapes}'
        '<circle class="m-here" fill="#17211c" cx="{x}" cy="{y}" r="4"/></g>',
        size=size,
        gap=GAP,
        shapes=format_html_join(
            "", '<path class="m-city" fill="#d6dad2" d="{}"/>', ((path,) for path in _paths(fit.shapes))
        ),
        x=round(fit.left + (x - west) * fit.scale, 1),
        y=round(fit.top + (north - y) * fit.scale, 1),
    )


def svg(
    geojson: dict[str, Any], *, title: str, element_id: str = "area-map", frame: Frame = WIDE
) -> SafeString:
    """Return a drawing of the area: `<svg role="img">` with a title and a scale bar, no style attributes.

    The squares of the grid are as wide as the scale bar. `title` says what the drawing shows; the page must
    give the boundary in words beside it. `element_id` has to be unique on the page.
    """
    area = shape(geojson)
    left = frame.locator + GAP
    fit = _fit(
        geo.metres(area, area.centroid.y),
        left,
        3 * GAP,
        frame.width - left - 4 * GAP,
        frame.height - 6 * GAP,
    )
    fitting = [step for step in BAR_STEPS if step * fit.scale <= frame.width / 3]
    bar = fitting[-1] if fitting else BAR_STEPS[0]
    right = frame.width - GAP - 4
    shapes = format_html_join(
        "",
        '<path class="m-area" fill="#f7c93e" fill-opacity="0.5" stroke="#17211c" stroke-width="2.5"'
        ' stroke-dasharray="7 4" fill-rule="evenodd" d="{}"/>',
        ((path,) for path in _paths(fit.shapes)),
    )
    return format_html(
        '<svg viewBox="0 0 {w} {h}" role="img" aria-labelledby="{id}-t"><title id="{id}-t">{title}</title>'
        '<rect class="m-land" fill="#eceee7" width="{w}" height="{h}"/>'
        '<path class="m-street" fill="none" stroke="#fff" stroke-width="2" d="{grid}"/>{locator}{shapes}'
        '<path class="m-bar" fill="none" stroke="#17211c" stroke-width="2" d="{bar}"/>'
        '<text class="m-name" font-family="Hanken" font-size="13" text-anchor="end" x="{right}" y="{label_y}">'
        "{label}</text>"
        '<path class="m-bar" fill="none" stroke="#17211c" stroke-width="2" d="M{north} 30V14l-5 7m5-7l5 7"/>'
        '<text class="m-name" font-family="Hanken" font-size="13" text-anchor="middle" x="{north}" y="46">{n}</text>'
        "</svg>",
        w=frame.width,
        h=frame.height,
        id=element_id,
        title=title,
        grid=_grid(frame, bar * fit.scale, fit.left, fit.top),
        locator=_locator(area, frame.locator),
        shapes=shapes,
        bar=f"M{right - bar * fit.scale:.1f} {frame.height - 18}v6h{bar * fit.scale:.1f}v-6",
        right=right,
        label_y=frame.height - 22,
        north=right - 6,
        n=_("N"),
        label=_("%(metres)s meter") % {"metres": bar},
    )
