"""Many workers and clocks at once on PostgreSQL: every mail leaves exactly once."""

from collections import Counter
from datetime import timedelta

import pytest

from applications import mail
from applications.mail import Outcome
from applications.mailing import choice, digest, reminders
from applications.messaging.actions import write_message
from applications.models import OutgoingMail
from applications.notices import Recipient
from applications.states import MailChoice
from tests import personas
from tests.applications.test_concurrency import at_once
from tests.personas import NOW
from tests.samverkan.test_clock_reminders import DUE, GROUP, case_due, on, reminded
from tests.smtp import mail_server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
]


def test_two_workers_and_two_clocks_send_every_mail_once(settings) -> None:
    sent = {"message": "Hej", "name": "", "email": ""}
    rows = [
        mail.queue("contact_message", to=Recipient(f"p{n}@example.org", ""), at=NOW, context={"sent": sent})
        for n in range(12)
    ]
    with mail_server() as (postman, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port

        def worker() -> list[Outcome]:
            return [mail.deliver(row.pk, at=NOW) for row in rows]

        def clock() -> int:
            return mail.sweep(at=NOW)

        results = at_once(worker, worker, clock, clock)
        assert not [result for result in results if isinstance(result, Exception)]
        by_workers = Counter(outcome for result in results[:2] for outcome in result)
        assert by_workers[Outcome.SENT] + results[2] + results[3] == 12
        assert mail.sweep(at=NOW + timedelta(days=1)) == 0
        assert Counter(message["X-Envelope"] for message in postman.taken) == {row.to: 1 for row in rows}
    assert OutgoingMail.objects.filter(sent_at=NOW, attempts=1).count() == 12


def test_two_clocks_write_each_reminder_and_each_daily_mail_once() -> None:
    case = case_due()
    assert sum(at_once(*[lambda: reminders.send_reminders(at=on(DUE))] * 3)) == 1
    assert reminded() == GROUP
    choice.choose(personas.amina(), MailChoice.DAILY)
    write_message(case.pk, text="Hej", by=personas.karl(), at=on(DUE))
    assert sum(at_once(*[lambda: digest.send_digests(at=on(DUE) + timedelta(days=1))] * 3)) == 1
    assert OutgoingMail.objects.filter(template="digest").count() == 1
