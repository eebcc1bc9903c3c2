"""Areas on the map: reading and checking GeoJSON, their size, and a drawing of them as SVG (R4, D18).

Coordinates are WGS84, longitude first. Lengths and areas come from a local projection (degrees scaled by
the cosine of the latitude), which is exact to a few tenths of a per cent for an area inside one city.
"""

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from shapely import Geometry, transform
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.polygon import orient
from shapely.ops import unary_union

MAX_BYTES = 200_000
DECIMALS = 6  # about a decimetre
METRES_PER_DEGREE = 111_320.0
SQUARE_METRES_PER_HECTARE = 10_000


class AreaError(ValueError):
    """What is wrong with a drawn area, in words for the one who drew it."""


# --- reading ----------------------------------------------------------------------------------------
@lru_cache(maxsize=4)
def _load_boundary(path: str, tolerance: int) -> Geometry:
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    geometries = [feature["geometry"] for feature in data["features"]] if "features" in data else [data]
    outline = unary_union([shape(geometry.get("geometry", geometry)) for geometry in geometries])
    latitude = outline.centroid.y
    return _degrees(_metres(outline, latitude).buffer(tolerance), latitude) if tolerance else outline


def boundary() -> Geometry:
    """Return the municipality's outline (settings.MUNICIPALITY_BOUNDARY), widened by the tolerance in settings."""
    return _load_boundary(str(settings.MUNICIPALITY_BOUNDARY), settings.BOUNDARY_TOLERANCE_METRES)


def _no_constant(name: str) -> float:
    raise AreaError(_("Koordinaterna måste vara tal. Ta bort %(name)s.") % {"name": name})


def _decode(text: str) -> Any:
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise AreaError(_("Gränsen har för många punkter. Rita den enklare."))
    try:
        return json.loads(text, parse_constant=_no_constant)
    except AreaError:
        raise
    except (ValueError, RecursionError):
        raise AreaError(
            _("Texten är inte GeoJSON. Rita gränsen på kartan eller klistra in hela texten igen.")
        ) from None


def _polygons(data: Any) -> list[list[Any]]:
    """Return the rings of every polygon in a geometry, a feature or a collection."""
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "Feature":
        return _polygons(data.get("geometry"))
    if kind == "FeatureCollection" and isinstance(data.get("features"), list):
        return [rings for feature in data["features"] for rings in _polygons(feature)]
    coordinates = data.get("coordinates") if isinstance(data, dict) else None
    if kind == "Polygon" and isinstance(coordinates, list):
        return [coordinates]
    if kind == "MultiPolygon" and isinstance(coordinates, list):
        return coordinates
    raise AreaError(
        _("Gränsen måste vara en yta (Polygon eller MultiPolygon), inte en punkt eller en linje.")
    )


def _point(raw: Any) -> tuple[float, float]:
    numbers = raw[:2] if isinstance(raw, list) else []
    if len(numbers) != 2 or any(isinstance(n, bool) or not isinstance(n, (int, float)) for n in numbers):  # noqa: PLR2004
        raise AreaError(_("Varje punkt måste ha två tal: longitud och latitud."))
    try:
        lon, lat = float(numbers[0]), float(numbers[1])
    except OverflowError:
        raise AreaError(_("Koordinaterna är för stora tal.")) from None
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise AreaError(_("Koordinaterna är för stora tal."))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004
        raise AreaError(_("Koordinaterna ska vara longitud och latitud i grader (WGS 84)."))
    return round(lon, DECIMALS), round(lat, DECIMALS)


def _ring(raw: Any) -> list[tuple[float, float]]:
    if not isinstance(raw, list):
        raise AreaError(_("Varje punkt måste ha två tal: longitud och latitud."))
    points = [_point(item) for item in raw]
    if len(points) < 4:  # noqa: PLR2004
        raise AreaError(_("Gränsen behöver minst tre hörn."))
    if points[0] != points[-1]:
        raise AreaError(_("Gränsen är inte sluten. Låt den sista punkten vara samma som den första."))
    return points


def _build(polygons: list[list[Any]]) -> Polygon | MultiPolygon:
    parts = []
    for rings in polygons:
        if not isinstance(rings, list) or not rings:
            raise AreaError(_("Gränsen behöver minst tre hörn."))
        outer, *holes = [_ring(ring) for ring in rings]
        parts.append(orient(Polygon(outer, holes)))
    if not parts:
        raise AreaError(_("Gränsen behöver minst tre hörn."))
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


# --- checking ---------------------------------------------------------------------------------------
def _check(area: Polygon | MultiPolygon) -> None:
    if area.convex_hull.area == 0:
        raise AreaError(_("Gränsen omsluter ingen yta. Flytta isär hörnen."))
    if not area.is_valid:
        raise AreaError(_("Gränsen korsar sig själv. Rita om den så att linjerna inte går över varandra."))
    if not boundary().covers(area):
        city = settings.MUNICIPALITY["name"]
        swapped = transform(area, lambda points: points[:, ::-1])
        if boundary().covers(swapped):
            raise AreaError(_("Koordinaterna står i fel ordning. Skriv longitud först, sedan latitud."))
        raise AreaError(
            _("Området ligger helt eller delvis utanför %(city)s. Flytta gränsen.") % {"city": city}
        )
    size = area_square_metres(area)
    smallest, largest = settings.AREA_MIN_SQUARE_METRES, settings.AREA_MAX_SQUARE_METRES
    if size < smallest:
        raise AreaError(_("Området är för litet. Rita minst %(size)s kvadratmeter.") % {"size": smallest})
    if size > largest:
        square_kilometres = f"{largest / 1_000_000:g}".replace(".", ",")
        raise AreaError(
            _("Området är för stort. Rita högst %(size)s kvadratkilometer.") % {"size": square_kilometres}
        )


