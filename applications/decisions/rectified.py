"""A rectification in words: what it changed, before and after (D3)."""

from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from applications.models import Decision, Rectification
from applications.templatetags.samverkan import datum


class Change(NamedTuple):
    """One thing that was mended, as a page shows it."""

    name: str
    before: str
    after: str


def changes(row: Rectification) -> list[Change]:
    """Return what was mended, in the order of the form."""
    return [Change(_name(key), _words(row.before[key]), _words(row.after[key])) for key in row.after]


def _name(key: str) -> str:
    if key.startswith("point "):
        return _("Punkt %(number)s") % {"number": key.removeprefix("point ")}
    if key == "conflicts":
        return _("Jäv")
    return str(Decision._meta.get_field(key).verbose_name)  # noqa: SLF001


def _words(value: Any) -> str:
    """Return a stored value: days and choices in words, nothing as a dash."""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    if value in (None, ""):
        return "–"
    try:
        return datum(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)
