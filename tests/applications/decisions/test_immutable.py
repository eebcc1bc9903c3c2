"""Once released, the database itself refuses another outcome, another sum, another point (D3)."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from applications.decisions.conflicts import ConflictContent
from applications.decisions.content import ConditionContent, ReferralContent
from applications.dispatch.actions import rectify_decision
from applications.models import Decision
from tests import factories, personas
from tests.applications.committee import cases

pytestmark = pytest.mark.django_db


def run(sql: str, *params: object) -> None:
    """Run a statement past the application."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def refused(sql: str, *params: object) -> None:
    """Assert that the database refuses it with our message."""
    with pytest.raises(DatabaseError, match="written once"):
        run(sql, *params)


def made(released: bool) -> Decision:  # noqa: FBT001 - a parameter of the tests
    """Return a decision with a row of every kind."""
    make = cases.released if released else cases.registered
    return make(
        conditions=[ConditionContent("Barnen tillfrågas.")],
        referrals=[ReferralContent(factories.other_committee(), "Kultur.", what="Scenen")],
        conflicts=[ConflictContent("Per Ek", "M")],
    )


CHANGES = [
    "UPDATE applications_decision SET outcome = 'reject' WHERE id = %s",
    "UPDATE applications_decision SET kind = 'further' WHERE id = %s",
    "UPDATE applications_decision SET keeps_conditions = (in_force_at_once = in_force_at_once) WHERE id = %s",
    "UPDATE applications_decision SET in_force_at_once = NOT in_force_at_once WHERE id = %s",
    "UPDATE applications_decisionpoint SET granted = 46000 WHERE decision_id = %s",
    "UPDATE applications_decisionpoint SET requested = NULL WHERE decision_id = %s",
    "UPDATE applications_decisionpoint SET outcome = 'refused' WHERE decision_id = %s",
    "UPDATE applications_decisionpoint SET motivation = 'x' WHERE decision_id = %s",
    "DELETE FROM applications_condition WHERE decision_id = %s",
    "UPDATE applications_condition SET due_on = '2030-01-01' WHERE decision_id = %s",
    "UPDATE applications_referral SET reason = 'x' WHERE decision_id = %s",
    "DELETE FROM applications_referral WHERE decision_id = %s",
]
AFTER_RELEASE = [
    "UPDATE applications_decision SET released_at = NULL WHERE id = %s",
    "DELETE FROM applications_decision WHERE id = %s",
    "UPDATE applications_grant SET amount = 46000 WHERE decision_id = %s",
    "DELETE FROM applications_grant WHERE decision_id = %s",
    "DELETE FROM applications_decisionpoint WHERE decision_id = %s",
]


@pytest.mark.parametrize("sql", CHANGES)
def test_before_the_release_everything_can_be_changed(sql: str) -> None:
    decision = made(released=False)
    run(sql, decision.pk)


@pytest.mark.parametrize("sql", [*CHANGES, *AFTER_RELEASE])
def test_after_the_release_nothing_of_substance_can(sql: str) -> None:
    decision = made(released=True)
    refused(sql, decision.pk)


def test_no_point_and_no_grant_is_added_to_a_released_decision() -> None:
    decision = made(released=True)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        decision.points.create(number=9, text="Mer pengar", granted=1)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        decision.grants.create(case=decision.case, kind="money", amount=1)


def test_what_follows_a_decision_is_written_once() -> None:
    decision = made(released=True)
    row = Decision.objects.filter(pk=decision.pk)
    names = ("posted_on", "last_appeal_on", "sent_on", "legal_force_on")
    row.update(**dict.fromkeys(names, cases.date(2026, 5, 28)))
    for name in names:
        for day in (cases.date(2026, 6, 1), None):
            with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
                row.update(**{name: day})
    run("UPDATE applications_condition SET done_on = '2026-05-06' WHERE decision_id = %s", decision.pk)
    refused("UPDATE applications_condition SET done_on = NULL WHERE decision_id = %s", decision.pk)
    run("UPDATE applications_referral SET their_number = 'KN-2026-1' WHERE decision_id = %s", decision.pk)


MENDED = [
    "UPDATE applications_decision SET paragraph = 7 WHERE id = %s",
    "UPDATE applications_decision SET year = 2025 WHERE id = %s",
    "UPDATE applications_decision SET decided_on = '2026-04-27' WHERE id = %s",
    "UPDATE applications_decision SET approved_on = '2026-05-04' WHERE id = %s",
    "UPDATE applications_decision SET delegate = 'x' WHERE id = %s",
    "UPDATE applications_decision SET chair = 'x' WHERE id = %s",
    "UPDATE applications_decision SET immediate_approval = NOT immediate_approval WHERE id = %s",
    "UPDATE applications_decision SET summary = 'x' WHERE id = %s",
    "UPDATE applications_decision SET motivation = 'x' WHERE id = %s",
    "UPDATE applications_decision SET version = version + 1 WHERE id = %s",
    "UPDATE applications_decisionpoint SET text = 'Annat' WHERE decision_id = %s",
    "UPDATE applications_memberconflict SET name = 'x' WHERE decision_id = %s",
    "DELETE FROM applications_memberconflict WHERE decision_id = %s",
    "INSERT INTO applications_memberconflict (decision_id, name, role, substitute) VALUES (%s, 'x', '', '')",
]


def test_numbers_days_names_and_words_change_by_a_logged_rectification_only() -> None:
    """D3: not before one, not after it."""
    decision = made(released=True)
    for sql in MENDED:
        refused(sql, decision.pk)
    rectify_decision(
        decision.case_id,
        decision.pk,
        reason="Fel.",
        changes={"paragraph": 98, "conflicts": "Per Ek, M\nEva Al, S"},
        points={point.pk: point.text + "." for point in decision.points.all()},
        by=personas.nils(),
        at=cases.LATER,
    )
    for sql in MENDED:
        refused(sql, decision.pk)
