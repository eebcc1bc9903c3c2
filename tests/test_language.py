"""Pages and mails in the reader's language; what is kept stays in Swedish."""

import datetime
import re
import time
from decimal import Decimal
from pprint import pformat

import pytest
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import conditional_escape

from applications.accounts.actions import delete_account
from applications.fields import DateField, KronorField, QuantityField
from applications.kept_words import PATTERNS
from applications.language import in_readers_language, kept_in_swedish, said
from applications.mail import message_of
from applications.models import Case, DocumentOrder, OutgoingMail, Record, User
from applications.notices import recipients
from applications.spam import SALT
from applications.states import Status
from applications.templatetags.samverkan import (
    datum,
    datum_tid,
    filstorlek,
    klockslag,
    kronor,
    manad,
    veckodag,
)
from applications.writing import guards
from applications.writing.snapshot import ordinal
from phases.models import ResultReport
from samverkan.demo.story import Story
from samverkan.demo.walk import TO_CLOSED, TO_REVIEW, Walk
from tests import personas
from tests.phases.initiering.test_contact import VALUES
from tests.walk import FIRST_DAY, walked

pytestmark = pytest.mark.django_db
DAY = datetime.datetime(2026, 12, 4, 8, 5, tzinfo=datetime.UTC)  # a Friday, 9.05 in Malmö


def choose(client, language="en", page="/om/"):
    return client.post(reverse("choose_language"), {"language": language, "next": page})


# --- the switch -------------------------------------------------------------------------------------
def test_a_visitor_chooses_and_the_browser_remembers(client):
    assert 'lang="sv"' in client.get("/om/").content.decode()
    response = choose(client)
    assert response.url == "/om/"
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] > 300 * 86_400
    page = client.get("/om/")
    assert "How it works" in page.content.decode()
    assert '<html lang="en">' in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    choose(client, "sv")
    assert '<html lang="sv">' in client.get("/om/").content.decode()


def test_the_browser_is_asked_first(client):
    page = client.get("/", headers={"accept-language": "en-GB,en;q=0.9"})
    assert '<html lang="en">' in page.content.decode()
    assert "Accept-Language" in page.headers["Vary"]
    assert '<html lang="sv">' in client.get("/", headers={"accept-language": "de"}).content.decode()


def test_a_person_is_remembered_in_every_browser(client):
    amina = personas.amina()
    client.force_login(amina)
    choose(client)
    amina.refresh_from_db()
    assert amina.language == "en"
    client.logout()
    client.cookies.clear()
    client.force_login(amina)
    assert '<html lang="en">' in client.get(reverse("account_settings")).content.decode()
    data = {"name": "Amina Yusuf", "phone": "", "language": "sv"}
    page = client.post(reverse("account_settings"), data, follow=True)
    assert '<html lang="sv">' in page.content.decode()


def test_people_at_the_city_read_swedish(client):
    karl = personas.karl()
    karl.language = "en"
    karl.save()
    client.force_login(karl)
    page = client.get(reverse("account_settings"), headers={"accept-language": "en"}).content.decode()
    assert '<html lang="sv">' in page
    assert reverse("choose_language") not in page


@pytest.mark.parametrize("page", ["https://ond.example.org/", "//ond.example.org", "javascript:alert(1)", ""])
def test_the_switch_leads_nowhere_else(client, page):
    assert choose(client, page=page).url == reverse("start")


def test_an_unknown_language_changes_nothing(client):
    assert not choose(client, language="xx\x00").cookies
    assert client.get(reverse("choose_language")).status_code == 405


# --- days, times and sums -----------------------------------------------------------------------------
def test_days_and_sums_are_written_as_the_reader_writes_them():
    swedish = (
        "4 december 2026 klockan 9.05",
        "fredag 4 december 2026",
        "dec",
        "fre",
        "75\xa0000\xa0kronor",
        "1,5\xa0MB",
    )
    english = "4 December 2026 at 09:05", "Friday 4 December 2026", "Dec", "Fri", "SEK\xa075,000", "1.5\xa0MB"
    for language, wanted in (("sv", swedish), ("en", english)):
        with translation.override(language):
            shown = datum_tid(DAY), datum(DAY, "dag"), manad(DAY), veckodag(DAY, "kort"), kronor(75000)
            assert (*shown, filstorlek(1_572_864)) == wanted
    with translation.override("en"):
        assert [ordinal(number) for number in (1, 2, 6, 12, 22)] == ["1st", "2nd", "6th", "12th", "22nd"]
        assert klockslag(DAY) == "09:05"
        assert kronor(-1250.5) == "SEK\xa0−1,250.50"


