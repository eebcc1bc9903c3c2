"""Conditions of a decision that a later one changes: they go on or they end, never left open in silence (D3)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Condition, Decision
from applications.models.decision import ConditionQuerySet


def carried_by(decision: Decision | None) -> ConditionQuerySet:
    """Return the conditions that stand with a decision: its own, and those of the ones it changed and let go on."""
    found: list[int] = []
    while decision is not None and decision.pk not in found:
        found.append(decision.pk)
        decision = decision.changes if decision.keeps_conditions else None
    return Condition.objects.standing().filter(decision__in=found)


def missing_in_earlier(changes: Decision | None, keeps: bool | None) -> Iterable[Missing]:  # noqa: FBT001 - an answer
    """Yield that nobody has said what becomes of the conditions that are not met yet."""
    if changes is not None and keeps is None and carried_by(changes).open().exists():
        yield Missing(
            _("Beslutet som ändras har villkor som inte är uppfyllda. Svara om de fortfarande gäller."),
            "#id_keeps_conditions_0",
        )


def close(decision: Decision) -> None:
    """Close the conditions that a released decision puts an end to; those that are met stay as met."""
    if decision.changes is not None and decision.keeps_conditions is False:
        carried_by(decision.changes).open().update(closed_by=decision)


def told(decision: Decision) -> list[tuple[str, object]]:
    """Return (words, day) of earlier conditions for the documents: those that go on, or that none does."""
    if decision.changes is None or decision.keeps_conditions is None:
        return []
    if not decision.keeps_conditions:
        number = decision.changes.number_name
        return [(_("Villkoren i %(number)s gäller inte längre.") % {"number": number}, None)]
    rows = carried_by(decision.changes).filter(done_on=None) | carried_by(decision.changes).filter(
        done_on__gte=decision.decided_on
    )
    return [(row.text, row.due_on) for row in rows.order_by("id")]
