"""How often mails come: chosen on a page or by the link in a mail, kept by a daily mail."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from applications import mail
from applications.actions import withdraw
from applications.mailing import choice
from applications.mailing.digest import last_hour, send_digests
from applications.messaging.actions import write_message
from applications.models import Case, OutgoingMail, User
from applications.states import MailChoice
from applications.writing.actions import start_draft
from tests import factories, personas
from tests.personas import NOW
from tests.smtp import mail_server

pytestmark = pytest.mark.django_db

SWEDEN = ZoneInfo("Europe/Stockholm")
MORNING = datetime(2026, 3, 3, 7, 0, tzinfo=SWEDEN)  # the day after NOW


def wants(person: User, how: MailChoice) -> User:
    """Let a person choose."""
    choice.choose(person, how)
    return person


def mails(template: str = "write_message_group") -> dict[str, OutgoingMail]:
    return {row.to: row for row in OutgoingMail.objects.filter(template=template)}


def written(text: str = "Hej") -> Case:
    """Return a case where Karl wrote to the group."""
    case = Case.objects.first() or factories.case()
    write_message(case.pk, text=text, by=personas.karl(), at=NOW)
    return case


# --- the pages ------------------------------------------------------------------------------------------
def test_the_page_of_the_account_keeps_the_choice() -> None:
    client, amina = Client(), personas.amina()
    client.force_login(amina)
    page = client.get(reverse("account_mail")).content.decode()
    assert "Beslut, kompletteringar, inbjudningar och påminnelser om datum kommer alltid direkt." in page
    answer = client.post(reverse("account_mail"), {"choice": "daily"}, follow=True)
    assert "Ditt val är sparat." in answer.content.decode()
    amina.refresh_from_db()
    assert amina.mail_choice == MailChoice.DAILY
    assert "En gång om dagen" in client.get(reverse("account_settings")).content.decode()
    assert "Välj" in client.post(reverse("account_mail"), {"choice": "ofta"}).content.decode()
    assert Client().get(reverse("account_mail")).status_code == 302


def test_the_link_needs_no_log_in_and_a_visit_changes_nothing() -> None:
    amina = personas.amina()
    path = urlsplit(choice.link_for(amina)).path
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(path)
    assert page.status_code == 200
    assert amina.email not in page.content.decode()
    assert amina.name not in page.content.decode()
    assert User.objects.get(pk=amina.pk).mail_choice == MailChoice.AT_ONCE
    assert browser.post(path, {"choice": "daily"}).status_code == 302
    assert User.objects.get(pk=amina.pk).mail_choice == MailChoice.DAILY


def test_one_click_in_the_mail_program_stops_what_can_wait() -> None:
    """RFC 8058: a POST without cookies, with List-Unsubscribe=One-Click."""
    amina = personas.amina()
    answer = Client(enforce_csrf_checks=True).post(
        urlsplit(choice.link_for(amina)).path, {"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert User.objects.get(pk=amina.pk).mail_choice == MailChoice.IMPORTANT


def test_a_made_up_or_changed_link_opens_nothing() -> None:
    path = urlsplit(choice.link_for(personas.amina())).path
    assert Client().get(f"{path[:-2]}x/").status_code == 404
    assert Client().post("/mejl/1/", {"choice": "daily"}).status_code == 404
    User.objects.update(is_active=False)
    assert Client().get(path).status_code == 404


# --- what comes when ---------------------------------------------------------------------------------------
def test_what_can_wait_is_held_for_the_daily_mail_and_the_rest_comes_at_once() -> None:
    case = factories.case()
    wants(personas.amina(), MailChoice.DAILY)
    written()
    row = mails()["amina@example.org"]
    assert (row.held, row.state) == (True, "Väntar på dagens samlade mejl")
    assert not mails()["birk@example.org"].held
    start_draft(case.pk, by=personas.amina(), at=NOW)
    withdraw(case.pk, by=personas.amina(), at=NOW, comment="Vi flyttar.")
    assert not mails("withdraw_group")["amina@example.org"].held


def test_the_daily_mail_holds_all_news_once() -> None:
    factories.case()
    wants(personas.amina(), MailChoice.DAILY)
    case = written()
    written("Hej igen")
    assert send_digests(at=MORNING - timedelta(minutes=1)) == 0
    assert send_digests(at=MORNING) == 1
    digest = OutgoingMail.objects.get(template="digest")
    assert digest.to == "amina@example.org"
    assert digest.subject == "Läs 2 nyheter från dina ärenden"
    assert digest.body.count("- Läs meddelandet från Karl Sjöhed\n") == 2
    assert f"Öppna Lingarnsgatan:\nhttp://localhost:8000{case.get_absolute_url()}" in digest.body
    assert {row.state for row in OutgoingMail.objects.filter(digest=digest)} == {
        "Skickat i dagens samlade mejl"
    }
    assert send_digests(at=MORNING) == 0
    assert send_digests(at=MORNING + timedelta(hours=5)) == 0
    written("Senare")
    OutgoingMail.objects.filter(held=True, digest=None).update(created_at=MORNING + timedelta(hours=1))
    assert send_digests(at=MORNING + timedelta(hours=23)) == 0
    assert send_digests(at=MORNING + timedelta(days=1)) == 1
    assert OutgoingMail.objects.filter(template="digest").count() == 2


def test_who_was_protected_meanwhile_is_not_named_in_what_was_written_before() -> None:
    case = factories.case()
    wants(personas.amina(), MailChoice.DAILY)
    write_message(case.pk, text="Hej, hälsar Birk Åkerlind", by=personas.birk(), at=NOW)
    User.objects.filter(pk=personas.birk().pk).update(protected_identity=True)
    send_digests(at=MORNING)
    gathered = OutgoingMail.objects.get(template="digest")
    assert "- Läs meddelandet från en person i gruppen\n" in gathered.body
    to_karl = OutgoingMail.objects.select_related("case", "user").get(template="write_message_officer")
    assert "Åkerlind" in to_karl.subject + to_karl.body
    leaving = mail.message_of(to_karl)
    assert "Åkerlind" not in f"{leaving.subject}{leaving.body}{leaving.alternatives}"
    assert leaving.subject == "Läs och svara en person i gruppen: Lingarnsgatan"


def test_news_that_came_too_late_for_todays_mail_come_tomorrow() -> None:
    wants(personas.amina(), MailChoice.DAILY)
    written()
    assert send_digests(at=MORNING) == 1
    written("Skrivet före sju, sparat efter")
    assert send_digests(at=MORNING) == 0
    assert send_digests(at=MORNING + timedelta(days=1)) == 1


def test_the_hour_is_swedish_and_a_clock_that_slept_makes_up_for_it(settings) -> None:
    assert last_hour(MORNING) == MORNING
    assert last_hour(MORNING - timedelta(seconds=1)) == MORNING - timedelta(days=1)
    assert last_hour(MORNING + timedelta(hours=16)) == MORNING
    summer = datetime(2026, 3, 29, 12, 0, tzinfo=SWEDEN)  # the day the clocks go forward
    assert last_hour(summer) == datetime(2026, 3, 29, 7, 0, tzinfo=SWEDEN)
    settings.MAIL_DIGEST_HOUR = 16
    assert last_hour(MORNING) == datetime(2026, 3, 2, 16, 0, tzinfo=SWEDEN)


def test_only_what_can_wait_bears_the_link_and_the_header(settings) -> None:
    factories.case()
    amina = wants(personas.amina(), MailChoice.DAILY)
    case = written()
    OutgoingMail.objects.filter(template="assign_officer_group").delete()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as (postman, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        send_digests(at=MORNING)
        start_draft(case.pk, by=amina, at=MORNING)
        withdraw(case.pk, by=amina, at=MORNING, comment="Vi flyttar.")
        mail.sweep(at=MORNING)
        by_subject = {
            message["Subject"]: message for message in postman.taken if message["X-Envelope"] == amina.email
        }
    link = choice.link_for(amina)
    digest = by_subject["Läs en nyhet från dina ärenden"]
    assert digest["List-Unsubscribe"].strip() == f"<{link}>"  # a long header is folded
    assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in digest.get_body(("plain",)).get_content()
    formal = by_subject["Ni har återkallat: Lingarnsgatan"]
    assert formal["List-Unsubscribe"] is None
    assert link not in formal.get_body(("plain",)).get_content()
    held = OutgoingMail.objects.get(template="write_message_group", to=amina.email)
    assert held.sent_at is None  # it left inside the daily mail
    assert Counter(message["X-Envelope"] for message in postman.taken)[amina.email] == len(by_subject)