def parse_area(text: str) -> dict[str, Any]:
    """Return the area in `text` as a normalised GeoJSON geometry; raises AreaError.

    Takes a Polygon, a MultiPolygon, or features that hold them. The area must be closed, must not cross
    itself, must lie inside the municipality and be of a sensible size. Rings are turned the standard way
    (RFC 7946) and coordinates rounded to six decimals.
    """
    try:
        area = _build(_polygons(_decode(text)))
        _check(area)
    except (ShapelyError, RecursionError):
        raise AreaError(_("Gränsen går inte att läsa. Rita om den på kartan.")) from None
    return json.loads(json.dumps(mapping(area)))


# --- measures ---------------------------------------------------------------------------------------
def _scale(latitude: float) -> tuple[float, float]:
    """Return metres per degree of longitude and of latitude."""
    return METRES_PER_DEGREE * math.cos(math.radians(latitude)), METRES_PER_DEGREE


def _metres(geometry: Geometry, latitude: float) -> Geometry:
    return transform(geometry, lambda points: points * _scale(latitude))


def _degrees(geometry: Geometry, latitude: float) -> Geometry:
    return transform(geometry, lambda points: points / _scale(latitude))


def area_square_metres(geometry: Geometry) -> float:
    """Return the size of a shapely geometry in square metres."""
    return float(_metres(geometry, geometry.centroid.y).area)


def area_hectares(geojson: dict[str, Any]) -> float:
    """Return the size of a GeoJSON area in hectares."""
    return area_square_metres(shape(geojson)) / SQUARE_METRES_PER_HECTARE


def overlaps(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Say whether two areas share more than a border (D18)."""
    return bool(shape(one).intersection(shape(other)).area > 0)


# --- drawing ----------------------------------------------------------------------------------------
SVG_WIDTH, SVG_HEIGHT, SVG_MARGIN = 640, 340, 36
BAR_STEPS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def _path(polygon: Polygon) -> str:
    rings = [polygon.exterior, *polygon.interiors]
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in list(ring.coords)[:-1]) + "Z" for ring in rings
    )


def _grid(step: float, left: float, top: float) -> str:
    """Return lines across the drawing, one `step` (the scale bar's length) apart, through the area's corner."""
    across = [left % step + step * at for at in range(int((SVG_WIDTH - left % step) // step) + 1)]
    down = [top % step + step * at for at in range(int((SVG_HEIGHT - top % step) // step) + 1)]
    return "".join([f"M{x:.1f} 0V{SVG_HEIGHT}" for x in across] + [f"M0 {y:.1f}H{SVG_WIDTH}" for y in down])


def svg(geojson: dict[str, Any], *, title: str, element_id: str = "area-map") -> SafeString:
    """Return a drawing of the area: `<svg role="img">` with a title and a scale bar, no style attributes.

    North is up, the squares of the grid are as wide as the scale bar. `title` says what the drawing
    shows; the page must give the boundary in words beside it. `element_id` has to be unique on the page.
    Colours come from the classes m-*; as attributes too, for documents that read no stylesheet.
    """
    area = shape(geojson)
    flat = _metres(area, area.centroid.y)
    west, south, east, north = flat.bounds
    scale = min(
        (SVG_WIDTH - 2 * SVG_MARGIN) / max(east - west, 1),
        (SVG_HEIGHT - 2 * SVG_MARGIN) / max(north - south, 1),
    )
    left = (SVG_WIDTH - (east - west) * scale) / 2
    top = (SVG_HEIGHT - (north - south) * scale) / 2
    drawn = transform(flat, lambda points: (points - (west, north)) * (scale, -scale) + (left, top))
    parts = list(drawn.geoms) if isinstance(drawn, MultiPolygon) else [drawn]
    shapes = format_html_join(
        "",
        '<path class="m-area" fill="#f7c93e" fill-opacity="0.5" stroke="#17211c" stroke-width="2.5"'
        ' stroke-dasharray="7 4" fill-rule="evenodd" d="{}"/>',
        ((_path(part),) for part in parts),
    )
    fitting = [step for step in BAR_STEPS if step * scale <= SVG_WIDTH / 3]
    bar = fitting[-1] if fitting else BAR_STEPS[0]
    right = SVG_WIDTH - 16
    return format_html(
        '<svg viewBox="0 0 {w} {h}" role="img" aria-labelledby="{id}-t"><title id="{id}-t">{title}</title>'
        '<rect class="m-land" fill="#eceee7" width="{w}" height="{h}"/>'
        '<path class="m-street" fill="none" stroke="#fff" stroke-width="2" d="{grid}"/>{shapes}'
        '<path class="m-bar" fill="none" stroke="#17211c" stroke-width="2" d="{bar}"/>'
        '<text class="m-name" font-family="Hanken" font-size="13" text-anchor="end" x="{right}" y="{label_y}">'
        "{label}</text>"
        '<path class="m-bar" fill="none" stroke="#17211c" stroke-width="2" d="M{north} 30V14l-5 7m5-7l5 7"/>'
        '<text class="m-name" font-family="Hanken" font-size="13" text-anchor="middle" x="{north}" y="46">{n}</text>'
        "</svg>",
        w=SVG_WIDTH,
        h=SVG_HEIGHT,
        id=element_id,
        title=title,
        shapes=shapes,
        grid=_grid(bar * scale, left, top),
        north=right - 6,
        n=_("N"),
        bar=f"M{right - bar * scale:.1f} {SVG_HEIGHT - 18}v6h{bar * scale:.1f}v-6",
        right=right,
        label_y=SVG_HEIGHT - 22,
        label=_("%(metres)s meter") % {"metres": bar},
    )
