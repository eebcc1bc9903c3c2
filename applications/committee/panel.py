"""What the committee's work shows on the pages of the case, for city and group, and what hinders its steps."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.committee.agenda import open_item
from applications.committee.guards import missing_for_put_on_agenda, missing_for_take_off_agenda
from applications.decisions.guards import missing_for_register_decision
from applications.decisions.snapshot import outcome_sentence
from applications.decisions.stages import NextStep, next_steps, stage_name
from applications.labels import LABELS
from applications.lifecycle import Missing
from applications.models import Case, Condition, Decision, Referral
from applications.permissions import allowed
from applications.states import Outcome
from applications.support.balance import balance

GUARDS: dict[str, Callable[[Case], Iterable[Missing]]] = {
    "put_on_agenda": missing_for_put_on_agenda,
    "take_off_agenda": missing_for_take_off_agenda,
    "register_decision": missing_for_register_decision,
}


class Panel(NamedTuple):
    """A section of the staff case page; the same shape as phases.base.Panel, which this layer cannot see."""

    anchor: str
    title: str
    template: str
    context: dict[str, Any]


class GroupDecision(NamedTuple):
    """A released decision as the group reads it."""

    decision: Decision
    sentence: str
    points: list[str]
    conditions: list[Condition]

    @property
    def can_be_appealed(self) -> bool:
        """True while the last appeal day is not past, and before the posting has set it."""
        last = self.decision.last_appeal_on
        return self.decision.outcome != Outcome.TABLE and (last is None or last >= timezone.localdate())


def steps(case: Case, user: Any) -> list[NextStep]:
    """Return what the secretary can do with the case at the committee beside its transitions: register, or go on."""
    waiting = case.decisions.filter(released_at=None).select_related("case", "agenda_item__meeting").first()
    if waiting is not None:
        return next_steps(waiting, user, at=timezone.now())[:1]
    if open_item(case) is None or not allowed("register_decision", user=user, case=case):
        return []
    url = reverse("admin:register_decision", args=[case.reference])
    return [NextStep("register_decision", url, LABELS["register_decision"], [], [])]


def staff_panels(case: Case, user: Any) -> list[Panel]:
    """Return the sections "Nämnden" (agenda, decisions) and "Pengar och annat stöd" of the staff case page."""
    decisions = [(row, stage_name(row)) for row in case.decisions.select_related("committee", "meeting")]
    item, money = open_item(case), balance(case)
    found = []
    if item is not None or decisions:
        context = {
            "case": case,
            "item": item,
            "decisions": decisions,
            "conditions": open_conditions(case),
            "meets": allowed("meet_condition", user=user, case=case),
            "today": timezone.localdate(),
        }
        found.append(Panel("namnden", _("Nämnden"), "committee/panel_decisions.html", context))
    if money.lines or money.in_kind:
        may = {name: allowed(name, user=user, case=case) for name in ("record_payment", "record_delivery")}
        context = {
            "case": case,
            "money": money,
            "pays": may["record_payment"],
            "gives": may["record_delivery"],
        }
        found.append(Panel("pengar", _("Pengar och annat stöd"), "committee/panel_money.html", context))
    return found


def open_conditions(case: Case) -> list[Condition]:
    """Return the conditions of released decisions that are not met yet, the next day first: tasks of the group."""
    conditions = Condition.objects.open().filter(decision__case=case)
    return list(conditions.order_by(F("due_on").asc(nulls_last=True), "id"))


def decisions_for_group(case: Case) -> list[GroupDecision]:
    """Return the released decisions with words, conditions and signed extract, newest first; never a registered one.

    Draw them with `committee/group_decisions.html` (variables: `decisions`, `municipality`).
    """
    handed_over = Exists(Referral.objects.filter(decision=OuterRef("pk")))  # few hand anything over
    released = case.decisions.filter(released_at__isnull=False).annotate(hands_over=handed_over)
    rows = released.select_related("committee", "meeting").prefetch_related(
        "points__measure", "conditions", "signed_extracts__attachment"
    )
    return [
        GroupDecision(
            row,
            outcome_sentence(row),
            [point.text for point in row.points.all()],
            [condition for condition in row.conditions.all() if condition.closed_by_id is None],
        )
        for row in rows
    ]
