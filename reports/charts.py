"""Charts as inline SVG. WeasyPrint reads no document CSS inside SVG: everything is attributes."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from reports.contexts.documents import Indicator

WIDTH = 440
BAR_LEFT = 110
BAR_SPACE = 230  # the longest bar, so that its figure fits to the right of it
INK, MUTED, BEFORE, AFTER = "#17211c", "#4b5751", "#1c4e7e", "#11573f"


def in_words(indicator: Indicator) -> str:
    """Return what the bars show: "Trygga …: 41 procent (december 2025), 58 procent (oktober 2027)."."""
    return _("%(name)s: %(before)s (%(before_label)s), %(after)s (%(after_label)s).") % {
        "name": indicator.name,
        "before": _figure(indicator.before, indicator.unit),
        "before_label": indicator.before_label,
        "after": _figure(indicator.after, indicator.unit),
        "after_label": indicator.after_label,
    }


def before_after(indicator: Indicator) -> SafeString:
    """Return two bars, before and after, on a scale that begins at 0. Percent fill 100, counts the larger one."""
    longest = max(abs(indicator.before), abs(indicator.after), 100 if _is_percent(indicator.unit) else 1)
    rows = [
        _bar(top, label, value, _figure(value, indicator.unit), value / longest, colour)
        for top, label, value, colour in (
            (0, indicator.before_label, indicator.before, BEFORE),
            (30, indicator.after_label, indicator.after, AFTER),
        )
    ]
    return format_html(
        '<svg viewBox="0 0 {} 56" role="img"><title>{}</title>{}</svg>',
        WIDTH,
        in_words(indicator),
        SafeString("".join(rows)),
    )


def _bar(top: int, label: str, value: int, figure: str, share: float, colour: str) -> SafeString:
    width = round(BAR_SPACE * max(share, 0)) or 1
    return format_html(
        '<text font-family="Hanken" font-size="12" fill="{}" x="0" y="{}">{}</text>'
        '<rect fill="{}" x="{}" y="{}" width="{}" height="22"/>'
        '<text font-family="Hanken" font-weight="600" font-size="13" fill="{}" x="{}" y="{}">{}</text>',
        MUTED,
        top + 17,
        Truncator(label).chars(16),
        colour,
        BAR_LEFT,
        top + 1,
        width,
        INK,
        BAR_LEFT + width + 8,
        top + 17,
        figure,
    )


def _is_percent(unit: str) -> bool:
    return unit.strip().lower() in ("procent", "%")


def _figure(value: int, unit: str) -> str:
    number = f"{value:,}".replace(",", "\N{NO-BREAK SPACE}").replace("-", "\N{MINUS SIGN}")
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number
