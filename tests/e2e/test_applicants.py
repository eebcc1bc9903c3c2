"""The applicants' way in a real browser: from an intresseanmälan to a sent application, and every page on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from applications.models import Application, Case, OutgoingMail
from applications.states import Status
from tests import personas
from tests.applications.writing import samples
from tests.e2e.conftest import PHONE
from tests.files import pdf
from tests.personas import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _as_the_browser_sees_it(settings: Any, tmp_path: Path, live_server: Any) -> None:
    settings.PUBLIC_FORM_MIN_SECONDS = 0
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_URL = live_server.url


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, **answers: str) -> None:
    """Fill in boxes by their field names."""
    for name, text in answers.items():
        page.locator(f"[name='{name.replace('__', '-')}']").fill(text)


def link_in(template: str) -> str:
    """Return the last address in the newest mail from `template`."""
    return re.findall(r"https?://\S+", OutgoingMail.objects.filter(template=template).latest("pk").body)[0]


def express_interest(page: Page) -> None:
    page.goto(reverse("express_interest"))
    fill(page, area="Lingarnsgatan", parties="Grannar och ett café", challenges="Gatan är mörk.")
    fill(page, contact_name="Idris Holmvik", contact_email="idris@example.org")
    page.get_by_label("Trygghetsskapande insatser").check()
    press(page, "Skicka intresseanmälan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack för er intresseanmälan")


def make_account(page: Page) -> None:
    """Sign up with the address of the receipt and confirm it by the mail, in the same browser: that logs in."""
    page.get_by_role("link", name="Skapa konto").click()
    fill(page, email="idris@example.org", name="Idris Holmvik", password1=PASSWORD)
    page.locator("main form").get_by_role("button").first.click()
    page.goto(link_in("account_email_confirmation_signup"))
    page.locator("main form").get_by_role("button").first.click()


def add_actor(page: Page, name: str, kind: str, number: str) -> None:
    page.get_by_role("link", name="Lägg till aktör").click()
    fill(page, name=name, organisation_number=number)
    page.get_by_label(kind, exact=True).check()
    press(page, "Lägg till")


def write_all_steps(page: Page) -> None:
    """Fill in the eight steps in order, as a person does."""
    page.get_by_role("link", name="Området", exact=True).click()
    fill(
        page, area_description="En gata med hus.", area_boundary="Fasad till fasad.", remit_reason="Stadens."
    )
    page.get_by_label("Gata", exact=True).check()
    page.get_by_label("Ja", exact=True).check()
    press(page, "Spara och gå vidare")
    fill(page, joint_proposal="Mer plats för möten.", ends_on="2030-10-31")
    page.get_by_label("Tidsbegränsad").check()
    press(page, "Spara och ändra aktörer")
    add_actor(page, "Lingarnets Vänner", "Förening", "432000-0039")
    add_actor(page, "Café Trådrullen AB", "Företag", "432000-0047")
    page.goto(reverse("edit_application_step", args=[Case.objects.get().reference, "aktorer"]))
    fill(page, actors_present="Ett café och en förskola.", actors_interested="Caféet.")
    press(page, "Spara och gå vidare")
    expect(page.locator("[name=challenges]")).to_have_value("Gatan är mörk.")
    fill(page, added_value="Vi når hela gatan.")
    press(page, "Spara och gå vidare")
    fill(page, cooperation="Gårdsfest varje år.", democratic_description="Öppna möten.")
    page.locator("[name=democratic]").check()
    press(page, "Spara och gå vidare")
    page.locator("[name=contributions-0-case_actor]").select_option(label="Lingarnets Vänner")
    page.locator("[name=contributions-0-kind]").select_option(label="Tid och arbete")
    fill(
        page, contributions__0__description="40 timmar", requested_amount="60 000", requested_purpose="Fika."
    )
    press(page, "Spara och gå vidare")
    fill(page, evidence__0__group="Boende", evidence__0__needs="Ljus", evidence__0__method="Enkät")
    press(page, "Spara och gå vidare")
    for number in range(1, 7):
        page.locator(f"[name=verdict_{number}][value=met]").check()
    press(page, "Spara och gå vidare")


@pytest.mark.parametrize("javascript", [True, False])
def test_from_an_interest_to_a_sent_application(open_page: Callable[..., Page], *, javascript: bool) -> None:
    page = open_page(viewport=PHONE if javascript else {"width": 1280, "height": 900}, javascript=javascript)
    express_interest(page)
    make_account(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lingarnsgatan")
    page.get_by_role("link", name="Börja skriva ansökan").first.click()
    press(page, "Börja skriva ansökan")
    write_all_steps(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Granska och skicka")
    press(page, "Skicka ansökan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ansökan är skickad")
    case = Case.objects.get()
    assert case.status == Status.SUBMITTED
    assert Application.objects.get().sent_by.email == "idris@example.org"
    page.get_by_role("link", name="Till ärendet").click()
    expect(page.locator(".s-turn__who")).to_have_text("Just nu är det kontaktpersonens tur")


def test_a_file_is_attached_and_what_is_missing_is_one_click_away(
    phone: Page, sign_in: Callable[..., None], tmp_path: Path
) -> None:
    case = samples.draft()
    samples.fill(case)
    Application.objects.update(challenges="")
    sign_in(phone, personas.amina())
    phone.goto(reverse("attach_file", args=[case.reference]))
    for name in ("Enkät.pdf", "Karta.pdf"):
        (tmp_path / name).write_bytes(pdf())
    phone.locator("[name=files]").set_input_files([tmp_path / "Enkät.pdf", tmp_path / "Karta.pdf"])
    press(phone, "Lägg till")
    expect(phone.get_by_role("link", name="Karta.pdf", exact=True)).to_be_visible()
    phone.goto(reverse("submit", args=[case.reference]))
    press(phone, "Skicka ansökan")
    expect(phone.locator("[data-error-summary]")).to_be_focused()
    phone.get_by_role("link", name="Skriv vilka utmaningar och möjligheter ni ser").click()
    expect(phone).to_have_url(re.compile(r"/ansokan/steg/utmaningar/#id_challenges$"))
    assert Case.objects.get().status == Status.DRAFT
