"""The ways in beside the password: a code by mail, a passkey; and what stops whoever guesses."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from applications.models import OutgoingMail, User
from tests import personas

pytestmark = pytest.mark.django_db

ASK, WRITE, LOGIN = "account_request_login_code", "account_confirm_login_code", "account_login"


def ask(client, email="amina@example.org", **query):
    """Ask for a code by mail."""
    return client.post(reverse(ASK, query=query), {"email": email})


def code_in(mail: OutgoingMail) -> str:
    """Return the code of eight digits."""
    return re.search(r"^\d{8}$", mail.body, re.MULTILINE).group()


def test_a_code_by_mail_logs_in_and_leads_on(client):
    personas.amina()
    page = ask(client, next="/kontakt/")
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("amina@example.org", "Din kod till samverkan")
    assert "amina@example.org" in client.get(page.url).content.decode()
    code = code_in(mail)
    assert client.post(page.url, {"code": f"{code[:4]} {code[4:]}"}).url == "/kontakt/"
    assert client.session["_auth_user_id"] == str(personas.amina().pk)


def test_a_code_counts_once(client):
    personas.amina()
    ask(client)
    code = code_in(OutgoingMail.objects.get())
    client.post(reverse(WRITE), {"code": code})
    other = Client()
    ask(other)
    assert "Koden stämmer inte." in other.post(reverse(WRITE), {"code": code}).content.decode()


def test_three_wrong_codes_end_the_log_in(client):
    personas.amina()
    ask(client)
    for _try in range(2):
        assert "Koden stämmer inte." in client.post(reverse(WRITE), {"code": "00000000"}).content.decode()
    stopped = client.post(reverse(WRITE), {"code": "00000000"}, follow=True)
    assert stopped.redirect_chain == [(reverse(ASK), 302)]
    assert "Det blev för många försök." in stopped.content.decode()
    code = code_in(OutgoingMail.objects.get())
    client.post(reverse(WRITE), {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_new_code_can_be_asked_for_and_the_old_one_ends(client):
    personas.amina()
    ask(client)
    client.post(reverse(WRITE), {"action": "resend"})
    new, old = OutgoingMail.objects.order_by("-id")
    assert "Koden stämmer inte." in client.post(reverse(WRITE), {"code": code_in(old)}).content.decode()
    client.post(reverse(WRITE), {"code": code_in(new)})
    assert "_auth_user_id" in client.session


def test_an_unknown_address_looks_the_same(client):
    answer = ask(client, "ingen@example.org")
    assert answer.url == reverse(WRITE)
    assert client.get(answer.url).status_code == 200
    assert OutgoingMail.objects.get().subject == "Det finns inget konto med din adress"


def test_a_person_the_administrator_has_added_comes_in_by_code(client):
    """No password, no confirmed address yet: the code shows that the address is theirs."""
    client.force_login(personas.adam())
    new = {"email": "Ny@example.org", "name": "Ny Person", "is_officer": "on", "is_active": "on"}
    client.post(reverse("admin:applications_user_add"), new)
    user = User.objects.get(email="ny@example.org")
    client.logout()
    ask(client, "ny@example.org")
    answer = client.post(reverse(WRITE), {"code": code_in(OutgoingMail.objects.latest("pk"))})
    assert client.session.get("_auth_user_id") == str(user.pk), answer.url
    assert EmailAddress.objects.get(user=user).verified


def test_a_closed_account_gets_no_code(client):
    user = personas.amina()
    User.objects.filter(pk=user.pk).update(is_active=False)
    ask(client)
    assert "kod" not in OutgoingMail.objects.get().subject


# --- guessing ----------------------------------------------------------------------------------------
def guess(client, email="amina@example.org"):
    """Try a wrong password."""
    return client.post(reverse(LOGIN), {"login": email, "password": "fel-fel-fel"})


def test_whoever_guesses_passwords_is_told_to_wait_and_nothing_typed_is_lost():
    personas.amina()
    answers = [guess(Client()) for _try in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    page = answers[-1].content.decode()
    assert "Det blev för många försök. Vänta en stund och försök igen." in page
    assert 'value="amina@example.org"' in page
    # The right password does not help now; another person is not touched.
    right = Client().post(reverse(LOGIN), {"login": "amina@example.org", "password": personas.PASSWORD})
    assert right.status_code == 429
    assert guess(Client(), "birk@example.org").status_code == 200


def test_tries_are_counted_in_the_cache_that_all_processes_share():
    personas.amina()
    guess(Client())
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM samverkan_cache")
        keys = [key for (key,) in cursor.fetchall()]
    assert any("login_failed" in key for key in keys)
    cache.clear()
    assert guess(Client()).status_code == 200


def test_many_log_ins_from_one_address_get_the_page_that_says_wait():
    for _try in range(30):
        Client().post(reverse(LOGIN), {})
    stopped = Client().post(reverse(LOGIN), {})
    assert stopped.status_code == 429
    assert "Vänta en stund" in stopped.content.decode()


def test_each_visitor_behind_our_proxy_is_counted_alone(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(31):
        answer = Client(headers={"x-forwarded-for": f"192.0.2.{number}"}).post(reverse(LOGIN), {})
    assert answer.status_code == 200


def test_many_codes_to_one_address_are_stopped():
    personas.amina()
    answers = [ask(Client()) for _try in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429]
    assert OutgoingMail.objects.count() == 6


# --- passkeys ----------------------------------------------------------------------------------------
def test_the_browser_gets_what_it_needs_to_look_for_a_passkey(client):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    options = answer.json()["request_options"]["publicKey"]
    assert (options["rpId"], options["userVerification"]) == ("testserver", "required")
    assert client.get(reverse("mfa_login_webauthn")).url == reverse(LOGIN)


BROKEN = [
    "",
    "x",
    "[]",
    "7",
    "null",
    "{}",
    json.dumps({"id": 1}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "AA"}}),
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "AA",
                "authenticatorData": "AA",
                "attestationObject": "AA",
                "signature": "AA",
                "userHandle": "AA",
            },
        }
    ),
    "9" * 5000,
    "[" * 5000,
    '{"id": "' + "A" * 5000 + '"}',
]


@pytest.mark.parametrize("credential", BROKEN)
def test_what_no_browser_sends_is_refused_and_breaks_nothing(client, credential):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert answer.url == reverse(LOGIN)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", BROKEN)
def test_a_broken_new_passkey_is_refused_and_breaks_nothing(client, credential):
    client.post(reverse(LOGIN), {"login": personas.amina().email, "password": personas.PASSWORD})
    client.get(reverse("mfa_add_webauthn"))
    answer = client.post(
        reverse("mfa_add_webauthn"), {"name": "Min", "credential": credential, "passwordless": "true"}
    )
    assert answer.status_code == 200
    assert "Fel:" in answer.content.decode()
