"""From a snapshot to a tagged, archivable PDF: PDF/A-2a and PDF/UA-1 in one file, a pure function.

The same snapshot gives the same bytes: the only dates are the snapshot's own, the only fonts those that
travel with the application, and nothing is fetched but our own static files.
"""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.document import DocumentMetadata
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.contexts import Json
from reports.pages import STYLESHEET, render_html
from reports.text import fonts_folder

VARIANT = "pdf/a-2a"
# WeasyPrint writes one identification, PDF/A or PDF/UA; archives want the first, readers the second. PDF/A
# allows the second when the schema of its property is declared beside it.
PDF_UA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_lock = threading.RLock()  # the shared font map belongs to one document at a time


class Rendered(NamedTuple):
    """A document that was made: its HTML, its PDF and the number of pages."""

    html: str
    pdf: bytes
    pages: int


class RenderError(Exception):
    """The document could not be made as it should be; nothing was returned."""


class StaticFetcher(URLFetcher):
    """Reads our style sheet and fonts and `data:`; anything else stops the document."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True)
        self._folders = (fonts_folder().resolve(), _stylesheet_path().parent.resolve())

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the response for `url`, a `data:` URL or a file straight in one of the two folders."""
        parts = urlsplit(url)
        if parts.scheme == "file":
            path = Path(unquote(parts.path)).resolve()
            if parts.netloc or path.parent not in self._folders:
                raise ValueError(f"not one of our files: {url}")
        return super().fetch(url, headers)


def render(kind: str, snapshot: Json) -> Rendered:
    """Return the document of `kind` as HTML and as PDF/A-2a + PDF/UA-1.

    Raises `SnapshotError` when the snapshot does not follow its schema, and `RenderError` when WeasyPrint has
    anything to say: a missing font, a picture without text, something it was not allowed to read.
    """
    html = render_html(kind, snapshot)
    return Rendered(html, *html_to_pdf(html))


def html_to_pdf(html: str) -> tuple[bytes, int]:
    """Return `html` laid out with the house style sheet, and the number of pages. Raises `RenderError`."""
    with _lock, _complaints() as complaints:
        fetcher, stylesheet, fonts = _shared()
        try:
            page = HTML(string=html, base_url=None, url_fetcher=fetcher)
            laid_out = page.render(font_config=fonts, stylesheets=[stylesheet])
            metadata = laid_out.metadata
            metadata.generate_rdf_metadata = partial(_both_identifications, metadata)
            data = laid_out.write_pdf(pdf_variant=VARIANT)
        except FatalURLFetchingError as error:  # a BaseException: would end the worker
            raise RenderError(str(error)) from error
        if complaints:
            raise RenderError("; ".join(sorted(set(complaints)))[:2000])
    return data, len(laid_out.pages)


def _both_identifications(metadata: DocumentMetadata, *args: object) -> bytes:
    """Return WeasyPrint's XMP block with the PDF/UA identification and its schema added."""
    block = DocumentMetadata.generate_rdf_metadata(metadata, *args)
    head, end, tail = block.rpartition(b"</rdf:RDF>")
    return head + PDF_UA + end + tail


def _stylesheet_path() -> Path:
    found = finders.find(STYLESHEET)
    if not found:
        raise FileNotFoundError(STYLESHEET)
    return Path(found)


@cache
def _shared() -> tuple[StaticFetcher, CSS, FontConfiguration]:
    """Return what all documents share: parsing the style sheet and the fonts takes longer than a page."""
    fetcher, path = StaticFetcher(), _stylesheet_path()
    with _only_bundled_fonts():
        fonts = FontConfiguration()
        stylesheet = CSS(
            string=path.read_text("utf-8"), base_url=path.as_uri(), font_config=fonts, url_fetcher=fetcher
        )
    return fetcher, stylesheet, fonts


@contextmanager
def _only_bundled_fonts() -> Iterator[None]:
    """Hide the machine's fonts while a font configuration is made."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint warns of in this thread."""
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == threading.get_ident():
                messages.append(record.getMessage())

    collector = Collector(logging.WARNING)
    LOGGER.addHandler(collector)
    try:
        yield messages
    finally:
        LOGGER.removeHandler(collector)
