"""The group's tasks in this phase: telling, carrying out, check-ins."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Case
from applications.states import Phase
from applications.templatetags.samverkan import datum, datum_tid
from phases.base import Task
from phases.utforande import facts


def group_tasks(case: Case, user: Any) -> list[Task]:
    """Return the group's tasks in this phase, in order."""
    if case.phase != Phase.UTFORANDE:
        return []
    return [_told_task(case), *_measure_tasks(case), *check_in_tasks(case)]


def _told_task(case: Case) -> Task:
    """Return the task of R33: open until the group has told."""
    first = facts.told(case).first()
    hint = (
        _("Ni berättade %(day)s: %(channel)s") % {"day": datum(first.happened_on), "channel": first.channel}
        if first
        else _("Alla i området ska få veta vad nämnden beslutade. Anteckna hur ni gjorde.")
    )
    url = reverse("communicate_result", args=[case.reference])
    return Task(_("Berätta om beslutet"), url, hint, "done" if first else "turn")


def _measure_tasks(case: Case) -> list[Task]:
    rows = facts.standings(case)
    if not rows:
        return []
    left = [row for row in rows if not row.is_final]
    late = [row.measure.letter for row in left if row.is_late(timezone.localdate())]
    hint = _("%(done)s av %(all)s är klara") % {"done": len(rows) - len(left), "all": len(rows)}
    if late:
        hint += ". " + _("Slutdatum har passerat för %(letters)s") % {"letters": ", ".join(late)}
    url = reverse("measures", args=[case.reference])
    return [Task(_("Genomför insatserna och berätta hur det går"), url, hint, "turn" if left else "done")]


def check_in_tasks(case: Case) -> list[Task]:
    """Return what the group has to do about check-ins: confirm notes, keep what was agreed, come to the next."""
    tasks = [
        Task(
            _("Bekräfta anteckningarna från %(the)s %(day)s")
            % {"the": row.words.the, "day": datum(row.starts_at, "kort")},
            reverse("check_in", args=[case.reference, row.pk]),
            _("Läs och bekräfta att de stämmer"),
            "turn",
        )
        for row in facts.unconfirmed(case)
    ]
    tasks += [
        Task(
            action.what,
            reverse("check_in", args=[case.reference, action.check_in_id]),
            _("%(who)s, senast %(day)s") % {"who": action.who, "day": datum(action.due_on, "kort")}
            if action.due_on
            else action.who,
            "todo",
        )
        for action in facts.agreed(case, done=False)
    ]
    following = facts.next_check_in(case, timezone.now())
    if following:
        hint = f"{datum_tid(following.starts_at)}, {following.place}"
        tasks.append(
            Task(
                _("Kom på nästa avstämning") if following.is_check_in else str(following.words.come),
                reverse("check_in", args=[case.reference, following.pk]),
                hint,
                "todo",
            )
        )
    return tasks
