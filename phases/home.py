"""Mitt ärende: everything a group sees of its case on one page, in a constant number of queries."""

from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications import identity, snapshots
from applications.attachments.kinds import BY_CONTENT_TYPE
from applications.attachments.naming import trail_text
from applications.attachments.sections import MESSAGE, SECTIONS_OF
from applications.committee.panel import GroupDecision, decisions_for_group
from applications.group.people import members_for
from applications.labels import LABELS
from applications.language import said
from applications.lifecycle import available_actions
from applications.models import Attachment, Case, DocumentOrder
from applications.permissions import allowed
from applications.states import ENDED_EARLY, FINISHED, Phase, Role, Status, Turn
from applications.templatetags.samverkan import datum
from phases.base import Task
from phases.booked import open_first_meeting
from phases.case import SLICES
from phases.coming import coming
from phases.moves import Moves
from phases.outlook import Outlook
from phases.plain import happened
from phases.road import Road
from phases.utforande.facts import CHECKED_IN
from phases.utforande.tasks import check_in_tasks

EVENTS_SHOWN = 6
DOCUMENTS_SHOWN = 6
TAGS = {
    "done": (gettext_lazy("Klart"), "klar"),
    "turn": (gettext_lazy("Er tur"), "tur"),
    "todo": (gettext_lazy("Att göra"), ""),
    "blocked": (gettext_lazy("Kan inte öppnas än"), "text"),
}
# Steps that have their place elsewhere on the page: in the tasks, under "Annat ni kan göra".
ASIDE = ("withdraw",)
# What manager and officer say to each other about a report is no news for the group; that it happened is.
CITYS_OWN_WORDS = frozenset({"sign_off", "return_report", "recall_report"})


def list_row(case: Case, *, new: int = 0) -> dict[str, Any]:
    """Return one case as a row of components/task_list.html; `new`: how many messages are new to the reader."""
    over = (_("Avslutat") if case.status in ENDED_EARLY else _("Klart"), "klar")
    words = {Turn.GROUP: (_("Er tur"), "tur"), Turn.NOBODY: over, Turn.REGISTRAR: over}
    status, kind = words.get(Turn(case.turn), (_("%(who)s tur") % {"who": whose(case)}, "andra"))
    parts = [f"{case.number}, {str(case.get_status_display()).lower()}"]
    if case.turn == Turn.GROUP:
        due = _("%(reason)s senast %(day)s") if case.due_on else "%(reason)s"
        parts.append(due % {"reason": said(case.due_reason), "day": datum(case.due_on)})
    if new:
        parts.append(ngettext("%(count)s nytt meddelande", "%(count)s nya meddelanden", new) % {"count": new})
    hint = ". ".join(part for part in parts if part)
    return {"title": case.title, "url": case.get_absolute_url(), "hint": hint, "status": status, "kind": kind}


def whose(case: Case) -> str:
    """Return whose turn it is, in the genitive, as the group knows them."""
    return {Turn.OFFICER: _("Kontaktpersonens"), Turn.SECRETARY: _("Nämndens")}.get(
        Turn(case.turn), _("Stadens")
    )


def page(case: Case, user: Any) -> dict[str, Any]:
    """Return the context of templates/phases/case_home.html."""
    today = timezone.localdate()
    members = members_for(user, case)
    case.remember_roles(members)
    trail, decisions = Moves(case), decisions_for_group(case)
    ahead = coming(case, today=today)
    tasks = tasks_of(case, user, decisions)
    road = Road(case, trail=trail, decisions=[row.decision for row in decisions], coming=ahead)
    booked = None if trail.has("log_first_meeting") else open_first_meeting(case)
    may_write = allowed("write_message", user=user, case=case)
    outlook = Outlook(case, trail, ahead, decisions, today, may_write, booked.starts_at if booked else None)
    turn = outlook.turn_panel(_primary(case, tasks))
    found = documents(case, user)
    return {
        "case": case,
        "road": road.steps(),
        "stopped": road.where(),
        "turn": turn | {key: identity.text_for(user, turn[key], case) for key in ("text", "link")},
        "tasks": [_row(task, case, user) for task in tasks],
        "tasks_heading": _("Att göra i fasen %(phase)s") % {"phase": str(Phase(case.phase).label).lower()},
        "done": sum(task.state == "done" for task in tasks),
        "ahead": outlook.ahead(),
        "decisions": decisions,
        "group": [_member(member) for member in members],
        "actors": case.case_actors.filter(in_group=True).select_related("actor"),
        "invited": [
            identity.text_for(user, invitation.name, case)
            for invitation in case.invitations.filter(accepted_at=None, withdrawn_at=None)
        ],
        "documents": found[:DOCUMENTS_SHOWN],
        "more_documents": found[DOCUMENTS_SHOWN:],
        "events": timeline(case, user),
        "others": _others(case, user),
        "written_for_you": case.is_written_by_city and case.status in SECTIONS_OF,
        "may_take_over": case.came_by is not None and allowed("take_over_writing", user=user, case=case),
        "may_attach": allowed("attach_file", user=user, case=case),
        "may_edit_group": allowed("edit_group", user=user, case=case),
        "officer": [_officer(case)] if case.officer_id else [],
    }


