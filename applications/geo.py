"""Areas on the map: reading and checking what somebody drew, typed or pasted, and its size (R4, D18).

Stored coordinates are WGS84, longitude first. Lengths and areas come from a local projection (degrees scaled
by the cosine of the latitude), which is exact to a few tenths of a per cent for an area inside one city.
"""

import json
import math
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from shapely import Geometry, set_precision, transform
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.polygon import orient
from shapely.ops import unary_union

from applications.city import values
from applications.language import decimal

MAX_BYTES = 200_000
DECIMALS = 6  # about a decimetre
METRES_PER_DEGREE = 111_320.0
SQUARE_METRES_PER_HECTARE = 10_000
SLIVER_METRES = 1  # how wide a strip two areas along the same street may share by a hand that slips


class AreaError(ValueError):
    """What is wrong with a drawn area, in words for the one who drew it."""


# --- the municipality ----------------------------------------------------------------------------------------
@lru_cache(maxsize=4)
def _load_boundary(path: str, tolerance: int) -> Geometry:
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    geometries = [feature["geometry"] for feature in data["features"]] if "features" in data else [data]
    outline = unary_union([shape(geometry.get("geometry", geometry)) for geometry in geometries])
    latitude = outline.centroid.y
    return _degrees(metres(outline, latitude).buffer(tolerance), latitude) if tolerance else outline


def outline() -> Geometry:
    """Return the municipality's outline as the file in settings.MUNICIPALITY_BOUNDARY gives it."""
    return _load_boundary(str(settings.MUNICIPALITY_BOUNDARY), 0)


def boundary() -> Geometry:
    """Return what an area must lie inside: the outline, widened by the tolerance in settings."""
    return _load_boundary(str(settings.MUNICIPALITY_BOUNDARY), settings.BOUNDARY_TOLERANCE_METRES)


# --- reading GeoJSON --------------------------------------------------------------------------------
def _no_constant(name: str) -> float:
    raise AreaError(_("Koordinaterna måste vara tal. Ta bort %(name)s.") % {"name": name})


def _decode(text: str) -> Any:
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
    """Return the area; parts that touch or overlap are one part, as the one who drew them means."""
    parts = []
    for rings in polygons:
        if not isinstance(rings, list) or not rings:
            raise AreaError(_("Gränsen behöver minst tre hörn."))
        outer, *holes = [_ring(ring) for ring in rings]
        parts.append(Polygon(outer, holes))
    if not parts:
        raise AreaError(_("Gränsen behöver minst tre hörn."))
    if len(parts) == 1:
        return parts[0]
    area = MultiPolygon(parts)
    if area.is_valid or not all(part.is_valid for part in parts):
        return area
    together = set_precision(unary_union(parts), 10**-DECIMALS)
    return transform(together, lambda points: points.round(DECIMALS))


# --- reading typed coordinates ----------------------------------------------------------------------
NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,20})?")
DECORATION = re.compile(r"[NEÖOneöo°()\[\]]")  # "55,587° N, 13,016° Ö"


def _numbers(line: str) -> list[float]:
    """Return the two numbers of a line: "55.587, 13.016", "55,587 13,016", "13.016;55.587"."""
    plain = DECORATION.sub(" ", line)
    if "." in plain:
        plain = plain.replace(",", " ")
    found = NUMBER.findall(plain)
    if len(found) != 2 or NUMBER.sub("", plain).strip(" \t,;"):  # noqa: PLR2004
        shown = line.strip()[:40]
        raise AreaError(
            _(
                "Raden ”%(line)s” går inte att läsa. Skriv ett hörn per rad, till exempel 55,58700 13,01610. "
                "Ni kan också klistra in GeoJSON."
            )
            % {"line": shown}
        )
    return [float(number.replace(",", ".")) for number in found]


