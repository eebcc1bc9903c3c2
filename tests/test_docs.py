"""README and docs stay true: links and pictures exist, addresses lead somewhere, names stand on the screen."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ROLES = sorted((ROOT / "docs" / "roller").glob("*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```", re.DOTALL)
PACKAGES = ("applications", "phases", "reports", "samverkan", "templates")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_relative_link_and_picture_exists(document: Path) -> None:
    links = [link for link in LINK.findall(CODE.sub("", document.read_text())) if "://" not in link]
    files = [document.parent / link.partition("#")[0] for link in links if not link.startswith("#")]
    assert [str(file) for file in files if not file.exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_file_of_ours_that_is_named_exists(document: Path) -> None:
    """Paths in backticks that begin with one of our folders; `tests/x.py::test_y` names the file."""
    quoted = re.findall(
        r"`((?:docs|tests|scripts|static|templates|applications|phases|reports)/[\w/.-]+)",
        document.read_text(),
    )
    assert [path for path in quoted if not (ROOT / path.rstrip(".")).exists()] == []


def test_pictures_are_light() -> None:
    pictures = list((ROOT / "docs" / "bilder").glob("*.png"))
    assert pictures
    assert [name(file) for file in pictures if file.stat().st_size >= 200_000] == []


# --- the pages of the roles ----------------------------------------------------------------------------
@cache
def on_the_screen() -> str:
    """Return all text of the product, as it stands in the source."""
    files = [
        file
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.suffix in {".py", ".html"} and "migrations" not in file.parts
    ]
    return "\n".join(file.read_text() for file in files).replace("\N{SOFT HYPHEN}", "")


def test_there_is_a_page_for_each_role() -> None:
    assert [file.stem for file in ROLES] == sorted(
        ["gruppen", "kontaktperson", "chef", "namndsekreterare", "registrator", "administrator", "allmanhet"]
    )


@pytest.mark.parametrize("document", ROLES, ids=lambda path: path.stem)
def test_every_address_of_a_role_leads_somewhere(document: Path) -> None:
    addresses = re.findall(r"`(/[^`]*)`", document.read_text())
    assert addresses
    assert [address for address in addresses if not leads_somewhere(address)] == []


def leads_somewhere(address: str) -> bool:
    try:
        return resolve(address).url_name is not None
    except Resolver404:
        return False


@pytest.mark.parametrize("document", ROLES, ids=lambda path: path.stem)
def test_every_name_in_bold_stands_on_the_screen(document: Path) -> None:
    names = re.findall(r"\*\*([^*]+)\*\*", document.read_text())
    assert names
    screen = on_the_screen().lower()
    assert [text for text in names if text.lower() not in screen] == []


# --- the table of settings -------------------------------------------------------------------------------
def test_the_readme_names_every_setting_and_no_other() -> None:
    """A row may shorten the names after its first: `SAMVERKAN_SMTP_HOST` (`_PORT`)."""
    files = [*(ROOT / "samverkan").glob("*.py"), *(ROOT / "applications").rglob("*.py")]
    used = {name for file in files for name in re.findall(r'"(SAMVERKAN_[A-Z0-9_]+)"', file.read_text())}
    named, short = set(), set()
    for row in re.findall(r"^\| (`SAMVERKAN_.*?) \|", (ROOT / "README.md").read_text(), re.MULTILINE):
        full = re.findall(r"`(SAMVERKAN_[A-Z0-9_]+)`", row)
        named |= set(full)
        for ending in re.findall(r"`(_[A-Z0-9_]+)`", row):
            parts = full[0].split("_")
            stems = ["_".join(parts[:length]) for length in range(1, len(parts))]
            short |= {stem + ending for stem in stems if stem + ending in used} or {row}
    assert named | short == used
