"""The second step of the log-in: an app with codes, recovery codes, and that people at the city need one."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from applications.models import OutgoingMail
from samverkan.checks import second_factor_is_on
from tests import personas, totp

pytestmark = pytest.mark.django_db

LOGIN, STEP, CONNECT = "account_login", "mfa_authenticate", "mfa_activate_totp"
NEEDED = "account_second_factor"


@pytest.fixture
def required(settings):
    """Ask the city's people for a second factor, as in production."""
    settings.STAFF_SECOND_FACTOR = True


def log_in(user, client=None):
    """Return a browser that has given the password of `user`, and the answer to it."""
    client = client or Client()
    return client, client.post(reverse(LOGIN), {"login": user.email, "password": personas.PASSWORD})


def connect(client):
    """Connect an app through the page; return its secret."""
    page = client.get(reverse(CONNECT)).content.decode()
    secret = re.search(r'<code class="s-code" translate="no">(\w+)</code>', page).group(1)
    answer = client.post(reverse(CONNECT), {"code": totp.code(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes"), answer.content.decode()
    return secret


def recovery_codes(client):
    """Return the codes that the page shows."""
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r'translate="no">(\w+)</code>', page)


def subjects():
    """Return the subjects of all mails, oldest first."""
    return list(OutgoingMail.objects.order_by("id").values_list("subject", flat=True))


# --- the app -----------------------------------------------------------------------------------------
def test_an_app_is_connected_and_asked_for_at_the_next_log_in(django_capture_on_commit_callbacks):
    amina = personas.amina()
    client, answer = log_in(amina)
    assert answer.url == reverse("after_login")
    with django_capture_on_commit_callbacks(execute=True):
        secret = connect(client)
    assert len(recovery_codes(client)) == 10
    assert subjects() == ["En app är ansluten till ditt konto"]

    other, answer = log_in(amina)
    assert answer.url == reverse(STEP)
    assert "_auth_user_id" not in other.session
    wrong = other.post(reverse(STEP), {"code": "000000"})
    assert "Det stämde inte. Försök igen." in wrong.content.decode()
    # The code that connected the app is used up; the next one counts.
    assert other.post(reverse(STEP), {"code": totp.code(secret, steps=1)}).url == reverse("after_login")
    assert other.session["_auth_user_id"] == str(amina.pk)


def test_a_wrong_code_connects_nothing():
    client, _answer = log_in(personas.amina())
    client.get(reverse(CONNECT))
    page = client.post(reverse(CONNECT), {"code": "000000"}).content.decode()
    assert "<title>Fel: Anslut en app" in page
    assert not Authenticator.objects.exists()


def test_a_code_by_mail_asks_for_the_second_step_too():
    amina = personas.amina()
    connect(log_in(amina)[0])
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": amina.email})
    code = re.search(r"^\d{8}$", OutgoingMail.objects.latest("id").body, re.MULTILINE).group()
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).url == reverse(STEP)
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_counts_once_and_new_ones_replace_the_old():
    amina = personas.amina()
    first, _answer = log_in(amina)
    connect(first)
    code, *rest = recovery_codes(first)
    client, _answer = log_in(amina)
    client.post(reverse(STEP), {"code": code})
    assert "_auth_user_id" in client.session
    again, _answer = log_in(amina)
    again.post(reverse(STEP), {"code": code})
    assert "_auth_user_id" not in again.session
    assert recovery_codes(first) == rest
    assert rest[0] in first.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert "De 9 gamla" in first.get(reverse("mfa_generate_recovery_codes")).content.decode()
    first.post(reverse("mfa_generate_recovery_codes"))
    assert not set(recovery_codes(first)) & set(rest)


def test_whoever_guesses_codes_is_told_to_wait():
    amina = personas.amina()
    secret = connect(log_in(amina)[0])
    client, _answer = log_in(amina)
    answers = [client.post(reverse(STEP), {"code": f"{number:06}"}) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Vänta en stund" in answers[-1].content.decode()
    assert client.post(reverse(STEP), {"code": totp.code(secret, steps=1)}).status_code == 429


def test_the_app_is_removed_and_its_secret_was_never_readable():
    amina = personas.amina()
    client, _answer = log_in(amina)
    secret = connect(client)
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))
    assert "Ansluten" in client.get(reverse("account_settings")).content.decode()
    assert client.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")
    assert not Authenticator.objects.exists()
    assert log_in(amina)[1].url == reverse("after_login")
    assert "Appen är borttagen från ditt konto" in subjects()


