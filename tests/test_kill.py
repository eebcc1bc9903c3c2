"""The web server is killed in the middle of 200 people saving and sending; what it acknowledged is there, once.

A real gunicorn on loopback, killed outright (SIGKILL) at seeded moments: once the whole of it, which is then started
again, later the processes that answer, which it replaces itself. Meanwhile everybody tries again as the page's
script does. Bounded by the work, not by the clock.
"""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from applications.keeping import pages
from applications.models import Application, Case, DocumentOrder, Event, KeptText, OutgoingMail, Record
from applications.states import Status
from tests import personas
from tests.applications.writing import samples
from tests.server import Server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
]

CASES = 20  # with nine who save and one who sends: two hundred at once
SAVES = 2  # by each who saves
KILLS = 3
GIVE_UP = 170  # seconds: something hangs
CSRF = "k" * 32
LONG_STEPS = {
    "omradet": ("area_description", "area_boundary"),
    "aktorer": ("actors_present", "actors_interested"),
    "utmaningar": ("challenges", "added_value"),
    "samarbeten": ("cooperation", "democratic_description"),
    "underlag": ("evidence-0-needs", "evidence-1-needs"),
}


class Crowd:
    """Two hundred people; what the server acknowledged to each, and what it refused."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.begun = time.monotonic()
        self.lock = threading.Condition()
        self.acknowledged: dict[tuple[int, str, str], int] = {}
        self.tried: dict[tuple[int, str, str], int] = {}
        self.refused: dict[tuple[int, str, str], int] = {}
        self.receipts: set[int] = set()
        self.answers = 0
        self.cookies: dict[str, str] = {}
        for who in (personas.amina(), personas.birk()):
            client = Client()
            client.force_login(who)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            self.cookies[who.email] = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}"

    def post(self, who: Any, path: str, data: dict[str, str], **headers: str) -> tuple[int, str, bytes]:
        """Post until somebody answers, with one more try counted each time; return status, location and body."""
        while True:
            assert time.monotonic() - self.begun < GIVE_UP, "the server never came back"
            data["keep_count"] = str(int(data.get("keep_count", "0")) + 1)
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                body = urlencode({**data, "csrfmiddlewaretoken": CSRF})
                kind = {"Content-Type": "application/x-www-form-urlencoded"}
                link.request("POST", path, body, {**kind, **headers, "Cookie": self.cookies[who.email]})
                answer = link.getresponse()
                found = (answer.status, answer.getheader("Location", ""), answer.read())
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
                continue
            finally:
                link.close()
            with self.lock:
                self.answers += 1
                self.lock.notify_all()
            return found

    def save(self, case: Case, key: str, who: Any) -> None:
        """Save the step again and again, as the script does; two on the same step decide that theirs goes."""
        path = reverse("edit_application_step", args=[case.reference, key])
        name = (case.pk, key, who.email)
        page = {"keep": pages.token(who, path, at=timezone.now())}
        for number in range(1, SAVES + 1):
            text = f"{key} {who.name} {number}"
            page |= {**samples.ANSWERS[key], **dict.fromkeys(LONG_STEPS[key], text)}
            if key == "underlag":
                page |= {
                    "evidence-TOTAL_FORMS": "2",
                    "evidence-1-group": "Besökare",
                    "evidence-1-method": "Samtal",
                }
            self.tried[name] = number
            status, _location, body = self.post(who, path, page, **{"X-Autosave": "save"})
            state = json.loads(body)["state"]
            if state == "refused":  # sent in the meantime
                self.refused[name] = number
                return
            assert (status, state) == (200, "saved"), body
            self.acknowledged[name] = number

    def send(self, case: Case) -> None:
        """Send the application; after a lost answer, hear that it is sent already."""
        time.sleep(random.Random(case.pk).random() * 3)  # noqa: S311 - not a secret
        path = reverse("submit", args=[case.reference])
        status, location, body = self.post(personas.amina(), path, {})
        assert status == 302, body[body.find(b"data-error-summary") :][:800].decode()
        assert location in (reverse("submit_receipt", args=[case.reference]), case.get_absolute_url())
        self.receipts.add(case.pk)


@contextmanager
def everybody(crowd: Crowd, cases: list[Case]) -> Iterator[list[BaseException]]:
    """Let all two hundred begin at once; wait for them at the end. Yields what went wrong for anybody."""
    amina, birk = personas.amina(), personas.birk()
    errors: list[BaseException] = []

    def run(act: Any, *arguments: Any) -> None:
        try:
            act(*arguments)
        except BaseException as error:  # noqa: BLE001 the test looks at it
            errors.append(error)
        finally:
            connections.close_all()

    calls: list[tuple[Any, ...]] = []
    for case in cases:
        calls += [(crowd.save, case, key, amina) for key in LONG_STEPS]
        calls += [(crowd.save, case, key, birk) for key in LONG_STEPS if key != "underlag"]
        calls.append((crowd.send, case))
    assert len(calls) == 200
    threads = [threading.Thread(target=run, args=call, daemon=True) for call in calls]
    for thread in threads:
        thread.start()
    yield errors
    for thread in threads:
        thread.join(timeout=GIVE_UP)


def states_in_one_moment(cases: list[Case]) -> list[tuple[bool, bool, bool, bool]]:
    """Return per case whether it is sent by its status, its application, its trail and its document."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return [
            (
                Case.objects.get(pk=case.pk).status == Status.SUBMITTED,
                Application.objects.filter(case=case, sent_at__isnull=False, snapshot__isnull=False).exists(),
                Event.objects.filter(case=case, action="submit").exists(),
                DocumentOrder.objects.filter(case=case).exists(),
            )
            for case in cases
        ]


