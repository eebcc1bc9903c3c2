"""The city's wording of the six criteria at the start (R8–R14). Staff change it later as data."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

TEXTS = (
    (
        _("Blandad grupp med ett gemensamt förslag"),
        _("Är ni minst två aktörer av minst två slag, och står ni bakom ett gemensamt förslag?"),
    ),
    (
        _("Upparbetade samarbeten och förtroende"),
        _("Samarbetar ni redan, och har ni förtroende hos dem som bor och verkar på platsen?"),
    ),
    (
        _("Möjlighet att bidra"),
        _("Kan ni avsätta pengar eller resurser, eller ansvara för aktiviteter?"),
    ),
    (
        _("Mervärde som ingen når ensam"),
        _("Ger förslaget något som ingen av er kan nå på egen hand?"),
    ),
    (
        _("Underlag om behoven"),
        _("Har ni underlag från boende, verksamma och besökare som visar vad platsen behöver?"),
    ),
    (
        _("Demokratiska principer"),
        _("Arbetar ni öppet, så att alla som berörs kan vara med och påverka på lika villkor?"),
    ),
)


def install(criterion: Any) -> None:
    """Write the first version of each criterion that has none. `criterion` is the model class."""
    for number, (title, text) in enumerate(TEXTS, start=1):
        if not criterion.objects.filter(number=number).exists():
            criterion.objects.create(number=number, title=title, text=text)


def answered_version(self_check: Mapping[str, Any], number: int) -> int | None:
    """Return the version of criterion `number` that a group's self-check was answered by; None: not answered."""
    return self_check.get(str(number), {}).get("version")
