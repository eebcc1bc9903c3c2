"""Filters of the document templates (`{% load documents %}`)."""

from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from applications.prose import to_html
from reports import charts
from reports.contexts.parts import Member, Person

register = template.Library()


@register.filter
@stringfilter
def prose(text: str) -> SafeString:
    """Return plain text as paragraphs and lists, escaped.

    An empty line parts paragraphs, a single line break is kept, lines that begin with "- " are a list.
    """
    parts: list[SafeString] = []
    for block in text.split("\n\n"):
        lines: list[str] = []
        items: list[str] = []
        for line in filter(None, map(str.strip, block.split("\n"))):
            if line.startswith(("- ", "• ", "* ")):
                parts.append(_paragraph(lines))
                lines = []
                items.append(line[2:].strip())
            else:
                parts.append(_list(items))
                items = []
                lines.append(line)
        parts += [_paragraph(lines), _list(items)]
    return SafeString("".join(parts))


@register.filter
@stringfilter
def structured(text: str, level: int = 3) -> SafeString:
    """Return a text of the city with its headings, lists and bold; its headings become h`level`."""
    return to_html(text, level=level)


def _paragraph(lines: list[str]) -> SafeString:
    if not lines:
        return SafeString("")
    return format_html("<p>{}</p>", format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines)))


def _list(items: list[str]) -> SafeString:
    if not items:
        return SafeString("")
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item,) for item in items)))


@register.filter
@stringfilter
def sentence(text: str) -> str:
    """Return the text with a capital first letter and the rest untouched ("fastighets- och …")."""
    return text[:1].upper() + text[1:]


@register.filter
@stringfilter
def short(text: str, length: int = 90) -> str:
    """Return a title that fits in the foot of a page."""
    return Truncator(" ".join(text.split())).chars(length)


@register.filter
def total(rows: Any, field: str) -> int | None:
    """Return the sum of `field` over the rows in kronor, None when no row has an amount there."""
    amounts = [amount for row in rows if (amount := getattr(row, field)) is not None]
    return sum(amounts) if amounts else None


@register.filter
def any_has(rows: Any, field: str) -> bool:
    """Say whether a column has anything to show: some row's `field` is filled in (0 counts)."""
    return any(getattr(row, field) not in (None, "") for row in rows)


@register.filter
def person(someone: Person) -> str:
    """Return name, title, telephone and e-mail, as far as they are known."""
    return ", ".join(filter(None, (someone.name, someone.title, someone.phone, someone.email)))


@register.filter
def members(people: tuple[Member, ...]) -> str:
    """Return "Astrid Holm (ordförande), Leila Norrvik"."""
    return ", ".join(f"{one.name} ({one.role})" if one.role else one.name for one in people)


@register.simple_tag
def before_after(indicator: Any) -> SafeString:
    """Return an indicator as two bars with the figures as text alternative."""
    return charts.before_after(indicator)
