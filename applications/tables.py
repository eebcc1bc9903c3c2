"""Lists as files for a spreadsheet: CSV and XLSX, in which no cell is ever run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import IO, Any

from django.http import HttpRequest, HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from applications import downloads

CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")  # of a sheet
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(value: Any) -> str:
    """Return a cell as text that no spreadsheet runs: what would start a formula gets an apostrophe before it."""
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    starts = text.startswith(STARTS_A_FORMULA) or text.lstrip().startswith(STARTS_A_FORMULA)
    return f"'{text}" if starts else text


def write(
    out: IO[bytes], head: Sequence[Any], rows: Iterable[Sequence[Any]], *, kind: str, title: str
) -> None:
    """Write a table to `out` as a file of `kind`, row by row: `rows` is never held whole.

    CSV has a byte order mark and semicolons, as Swedish Excel reads it.
    """
    lines = ([cell if type(cell) is int else neutral(cell) for cell in row] for row in chain((head,), rows))
    if kind == CSV:
        text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
        csv.writer(text, delimiter=";").writerows(lines)
        text.flush()
        text.detach()
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet(NOT_IN_A_TITLE.sub(" ", title)[:31])
    for line in lines:
        sheet.append(line)
    book.save(out)


def table(head: Sequence[Any], rows: Iterable[Sequence[Any]], *, kind: str, title: str) -> bytes:
    """Return a table as a file of `kind`."""
    data = io.BytesIO()
    write(data, head, rows, kind=kind, title=title)
    return data.getvalue()


def answer(
    request: HttpRequest,
    head: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    name: str,
    kind: str = "",
) -> HttpResponse:
    """Send a table as the file `name` with its ending: of `kind`, else CSV, or XLSX with `?format=xlsx` (D20)."""
    kind = kind or asked_kind(request)
    response = HttpResponse(table(head, rows, kind=kind, title=title), content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = downloads.disposition(f"{name}.{kind}")
    return response


def asked_kind(request: HttpRequest) -> str:
    """Return the kind of file that the address asks for."""
    return XLSX if request.GET.get("format") == XLSX else CSV
