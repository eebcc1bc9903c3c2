"""What this phase shows the group, and what hinders the group's steps."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.lifecycle import Missing
from applications.models import Case, CaseActor
from applications.permissions import role_for
from applications.states import Phase, Status, Turn
from applications.writing import guards, views
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
        actors = guards.applicants(case)
        lacking = guards.survey(application, actors)
        left = guards.unanswered(application)
        return [
            _writing(case, lacking, left),
            _actors(case, actors),
            _sending(case, user, lacking, waits=bool(left)),
        ]
    if case.status == Status.CONTACT:
        return [_beginning(case), _actors(case, guards.applicants(case))]
    return []


def _beginning(case: Case) -> Task:
    hint = _("Ni kan börja nu, eller vänta tills ni har träffat kontaktpersonen")
    return Task(_("Börja skriva ansökan"), reverse("start_draft", args=[case.reference]), hint, "todo")


def _writing(case: Case, lacking: dict[str, list[Missing]], left: set[str]) -> Task:
    done = sum(not found and key not in left for key, found in lacking.items())
    words = ngettext("%(done)s av %(count)s steg är klart", "%(done)s av %(count)s steg är klara", done)
    title = _("Komplettera ansökan") if case.status == Status.COMPLETION else _("Skriv ansökan")
    hint = words % {"done": done, "count": len(lacking)}
    state = "done" if done == len(lacking) else "turn" if case.turn == Turn.GROUP else "todo"
    return Task(title, reverse("edit_application", args=[case.reference]), hint, state)


def _actors(case: Case, actors: list[CaseActor]) -> Task:
    declined = [row.actor.name for row in actors if row.declined_at is not None]
    waiting = [row.actor.name for row in actors if row.confirmed_at is None and row.declined_at is None]
    hint = _("Lägg till dem ni söker tillsammans med")
    if declined:
        hint = _("Har tackat nej: %(names)s") % {"names": ", ".join(declined)}
    elif actors:
        hint = (
            _("Har inte bekräftat: %(names)s") % {"names": ", ".join(waiting)}
            if waiting
            else _("Alla har bekräftat")
        )
    state = "done" if actors and not (waiting or declined) else "todo"
    return Task(_("Aktörer i gruppen"), reverse("edit_group", args=[case.reference]), hint, state)


def _sending(case: Case, user: Any, lacking: dict[str, list[Missing]], *, waits: bool) -> Task:
    action = "complete" if case.status == Status.COMPLETION else "submit"
    count = sum(len(found) for found in lacking.values())
    words = ngettext("%(count)s svar saknas", "%(count)s svar saknas", count) % {"count": count}
    sends = role_for(action, user=user, case=case) is not None
    ready = _("Läs igenom och skicka.") if sends else _("Läs igenom. Gruppens företrädare skickar.")
    hint = words if count else _("Allt är ifyllt. %(ready)s") % {"ready": ready}
    if waits and not count:
        hint = _("Skriv först det som kontaktpersonen har bett om")
    url = reverse("submit", args=[case.reference])
    return Task(_("Granska och skicka"), url, hint, "todo" if count or waits or not sends else "turn")
