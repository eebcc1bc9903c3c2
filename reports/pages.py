"""From a snapshot to the document as HTML: what the PDF is laid out from, and the page that shows a draft."""

from base64 import b64encode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from applications.models import Logotype
from applications.registry.masking import KIND as MASKED_COPY
from reports.contexts import Json, parse
from reports.text import printable_snapshot

STYLESHEET = "css/pdf.css"


def render_html(kind: str, snapshot: Json, *, stylesheet: str = "") -> str:
    """Return the document as HTML, always in Swedish and in local time, whoever asks.

    With `stylesheet` (a URL) the page stands on its own in a browser; the PDF brings its own style sheet.
    Raises `SnapshotError` when the snapshot does not follow its schema.
    """
    shown, substituted = printable_snapshot(snapshot)
    document = parse(kind, shown)
    ground = shown["ground"] if kind == MASKED_COPY else ""
    context = {
        "doc": document,
        "substituted": substituted,
        "stylesheet": stylesheet,
        "ground": ground,
        "logotype": _logotype(document.municipality.logotype, in_browser=bool(stylesheet)),
    }
    with translation.override("sv"), timezone.override(timezone.get_default_timezone()):
        return render_to_string(document.template, context)


def _logotype(key: str, *, in_browser: bool) -> str:
    """Return where the logotype is: its address for a page, the picture itself for a PDF; "" without one."""
    if not key.isdecimal():
        return ""
    if in_browser:
        return reverse("logotype", args=[key])
    return "data:image/png;base64," + b64encode(Logotype.objects.get(pk=key).picture).decode()
