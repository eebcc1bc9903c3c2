"""What stands for each name in a preview of a mail: from a case where there is one, else an example."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import formats, timezone

from applications.city.values import municipality
from applications.mailing.texts import language
from applications.mailing.texts.pieces import Pieces

WORDS = {
    "title": "Lingarnsgatan",
    "by": "Maja Ekelund Sand",
    "name": "Amina Björkdal",
    "who": "Amina Björkdal",
    "officer": "Maja Ekelund Sand",
    "actor": "Brf Lingården",
    "what": "Ansökan",
    "writer": "Lingarnets Vänner",
    "heading": "Hur får man el till ljusslingor?",
    "organizer": "Maja Ekelund Sand",
    "when": "2 mars 2026 klockan 10.00",
    "time": "10.00",
    "end": "11.00",
    "place": "Torget",
    "come": "Kom på första mötet",
    "do": "Kom på första mötet",
    "hold": "Håll första mötet",
    "changed": "Ändrat första möte",
    "cancelled": "Inställt första möte",
    "the": "det första mötet",
    "left": "om 14 dagar",
    "reference": "SAM-2026-0007",
    "sum": "45 000 kronor",
    "amount": "45 000 kronor",
    "phone": "070-174 06 10",
    "lista": "- Ett exempel\n- Ett till",
    "code": "12345678",
}
DAYS = ("day", "due", "last", "before", "cleared")


def sample(name: str, case: Any) -> str:
    """Return what stands for a name in a preview."""
    plain = name.rstrip("_0123456789")
    if plain.startswith("länk") or plain.endswith("_url"):
        return f"{settings.SITE_URL}/exempel/"
    if name.endswith("|citat"):
        return "> Så här kan det stå."
    if plain in DAYS:
        return formats.date_format(timezone.localdate() + timedelta(days=14), "j F Y").lower()
    return {**WORDS, **_of(case)}.get(plain, f"«{plain}»")


def _of(case: Any) -> dict[str, str]:
    """Return what a real case says of itself, and the municipality."""
    found = {"committee": municipality()["committee"], "number": settings.REGISTRY_NUMBER_EXAMPLE}
    if case is not None:
        found |= {"title": case.title, "reference": case.reference}
        found |= {"number": case.registry_number} if case.registry_number else {}
    return found


def preview(text: str, pieces: Pieces, case: Any, *, holds: bool) -> str:
    """Return a text as it may look, with every condition true or every one false. Raises WrongText."""
    return "".join(_said(language.parse(text, pieces), case, holds=holds))


def _said(parts: list[language.Part], case: Any, *, holds: bool) -> Any:
    for kind, what, more in parts:
        if kind == "text":
            yield what
        elif kind == "name":
            yield sample(what, case)
        else:
            yield from _said(more[0] if holds else more[1], case, holds=holds)
