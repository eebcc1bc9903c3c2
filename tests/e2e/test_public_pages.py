"""The look of the public pages and of the accounts: readable by all, at every width, with and without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from applications.models import OutgoingMail, User
from tests import personas

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db(transaction=True)

# The other public pages are looked at in test_every_page.
PUBLIC = ["account_login", "account_signup", "account_reset_password"]
OWN = ["account_settings", "account_email", "account_change_password", "account_logout"]


def no_sideways_scroll(page: Page) -> bool:
    """Say whether the page fits its window."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_readable_by_all(
    open_page: Callable[..., Page], axe: Callable[[Page], None], name: str
) -> None:
    for scheme in ("light", "dark"):
        narrow = open_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)
        narrow.goto(reverse(name))
        axe(narrow)
        assert no_sideways_scroll(narrow)


@pytest.mark.parametrize("name", OWN)
def test_the_pages_of_ones_account_are_readable_by_all(
    open_page: Callable[..., Page],
    axe: Callable[[Page], None],
    sign_in: Callable[[Page, User], None],
    name: str,
) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    sign_in(page, personas.amina())
    page.goto(reverse(name))
    axe(page)
    assert no_sideways_scroll(page)


def test_a_missing_page_is_readable_by_all(desktop: Page, axe: Callable[[Page], None]) -> None:
    desktop.goto("/finns/inte/")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")
    axe(desktop)


def test_errors_take_the_reader_to_the_field(desktop: Page, axe: Callable[[Page], None]) -> None:
    desktop.goto(reverse("account_signup"))
    desktop.get_by_role("button", name="Skapa konto").click()
    expect(desktop).to_have_title(re.compile("^Fel: Skapa konto"))
    summary = desktop.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    axe(desktop)
    summary.get_by_role("link", name="Skriv din e-postadress").click()
    expect(desktop.get_by_label("Din e-postadress")).to_be_focused()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(desktop: Page) -> None:
    desktop.goto(reverse("about"))
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    desktop.keyboard.press("Enter")
    expect(desktop.locator("main")).to_be_focused()


def test_a_message_is_sent_without_script(no_js: Page, settings: SettingsWrapper) -> None:
    settings.PUBLIC_FORM_MIN_SECONDS = 0
    no_js.goto(reverse("contact"))
    no_js.get_by_label("Ditt meddelande").fill("Kartan är svår att läsa")
    no_js.get_by_role("button", name="Skicka meddelandet").click()
    expect(no_js.get_by_role("status")).to_contain_text("Ditt meddelande är skickat.")
    assert "Kartan är svår att läsa" in OutgoingMail.objects.get().body


def test_a_double_click_sends_once(desktop: Page, settings: SettingsWrapper) -> None:
    settings.PUBLIC_FORM_MIN_SECONDS = 0
    desktop.goto(reverse("contact"))
    desktop.get_by_label("Ditt meddelande").fill("Bara en gång")
    desktop.get_by_role("button", name="Skicka meddelandet").dblclick()
    expect(desktop.get_by_role("status")).to_contain_text("Ditt meddelande är skickat.")
    assert OutgoingMail.objects.count() == 1
