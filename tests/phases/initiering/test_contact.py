"""The intresseanmälan: opened without an account, received at once, claimed by logging in."""

import time
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from applications.mailing.html import html_of
from applications.models import Case, Event, Invitation, OutgoingMail, Record
from applications.spam import SALT
from applications.states import Direction, Role, Status
from phases.initiering.contact import actions
from phases.initiering.models import ExpressionOfInterest
from tests import personas
from tests.personas import NOW

pytestmark = pytest.mark.django_db
LONG = "å" * 100_000
VALUES = {
    "area": "Lingarnsgatan",
    "parties": "Grannar och ett café",
    "contact_name": "Idris Holmvik",
    "contact_email": "Idris@example.org",
}


@pytest.fixture(autouse=True)
def _new_hour() -> None:
    cache.clear()


def post(client: Client, **changes: Any) -> Any:
    opened = signing.dumps(time.time() - 60, salt=SALT)
    return client.post(reverse("express_interest"), {**VALUES, "website": "", "opened": opened, **changes})


# --- action -------------------------------------------------------------------------------------------
def test_an_interest_opens_a_registered_case_and_invites_its_sender() -> None:
    case = actions.express_interest(**VALUES, challenges="Mörkt", areas=["safety", "okänd"], at=NOW)
    assert (case.status, case.title, case.officer) == (Status.CONTACT, "Lingarnsgatan", None)
    interest = ExpressionOfInterest.objects.get()
    assert (interest.case, interest.contact_email, interest.areas) == (case, "idris@example.org", ["safety"])
    record = Record.objects.get()
    assert (record.designation, record.direction, record.counterpart) == (
        "Intresseanmälan",
        Direction.INCOMING,
        "Idris Holmvik",
    )
    assert "Mörkt" in record.description
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("idris@example.org", Role.REPRESENTATIVE)


def test_an_interest_is_one_event_and_tells_sender_officers_and_registrars() -> None:
    personas.karl()
    personas.karin()
    personas.rut()
    actions.express_interest(**VALUES, at=NOW)
    assert [(event.action, event.role, event.user) for event in Event.objects.all()] == [
        ("open_case", Role.PUBLIC, None)
    ]
    assert set(OutgoingMail.objects.values_list("to", "template")) == {
        ("idris@example.org", "open_case_contact"),
        ("karl@example.org", "open_case_officer"),
        ("karin@example.org", "open_case_officer"),
        ("rut@example.org", "open_case_registrars"),
    }
    body = OutgoingMail.objects.get(template="open_case_contact").body
    assert reverse("account_signup") in body
    assert f"/arenden/{Case.objects.get().reference}/delta/" in body


def test_what_is_known_is_carried_over() -> None:
    case = actions.express_interest(**VALUES, challenges="Mörkt", proposal="Ljus", at=NOW)
    assert actions.known_from(case) == {
        "title": "Lingarnsgatan",
        "challenges": "Mörkt",
        "joint_proposal": "Ljus",
        "actors_interested": "Grannar och ett café",
    }


# --- pages --------------------------------------------------------------------------------------------
def test_the_form_is_public_and_leads_to_a_receipt(client: Client) -> None:
    assert client.get(reverse("express_interest")).status_code == 200
    assert post(client).url == reverse("interest_receipt")
    html = client.get(reverse("interest_receipt")).content.decode()
    assert Case.objects.get().reference in html
    assert "Idris@example.org" in html
    assert Client().get(reverse("interest_receipt")).url == reverse("express_interest")


def test_somebody_logged_in_is_asked_less_and_comes_straight_in(client: Client) -> None:
    client.force_login(personas.olga())
    form = client.get(reverse("express_interest")).context["form"]
    assert form.initial["contact_email"] == "olga@example.org"
    post(client, contact_email="olga@example.org")
    case = Case.objects.get()
    assert case.role_of(personas.olga()) == Role.REPRESENTATIVE
    assert client.get(reverse("case_list")).url == case.get_absolute_url()


def test_somebody_logged_in_cannot_claim_with_a_foreign_address(client: Client) -> None:
    client.force_login(personas.olga())
    post(client, contact_email="idris@example.org")
    assert Case.objects.get().role_of(personas.olga()) is None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("area", "", "Skriv vilken plats det gäller"),
        ("area", "x" * 201, "Texten är för lång"),
        ("parties", "", "Skriv vilka ni är"),
        ("parties", LONG, "Texten är för lång"),
        ("challenges", LONG, "Texten är för lång"),
        ("proposal", "Lj\0us", "Texten innehåller ett tecken"),
        ("areas", "planeten", "Välj ett av svaren i listan"),
        ("contact_name", "", "Skriv ditt namn"),
        ("contact_name", LONG, "Texten är för lång"),
        ("contact_email", "", "Skriv din e-postadress"),
        ("contact_email", "idris", "E-postadressen saknar @"),
        ("contact_email", "idris@", "E-postadressen går inte att använda"),
        ("contact_phone", "ring", "Skriv telefonnumret med siffror"),
        ("website", "https://example.org", "Lämna den här rutan tom"),
    ],
)
def test_a_bad_answer_is_told_at_the_field_and_nothing_typed_is_lost(
    client: Client, field: str, value: str, said: str
) -> None:
    page = post(client, **{field: value})
    assert page.status_code == 200
    assert page.context["form"].errors[field][0].startswith(said)
    html = page.content.decode()
    assert "<title>Fel: Anmäl intresse" in html
    assert f'href="#id_{field}' in html
    if field != "parties":
        assert "Grannar och ett café" in html
    assert Case.objects.count() == 0


@pytest.mark.parametrize("text", ["Fest 🎉", "حديقة", "<script>alert(1)</script>"])
def test_any_writing_is_received_as_it_is(client: Client, text: str) -> None:
    personas.karl()
    assert post(client, area=text, parties=text, contact_name=text).status_code == 302
    assert Case.objects.get().title == text
    assert all("<script>" not in html_of(mail.subject, mail.body) for mail in OutgoingMail.objects.all())


def test_too_fast_is_told_and_kept(client: Client) -> None:
    page = post(client, opened=signing.dumps(time.time(), salt=SALT))
    assert page.context["form"].non_field_errors()[0].startswith("Det gick väldigt fort")
    assert "Grannar och ett café" in page.content.decode()
    assert Case.objects.count() == 0


def test_too_many_from_one_place_are_asked_to_wait(client: Client, settings: Any) -> None:
    settings.INTERESTS_PER_HOUR = 2
    assert [post(client).status_code for _ in range(3)] == [302, 302, 429]
    assert Case.objects.count() == 2


# --- what the officer reads -----------------------------------------------------------------------------
def test_the_officer_reads_the_interest_on_the_case_page(client: Client) -> None:
    case = actions.express_interest(
        **VALUES, challenges="<b>Mörkt</b>", areas=["safety"], contact_phone="070-174 06 15", at=NOW
    )
    client.force_login(personas.karl())
    html = client.get(reverse("admin:case", args=[case.reference])).content.decode()
    for words in (
        "Grannar och ett café",
        "&lt;b&gt;Mörkt&lt;/b&gt;",
        "Trygghetsskapande insatser",
        "070-174 06 15",
    ):
        assert words in html
