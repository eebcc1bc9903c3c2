"""What a file is, told by its content."""

import io
import zipfile

import pytest

from applications.attachments import kinds

OOXML = "[Content_Types].xml"


def archive(*names: str, mimetype: str = "") -> bytes:
    """Return a ZIP file with these parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name in names:
            file.writestr(name, "x")
    return packed.getvalue()


CONTENTS = {
    "pdf": (b"%PDF-1.7\n...", kinds.PDF),
    "png": (b"\x89PNG\r\n\x1a\n....", kinds.PNG),
    "jpeg": (b"\xff\xd8\xff\xe0....", kinds.JPEG),
    "webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", kinds.WEBP),
    "docx": (archive(OOXML, "word/document.xml"), kinds.DOCX),
    "xlsx": (archive(OOXML, "xl/workbook.xml"), kinds.XLSX),
    "odt": (archive("content.xml", mimetype=kinds.ODT.content_type), kinds.ODT),
    "utf-8 text": ("Möte på gatan\n".encode(), kinds.TXT),
    "latin-1 text": ("Möte på gatan\r\n".encode("latin-1"), kinds.TXT),
    "macros": (archive(OOXML, "word/document.xml", "word/vbaProject.bin"), None),
    "spreadsheet of OpenDocument": (
        archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        None,
    ),
    "plain zip": (archive("virus.exe"), None),
    "broken zip": (b"PK\x03\x04 and no more", None),
    "riff that is no picture": (b"RIFF\x24\x00\x00\x00WAVEfmt ", None),
    "program": (b"MZ\x90\x00\x03\x00\x00\x00", None),
    "gif": (b"GIF89a\x01\x00\x01\x00\x00\x00", None),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", None),
    "html": (b"  <!DOCTYPE html><script>alert(1)</script>", None),
    "text with a null byte": (b"hej\x00d\xc3\xa5", None),
    "empty": (b"", None),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_the_content_decides(name: str) -> None:
    content, kind = CONTENTS[name]
    file = io.BytesIO(content)
    assert kinds.detect(file) == kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Enkät 2025.pdf", "Enkät 2025.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\tove\\enkät.PDF", "enkät.pdf"),
        ("bild.exe", "bild.exe.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("rad\nbrytning\0.pdf", "radbrytning.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("...", "fil.pdf"),
        ("", "fil.pdf"),
        ("å" * 300 + ".pdf", "å" * 140 + ".pdf"),
    ],
)
def test_the_name_is_for_people_and_does_no_harm(name: str, safe: str) -> None:
    assert kinds.safe_name(name, kinds.PDF) == safe
