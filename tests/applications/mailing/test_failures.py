"""What did not arrive is seen, sent again or settled, and every such act is logged (D15)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from applications import mail
from applications.lifecycle import Refused
from applications.mailing import actions
from applications.messaging.actions import write_message
from applications.models import Case, Event, OutgoingMail, User
from applications.notices import Recipient
from samverkan.workday import failed_mails
from tests import factories, personas
from tests.personas import NOW
from tests.smtp import mail_server

pytestmark = pytest.mark.django_db

REGISTER = "/admin/applications/outgoingmail/"


def as_(make: Callable[[], User]) -> Client:
    client = Client()
    client.force_login(make())
    return client


def row(case: Case | None = None, **fields: Any) -> OutgoingMail:
    """Return the group's mail about their officer, in the state that `fields` give it."""
    case = case or factories.case()
    written = OutgoingMail.objects.filter(case=case, template="assign_officer_group").first()
    OutgoingMail.objects.filter(pk=written.pk).update(**fields)
    return OutgoingMail.objects.get(pk=written.pk)


def failed(case: Case | None = None, **fields: Any) -> OutgoingMail:
    values = {"failed_at": NOW, "attempts": 1, "error": "550 5.1.1 No such user", **fields}
    return row(case, **values)


def loose(**fields: Any) -> OutgoingMail:
    """Return a failed mail of no case."""
    sent = {"message": "Hej", "name": "", "email": ""}
    made = mail.queue(
        "contact_message", to=Recipient("stad@example.org", "Staden"), at=NOW, context={"sent": sent}
    )
    OutgoingMail.objects.filter(pk=made.pk).update(**{"failed_at": NOW, "error": "550 Nej", **fields})
    return OutgoingMail.objects.get(pk=made.pk)


# --- sent again ------------------------------------------------------------------------------------------
def test_a_failed_mail_is_sent_again_to_the_address_of_today(settings, run_tasks) -> None:
    mail_row = failed()
    User.objects.filter(pk=mail_row.user_id).update(email="ny@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as (postman, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        client = as_(personas.karin)
        page = client.get(f"/admin/mejl/{mail_row.pk}/").content.decode()
        assert "Skickar du igen går mejlet till ny@example.org." in page
        answer = client.post(f"/admin/mejl/{mail_row.pk}/skicka-igen/", follow=True)
        assert "Mejlet skickas igen." in answer.content.decode()
        OutgoingMail.objects.exclude(pk=mail_row.pk).delete()
        assert mail.sweep(at=timezone.now()) == 1
    mail_row.refresh_from_db()
    assert (mail_row.state, mail_row.to, mail_row.error) == ("Skickat", "ny@example.org", "")
    assert postman.taken[-1]["X-Envelope"] == "ny@example.org"
    event = Event.objects.get(action="send_mail_again")
    assert (event.user, event.data["mail"], event.for_group) == (personas.karin(), mail_row.pk, False)
    assert event.data["new_address"] is True


def test_what_has_arrived_or_waits_for_the_daily_mail_is_not_sent_again() -> None:
    sent = row(sent_at=NOW)
    with pytest.raises(Refused, match="redan gått fram"):
        actions.send_mail_again(sent.pk, by=personas.karl(), at=NOW)
    held = row(sent.case, sent_at=None, held=True)
    with pytest.raises(Refused, match="nästa samlade mejl"):
        actions.send_mail_again(held.pk, by=personas.karl(), at=NOW)
    answer = as_(personas.karl).post(f"/admin/mejl/{held.pk}/skicka-igen/", follow=True)
    assert "Mejlet går ut i nästa samlade mejl." in answer.content.decode()
    assert not Event.objects.filter(action="send_mail_again").exists()


def test_a_mail_that_came_back_is_a_failure_and_can_be_sent_again() -> None:
    sent = row(sent_at=NOW)
    client = as_(personas.karl)
    assert "Mejlet kom i retur" in client.get(f"/admin/mejl/{sent.pk}/").content.decode()
    client.post(f"/admin/mejl/{sent.pk}/i-retur/")
    sent.refresh_from_db()
    assert (sent.state, sent.error) == ("Gick inte fram", "Kom i retur")
    with pytest.raises(Refused, match="Bara ett mejl som har skickats"):
        actions.note_returned_mail(sent.pk, by=personas.karl(), at=NOW)
    actions.send_mail_again(sent.pk, by=personas.karl(), at=NOW)
    sent.refresh_from_db()
    assert (sent.state, sent.sent_at) == ("Väntar", None)
    assert list(Event.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "note_returned_mail",
        "send_mail_again",
    ]


def test_it_can_be_settled_in_another_way_with_words() -> None:
    mail_row = failed()
    client = as_(personas.karl)
    url = f"/admin/mejl/{mail_row.pk}/ordnat/"
    assert "Hur är det ordnat?" in client.get(url).content.decode()
    assert client.post(url, {"how": " "}).status_code == 200
    assert client.post(url, {"how": "Ringde och berättade."}).status_code == 302
    mail_row.refresh_from_db()
    assert mail_row.state == "Ordnat på annat sätt"
    event = Event.objects.get(action="settle_mail")
    assert (event.comment, event.for_group) == ("Ringde och berättade.", False)
    again = client.post(url, {"how": "Igen"})
    assert "inte längre märkt" in again.content.decode()
    assert Event.objects.filter(action="settle_mail").count() == 1


def test_a_mail_of_no_case_is_logged_in_the_register() -> None:
    mail_row = loose()
    actions.send_mail_again(mail_row.pk, by=personas.adam(), at=NOW)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.get_change_message()) == (
        personas.adam(),
        str(mail_row.pk),
        "Mejl skickat igen",
    )


