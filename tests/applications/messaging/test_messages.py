"""Messages between group and officer."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from applications.lifecycle import Refused, WrongState
from applications.messaging import actions
from applications.models import Case, Event, Message, OutgoingMail, ReadEvent
from applications.states import Status
from tests import factories, personas
from tests.personas import NOW

pytestmark = pytest.mark.django_db


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who())
    return client


def mails() -> set[tuple[str, str]]:
    return set(OutgoingMail.objects.filter(event__action="write_message").values_list("to", "template"))


def test_the_group_writes_to_its_officer() -> None:
    case = factories.case()
    message = actions.write_message(case.pk, text="Hej!", by=personas.birk(), at=NOW)
    assert (message.from_city, message.author) == (False, personas.birk())
    assert Event.objects.filter(action="write_message").count() == 1
    assert mails() == {
        ("amina@example.org", "write_message_group"),
        ("birk@example.org", "write_message_group"),
        ("karl@example.org", "write_message_officer"),
    }
    assert "Hej!" in OutgoingMail.objects.get(template="write_message_officer").body


def test_the_officer_writes_to_the_group_and_not_to_themselves() -> None:
    case = factories.case()
    assert actions.write_message(case.pk, text="Hej!", by=personas.karl(), at=NOW).from_city
    assert mails() == {
        ("amina@example.org", "write_message_group"),
        ("birk@example.org", "write_message_group"),
    }


@pytest.mark.parametrize("who", [personas.olga, personas.karin, personas.nils])
def test_nobody_else_writes(who: Any) -> None:
    with pytest.raises(PermissionDenied):
        actions.write_message(factories.case().pk, text="Hej!", by=who(), at=NOW)


def test_an_empty_message_is_refused() -> None:
    with pytest.raises(Refused, match="Skriv ett meddelande"):
        actions.write_message(factories.case().pk, text=" \n", by=personas.amina(), at=NOW)


def test_an_ended_case_takes_no_messages() -> None:
    case = factories.in_status(factories.case(), Status.CLOSED)
    with pytest.raises(WrongState):
        actions.write_message(case.pk, text="Hej!", by=personas.amina(), at=NOW)


def url(case: Case) -> str:
    return reverse("write_message", args=[case.reference])


def test_the_page_says_who_gets_it_and_keeps_the_message() -> None:
    case = factories.case()
    client = as_(personas.amina)
    assert (
        "Mejl går till Amina Björkdal, Birk Åkerlind, Karl Sjöhed." in client.get(url(case)).content.decode()
    )
    assert client.post(url(case), {"text": "Kan vi träffas?\n\nI maj?"}).url == url(case)
    html = client.get(url(case)).content.decode()
    assert "<p>Kan vi träffas?</p>" in html
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Skriv ett meddelande"),
        ("   ", "Skriv ett meddelande"),
        ("å" * 100_000, "Texten är för lång"),
        ("He\0j", "Texten innehåller ett tecken"),
    ],
)
def test_a_bad_message_is_told_and_stays(text: str, said: str) -> None:
    page = as_(personas.amina).post(url(factories.case()), {"text": text})
    assert page.status_code == 200
    assert page.context["form"].errors["text"][0].startswith(said)
    assert Message.objects.count() == 0


@pytest.mark.parametrize("text", ["Fest 🎉", "حديقة", "<script>alert(1)</script>"])
def test_any_writing_is_shown_as_text(text: str) -> None:
    case = factories.case()
    client = as_(personas.amina)
    assert client.post(url(case), {"text": text}).status_code == 302
    assert Message.objects.get().text == text
    assert "<script>alert" not in client.get(case.get_absolute_url()).content.decode()
    assert "<script>alert" not in OutgoingMail.objects.get(template="write_message_officer").html


def test_who_reads_and_who_writes() -> None:
    case = factories.case()
    assert as_(personas.olga).get(url(case)).status_code == 404
    assert as_(personas.olga).post(url(case), {"text": "Hej"}).status_code == 404
    assert as_(personas.karin).post(url(case), {"text": "Hej"}).status_code == 403
    workspace = reverse("admin:write_message", args=[case.reference])
    assert as_(personas.karl).post(workspace, {"text": "Hej"}).url == workspace
    assert as_(personas.karin).get(workspace).status_code == 200
    assert ReadEvent.objects.filter(user=personas.karin()).count() == 1


def test_an_ended_case_shows_its_messages_without_a_box() -> None:
    case = factories.case()
    actions.write_message(case.pk, text="Hej!", by=personas.amina(), at=NOW)
    factories.in_status(case, Status.CLOSED)
    client = as_(personas.amina)
    page = client.get(url(case)).content.decode()
    assert "Hej!" in page
    assert "<textarea" not in page
    assert client.post(url(case), {"text": "Hej"}).url == case.get_absolute_url()


def test_the_author_gets_a_receipt_and_the_others_an_invitation_to_answer() -> None:
    actions.write_message(factories.case().pk, text="Hej!", by=personas.birk(), at=NOW)
    subjects = dict(OutgoingMail.objects.filter(template="write_message_group").values_list("to", "subject"))
    assert subjects == {
        "amina@example.org": "Läs meddelandet från Birk Åkerlind: Lingarnsgatan",
        "birk@example.org": "Ditt meddelande är skickat: Lingarnsgatan",
    }
