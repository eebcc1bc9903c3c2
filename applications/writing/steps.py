"""The eight steps of the application, in order: key (also in the address), title, what the step asks for."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from applications.models import Application


class Step(NamedTuple):
    """One step. `fields` are those of Application that it owns; `rows` names its related rows, if any."""

    key: str
    title: Any
    hint: Any
    fields: tuple[str, ...]
    rows: str = ""


STEPS: tuple[Step, ...] = (
    Step(
        "omradet",
        _("Området"),
        _("Platsen, dess gränser och vem som ansvarar för den"),
        (
            "title",
            "area_kind",
            "area_description",
            "area_boundary",
            "area_polygon",
            "neighbourhood",
            "remit",
            "remit_reason",
        ),
    ),
    Step(
        "gruppen",
        _("Gruppen"),
        _("Vilka ni är, ert gemensamma förslag och hur länge det gäller"),
        ("joint_proposal", "size", "ends_on", "review_interval_months"),
    ),
    Step(
        "aktorer",
        _("Aktörer i området"),
        _("Vilka som finns på platsen och vilka som redan vill vara med"),
        ("actors_present", "actors_interested"),
    ),
    Step(
        "utmaningar",
        _("Utmaningar, möjligheter och mervärde"),
        _("Vad som behövs och vad ni kan nå tillsammans"),
        ("challenges", "added_value"),
    ),
    Step(
        "samarbeten",
        _("Samarbeten och demokrati"),
        _("Det ni redan gör tillsammans, och hur ni bestämmer"),
        ("cooperation", "democratic", "democratic_description"),
    ),
    Step(
        "bidrag",
        _("Bidrag och sökt belopp"),
        _("Vad ni själva går in med, och vad ni söker för dialog"),
        ("requested_amount", "requested_purpose"),
        rows="contributions",
    ),
    Step(
        "underlag",
        _("Underlag från boende, verksamma och besökare"),
        _("Vad ni har frågat, och vad ni fick veta"),
        (),
        rows="evidence",
    ),
    Step(
        "sjalvskattning",
        _("Befintliga program och självskattning"),
        _("Annat stöd, och hur ni själva ser på de sex kriterierna"),
        ("programmes", "self_check", "wanted_language", "translation_wanted"),
    ),
)
BY_KEY = {step.key: step for step in STEPS}
SECTIONS: tuple[tuple[str, Any], ...] = tuple((step.key, step.title) for step in STEPS)
FIELDS: tuple[str, ...] = tuple(name for step in STEPS for name in step.fields)


def number(key: str) -> int:
    """Return 1–8."""
    return list(BY_KEY).index(key) + 1


def following(key: str) -> str | None:
    """Return the key of the next step, or None after the last."""
    keys = list(BY_KEY)
    return keys[number(key)] if number(key) < len(keys) else None


class Saved:
    """How a step of an application was last saved; answers for the application's own fields too.

    It is what forms compare their page with, so that only the same step can collide.
    """

    def __init__(self, application: Application, key: str) -> None:
        self._application = application
        entry = application.steps.get(key, {})
        self.revision: int = entry.get("revision", 0)
        self.saved_by: str = entry.get("by", "")
        self.saved_from: str = entry.get("from", "")
        self.saved_at = datetime.fromisoformat(entry["at"]) if "at" in entry else None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._application, name)


def mark_saved(application: Application, key: str, *, by: Any, at: datetime, page: str = "") -> None:
    """Note on the application, which the caller saves, that `by` saved the step from `page` (its stamp)."""
    before = application.steps.get(key, {}).get("revision", 0)
    application.steps[key] = {"revision": before + 1, "by": str(by), "at": at.isoformat(), "from": page}
