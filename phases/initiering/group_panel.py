"""What this phase shows the group, and what hinders the group's steps."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.lifecycle import Missing
from applications.models import Application, Case
from applications.states import Phase, Status
from applications.writing import guards, views
from applications.writing.steps import STEPS
from phases.base import Task

GUARDS: dict[str, Callable[[Case], Iterable[Missing]]] = {
    "submit": guards.missing_for_submit,
    "complete": guards.missing_for_complete,
}
VIEWS: dict[str, Any] = {"complete": views.submit}


def group_tasks(case: Case, user: Any) -> list[Task]:
    """Return the group's tasks in this phase, in order."""
    if case.phase != Phase.INITIERING:
        return []
    application = case.application_versions.visible_to(user).unsent().select_related("neighbourhood").first()
    if application is not None:
        application.case = case
        return [_writing(case, application), _actors(case), _sending(case, application)]
    if case.status == Status.CONTACT:
        return [_beginning(case), _actors(case)]
    return []


def _beginning(case: Case) -> Task:
    hint = _("Ni kan börja nu, eller vänta tills ni har träffat kontaktpersonen")
    return Task(_("Börja skriva ansökan"), reverse("start_draft", args=[case.reference]), hint, "todo")


def _writing(case: Case, application: Application) -> Task:
    asked = [step for step in STEPS if application.is_open(step.key)]
    done = sum(not guards.missing_in(application, step.key) for step in asked)
    words = ngettext("%(done)s av %(count)s steg är klart", "%(done)s av %(count)s steg är klara", done)
    title = _("Komplettera ansökan") if case.status == Status.COMPLETION else _("Skriv ansökan")
    hint = words % {"done": done, "count": len(asked)}
    waiting = case.status == Status.COMPLETION and any(step.key not in application.steps for step in asked)
    state = "done" if done == len(asked) and not waiting else "turn"
    return Task(title, reverse("edit_application", args=[case.reference]), hint, state)


def _actors(case: Case) -> Task:
    actors = guards.applicants(case)
    waiting = [row.actor.name for row in actors if row.confirmed_at is None]
    hint = _("Lägg till dem ni söker tillsammans med")
    if actors:
        hint = (
            _("Har inte bekräftat: %(names)s") % {"names": ", ".join(waiting)}
            if waiting
            else _("Alla har bekräftat")
        )
    state = "done" if actors and not waiting else "todo"
    return Task(_("Aktörer i gruppen"), reverse("edit_group", args=[case.reference]), hint, state)


def _sending(case: Case, application: Application) -> Task:
    lacking = len(list(guards.missing_in_application(case)))
    words = ngettext("%(count)s svar saknas", "%(count)s svar saknas", lacking) % {"count": lacking}
    hint = words if lacking else _("Allt är ifyllt. Läs igenom och skicka.")
    return Task(
        _("Granska och skicka"), reverse("submit", args=[case.reference]), hint, "todo" if lacking else "turn"
    )
