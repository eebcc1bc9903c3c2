"""Areas on the map: what counts as one, how big it is, how it is drawn."""

import json
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ("Lingarnsgatan", "Texten är inte GeoJSON."),
        ("[" * 100_000, "Texten är inte GeoJSON."),
        ("x" * 300_000, "Gränsen har för många punkter."),
        ("null", "Gränsen måste vara en yta"),
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
    assert not geo.overlaps(one, beside)
    assert geo.overlaps(one, across)


def test_the_coast_of_the_coarse_outline_lies_inside_the_tolerance():
    assert geo.parse_area(polygon(square(0.002, 12.975, 55.6125)))  # Västra Hamnen


def test_the_drawing_has_a_name_a_scale_bar_and_no_style():
    area = geo.parse_area(polygon(square()))
    drawing = geo.svg(area, title='Karta över "A & <b>"', element_id="k1")
    svg = ET.fromstring(drawing)  # noqa: S314 - our own markup
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == "k1-t"
    title = svg.find("title")
    assert (title.attrib["id"], title.text) == ("k1-t", 'Karta över "A & <b>"')
    texts = [element.text for element in svg.iter("text")]
    assert "100 meter" in texts
    assert all("style" not in element.attrib for element in svg.iter())


def test_the_drawing_stays_inside_its_frame():
    area = geo.parse_area(polygon(square()))
    svg = ET.fromstring(geo.svg(area, title="x"))  # noqa: S314 - our own markup
    path = next(e.attrib["d"] for e in svg.iter("path") if e.get("class") == "m-area")
    numbers = [float(number) for number in path.replace("M", " ").replace("L", " ").replace("Z", " ").split()]
    assert all(0 <= x <= geo.SVG_WIDTH for x in numbers[::2])
    assert all(0 <= y <= geo.SVG_HEIGHT for y in numbers[1::2])
