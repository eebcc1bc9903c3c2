"""Sending files to a browser: never run, never guessed at, called what people call them."""

import unicodedata
from urllib.parse import quote

from django.http import HttpResponseBase

# A file opened by itself may show itself and nothing more: no script, no form, no request, no frame.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def ascii_name(name: str) -> str:
    """Return the name for old software: å as a, § as "par"; what has no such letter disappears."""
    plain = unicodedata.normalize("NFKD", name.replace("§", "par").replace("–", "-"))
    return " ".join(plain.encode("ascii", "ignore").decode().split())


def disposition(name: str, *, inline: bool = False) -> str:
    """Return a Content-Disposition header with both forms of the name (RFC 6266)."""
    kind = "inline" if inline else "attachment"
    plain = ascii_name(name).replace("\\", "").replace('"', "")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def harden(response: HttpResponseBase, name: str, *, inline: bool) -> None:
    """Give a response that carries somebody's file the headers that keep it harmless and out of caches."""
    response["Content-Disposition"] = disposition(name, inline=inline)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
