"""What the municipality calls itself, and its days: what staff have set in the register, else the environment's.

Everything that asks, asks here. The names are in the reader's language where the municipality has given them in it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from applications.remembered import Remembered


class Chosen(NamedTuple):
    """What the register holds now: version, setting → value, and the logotype's key."""

    number: int = 0
    values: Mapping[str, Any] = {}
    logotype_id: int | None = None


# What a document's snapshot holds of the municipality (reports.contexts.parts.Municipality).
IN_DOCUMENTS = (
    "name",
    "organisation_number",
    "department",
    "department_short",
    "committee",
    "committee_short",
    "court",
    "contact_email",
    "contact_phone",
    "address",
)
TRANSLATED = ("name", "department", "department_short", "committee", "committee_short", "court")
_tried: ContextVar[Mapping[str, Any] | None] = ContextVar("tried", default=None)


def _read() -> Chosen:
    from applications.models import CityVersion

    row = CityVersion.objects.order_by("-number").values_list("number", "chosen", "logotype_id").first()
    return Chosen(*row) if row else Chosen()


remembered: Remembered[Chosen] = Remembered(_read, Chosen())


def current() -> Chosen:
    """Return what the register holds now."""
    return remembered.get()


@contextmanager
def trying(values: Mapping[str, Any]) -> Iterator[None]:
    """Let everything that asks here see `values` as if they were saved: for a preview."""
    before = _tried.set(values)
    try:
        yield
    finally:
        _tried.reset(before)


def _chosen(*, known: bool = False) -> Mapping[str, Any]:
    tried = _tried.get()
    if tried is not None:
        return tried
    return (remembered.known() if known else current()).values


def municipality(*, known: bool = False) -> dict[str, str]:
    """Return names and contact data in the language of the page. `known`: without asking the database."""
    chosen = _chosen(known=known)
    names = {name: str(chosen.get(name, default)) for name, default in settings.MUNICIPALITY.items()}
    language = (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    if language != settings.LANGUAGE_CODE:
        from_start = settings.MUNICIPALITY_IN.get(language, {})
        for name in TRANSLATED:
            names[name] = chosen.get(f"{name}:{language}") or from_start.get(name) or names[name]
    return names


def kept() -> dict[str, str]:
    """Return what a document keeps of the municipality: in Swedish, with the logotype's key when there is one."""
    with translation.override(settings.LANGUAGE_CODE):
        names = municipality()
    found = {name: names[name] for name in IN_DOCUMENTS}
    logotype = current().logotype_id
    return found | {"logotype": str(logotype)} if logotype else found


def logotype_url() -> str:
    """Return the address of the logotype, "" when the municipality has none."""
    logotype = current().logotype_id
    return reverse("logotype", args=[logotype]) if logotype else ""


def days(name: str) -> int:
    """Return a number of days of DEADLINES (D13)."""
    return int(_chosen().get(name, settings.DEADLINES[name]))


def draft_days() -> dict[str, int]:
    """Return after how many days a forgotten draft is cleared (`days`), and when its group is told (`notice_days`)."""
    chosen = _chosen()
    return {name: int(chosen.get(f"draft_{name}", default)) for name, default in settings.DRAFTS.items()}


def kept_days() -> int:
    """Return how many days a text that could not be saved waits for the one who wrote it."""
    return int(_chosen().get("kept_days", settings.KEPT_DAYS))


def clearing_days(name: str) -> int:
    """Return how many days something is kept that is only needed for a while: list_file, unsent_file or hand_over."""
    key = f"{name}_days"
    return int(_chosen().get(key, getattr(settings, key.upper())))


def network_days() -> int:
    """Return after how many days without anything new a thread in the network is cleared away (R50)."""
    return int(_chosen().get("network_days", settings.NETWORK_DAYS))


def read_log_days() -> int:
    """Return how many days the log of who at the city has read what is kept (D8)."""
    return int(_chosen().get("read_log_days", settings.READ_LOG_DAYS))


def remind_days(when: str) -> list[int]:
    """Return the days "before" or "after" a date when whoever's turn it is gets a reminder."""
    default = settings.REMIND_DAYS_BEFORE if when == "before" else settings.REMIND_DAYS_AFTER
    return list(_chosen().get(f"remind_days_{when}", default))
