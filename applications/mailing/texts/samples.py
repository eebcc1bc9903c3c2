"""What stands for each name in a preview: what a sent mail said, else what a case says of itself, else an example."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone

from applications import identity
from applications.city.values import municipality
from applications.mailing.texts import language
from applications.mailing.texts.pieces import Pieces, tidy
from applications.mailing.texts.sent import Sent

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
    "coming": "3",
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
    "stycke": "Här står några meningar som mejlet skriver själv.",
    "mening": "Läs en nyhet från dina ärenden",
    "first": "1 juli 2026",
    "days": "3",
    "email": "amina@example.org",
    "to_email": "amina@example.org",
    "deleted_email": "amina@example.org",
    "code": "12345678",
}
DAYS = ("day", "due", "last", "before", "cleared")


def sample(plain: str, case: Any) -> str:
    """Return what stands in a preview for what the template calls `plain`."""
    known = {**WORDS, **_of(case)}
    if plain not in known and (plain.startswith("länk") or plain.endswith("_url")):
        return f"{settings.SITE_URL}/exempel/"
    if plain.endswith("|citat"):
        return "> Så här kan det stå."
    if plain in DAYS:
        return formats.date_format(timezone.localdate() + timedelta(days=14), "j F Y").lower()
    return known.get(plain, f"«{plain}»")


def _of(case: Any) -> dict[str, str]:
    """Return what a real case says of itself, as everybody at the city may read it (D22), and the municipality."""
    city = municipality()
    found = {f"municipality.{key}": str(value) for key, value in city.items()}
    found |= {
        "committee": city["committee"],
        "city": city["name"],
        "number": settings.REGISTRY_NUMBER_EXAMPLE,
    }
    if case is not None:
        found |= {"title": identity.text_for(None, case.title, case), "reference": case.reference}
        found |= {"number": case.registry_number} if case.registry_number else {}
        found |= {"officer": identity.name_for(None, case.officer, case)} if case.officer else {}
        found |= {
            "case_url": settings.SITE_URL + reverse("case", args=[case.reference]),
            "staff_url": settings.SITE_URL + reverse("admin:case", args=[case.reference]),
        }
    return found


def preview(text: str, pieces: Pieces, case: Any, *, holds: bool, sent: Sent | None = None) -> str:
    """Return a text as it would have been in a mail that was sent, what that did not say filled in with examples.

    A condition that the mail tells nothing of `holds` or not. Raises WrongText.
    """
    parts = language.parse(text, pieces)
    values, known = (sent.values, sent.holds) if sent is not None else ({}, {})
    return tidy("".join(_said(parts, pieces, case, values, known, holds=holds)))


def _said(
    parts: list[language.Part],
    pieces: Pieces,
    case: Any,
    values: dict[str, str],
    known: dict[str, bool],
    *,
    holds: bool,
) -> Any:
    for kind, what, more in parts:
        if kind == "text":
            yield what
        elif kind == "name":
            yield values[what] if what in values else sample(pieces.wanted[what], case)
        else:
            branch = more[0] if known.get(what, holds) else more[1]
            yield from _said(branch, pieces, case, values, known, holds=holds)


def glossary(pieces: Pieces) -> list[dict[str, Any]]:
    """Return the names of a text as staff look them up: what each becomes, an example, whether it must be there."""
    days = {names[-1] for names in pieces.days.values()}
    return [
        {
            "name": name,
            "about": pieces.explained(name),
            "example": sample(pieces.wanted[name], None).partition("\n")[0],
            "required": name in pieces.required or name in days,
        }
        for name in pieces.named
    ]
