"""Accounts: signing up, logging in, a new password, one's own page. All mail goes through the outbox."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from applications.models import OutgoingMail, User
from tests import personas

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Sigrid Ekdahl",
    "email": "sigrid@example.org",
    "phone": "070-174 06 33",
    "password1": "gata-torg-kvarter",
}


def only_mail() -> OutgoingMail:
    """Return the one mail in the outbox."""
    return OutgoingMail.objects.get()


def link_in(mail: OutgoingMail) -> str:
    """Return the path of the link in a mail."""
    return urlsplit(re.search(r"https?://\S+", mail.body).group()).path


def sign_up(client, **changes):
    """Post the sign-up form."""
    return client.post(reverse("account_signup"), {**NEW, **changes})


def test_signing_up_keeps_name_and_phone_and_asks_to_confirm_the_address(client):
    response = sign_up(client)
    assert response.url == reverse("account_email_verification_sent")
    user = User.objects.get(email="sigrid@example.org")
    assert (user.name, user.phone, user.is_staff) == ("Sigrid Ekdahl", "070-174 06 33", False)
    mail = only_mail()
    assert (mail.to, mail.to_name, mail.subject) == (
        "sigrid@example.org",
        "Sigrid Ekdahl",
        "Bekräfta din e-postadress",
    )


def test_the_link_confirms_the_address_and_then_one_can_log_in(client):
    sign_up(client)
    credentials = {"login": "sigrid@example.org", "password": NEW["password1"]}
    refused = client.post(reverse("account_login"), credentials)
    assert refused.url == reverse("account_email_verification_sent")

    path = link_in(OutgoingMail.objects.earliest("created_at"))
    assert "Är sigrid@example.org din adress?" in client.get(path).content.decode()
    client.post(path)
    assert client.post(reverse("account_login"), credentials).url == reverse("after_login")


def test_signing_up_twice_looks_the_same_and_tells_the_owner(client):
    personas.amina()
    response = sign_up(client, email="amina@example.org")
    assert response.url == reverse("account_email_verification_sent")
    assert User.objects.count() == 1
    assert only_mail().subject == "Logga in, du har redan ett konto"


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"name": ""}, "Skriv ditt namn"),
        ({"name": "Si\x00grid"}, "Texten innehåller ett tecken som inte går att spara."),
        ({"name": "a" * 151}, "Texten är för lång."),
        ({"email": ""}, "Skriv din e-postadress"),
        ({"email": "sigrid"}, "E-postadressen saknar @."),
        ({"phone": "ring mig"}, "Skriv telefonnumret med siffror"),
        ({"password1": ""}, "Skriv ett nytt lösenord"),
    ],
)
def test_a_wrong_sign_up_is_answered_at_the_field_and_makes_no_account(client, changes, answer):
    response = sign_up(client, **changes)
    page = response.content.decode()
    assert page.count(answer) == 2  # in the summary and at the field
    assert "<title>Fel: Skapa konto" in page
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["kort", "1234567890", "password123", "sigrid@example.org"])
def test_a_weak_password_is_refused(client, password):
    sign_up(client, password1=password)
    assert not User.objects.exists()


def test_a_wrong_password_says_so_without_telling_who_has_an_account(client):
    personas.amina()
    texts = set()
    for email in ("amina@example.org", "ingen@example.org"):
        page = client.post(
            reverse("account_login"), {"login": email, "password": "fel-fel-fel"}
        ).content.decode()
        texts.add("E-postadressen och lösenordet hör inte ihop. Försök igen." in page)
    assert texts == {True}


def test_a_closed_account_cannot_log_in(client):
    user = personas.amina()
    user.is_active = False
    user.save(update_fields=["is_active"])
    response = client.post(reverse("account_login"), {"login": user.email, "password": personas.PASSWORD})
    assert response.url == reverse("account_inactive")
    assert "Kontot är stängt" in client.get(response.url).content.decode()


def test_a_new_password_comes_by_mail(client):
    personas.amina()
    client.post(reverse("account_reset_password"), {"email": "amina@example.org"})
    mail = only_mail()
    form_page = client.get(link_in(mail), follow=True)
    path = form_page.redirect_chain[-1][0]
    mismatch = client.post(path, {"password1": "helt-nytt-ord-7", "password2": "annat-nytt-ord-7"})
    assert mismatch.status_code == 200
    done = client.post(path, {"password1": "helt-nytt-ord-7", "password2": "helt-nytt-ord-7"}, follow=True)
    assert "Lösenordet är bytt" in done.content.decode()
    assert client.login(email="amina@example.org", password="helt-nytt-ord-7")
    assert "Länken är gammal" in client.get(link_in(mail), follow=True).content.decode()
    assert OutgoingMail.objects.exclude(pk=mail.pk).get().subject == "Ditt lösenord är bytt"


def test_asking_for_an_unknown_address_looks_the_same(client):
    response = client.post(reverse("account_reset_password"), {"email": "ingen@example.org"})
    assert response.url == reverse("account_reset_password_done")
    assert only_mail().subject == "Det finns inget konto med din adress"


def test_people_of_the_city_land_in_the_workspace_all_others_in_their_cases(client):
    client.force_login(personas.karl())
    assert client.get(reverse("after_login")).url == reverse("admin:index")
    client.force_login(personas.amina())
    assert client.get(reverse("after_login")).url == reverse("case_list")


def test_one_changes_ones_own_name_and_number(client):
    user = personas.amina()
    client.force_login(user)
    response = client.post(
        reverse("account_settings"),
        {"name": "Amina Ny", "phone": "040-628 04 33", "language": "sv"},
        follow=True,
    )
    assert "Dina uppgifter är sparade." in response.content.decode()
    user.refresh_from_db()
    assert (user.name, user.phone) == ("Amina Ny", "040-628 04 33")


def test_a_refused_change_is_not_shown_as_ones_name(client):
    client.force_login(personas.amina())
    page = client.post(reverse("account_settings"), {"name": "Amina Ny", "phone": "ring"}).content.decode()
    assert "<strong>Amina Björkdal</strong>" in page
    assert 'value="Amina Ny"' in page


def test_nobody_makes_themselves_an_officer(client):
    user = personas.amina()
    client.force_login(user)
    client.post(
        reverse("account_settings"), {"name": "Amina", "phone": "", "is_officer": "on", "title": "Chef"}
    )
    user.refresh_from_db()
    assert (user.is_staff, user.title) == (False, "")


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_pages_before_log_in_are_in_our_frame(client, name):
    page = client.get(reverse(name)).content.decode()
    assert 'class="s-foot"' in page
    assert "placeholder=" not in page
    assert page.count("<h1>") == 1
