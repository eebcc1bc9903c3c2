"""Mitt ärende: whose turn, until when, what then, for every status."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.decisions.content import ConditionContent
from applications.group import actions as group
from applications.messaging import actions as messaging
from applications.models import Case, DocumentOrder
from applications.states import Status, Turn
from applications.writing import actions as writing
from phases.initiering import actions as city
from tests import factories, personas
from tests.applications.committee import cases
from tests.applications.writing import samples
from tests.personas import NOW
from tests.walk import walked

pytestmark = pytest.mark.django_db


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who())
    return client


# --- the list -----------------------------------------------------------------------------------------
def test_somebody_without_a_case_is_told_how_to_get_one() -> None:
    html = as_(personas.olga).get(reverse("case_list")).content.decode()
    assert "Du är inte med i något ärende än." in html
    assert reverse("express_interest") in html.split("<main")[1]
    assert "Be den bjuda in dig" in html


def test_one_case_leads_straight_to_it_and_several_are_listed() -> None:
    case = factories.case()
    client = as_(personas.amina)
    assert client.get(reverse("case_list")).url == case.get_absolute_url()
    factories.in_status(factories.case("Varptorget"), Status.CLOSED)
    page = client.get(reverse("case_list"))
    assert [row["title"] for row in page.context["running"]] == ["Lingarnsgatan"]
    assert [row["title"] for row in page.context["over"]] == ["Varptorget"]


def test_the_list_holds_own_cases_only(django_assert_num_queries: Any) -> None:
    for number in range(3):
        factories.case(f"Gata {number}")
    client = as_(personas.amina)
    foreign = factories.case("Annans gata")
    foreign.memberships.all().delete()
    with django_assert_num_queries(6):
        page = client.get(reverse("case_list"))
    assert "Annans gata" not in page.content.decode()


def test_what_waits_for_the_reader_comes_first_with_its_news() -> None:
    later, waiting = factories.case("Varptorget"), factories.case("Nystansgränd")
    Case.objects.filter(pk=waiting.pk).update(turn=Turn.GROUP, due_on=NOW.date(), due_reason="Komplettera")
    messaging.write_message(later.pk, text="Hej", by=personas.karl(), at=timezone.now())
    page = as_(personas.amina).get(reverse("case_list"))
    rows = [(row["title"], row["status"], row["hint"]) for row in page.context["running"]]
    assert rows == [
        ("Nystansgränd", "Er tur", f"{waiting.number}, första kontakt. Komplettera senast 2 mars 2026"),
        ("Varptorget", "Kontaktpersonens tur", f"{later.number}, första kontakt. 1 nytt meddelande"),
    ]


def test_an_invitation_waits_in_the_list() -> None:
    case = factories.case()
    client = as_(personas.olga)  # logging in with an invitation joins at once (D25)
    group.invite_member(case.pk, email="olga@example.org", name="Olga", by=personas.amina(), at=NOW)
    html = client.get(reverse("case_list")).content.decode()
    assert "Amina Björkdal har bjudit in dig." in html
    assert reverse("accept_invitation", args=[case.reference]) in html


# --- the page -----------------------------------------------------------------------------------------
def test_who_sees_the_page() -> None:
    case = factories.case()
    assert as_(personas.amina).get(case.get_absolute_url()).status_code == 200
    assert as_(personas.birk).get(case.get_absolute_url()).status_code == 200
    assert as_(personas.olga).get(case.get_absolute_url()).status_code == 404
    assert as_(personas.karl).get(case.get_absolute_url()).url == reverse("admin:case", args=[case.reference])
    assert Client().get(case.get_absolute_url()).status_code == 302
    for name in ("case", "case_history"):
        assert as_(personas.olga).get(reverse(name, args=["SAM-1999-0001"])).status_code == 404


def test_in_first_contact_the_group_may_begin() -> None:
    page = as_(personas.amina).get(factories.case().get_absolute_url())
    assert [row["title"] for row in page.context["tasks"]] == ["Börja skriva ansökan", "Aktörer i gruppen"]
    assert page.context["turn"]["heading"] == "Kontaktpersonen bokar ett första möte"


def test_while_writing_the_tasks_say_how_far_it_has_come() -> None:
    case = samples.draft()
    samples.fill(case)
    page = as_(personas.amina).get(case.get_absolute_url())
    rows = [(row["title"], row["status"], row["hint"]) for row in page.context["tasks"]]
    assert rows[0] == ("Skriv ansökan", "Klart", "8 av 8 steg är klara")
    assert rows[1] == (
        "Aktörer i gruppen",
        "Att göra",
        "Har inte bekräftat: Lingarnets Vänner, Café Trådrullen AB",
    )
    assert rows[2] == ("Granska och skicka", "Er tur", "Allt är ifyllt. Läs igenom och skicka.")
    assert page.context["turn"]["url"] == reverse("submit", args=[case.reference])


def test_in_a_completion_only_what_was_asked_for_counts_and_it_waits_until_it_is_saved() -> None:
    walk = walked(Status.COMPLETION)
    client = Client()
    client.force_login(walk.idris)

    def rows() -> list[tuple[str, str, str]]:
        tasks = client.get(walk.case.get_absolute_url()).context["tasks"]
        return [(row["title"], row["status"], row["hint"]) for row in tasks]

    todo, _actors, sending = rows()
    assert todo == ("Komplettera ansökan", "Er tur", "0 av 1 steg är klara")
    assert sending == ("Granska och skicka", "Att göra", "Skriv först det som kontaktpersonen har bett om")
    page = client.get(reverse("edit_application", args=[walk.case.reference]))
    assert "0 av 1 klara" in page.content.decode()
    walk.write("underlag", step="complete")
    done, _actors, sending = rows()
    assert done == ("Komplettera ansökan", "Klart", "1 av 1 steg är klart")
    assert sending[1:] == ("Er tur", "Allt är ifyllt. Läs igenom och skicka.")


def test_a_part_that_is_not_open_leads_to_the_case_and_says_so() -> None:
    walk = walked(Status.PROPOSAL_COMPLETION)
    client = Client()
    client.force_login(walk.idris)
    page = client.get(reverse("add_measure", args=[walk.case.reference]), follow=True)
    assert page.redirect_chain == [(walk.case.get_absolute_url(), 302)]
    assert "Den här delen är inte öppen för komplettering." in page.content.decode()


def test_after_sending_the_group_waits_and_finds_its_document() -> None:
    case = samples.sent()
    page = as_(personas.birk).get(case.get_absolute_url())
    assert page.context["turn"]["yours"] is False
    assert [row["title"] for row in page.context["documents"]] == ["Ansökan om samverkansstöd"]
    assert page.context["documents"][0]["url"] == reverse("document", args=[DocumentOrder.objects.get().pk])
    labels = [str(item["label"]) for item in page.context["others"]]
    assert labels == ["Läs ansökan som ni skickade den", "Lägg till fil", "Ändra gruppen"]
    assert [
        str(item["label"]) for item in as_(personas.amina).get(case.get_absolute_url()).context["others"]
    ][-1] == ("Återkalla")


def test_a_completion_says_until_when() -> None:
    case = samples.sent()
    city.take_up(case.pk, by=personas.karl(), at=NOW)
    due_on = NOW.date() + timedelta(days=10)
    city.request_completion(
        case.pk, asked_for={"underlag": "Fler röster"}, due_on=due_on, by=personas.karl(), at=NOW
    )
    page = as_(personas.amina).get(case.get_absolute_url())
    turn = page.context["turn"]
    assert (turn["yours"], turn["due_on"], turn["link"]) == (True, due_on, "Komplettera ansökan")


def test_documents_for_the_city_alone_are_not_shown() -> None:
    case = samples.sent()
    DocumentOrder.objects.create(
        case=case, kind="x", key="x", designation="Hemligt", audience="staff", snapshot={}, ordered_at=NOW
    )
    html = as_(personas.amina).get(case.get_absolute_url()).content.decode()
    assert "Hemligt" not in html


def test_the_history_leaves_out_what_is_internal() -> None:
    case = samples.sent()
    city.take_up(case.pk, by=personas.karl(), at=NOW)
    city.declare_no_conflict(case.pk, by=personas.karl(), at=NOW)
    html = as_(personas.amina).get(reverse("case_history", args=[case.reference])).content.decode()
    assert "Granskningen började" in html
    assert "jävig" not in html


def test_a_protected_officer_is_not_named() -> None:
    case = factories.case()
    karl = personas.karl()
    karl.protected_identity = True
    karl.save()
    html = as_(personas.amina).get(case.get_absolute_url()).content.decode()
    assert "040-628 04 11" not in html
    assert "karl@example.org" not in html


def test_a_finished_case_has_nothing_to_press() -> None:
    case = factories.in_status(factories.case(), Status.CLOSED)
    page = as_(personas.amina).get(case.get_absolute_url())
    assert (page.context["tasks"], page.context["others"], page.context["may_write"]) == ([], [], False)


# --- queries ------------------------------------------------------------------------------------------
def test_the_page_asks_the_same_however_much_there_is(django_assert_num_queries: Any) -> None:
    case = samples.draft()
    samples.fill(case)
    client = as_(personas.amina)
    messaging.write_message(case.pk, text="Hej", by=personas.birk(), at=NOW)
    client.get(case.get_absolute_url())
    with django_assert_num_queries(28):
        client.get(case.get_absolute_url())
    for number in range(3):
        messaging.write_message(case.pk, text=f"Hej {number}", by=personas.birk(), at=NOW)
        group.invite_member(case.pk, email=f"n{number}@example.org", name="N", by=personas.amina(), at=NOW)
        factories.case_actor(case, f"Boende {number}", "residents_group")
    rows = [{"group": f"{n}", "needs": "Ljus", "method": "Enkät", "collected": ""} for n in range(5)]
    writing.save_step(case.pk, "underlag", {}, rows=rows, by=personas.amina(), at=NOW)
    with django_assert_num_queries(28):
        client.get(case.get_absolute_url())


def test_the_page_shows_what_was_decided_and_its_conditions_as_tasks() -> None:
    """The decision in plain words; what it requires is asked for among the tasks."""
    conditions = [
        ConditionContent("Barnen tillfrågas.", date(2099, 5, 1)),
        ConditionContent("Skyltar tas ned."),
    ]
    decision = cases.posted(conditions=conditions)
    decision.conditions.filter(text="Skyltar tas ned.").update(done_on=date(2026, 6, 1))
    page = as_(personas.amina).get(decision.case.get_absolute_url())
    assert "Tekniska nämnden har beviljat er 45 000 kronor till dialog." in page.text.replace("\xa0", " ")
    rows = {row["title"]: (row["hint"], row["status"]) for row in page.context["tasks"]}
    assert rows["Barnen tillfrågas."] == ("Villkor i beslutet, senast 1 maj 2099", "Att göra")
    assert rows["Skyltar tas ned."] == ("Villkor i beslutet", "Klart")
