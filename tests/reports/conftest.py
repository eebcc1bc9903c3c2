"""Every document, made once for all the tests of this folder: they take a while to lay out."""

from pathlib import Path
from typing import NamedTuple

import pytest

from reports import pdf
from reports.contexts import Json
from tests.reports import filled, snapshots


class Made(NamedTuple):
    """A document that was made: its kind, what it was made from, and the file."""

    kind: str
    snapshot: Json
    path: Path
    pages: int


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """Return every document in every shape: `application-normal`, `application-short`, `-hostile`, `-long`."""
    folder = tmp_path_factory.mktemp("documents")
    wanted = {f"{kind}-normal": (kind, make()) for kind, make in snapshots.NORMAL.items()}
    wanted["officer_report-second"] = ("officer_report", snapshots.officer_report_2())
    wanted["masked_copy"] = ("masked_copy", snapshots.masked_copy())
    for kind in snapshots.NORMAL:
        wanted |= {
            f"{kind}-short": (kind, filled.short(kind)),
            f"{kind}-hostile": (kind, filled.hostile(kind)),
            f"{kind}-long": (kind, filled.long(kind)),
        }
    return {name: _make(folder / f"{name}.pdf", kind, snapshot) for name, (kind, snapshot) in wanted.items()}


def _make(path: Path, kind: str, snapshot: Json) -> Made:
    rendered = pdf.render(kind, snapshot)
    path.write_bytes(rendered.pdf)
    if kind == "masked_copy":  # is read as the document it was made from
        kind, snapshot = snapshot["of"], snapshot["snapshot"]
    return Made(kind, snapshot, path, rendered.pages)
