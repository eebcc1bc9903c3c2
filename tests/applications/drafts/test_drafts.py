"""An unsent application is the group's own (D19): opened on purpose, cleared when forgotten, never otherwise."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.drafts import actions
from applications.lifecycle import Refused, WrongState, locked, perform_by_clock
from applications.models import (
    Application,
    Attachment,
    Case,
    DocumentOrder,
    Event,
    KeptText,
    OutgoingMail,
    ReadEvent,
    Record,
)
from applications.states import Direction, Initiative, Status
from applications.writing import actions as writing
from reports.contexts import parse
from samverkan import clock
from tests import factories, personas
from tests.applications.keeping.opened import open_form
from tests.applications.writing import samples
from tests.files import pdf
from tests.personas import NOW as MORNING

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOW = MORNING.astimezone(UTC)  # days of 24 hours, whatever the clock on the wall does in between


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case() -> Case:
    """Return a case with a half-written application and a file beside it."""
    case = samples.draft()
    writing.save_step(case.pk, "utmaningar", {"challenges": "Mörkt"}, by=personas.birk(), at=NOW)
    return case


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who())
    return client


def attach(case: Case, at: datetime = NOW) -> Attachment:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from applications.attachments import actions as attachments

    file = SimpleUploadedFile("Enkät.pdf", pdf(), "application/pdf")
    return attachments.attach(case.pk, [file], by=personas.birk(), at=at, section="application")[0]


def mails(action: str) -> set[tuple[str, str]]:
    return set(OutgoingMail.objects.filter(event__action=action).values_list("to", "template"))


# --- opened --------------------------------------------------------------------------------------------
def test_the_page_says_what_opening_leads_to_and_who_hears_of_it(case: Case) -> None:
    personas.rut()
    html = as_(personas.amina).get(reverse("open_draft", args=[case.reference])).content.decode()
    for words in (
        "räknas som inkommet",
        "allmän handling",
        "Det går inte att ångra.",
        "Ansökan är inte skickad.",
    ):
        assert words in html
    assert "Mejl går till Amina Björkdal, Birk Åkerlind, Karl Sjöhed, Rut Lindmark." in html


def test_an_opened_draft_is_received_and_read_by_the_kontaktperson(case: Case) -> None:
    personas.rut()
    file = attach(case)
    karl, page = as_(personas.karl), reverse("admin:opened_draft", args=[case.reference])
    assert karl.get(page).status_code == 404
    sent = as_(personas.amina).post(reverse("open_draft", args=[case.reference]), follow=True)
    assert "Amina Björkdal öppnade utkastet" in sent.content.decode()
    enclosure, record = Record.objects.filter(case=case).order_by("number")
    assert (record.direction, record.designation) == (
        Direction.INCOMING,
        "Utkast till ansökan, öppnat för kontaktpersonen",
    )
    assert enclosure.attachment == file
    document = parse("application", DocumentOrder.objects.get().snapshot)
    assert (document.draft, document.challenges, document.attachments) == (True, "Mörkt", ("Enkät.pdf",))
    assert mails("open_draft") == {
        ("amina@example.org", "open_draft_group"),
        ("birk@example.org", "open_draft_group"),
        ("karl@example.org", "open_draft_officer"),
        ("rut@example.org", "open_draft_registrars"),
    }
    html = karl.get(page).content.decode()
    assert "Mörkt" in html
    assert "Enkät.pdf" in html
    assert ReadEvent.objects.filter(user=personas.karl(), what="Utkast till ansökan").count() == 1
    assert page in karl.get(reverse("admin:case", args=[case.reference])).content.decode()
    assert Case.objects.get().status == Status.DRAFT


def test_what_the_group_writes_afterwards_is_read_too_and_the_record_stays_as_it_was(case: Case) -> None:
    actions.open_draft(case.pk, by=personas.amina(), at=NOW)
    writing.save_step(case.pk, "utmaningar", {"challenges": "Ljust"}, by=personas.birk(), at=NOW)
    html = as_(personas.karl).get(reverse("admin:opened_draft", args=[case.reference])).content.decode()
    assert "Ljust" in html
    assert DocumentOrder.objects.get().snapshot["challenges"] == "Mörkt"


@pytest.mark.parametrize("who", [personas.karin, personas.nils, personas.rut, personas.cecilia])
def test_nobody_else_at_the_city_reads_the_open_draft(case: Case, who: Any) -> None:
    actions.open_draft(case.pk, by=personas.amina(), at=NOW)
    assert as_(who).get(reverse("admin:opened_draft", args=[case.reference])).status_code == 404


def test_the_substitute_reads_it(case: Case) -> None:
    karl = personas.karl()
    karl.substitute = personas.karin()
    karl.save()
    actions.open_draft(case.pk, by=personas.amina(), at=NOW)
    assert as_(personas.karin).get(reverse("admin:opened_draft", args=[case.reference])).status_code == 200


def test_only_the_representative_opens(case: Case) -> None:
    for who in (personas.birk, personas.karl):
        with pytest.raises(PermissionDenied):
            actions.open_draft(case.pk, by=who(), at=NOW)
    assert as_(personas.birk).get(reverse("open_draft", args=[case.reference])).status_code == 403
    assert as_(personas.olga).get(reverse("open_draft", args=[case.reference])).status_code == 404


def test_it_is_opened_once_and_to_somebody(case: Case) -> None:
    Case.objects.update(officer=None)
    with pytest.raises(Refused, match="ingen kontaktperson"):
        actions.open_draft(case.pk, by=personas.amina(), at=NOW)
    Case.objects.update(officer=personas.karl())
    actions.open_draft(case.pk, by=personas.amina(), at=NOW)
    page = as_(personas.amina).post(reverse("open_draft", args=[case.reference]))
    assert "Utkastet är redan öppnat" in page.content.decode()
    assert (Event.objects.filter(action="open_draft").count(), DocumentOrder.objects.count()) == (1, 1)


def test_a_sent_application_is_not_opened() -> None:
    case = samples.sent()
    with pytest.raises(WrongState):
        actions.open_draft(case.pk, by=personas.amina(), at=NOW)


def test_an_empty_draft_can_be_opened() -> None:
    case = samples.draft()
    actions.open_draft(case.pk, by=personas.amina(), at=NOW)
    assert parse("application", DocumentOrder.objects.get().snapshot).draft


# --- forgotten -------------------------------------------------------------------------------------------
def test_a_forgotten_draft_is_warned_about_and_then_cleared(case: Case) -> None:
    personas.rut()
    file = attach(case)
    kept = open_form(as_(personas.amina), reverse("edit_application_step", args=[case.reference, "aktorer"]))
    nobody = Client()
    nobody.post(
        reverse("edit_application_step", args=[case.reference, "aktorer"]), {**kept, "actors_present": "Ett"}
    )
    assert KeptText.objects.count() == 1
    assert actions.tend(at=NOW + 76 * DAY - timedelta(seconds=1)) == 0
    warned = NOW + 76 * DAY
    assert actions.tend(at=warned) == 1
    assert mails("warn_draft") == {
        ("amina@example.org", "warn_draft_group"),
        ("birk@example.org", "warn_draft_group"),
    }
    mail = OutgoingMail.objects.filter(template="warn_draft_group").first()
    assert mail.subject == f"Fortsätt skriva före 31 maj, annars töms ert utkast: {case.title}"
    assert mail.body.startswith("Skriv vidare före söndag 31 maj 2026 om ni vill behålla utkastet")
    for days in (76, 80, 89):
        assert actions.tend(at=NOW + days * DAY) == 0
    assert actions.tend(at=NOW + 90 * DAY) == 1
    gone = Case.objects.get(pk=case.pk)
    assert (gone.status, gone.closed_at) == (Status.STRUCK_OFF, NOW + 90 * DAY)
    assert (Application.objects.count(), KeptText.objects.count()) == (0, 0)
    assert Attachment.objects.get(pk=file.pk).removed_at == NOW + 90 * DAY
    last = list(
        Event.objects.filter(case=case).order_by("-pk").values_list("action", "user_name", "user")[:2]
    )
    assert last == [("strike_off", "Automatiskt", None), ("clear_draft", "Automatiskt", None)]
    assert mails("strike_off") == {
        ("amina@example.org", "strike_off_group"),
        ("birk@example.org", "strike_off_group"),
        ("karl@example.org", "strike_off_officer"),
        ("rut@example.org", "strike_off_registrars"),
    }
    body = OutgoingMail.objects.filter(template="strike_off_group").first().body
    assert "Ingen har sparat något i utkastet sedan 2 mars 2026. Det är tömt." in body
    assert actions.tend(at=NOW + 400 * DAY) == 0


@pytest.mark.parametrize("touch", ["a step", "a file"])
def test_a_touch_after_the_notice_starts_anew(case: Case, touch: str) -> None:
    actions.tend(at=NOW + 76 * DAY)
    later = NOW + 85 * DAY
    if touch == "a step":
        writing.save_step(case.pk, "utmaningar", {"challenges": "Ljust"}, by=personas.birk(), at=later)
    else:
        attach(case, later)
    assert actions.tend(at=NOW + 95 * DAY) == 0
    assert actions.tend(at=later + 76 * DAY) == 1
    assert Event.objects.filter(action="warn_draft").count() == 2
    assert actions.tend(at=later + 90 * DAY) == 1
    assert not Application.objects.exists()


def test_a_late_notice_still_gives_its_days(case: Case) -> None:
    warned = NOW + 200 * DAY  # the clock was not running
    assert actions.tend(at=warned) == 1
    assert actions.tend(at=warned + 14 * DAY - timedelta(seconds=1)) == 0
    assert actions.tend(at=warned + 14 * DAY) == 1


def test_an_opened_draft_is_never_cleared(case: Case) -> None:
    actions.open_draft(case.pk, by=personas.amina(), at=NOW)
    assert actions.tend(at=NOW + 1000 * DAY) == 0
    assert Application.objects.count() == 1


def test_drafts_of_the_city_and_sent_ones_are_left() -> None:
    samples.draft(title="Sommargatan", initiative=Initiative.CITY)
    samples.draft(title="Torget", came_by="phone", taken_over_at=NOW)  # an officer has read it
    factories.in_status(samples.sent(), Status.REVIEW)
    assert actions.tend(at=NOW + 1000 * DAY) == 0
    assert Application.objects.count() == 3


def test_what_was_never_sent_in_a_case_that_ended_goes_too(case: Case) -> None:
    from applications.actions import withdraw

    withdraw(case.pk, by=personas.amina(), at=NOW, comment="Vi orkade inte.")
    body = OutgoingMail.objects.filter(template="withdraw_group").first().body
    assert "går att hämta som PDF till 31 maj 2026. Då töms det" in body
    assert as_(personas.birk).get(reverse("draft_copy", args=[case.reference])).status_code == 200
    assert (
        as_(personas.amina).get(reverse("open_draft", args=[case.reference])).url == case.get_absolute_url()
    )
    assert actions.tend(at=NOW + 89 * DAY) == 0
    assert actions.tend(at=NOW + 90 * DAY) == 1
    assert not Application.objects.exists()
    assert Case.objects.get().status == Status.WITHDRAWN
    assert Event.objects.filter(action="clear_draft").count() == 1


def test_the_group_sees_the_day_once_it_was_told(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    page = reverse("edit_application", args=[case.reference])
    birk = as_(personas.birk)

    def shown(days: int) -> bool:
        monkeypatch.setattr(timezone, "now", lambda: NOW + days * DAY)
        return "Utkastet töms" in birk.get(page).content.decode()

    assert not shown(77)
    actions.tend(at=NOW + 77 * DAY)
    assert shown(78)
    assert "Utkastet töms 1 juni 2026, om 13 dagar" in birk.get(page).content.decode()
    writing.save_step(case.pk, "utmaningar", {"challenges": "Ljust"}, by=personas.birk(), at=NOW + 79 * DAY)
    assert not shown(80)


def test_the_group_reads_who_can_see_the_draft(case: Case) -> None:
    page = reverse("edit_application", args=[case.reference])
    birk, amina = as_(personas.birk), as_(personas.amina)
    way = reverse("open_draft", args=[case.reference])
    before = amina.get(page).content.decode()
    assert "Bara gruppen, tills ni skickar." in before
    assert "90 dagar" in before
    assert way in before
    assert way not in birk.get(page).content.decode()
    actions.open_draft(case.pk, by=personas.amina(), at=NOW)
    after = birk.get(page).content.decode()
    assert "Gruppen och kontaktpersonen. Amina Björkdal öppnade utkastet" in after
    assert "töms aldrig" in after
    assert way not in amina.get(page).content.decode()


def test_a_protected_person_who_opens_is_named_to_the_kontaktperson_alone(case: Case) -> None:
    amina = personas.amina()
    amina.protected_identity = True
    amina.save()
    personas.rut()
    actions.open_draft(case.pk, by=amina, at=NOW)
    page = reverse("edit_application", args=[case.reference])
    writing.save_step(case.pk, "aktorer", {"actors_present": "Ett kafé"}, by=amina, at=NOW)
    assert "Björkdal" not in as_(personas.birk).get(page).content.decode()
    others = OutgoingMail.objects.filter(template__startswith="open_draft").exclude(to=amina.email)
    assert others.count() == 3
    assert not [mail.template for mail in others if "Björkdal" in mail.subject + mail.body]
    assert "Björkdal" not in str(DocumentOrder.objects.get().snapshot)
    assert "Björkdal" not in Record.objects.get().counterpart
    opened = reverse("admin:opened_draft", args=[case.reference])
    assert "Amina Björkdal öppnade" in as_(personas.karl).get(opened).content.decode()


def test_in_a_case_of_the_city_there_is_nothing_to_open() -> None:
    case = samples.draft(title="Sommargatan", initiative=Initiative.CITY)
    with pytest.raises(Refused, match="skriver redan med er"):
        actions.open_draft(case.pk, by=personas.amina(), at=NOW)
    html = as_(personas.amina).get(reverse("edit_application", args=[case.reference])).content.decode()
    assert "Gruppen och kontaktpersonen, som skriver med er." in html
    assert reverse("open_draft", args=[case.reference]) not in html


def test_an_opened_draft_is_sent_as_any_other(case: Case) -> None:
    first = attach(case)
    actions.open_draft(case.pk, by=personas.amina(), at=NOW)
    samples.fill(case)
    second = attach(case, NOW + DAY)
    writing.submit(case.pk, by=personas.amina(), at=NOW + DAY)
    draft, file, other, application = Record.objects.filter(case=case).order_by("number")
    assert (file.attachment, other.attachment) == (first, second) or draft.attachment == first
    sent = DocumentOrder.objects.filter(case=case).order_by("-pk").first()
    assert sent.key == f"application-{case.pk}-1"
    document = parse("application", sent.snapshot)
    assert (document.draft, document.attachments) == (False, ("Enkät.pdf", "Enkät.pdf"))
    assert application.order == sent


def test_the_clock_tends_the_drafts(case: Case) -> None:
    assert clock.tick(at=NOW + 76 * DAY)["drafts"] == 1


def test_the_clock_takes_no_other_step(case: Case) -> None:
    with locked(case.pk) as held, pytest.raises(PermissionDenied):
        perform_by_clock(held, "submit", at=NOW, comment="")
    sent = factories.in_status(case, Status.SUBMITTED)
    with locked(sent.pk) as held, pytest.raises(WrongState):
        perform_by_clock(held, "strike_off", at=NOW, comment="")


def test_the_number_of_questions_does_not_grow_with_what_is_left_alone(
    django_assert_num_queries: Any,
) -> None:
    for number in range(3):
        samples.draft(title=f"Gata {number}")
    with django_assert_num_queries(2):
        assert actions.tend(at=NOW + DAY) == 0