def test_many_are_sent_again_from_the_register_at_once() -> None:
    first = failed()
    second = OutgoingMail.objects.filter(case=first.case).exclude(pk=first.pk).first()
    OutgoingMail.objects.filter(pk=second.pk).update(sent_at=NOW)
    data = {"action": "send_again", "_selected_action": [first.pk, second.pk]}
    answer = as_(personas.karl).post(REGISTER, data, follow=True)
    assert "1 mejl skickas igen." in answer.content.decode()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("Väntar", "Skickat")
    assert Event.objects.filter(action="send_mail_again").count() == 1


def test_only_the_city_and_only_by_post() -> None:
    mail_row = failed()
    for path in ("", "utseende/", "ordnat/"):
        assert as_(personas.amina).get(f"/admin/mejl/{mail_row.pk}/{path}").status_code == 404
        assert Client().get(f"/admin/mejl/{mail_row.pk}/{path}").status_code == 302
    for path in ("skicka-igen/", "i-retur/"):
        assert as_(personas.karl).get(f"/admin/mejl/{mail_row.pk}/{path}").status_code == 405
        assert as_(personas.amina).post(f"/admin/mejl/{mail_row.pk}/{path}").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.send_mail_again(mail_row.pk, by=personas.amina(), at=NOW)
    Case.objects.update(restricted=True)
    assert as_(personas.rut).get(f"/admin/mejl/{mail_row.pk}/").status_code == 404
    assert as_(personas.karl).get(f"/admin/mejl/{mail_row.pk}/").status_code == 200


# --- seen -----------------------------------------------------------------------------------------------------
def test_the_officer_and_administrators_see_it_on_their_day_and_everybody_on_the_case() -> None:
    mail_row = failed()
    other = loose()
    subject = mail_row.subject
    for make, sees, sees_loose in (
        (personas.karl, True, False),
        (personas.karin, False, False),
        (personas.rut, False, False),
        (personas.adam, True, True),
    ):
        page = as_(make).get("/admin/").content.decode()
        assert (subject in page) == sees, make.__name__
        assert (other.subject in page) == sees_loose, make.__name__
        assert subject in as_(make).get(f"/admin/arenden/{mail_row.case.reference}/").content.decode()
    User.objects.filter(pk=personas.karl().pk).update(substitute=personas.karin())
    assert subject in as_(personas.karin).get("/admin/").content.decode()
    actions.settle_mail(mail_row.pk, how="Ringde.", by=personas.karl(), at=NOW)
    assert "Mejl som inte gick fram</h2>" not in as_(personas.karl).get("/admin/").content.decode()
    case_page = as_(personas.karl).get(f"/admin/arenden/{mail_row.case.reference}/").content.decode()
    assert "Mejl som inte gick fram</h2>" not in case_page


