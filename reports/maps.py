"""The drawn area as inline SVG: everything as attributes, for WeasyPrint reads no document CSS inside SVG.

Longitudes are shortened by the cosine of the latitude: over the few hundred metres of an area that is as
good as any projection. There are no map tiles; a grid and a scale bar show the size, the words the place.
"""

from math import cos, floor, log10, radians
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

METRES_PER_DEGREE = 111_320  # of latitude
WIDTH, HEIGHT, MARGIN = 640, 300, 44
HECTARE = 10_000

Point = tuple[float, float]


def _rings(area: dict[str, Any]) -> list[list[list[Point]]]:
    """Return the polygons of a GeoJSON Polygon or MultiPolygon, each as a list of rings."""
    if area["type"] == "Polygon":
        return [area["coordinates"]]
    if area["type"] == "MultiPolygon":
        return area["coordinates"]
    raise ValueError(f"not an area: {area['type']!r}")


def _in_metres(area: dict[str, Any]) -> list[list[list[Point]]]:
    """Return the polygons in metres east and south of the north-western corner."""
    polygons = _rings(area)
    points = [point for polygon in polygons for ring in polygon for point in ring]
    west, north = min(point[0] for point in points), max(point[1] for point in points)
    middle = radians((north + min(point[1] for point in points)) / 2)
    return [
        [
            [((x - west) * METRES_PER_DEGREE * cos(middle), (north - y) * METRES_PER_DEGREE) for x, y, *_z in ring]
            for ring in polygon
        ]
        for polygon in polygons
    ]


def square_metres(area: dict[str, Any]) -> float:
    """Return the size of a GeoJSON Polygon or MultiPolygon; holes are taken off."""
    return sum(
        sum(_ring_size(ring) * (1 if at == 0 else -1) for at, ring in enumerate(polygon))
        for polygon in _in_metres(area)
    )


def _ring_size(ring: list[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def size_in_words(area: dict[str, Any]) -> str:
    """Return "cirka 0,9 hektar", small areas in square metres."""
    size = square_metres(area)
    if size < HECTARE / 10:
        return _("cirka %(size)s kvadratmeter") % {"size": f"{size:.0f}"}
    return _("cirka %(size)s hektar") % {"size": f"{size / HECTARE:.1f}".replace(".", ",")}


def svg(area: dict[str, Any], title: str) -> SafeString:
    """Return the area drawn to scale, north up, with a grid and a scale bar; `title` is the text alternative.

    Raises `ValueError` when `area` is no GeoJSON Polygon or MultiPolygon.
    """
    polygons = _in_metres(area)
    points = [point for polygon in polygons for ring in polygon for point in ring]
    wide, high = max(x for x, _y in points), max(y for _x, y in points)
    scale = min((WIDTH - 2 * MARGIN) / max(wide, 1), (HEIGHT - 2 * MARGIN) / max(high, 1))
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2
    path = "".join(
        "M" + "L".join(f"{left + x * scale:.1f} {top + y * scale:.1f}" for x, y in ring[:-1]) + "Z"
        for polygon in polygons
        for ring in polygon
    )
    step = _round_step(120 / scale)
    return format_html(
        '<svg viewBox="0 0 {w} {h}" role="img"><title>{title}</title>'
        '<rect fill="#eceee7" width="{w}" height="{h}"/>'
        '<path fill="none" stroke="#fff" stroke-width="2" d="{grid}"/>'
        '<path fill="#f7c93e" fill-opacity=".5" fill-rule="evenodd" stroke="#17211c" stroke-width="2.5" '
        'stroke-dasharray="7 4" d="{path}"/>'
        '<path fill="none" stroke="#17211c" stroke-width="2" d="M16 {bar_up}V{bar}H{bar_end}V{bar_up}"/>'
        '<text font-family="Hanken" font-size="12" fill="#17211c" x="{bar_text}" y="{bar}">{metres} m</text>'
        '<path fill="#17211c" d="M{north} 14l7 18h-14z"/>'
        '<text font-family="Hanken" font-size="12" font-weight="600" fill="#17211c" text-anchor="middle" '
        'x="{north}" y="46">N</text></svg>',
        w=WIDTH,
        h=HEIGHT,
        title=title,
        grid=_grid(step * scale, left, top),
        path=path,
        bar=HEIGHT - 14,
        bar_up=HEIGHT - 20,
        bar_end=f"{16 + step * scale:.1f}",
        bar_text=f"{24 + step * scale:.1f}",
        metres=step,
        north=WIDTH - 24,
    )


def _round_step(metres: float) -> int:
    """Return the largest of 1, 2, 5, 10, 20, 50 … that is at most `metres` (at least 1)."""
    power = 10 ** floor(log10(max(metres, 1)))
    return next(int(power * times) for times in (5, 2, 1) if power * times <= max(metres, 1))


def _grid(step: float, left: float, top: float) -> str:
    """Return lines a `step` apart that pass through the area's corner."""
    across = [f"M{left % step + step * at:.1f} 0V{HEIGHT}" for at in range(int((WIDTH - left % step) // step) + 1)]
    down = [f"M0 {top % step + step * at:.1f}H{WIDTH}" for at in range(int((HEIGHT - top % step) // step) + 1)]
    return "".join(across + down)