def test_secrets_are_read_with_an_old_key_while_a_new_one_takes_over(settings):
    amina = personas.amina()
    secret = connect(log_in(amina)[0])
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-of-the-tests"
    client, _answer = log_in(amina)
    client.post(reverse(STEP), {"code": totp.code(secret, steps=1)})
    assert "_auth_user_id" in client.session


def test_what_is_sensitive_asks_again_when_the_log_in_is_old():
    client, _answer = log_in(personas.amina())
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    for name in (CONNECT, "mfa_add_webauthn", "account_delete"):
        answer = client.get(reverse(name))
        assert answer.url.startswith(reverse("account_reauthenticate")), name
    answer = client.post(answer.url, {"password": personas.PASSWORD})
    assert answer.url == reverse("account_delete")
    assert client.get(answer.url).status_code == 200


# --- people at the city ------------------------------------------------------------------------------
def opens(client, name):
    """Return where the page of this name leads, or its status."""
    answer = client.get(reverse(name))
    return answer.url.partition("?")[0] if answer.status_code == 302 else answer.status_code


def test_without_a_second_factor_people_at_the_city_reach_only_the_page_that_sets_it_up(required):
    client, _answer = log_in(personas.karl())
    closed = (
        "after_login",
        "admin:index",
        "admin:registers",
        "case_list",
        "account_settings",
        "account_email",
    )
    assert {opens(client, name) for name in closed} == {reverse(NEEDED)}
    assert {opens(client, name) for name in ("start", "about", NEEDED, CONNECT, "mfa_add_webauthn")} == {200}
    posted = client.post(reverse("admin:applications_user_changelist"), {"action": "x"})
    assert posted.url == reverse(NEEDED)

    connect(client)
    assert opens(client, "admin:index") == 200
    assert opens(client, NEEDED) == reverse("after_login")
    assert "Till arbetsytan" in client.get(reverse("mfa_view_recovery_codes")).content.decode()


def test_a_log_in_that_showed_none_shows_it_before_the_workspace_opens(required):
    """A role given in the middle of a log-in, or a second factor set up in another browser."""
    karl = personas.karl()
    secret = connect(log_in(karl)[0])
    client = Client()
    client.force_login(karl)
    answer = client.get(reverse("admin:index"))
    assert answer.url == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2F"
    assert client.post(answer.url, {"code": totp.code(secret, steps=1)}).url == "/admin/"
    assert opens(client, "admin:index") == 200


def test_applicants_need_none(required):
    client, _answer = log_in(personas.amina())
    assert opens(client, "case_list") == 200


def test_the_last_second_factor_stays(required):
    client, _answer = log_in(personas.karl())
    connect(client)
    page = client.post(reverse("mfa_deactivate_totp")).content.decode()
    assert "Lägg till ett annat innan du tar bort det här." in page
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_the_administrator_helps_who_has_lost_theirs(required, settings):
    karl = personas.karl()
    connect(log_in(karl)[0])
    settings.STAFF_SECOND_FACTOR = False
    url = reverse("admin:applications_user_changelist")
    chosen = {"action": "reset_second_factor", "_selected_action": [karl.pk]}
    manager, administrator = Client(), Client()
    manager.force_login(personas.cecilia())
    manager.post(url, chosen)
    assert Authenticator.objects.exists()
    administrator.force_login(personas.adam())
    assert "borttaget för Karl Sjöhed" in administrator.post(url, chosen, follow=True).content.decode()
    assert not Authenticator.objects.exists()
    assert subjects()[-1] == "Lägg till ett nytt andra steg"


def test_switching_it_off_shows_and_warns(settings):
    client = Client()
    client.force_login(personas.karl())
    notice = "Det andra steget vid inloggning är avstängt."
    assert notice in client.get(reverse("admin:index")).content.decode()
    assert [warning.id for warning in second_factor_is_on(None)] == ["samverkan.W001"]
    settings.STAFF_SECOND_FACTOR = True
    assert second_factor_is_on(None) == []
    assert notice not in client.get(reverse("account_second_factor")).content.decode()


def test_it_is_on_unless_switched_off():
    from samverkan import settings as of_the_product

    assert of_the_product.STAFF_SECOND_FACTOR is True
