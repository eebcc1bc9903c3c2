"""Where a decision stands: registered → released → posted → sent → legal force, and what comes next (D3, D4)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.decisions.guards import missing_for_release
from applications.decisions.outcomes import transition_of
from applications.dispatch import guards
from applications.labels import LABELS
from applications.lifecycle import Missing
from applications.models import Case, Decision
from applications.notices import preview
from applications.permissions import allowed
from applications.states import Outcome


class Stage(NamedTuple):
    """A stop on the way of a decision: its key in the address, what it is called, when it was reached."""

    key: str
    name: Any
    on: date | None


class NextStep(NamedTuple):
    """What can be done next with a decision, as templates/components/step.html draws it."""

    action: str
    url: str
    label: Any
    recipients: list[str]
    missing: list[Missing]


# What the list of decisions can be narrowed to: key, name, condition.
STATES: tuple[tuple[str, Any, Q], ...] = (
    ("registrerade", gettext_lazy("Att frisläppa"), Q(released_at=None)),
    (
        "frislappta",
        gettext_lazy("Att anslå"),
        Q(released_at__isnull=False, posted_on=None) & ~Q(outcome=Outcome.TABLE),
    ),
    ("anslagna", gettext_lazy("Att expediera"), Q(posted_on__isnull=False, sent_on=None)),
    (
        "expedierade",
        gettext_lazy("Väntar på laga kraft"),
        Q(posted_on__isnull=False, sent_on__isnull=False, legal_force_on=None),
    ),
    ("laga-kraft", gettext_lazy("Har laga kraft"), Q(legal_force_on__isnull=False)),
)


def waiting_states(user: Any) -> list[tuple[str, Any, int]]:
    """Return key, name and number of decisions for every state in which something is left to do. One query."""
    counts = {
        f"state_{number}": Count("pk", filter=condition)
        for number, (_key, _name, condition) in enumerate(STATES)
    }
    found = visible_to(user).order_by().aggregate(**counts)
    return [
        (key, name, found[f"state_{number}"])
        for number, (key, name, _condition) in enumerate(STATES[:-1])
        if found[f"state_{number}"]
    ]


def visible_to(user: Any) -> QuerySet[Decision]:
    """Return the decisions of the cases that somebody at the city sees, the newest first."""
    cases = Case.objects.visible_to(user)
    return (
        Decision.objects.filter(case__in=cases)
        .select_related("case", "committee")
        .order_by("-decided_on", "-id")
    )


def stages(decision: Decision) -> list[Stage]:
    """Return the stops in order with the day each was reached; a tabling ends with its release."""
    released = timezone.localdate(decision.released_at) if decision.released_at else None
    found = [
        Stage("registered", _("Registrerat"), timezone.localdate(decision.registered_at)),
        Stage("released", _("Justerat och frisläppt"), released),
    ]
    if decision.outcome != Outcome.TABLE:
        found += [
            Stage("posted", _("Anslaget"), decision.posted_on),
            Stage("sent", _("Expedierat"), decision.sent_on),
            Stage("force", _("Laga kraft"), decision.legal_force_on),
        ]
    return found


def stage_name(decision: Decision) -> str:
    """Return the last stop reached, in a word."""
    reached = [stage for stage in stages(decision) if stage.on is not None]
    return str(reached[-1].name)


def next_steps(decision: Decision, user: Any, *, at: datetime) -> list[NextStep]:
    """Return what `user` can do next with the decision, with receivers and hindrances (D15)."""
    found = []
    for action, missing in _possible(decision, at):
        rule = "register_decision" if action == "release_decision" else action
        if not allowed(rule, user=user, case=decision.case):
            continue
        keys = [decision.case.reference]
        if action not in ("register_decision", "release_decision", "discard_decision"):
            keys.append(decision.pk)
        found.append(
            NextStep(
                action,
                reverse(f"admin:{action}", args=keys),
                LABELS[action],
                preview(decision.case, _mails_as(decision, action), by=user),
                list(missing),
            )
        )
    return found


def _mails_as(decision: Decision, action: str) -> str:
    """Return the action whose mails go out: releasing takes the transition of its outcome."""
    return transition_of(decision) if action == "release_decision" else action


def _possible(decision: Decision, at: datetime) -> Iterable[tuple[str, Iterable[Missing]]]:
    """Yield the actions that make sense now, the next one first, each with what its guard misses."""
    if decision.released_at is None:
        yield "release_decision", missing_for_release(decision.case, decision, at=at)
        yield "register_decision", ()
        yield "discard_decision", ()
        return
    if decision.outcome != Outcome.TABLE:
        if decision.posted_on is None:
            yield "post_decision", guards.missing_for_post(decision)
        if decision.sent_on is None:
            yield "send_decision", guards.missing_for_send(decision)
        if decision.sent_on is not None and decision.legal_force_on is None:
            today = timezone.localdate(at)
            yield "set_legal_force", guards.missing_for_legal_force(decision, on=today)
    if not decision.signed_extracts.all():
        yield "upload_signed_extract", ()
    yield "rectify_decision", ()
