"""Which language who reads. Pages and mails are in the reader's; what is kept is in the authority's own.

Swedish is the language of the texts in the source, of staff, of records, documents and the trail (språklagen
10 §). So every action runs in Swedish (`kept_in_swedish`), and only what it says no with is in the reader's words
(`in_readers_language`). A kept Swedish text is shown in the reader's language by `said`, when it has a translation.
"""

import operator
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import formats, translation

from applications.kept_words import PATTERNS

OWN = settings.LANGUAGE_CODE
SWEDISH = "sv"
MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
_reader: ContextVar[str] = ContextVar("reader", default="")


def language_of(user: Any) -> str:
    """Return the language of a person with an account; at the city it is always Swedish."""
    known = dict(settings.LANGUAGES)
    return user.language if user.language in known and not user.is_staff else OWN


def readers_language() -> str:
    """Return the language of the one who reads the page, also in the middle of an action."""
    return _reader.get() or translation.get_language() or OWN


@contextmanager
def kept_in_swedish() -> Iterator[None]:
    """Write in Swedish what is kept. Remembers the reader's language for `in_readers_language`."""
    before = _reader.set(readers_language())
    try:
        with translation.override(OWN):
            yield
    finally:
        _reader.reset(before)


@contextmanager
def in_readers_language() -> Iterator[None]:
    """Say something to the reader in the middle of an action."""
    with translation.override(readers_language()):
        yield


def writes_swedish() -> bool:
    """Return whether days and sums are written the Swedish way on the page or in the mail that is being made."""
    return (translation.get_language() or OWN).startswith(SWEDISH)


def small(words: str) -> str:
    """Return names of days and months as the reader's language writes them: with small letters in Swedish."""
    return words.lower() if writes_swedish() else words


def in_groups(number: int) -> str:
    """Return a number in groups of three: "75 000" with spaces that never break, "75,000" for other readers."""
    digits = f"{number:,}"
    return digits.replace(",", "\N{NO-BREAK SPACE}") if writes_swedish() else digits


def decimal(digits: str) -> str:
    """Return "1.5" with the decimal mark of the reader's language."""
    return digits.replace(".", ",") if writes_swedish() else digits


def in_decimals(quantity: Decimal) -> str:
    """Return a quantity without empty decimals: 120.50 → "120,5"."""
    return decimal(f"{quantity.normalize():f}")


def said(text: object) -> str:
    """Return a kept Swedish text in the reader's language; what people wrote themselves stays as it is.

    A text with something filled in is known by its pattern (`applications.kept_words`), several sentences one by
    one, and what stands before a colon by itself.
    """
    words = str(text or "")
    if not words or writes_swedish():
        return words
    known = translation.gettext(words)
    if known != words:
        return known
    for pattern, shape in _shapes():
        if found := shape.fullmatch(words):
            parts = {name: _day(part) for name, part in found.groupdict().items()}
            return translation.gettext(pattern) % (parts or found.groups())
    sentences = re.split(r"(?<=\.) ", words)
    told = [translation.gettext(sentence) for sentence in sentences]
    if all(map(operator.ne, told, sentences)):
        return " ".join(told)
    label, colon, rest = words.partition(": ")
    return f"{translation.gettext(label)}: {rest}" if colon and label else words


@cache
def _shapes() -> list[tuple[str, re.Pattern[str]]]:
    """Return each pattern of a kept text with the expression that knows it again."""
    shapes = []
    for pattern in PATTERNS:
        named = re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(pattern))
        shapes.append((pattern, re.compile(named.replace("%s", "(.+)"))))
    return shapes


def _day(part: str) -> str:
    """Return a part of a kept text; a day as the reader writes it."""
    found = DAY.fullmatch(part)
    if found is None:
        return part
    day, month, year = found.groups()
    return formats.date_format(date(int(year), MONTHS.index(month) + 1, int(day)), "j F Y")