def _typed(text: str) -> list[list[Any]]:
    """Return the rings in a list of corners, one a line; an empty line begins a new part.

    Latitude stands first, as maps give it. A list that only makes sense the other way round is turned.
    """
    parts: list[list[list[float]]] = [[]]
    for line in text.splitlines():
        if line.strip():
            parts[-1].append(_numbers(line))
        elif parts[-1]:
            parts.append([])
    parts = [part if part[0] == part[-1] else [*part, part[0]] for part in parts if part]
    west, south, east, north = boundary().bounds
    points = [point for part in parts for point in part]
    latitude_first = all(south <= one <= north and west <= two <= east for one, two in points)
    longitude_first = all(south <= two <= north and west <= one <= east for one, two in points)
    if longitude_first and not latitude_first:
        return [[part] for part in parts]
    return [[[point[::-1] for point in part]] for part in parts]


# --- checking ---------------------------------------------------------------------------------------
def _check(area: Polygon | MultiPolygon) -> None:
    if area.convex_hull.area == 0:
        raise AreaError(_("Gränsen omsluter ingen yta. Flytta isär hörnen."))
    if not area.is_valid:
        raise AreaError(_("Gränsen korsar sig själv. Rita om den så att linjerna inte går över varandra."))
    if not boundary().covers(area):
        city = values.municipality()["name"]
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
        square_kilometres = decimal(f"{largest / 1_000_000:g}")
        raise AreaError(
            _("Området är för stort. Rita högst %(size)s kvadratkilometer.") % {"size": square_kilometres}
        )


def parse_area(text: str) -> dict[str, Any]:
    """Return the area in `text` as a normalised GeoJSON geometry; raises AreaError.

    Takes a Polygon, a MultiPolygon, or features that hold them, and a list of corners, one a line (an empty
    line begins a new part). The area must not cross itself, must lie inside the municipality and be of a
    sensible size; GeoJSON must be closed. Rings are turned the standard way (RFC 7946) and coordinates
    rounded to six decimals.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise AreaError(_("Gränsen har för många punkter. Rita den enklare."))
    is_json = text.lstrip()[:1] in ("{", "[", "")
    try:
        area = _build(_polygons(_decode(text)) if is_json else _typed(text))
        _check(area)
    except (ShapelyError, RecursionError):
        raise AreaError(_("Gränsen går inte att läsa. Rita om den på kartan.")) from None
    return json.loads(json.dumps(mapping(_turned(area))))


def as_text(geojson: dict[str, Any]) -> str:
    """Return a stored area as `parse_area` takes it back: corners one a line, or GeoJSON when it has holes."""
    polygons = _polygons(geojson)
    if any(len(rings) > 1 for rings in polygons):
        return json.dumps(geojson)
    parts = ("\n".join(f"{lat:.6f}, {lon:.6f}" for lon, lat in rings[0][:-1]) for rings in polygons)
    return "\n\n".join(parts)


def _turned(area: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """Return the area with outer rings anticlockwise and holes clockwise."""
    if isinstance(area, MultiPolygon):
        return MultiPolygon([orient(part) for part in area.geoms])
    return orient(area)


# --- measures ---------------------------------------------------------------------------------------
def _scale(latitude: float) -> tuple[float, float]:
    """Return metres per degree of longitude and of latitude."""
    return METRES_PER_DEGREE * math.cos(math.radians(latitude)), METRES_PER_DEGREE


def metres(geometry: Geometry, latitude: float) -> Geometry:
    """Return a geometry in metres, as a flat map at `latitude` shows it."""
    return transform(geometry, lambda points: points * _scale(latitude))


def _degrees(geometry: Geometry, latitude: float) -> Geometry:
    return transform(geometry, lambda points: points / _scale(latitude))


def area_square_metres(geometry: Geometry) -> float:
    """Return the size of a shapely geometry in square metres."""
    return float(metres(geometry, geometry.centroid.y).area)


def area_hectares(geojson: dict[str, Any]) -> float:
    """Return the size of a GeoJSON area in hectares."""
    return area_square_metres(shape(geojson)) / SQUARE_METRES_PER_HECTARE


def bounds(geojson: dict[str, Any]) -> tuple[float, float, float, float]:
    """Return the box around a GeoJSON area: west, south, east, north."""
    return shape(geojson).bounds


def overlaps(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Say whether two areas share more than a strip along their border (D18)."""
    shared = shape(one).intersection(shape(other))
    return not shared.is_empty and not metres(shared, shared.centroid.y).buffer(-SLIVER_METRES / 2).is_empty
