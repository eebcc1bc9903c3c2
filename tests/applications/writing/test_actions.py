"""What happens to an application: begun, saved, sent, completed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from applications.lifecycle import Refused, Stale, WrongState, locked
from applications.mailing.enclosure import order_for
from applications.models import Application, Case, DocumentOrder, Event, OutgoingMail, Record
from applications.states import Direction, Initiative, Status, Turn
from applications.writing import actions
from phases.initiering import actions as city
from reports.contexts import parse
from tests import factories, personas
from tests.applications.writing import samples
from tests.personas import NOW

pytestmark = pytest.mark.django_db


def receivers(action: str) -> set[tuple[str, str]]:
    """Return (address, template) of every mail that `action` wrote."""
    mails = OutgoingMail.objects.filter(event__action=action)
    assert mails.count() == len({mail.to for mail in mails})
    return set(mails.values_list("to", "template"))


def events(case: Case, action: str) -> int:
    return Event.objects.filter(case=case, action=action).count()


# --- begun ------------------------------------------------------------------------------------------
def test_beginning_makes_a_first_version_with_what_is_known() -> None:
    case = factories.case()
    actions.start_draft(case.pk, by=personas.birk(), at=NOW, known={"challenges": "Mörkt", "title": "Gatan"})
    application = Application.objects.get()
    assert (application.version, application.title, application.challenges) == (1, "Gatan", "Mörkt")
    assert (events(case, "start_draft"), receivers("start_draft")) == (1, set())
    assert Case.objects.get().status == Status.DRAFT


def test_beginning_twice_leaves_one_version() -> None:
    case = samples.draft()
    with pytest.raises(WrongState):
        actions.start_draft(case.pk, by=personas.amina(), at=NOW)
    assert Application.objects.count() == 1


def test_the_officer_begins_only_in_a_case_of_the_city() -> None:
    with pytest.raises(PermissionDenied):
        actions.start_draft(factories.case().pk, by=personas.karl(), at=NOW)
    city_case = factories.case("Sommargatan", initiative=Initiative.CITY)
    actions.start_draft(city_case.pk, by=personas.karl(), at=NOW)
    assert Application.objects.get().case == city_case


# --- saved ------------------------------------------------------------------------------------------
def test_a_step_saves_its_own_answers_and_no_others() -> None:
    case = samples.draft()
    values = {"challenges": "Mörkt", "added_value": "", "title": "Inte här"}
    application = actions.save_step(case.pk, "utmaningar", values, by=personas.birk(), at=NOW)
    stored = Application.objects.get()
    assert (stored.challenges, stored.title) == ("Mörkt", case.title)
    assert (stored.saved_by, stored.saved_at, application.revision) == (personas.birk(), NOW, 1)
    assert stored.steps == {
        "utmaningar": {"revision": 1, "by": "Birk Åkerlind", "at": NOW.isoformat(), "from": ""}
    }
    assert Event.objects.filter(action="edit_application").count() == 0


def test_two_people_on_two_steps_never_collide() -> None:
    case = samples.draft()
    actions.save_step(case.pk, "utmaningar", {"challenges": "A"}, by=personas.amina(), at=NOW, revision=0)
    actions.save_step(case.pk, "aktorer", {"actors_present": "B"}, by=personas.birk(), at=NOW, revision=0)
    stored = Application.objects.get()
    assert (stored.challenges, stored.actors_present) == ("A", "B")


def test_an_older_page_of_the_same_step_is_refused_and_saves_nothing() -> None:
    case = samples.draft()
    actions.save_step(case.pk, "utmaningar", {"challenges": "A"}, by=personas.amina(), at=NOW, revision=0)
    with pytest.raises(Stale) as refusal:
        actions.save_step(case.pk, "utmaningar", {"challenges": "B"}, by=personas.birk(), at=NOW, revision=0)
    assert refusal.value.fresh.saved_by == "Amina Björkdal"
    assert Application.objects.get().challenges == "A"
    actions.save_step(case.pk, "utmaningar", {"challenges": "B"}, by=personas.birk(), at=NOW, revision=1)
    assert Application.objects.get().challenges == "B"


def test_rows_replace_the_rows_that_were() -> None:
    case = samples.draft()
    for text in ("Enkät", "Samtal"):
        actions.save_step(case.pk, "underlag", {}, rows=[{"group": text}], by=personas.amina(), at=NOW)
    assert list(Application.objects.get().evidence.values_list("group", flat=True)) == ["Samtal"]


@pytest.mark.parametrize("who", [personas.olga, personas.karl, personas.karin, personas.nils])
def test_only_the_group_writes(who: Any) -> None:
    case = samples.draft()
    with pytest.raises(PermissionDenied):
        actions.save_step(case.pk, "utmaningar", {"challenges": "A"}, by=who(), at=NOW)


def test_what_is_sent_cannot_be_saved_again() -> None:
    case = samples.sent()
    with pytest.raises(WrongState):
        actions.save_step(case.pk, "utmaningar", {"challenges": "Ändrat"}, by=personas.amina(), at=NOW)
    assert Application.objects.get().challenges == samples.ANSWERS["utmaningar"]["challenges"]


def test_the_database_itself_refuses_to_change_what_is_sent() -> None:
    samples.sent()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Application.objects.update(challenges="Ändrat")


# --- sent -------------------------------------------------------------------------------------------
def test_submitting_receives_freezes_and_registers() -> None:
    case = samples.sent()
    personas.rut()
    application = Application.objects.get()
    assert (case.status, case.turn, case.submitted_at) == (Status.SUBMITTED, Turn.OFFICER, NOW)
    assert (application.sent_at, application.sent_by) == (NOW, personas.amina())
    assert (case.title, case.area_kind, case.remit) == (samples.ANSWERS["omradet"]["title"], "street", "yes")
    assert (case.size, case.ends_on) == ("limited", date(2027, 12, 31))
    order = DocumentOrder.objects.get()
    assert (order.kind, order.key, order.audience) == ("application", f"application-{case.pk}-1", "group")
    assert order.snapshot == application.snapshot
    document = parse("application", order.snapshot)
    assert [row.name for row in document.actors] == ["Lingarnets Vänner", "Café Trådrullen AB"]
    assert (document.contributions[0].actor, document.evidence[0].collected) == (
        "Lingarnets Vänner",
        "december 2025",
    )
    assert [row.verdict for row in document.self_check] == ["met"] * 6
    record = Record.objects.get(order=order)
    assert (record.direction, record.counterpart) == (Direction.INCOMING, "Amina Björkdal")


def test_submitting_is_one_event_and_one_mail_to_each() -> None:
    personas.rut()
    personas.karin()
    case = samples.sent()
    assert events(case, "submit") == 1
    assert receivers("submit") == {
        ("amina@example.org", "submit_group"),
        ("birk@example.org", "submit_group"),
        ("karl@example.org", "submit_officer"),
        ("rut@example.org", "submit_registrars"),
    }
    subject = OutgoingMail.objects.get(template="submit_group", to="amina@example.org").subject
    assert subject == f"Ansökan har kommit in: {case.title}"


def test_submitting_twice_is_told_and_changes_nothing() -> None:
    case = samples.sent()
    with pytest.raises(WrongState):
        actions.submit(case.pk, by=personas.amina(), at=NOW)
    assert (events(case, "submit"), DocumentOrder.objects.count()) == (1, 1)


@pytest.mark.parametrize("who", [personas.birk, personas.olga, personas.karl])
def test_only_the_representative_sends(who: Any) -> None:
    case = samples.draft()
    samples.fill(case)
    with pytest.raises(PermissionDenied):
        actions.submit(case.pk, by=who(), at=NOW)
    assert Case.objects.get().status == Status.DRAFT


def test_an_empty_application_is_refused_with_all_that_is_missing() -> None:
    case = samples.draft()
    with pytest.raises(Refused) as refusal:
        actions.submit(case.pk, by=personas.amina(), at=NOW)
    assert len(refusal.value.missing) == 23
    assert all(
        item.url.startswith(f"/arenden/{case.reference}/ansokan/steg/") for item in refusal.value.missing
    )
    assert (Case.objects.get().status, DocumentOrder.objects.count()) == (Status.DRAFT, 0)
    assert Case.objects.get().title == case.title


def test_an_application_outside_the_remit_can_be_sent() -> None:
    case = samples.draft()
    samples.fill(case)
    values = {**samples.ANSWERS["omradet"], "remit": "no", "remit_reason": "Skolgården."}
    actions.save_step(case.pk, "omradet", values, by=personas.amina(), at=NOW)
    actions.submit(case.pk, by=personas.amina(), at=NOW)
    assert Case.objects.get().remit == "no"


def test_in_a_case_of_the_city_the_officer_writes_and_sends() -> None:
    case = samples.draft(title="Sommargatan", initiative=Initiative.CITY)
    samples.fill(case, by=personas.karl())
    with pytest.raises(PermissionDenied):
        actions.submit(case.pk, by=personas.karin(), at=NOW)
    actions.submit(case.pk, by=personas.karl(), at=NOW)
    document = parse("application", DocumentOrder.objects.get().snapshot)
    assert (document.initiative, document.submitted_by) == ("Malmö stad", "Karl Sjöhed")


def test_without_a_representative_the_officer_stands_for_the_group() -> None:
    case = samples.draft(title="Sommargatan", initiative=Initiative.CITY)
    case.memberships.all().delete()
    samples.fill(case, by=personas.karl())
    actions.submit(case.pk, by=personas.karl(), at=NOW)
    speaker = parse("application", DocumentOrder.objects.get().snapshot).representative
    assert (speaker.name, speaker.title) == ("Karl Sjöhed", "Kontaktperson, för gruppen")


def test_protected_people_are_not_named_in_the_document() -> None:
    amina = personas.amina()
    amina.protected_identity = True
    amina.save()
    samples.sent()
    speaker = parse("application", DocumentOrder.objects.get().snapshot).representative
    assert (speaker.name, speaker.email, speaker.phone) == ("Skyddade personuppgifter", "", "")


# --- completed --------------------------------------------------------------------------------------
def completing() -> Case:
    """Return a case whose group is asked for more evidence."""
    case = samples.sent()
    city.take_up(case.pk, by=personas.karl(), at=NOW)
    asked = {"underlag": "Hur många barn har ni frågat?"}
    due_on = NOW.date() + timedelta(days=14)
    city.request_completion(case.pk, asked_for=asked, due_on=due_on, by=personas.karl(), at=NOW)
    return Case.objects.get()


def test_a_completion_copies_answers_and_rows_and_opens_what_was_asked_for() -> None:
    case = completing()
    first, second = Application.objects.order_by("version")
    assert (second.version, second.sent_at, second.open_sections) == (2, None, ["underlag"])
    assert (second.title, second.challenges) == (first.title, first.challenges)
    assert [row.group for row in second.evidence.all()] == [row.group for row in first.evidence.all()]
    assert first.contributions.get().pk != second.contributions.get().pk
    with pytest.raises(Refused, match="går inte att ändra nu"):
        actions.save_step(case.pk, "utmaningar", {"challenges": "Nytt"}, by=personas.amina(), at=NOW)


def test_completing_sends_a_new_version_and_keeps_the_old() -> None:
    case = completing()
    rows = [{"group": "31 barn", "needs": "Lugnare trafik", "method": "Verkstad", "collected": ""}]
    actions.save_step(case.pk, "underlag", {}, rows=rows, by=personas.birk(), at=NOW)
    actions.complete(case.pk, by=personas.amina(), at=NOW)
    case = Case.objects.get()
    assert (case.status, case.submitted_at) == (Status.REVIEW, NOW)
    assert sorted(DocumentOrder.objects.values_list("key", flat=True)) == [
        f"application-{case.pk}-1",
        f"application-{case.pk}-2",
    ]
    new = DocumentOrder.objects.get(key=f"application-{case.pk}-2")
    assert new.designation == "Ansökan om samverkansstöd, komplettering 1"
    assert parse("application", new.snapshot).evidence[0].group == "31 barn"
    assert Application.objects.get(version=1).evidence.get().group == "Boende, 212 svar"
    assert events(case, "complete") == 1
    assert receivers("complete") == {
        ("amina@example.org", "complete_group"),
        ("birk@example.org", "complete_group"),
        ("karl@example.org", "complete_officer"),
    }
    receipt, other = OutgoingMail.objects.filter(template="complete_group").order_by("to")
    assert f"/dokument/{new.pk}/" in receipt.body
    assert (order_for(receipt), order_for(other)) == (new, None)  # the representative's receipt carries it


def test_a_completion_without_its_answer_is_refused() -> None:
    case = completing()
    actions.save_step(case.pk, "underlag", {}, rows=[], by=personas.amina(), at=NOW)
    with pytest.raises(Refused) as refusal:
        actions.complete(case.pk, by=personas.amina(), at=NOW)
    assert [item.text for item in refusal.value.missing] == ["Skriv minst ett underlag"]


def test_the_completion_of_another_phase_is_not_ours() -> None:
    case = factories.in_status(factories.case(), Status.PROPOSAL_COMPLETION)
    with pytest.raises(WrongState):
        actions.complete(case.pk, by=personas.amina(), at=NOW)


def test_a_new_version_needs_nothing_but_the_lock() -> None:
    case = samples.sent()
    with locked(case.pk) as held:
        version = actions.new_version(
            held, open_sections=["omradet"], asked_for={"omradet": "Var?"}, by=personas.karl(), at=NOW
        )
    assert (version.version, version.asked_for, version.steps) == (2, {"omradet": "Var?"}, {})
