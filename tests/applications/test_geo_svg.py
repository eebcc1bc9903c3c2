"""The drawing of an area: named, to scale, inside its frame, in the right place of the municipality."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications import geo_svg
from tests.applications.test_geo import CENTRE, square

AREA = {"type": "Polygon", "coordinates": [square()]}
PARTS = {"type": "MultiPolygon", "coordinates": [[square()], [square(lon=CENTRE[0] + 0.02)]]}


def drawn(area=None, **kwargs) -> ET.Element:
    """Return the drawing as a tree."""
    return ET.fromstring(geo_svg.svg(area or AREA, **{"title": "x", **kwargs}))  # noqa: S314 - our own markup


def numbers(path: str) -> list[float]:
    """Return the coordinates of a path."""
    return [float(number) for number in re.findall(r"-?[0-9.]+", path)]


def paths(svg: ET.Element, name: str) -> list[str]:
    """Return the paths of a class."""
    return [e.attrib["d"] for e in svg.iter("path") if e.get("class") == name]


def test_it_has_a_name_a_scale_bar_and_no_style():
    svg = drawn(title='Karta över "A & <b>"', element_id="k1")
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == "k1-t"
    title = svg.find("title")
    assert (title.attrib["id"], title.text) == ("k1-t", 'Karta över "A & <b>"')
    assert "100 meter" in [element.text for element in svg.iter("text")]
    assert all("style" not in element.attrib for element in svg.iter())


@pytest.mark.parametrize("frame", [geo_svg.WIDE, geo_svg.NARROW])
@pytest.mark.parametrize(("area", "parts"), [(AREA, 1), (PARTS, 2)])
def test_every_part_stays_inside_the_frame_and_clear_of_the_corner_map(frame, area, parts):
    found = paths(drawn(area, frame=frame), "m-area")
    assert len(found) == parts
    for path in found:
        assert all(frame.locator <= x <= frame.width for x in numbers(path)[::2])
        assert all(0 <= y <= frame.height for y in numbers(path)[1::2])


def test_the_scale_is_true_and_the_projection_keeps_shapes():
    # 0.002 degrees are 222.6 metres northwards and, at 55.588°, 125.8 metres eastwards
    svg = drawn()
    [path], [bar, _north] = paths(svg, "m-area"), paths(svg, "m-bar")
    x, y = numbers(path)[::2], numbers(path)[1::2]
    unit = numbers(bar.split("h")[1])[0] / 100  # the bar is 100 metres
    assert (max(x) - min(x)) / unit == pytest.approx(125.8, rel=0.01)
    assert (max(y) - min(y)) / unit == pytest.approx(222.6, rel=0.01)


def test_the_dot_moves_with_the_area():
    def dot(lon, lat):
        area = {"type": "Polygon", "coordinates": [square(lon=lon, lat=lat)]}
        circle = next(e for e in drawn(area).iter("circle"))
        return float(circle.attrib["cx"]), float(circle.attrib["cy"])

    (west, north), (east, south) = dot(12.99, 55.60), dot(13.07, 55.53)
    assert west < east
    assert north < south
    inner = geo_svg.WIDE.locator - 2 * geo_svg.GAP
    assert all(0 <= place <= inner for place in (west, north, east, south))


@given(st.floats(min_value=0.0001, max_value=0.05), st.floats(min_value=0.0001, max_value=0.05))
def test_any_size_can_be_drawn(wide, high):
    ring = [
        [13.0, 55.56],
        [13.0 + wide, 55.56],
        [13.0 + wide, 55.56 + high],
        [13.0, 55.56 + high],
        [13.0, 55.56],
    ]
    [path] = paths(drawn({"type": "Polygon", "coordinates": [ring]}), "m-area")
    assert all(0 <= number <= geo_svg.WIDE.width for number in numbers(path))
