"""Small real files of every kind, made here: nothing is fetched, nothing lies about."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, PngImagePlugin

from samverkan.demo.paper import pdf_bytes

OOXML = "[Content_Types].xml"
MALMO = ((55.0, 35.0, 13.2), (13.0, 0.0, 57.6))  # degrees, minutes, seconds: north, east
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>55,35.22N</exif:GPSLatitude></x:xmpmeta>'
# The test string of the anti-virus industry, in parts so that no scanner stops this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(text: str = "Hej") -> bytes:
    """Return a PDF of one page with a line of text."""
    return pdf_bytes(text)


def archive(*names: str, mimetype: str = "", content: bytes = b"x") -> bytes:
    """Return a ZIP file with these parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        if mimetype:
            file.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name in names:
            file.writestr(name, content)
    return packed.getvalue()


def docx(*more: str, content: bytes = b"x") -> bytes:
    """Return what passes for a Word document."""
    return archive(OOXML, "word/document.xml", *more, content=content)


def picture(form: str = "JPEG", *, orientation: int = 6, place: bool = True, **options: Any) -> bytes:
    """Return a picture, 24 by 16, taken on its side in Malmö (EXIF, XMP and a comment say so)."""
    image = Image.new("RGB", (24, 16))
    image.putdata([(x * 10, y * 15, (x * y) % 256) for y in range(16) for x in range(24)])
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Kamera"
    if place:
        north, east = MALMO
        exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: north, 3: "E", 4: east})
        if form == "PNG":
            options["pnginfo"] = PngImagePlugin.PngInfo()
            options["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP.decode())
        else:
            options["xmp"] = XMP
    out = io.BytesIO()
    image.save(out, form, exif=exif, **options)
    return out.getvalue()


def upload(name: str, content: bytes | None = None) -> SimpleUploadedFile:
    """Return an uploaded file; a PDF unless told otherwise."""
    return SimpleUploadedFile(name, pdf() if content is None else content)
