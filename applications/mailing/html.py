"""The HTML part of a mail, derived from its plain text, so that every mail is written once.

What a template in templates/mail/ may hold, and what it becomes:

    Text                         a paragraph; single line breaks are kept
    - a point, or 1. a point     a list
    > somebody's own words       a quotation (the filter `citat` makes one of what people wrote)
    Läs beslutet:                a button "Läs beslutet": a line that ends in a colon with an address of the
    https://…                    site itself alone on the next line
    --                           the signature, below

Only addresses of the site become buttons, and nothing inside a quotation does: no one who writes a message
can make a mail from the city say "log in here" with a button of its own. Links in quotations show where they go.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from applications.city import values

SIGNATURE = "\n-- \n"  # RFC 3676: mail programs know the signature by it
_POINT = re.compile(r"- |\d+\. ")


def html_of(subject: str, body: str) -> str:
    """Return the whole HTML page of a mail with this subject and plain text."""
    text, _mark, signature = body.partition(SIGNATURE)
    context = {
        "subject": subject,
        "blocks": blocks(text),
        "signature": [_signed(line) for line in signature.strip().splitlines() if line.strip()],
        "municipality": values.municipality(),
    }
    return render_to_string("mail/layout.html", context)


def blocks(text: str) -> list[dict[str, Any]]:
    """Return the parts of a plain text in order, each with its `kind`: text, list, quote or button."""
    found: list[dict[str, Any]] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        for kind, lines in groupby(paragraph.splitlines(), key=_kind):
            if kind == "button":
                found += _buttons(list(lines), found)
            else:
                found += _block(kind, [line.strip() for line in lines])
    primary = next((block for block in found if block["kind"] == "button"), None)
    if primary is not None:
        primary["primary"] = True
    return found


def _kind(line: str) -> str:
    line = line.strip()
    if line.startswith(">"):
        return "quote"
    if _POINT.match(line):
        return "list"
    is_ours = line.startswith(f"{settings.SITE_URL}/") and " " not in line
    return "button" if is_ours else "text"


def _block(kind: str, lines: list[str]) -> Iterator[dict[str, Any]]:
    if kind == "list":
        first = lines[0].split(" ", 1)[0]
        points = [_linked(line.split(" ", 1)[1]) for line in lines]
        yield {"kind": kind, "points": points, "start": first.rstrip(".") if first != "-" else ""}
    elif kind == "quote":
        yield {"kind": kind, "html": _joined([line.removeprefix(">").removeprefix(" ") for line in lines])}
    else:
        yield {"kind": kind, "html": _joined(lines), "last": lines[-1], "before": lines[:-1]}


def _buttons(urls: list[str], found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a button per address; the first takes the words of a line before it that ends in a colon."""
    label = ""
    if found and found[-1]["kind"] == "text" and found[-1]["last"].endswith(":"):
        label = found[-1]["last"].removesuffix(":")
        before = found.pop()["before"]
        if before:
            found += _block("text", before)
    for url in urls:
        yield {"kind": "button", "url": url.strip(), "label": label or _("Öppna sidan"), "primary": False}
        label = ""


def _joined(lines: list[str]) -> SafeString:
    return mark_safe("<br>".join(_linked(line) for line in lines))  # noqa: S308 each line is escaped


def _signed(line: str) -> SafeString:
    """Return a line of the signature; "Words: address of the site" is a link that bears the words."""
    words, _colon, url = line.rpartition(": ")
    if words and _kind(url) == "button":
        return format_html('<a style="color:#4b5751" href="{}">{}</a>', url, words)
    return _linked(line)


def _linked(line: str) -> SafeString:
    """Return a line as safe HTML, web and mail addresses made into links that show where they go."""
    links = urlize(line, autoescape=True).replace("<a href=", '<a style="color:#11573f" href=')
    return mark_safe(links)  # noqa: S308 urlize escapes
