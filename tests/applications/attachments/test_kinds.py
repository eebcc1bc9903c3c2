"""What a file is, told by its content, and what is wrong with it."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from applications.attachments import archives, kinds
from applications.attachments.unfit import Unfit
from tests.files import OOXML, archive, docx, pdf, picture


def locked_pdf(*, for_reading: str, algorithm: str = "AES-256") -> bytes:
    """Return a PDF with a password for changing, and one for reading where given."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt(for_reading, "bara-tove", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def open_document(what: str, *names: str) -> bytes:
    return archive("content.xml", *names, mimetype=f"application/vnd.oasis.opendocument.{what}")


TAKEN = {
    "pdf": (pdf(), kinds.PDF),
    "pdf that only forbids changing": (locked_pdf(for_reading=""), kinds.PDF),
    "pdf with an old lock that only forbids changing": (
        locked_pdf(for_reading="", algorithm="RC4-128"),
        kinds.PDF,
    ),
    "pdf with a new line at its end": (pdf() + b"\r\n", kinds.PDF),
    "png": (picture("PNG"), kinds.PNG),
    "jpeg": (picture("JPEG"), kinds.JPEG),
    "webp": (picture("WEBP"), kinds.WEBP),
    "docx": (docx(), kinds.DOCX),
    "xlsx": (archive(OOXML, "xl/workbook.xml"), kinds.XLSX),
    "pptx": (archive(OOXML, "ppt/presentation.xml"), kinds.PPTX),
    "odt": (open_document("text"), kinds.ODT),
    "ods": (open_document("spreadsheet"), kinds.ODS),
    "odp": (open_document("presentation"), kinds.ODP),
    "odt that lists no macros": (open_document("text", "Basic/script-lc.xml", "Basic/"), kinds.ODT),
    "utf-8 text": ("Möte på gatan\n".encode(), kinds.TXT),
    "latin-1 text": ("Möte på gatan\r\n".encode("latin-1"), kinds.TXT),
    "a quarter of text": (b"hej " * 60_000, kinds.TXT),
}
NOT_TAKEN = {
    "pdf that was cut off": (pdf()[:-40], "är skadad"),
    "only the beginning of a pdf": (b"%PDF-1.7\n...", "är skadad"),
    "pdf locked for reading": (locked_pdf(for_reading="hemligt"), "är låst med lösenord"),
    "pdf that is a zip file too": (pdf().replace(b"%%EOF", archive("a") + b"\n%%EOF"), "är både en PDF och"),
    "pdf with something after its end": (pdf() + b"<script>alert(1)</script>", "är både en PDF och"),
    "word with macros": (docx("word/vbaProject.bin"), "innehåller makron"),
    "OpenDocument with macros": (open_document("text", "Basic/Standard/Module1.xml"), "innehåller makron"),
    "OpenDocument with a script": (open_document("text", "Scripts/python/x.py"), "innehåller makron"),
    "drawing of OpenDocument": (open_document("graphics"), "är en packad fil"),
    "plain zip": (archive("virus.exe"), "är en packad fil"),
    "parts of an unknown office document": (archive(OOXML, "visio/document.xml"), "är en packad fil"),
    "word that climbs out": (docx("../../etc/passwd"), "är skadad"),
    "word with something after its end": (docx() + b"x" * 22, "är skadad"),
    "word that was cut off": (docx()[:-30], "är skadad"),
    "broken zip": (b"PK\x03\x04 and no more", "är skadad"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "är en HEIC-bild"),
    "old word, or a locked new one": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
        "är i ett äldre format",
    ),
    "riff that is no picture": (b"RIFF\x24\x00\x00\x00WAVEfmt ", "går inte att ta emot"),
    "program": (b"MZ\x90\x00\x03\x00\x00\x00", "går inte att ta emot"),
    "gif": (b"GIF89a\x01\x00\x01\x00\x00\x00", "går inte att ta emot"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "går inte att ta emot"),
    "html": (b"  <!DOCTYPE html><script>alert(1)</script>", "går inte att ta emot"),
    "html with a byte order mark": (b"\xef\xbb\xbf\n<HTML>", "går inte att ta emot"),
    "rich text": (b"{\\rtf1 hej}", "går inte att ta emot"),
    "text with a null byte": (b"hej\x00d\xc3\xa5", "går inte att ta emot"),
    "text with a zip file behind it": (b"hej " * 20_000 + archive("a"), "går inte att ta emot"),
    "empty": (b"", "går inte att ta emot"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_the_content_decides(name: str) -> None:
    content, kind = TAKEN[name]
    file = io.BytesIO(content)
    assert kinds.detect(file) == kind
    assert file.tell() == 0


@pytest.mark.parametrize("name", NOT_TAKEN)
def test_what_is_wrong_is_said_with_what_to_do(name: str) -> None:
    content, said = NOT_TAKEN[name]
    with pytest.raises(Unfit) as refusal:
        kinds.detect(io.BytesIO(content))
    assert refusal.value.about("fil").startswith(f"fil {said}")


# --- bombs --------------------------------------------------------------------------------------------
def test_a_document_that_unpacks_beyond_measure_is_refused_before_it_is_unpacked() -> None:
    bomb = docx(content=bytes(3 * 1024 * 1024))
    assert len(bomb) < 20_000
    with pytest.raises(Unfit, match="packar upp sig"):
        kinds.detect(io.BytesIO(bomb))


def test_a_document_of_too_many_parts_is_refused() -> None:
    many = docx(*(f"word/media/{number}.png" for number in range(archives.ENTRIES_MAX)))
    with pytest.raises(Unfit, match="packar upp sig"):
        kinds.detect(io.BytesIO(many))


def test_a_document_that_lies_about_its_size_is_refused() -> None:
    content = bytes(200_000)
    lying = docx(content=content).replace(len(content).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    with pytest.raises(Unfit, match="är skadad"):
        kinds.detect(io.BytesIO(lying))


def test_a_document_with_a_password_is_refused() -> None:
    content = bytearray(docx())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.rfind(signature)
        content[place + at] |= archives.ENCRYPTED
    with pytest.raises(Unfit, match="är låst med lösenord"):
        kinds.detect(io.BytesIO(bytes(content)))


# --- names --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Enkät 2025.pdf", "Enkät 2025.pdf"),
        ("Enka\u0308t.pdf", "Enkät.pdf"),
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