def tasks_of(case: Case, user: Any, decisions: list[GroupDecision]) -> list[Task]:
    """Return the group's tasks in the phase of the case; none once it is over."""
    if case.status in FINISHED:
        return []
    # the report's slice has tasks during utförande too: the interim report of a long process
    names = [name for name in dict.fromkeys((case.phase, "resultat")) if name in SLICES]
    tasks = [task for name in names for task in SLICES[name].group_tasks(case, user)]
    if case.phase not in CHECKED_IN:  # there the slice has them among its own
        tasks += check_in_tasks(case)
    return tasks + _conditions(decisions)


def _conditions(decisions: list[GroupDecision]) -> list[Task]:
    """Return the conditions of the decisions as tasks, the next day first: met or still to do (R32)."""
    conditions = [condition for row in decisions for condition in row.conditions]
    conditions.sort(key=lambda row: (row.done_on is not None, row.due_on or date.max, row.pk))
    return [
        Task(
            Truncator(row.text).chars(160),
            "#beslut",
            _("Villkor i beslutet, senast %(day)s") % {"day": datum(row.due_on)}
            if row.due_on
            else _("Villkor i beslutet"),
            "done" if row.done_on else "todo",
        )
        for row in conditions
    ]


def _row(task: Task, case: Case, user: Any) -> dict[str, Any]:
    text, kind = TAGS[task.state]
    return {
        "title": identity.text_for(user, task.title, case),
        "url": "" if task.state == "blocked" else task.url,
        "hint": identity.text_for(user, task.hint, case),
        "status": text,
        "kind": kind,
    }


def _primary(case: Case, tasks: list[Task]) -> Task | None:
    """Return what comes first when it is the group's turn."""
    if case.turn != Turn.GROUP:
        return None
    return next((task for wanted in ("turn", "todo") for task in tasks if task.state == wanted), None)


def _member(member: Any) -> dict[str, Any]:
    role = member.get_role_display() if member.role == Role.REPRESENTATIVE else ""
    about = ", ".join(part for part in (role, str(member.case_actor or "")) if part)
    return {"name": member.person.name, "about": about}


def _officer(case: Case) -> dict[str, str]:
    """Return the officer with what reaches them; protected people by their role only (D22)."""
    person = snapshots.person(case.officer)
    return {**person, "about": person["title"]}


def documents(case: Case, user: Any) -> list[dict[str, Any]]:
    """Return what the group can open, the newest first: documents made for it in their last version, and files."""
    orders = DocumentOrder.objects.visible_to(user).filter(case=case, replaced_by=None)
    files = Attachment.objects.visible_to(user).filter(case=case).exclude(section=MESSAGE, sent_at=None)
    rows = [
        {
            "title": order.designation,
            "url": reverse("document", args=[order.pk]),
            "kind": "PDF",
            "at": order.ordered_at,
        }
        for order in orders.defer("snapshot")
    ]
    return sorted([*rows, *(_file(file) for file in files)], key=lambda row: row["at"], reverse=True)


def _file(file: Attachment) -> dict[str, Any]:
    kind = BY_CONTENT_TYPE.get(file.content_type)
    return {
        "title": file.name,
        "url": reverse("attachment", args=[file.pk]),
        "kind": kind.label if kind else _("Fil"),
        "size": file.size,
        "at": file.sent_at or file.uploaded_at,
        "note": "" if file.sent_at else _("Inte skickad än"),
    }


def group_events(case: Case) -> Any:
    """Return what the group may read of what has happened, the newest first."""
    return case.events.filter(for_group=True).select_related("user").order_by("-at", "-id")


def timeline(case: Case, user: Any) -> list[dict[str, Any]]:
    """Return what happened lately, but for messages, which stand beside it.

    The same thing done again and again by one person is one row.
    """
    events = group_events(case).exclude(action="write_message")
    rows: list[dict[str, Any]] = []
    for event in events[: EVENTS_SHOWN * 5]:
        row = event_row(event, case, user)
        if rows and (rows[-1]["title"], rows[-1]["who"]) == (row["title"], row["who"]):
            rows[-1]["text"] = rows[-1]["text"] if rows[-1]["text"] == row["text"] else ""
            continue
        rows.append(row)
    return rows[:EVENTS_SHOWN]


def event_row(event: Any, case: Case, user: Any) -> dict[str, Any]:
    """Return one event in plain words for components/timeline.html, as `user` may read it (D22)."""
    return {
        "title": happened(event.action),
        "at": event.at,
        "who": identity.who(user, event, case),
        "text": ""
        if event.action in CITYS_OWN_WORDS
        else identity.text_for(user, said(trail_text(event, case, user)), case),
        "key": event.source != event.target,
    }


def _others(case: Case, user: Any) -> list[dict[str, Any]]:
    """Return the quiet steps that the group may take at any time, and what it may read again."""
    found = []
    if case.status not in (Status.CONTACT, Status.DRAFT):
        version = case.application_versions.visible_to(user).sent().values_list("version", flat=True).first()
        if version:
            url = reverse("application_version", args=[case.reference, version])
            found.append({"url": url, "label": _("Läs ansökan som ni skickade den")})
    actions = [action for action in available_actions(case, user) if action in ASIDE]
    for action in ("attach_file", "edit_group", *actions):
        if not allowed(action, user=user, case=case):
            continue
        try:
            url = reverse(action, args=[case.reference])
        except NoReverseMatch:
            continue
        found.append({"url": url, "label": LABELS[action].button})
    return found
