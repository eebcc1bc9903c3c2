"""Messages between group and officer."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.attachments import actions as attachments
from applications.lifecycle import Refused, WrongState
from applications.mailing.html import html_of
from applications.messaging import actions
from applications.messaging.thread import NEWS_FOR, thread
from applications.models import (
    Attachment,
    Case,
    DocumentOrder,
    Event,
    Message,
    OutgoingMail,
    ReadEvent,
    Record,
)
from applications.states import Direction, Status
from applications.writing import actions as writing
from tests import factories, personas
from tests.applications.writing import samples
from tests.files import upload
from tests.personas import NOW

pytestmark = pytest.mark.django_db


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who())
    return client


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


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
    mail = OutgoingMail.objects.get(template="write_message_officer")
    assert "<script>alert" not in html_of(mail.subject, mail.body)


def test_who_reads_and_who_writes() -> None:
    case = factories.case()
    assert as_(personas.olga).get(url(case)).status_code == 404
    assert as_(personas.olga).post(url(case), {"text": "Hej"}).status_code == 404
    assert as_(personas.karin).post(url(case), {"text": "Hej"}).status_code == 403
    workspace = reverse("admin:write_message", args=[case.reference])
    tab = reverse("admin:case_messages", args=[case.reference])
    assert as_(personas.karl).post(workspace, {"text": "Hej"}).url == tab
    assert as_(personas.karin).get(workspace).url == tab
    assert ReadEvent.objects.count() == 0
    page = as_(personas.karin).get(tab).content.decode()
    assert "<p>Hej</p>" in page
    assert "<textarea" not in page
    assert [(row.user, row.what) for row in ReadEvent.objects.all()] == [(personas.karin(), "meddelanden")]


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


# --- files --------------------------------------------------------------------------------------------
def test_files_go_with_the_message_and_become_records() -> None:
    case = factories.case()
    client = as_(personas.birk)
    sent = client.post(
        url(case), {"text": "Se bilagan.", "files": [upload("Enkät.pdf"), upload("Karta.pdf")]}
    )
    assert sent.url == url(case)
    message = Message.objects.get()
    assert [file.name for file in message.attachments.all()] == ["Enkät.pdf", "Karta.pdf"]
    records = Record.objects.filter(attachment__message=message)
    assert {(row.direction, row.counterpart) for row in records} == {(Direction.INCOMING, "Birk Åkerlind")}
    mail = OutgoingMail.objects.get(template="write_message_officer")
    assert "Bifogat: Enkät.pdf, Karta.pdf. Filerna finns i ärendet." in mail.body
    assert "Enkät.pdf" in as_(personas.amina).get(url(case)).content.decode()
    tab = reverse("admin:case_messages", args=[case.reference])
    assert "Enkät.pdf" in as_(personas.karl).get(tab).content.decode()


def test_a_file_of_the_officer_goes_out_to_the_group() -> None:
    case = factories.case()
    workspace = reverse("admin:write_message", args=[case.reference])
    as_(personas.karl).post(workspace, {"text": "Se bilagan.", "files": [upload("Mall.pdf")]})
    record = Record.objects.get()
    assert (record.direction, record.counterpart) == (Direction.OUTGOING, "gruppen")
    file = Attachment.objects.get()
    answer = as_(personas.amina).get(reverse("attachment", args=[file.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_a_refused_file_holds_the_message_and_keeps_text_and_the_other_files() -> None:
    case = factories.case()
    client = as_(personas.amina)
    files = [upload("Enkät.pdf"), upload("bild.gif", b"GIF89a\0")]
    page = client.post(url(case), {"text": "Hej <Karl>!", "files": files})
    assert page.context["form"].errors["files"][0].startswith("bild.gif går inte att ta emot.")
    html = page.content.decode()
    assert "Hej &lt;Karl&gt;!</textarea>" in html
    assert "Enkät.pdf" in html
    assert Message.objects.count() == 0
    for who in (personas.birk, personas.karl):
        assert Attachment.objects.visible_to(who()).count() == 0
    assert client.post(url(case), {"text": "Hej!"}).url == url(case)
    assert [file.name for file in Message.objects.get().attachments.all()] == ["Enkät.pdf"]


def test_an_empty_message_keeps_its_files() -> None:
    case = factories.case()
    page = as_(personas.amina).post(url(case), {"text": "", "files": [upload("Enkät.pdf")]})
    assert page.context["form"].errors == {"text": ["Skriv ett meddelande"]}
    assert [file.name for file in page.context["waiting"]] == ["Enkät.pdf"]


def test_a_waiting_file_is_taken_back_and_the_text_stays() -> None:
    case = factories.case()
    client = as_(personas.amina)
    client.post(url(case), {"text": "", "files": [upload("Enkät.pdf")]})
    waiting = Attachment.objects.get()
    other = as_(personas.birk).post(url(case), {"text": "Jag", "remove": waiting.pk})
    assert "Bara den som lade till filen kan ta bort den." in other.content.decode()
    page = client.post(url(case), {"text": "Halvfärdigt", "remove": waiting.pk})
    assert page.context["waiting"] == []
    assert "Halvfärdigt</textarea>" in page.content.decode()
    assert "data-error-summary" not in page.content.decode()
    for number in ("x", "9" * 30, str(waiting.pk)):
        page = client.post(url(case), {"text": "Kvar", "remove": number})
        assert "Filen finns inte kvar." in page.content.decode()
    assert Message.objects.count() == 0


def test_files_of_a_message_do_not_go_with_the_application() -> None:
    case = samples.draft()
    samples.fill(case)
    client = as_(personas.amina)
    client.post(url(case), {"text": "Hej!", "files": [upload("Foto.pdf")]})
    client.post(url(case), {"text": "", "files": [upload("Utkast.pdf")]})
    writing.submit(case.pk, by=personas.amina(), at=NOW)
    assert DocumentOrder.objects.get().snapshot["attachments"] == []
    assert Attachment.objects.get(name="Utkast.pdf").sent_at is None


def test_files_of_messages_never_sent_are_cleared(django_capture_on_commit_callbacks: Any) -> None:
    case = factories.case()
    as_(personas.amina).post(url(case), {"text": "", "files": [upload("Utkast.pdf")]})
    stored = Path(Attachment.objects.get().file.path)
    at = timezone.now()
    assert attachments.clear_forgotten(at=at + timedelta(days=29)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert attachments.clear_forgotten(at=at + timedelta(days=31)) == 1
    assert not stored.exists()
    assert attachments.clear_forgotten(at=at + timedelta(days=31)) == 0


# --- what is new ----------------------------------------------------------------------------------------
def write(case: Case, by: Any, *, ago: timedelta = timedelta(minutes=5)) -> datetime:
    at = timezone.now() - ago
    actions.write_message(case.pk, text="Hej!", by=by(), at=at)
    return at


def new_for(case: Case, who: Any) -> list[bool]:
    return [row.is_new for row in thread(case, who(), now=timezone.now(), most=10).rows]


def test_what_others_wrote_is_new_until_it_is_opened() -> None:
    case = factories.case()
    write(case, personas.karl, ago=timedelta(hours=2))
    write(case, personas.birk, ago=timedelta(hours=1))
    assert new_for(case, personas.amina) == [True, True]
    assert new_for(case, personas.birk) == [True, False]
    page = as_(personas.amina).get(url(case))
    assert page.context["thread"].new == 2
    assert page.content.decode().count(">Nytt<") == 2
    assert new_for(case, personas.amina) == [False, False]
    assert new_for(case, personas.birk) == [True, False]
    write(case, personas.karl, ago=-timedelta(minutes=5))
    assert new_for(case, personas.amina) == [False, False, True]


def test_opening_without_news_writes_nothing_for_the_group() -> None:
    case = factories.case()
    write(case, personas.karl)
    client = as_(personas.amina)
    for _time in range(3):
        client.get(url(case))
        client.get(case.get_absolute_url())
    assert ReadEvent.objects.filter(user=personas.amina()).count() == 1


def test_mitt_arende_shows_all_that_is_new_and_then_it_is_old() -> None:
    case = factories.case()
    for _time in range(5):
        write(case, personas.karl)
    client = as_(personas.amina)
    page = client.get(case.get_absolute_url())
    assert [row.is_new for row in page.context["thread"].rows] == [True] * 5
    page = client.get(case.get_absolute_url())
    assert [row.is_new for row in page.context["thread"].rows] == [False] * 3
    assert page.context["thread"].older


def test_more_news_than_mitt_arende_shows_stay_new() -> None:
    case = factories.case()
    for _time in range(21):
        write(case, personas.karl)
    client = as_(personas.amina)
    for _time in range(2):
        page = client.get(case.get_absolute_url())
        assert (len(page.context["thread"].rows), page.context["thread"].new) == (20, 20)


def test_old_messages_are_no_news() -> None:
    case = factories.case()
    write(case, personas.karl, ago=NEWS_FOR + timedelta(days=1))
    assert new_for(case, personas.amina) == [False]


def test_the_city_reads_for_itself(django_assert_num_queries: Any) -> None:
    case = factories.case()
    write(case, personas.amina)
    assert new_for(case, personas.karl) == [True]
    page = as_(personas.karl).get(reverse("admin:case_group", args=[case.reference]))
    assert "Meddelanden, 1 nytt" in page.content.decode()
    as_(personas.karin).get(reverse("admin:case_messages", args=[case.reference]))
    assert new_for(case, personas.karl) == [True]
    karl = personas.karl()
    with django_assert_num_queries(3):
        thread(case, karl, now=timezone.now(), most=10)


def test_a_long_thread_is_read_page_by_page() -> None:
    case = factories.case()
    for _time in range(60):
        Message.objects.create(case=case, author=personas.karl(), from_city=True, text="Hej", at=NOW)
    client = as_(personas.amina)
    page = client.get(url(case))
    assert (len(page.context["thread"].rows), page.context["thread"].older) == (50, True)
    first = page.context["thread"].rows[0].pk
    assert f"?fore={first}" in page.content.decode()
    older = client.get(url(case), {"fore": first})
    assert (len(older.context["thread"].rows), older.context["thread"].older) == (10, False)
    for strange in ("x", "-1", "9" * 40, ""):
        assert client.get(url(case), {"fore": strange}).status_code == 200


def test_a_protected_author_is_not_named() -> None:
    case = factories.case()
    karl = personas.karl()
    write(case, personas.karl)
    karl.protected_identity = True
    karl.save()
    html = as_(personas.amina).get(url(case)).content.decode()
    assert "Karl Sjöhed" not in html
    assert "Kontaktpersonen" in html
