"""What changed between two versions of a text, word by word, and between two versions of a form, answer by answer."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from html import unescape
from typing import NamedTuple

from django.utils.html import strip_tags
from django.utils.safestring import SafeData

Answer = str | tuple[str, ...]
WORDS_MAX = (
    4_000  # beyond this two texts are shown whole, one after the other: comparing grows with the square
)
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


class Piece(NamedTuple):
    """A run of text that is the `same` in both, or only in the new (`added`) or the old (`removed`) one."""

    kind: str
    text: str


class Change(NamedTuple):
    """An answer that is not the same: its label and its text in pieces, in reading order."""

    label: str
    pieces: list[Piece]


def pieces(before: str, after: str) -> list[Piece]:
    """Return how `before` became `after`: joined, "same" and "added" give `after`, "same" and "removed" `before`."""
    if before == after:
        return [Piece("same", after)] if after else []
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if max(len(old), len(new)) > WORDS_MAX:
        return [Piece(kind, text) for kind, text in (("removed", before), ("added", after)) if text]
    found = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(new[new_from:new_to])))
            continue
        found += [
            Piece(kind, text)
            for kind, text in (
                ("removed", "".join(old[old_from:old_to])),
                ("added", "".join(new[new_from:new_to])),
            )
            if text
        ]
    return found


def changes(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[Change]:
    """Return the answers that differ, label → text on both sides, in the order of `after`; what is gone comes last.

    An answer that is a tuple is compared item by item: the names of files, say.
    """
    labels: Iterable[str] = [*after, *(label for label in before if label not in after)]
    return [
        Change(label, _compared(before.get(label) or "", after.get(label) or ""))
        for label in labels
        if (before.get(label) or "") != (after.get(label) or "")
    ]


def _compared(before: Answer, after: Answer) -> list[Piece]:
    if isinstance(before, str) and isinstance(after, str):
        return pieces(before, after)
    return items(before or (), after or ())


def items(before: Iterable[str], after: Iterable[str]) -> list[Piece]:
    """Return how one list became the other, each item a piece on a line of its own."""
    old, new = list(before), list(after)
    found = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            found += [Piece("same", text) for text in new[new_from:new_to]]
            continue
        found += [Piece("removed", text) for text in old[old_from:old_to]]
        found += [Piece("added", text) for text in new[new_from:new_to]]
    return [Piece(kind, f"{text}\n") for kind, text in found[:-1]] + found[-1:]


def as_text(value: object) -> str:
    """Return an answer as it is read: HTML of ours without its tags, rows on separate lines; typed text as it is."""
    if not isinstance(value, SafeData):
        return "" if value is None else str(value)
    spaced = re.sub(r"</(?:li|p|dd|tr|div|h\d)>|<br ?/?>", "\n", str(value))
    lines = (" ".join(line.split()) for line in unescape(strip_tags(spaced)).splitlines())
    return "\n".join(line for line in lines if line)