# --- what is kept -------------------------------------------------------------------------------------
def test_an_action_writes_swedish_and_refuses_in_the_readers_language():
    with translation.override("en"), kept_in_swedish():
        assert datum(DAY) == "4 december 2026"
        with kept_in_swedish(), in_readers_language():
            assert datum(DAY) == "4 December 2026"
    with translation.override("en"):
        assert said("Skriv klart och skicka ansökan") == "Finish writing and send the application"
        assert said("Något som en människa har skrivit") == "Något som en människa har skrivit"
        assert said("") == ""


@pytest.mark.parametrize(
    ("kept_text", "read"),
    [
        ("Lingarnets Vänner lades till", "Lingarnets Vänner was added"),
        ("Protokollsutdrag § 110, 13 oktober 2026", "Extract of the minutes § 110, 13 October 2026"),
        ("Är med. Bidraget stämmer.", "Taking part. The contribution is correct."),
        ("Insats B borttagen", "Measure B removed"),
        ("Överlämnande till kulturnämnden", "Referral to kulturnämnden"),
        ("Vi ses. Ta med 100 % av allt.", "Vi ses. Ta med 100 % av allt."),
    ],
)
def test_what_is_kept_with_something_filled_in_is_read_in_english(kept_text, read):
    with translation.override("en"):
        assert said(kept_text) == read
    with translation.override("sv"):
        assert said(kept_text) == kept_text


def test_every_pattern_of_a_kept_text_is_known_again():
    for pattern in PATTERNS:
        names = re.findall(r"%\((\w+)\)s", pattern)
        filled = pattern % (dict.fromkeys(names, "X") if names else "X")
        with translation.override("en"):
            assert said(filled) != filled, pattern


def test_an_interest_in_english_is_kept_in_swedish_and_answered_in_english(client):
    choose(client)
    shown = client.get(reverse("express_interest")).content.decode()
    assert "Express interest" in shown
    opened = signing.dumps(time.time() - 60, salt=SALT)
    client.post(reverse("express_interest"), {**VALUES, "website": "", "opened": opened})
    case = Case.objects.get()
    assert case.due_reason == "Håll första mötet med gruppen"
    assert Record.objects.get(case=case).designation == "Intresseanmälan"
    receipt = OutgoingMail.objects.get(template="open_case_contact")
    assert receipt.body.startswith("You do not need to do anything now.")


def test_a_deleted_account_is_named_in_swedish_in_the_trail():
    user = personas.olga()
    user.language = "en"
    user.save()
    with translation.override("en"):
        delete_account(user, at=timezone.now())
    user.refresh_from_db()
    assert user.name == "Borttaget konto"
    assert OutgoingMail.objects.get(template="account_deleted").subject == "Your account has been deleted"


def kept(walk):
    """Return the words that a case keeps: its next step, its trail, its register, what was sent and its papers.

    Without numbers: two cases have not the same § and diarienummer.
    """
    case = walk.case
    words = (
        case.due_reason,
        [(event.action, event.comment, event.user_name) for event in case.events.order_by("id")],
        [(row.designation, row.description, row.counterpart) for row in case.records.order_by("id")],
        [row.snapshot for row in case.application_versions.order_by("version")],
        [row.snapshot for row in ResultReport.objects.filter(case=case).order_by("id")],
        [(row.kind, row.designation) for row in DocumentOrder.objects.filter(case=case).order_by("id")],
    )
    return re.sub(r"\d+", "#", pformat(words)).splitlines()


BY_THE_GROUP = (
    Walk.start_draft,
    Walk.submit,
    Walk.submit_proposal,
    Walk.communicate_result,
    Walk.progress,
    Walk.submit_report,
)  # what they write on the way, mapping and dialogues and measures, is in these steps
assert set(BY_THE_GROUP) <= set(TO_CLOSED)


