"""Areas on the map: what counts as one, how it is read, how big it is."""

import json
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from applications import geo

CENTRE = (13.0175, 55.587)  # Norra Sofielund


def square(side: float = 0.002, lon: float = CENTRE[0], lat: float = CENTRE[1]) -> list[list[float]]:
    """Return the ring of a square, `side` degrees wide."""
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    return [[round(lon + x * side, 6), round(lat + y * side, 6)] for x, y in corners]


def polygon(*rings) -> str:
    """Return a GeoJSON polygon as text."""
    return json.dumps({"type": "Polygon", "coordinates": rings})


def said(text: str) -> str:
    """Return what the reader of areas answers `text` with."""
    with pytest.raises(geo.AreaError) as caught:
        geo.parse_area(text)
    return str(caught.value)


def test_rings_are_turned_the_standard_way_and_rounded():
    ring = [[lon + 0.00000004, lat] for lon, lat in reversed(square())]
    area = geo.parse_area(polygon(ring))
    [outer] = area["coordinates"]
    assert sorted(map(tuple, outer)) == sorted(map(tuple, square()))
    turning = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(outer))
    assert turning < 0  # anticlockwise


def test_a_hole_and_several_parts_are_kept():
    hole = square(0.0005, CENTRE[0] + 0.0005, CENTRE[1] + 0.0005)
    with_hole = geo.parse_area(polygon(square(), hole))
    assert len(with_hole["coordinates"]) == 2
    parts = {"type": "MultiPolygon", "coordinates": [[square()], [square(lon=CENTRE[0] + 0.01)]]}
    assert geo.parse_area(json.dumps(parts))["type"] == "MultiPolygon"


@pytest.mark.parametrize("gap", [0.001, 0.002])
def test_parts_that_overlap_or_touch_are_one(gap):
    parts = {"type": "MultiPolygon", "coordinates": [[square()], [square(lon=CENTRE[0] + gap)]]}
    area = geo.parse_area(json.dumps(parts))
    assert area["type"] == "Polygon"
    together = {"type": "Polygon", "coordinates": [square(0.002)]}
    assert geo.area_hectares(area) == pytest.approx(
        geo.area_hectares(together) * (1 + gap / 0.002), rel=0.001
    )


def test_a_part_that_crosses_itself_is_told_of_though_another_is_well():
    bow = [square()[at] for at in (0, 2, 1, 3, 0)]
    parts = {"type": "MultiPolygon", "coordinates": [[square(lon=CENTRE[0] + 0.01)], [bow]]}
    assert said(json.dumps(parts)).startswith("Gränsen korsar sig själv.")


LINES = "55.587000, 13.017500\n55.587000, 13.019500\n55.589000, 13.019500\n55.589000, 13.017500"


@pytest.mark.parametrize(
    "text",
    [
        LINES,
        LINES + "\n55.587000, 13.017500\n",
        "\r\n".join(LINES.split("\n")),
        LINES.replace(", ", " "),
        LINES.replace(", ", ";"),
        LINES.replace(", ", "\t").replace(".", ","),
        "\n".join(f"N {line.replace(', ', '° E ')}°" for line in LINES.split("\n")),
        "\n".join(", ".join(reversed(line.split(", "))) for line in LINES.split("\n")),
    ],
    ids=["plain", "closed", "dos", "space", "semicolon", "decimal commas", "with signs", "longitude first"],
)
def test_corners_are_read_the_usual_ways(text):
    assert geo.parse_area(text) == geo.parse_area(polygon(square()))


def test_an_empty_line_begins_a_new_part():
    other = "\n".join(f"{lat}, {lon}" for lon, lat in square(lon=CENTRE[0] + 0.01))
    area = geo.parse_area(f"{LINES}\n \n{other}\n\n")
    assert [len(part) for part in area["coordinates"]] == [1, 1]
    assert geo.parse_area(geo.as_text(area)) == area


def test_an_area_with_a_hole_is_shown_as_geojson():
    hole = square(0.0005, CENTRE[0] + 0.0005, CENTRE[1] + 0.0005)
    area = geo.parse_area(polygon(square(), hole))
    assert json.loads(geo.as_text(area)) == area


def test_features_are_read_too():
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": json.loads(polygon(square()))}
    collection = {"type": "FeatureCollection", "features": [feature]}
    assert geo.parse_area(json.dumps(collection)) == geo.parse_area(polygon(square()))


