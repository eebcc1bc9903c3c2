"""The field of an area: text, corners or a file; what it says, what it keeps, and that nothing breaks it."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from applications import geo
from applications.area_fields import AreaInput, PolygonField
from applications.forms_base import SamverkanForm
from tests import factories

AREA = json.dumps(factories.POLYGON)
CORNERS = "55.587000, 13.016100\n55.586550, 13.016250\n55.586900, 13.019000\n55.587350, 13.018850"


class AreaForm(SamverkanForm):
    """A form with an area and nothing else."""

    area = PolygonField(label="Området", required=False)


def posted(text: str = "", file: bytes | None = None, name: str = "gata.geojson", **kwargs) -> AreaForm:
    """Return the form with a text and a file sent in."""
    data = QueryDict(mutable=True)
    data["area"] = text
    files = {} if file is None else {"area-file": SimpleUploadedFile(name, file)}
    return AreaForm(data, files, **kwargs)


def said(form: AreaForm) -> str:
    """Return the one message at the field."""
    assert not form.is_valid()
    [message] = form.errors["area"]
    return message


@pytest.mark.parametrize("text", [AREA, CORNERS])
def test_an_area_comes_back_as_geojson(text):
    field = PolygonField()
    area = field.clean(text)
    assert area == factories.POLYGON
    assert field.clean(field.prepare_value(area)) == area
    assert not field.has_changed(area, text)
    assert field.has_changed(area, text.replace("13.016100", "13.0162").replace("13.0161,", "13.0162,"))


def test_an_area_may_be_left_out_or_taken_away():
    field = PolygonField(required=False)
    assert field.clean("") is None
    assert field.has_changed(factories.POLYGON, AreaInput(""))
    assert not field.has_changed(None, AreaInput(""))


def test_a_needed_area_is_asked_for():
    with pytest.raises(ValidationError):
        PolygonField().clean(AreaInput(" "))


def test_a_wrong_area_is_answered_at_the_field_and_stays_in_the_box():
    form = posted("55.587 13.016\nvid kiosken & <b>")
    assert said(form).startswith("Raden ”vid kiosken & <b>” går inte att läsa.")
    html = str(form["area"])
    assert "vid kiosken &amp; &lt;b&gt;</textarea>" in html
    assert 'aria-invalid="true"' in html


def test_a_file_wins_over_the_text():
    form = posted("något annat", b"\xef\xbb\xbf" + AREA.encode())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["area"] == factories.POLYGON
    assert form.has_changed()


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"%PDF-1.7", "Filen går inte att läsa. Välj en GeoJSON-fil"),
        (b"\xff\xfe\x00", "Filen går inte att läsa. Välj en GeoJSON-fil"),
        (b"   ", "Filen går inte att läsa. Välj en GeoJSON-fil"),
        (b"{", "Texten är inte GeoJSON."),
        (b"{" + b" " * geo.MAX_BYTES, "Filen är för stor. Välj en GeoJSON-fil på högst 200 kB"),
        (b'{"type": "Point", "coordinates": [13, 55]}', "Gränsen måste vara en yta"),
    ],
)
def test_a_file_that_is_none_is_answered_and_the_text_stays(content, answer):
    form = posted(CORNERS, content)
    assert said(form).startswith(answer)
    assert "55.587000, 13.016100" in str(form["area"])


@given(
    st.binary(max_size=60)
    | st.text(max_size=40).map(lambda text: ('{"type":"Polygon",' + text).encode("utf-8", "replace"))
)
def test_no_file_breaks_the_field(content):
    form = posted(file=content)
    assert not form.is_valid() or form.cleaned_data["area"] is None
    assert str(form["area"])


def test_a_stored_area_is_drawn_and_stands_in_the_box():
    html = str(AreaForm(initial={"area": factories.POLYGON})["area"])
    assert "<svg" in html
    assert "<title" in html
    assert "Markerat: cirka 0,9 hektar." in html
    assert CORNERS in html
    assert 'style="' not in html


def test_the_form_says_that_it_takes_files_and_which_scripts_it_needs():
    form = AreaForm()
    assert form.is_multipart()
    media = str(form.media)
    assert [media.index(part) for part in ("leaflet.js", "leaflet-geoman.min.js", "js/map.js")] == sorted(
        media.index(part) for part in ("leaflet.js", "leaflet-geoman.min.js", "js/map.js")
    )
    assert media.count("defer") == 3
