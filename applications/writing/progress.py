"""How far the application has come, step by step."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from applications.writing import answers, guards
from applications.writing.steps import STEPS, Step


def task_list(application: Application, *, url: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the steps for components/task_list.html: title, url, hint, status and kind of tag."""
    lacking = guards.survey(application)
    return [_task(application, step, len(lacking.get(step.key, ())), url) for step in STEPS]


def _task(application: Application, step: Step, lacking: int, url: Callable[[str], str]) -> dict[str, Any]:
    status, kind, hint = state(application, step, lacking)
    item = {"key": step.key, "title": step.title, "hint": hint, "status": status, "kind": kind}
    return {**item, "url": url(step.key) if application.is_open(step.key) else ""}


def state(application: Application, step: Step, lacking: int) -> tuple[str, str, Any]:
    """Return (status in words, kind of tag, hint) of one step that lacks so many answers."""
    saved = step.key in application.steps
    if not application.is_open(step.key):
        return _("Går bara att läsa"), "text", step.hint
    if application.asked_for.get(step.key) and not saved:
        return _("Komplettera"), "tur", application.asked_for[step.key]
    if not lacking:
        return _("Klar"), "klar", step.hint
    if not saved and not _touched(application, step):
        return _("Inte påbörjad"), "", step.hint
    words = ngettext("%(count)s svar saknas", "%(count)s svar saknas", lacking) % {"count": lacking}
    return _("Påbörjad"), "", words


def _touched(application: Application, step: Step) -> bool:
    """Return whether anything of the step was known from the start beside the title."""
    return any(getattr(application, name) for name in step.fields if name != "title")


def step_nav(application: Application, *, url: Callable[[str], str], current: str) -> list[dict[str, Any]]:
    """Return the steps for components/step_nav.html."""
    lacking, left = guards.survey(application), guards.unanswered(application)
    return [
        {
            "name": step.title,
            "url": url(step.key) if application.is_open(step.key) else "",
            "done": lacking.get(step.key) == [] and step.key not in left,
            "current": step.key == current,
        }
        for step in STEPS
    ]


def stored_rows(application: Application, key: str) -> list[dict[str, Any]]:
    """Return the saved rows of a step to read beside what was typed, when two people collide."""
    for section in answers.sections(application):
        if section.key == key:
            return section.rows
    return []