def test_a_third_coordinate_is_left_out():
    assert geo.parse_area(polygon([[*point, 12.5] for point in square()])) == geo.parse_area(
        polygon(square())
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "Texten är inte GeoJSON."),
        ("{Lingarnsgatan}", "Texten är inte GeoJSON."),
        ("Lingarnsgatan", "Raden ”Lingarnsgatan” går inte att läsa. Skriv ett hörn per rad"),
        ("55.587, 13.0175, 12", "Raden ”55.587, 13.0175, 12” går inte att läsa."),
        ("55.587, 13.0175\nvid kiosken", "Raden ”vid kiosken” går inte att läsa."),
        ("55.587, 13.0175", "Gränsen behöver minst tre hörn."),
        ("55.587, 13.0175\n55.588, 13.0185", "Gränsen behöver minst tre hörn."),
        ("6164000, 374000\n6164100, 374000\n6164100, 374100", "Koordinaterna ska vara longitud och latitud"),
        ("[" * 100_000, "Texten är inte GeoJSON."),
        ("x" * 300_000, "Gränsen har för många punkter."),
        ("[]", "Gränsen måste vara en yta"),
        ("null", "Raden ”null” går inte att läsa."),
        ('{"type": "Point", "coordinates": [13, 55]}', "Gränsen måste vara en yta"),
        ('{"type": "FeatureCollection", "features": [null]}', "Gränsen måste vara en yta"),
        ('{"type": "FeatureCollection", "features": []}', "Gränsen behöver minst tre hörn."),
        (polygon(), "Gränsen behöver minst tre hörn."),
        (polygon(square()[:3]), "Gränsen behöver minst tre hörn."),
        (polygon(square()[:4]), "Gränsen är inte sluten."),
        (polygon([1, 2, 3, 4]), "Varje punkt måste ha två tal"),
        (polygon([["13", "55"]] * 4), "Varje punkt måste ha två tal"),
        (polygon([[True, False]] * 4), "Varje punkt måste ha två tal"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 55]]]}', "Koordinaterna måste vara tal."),
        ('{"type": "Polygon", "coordinates": [[[1e999, 55]]]}', "Koordinaterna är för stora tal."),
        (
            '{"type": "Polygon", "coordinates": [[[' + "9" * 400 + ", 55]]]}",
            "Koordinaterna är för stora tal.",
        ),
        (
            polygon([[370, 55.5], [371, 55.5], [371, 56], [370, 55.5]]),
            "Koordinaterna ska vara longitud och latitud",
        ),
        (polygon([square()[0]] * 4), "Gränsen omsluter ingen yta."),
        (polygon([square()[at] for at in (0, 2, 1, 3, 0)]), "Gränsen korsar sig själv."),
        (polygon(square(lon=18.06, lat=59.33)), "Området ligger helt eller delvis utanför Malmö stad."),
        (polygon(square(0.03, lon=13.17)), "Området ligger helt eller delvis utanför Malmö stad."),
        (polygon([point[::-1] for point in square()]), "Koordinaterna står i fel ordning."),
        (polygon(square(0.00001)), "Området är för litet. Rita minst 100 kvadratmeter."),
        (polygon(square(0.04, lon=12.99)), "Området är för stort. Rita högst 5 kvadratkilometer."),
    ],
)
def test_what_is_no_area_is_answered_with_what_to_do(text, answer):
    assert said(text).startswith(answer)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner)
    ),
    max_leaves=12,
)


@given(st.sampled_from(["Polygon", "MultiPolygon", "Feature"]), json_values)
def test_no_json_breaks_the_reader(kind, value):
    said(json.dumps({"type": kind, "coordinates": value, "geometry": value}))


@given(st.text(max_size=80) | st.text("0123456789.,;- \n\tNE°", max_size=80))
def test_no_text_breaks_the_reader(text):
    with suppress(geo.AreaError):
        assert geo.parse_area(text)["type"] in {"Polygon", "MultiPolygon"}


near = st.tuples(
    st.floats(min_value=12.99, max_value=13.04, allow_nan=False),
    st.floats(min_value=55.56, max_value=55.60, allow_nan=False),
)


@given(st.lists(st.lists(near, min_size=3, max_size=7), min_size=1, max_size=3))
def test_what_the_reader_takes_is_whole_and_survives_being_shown_and_sent_back(parts):
    rings = [[[*map(list, part), list(part[0])]] for part in parts]
    try:
        area = geo.parse_area(json.dumps({"type": "MultiPolygon", "coordinates": rings}))
    except geo.AreaError:
        return
    assert shape(area).is_valid
    assert not shape(area).is_empty
    assert geo.parse_area(json.dumps(area)) == area
    assert geo.area_hectares(geo.parse_area(geo.as_text(area))) == pytest.approx(geo.area_hectares(area))


@given(
    st.floats(min_value=12.98, max_value=13.06),
    st.floats(min_value=55.56, max_value=55.59),
    st.floats(min_value=0.0005, max_value=0.02),
)
def test_the_size_is_right_within_half_a_per_cent(lon, lat, side):
    # One degree of latitude is 111.32 km at 55.6° on the ellipsoid, one of longitude 62.96 km.
    area = {"type": "Polygon", "coordinates": [square(side, lon, lat)]}
    expected = (side * 111_320) * (side * 62_960) / 10_000
    assert geo.area_hectares(area) == pytest.approx(expected, rel=0.005)


def test_neighbours_share_no_area_but_overlapping_ones_do():
    one = {"type": "Polygon", "coordinates": [square(0.002)]}
    beside = {"type": "Polygon", "coordinates": [square(0.002, CENTRE[0] + 0.002)]}
    across = {"type": "Polygon", "coordinates": [square(0.002, CENTRE[0] + 0.001)]}
    rounded = {"type": "Polygon", "coordinates": [square(0.002, CENTRE[0] + 0.001999)]}
    a_little = {"type": "Polygon", "coordinates": [square(0.002, CENTRE[0] + 0.00197)]}  # two metres
    assert not geo.overlaps(one, beside)
    assert not geo.overlaps(one, rounded)
    assert geo.overlaps(one, a_little)
    assert geo.overlaps(one, across)


def test_the_coast_of_the_coarse_outline_lies_inside_the_tolerance():
    assert geo.parse_area(polygon(square(0.002, 12.975, 55.6125)))  # Västra Hamnen
