"""What the map loads: its backdrop, its libraries, and tiles only where the city has set them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from applications import map_views
from applications.area_fields import PolygonField
from samverkan import env

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"


def test_the_backdrop_holds_the_municipality_between_its_neighbours_and_their_names(client):
    response = client.get(reverse("map_backdrop"))
    assert response["Content-Type"].startswith("application/geo+json")
    assert response["Cache-Control"] == "public, max-age=86400"
    data = json.loads(response.content)
    kinds = [feature["properties"]["kind"] for feature in data["features"]]
    assert kinds.count("city") == 1
    assert sorted(kinds, key=["around", "city", "place"].index) == kinds
    names = {feature["properties"].get("name") for feature in data["features"]}
    assert {"Burlöv", "Malmö", "Oxie"} <= names
    assert data["attribution"] == "Gränser: SCB. Ortnamn: GeoNames (CC BY 4.0)"
    assert client.post(reverse("map_backdrop")).status_code == 405


def test_another_city_may_have_no_backdrop_but_its_outline(client, settings, tmp_path):
    settings.MAP_BACKDROP = tmp_path / "saknas.geojson"
    data = json.loads(client.get(reverse("map_backdrop")).content)
    assert [feature["properties"]["kind"] for feature in data["features"]] == ["city"]
    assert data["attribution"] == ""
    map_views._backdrop.cache_clear()


@pytest.mark.parametrize("name", ["leaflet", "leaflet-geoman"])
def test_every_vendored_library_has_its_licence_and_loads_nothing_else(name):
    folder = VENDOR / name
    assert (folder / "LICENSE").read_text(encoding="utf-8").strip()
    for path in [*folder.glob("*.js"), *folder.glob("*.css")]:
        text = path.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        if path.suffix == ".css":
            assert "data:" not in text
            assert "url(http" not in text


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("https://karta.example.org/{z}/{x}/{y}.png", "https://karta.example.org"),
        ("https://{s}.example.org:8443/{z}/{x}/{y}.png", "https://*.example.org:8443"),
    ],
)
def test_the_source_of_tiles_is_read_from_their_address(address, source):
    assert env.origin(address) == source


@pytest.mark.parametrize("address", ["karta.example.org", "javascript:alert(1)", "//example.org/{z}"])
def test_what_is_no_address_of_tiles_stops_the_start(address):
    with pytest.raises(ImproperlyConfigured):
        env.origin(address)


def test_tiles_come_into_the_page_and_the_policy_only_when_they_are_set(settings):
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] == ["'self'"]
    assert 'data-tiles=""' in PolygonField().widget.render("area", "", {"id": "id_area"})
    settings.MAP_TILES_URL = "https://karta.example.org/{z}/{x}/{y}.png"
    settings.MAP_TILES_ATTRIBUTION = "© Malmö stad & andra"
    html = PolygonField().widget.render("area", "", {"id": "id_area"})
    assert 'data-tiles="https://karta.example.org/{z}/{x}/{y}.png"' in html
    assert 'data-attribution="© Malmö stad &amp; andra"' in html


def test_a_set_address_of_tiles_extends_the_policy(tmp_path):
    code = "from samverkan import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
    tiles = {"SAMVERKAN_MAP_TILES_URL": "https://karta.example.org/{z}/{x}/{y}.png"}
    answer = subprocess.run(  # noqa: S603 - our own settings, read anew
        [sys.executable, "-c", code],
        env={**os.environ, **tiles, "SAMVERKAN_DATA_DIR": str(tmp_path), "SAMVERKAN_SECRET_KEY": "x"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[\"'self'\", 'https://karta.example.org', 'data:']"
