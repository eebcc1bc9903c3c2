"""Template tags and filters of the house, built in: no `{% load %}` needed.

Words that readers see are Swedish, so the filters bear the Swedish names that writers of templates know.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import geo, geo_svg, identity
from applications.accounts.devices import device
from applications.language import decimal, in_decimals, said, small, writes_swedish

register = template.Library()

NBSP = "\N{NO-BREAK SPACE}"
MONTHS = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
ENDING = frozenset({"withdraw", "strike_off"})
PHASE_NAMES = {1: "Initiering", 2: "Samarbete", 3: "Utförande", 4: "Resultat"}


# --- pictures ---------------------------------------------------------------------------------------
def _use(name: str, css_class: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css_class,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the decorative icon `name` of static/icons.svg, hidden from screen readers."""
    return _use(name, "s-i")


@register.simple_tag
def brand_mark() -> SafeString:
    """Return the mark: four blocks around a square."""
    return _use("mark", "s-mark")


@register.simple_tag
def phase_mark(number: int | None, short: bool = False) -> SafeString:  # noqa: FBT001, FBT002 - a template flag
    """Return "Fas 2 av 4: Samarbete" with its picture; `short` hides "Fas 2 av 4" for those who see the picture.

    `number` 1–4; anything else gives an empty string (a case that ended early stands in no phase).
    """
    if number not in PHASE_NAMES:
        return SafeString("")
    where = _("Fas %(number)s av 4:") % {"number": number}
    return format_html(
        '<span class="s-fas">{}<span><span class="{}">{} </span>{}</span></span>',
        _use(f"phase-{number}", "s-fas__m"),
        "s-vh" if short else "s-fas__n",
        where,
        _(PHASE_NAMES[number]),
    )


@register.simple_tag
def phase_icon(number: int) -> SafeString:
    """Return the picture of a phase alone, with its name for those who do not see it."""
    if number not in PHASE_NAMES:
        return SafeString("")
    return format_html(
        '{}<span class="s-vh">{}, </span>', _use(f"phase-{number}", "s-fas__m"), _(PHASE_NAMES[number])
    )


# --- words ------------------------------------------------------------------------------------------
@register.filter
def sagt(value: object) -> str:
    """Return a text that was kept in Swedish, in the reader's language when it has a translation."""
    return said(value)


@register.filter
def kronor(value: object) -> str:
    """Return a sum in SEK in words, with spaces that never break a line.

    75000 → "75 000 kronor"; for readers of English "SEK 75,000".
    """
    try:
        amount = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return ""
    if not amount.is_finite():
        return ""
    whole = amount == amount.to_integral_value()
    digits = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    digits = digits.replace("-", "\N{MINUS SIGN}")
    if not writes_swedish():
        return f"SEK{NBSP}{digits}"
    number = digits.replace(",", NBSP).replace(".", ",")
    return f"{number}{NBSP}{ngettext('krona', 'kronor', 1 if amount == 1 else 2)}"


@register.filter
def antal(value: Decimal | None) -> str:
    """Return a quantity without empty decimals: 120.50 → "120,5"; nothing for None."""
    return "" if value is None else in_decimals(value)


def _local(value: object) -> object:
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def datum(value: object, form: str = "") -> str:
    """Return a day in words: "4 december 2026".

    `form`: "kort" leaves the year out when it is the current one, "utan_år" always, "dag" puts the
    weekday first, "dag kort" does both.
    Aware datetimes are shown in local time. None and other things give an empty string.
    """
    day = _local(value)
    if not isinstance(day, datetime.date):
        return ""
    words = form.split()
    unnamed = "utan_år" in words or ("kort" in words and day.year == timezone.localdate().year)
    pattern = ("l " if "dag" in words else "") + "j F" + ("" if unnamed else " Y")
    return small(formats.date_format(day, pattern))


@register.filter
def veckodag(value: object, form: str = "") -> str:
    """Return the day of the week: "fredag"; `form` "kort": "fre". Aware datetimes are shown in local time."""
    day = _local(value)
    if not isinstance(day, datetime.date):
        return ""
    return small(formats.date_format(day, "D" if form == "kort" else "l"))


@register.filter
def klockslag(value: object) -> str:
    """Return a time of day: "14.32" as Swedes write it, else "14:32". Aware datetimes are shown in local time."""
    moment = _local(value)
    if not isinstance(moment, (datetime.datetime, datetime.time)):
        return ""
    return f"{moment.hour}.{moment.minute:02}" if writes_swedish() else f"{moment.hour:02}:{moment.minute:02}"


@register.filter
def datum_tid(value: object) -> str:
    """Return day and time: "4 december 2026 klockan 14.32"."""
    if not isinstance(value, datetime.datetime):
        return ""
    return _("%(day)s klockan %(time)s") % {"day": datum(value), "time": klockslag(value)}


