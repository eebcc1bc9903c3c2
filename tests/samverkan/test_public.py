"""The public pages, the message to the city, and the pages for what went wrong."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.html import escape
from django.views.defaults import page_not_found, permission_denied

from applications.mailing.html import html_of
from applications.models import OutgoingMail
from phases.models import Criterion
from samverkan import views

PAGES = ["start", "about", "accessibility", "privacy", "contact"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_names_the_city_and_its_statement(client, settings, name):
    settings.MUNICIPALITY = {
        **settings.MUNICIPALITY,
        "name": "Provköpings kommun",
        "contact_email": "x@example.org",
        "address": "Storgatan 1, 999 99 Provköping",
    }
    page = client.get(reverse(name)).content.decode()
    assert page.count("<h1>") == 1
    assert "Provköpings kommun" in page
    assert "mailto:x@example.org" in page
    assert "Malmö" not in page
    for needed in ("accessibility", "privacy", "contact"):
        assert f'href="{reverse(needed)}"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_obeys_the_policy_for_content(client, name):
    response = client.get(reverse(name))
    assert "script-src 'self'" in response["Content-Security-Policy"]
    page = response.content.decode()
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<script>" not in page


@pytest.mark.django_db
def test_the_start_page_asks_the_database_once(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("start"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["start", "about"])
def test_the_public_pages_carry_the_criteria_of_the_case(client, name):
    Criterion.objects.filter(number=5).update(text="Har ni frågat grannarna?")
    page = client.get(reverse(name)).content.decode()
    for criterion in Criterion.objects.filter(is_current=True):
        assert escape(criterion.title) in page
    assert "Har ni frågat grannarna?" in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["start", "about"])
def test_the_public_pages_say_what_the_support_does_not_replace(client, name):
    page = client.get(reverse(name)).content.decode()
    assert "Program och stöd som redan finns fortsätter som vanligt." in page
    assert "det påverkar inte er möjlighet att söka" in page


@pytest.mark.django_db
def test_search_engines_see_public_pages_only(client):
    text = client.get("/robots.txt").content.decode()
    assert text.splitlines()[1:] == ["Disallow: /admin/", "Disallow: /arenden/", "Disallow: /konto/"]


@pytest.fixture
def opened(client, settings) -> str:
    """Return what the form carries about when it was shown; no waiting in tests."""
    settings.PUBLIC_FORM_MIN_SECONDS = 0
    return client.get(reverse("contact")).context["form"]["opened"].value()


# --- the message ------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_message_may_be_anonymous_and_leaves_as_a_mail(client, settings, opened):
    posted = {"message": "Kartan går inte att läsa upp.", "opened": opened}
    response = client.post(reverse("contact"), posted, follow=True)
    assert "Ditt meddelande är skickat." in response.content.decode()
    mail = OutgoingMail.objects.get()
    assert mail.to == settings.MUNICIPALITY["contact_email"]
    assert "Kartan går inte att läsa upp." in mail.body
    assert "utan att lämna en e-postadress" in mail.body


@pytest.mark.django_db
def test_what_is_typed_stays_text_in_the_mail(client, opened):
    client.post(
        reverse("contact"),
        {"message": "<b>Hej</b> & hå", "name": 'O"Brien', "email": "o@example.org", "opened": opened},
    )
    mail = OutgoingMail.objects.get()
    assert "<b>Hej</b> & hå" in mail.body
    assert "<b>Hej</b>" not in html_of(mail.subject, mail.body)
    assert "o@example.org" in mail.body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("posted", "answer"),
    [
        ({}, "Skriv ditt meddelande"),
        ({"message": "x" * 4001}, "Texten är för lång. Korta ner den till högst 4000 tecken."),
        ({"message": "a\x00b"}, "Texten innehåller ett tecken som inte går att spara."),
        ({"message": "Hej", "email": "o"}, "E-postadressen saknar @."),
        ({"message": "Hej", "website": "http://example.com"}, "Lämna den här rutan tom"),
    ],
)
def test_a_wrong_message_is_answered_and_not_sent(client, opened, posted, answer):
    page = client.post(reverse("contact"), {**posted, "opened": opened}).content.decode()
    assert answer in page
    assert "<title>Fel: Kontakt" in page
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_too_many_messages_are_stopped_and_the_text_is_kept(client, settings, opened):
    settings.CONTACT_MESSAGES_PER_HOUR = 1
    client.post(reverse("contact"), {"message": "Första", "opened": opened})
    response = client.post(reverse("contact"), {"message": "Andra", "opened": opened})
    assert response.status_code == 429
    page = response.content.decode()
    assert "Vänta en stund, eller mejla oss." in page
    assert "Andra</textarea>" in page
    assert OutgoingMail.objects.count() == 1


# --- what went wrong --------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_missing_page_says_so_in_our_frame(client):
    response = client.get("/finns/inte/")
    assert response.status_code == 404
    assert "Sidan finns inte" in response.content.decode()


def anonymous_request():
    """Return a request as the error handlers get one."""
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/x/")
    request.user = AnonymousUser()
    return request


def test_a_refusal_says_who_may():
    refusal = permission_denied(
        anonymous_request(), PermissionDenied("Bara kontaktpersonen får göra det här.")
    )
    assert refusal.status_code == 403
    assert "Bara kontaktpersonen får göra det här." in refusal.content.decode()


def test_markup_in_an_address_stays_text():
    page = page_not_found(anonymous_request(), Exception("<script>")).content.decode()
    assert "<script>" not in page.replace('<script src="', "")


@pytest.mark.django_db
def test_a_page_that_lay_too_long_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post(reverse("contact"), {"message": "Hej"})
    assert response.status_code == 403
    assert "Sidan har legat för länge" in response.content.decode()


@pytest.mark.parametrize(
    ("view", "status"), [(views.server_error, 500), (lambda r: views.bad_request(r, None), 400)]
)
def test_the_last_pages_need_neither_database_nor_session(settings, view, status):
    response = view(RequestFactory().get("/"))
    assert response.status_code == status
    page = response.content.decode()
    assert settings.MUNICIPALITY["contact_phone"] in page
    assert page.count("<h1>") == 1


@pytest.mark.django_db
def test_a_fault_in_a_view_ends_on_that_page(client, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("deliberate")

    monkeypatch.setattr("samverkan.views.render", broken)
    client.raise_request_exception = False
    response = client.get(reverse("privacy"))
    assert response.status_code == 500
    assert "Sidan går inte att visa just nu" in response.content.decode()
