"""Pictures without what they tell beside what they show: place, camera, thumbnails, comments, hidden data.

The picture itself is copied byte for byte, so nothing of its quality is lost; which way is up is kept, and colours.
"""

import struct
import zlib
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, UnidentifiedImageError

from applications.attachments.archives import BROKEN
from applications.attachments.unfit import Unfit

PIXELS_MAX = 80_000_000
TOO_MANY = _("%(name)s har för många bildpunkter. Spara bilden i mindre storlek och välj den igen")
UPRIGHT = 1

# JPEG markers
SOI, EOI, SOS, APP0, APP1, APP2, APP14, APP15, COMMENT = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
RESTARTS = range(0xD0, 0xD8)
KEPT_APPS = {APP0: b"JFIF\0", APP2: b"ICC_PROFILE\0", APP14: b"Adobe"}
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT".split()
)
WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
WEBP_TELLS_EXIF, WEBP_TELLS_XMP = 0x08, 0x04
EXIF_PREFIX = b"Exif\0\0"


def cleaned(data: bytes, form: str) -> bytes:
    """Return a picture (`form`: JPEG, PNG or WEBP) with nothing but the picture, its colours and its orientation.

    Raises Unfit when it is damaged or has more than PIXELS_MAX pixels.
    """
    try:
        orientation = _look(data, form)
        rewritten = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp}[form](data, _exif(orientation))
        _look(rewritten, form)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(TOO_MANY) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error, IndexError, zlib.error):
        raise Unfit(BROKEN) from None
    return rewritten


def _look(data: bytes, form: str) -> int:
    """Return which way is up (EXIF, 1–8) after opening and verifying the picture without decoding it."""
    with Image.open(BytesIO(data), formats=[form]) as picture:
        if picture.width * picture.height > PIXELS_MAX:
            raise Unfit(TOO_MANY)
        orientation = picture.getexif().get(ExifTags.Base.Orientation, UPRIGHT)
    with Image.open(BytesIO(data), formats=[form]) as picture:
        picture.verify()
    return orientation if orientation in range(1, 9) else UPRIGHT


def _exif(orientation: int) -> bytes:
    """Return EXIF data that says which way is up and nothing else; nothing for an upright picture."""
    if orientation == UPRIGHT:
        return b""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return EXIF_PREFIX + exif.tobytes().removeprefix(EXIF_PREFIX)


def _jpeg(data: bytes, exif: bytes) -> bytes:
    """Copy the segments that make the picture, up to its end; what follows it is left out."""
    head, body, at = [bytes((0xFF, SOI))], [], 2
    while True:
        if data[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
            raise ValueError
        marker = data[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - fill bytes may stand before a marker
            at += 1
            continue
        if marker == EOI:
            body.append(data[at : at + 2])
            break
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        segment = data[at:end]
        if marker == APP0 and segment[4:].startswith(KEPT_APPS[APP0]):
            head.append(segment)
        elif not _tells(marker, segment):
            body.append(segment)
        at = end
        if marker == SOS:
            at = _end_of_scan(data, end)
            body.append(data[end:at])
    if exif:
        head.append(bytes((0xFF, APP1)) + struct.pack(">H", len(exif) + 2) + exif)
    return b"".join(head + body)


def _tells(marker: int, segment: bytes) -> bool:
    """Return whether a segment tells something beside the picture."""
    if marker == COMMENT:
        return True
    return APP0 <= marker <= APP15 and not segment[4:].startswith(KEPT_APPS.get(marker, b"\0nothing"))


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the compressed picture that begins at `at` ends: at the next real marker."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] != 0 and data[at + 1] not in RESTARTS:
            return at
        at += 2


def _png(data: bytes, exif: bytes) -> bytes:
    """Copy the chunks that make the picture, with their checksums looked at."""
    kept, at = [PNG_START], len(PNG_START)
    while True:
        length, name = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        chunk = data[at:end]
        if zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise ValueError
        if name in PNG_KEPT:
            kept.append(chunk)
        if name == b"IHDR" and exif:
            content = b"eXIf" + exif.removeprefix(EXIF_PREFIX)
            kept.append(
                struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
            )
        if name == b"IEND":
            return b"".join(kept)
        at = end


def _webp(data: bytes, exif: bytes) -> bytes:
    """Copy the chunks that make the picture; its header says what is left."""
    kept, at, end = [], 12, 8 + struct.unpack("<I", data[4:8])[0]
    if end > len(data):
        raise ValueError
    while at < end:
        name, length = struct.unpack("<4sI", data[at : at + 8])
        chunk = data[at : at + 8 + length + length % 2]
        at += len(chunk)
        if name == b"VP8X":
            flags = chunk[8] & ~(WEBP_TELLS_EXIF | WEBP_TELLS_XMP) | (WEBP_TELLS_EXIF if exif else 0)
            chunk = chunk[:8] + bytes((flags,)) + chunk[9:]
        if name in WEBP_KEPT:
            kept.append(chunk)
    if exif:
        kept.append(struct.pack("<4sI", b"EXIF", len(exif)) + exif + b"\0" * (len(exif) % 2))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
