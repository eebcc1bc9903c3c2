"""Filters for the plain texts of mails: `{% load mejl %}`."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def rad(value: object) -> str:
    """Return the text on one line."""
    return " ".join(str(value).split())


@register.filter
def till(values: dict[str, Any] | None, to: Any) -> Any:
    """Return what the receiver `to` has of its own among values by e-mail address (lower case); else nothing."""
    return (values or {}).get(to.email.lower(), "")


@register.filter
def citat(value: object) -> str:
    """Return what somebody wrote as a quotation, a mark before each line: whose words they are is plain to see."""
    lines = str(value).strip().splitlines()
    return "\n".join(f"> {line.strip()}".rstrip() for line in lines)
