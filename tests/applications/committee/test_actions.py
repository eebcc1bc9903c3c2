"""Putting cases on an agenda, ordering them, taking them off: each with one event and exactly its mails."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from applications.committee import actions
from applications.committee.agenda import open_item, report_to_decide, waiting
from applications.lifecycle import Refused, WrongState
from applications.models import AgendaItem, Case, OutgoingMail
from applications.states import ReportKind, Status
from tests import factories, personas
from tests.applications.committee import cases
from tests.applications.committee.cases import SIGNED

pytestmark = pytest.mark.django_db


def mails_since(count: int) -> list[str]:
    """Return who got the mails written after the first `count`."""
    return list(OutgoingMail.objects.order_by("id").values_list("to", flat=True)[count:])


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        (ReportKind.DIALOGUE, Status.COMMITTEE),
        (ReportKind.MEASURES, Status.PROPOSAL_COMMITTEE),
        (ReportKind.FURTHER, Status.EXECUTION),
    ],
)
def test_a_case_with_a_signed_report_is_put_up(kind: ReportKind, target: Status) -> None:
    case = cases.ready(kind)
    events, mails = case.events.count(), OutgoingMail.objects.count()
    actions.put_on_agenda(case.pk, meeting=cases.meeting(), by=personas.nils(), at=SIGNED)
    case.refresh_from_db()
    assert case.status == target
    item = open_item(case)
    assert (item.meeting, item.report.kind, item.number) == (cases.meeting(), kind, 1)
    assert case.events.count() == events + 1
    assert mails_since(mails) == ["amina@example.org", "birk@example.org", "karl@example.org"]


def test_the_date_of_the_meeting_is_the_date_of_the_case() -> None:
    case = cases.on_agenda()
    assert (case.turn, case.due_on, case.due_reason) == (
        "secretary",
        cases.MEETING_DAY,
        "Registrera beslutet",
    )


def test_during_execution_the_groups_turn_and_date_stay() -> None:
    case = cases.ready(ReportKind.FURTHER)
    Case.objects.filter(pk=case.pk).update(turn="group", due_on=date(2027, 9, 30), due_reason="Genomför")
    case = cases.on_agenda(case)
    assert (case.turn, case.due_on, case.due_reason) == ("group", date(2027, 9, 30), "Genomför")
    actions.take_off_agenda(case.pk, by=personas.nils(), at=SIGNED)
    case.refresh_from_db()
    assert (case.turn, case.due_on) == ("group", date(2027, 9, 30))


def test_items_stand_in_the_order_they_were_added_and_can_change_places() -> None:
    made = [cases.on_agenda(cases.ready(title=title)) for title in ("Ett", "Två", "Tre")]
    events = made[2].events.count()
    actions.move_agenda_item(made[2].pk, earlier=True, by=personas.nils(), at=SIGNED)
    assert [item.case.title for item in cases.meeting().items.all()] == ["Ett", "Tre", "Två"]
    actions.move_agenda_item(made[0].pk, earlier=True, by=personas.nils(), at=SIGNED)
    actions.move_agenda_item(made[1].pk, earlier=False, by=personas.nils(), at=SIGNED)
    assert [item.case.title for item in cases.meeting().items.all()] == ["Ett", "Tre", "Två"]
    assert [item.number for item in cases.meeting().items.all()] == [1, 2, 3]
    assert made[2].events.count() == events + 1
    assert not made[2].events.latest("id").for_group


def test_without_a_signed_report_nothing_is_put_up() -> None:
    case = factories.in_status(factories.case(), Status.READY)
    with pytest.raises(Refused) as refusal:
        actions.put_on_agenda(case.pk, meeting=cases.meeting(), by=personas.nils(), at=SIGNED)
    assert refusal.value.missing[0].text == "Tjänsteskrivelsen behöver vara signerad av en chef."
    assert not AgendaItem.objects.exists()


def test_a_recalled_report_is_no_report() -> None:
    case = cases.ready()
    case.officer_reports.update(recalled_at=SIGNED)
    assert report_to_decide(case) is None


def test_a_case_stands_on_one_agenda_at_a_time() -> None:
    case = cases.on_agenda(cases.ready(ReportKind.FURTHER))
    with pytest.raises(Refused) as refusal:
        actions.put_on_agenda(case.pk, meeting=cases.meeting(), by=personas.nils(), at=SIGNED)
    assert "redan uppsatt" in refusal.value.missing[0].text
    assert AgendaItem.objects.count() == 1


def test_a_meeting_that_has_been_is_refused() -> None:
    case = cases.ready()
    late = SIGNED + timedelta(days=60)
    with pytest.raises(Refused) as refusal:
        actions.put_on_agenda(case.pk, meeting=cases.meeting(), by=personas.nils(), at=late)
    assert refusal.value.missing[0].url == "#id_meeting"


def test_a_committee_that_only_receives_decides_nothing() -> None:
    other = factories.other_committee().meetings.create(date=cases.MEETING_DAY)
    with pytest.raises(Refused):
        actions.put_on_agenda(cases.ready().pk, meeting=other, by=personas.nils(), at=SIGNED)


def test_taking_off_makes_the_case_ready_again() -> None:
    case = cases.on_agenda()
    events, mails = case.events.count(), OutgoingMail.objects.count()
    actions.take_off_agenda(case.pk, by=personas.nils(), at=SIGNED, comment="Underlaget kom för sent.")
    case.refresh_from_db()
    assert case.status == Status.READY
    assert open_item(case) is None
    assert case.events.count() == events + 1
    assert mails_since(mails) == ["amina@example.org", "birk@example.org", "karl@example.org"]
    assert "Underlaget kom för sent." in OutgoingMail.objects.latest("id").body
    assert cases.on_agenda(case).status == Status.COMMITTEE  # and it can be put up again


def test_a_case_with_a_registered_decision_stays_on_the_agenda() -> None:
    decision = cases.registered()
    with pytest.raises(Refused) as refusal:
        actions.take_off_agenda(decision.case_id, by=personas.nils(), at=SIGNED)
    assert "Kasta registreringen först" in refusal.value.missing[0].text


@pytest.mark.parametrize("persona", ["amina", "karl", "cecilia", "rut", "adam", "olga"])
def test_only_the_secretary(persona: str) -> None:
    case = cases.ready()
    by = getattr(personas, persona)()
    for call in (
        lambda: actions.put_on_agenda(case.pk, meeting=cases.meeting(), by=by, at=SIGNED),
        lambda: actions.move_agenda_item(case.pk, earlier=True, by=by, at=SIGNED),
    ):
        with pytest.raises(PermissionDenied, match="nämndsekreteraren"):
            call()


@pytest.mark.parametrize("status", [Status.REVIEW, Status.COLLABORATION, Status.REPORTING, Status.CLOSED])
def test_not_in_another_status(status: Status) -> None:
    case = factories.in_status(cases.ready(), status)
    with pytest.raises(WrongState):
        actions.put_on_agenda(case.pk, meeting=cases.meeting(), by=personas.nils(), at=SIGNED)


def test_what_waits_and_what_it_lacks() -> None:
    ready, started = cases.ready(title="Klar"), factories.in_status(factories.case("Påbörjad"), Status.REVIEW)
    report = started.officer_reports.create(kind="dialogue", author=personas.karl(), created_at=SIGNED)
    cases.on_agenda(cases.ready(title="Uppsatt"))
    rows = waiting(personas.nils())
    assert [(row.case.title, row.can_be_put_up) for row in rows] == [("Klar", True), ("Påbörjad", False)]
    assert [item.text for item in rows[1].lacks] == [
        "Tjänsteskrivelsen skrivs.",
        "Diarienummer saknas.",
        "Ritat område saknas.",
    ]
    Case.objects.filter(pk=ready.pk).update(registry_number="TN-2026-139", area_polygon=factories.POLYGON)
    report.sent_for_sign_off_at = SIGNED
    report.save()
    rows = waiting(personas.nils())
    assert rows[0].lacks == []
    assert rows[1].lacks[0].text == "Chefen har inte signerat tjänsteskrivelsen."


def test_a_decided_report_waits_no_longer() -> None:
    cases.released()
    assert waiting(personas.nils()) == []