def test_what_was_acknowledged_is_there_once_however_often_the_server_is_killed(tmp_path: Path) -> None:
    personas.rut()
    cases = [samples.draft(title=f"Gata {number}") for number in range(CASES)]
    for case in cases:
        samples.fill(case)
    server = Server(tmp_path)
    server.start()
    crowd = Crowd(server.port)
    chance = random.Random(20260302)  # noqa: S311 - not a secret
    moments = sorted(chance.sample(range(20, 220), KILLS))
    try:
        with everybody(crowd, cases) as errors:
            for number, moment in enumerate(moments):
                with crowd.lock:
                    crowd.lock.wait_for(
                        lambda moment=moment: crowd.answers >= moment or errors, timeout=GIVE_UP
                    )
                time.sleep(chance.random() / 20)
                if number == 0:
                    server.kill()
                else:
                    server.kill_those_who_answer()
                for sent in states_in_one_moment(cases):
                    assert len(set(sent)) == 1, "half a submission"
                if number == 0:
                    server.start()
    finally:
        server.kill()
    assert errors == []
    every_save_is_there(crowd)
    every_submission_is_there_once(crowd, cases)


def every_save_is_there(crowd: Crowd) -> None:
    """The text of every step is the last acknowledged of somebody, or a later one whose answer was lost."""
    assert len(crowd.acknowledged) > CASES
    for application in Application.objects.prefetch_related("evidence"):
        for key, names in LONG_STEPS.items():
            if key == "underlag":
                texts = [row.needs for row in application.evidence.all()]
                if crowd.acknowledged.get((application.case_id, key, "amina@example.org")):
                    assert len(texts) == 2, "a row is missing or doubled"
            else:
                texts = [getattr(application, name) for name in names]
            here = (application.case_id, key)
            tried = {who: number for (case, step, who), number in crowd.tried.items() if (case, step) == here}
            saved = {who: crowd.acknowledged.get((application.case_id, key, who), 0) for who in tried}
            begun = [text for text in texts if text.startswith(f"{key} ")]
            if begun or any(saved.values()):
                assert len(set(texts)) == 1, f"half a step: {texts}"
                words, _space, number = texts[0].rpartition(" ")
                who = next(email for email in tried if words == f"{key} {_name(email)}")
                assert saved[who] <= int(number) <= tried[who], (texts[0], saved, tried)
    for (case, key, who), number in crowd.refused.items():
        path = reverse("edit_application_step", args=[Case.objects.get(pk=case).reference, key])
        kept = KeptText.objects.get(path=path, user__email=who)
        assert kept.data()[LONG_STEPS[key][0]] == f"{key} {_name(who)} {number}"


def _name(email: str) -> str:
    return {"amina@example.org": "Amina Björkdal", "birk@example.org": "Birk Åkerlind"}[email]


def every_submission_is_there_once(crowd: Crowd, cases: list[Case]) -> None:
    """One event, one document, one record and one set of mails each; one task for each document."""
    assert crowd.receipts == {case.pk for case in cases}
    receivers = {
        ("amina@example.org", "submit_group"),
        ("birk@example.org", "submit_group"),
        ("karl@example.org", "submit_officer"),
        ("rut@example.org", "submit_registrars"),
    }
    for case in cases:
        mails = Counter(
            OutgoingMail.objects.filter(case=case, event__action="submit").values_list("to", "template")
        )
        assert mails == Counter(receivers)
        assert Event.objects.filter(case=case, action="submit").count() == 1
        assert Application.objects.get(case=case).sent_at is not None
        assert (
            Record.objects.filter(case=case).count() == DocumentOrder.objects.filter(case=case).count() == 1
        )
    issued = DBTaskResult.objects.filter(task_path="reports.tasks.issue_document")
    orders = [task.args_kwargs["args"][0] for task in issued]
    assert Counter(orders) == Counter(DocumentOrder.objects.values_list("pk", flat=True))
