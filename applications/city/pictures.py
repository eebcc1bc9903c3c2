"""A logotype from an upload: opened as PNG or JPEG and drawn anew, so that nothing but its pixels comes along."""

from io import BytesIO
from typing import IO, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 20_000_000
LARGEST = (960, 240)  # what a page at double density and a document need
SMALLEST = 16


class Picture(NamedTuple):
    """A PNG without transparency, and its size in pixels."""

    data: bytes
    width: int
    height: int


def drawn_anew(upload: IO[bytes]) -> Picture:
    """Return the picture on white, no larger than it is shown. Raises ValidationError with what to do instead."""
    data = upload.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValidationError(_("Bilden är för stor. Välj en på högst 2 MB."))
    if b"<svg" in data[:1000].lower():
        raise ValidationError(_("En SVG-fil kan innehålla program. Spara logotypen som PNG och välj den."))
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("Bilden har för många bildpunkter. Välj en mindre."))
            if min(picture.size) < SMALLEST:
                raise ValidationError(_("Bilden är för liten. Välj en som är minst 16 bildpunkter hög."))
            return _on_white(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ValidationError(_("Bilden går inte att läsa. Välj en PNG eller JPEG.")) from None


def _on_white(picture: Image.Image) -> Picture:
    seen = picture.convert("RGBA")
    seen.thumbnail(LARGEST)
    page = Image.new("RGB", seen.size, "white")
    page.paste(seen, mask=seen.getchannel("A"))
    drawn = BytesIO()
    page.save(drawn, "PNG", optimize=True)
    return Picture(drawn.getvalue(), *page.size)