def test_what_is_done_in_english_is_kept_as_what_is_done_in_swedish():
    swedish = kept(walked(Status.CLOSED))
    walk = Walk(Story("Lingarnsgatan"), first_day=FIRST_DAY)
    for step in TO_CLOSED:
        with translation.override("en" if step in BY_THE_GROUP else "sv"):
            step(walk)
    assert kept(walk) == swedish


def test_a_refusal_is_in_the_readers_language(client):
    walk = walked(Status.DRAFT)
    walk.idris.language = "en"
    walk.idris.save()
    client.force_login(walk.idris)
    page = client.post(reverse("submit", args=[walk.case.reference])).content.decode()
    swedish = {conditional_escape(item.text) for item in guards.missing_for_submit(walk.case)}
    with translation.override("en"):
        english = {conditional_escape(item.text) for item in guards.missing_for_submit(walk.case)}
    assert len(english) == len(swedish) > 1
    assert not english & swedish
    assert all(text in page for text in english)
    assert not any(text in page for text in swedish)


def test_a_sum_that_is_shown_in_english_is_read_back(client):
    with translation.override("en"):
        field = KronorField()
        assert field.prepare_value(1_275_000) == "1,275,000"
        assert field.clean(field.prepare_value(1_275_000)) == 1_275_000


# --- what is typed in another language ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "quantity"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1 200", "1200"),
        ("0,25", "0.25"),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_quantity_is_the_same_in_every_language(language, typed, quantity):
    with translation.override(language):
        field = QuantityField()
        assert field.clean(typed) == Decimal(quantity)
        assert field.clean(field.prepare_value(Decimal(quantity))) == Decimal(quantity)


@pytest.mark.parametrize("typed", ["4 October 2026", "4 oktober 2026", "2026-10-04"])
def test_a_day_is_taken_as_the_pages_write_it(typed):
    assert DateField().clean(typed) == datetime.date(2026, 10, 4)


def test_a_sum_is_taken_as_the_pages_write_it():
    with translation.override("en"):
        assert KronorField().clean(kronor(75_000)) == 75_000
    assert KronorField().clean(kronor(75_000)) == 75_000


def test_three_digits_after_a_comma_are_thousands_in_english_alone():
    with translation.override("en"):
        assert QuantityField().clean("1,200") == Decimal(1200)
    with pytest.raises(ValidationError):
        QuantityField().clean("1,200")


# --- mails ----------------------------------------------------------------------------------------------
def read_by_idris_in(language, steps):
    """Return the mails to the group of a case walked by `steps`, whose representative reads `language`."""
    walk = Walk(Story("Lingarnsgatan"), first_day=FIRST_DAY)
    for step in steps:
        step(walk)
        User.objects.filter(email="idris@example.org").update(language=language)
    return walk, OutgoingMail.objects.filter(case=walk.case, to="idris@example.org")


def test_no_word_of_a_mail_is_left_in_swedish():
    """What an action says in words in a mail is said in the receiver's language, not in the trail's."""
    steps = (*TO_REVIEW, Walk.request_completion, Walk.complete, Walk.assess, Walk.report, Walk.sign_off)
    _walk, mails = read_by_idris_in("en", (*steps, Walk.put_on_agenda, Walk.decide))
    told = mails.get(template="request_completion_group").body
    assert "Supporting material from residents" in told
    assert "Underlag" not in told
    sent = mails.get(template="send_decision_group").body
    assert "has granted you SEK" in sent
    assert "kronor" not in sent


def test_the_page_of_a_mail_says_its_language():
    _walk, mails = read_by_idris_in("en", TO_REVIEW)
    page = message_of(mails.get(template="take_up_group")).alternatives[0].content
    assert '<html lang="en">' in page
    first = message_of(mails.get(template="open_case_contact")).alternatives[0].content
    assert '<html lang="sv">' in first


def test_who_wrote_in_english_is_answered_in_english_before_the_first_log_in(client):
    choose(client)
    opened = signing.dumps(time.time() - 60, salt=SALT)
    client.post(reverse("express_interest"), {**VALUES, "website": "", "opened": opened})
    case = Case.objects.get()
    [receiver] = recipients(case, "group")
    assert receiver.language == "en"