@register.filter
def dagar_kvar(value: object, today: datetime.date | None = None) -> str:
    """Return how far away a day is: "om 17 dagar", "i morgon", "i dag", "i går", "för 3 dagar sedan"."""
    day = _local(value)
    if isinstance(day, datetime.datetime):
        day = day.date()
    if not isinstance(day, datetime.date):
        return ""
    days = (day - (today or timezone.localdate())).days
    near = {-1: _("i går"), 0: _("i dag"), 1: _("i morgon")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("om %(days)s dag", "om %(days)s dagar", days) % {"days": days}
    return ngettext("för %(days)s dag sedan", "för %(days)s dagar sedan", -days) % {"days": -days}


@register.filter
def sen(value: object, today: datetime.date | None = None) -> str:
    """Return how late something is: "7 dagar sen"; empty before its day has passed."""
    day = _local(value)
    if isinstance(day, datetime.datetime):
        day = day.date()
    days = ((today or timezone.localdate()) - day).days if isinstance(day, datetime.date) else 0
    return ngettext("%(days)s dag sen", "%(days)s dagar sen", days) % {"days": days} if days > 0 else ""


@register.filter
def passerat(value: object) -> bool:
    """Say whether the day lies before today."""
    day = _local(value)
    if isinstance(day, datetime.datetime):
        day = day.date()
    return isinstance(day, datetime.date) and day < timezone.localdate()


@register.filter
def iso(value: object) -> str:
    """Return the machine's form of a day or moment, for `<time datetime>`."""
    moment = _local(value)
    if isinstance(moment, datetime.datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat() if isinstance(moment, datetime.date) else ""


@register.filter
def paragrafer(value: object) -> SafeString:
    """Return escaped text with its line breaks: an empty line starts a new paragraph."""
    text = normalize_newlines(str(value or "")).strip()
    if not text:
        return SafeString("")
    paragraphs = [part.strip("\n") for part in text.split("\n\n") if part.strip()]
    return format_html_join(
        "\n",
        "<p>{}</p>",
        # Escaped before the line breaks are put in: nothing typed becomes markup.
        ((mark_safe(str(conditional_escape(str(part))).replace("\n", "<br>")),) for part in paragraphs),  # noqa: S308
    )


@register.filter
def punkter(value: object) -> SafeString:
    """Return escaped text as `paragrafer` does, with lines that begin with "- " as the points of a list."""
    lines = normalize_newlines(str(value or "")).strip().split("\n")
    parts = []
    for is_list, group in groupby(lines, key=lambda line: line.startswith("- ")):
        rows = list(group)
        points = format_html_join("", "<li>{}</li>", ((row[2:],) for row in rows)) if is_list else ""
        parts.append(
            format_html('<ul class="s-list">{}</ul>', points) if is_list else paragrafer("\n".join(rows))
        )
    return format_html_join("", "{}", ((part,) for part in parts))


@register.filter
def manad(value: object) -> str:
    """Return the short name of a day's month, three or four letters without a point: "dec"."""
    day = _local(value)
    if not isinstance(day, datetime.date):
        return ""
    return MONTHS[day.month - 1] if writes_swedish() else formats.date_format(day, "M")


@register.filter
def telefon(value: object) -> str:
    """Return a telephone number for a `tel:` link: "020-12 34 56" → "+4620123456"."""
    digits = "".join(char for char in str(value or "") if char in "+0123456789")
    return f"+46{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else digits


@register.filter
def initialer(value: object) -> str:
    """Return the initials of a name, for the small square in a list of people: "Amina Yusuf" → "AY"."""
    words = [word for word in str(value or "").split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words if len(words) < 2 else (words[0], words[-1])))  # noqa: PLR2004


@register.filter
def filstorlek(value: object) -> str:
    """Return a file size in words: 188416 → "184 kB"."""
    try:
        size = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        return ""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))}{NBSP}kB"
    return decimal(f"{size / 1024 / 1024:.1f}") + f"{NBSP}MB"


@register.filter
def enhet(value: object) -> str:
    """Return which browser a log-in came from, of what the browser says about itself."""
    return device(str(value))


@register.filter
def is_safe(value: object) -> bool:
    """Say whether a value is markup that our own code has made (a SafeString)."""
    return isinstance(value, SafeString)


@register.filter
def index(items: Sequence[object], number: int) -> object:
    """Return one item of a list, or an empty string."""
    try:
        return items[number]
    except (IndexError, TypeError):
        return ""


@register.filter
def risk(action: str) -> str:
    """Return "risk" for an action that ends something, else nothing: the look of its button."""
    return "risk" if action in ENDING else ""


# --- areas ------------------------------------------------------------------------------------------
FRAMES = {"wide": geo_svg.WIDE, "narrow": geo_svg.NARROW}


@register.filter
def hektar(area: dict) -> str:
    """Return the size of a GeoJSON area in hectares: "1,2"; below a tenth with two decimals."""
    size = geo.area_hectares(area)
    return decimal(f"{size:.1f}" if size >= 0.1 else f"{size:.2f}")  # noqa: PLR2004


@register.simple_tag
def area_map(area: dict, name: str, element_id: str = "karta", size: str = "wide") -> SafeString:
    """Return the drawing of an area, "wide" or "narrow"; its title names the place and says that words follow."""
    title = _("Karta över %(name)s. Gränsen beskrivs med ord bredvid.") % {"name": name}
    return geo_svg.svg(area, title=title, element_id=element_id, frame=FRAMES[size])


# --- people -----------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def namn(context: Context, person: object, case: object = None) -> str:
    """Return what the reader of the page may call a person in `case` (D22)."""
    return identity.name_for(context.get("user"), person, case)


@register.simple_tag(takes_context=True)
def dold(context: Context, text: object, case: object = None) -> str:
    """Return a text of `case` as the reader may read it: protected people are not named (D22)."""
    return identity.text_for(context.get("user"), str(text or ""), case)
