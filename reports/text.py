"""What may stand in a PDF: only characters that the bundled fonts can show.

A glyph that is missing breaks PDF/A and PDF/UA, and a font of the machine's own would make the bytes depend on
the machine. So what no bundled font has is replaced by a visible sign, and the reader is told.
"""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

SUBSTITUTE = "\N{WHITE SQUARE}"
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_LINE_BREAKS = dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n")
# Written between letters and drawn as nothing, but kept: joiners and the soft hyphen shape the word around them.
_SILENT = frozenset(
    "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}\N{COMBINING GRAPHEME JOINER}"
)


def fonts_folder() -> Path:
    """Return the folder of the bundled fonts. Raises `FileNotFoundError` when the static files are not there."""
    found = finders.find("fonts/OFL-Noto.txt")
    if not found:
        raise FileNotFoundError("static/fonts")
    return Path(found).parent


@cache
def _covered() -> frozenset[int]:
    """Return the code points that at least one bundled font can show."""
    points: set[int] = set()
    for path in sorted(fonts_folder().glob("*.woff2")):
        with TTFont(path, lazy=True) as font:
            points |= font.getBestCmap().keys()
    return frozenset(points)


def printable(text: str) -> str:
    r"""Return `text` with only what can be printed.

    Line breaks become `\n`, letters are composed (å is one character), controls and marks that turn the
    reading direction disappear, and what no font can show becomes `SUBSTITUTE`.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_LINE_BREAKS))
    return "".join(map(_shown, text))


@cache
def _shown(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    if category in ("Cc", "Cf"):
        return character if character in _SILENT else ""
    if ord(character) in _VARIATION_SELECTORS:  # our fonts have one form of each sign
        return ""
    # Private use: means nothing outside the font that has it, and PDF/A forbids it.
    return character if ord(character) in _covered() and category != "Co" else SUBSTITUTE


def printable_snapshot(value: Any) -> tuple[Any, bool]:
    """Return a copy of a JSON value with every text made printable, and whether anything was substituted."""
    substituted = False

    def walk(item: Any) -> Any:
        nonlocal substituted
        if isinstance(item, str):
            shown = printable(item)
            substituted = substituted or shown.count(SUBSTITUTE) > item.count(SUBSTITUTE)
            return shown
        if isinstance(item, dict):
            return {key: walk(child) for key, child in item.items()}
        if isinstance(item, list | tuple):
            return [walk(child) for child in item]
        return item

    return walk(value), substituted
