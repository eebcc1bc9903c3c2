"""What lies behind the drawing on the map: the municipality, its neighbours, the names of places."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from shapely.geometry import mapping

from applications import geo


@lru_cache(maxsize=2)
def _backdrop(boundary: Path, around: Path) -> str:
    """Return the municipality and what lies around it as one GeoJSON collection.

    Every feature says its `kind`: "around", "city" or "place". The paths are the key of the cache.
    """
    found: dict[str, Any] = json.loads(around.read_text(encoding="utf-8")) if around.exists() else {}
    city = {"type": "Feature", "properties": {"kind": "city"}, "geometry": mapping(geo.outline())}
    features = found.get("features", [])
    below = [one for one in features if one["properties"]["kind"] == "around"]
    above = [one for one in features if one["properties"]["kind"] == "place"]
    collection = {
        "type": "FeatureCollection",
        "attribution": found.get("attribution", ""),
        "features": [*below, city, *above],
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def map_backdrop(request: HttpRequest) -> HttpResponse:
    """Return the backdrop of the map, the same for everybody."""
    text = _backdrop(settings.MUNICIPALITY_BOUNDARY, settings.MAP_BACKDROP)
    return HttpResponse(text, content_type="application/geo+json; charset=utf-8")
