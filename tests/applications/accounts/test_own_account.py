"""One's own account: another address, open log-ins, and the end of it, which keeps the trail (D8)."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from applications import identity
from applications.models import Event, Invitation, KeptText, Membership, OutgoingMail, User
from applications.states import Status
from tests import factories, personas
from tests.personas import NOW
from tests.smtp import mail_server

pytestmark = pytest.mark.django_db


def log_in(user, agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"):
    """Return a browser in which `user` has logged in."""
    client = Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": user.email, "password": personas.PASSWORD})
    assert "_auth_user_id" in client.session
    return client


def link_in(mail):
    """Return the path of the link in a mail."""
    return urlsplit(re.search(r"https?://\S+", mail.body).group()).path


def test_the_page_asks_a_constant_number_of_questions(django_assert_num_queries):
    amina = personas.amina()
    first = log_in(amina)
    first.get(reverse("account_settings"))
    with django_assert_num_queries(5):
        first.get(reverse("account_settings"))
    for _more in range(3):
        log_in(amina)
    with django_assert_num_queries(5):
        page = first.get(reverse("account_settings")).content.decode()
    assert "4 webbläsare" in page


# --- the address -------------------------------------------------------------------------------------
def test_a_new_address_counts_when_it_is_confirmed():
    amina = personas.amina()
    client = log_in(amina)
    client.post(reverse("account_email"), {"email": "amina.ny@example.org", "action_add": ""})
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("amina.ny@example.org", "Bekräfta din e-postadress")
    amina.refresh_from_db()
    assert amina.email == "amina@example.org"
    assert "Ett byte väntar" in client.get(reverse("account_email")).content.decode()

    client.post(link_in(mail))
    amina.refresh_from_db()
    assert amina.email == "amina.ny@example.org"
    assert EmailAddress.objects.get(user=amina).email == "amina.ny@example.org"
    told = OutgoingMail.objects.get(template="account_email_changed")
    assert told.to == "amina@example.org"  # the old address hears of it
    assert "amina.ny@example.org" in told.body
    old = Client().post(reverse("account_login"), {"login": told.to, "password": personas.PASSWORD})
    assert old.status_code == 200
    log_in(amina)


def test_a_change_can_be_called_off():
    client = log_in(personas.amina())
    client.post(reverse("account_email"), {"email": "amina.ny@example.org", "action_add": ""})
    client.post(reverse("account_email"), {"email": "amina.ny@example.org", "action_remove": ""})
    assert "Ett byte väntar" not in client.get(reverse("account_email")).content.decode()
    assert [address.email for address in EmailAddress.objects.all()] == ["amina@example.org"]


def test_an_address_of_somebody_else_is_not_taken_over():
    personas.birk()
    client = log_in(personas.amina())
    client.post(reverse("account_email"), {"email": "birk@example.org", "action_add": ""})
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("birk@example.org", "Bekräfta din e-postadress")
    client.post(link_in(mail))
    assert User.objects.get(pk=personas.amina().pk).email == "amina@example.org"
    assert (
        not EmailAddress.objects.filter(email=mail.to, verified=True).exclude(user=personas.birk()).exists()
    )
    # And the code that is mailed there lets Birk in, not Amina.
    other = Client()
    other.post(reverse("account_request_login_code"), {"email": mail.to})
    code = re.search(r"^\d{8}$", OutgoingMail.objects.latest("id").body, re.MULTILINE).group()
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert other.session["_auth_user_id"] == str(personas.birk().pk)


def test_an_address_that_the_administrator_enters_has_to_be_confirmed():
    amina, adam = personas.amina(), Client()
    adam.force_login(personas.adam())
    data = {"email": "amina.ny@example.org", "name": amina.name, "phone": amina.phone, "is_active": "on"}
    adam.post(reverse("admin:applications_user_change", args=[amina.pk]), data)
    address = EmailAddress.objects.get(user=amina)
    assert (address.email, address.verified) == ("amina.ny@example.org", False)


# --- open log-ins ------------------------------------------------------------------------------------
def test_open_log_ins_are_listed_and_ended_one_by_one():
    amina = personas.amina()
    here = log_in(amina)
    phone = log_in(amina, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604.1")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Firefox på Linux" in page
    assert "Safari på iPhone" in page
    assert page.count("Den här webbläsaren") == 1
    row = UserSession.objects.get(session_key=phone.session.session_key)
    there = Client()
    there.force_login(personas.birk())
    url = reverse("account_end_log_in", args=[row.pk])
    assert there.post(url).status_code == 404  # nobody ends somebody else's
    assert phone.get(reverse("case_list")).status_code == 200
    assert here.get(url).status_code == 405
    assert here.post(url).url == reverse("usersessions_list")
    assert phone.get(reverse("case_list")).status_code == 302
    assert here.get(reverse("case_list")).status_code == 200


def test_all_others_are_ended_at_once():
    amina = personas.amina()
    here, *others = [log_in(amina) for _browser in range(3)]
    here.post(reverse("usersessions_list"))
    assert [client.get(reverse("case_list")).status_code for client in others] == [302, 302]
    assert here.get(reverse("case_list")).status_code == 200


def test_a_new_password_ends_all_other_log_ins():
    amina = personas.amina()
    here, there = log_in(amina), log_in(amina)
    change = {
        "oldpassword": personas.PASSWORD,
        "password1": "helt-nytt-ord-7",
        "password2": "helt-nytt-ord-7",
    }
    here.post(reverse("account_change_password"), change)
    assert here.get(reverse("case_list")).status_code == 200
    assert there.get(reverse("case_list")).status_code == 302


# --- the end -----------------------------------------------------------------------------------------
def delete(client):
    """Delete one's account on its page."""
    return client.post(reverse("account_delete"), follow=True)


