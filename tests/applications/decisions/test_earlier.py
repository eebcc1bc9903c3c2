"""Conditions of a decision that a later one changes: they go on or end, and never lie open in silence (D3)."""

from datetime import date

import pytest

from applications.committee.panel import decisions_for_group, open_conditions
from applications.decisions import actions, snapshot
from applications.decisions.content import ConditionContent
from applications.dispatch import actions as dispatch
from applications.lifecycle import Refused
from applications.models import Condition, Decision, DocumentOrder
from applications.states import Outcome
from applications.support import actions as support
from phases.resultat.facts import unmet_conditions
from tests import personas
from tests.applications.committee import cases

pytestmark = pytest.mark.django_db
AT = cases.datetime(2026, 7, 7, 12, 0, tzinfo=cases.ZONE)


def first() -> Decision:
    """Return a posted decision on a measure, with a condition that is met and one that is not."""
    decision = cases.posted(
        cases.on_agenda(cases.with_measures(A=80)),
        conditions=[ConditionContent("Barnen tillfrågas.", date(2026, 9, 30)), ConditionContent("Vattnas.")],
    )
    met = decision.conditions.get(text="Vattnas.")
    support.meet_condition(
        decision.case_id, met.pk, done_on=date(2026, 6, 1), by=personas.karl(), at=cases.LATER
    )
    return decision


def register(old: Decision, number: int = 150, **changes: object) -> Decision:
    """Register a further decision that changes `old`."""
    case, day = old.case, date(2026, 6, 30 if number == 150 else 29)
    measure = case.measures.get()
    cases.sign(
        case, "further", points=[{"text": "Ändras.", "measure": measure, "proposed": 70}], version=number
    )
    case = cases.on_agenda(case, to=cases.meeting(day))
    content = cases.content(
        case,
        Outcome.APPROVE,
        paragraph=number,
        points=[cases.point(measure=measure, outcome="granted", granted=70)],
        **{"changes": old, "conditions": [ConditionContent("Skyltas.")], **changes},
    )
    return actions.register_decision(case.pk, content, by=personas.nils(), at=AT)


def release(decision: Decision) -> Decision:
    actions.release_decision(decision.case_id, approved_on=AT.date(), by=personas.nils(), at=AT)
    return Decision.objects.get(pk=decision.pk)


def open_ones(case: object) -> list[str]:
    """Return the open conditions, the same for staff, group and report."""
    found = [row.text for row in open_conditions(case)]
    assert sorted(found) == sorted(unmet_conditions(case).values_list("text", flat=True))
    shown = {row.text for one in decisions_for_group(case) for row in one.conditions if row.done_on is None}
    assert shown == set(found)
    return found


def test_somebody_must_say_what_becomes_of_them() -> None:
    old = first()
    with pytest.raises(Refused, match="villkor som inte är uppfyllda") as refusal:
        register(old)
    assert refusal.value.missing[0].url == "#id_keeps_conditions_0"


def test_they_go_on_beside_the_new_ones() -> None:
    new = release(register(first(), keeps_conditions=True))
    assert open_ones(new.case) == ["Barnen tillfrågas.", "Skyltas."]
    said = DocumentOrder.objects.get(key=f"minutes_extract:{new.pk}:v1").snapshot["conditions"]
    assert said == [
        {"text": "Skyltas.", "due_on": None},
        {"text": "Barnen tillfrågas.", "due_on": "2026-09-30"},
    ]
    dispatch.post_decision(new.case_id, new.pk, posted_on=AT.date(), by=personas.nils(), at=AT)
    assert snapshot.decision_notice(Decision.objects.get(pk=new.pk), on=AT.date())["conditions"] == said


def test_they_end_with_the_new_decision_and_not_before() -> None:
    old = first()
    draft = register(old, keeps_conditions=False)
    assert open_ones(old.case) == ["Barnen tillfrågas."]
    new = release(draft)
    assert open_ones(old.case) == ["Skyltas."]
    closed = Condition.objects.get(closed_by=new)
    assert closed.text == "Barnen tillfrågas."
    assert Condition.objects.get(text="Vattnas.").done_on is not None
    with pytest.raises(Refused, match="gäller inte längre efter § 150"):
        support.meet_condition(old.case_id, closed.pk, done_on=AT.date(), by=personas.karl(), at=AT)
    said = DocumentOrder.objects.get(key=f"minutes_extract:{new.pk}:v1").snapshot["conditions"]
    assert said[-1]["text"] == "Villkoren i § 99 gäller inte längre."


def test_what_went_on_is_asked_about_again() -> None:
    second = release(register(first(), keeps_conditions=True))
    with pytest.raises(Refused, match="villkor som inte är uppfyllda"):
        register(second, 151)
