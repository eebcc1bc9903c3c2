"""The register of mail texts: a small language that says what the shipped text says, and nothing more."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone, translation

from applications import mail
from applications.lifecycle import Refused
from applications.mailing.texts import actions, language, register
from applications.mailing.texts.pieces import shipped
from applications.models import Case, MailText, OutgoingMail
from applications.notices import Recipient
from tests import personas
from tests.applications.mailing.test_texts import cases, context
from tests.personas import NOW

pytestmark = pytest.mark.django_db
PAGE = "/admin/register/mejltexter/"
ONE = f"{PAGE}submit_group/sv/"


def change(template: str, text: str, code: str = "sv") -> MailText:
    after = MailText.objects.filter(template=template, language=code).count()
    return actions.change_text(template, code, text, after=after, by=personas.adam(), at=timezone.now())


def test_the_shipped_text_taken_apart_and_put_together_is_the_same(monkeypatch: Any) -> None:
    """Every mail, both languages, with everything and with nothing: what staff begin with is what is sent today."""
    to = Recipient("amina@example.org", "Amina Björkdal", personas.amina())
    own = {
        (template, code): shipped(template, code).text
        for template in register.editable()
        for code in register.languages(template)
    }
    monkeypatch.setattr(register.log, "exception", lambda *args: pytest.fail(str(args)))
    for case in cases():
        for full in (True, False):
            for template, code in own:
                values = {**mail._values(case, to), "choice_url": "", **context(full=full)}
                with translation.override(code):
                    monkeypatch.setattr(register.remembered, "get", dict)
                    before = mail._rendered(template, values)
                    monkeypatch.setattr(register.remembered, "get", lambda: own)
                    assert mail._rendered(template, values) == before, (template, code, full)
    for (template, code), text in own.items():
        language.check(text, shipped(template, code))


def queued(case: Case) -> OutgoingMail:
    to = Recipient("amina@example.org", "Amina Björkdal", personas.amina())
    row = mail.queue("submit_group", to=to, at=NOW, case=case, context=context(full=True))
    assert row is not None
    return row


def test_a_changed_text_is_sent_from_then_on_and_what_is_queued_stays() -> None:
    case = cases()[1]
    before = queued(case)
    lines = (
        "Ämne: Tack för {{ title }}",
        "Vi har fått den. {% if case.officer %}{{ officer }} läser.{% endif %}",
        "{% if document %}{{ länk_document }}{% endif %}",
        "{{ case_url }}",
    )
    change("submit_group", "\n".join(lines))
    after = queued(case)
    assert after.subject == f"Tack för {case.title}"
    assert after.body.startswith("Vi har fått den. Karl")
    assert f"/arenden/{case.reference}/" in after.body
    body = before.body
    before.refresh_from_db()
    assert before.body == body
    change("submit_group", "")
    assert queued(case).body == body


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ hemligt }} {{ case_url }} {{ länk_document }}", "finns inte i det här mejlet"),
        ("{{ title }}", "måste ha"),
        ("{% load i18n %}{{ case_url }}", "går inte att använda"),
        ("{% include 'admin/base.html' %}{{ case_url }}", "går inte att använda"),
        ("{# tyst #}{{ case_url }}", "går inte att använda"),
        ("{{ case.officer.password }}", "finns inte"),
        ("{{ title|safe }}", "finns inte"),
        ("{% if case.pk %}x{% endif %}", "finns inte"),
        ("{% if document %}{{ länk_document }}", "saknar"),
        ("{% endif %}", "hör inte till"),
        ("{{ title", "inte stängd"),
        ("{{ case_url }} {{ länk_document }}", "bara när ett villkor gäller"),
    ],
)
def test_what_the_mail_does_not_know_is_refused(text: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        change("submit_group", f"Ämne: Hej\n{text}")
    assert not MailText.objects.exists()


def test_a_text_that_no_longer_fits_leaves_its_place_to_the_shipped_one(caplog: Any) -> None:
    case = cases()[1]
    shipped_body = queued(case).body
    MailText.objects.create(
        template="submit_group",
        language="sv",
        number=1,
        text="Ämne: Hej\n{{ borta }}",
        by=personas.adam(),
        by_name="Adam",
        at=NOW,
    )
    register.remembered.forget()
    assert queued(case).body == shipped_body
    assert "cannot be used" in caplog.text


def test_the_page_tries_saves_and_goes_back() -> None:
    client = Client()
    client.force_login(personas.adam())
    assert ONE in client.get(f"{PAGE}?q=ansökan").content.decode()
    assert ONE not in client.get(f"{PAGE}?q=finnsinte").content.decode()
    page = client.get(ONE)
    data = {
        "version": 0,
        "subject": "Tack: {{ title }}",
        "body": page.context["form"]["body"].value(),
    }
    looks = client.post(ONE, data).context["looks"]
    assert len(looks) == 2
    assert "{{" not in "".join(looks)
    assert not MailText.objects.exists()
    assert client.post(ONE, {**data, "save": "1"}).status_code == 302
    assert MailText.objects.get().text.startswith("Ämne: Tack: {{ title }}\nNi behöver inte göra något nu.")
    stale = client.post(ONE, {**data, "subject": "Senare", "save": "1"})
    assert "Någon annan har just ändrat" in stale.content.decode()
    assert client.post(ONE, {"restore": "1"}).status_code == 302
    assert register.text_now("submit_group", "sv") == shipped("submit_group", "sv").text
    assert MailText.objects.count() == 2
    broken = client.post(ONE, {**data, "body": "{% csrf_token %}", "save": "1"})
    assert set(broken.context["form"].errors) == {"body"}


def test_only_administrators_and_only_mails_and_languages_that_exist() -> None:
    client = Client()
    client.force_login(personas.karl())
    assert client.get(PAGE).status_code == 403
    assert client.post(ONE, {"restore": "1"}).status_code == 403
    client.force_login(personas.adam())
    for url in ("layout/sv/", "submit_officer/en/", "account_login_code/sv/", "submit_group/xx/"):
        assert client.get(PAGE + url).status_code == 404


def test_a_version_is_written_once() -> None:
    change("take_up_group", shipped("take_up_group", "sv").text)
    rows = MailText.objects.all()
    for act in (lambda: rows.update(text=""), rows.delete):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            act()