def test_the_end_keeps_the_trail_and_takes_the_person_out_of_their_own_row():
    case = factories.case()
    birk = personas.birk()
    Invitation.objects.create(
        case=case,
        email=birk.email,
        name="Birk Å",
        invited_at=NOW,
        accepted_at=NOW,
        invited_by=personas.amina(),
    )
    KeptText.objects.create(user=birk, path="/x/", mark="m", answers=[["name", "Birk"]], kept_at=NOW)
    client, other = log_in(birk), log_in(birk)
    page = client.get(reverse("account_delete")).content.decode()
    assert "Det går inte att ångra." in page
    assert "Ditt konto är borttaget." in delete(client).content.decode()

    birk.refresh_from_db()
    assert (birk.name, birk.email, birk.phone) == (
        "Borttaget konto",
        f"borttaget-{birk.pk}@example.invalid",
        "",
    )
    assert (birk.is_active, birk.has_usable_password(), birk.hidden_words) == (False, False, None)
    assert not EmailAddress.objects.filter(user=birk).exists()
    assert not UserSession.objects.filter(user=birk).exists()
    assert not KeptText.objects.exists()
    invited = Invitation.objects.get(case=case, invited_by=personas.amina())
    assert (invited.email, invited.name) == (birk.email, "")
    left = Event.objects.get(action="leave_group")
    assert (left.case, left.user, left.user_name) == (case, birk, "Birk Åkerlind")
    assert Membership.objects.get(user=birk).left_at is not None
    assert other.get(reverse("case_list")).status_code == 302
    mail = OutgoingMail.objects.get(template="account_deleted")
    assert (mail.to, mail.subject) == ("birk@example.org", "Ditt konto är borttaget")
    answer = Client().post(reverse("account_login"), {"login": mail.to, "password": personas.PASSWORD})
    assert answer.status_code == 200
    # The address is free: the same person may begin again, as somebody new.
    assert User.objects.create_user("birk@example.org", name="Birk Åkerlind").pk != birk.pk


def test_what_was_hidden_of_a_protected_person_stays_hidden():
    case = factories.case()
    birk = personas.birk()
    User.objects.filter(pk=birk.pk).update(protected_identity=True, phone="070-174 06 99")
    delete(log_in(birk))
    case = type(case).objects.get(pk=case.pk)
    text = "Birk Åkerlind nås på birk@example.org eller 070-174 06 99."
    hidden = identity.text_for(personas.amina(), text, case)
    assert "Birk" not in hidden
    assert "birk@" not in hidden
    assert "174" not in hidden


def test_the_old_address_of_a_protected_person_stays_hidden():
    case = factories.case()
    amina = personas.amina()
    User.objects.filter(pk=amina.pk).update(protected_identity=True)
    client = log_in(amina)
    client.post(reverse("account_email"), {"email": "ny@example.org", "action_add": ""})
    client.post(link_in(OutgoingMail.objects.get(to="ny@example.org")))
    text = identity.text_for(personas.olga(), "amina@example.org, ny@example.org", case)
    assert "@" not in text


def test_the_representative_hands_over_first():
    case = factories.case()
    client = log_in(personas.amina())
    page = client.get(reverse("account_delete")).content.decode()
    assert "Det här behöver du göra först" in page
    assert case.title in page
    assert "Ditt konto är borttaget." not in delete(client).content.decode()
    assert User.objects.get(email="amina@example.org").is_active


def test_the_representative_of_an_ended_case_may_go():
    case = factories.case()
    factories.in_status(case, Status.WITHDRAWN)
    assert "Ditt konto är borttaget." in delete(log_in(personas.amina())).content.decode()


def test_people_at_the_city_are_closed_by_the_administrator():
    page = delete(log_in(personas.karl())).content.decode()
    assert "Be administratören stänga kontot." in page
    assert User.objects.get(email="karl@example.org").is_active


# --- the mails ---------------------------------------------------------------------------------------
def test_the_code_reaches_its_owner_through_a_real_mail_server(
    settings, run_tasks, django_capture_on_commit_callbacks
):
    amina, client = personas.amina(), Client()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as (postman, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("account_request_login_code"), {"email": amina.email})
        run_tasks()
        (mail,) = postman.taken
    text = mail.get_body(("plain",)).get_content()
    code = re.search(r"^\d{8}\b", text, re.MULTILINE).group()
    assert (mail["To"], mail["Subject"]) == ("Amina Björkdal <amina@example.org>", "Din kod till samverkan")
    assert code in mail.get_body(("html",)).get_content()
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["_auth_user_id"] == str(amina.pk)


# --- what staff read of it ---------------------------------------------------------------------------
def test_the_register_of_mails_shows_no_code_and_no_link_of_an_account(settings):
    personas.amina()
    settings.EMAIL_HOST = "mail.example.org"
    Client().post(reverse("account_request_login_code"), {"email": "amina@example.org"})
    Client().post(reverse("account_reset_password"), {"email": "amina@example.org"})
    adam = Client()
    adam.force_login(personas.adam())
    for mail in OutgoingMail.objects.all():
        page = adam.get(reverse("admin:mail", args=[mail.pk])).content.decode()
        assert "(texten i mejl om konton visas bara för mottagaren)" in page
        assert mail.subject in page
        assert not re.search(r"\d{8}|nytt-losenord/", page)
    mail = OutgoingMail.objects.get(template="account_password_reset_key")
    settings.EMAIL_HOST = ""  # the demo has no mail server: mails are read here
    page = adam.get(reverse("admin:mail", args=[mail.pk])).content.decode()
    assert link_in(mail) in page
