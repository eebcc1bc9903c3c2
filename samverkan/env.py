"""Typed reading of the environment: a wrong or missing value stops the start with a clear message."""

import os
import re

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Return the variable `name`; without a default, a missing one raises ImproperlyConfigured."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def origin(url: str) -> str:
    """Return the source of an address for the content security policy; {s} stands for any subdomain."""
    found = re.match(r"https?://[^/]+", url.replace("{s}", "*"))
    if found is None:
        raise ImproperlyConfigured(f"Not an address of map tiles: {url!r}.")
    return found[0]


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable; accepts 1/0, true/false, yes/no, on/off."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    lowered = raw.strip().lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def number(name: str, default: int) -> int:
    """Return a whole number."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from None


def numbers(name: str, default: str = "") -> list[int]:
    """Return a comma-separated list of whole numbers, none below 0."""
    found = words(name, default)
    if not all(word.isdecimal() for word in found):
        raise ImproperlyConfigured(
            f"{name} must be whole numbers with commas between, not {','.join(found)!r}."
        )
    return [int(word) for word in found]


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list, empty items left out."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def address(name: str) -> str | tuple[str, int]:
    """Return where a service listens: a path, or (host, port) of `host:port`; "" when the variable is not set."""
    raw = os.environ.get(name, "").strip()
    if not raw or raw.startswith("/"):
        return raw
    host, _colon, port = raw.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 2**16:
        raise ImproperlyConfigured(
            f"{name} must be a path such as /run/clamav/clamd.ctl or host:port, not {raw!r}."
        )
    return host.strip("[]"), int(port)
