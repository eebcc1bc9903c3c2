"""Mails through a real mail server: what arrives, what is refused, what is tried again, and nothing twice."""

from __future__ import annotations

import socket
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from applications import mail
from applications.mail import Outcome
from applications.models import DocumentOrder, OutgoingMail
from applications.notices import Recipient
from reports import issue, names
from tests import factories, personas
from tests.applications.writing import samples
from tests.personas import NOW
from tests.smtp import Postman, mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def postman(settings) -> Iterator[Postman]:
    """A mail server that the settings point at."""
    with mail_server() as (postman, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield postman


def written(to: str = "amina@example.org", name: str = "Åsa Öberg", **context) -> OutgoingMail:
    """Return a written mail: a message from the web site, the one template that needs no case."""
    sent = {
        "message": "Grönare gata på Möllevången?",
        "name": "Örjan",
        "email": "orjan@example.org",
        **context,
    }
    return mail.queue("contact_message", to=Recipient(to, name), at=NOW, context={"sent": sent})


def test_a_mail_arrives_with_both_parts_and_swedish_letters(postman: Postman) -> None:
    row = written()
    assert mail.deliver(row.pk, at=NOW) is Outcome.SENT
    row.refresh_from_db()
    assert (row.sent_at, row.attempts, row.error) == (NOW, 1, "")
    (message,) = postman.taken
    assert message["X-Envelope"] == "amina@example.org"
    assert message["Subject"] == row.subject
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == ("Åsa Öberg", "amina@example.org")
    (sender,) = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Malmö stad", "samverkan.fgk@malmo.se")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    text, html = (part.get_content() for part in message.iter_parts())
    assert text.replace("\r\n", "\n") == row.body
    assert "Grönare gata på Möllevången?" in html
    assert f"<title>{row.subject}</title>" in html


def test_the_message_id_is_the_rows_for_ever(postman: Postman) -> None:
    first, second = written(), written()
    postman.data = ["take and drop"]  # the server took it, but we never heard
    assert mail.deliver(first.pk, at=NOW) is Outcome.UNREACHABLE
    later = NOW + timedelta(minutes=2)
    assert mail.deliver(first.pk, at=later) is Outcome.SENT
    assert mail.deliver(second.pk, at=later) is Outcome.SENT
    once, again, other = (message["Message-ID"] for message in postman.taken)
    assert once == again != other


def test_a_refused_receiver_is_final_and_says_why(postman: Postman) -> None:
    row = written()
    postman.refuse["amina@example.org"] = "550 5.1.1 No such user"
    assert mail.deliver(row.pk, at=NOW) is Outcome.GAVE_UP
    row.refresh_from_db()
    assert (row.failed_at, row.sent_at, row.error) == (NOW, None, "550 5.1.1 No such user")
    assert row.state == "Gick inte fram"
    assert mail.sweep(at=NOW + timedelta(days=1)) == 0
    assert postman.tries == 1


def test_refused_contents_are_final(postman: Postman) -> None:
    row = written()
    postman.data = ["554 5.7.1 Spam"]
    assert mail.deliver(row.pk, at=NOW) is Outcome.GAVE_UP
    row.refresh_from_db()
    assert (row.failed_at, row.error) == (NOW, "554 5.7.1 Spam")


def test_a_temporary_no_is_tried_again_later_and_later(postman: Postman) -> None:
    row = written()
    postman.data = ["451 4.7.1 Greylisted", "452 4.2.2 Full"]
    at, waits = NOW, []
    for _try in range(2):
        assert mail.deliver(row.pk, at=at) is Outcome.LATER
        row.refresh_from_db()
        assert row.state == "Väntar på nytt försök"
        waits.append(row.next_try_at - at)
        assert mail.sweep(at=row.next_try_at - timedelta(seconds=1)) == 0
        at = row.next_try_at
    assert waits == [timedelta(minutes=2), timedelta(minutes=4)]
    assert mail.sweep(at=at) == 1
    row.refresh_from_db()
    assert (row.attempts, row.error, row.sent_at) == (3, "", at)
    assert len(postman.taken) == 1


def test_a_greylisted_receiver_is_tried_again(postman: Postman) -> None:
    row = written()
    postman.refuse["amina@example.org"] = "450 4.7.1 Try again"
    assert mail.deliver(row.pk, at=NOW) is Outcome.LATER
    postman.refuse.clear()
    assert mail.sweep(at=NOW + timedelta(minutes=2)) == 1
    assert len(postman.taken) == 1


def test_after_two_days_of_temporary_noes_it_is_given_up_and_seen(postman: Postman) -> None:
    row = written()
    OutgoingMail.objects.filter(pk=row.pk).update(attempts=mail.MAX_ATTEMPTS - 1)
    postman.data = ["451 Later"]
    assert mail.deliver(row.pk, at=NOW) is Outcome.GAVE_UP
    assert OutgoingMail.objects.failed().count() == 1
    minutes = sum(min(2**n, mail.LONGEST_WAIT) for n in range(1, mail.MAX_ATTEMPTS))
    assert 44 * 60 < minutes < 48 * 60


def test_when_the_server_is_away_nothing_is_lost_and_one_try_is_enough(settings) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as closed:
        port = closed.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    rows = [written(to=f"{name}@example.org") for name in ("a", "b", "c")]
    assert mail.sweep(at=NOW) == 0
    assert [row.attempts for row in OutgoingMail.objects.order_by("pk")] == [1, 0, 0]
    assert "ConnectionRefusedError" in OutgoingMail.objects.get(pk=rows[0].pk).error
    with mail_server() as (postman, port):
        settings.EMAIL_PORT = port
        assert mail.sweep(at=NOW + timedelta(minutes=2)) == 3
        assert mail.sweep(at=NOW + timedelta(minutes=3)) == 0
        assert sorted(message["X-Envelope"] for message in postman.taken) == [row.to for row in rows]


def test_a_connection_that_drops_before_the_mail_is_taken_loses_nothing(postman: Postman) -> None:
    row = written()
    postman.data = ["drop"]
    assert mail.deliver(row.pk, at=NOW) is Outcome.UNREACHABLE
    row.refresh_from_db()
    assert (row.sent_at, row.failed_at) == (None, None)
    assert "SMTPServerDisconnected" in row.error
    assert mail.sweep(at=NOW + timedelta(minutes=2)) == 1
    assert len(postman.taken) == 1


def test_a_connection_that_drops_after_the_answer_sends_nothing_twice(postman: Postman) -> None:
    row = written()
    postman.data = ["take and hang up"]
    assert mail.deliver(row.pk, at=NOW) is Outcome.SENT
    assert mail.deliver(row.pk, at=NOW + timedelta(days=1)) is Outcome.NOT_DUE
    assert mail.sweep(at=NOW + timedelta(days=1)) == 0
    assert len(postman.taken) == 1


def test_a_worker_that_dies_in_the_middle_leaves_a_mail_that_is_tried_when_its_lease_is_over(
    postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KeyboardInterrupt stands for the end of the process: it passes everything that catches errors."""
    row = written()

    def killed(_mail: OutgoingMail) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(mail, "message_of", killed)
        with pytest.raises(KeyboardInterrupt):
            mail.deliver(row.pk, at=NOW)
    assert mail.sweep(at=NOW + timedelta(minutes=9)) == 0
    assert mail.sweep(at=NOW + timedelta(minutes=10)) == 1
    row.refresh_from_db()
    assert row.attempts == 2


def test_an_address_that_is_none_is_given_up_at_once(postman: Postman) -> None:
    row = written(to="a@b@example.org")
    assert mail.deliver(row.pk, at=NOW) is Outcome.GAVE_UP
    row.refresh_from_db()
    assert row.error


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b"])
def test_no_header_is_let_in_by_a_title_or_a_name(postman: Postman, break_: str) -> None:
    evil = f"Gatan{break_}Bcc: alla@example.org"
    case = factories.case(title=evil[:200])
    to = Recipient("amina@example.org", f"Amina{break_}Cc: alla@example.org", personas.amina())
    row = mail.queue("close_registrars", to=to, at=NOW, case=case)
    assert "\n" not in row.subject
    assert mail.deliver(row.pk, at=NOW) is Outcome.SENT
    (message,) = postman.taken
    assert message["Bcc"] is None
    assert message["Cc"] is None
    assert message["X-Envelope"] == "amina@example.org"
    assert message["To"].addresses[0].addr_spec == "amina@example.org"


def test_a_mail_with_a_key_is_written_once() -> None:
    to = Recipient("amina@example.org", "Amina")
    sent = {"message": "Hej", "name": "", "email": ""}
    first, second = (
        mail.queue("contact_message", to=to, at=NOW, key="k", context={"sent": sent}) for _ in range(2)
    )
    assert (first.key, second, OutgoingMail.objects.count()) == ("k", None, 1)


def test_the_worker_sends_what_is_committed(
    postman: Postman, run_tasks, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = written()
    assert postman.taken == []
    assert run_tasks() == 1
    row.refresh_from_db()
    assert row.state == "Skickat"
    assert len(postman.taken) == 1


def test_without_a_mail_server_mails_stay_in_the_register() -> None:
    row = written()
    assert mail.deliver(row.pk, at=NOW) is Outcome.NOT_DUE
    assert mail.sweep(at=NOW) == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("Väntar", 0)


# --- the PDF that leaves with a receipt ------------------------------------------------------------------------
def received(postman: Postman) -> dict[str, EmailMessage]:
    """Deliver all receipts that wait; return them by receiver."""
    for row in OutgoingMail.objects.filter(template="submit_group"):
        mail.deliver(row.pk, at=NOW)
    return {message["X-Envelope"]: message for message in postman.taken}


def test_the_representative_gets_the_application_with_the_receipt_once_it_is_made(postman: Postman) -> None:
    samples.sent()
    order = DocumentOrder.objects.get()
    first = received(postman)
    assert list(first) == ["birk@example.org"]
    assert list(first["birk@example.org"].iter_attachments()) == []
    row = OutgoingMail.objects.get(template="submit_group", to="amina@example.org")
    assert (row.state, row.attempts) == ("Väntar", 0)
    issued = issue.issue(order.pk, at=NOW)
    assert mail.deliver(row.pk, at=NOW) is Outcome.NOT_DUE
    assert mail.deliver(row.pk, at=NOW + timedelta(minutes=1)) is Outcome.SENT
    message = next(message for message in postman.taken if message["X-Envelope"] == "amina@example.org")
    assert message.get_content_type() == "multipart/mixed"
    (part,) = message.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("application/pdf", names.file_name(order))
    assert part.get_content() == issue.read(issued)
    assert part.get_content().startswith(b"%PDF-")
    text = message.get_body(("plain",)).get_content()
    assert text.startswith("Ni behöver inte göra något nu. Er ansökan kom in")
    assert f"/dokument/{order.pk}/" in text
    client = Client()
    client.force_login(personas.karl())
    assert "Ansökan om samverkansstöd (PDF)" in client.get(f"/admin/mejl/{row.pk}/").content.decode()


def test_a_document_that_cannot_be_made_holds_the_receipt_a_quarter_of_an_hour(postman: Postman) -> None:
    samples.sent()
    row = OutgoingMail.objects.get(template="submit_group", to="amina@example.org")
    assert mail.deliver(row.pk, at=NOW + timedelta(minutes=14)) is Outcome.LATER
    assert mail.deliver(row.pk, at=NOW + timedelta(minutes=16)) is Outcome.SENT
    assert list(postman.taken[-1].iter_attachments()) == []


@pytest.mark.parametrize("who", [personas.amina, personas.birk])
def test_nothing_is_enclosed_when_anybody_of_the_group_is_protected(postman: Postman, who) -> None:
    samples.sent()
    type(who()).objects.filter(pk=who().pk).update(protected_identity=True)
    row = OutgoingMail.objects.get(template="submit_group", to="amina@example.org")
    assert mail.deliver(row.pk, at=NOW) is Outcome.SENT  # it waits for nothing
    (message,) = postman.taken
    assert list(message.iter_attachments()) == []
    assert "/dokument/" in message.get_body(("plain",)).get_content()
