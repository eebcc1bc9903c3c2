"""What stood for each name and condition in a mail that was sent: read out of the mail by the text it was made from.

So a preview holds a real case without anything of it being kept twice, and says no more of people than the page of
the mail does (D22).
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q

from applications.mailing.html import SIGNATURE as BEFORE_SIGNATURE
from applications.mailing.reading import readable
from applications.mailing.texts import language
from applications.mailing.texts.others import ACCOUNTS, SIGNATURE
from applications.mailing.texts.pieces import SUBJECT_MARK, Pieces
from applications.models import MailText, OutgoingMail

TRIED = 5  # mails, the newest first
LONGEST = 8_000  # letters of a mail that are compared
# Space of any width: what stood between two spaces may have been nothing, and nothing ends a line.
_BREAK = r"(?:\s*\n\s*|(?<=\n)|\Z)"
_SPACE = r"(?:[^\S\n]+|(?<=\s)|(?=\n)|\Z)"
_SEVERAL_LINES = ("citat_", "lista", "länk", "mening", "stycke", "svarslänkar", "webbplats")


class Sent(NamedTuple):
    """A mail that was sent, and what its text was filled with."""

    mail: OutgoingMail
    values: dict[str, str]
    holds: dict[str, bool]


def newest(template: str, code: str, pieces: Pieces, user: Any) -> Sent | None:
    """Return the newest mail of `template` in a language that `user` may read and that its text explains.

    None for mails about accounts, which are their receiver's alone.
    """
    if template.startswith(ACCOUNTS):
        return None
    rows = OutgoingMail.objects.visible_to(user).select_related("case", "user", "event")
    spoken = Q(language=code) | (Q(language=None) if code == settings.LANGUAGE_CODE else Q())
    of_it = Q(case__isnull=False) if template == SIGNATURE else Q(template=template)
    for mail in rows.filter(of_it & spoken).order_by("-created_at", "-pk")[:TRIED]:
        for text in (_text_then(template, code, mail), pieces.text):
            if text and (found := filled(text, pieces, _said(template, mail))) is not None:
                return Sent(mail, *found)
    return None


def _text_then(template: str, code: str, mail: OutgoingMail) -> str:
    """Return the municipality's own text that held when a mail was written, if any."""
    rows = MailText.objects.filter(template=template, language=code, at__lte=mail.created_at)
    return rows.order_by("-number").values_list("text", flat=True).first() or ""


def _said(template: str, mail: OutgoingMail) -> str:
    read = readable(mail)
    body, _mark, signature = read.body.partition(BEFORE_SIGNATURE)
    return signature if template == SIGNATURE else f"{SUBJECT_MARK} {read.subject}\n{body}"


def filled(text: str, pieces: Pieces, said: str) -> tuple[dict[str, str], dict[str, bool]] | None:
    """Return what a text was filled with when it became `said`: names and conditions; None when it did not."""
    try:
        parts = language.parse(text, pieces)
    except language.WrongText:
        return None
    groups: list[tuple[str, str]] = []
    shape = "".join(_shape(parts, groups))
    # A subject has no spaces that never break, and a name says the same in it as below.
    match = re.fullmatch(rf"\s*{shape}\s*", said[:LONGEST].replace("\N{NO-BREAK SPACE}", " "))
    if match is None:
        return None
    values: dict[str, str] = {}
    holds: dict[str, bool] = {}
    for number, (kind, what) in enumerate(groups):
        found = match[f"g{number}"]
        if kind == "if":
            holds[what] = holds.get(what, False) or bool(found and found.strip())
        elif found is not None:
            values.setdefault(what, found.strip())
    return values, holds


def _shape(parts: Iterable[language.Part], groups: list[tuple[str, str]]) -> Iterable[str]:
    """Yield a text as an expression: its words with any space between them, a group for every moving part."""
    for kind, what, more in parts:
        if kind == "text":
            for piece in re.split(r"(\s+)", what):
                yield (_BREAK if "\n" in piece else _SPACE) if piece.isspace() else re.escape(piece)
            continue
        before = [number for number, known in enumerate(groups) if known == (kind, what)]
        groups.append((kind, what))
        group = f"?P<g{len(groups) - 1}>"
        if kind == "name":
            anything = "(?s:.+?)" if what.startswith(_SEVERAL_LINES) else ".+?"
            sentences = rf"{anything}(?<=[.:?!])|" if what.startswith("stycke") else ""  # whole ones rather
            shape = rf"({group}{sentences}{anything}|)"
            for number in before:  # a name says the same everywhere
                shape = f"(?(g{number})(?P=g{number})|{shape})"
            yield shape
        else:
            then = "".join(_shape(more[0], groups))
            yield rf"(?:({group}{then})|{''.join(_shape(more[1], groups))})"
