"""The group's tasks in this phase: what is done, what waits, and in what order."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Case
from applications.permissions import role_for
from applications.states import Status
from applications.templatetags.samverkan import datum, kronor
from phases import beside
from phases.base import Task
from phases.samarbete import guards
from phases.samarbete.facts import Facts, facts_of
from phases.samarbete.models import Proposal, ProposedMeasure
from phases.samarbete.proposal import measures

S = Status


def group_tasks(case: Case, user: Any) -> list[Task]:
    """Return the group's tasks in this phase, in order; the first that waits is the group's turn."""
    facts = facts_of(case)
    proposal = Proposal.objects.filter(case=case).order_by("-version").first()
    rows = measures.ordered(proposal) if proposal else []
    tasks = [
        _told(case, facts),
        _mapped(case, facts),
        _asked(case, facts),
        _compiled(case, facts),
        _proposed(case, facts, proposal, rows),
        _sent(case, user, facts, proposal, rows),
    ]
    if case.status not in {S.COLLABORATION, S.PROPOSAL_COMPLETION}:
        return tasks
    waiting = next((number for number, task in enumerate(tasks) if task.state == "todo"), None)
    return [task._replace(state="turn") if number == waiting else task for number, task in enumerate(tasks)]


# pages that belong to a task without lying below its address
BELONGS = {"behov": "plan_dialogue", "komplettera": "edit_proposal"}


def way(case: Case, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the tasks as the way through the phase."""
    below = request.path.removeprefix(case.get_absolute_url()).partition("/")[0]
    home = guards.page(case, BELONGS[below]) if below in BELONGS else ""
    return beside.way(request, group_tasks(case, request.user), home=home)


def _told(case: Case, facts: Facts) -> Task:
    hint = _("Affischer, mejl eller ett möte: ni väljer själva hur")
    if facts.communications:
        times = ngettext("%(number)s gång", "%(number)s gånger", facts.communications)
        hint = _("%(times)s, senast %(day)s") % {
            "times": times % {"number": facts.communications},
            "day": datum(facts.told_on, "kort"),
        }
    elif facts.without_communication:
        hint = _("Kontaktpersonen har gjort avsteg med skäl")
    return _task(_("Berätta för fler i området"), case, "add_communication", hint, done=facts.is_told)


def _mapped(case: Case, facts: Facts) -> Task:
    hint = _("Vilka finns på platsen, och vilka behöver stöd?")
    if facts.actors:
        hint = ngettext("%(number)s aktör", "%(number)s aktörer", facts.actors) % {"number": facts.actors}
        if facts.support_wanted:
            hint += ", " + _("%s vill ha stöd") % facts.support_wanted
    return _task(_("Kartlägg vilka som berörs"), case, "map_actors", hint, done=facts.mapped > 0)


def _asked(case: Case, facts: Facts) -> Task:
    hint = _("Planera hur ni frågar boende, verksamma och besökare")
    if facts.held:
        held = ngettext("%(number)s genomförd", "%(number)s genomförda", facts.held) % {"number": facts.held}
        people = ngettext("%(number)s deltagare", "%(number)s deltagare", facts.participants or 0)
        hint = ", ".join((held, people % {"number": facts.participants or 0}, _("%s behov") % facts.needs))
    elif facts.planned:
        hint = _("Planerad till %s") % datum(facts.next_on, "kort")
    elif facts.without_dialogue:
        hint = _("Kontaktpersonen har gjort avsteg med skäl")
    return _task(_("Genomför dialoger"), case, "plan_dialogue", hint, done=facts.is_asked)


def _compiled(case: Case, facts: Facts) -> Task:
    hint = _("Påbörjad") if facts.compiled else _("Vad ni fick veta, samlat")
    if facts.compiled_on:
        hint = _("Klar %s") % datum(facts.compiled_on, "kort")
    return _task(
        _("Sammanställ synpunkterna"), case, "compile_viewpoints", hint, done=facts.compiled_on is not None
    )


def _proposed(case: Case, facts: Facts, proposal: Proposal | None, rows: list[ProposedMeasure]) -> Task:
    hint = _("Bygger på sammanställningen")
    if rows:
        number = ngettext("%(number)s insats", "%(number)s insatser", len(rows)) % {"number": len(rows)}
        hint = _("%(measures)s, ni söker %(sum)s") % {
            "measures": number,
            "sum": kronor(sum(row.requested_amount or 0 for row in rows)),
        }
    complete = bool(rows) and not any(measures.lacks(row, needs_exist=facts.needs > 0) for row in rows)
    if proposal and proposal.sent_at:
        return Task(_("Föreslå insatser och tidsplan"), guards.page(case, "proposal"), hint, "done")
    if proposal and proposal.open_sections:
        return _task(
            _("Komplettera förslaget"),
            case,
            "edit_proposal",
            _("Kontaktpersonen har bett om det"),
            done=False,
        )
    return _task(_("Föreslå insatser och tidsplan"), case, "edit_proposal", hint, done=complete)


def _sent(
    case: Case, user: Any, facts: Facts, proposal: Proposal | None, rows: list[ProposedMeasure]
) -> Task:
    if proposal and proposal.sent_at:
        hint = _("Skickat %s") % datum(proposal.sent_at, "kort")
        return Task(_("Granska och skicka"), guards.page(case, "proposal"), hint, "done")
    action = "complete" if case.status == S.PROPOSAL_COMPLETION else "submit_proposal"
    title = _("Granska och skicka kompletteringen") if action == "complete" else _("Granska och skicka")
    ready = facts.is_told and facts.is_asked and facts.compiled_on and facts.named_members and rows
    if not ready or any(measures.lacks(row, needs_exist=facts.needs > 0) for row in rows):
        return Task(title, "", _("Öppnas när de andra är klara"), "blocked")
    if role_for(action, user=user, case=case) is None:
        return Task(title, guards.page(case, action), _("Gruppens företrädare skickar"), "todo")
    return Task(
        title, guards.page(case, action), _("Läs igenom allt och skicka till kontaktpersonen"), "todo"
    )


def _task(title: str, case: Case, name: str, hint: str, *, done: bool) -> Task:
    return Task(title, guards.page(case, name), hint, "done" if done else "todo")
