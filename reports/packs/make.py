"""Putting a pack together: one PDF with contents and bookmarks, and a ZIP of the single files.

The merged file is for reading in the meeting. The single files in the ZIP are the frozen, tagged documents.
"""

import hashlib
import io
import logging
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from applications.models import DocumentOrder
from reports import issue, names
from reports.contexts import Json
from reports.models import Pack
from reports.packs import contents, merge

log = logging.getLogger(__name__)
CONTENTS_TRIES = 4  # the list of contents is laid out until its own length stays the same


class File(NamedTuple):
    """One file of the pack: the level and title of its bookmark, its name in the ZIP, its bytes and pages.

    Without bytes when the file is gone or no longer the one that was kept.
    """

    level: int
    title: str
    name: str
    data: bytes | None
    reader: PdfReader | None


def make(pack_id: int, *, at: datetime) -> int:
    """Make the files of a pack and freeze them; return the number of pages, 0 when it could not be made.

    Making it again does nothing. What goes wrong is kept in `error`, so that the page can say so.
    """
    pack = Pack.objects.select_related("meeting__committee", "ordered_by").get(pk=pack_id)
    if not pack.is_being_made:
        return pack.pages
    try:
        return _make(pack, at=at)
    except Exception as error:
        log.exception("Pack %s could not be made", pack_id)
        Pack.objects.filter(pk=pack_id).update(
            error=f"{type(error).__name__}: {error}"[:2000], finished_at=at
        )
        return 0


def _make(pack: Pack, *, at: datetime) -> int:
    found = contents.items(pack)
    _progress(pack, total=sum(len(item.parts) for item in found) + 1, done=0)
    files = [_listing(pack, found)]
    widths = _widths(found)
    for item in found:
        for file in _files(item, at=at, widths=widths):
            files.append(file)
            _progress(pack, done=len(files))
    merged, pages = _merge(pack, found, files)
    single = [(file.name, file.data) for file in files if file.data is not None]
    archive = _zip([("00 " + names.safe(str(pack)) + ".pdf", merged), *single])
    pack.pdf.save("", ContentFile(merged), save=False)
    pack.archive.save("", ContentFile(archive), save=False)
    pack.pdf_sha256 = hashlib.sha256(merged).hexdigest()
    pack.archive_sha256 = hashlib.sha256(archive).hexdigest()
    pack.pages, pack.done, pack.finished_at = pages, pack.total, at
    pack.cases = sorted({item.case.pk for item in found})
    pack.unreadable = [file.name for file in files if file.data is None] or None
    pack.save()
    return pages


def _progress(pack: Pack, **numbers: int) -> None:
    """Let the page see how far the work has come."""
    for name, value in numbers.items():
        setattr(pack, name, value)
    Pack.objects.filter(pk=pack.pk).update(**numbers)


# --- the single files ------------------------------------------------------------------------------------
def _listing(pack: Pack, found: list[contents.Item]) -> File:
    """Return the ärendelista, which stands first."""
    from reports import pdf  # heavy: only the worker should load it

    data = pdf.render("meeting_items", contents.meeting_items(pack, found)).pdf
    return File(1, _("Ärendelista"), f"00 {_('Ärendelista')}.pdf", data, PdfReader(io.BytesIO(data)))


def _widths(found: list[contents.Item]) -> tuple[int, int]:
    """Return how many digits the items' numbers and the places of their documents take, at least two of each."""
    numbers, places = [item.number for item in found], [len(item.parts) for item in found]
    return max(2, len(str(max(numbers, default=0)))), max(2, len(str(max(places, default=0))))


def _files(item: contents.Item, *, at: datetime, widths: tuple[int, int]) -> Iterator[File]:
    """Yield the documents of an item in order; the number comes first in the name, so that the files sort."""
    of_number, of_place = widths
    for place, part in enumerate(item.parts, start=1):
        order = f"{item.number:0{of_number}d}-{place:0{of_place}d}"
        stem = names.safe(f"{order} {item.case.reference} {_stem(part)}")
        data = _bytes(part, at=at)
        reader = _reader(data) if data is not None and part.is_pdf else None
        yield File(2, part.name, f"{stem}{part.ending}", data, reader)


