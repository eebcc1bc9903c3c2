"""The form field of a drawn area: a map, a file, or a list of corners; always a text box underneath (R4)."""

import json
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import geo, geo_svg
from applications.form_messages import tidy


class AreaInput(NamedTuple):
    """What was posted: the text of the box, and a file when one was chosen. The file wins."""

    text: str
    file: UploadedFile | None = None


class AreaWidget(forms.Textarea):
    """A text box and a file; static/js/map.js puts a map before them and keeps the box filled."""

    template_name = "samverkan/widgets/area.html"
    needs_multipart_form = True
    use_fieldset = True

    class Media:
        css = {
            "all": [
                "vendor/leaflet/leaflet.css",
                "vendor/leaflet-geoman/leaflet-geoman.css",
                "css/map.css",
            ]
        }
        js = [
            Script("vendor/leaflet/leaflet.js", defer=True),
            Script("vendor/leaflet-geoman/leaflet-geoman.min.js", defer=True),
            Script("js/map.js", defer=True),
        ]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> AreaInput:
        """Return the text and the file that were posted."""
        return AreaInput(tidy(str(data.get(name) or "")), (files or {}).get(f"{name}-file"))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether the page had no such field."""
        return name not in data and f"{name}-file" not in (files or {})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the drawing of what the box holds, and what the script needs to know."""
        context = super().get_context(name, value, attrs)
        area = _readable(str(context["widget"]["value"] or ""))
        box = context["widget"]["attrs"].get("id", name)
        west, south, east, north = geo.outline().bounds
        context["area"] = area
        context["drawing"] = (
            geo_svg.svg(area, title=_("Området som det är ritat"), element_id=f"{box}-karta") if area else ""
        )
        context["map"] = {
            "bounds": f"{west},{south},{east},{north}",
            "backdrop": reverse("map_backdrop"),
            "tiles": settings.MAP_TILES_URL,
            "attribution": settings.MAP_TILES_ATTRIBUTION,
            "words": json.dumps(_words(), ensure_ascii=False),
        }
        return context


def _readable(text: str) -> dict[str, Any] | None:
    """Return the area in `text`, or None when there is none that can be drawn."""
    try:
        return geo.parse_area(text) if text else None
    except geo.AreaError:
        return None


def _words() -> dict[str, str]:
    """Return what the script says, in the reader's language; {n}, {of} and {size} are filled in there."""
    return {
        "map": _(
            "Karta. Flytta den med piltangenterna, zooma med plus och minus. Enter lägger till ett hörn i mitten."
        ),
        "zoomIn": _("Zooma in"),
        "zoomOut": _("Zooma ut"),
        "drag": _("Flytta området"),
        "remove": _("Ta bort en del"),
        "finish": _("Klar"),
        "corner": _("Hörn {n} av {of}. Flytta det med piltangenterna, ta bort det med Delete."),
        "first": _("Klicka där det första hörnet ska vara"),
        "next": _("Klicka där nästa hörn ska vara"),
        "last": _("Klicka på det första hörnet när området är klart"),
        "added": _("Hörn {n} är tillagt."),
        "same": _("Där finns redan ett hörn. Flytta kartan först."),
        "crosses": _("Då skulle gränsen korsa sig själv. Flytta kartan och försök igen."),
        "few": _("Det behövs minst tre hörn. Nu är det {n}."),
        "moved": _("Området är ändrat."),
        "undone": _("Det senaste är ångrat."),
        "nothing": _("Det finns inget att ångra."),
        "removed": _("Området är borttaget. Välj Ångra om ni vill ha det tillbaka."),
        "none": _("Inget område är ritat än."),
        "one": _("Markerat: cirka {size} hektar."),
        "many": _("Markerat: {n} delar, tillsammans cirka {size} hektar."),
        "file": _("Filen går inte att visa här. Spara, så står det vad som är fel."),
        "text": _("Texten går inte att visa här. Spara, så står det vad som är fel."),
    }


class PolygonField(forms.CharField):
    """The drawn area (WGS84), from the map, a GeoJSON file, GeoJSON text or a list of corners.

    Value: normalised GeoJSON dict, longitude first, or None when empty (R4).
    """

    default_error_messages = {
        "file_too_big": gettext_lazy("Filen är för stor. Välj en GeoJSON-fil på högst %(size)s kB"),
        "file_kind": gettext_lazy("Filen går inte att läsa. Välj en GeoJSON-fil (.geojson eller .json)"),
    }

    def __init__(self, **kwargs: Any) -> None:
        for model_only in ("encoder", "decoder", "max_length"):
            kwargs.pop(model_only, None)
        kwargs.setdefault(
            "widget", AreaWidget(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"})
        )
        super().__init__(max_length=geo.MAX_BYTES, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the area as a GeoJSON dict; raises ValidationError with what to do about it."""
        if isinstance(value, dict):
            return value
        given = value if isinstance(value, AreaInput) else AreaInput(value)
        text = self._text_of(given.file) if given.file else super().to_python(given.text)
        if not text:
            return None
        try:
            return geo.parse_area(text)
        except geo.AreaError as error:
            raise ValidationError(str(error), code="area") from None

    def _text_of(self, file: UploadedFile) -> str:
        if (file.size or 0) > geo.MAX_BYTES:
            raise ValidationError(
                self.error_messages["file_too_big"],
                code="file_too_big",
                params={"size": geo.MAX_BYTES // 1000},
            )
        try:
            text = file.read().decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            text = ""
        if not text.startswith("{"):
            raise ValidationError(self.error_messages["file_kind"], code="file_kind")
        return text

    def run_validators(self, value: Any) -> None:
        """Check nothing more: the area was checked as a whole, and is no text any longer."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show again what stood in the box."""
        return data.text if isinstance(data, AreaInput) else super().bound_data(data, initial)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether what was posted is another area, however it is written."""
        given = data if isinstance(data, AreaInput) else AreaInput(data or "")
        if given.file or not given.text:
            return bool(given.file) or bool(initial)
        return _readable(given.text) != initial

    def prepare_value(self, value: Any) -> Any:
        """Show a stored area as corners, latitude first; with holes only GeoJSON can say it."""
        if isinstance(value, AreaInput):
            return value.text
        return geo.as_text(value) if isinstance(value, dict) else value
