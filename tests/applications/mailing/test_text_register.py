"""The register of mail texts: a small language that says what the shipped text says, and nothing more."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone, translation

from applications import mail
from applications.lifecycle import Refused
from applications.mailing.texts import actions, language, register, samples, sent
from applications.mailing.texts.others import OTHERS
from applications.mailing.texts.pieces import shipped
from applications.models import Case, MailText, OutgoingMail, ReadEvent
from applications.notices import Recipient
from tests import personas
from tests.applications.mailing.test_texts import TEMPLATES, cases, context
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
    for url in (
        "layout/sv/",
        "submit_officer/en/",
        "part_case/sv/",
        "contact_message/en/",
        "submit_group/xx/",
    ):
        assert client.get(PAGE + url).status_code == 404


def test_a_version_is_written_once() -> None:
    change("take_up_group", shipped("take_up_group", "sv").text)
    rows = MailText.objects.all()
    for act in (lambda: rows.update(text=""), rows.delete):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            act()


def test_every_mail_is_in_the_register_in_every_language_it_is_written_in() -> None:
    assert set(register.editable()) == {name for name in TEMPLATES if not name.startswith("part_")}
    in_english = {name for name in register.editable() if "en" in register.languages(name)}
    assert {"account_login_code", "digest", "signature", "write_network_post_network"} <= in_english
    assert not {"account_stand_in", "contact_message", "submit_officer"} & in_english


@pytest.mark.parametrize(
    ("template", "text", "lacks"),
    [
        ("account_password_reset_key", "Ämne: Nytt lösenord\nVälj ett.", "länk_nytt_lösenord"),
        ("account_login_code", "Ämne: Koden\nHär är den.", "kod"),
        ("account_invited", "Ämne: Välkommen\nVälj ett lösenord.", "länk_välj_lösenord"),
        ("account_email_confirmation", "Ämne: Bekräfta\nGör det.", "länk_bekräfta"),
        ("digest", "Ämne: {{ mening }}\nLäs.", "lista"),
        ("signature", "Hälsningar", "länk_mejlval"),
        ("move_date_group", "Ämne: Hej\n{{ case_url }} {{ why|citat }}", "dag"),
        ("write_message_group", "Ämne: Hej\n{{ case_url }}", "citat_meddelande"),
    ],
)
def test_links_codes_days_and_peoples_words_must_be_there(template: str, text: str, lacks: str) -> None:
    with pytest.raises(Refused, match=rf"måste ha .*{re.escape(lacks)}"):
        change(template, text)


def test_the_signature_is_changed_like_any_other_text() -> None:
    client = Client()
    client.force_login(personas.adam())
    page = client.get(f"{PAGE}signature/sv/")
    assert "subject" not in page.context["form"].fields
    body = page.context["form"]["body"].value().replace("Med vänlig hälsning", "Hälsningar från gatukontoret")
    assert client.post(f"{PAGE}signature/sv/", {"version": 0, "body": body, "save": "1"}).status_code == 302
    assert "\n-- \nHälsningar från gatukontoret\n" in queued(cases()[1]).body


@pytest.mark.parametrize("full", [True, False])
def test_what_a_sent_mail_was_filled_with_is_read_out_of_it(full: bool) -> None:  # noqa: FBT001
    """Every mail of a case, with everything and with nothing, is explained by its text and put together again."""
    to = Recipient("amina@example.org", "Amina Björkdal", personas.amina())
    case = cases()[1]
    for template in register.editable():
        if template in OTHERS:
            continue
        row = mail.queue(template, to=to, at=NOW, case=case, context=context(full=full))
        pieces = shipped(template, "sv")
        found = sent.newest(template, "sv", pieces, personas.adam())
        assert found is not None, template
        assert found.mail == row
        looks = samples.preview(pieces.text, pieces, None, holds=False, sent=found)
        body = row.body.partition("\n-- \n")[0].strip()
        assert looks.split() == f"Ämne: {row.subject}\n{body}".split(), template


def test_the_preview_holds_the_newest_mail_that_one_may_read() -> None:
    client = Client()
    client.force_login(personas.adam())
    case = cases()[1]
    data = {
        "version": 0,
        "subject": "Tack: {{ title }}",
        "body": shipped("submit_group", "sv").text.split("\n", 1)[1],
    }
    assert "Orden är exempel" in client.post(ONE, data).content.decode()
    row = queued(case)
    page = client.post(ONE, data)
    (look,) = page.context["looks"]
    assert look.startswith(f"Ämne: Tack: {case.title}\n")
    assert "Karl" in look
    assert f'/admin/mejl/{row.pk}/"' in page.content.decode()
    assert ReadEvent.objects.filter(case=case, user=personas.adam()).count() == 1
    Case.objects.filter(pk=case.pk).update(restricted=True)
    assert "Orden är exempel" in client.post(ONE, data).content.decode()


def test_every_word_is_in_swedish_and_explained_and_the_templates_own_still_work() -> None:
    for template in register.editable():
        for code in register.languages(template):
            pieces = shipped(template, code)
            assert [name for name in pieces.named if not pieces.explained(name)] == [], template
            assert [name for name in pieces.named if "." in name or "|" in name or "url" in name] == [], (
                template
            )
            assert [asked for asked in pieces.conditions if "." in asked or "=" in asked] == [], template
            assert all(pieces.known_as(old) == new for old, new in pieces.aliases.items()), template
    client = Client()
    client.force_login(personas.adam())
    page = client.get(ONE).content.decode()
    assert "<code>{{ nummer }}</code> diarienumret, eller referensen innan det finns" in page
    assert "Till exempel: SAM-2026-0007" in page
    assert "{% if diarienummer finns %}" in page