def _stem(part: contents.Part) -> str:
    return part.name.removesuffix(part.ending) if part.ending else part.name


def _bytes(part: contents.Part, *, at: datetime) -> bytes | None:
    """Return the file; a document that the worker has not come to yet is issued now.

    None when the kept file is gone or changed: one damaged picture must not keep a whole meeting from its papers.
    """
    try:
        if isinstance(part.source, DocumentOrder):
            return issue.read(issue.issue(part.source.pk, at=at))
        return issue.read_frozen(part.source.file, part.source.sha256)
    except issue.FileChangedError:
        log.exception("A file of a pack cannot be read: %s %s", type(part.source).__name__, part.source.pk)
        return None


def _reader(data: bytes) -> PdfReader | None:
    """Return the reader of a PDF, None for one that is locked or broken: it then lies in the ZIP only."""
    try:
        reader = PdfReader(io.BytesIO(data))
        return None if reader.is_encrypted or not len(reader.pages) else reader
    except (PyPdfError, ValueError, KeyError, RecursionError):
        return None


# --- together ---------------------------------------------------------------------------------------------
def _merge(pack: Pack, found: list[contents.Item], files: list[File]) -> tuple[bytes, int]:
    """Return the merged PDF with contents and bookmarks, and its number of pages."""
    listing, *rest = files
    by_item = iter(rest)
    groups = [(None, [listing])] + [(item, [next(by_item) for _part in item.parts]) for item in found]
    unreadable = [file.name for file in files if file.data is None]
    front = 1
    for _try in range(CONTENTS_TRIES):
        rows, left_out = _rows(groups, first=front + 1)
        data, pages = _contents(pack, found, rows, left_out, unreadable)
        if pages == front:
            break
        front = pages
    writer = merge.writer(str(pack))
    writer.append(io.BytesIO(data), outline_item=_("Innehåll"), import_outline=False)
    for item, members in groups:
        parent = None
        for file in members:
            if file.reader is None:
                continue
            page = len(writer.pages)
            writer.append(file.reader, import_outline=False)
            if item is not None and parent is None:
                parent = writer.add_outline_item(title=_heading(item), page_number=page)
            writer.add_outline_item(title=file.title, page_number=page, parent=parent)
    merge.finish(writer, front=front)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), len(writer.pages)


def _heading(item: contents.Item) -> str:
    return f"{item.number}. {item.row['title']}"


def _rows(
    groups: list[tuple[contents.Item | None, list[File]]], *, first: int
) -> tuple[list[Json], list[str]]:
    """Return the rows of the contents when the first file begins on page `first`, and what is in the ZIP only."""
    rows: list[Json] = []
    left_out, page = [], first
    for item, members in groups:
        if item is not None:
            shown = any(file.reader is not None for file in members)
            rows.append({"level": 1, "title": _heading(item), "page": page if shown else 0})
        for file in members:
            if file.reader is None:
                left_out += [file.name] if file.data is not None else []
                continue
            rows.append({"level": file.level, "title": file.title, "page": page})
            page += len(file.reader.pages)
    return rows, left_out


def _contents(
    pack: Pack, found: list[contents.Item], rows: list[Json], left_out: list[str], unreadable: list[str]
) -> tuple[bytes, int]:
    from reports import pdf  # heavy: only the worker should load it

    withheld = [f"{_heading(item)}: {name}" for item in found for name in item.withheld]
    made = pdf.render("pack_contents", contents.pack_contents(pack, rows, left_out, withheld, unreadable))
    return made.pdf, made.pages


def _zip(files: list[tuple[str, bytes]]) -> bytes:
    """Return a ZIP of the files; the same files give the same bytes."""
    out = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            free, number = name, 2
            while free in taken:  # two files with one name both keep their place
                stem, dot, ending = name.rpartition(".")
                free = f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})"
                number += 1
            taken.add(free)
            archive.writestr(zipfile.ZipInfo(free, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