def test_a_group_never_sees_it() -> None:
    mail_row = failed()
    page = as_(personas.amina).get(mail_row.case.get_absolute_url()).content.decode()
    assert "gick inte fram" not in page


def test_the_register_filters_by_state() -> None:
    case = factories.case()
    write_message(case.pk, text="Hej", by=personas.karl(), at=NOW)
    rows = list(OutgoingMail.objects.filter(case=case).order_by("pk"))
    assert len(rows) >= 4
    states = {
        "misslyckade": {"failed_at": NOW},
        "forsoks-igen": {"attempts": 2},
        "skickade": {"sent_at": NOW},
        "samlas": {"held": True},
    }
    OutgoingMail.objects.exclude(pk__in=[mail_row.pk for mail_row in rows[:4]]).delete()
    for mail_row, (state, fields) in zip(rows, states.items(), strict=False):
        OutgoingMail.objects.filter(pk=mail_row.pk).update(subject=f"Ett {state}", **fields)
    client = as_(personas.karl)
    for state in states:
        page = client.get(f"{REGISTER}?lage={state}").content.decode()
        assert [other for other in states if f"Ett {other}<" in page] == [state]
    assert "Ett " not in client.get(f"{REGISTER}?lage=ordnade").content.decode()


# --- read ------------------------------------------------------------------------------------------------------
def test_the_page_of_a_mail_shows_it_in_a_frame_where_nothing_runs() -> None:
    mail_row = failed()
    client = as_(personas.karl)
    page = client.get(f"/admin/mejl/{mail_row.pk}/")
    text = page.content.decode()
    assert "550 5.1.1 No such user" in text
    assert (
        f'<iframe class="s-mailview" sandbox title="Mejlet" src="/admin/mejl/{mail_row.pk}/utseende/">'
        in text
    )
    assert "style=" not in text
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    inner = client.get(f"/admin/mejl/{mail_row.pk}/utseende/")
    policy = inner["Content-Security-Policy"]
    assert {part.strip().split(" ")[0] for part in policy.split(";")} == {
        "default-src",
        "style-src",
        "frame-ancestors",
        "sandbox",
    }
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert inner["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src" not in client.get("/admin/")["Content-Security-Policy"]


def test_links_that_let_their_holder_in_are_the_receivers_alone(settings) -> None:
    mail_row = failed(body="Svara på frågan:\nhttp://localhost:8000/bekrafta/1-abc/\n")
    client = as_(personas.karl)
    pages = (f"/admin/mejl/{mail_row.pk}/", f"/admin/mejl/{mail_row.pk}/utseende/")
    assert all("1-abc" in client.get(page).content.decode() for page in pages)  # the demonstration
    settings.EMAIL_HOST = "mail.example.org"
    for page in pages:
        text = client.get(page).content.decode()
        assert "1-abc" not in text
        assert "länken visas bara i mejlet" in text
    OutgoingMail.objects.filter(pk=mail_row.pk).update(template="account_login_code", body="12345678")
    for page in pages:
        text = client.get(page).content.decode()
        assert "12345678" not in text
        assert "texten i mejl om konton visas bara för mottagaren" in text


def test_the_notice_asks_once_however_many_there_are(django_assert_num_queries) -> None:
    case, adam = factories.case(), personas.adam()
    OutgoingMail.objects.filter(case=case).update(failed_at=NOW + timedelta(days=1))
    with django_assert_num_queries(2):  # and who is protected, of all their cases
        assert [row.subject + row.name for row in failed_mails(adam)]


def test_nobody_protected_is_read_about_in_mails() -> None:
    mail_row = failed(error="550 <amina@example.org> unknown")
    User.objects.filter(pk=personas.amina().pk).update(protected_identity=True)
    OutgoingMail.objects.filter(pk=mail_row.pk).update(
        subject="Hej Amina Björkdal", body="Hej Amina Björkdal!"
    )
    for client, paths in (
        (
            as_(personas.adam),
            (f"/admin/mejl/{mail_row.pk}/", f"/admin/mejl/{mail_row.pk}/utseende/", "/admin/"),
        ),
        (as_(personas.rut), (REGISTER, f"/admin/arenden/{mail_row.case.reference}/")),
    ):
        for path in paths:
            page = client.get(path).content.decode()
            assert "Björkdal" not in page, path
            assert "amina@" not in page, path
