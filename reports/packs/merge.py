"""The one PDF of a pack: the files after each other, with bookmarks, links from the contents and running numbers.

It is a reading copy. Each page keeps its looks, but not its tags: the accessible, archivable documents are the
single files in the ZIP, and so this file does not claim to be tagged.
"""

import io
import logging
import re

from django.template.loader import render_to_string
from django.utils import translation
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.constants import PageLabelStyle
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

log = logging.getLogger(__name__)
_LINK = re.compile(r"sida:(\d+)")  # what the contents point with, until the pages are together
FROM_EDGE = 4 / 25.4 * 72  # points between the running number and the edge of the paper


def writer(title: str) -> PdfWriter:
    """Return an empty file that says its title and its language."""
    made = PdfWriter()
    made.add_metadata({"/Title": title, "/Producer": "samverkan"})
    root = made.root_object
    root[NameObject("/Lang")] = TextStringObject("sv")
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    return made


def finish(made: PdfWriter, *, front: int) -> None:
    """Let the rows on the first `front` pages lead to their pages, and number every page of the pack."""
    for page in made.pages[:front]:
        for one in page.get("/Annots", ArrayObject()):
            _lead(made, one.get_object())
    made.set_page_label(0, len(made.pages) - 1, style=PageLabelStyle.DECIMAL, start=1)
    for page, stamp in zip(made.pages, _stamps(len(made.pages)), strict=True):
        page.pop("/StructParents", None)  # led to the tags that are not here
        try:
            page.merge_transformed_page(stamp, _at_the_foot(page, stamp))
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            log.warning("A page of a pack is too odd to be numbered", exc_info=True)  # it is shown as it came


def _lead(made: PdfWriter, annotation: DictionaryObject) -> None:
    found = _LINK.fullmatch(str(annotation.get("/A", {}).get("/URI", "")))
    if found is None:
        return
    page = made.pages[int(found[1]) - 1]
    del annotation["/A"]
    annotation.pop("/StructParent", None)
    annotation[NameObject("/Dest")] = ArrayObject([page.indirect_reference, NameObject("/Fit")])
    annotation[NameObject("/Contents")] = TextStringObject(f"Sida {found[1]}")


def _stamps(pages: int) -> list[PageObject]:
    """Return the running numbers, a small sheet each."""
    from reports import pdf  # heavy: only the worker should load it

    numbers = {"numbers": range(1, pages + 1), "pages": pages}
    with translation.override("sv"):
        data, _pages = pdf.html_to_pdf(render_to_string("reports/pack_stamps.html", numbers))
    return list(PdfReader(io.BytesIO(data)).pages)


def _at_the_foot(page: PageObject, stamp: PageObject) -> Transformation:
    """Return how the number is laid at the foot of the page as it is seen, also when the page is turned."""
    box, turned = page.cropbox, page.rotation % 360
    middle = {
        0: ((box.left + box.right) / 2, box.bottom + FROM_EDGE),
        90: (box.right - FROM_EDGE, (box.bottom + box.top) / 2),
        180: ((box.left + box.right) / 2, box.top - FROM_EDGE),
        270: (box.left + FROM_EDGE, (box.bottom + box.top) / 2),
    }[turned]
    return Transformation().translate(-float(stamp.mediabox.width) / 2).rotate(turned).translate(*middle)
