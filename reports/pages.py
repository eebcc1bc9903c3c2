"""From a snapshot to the document as HTML: what the PDF is laid out from, and the page that shows a draft."""

from django.template.loader import render_to_string
from django.utils import timezone, translation

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
    context = {"doc": document, "substituted": substituted, "stylesheet": stylesheet, "ground": ground}
    with translation.override("sv"), timezone.override(timezone.get_default_timezone()):
        return render_to_string(document.template, context)
