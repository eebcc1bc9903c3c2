"""The case list in a real browser: a caseload changes hands with the keyboard, and a view is saved and removed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications.models import Case, SavedView
from tests import factories, personas

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from applications.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def from_the_day_to_a_moved_date(page: Page) -> None:
    """Go from Min arbetsdag through list, case and tabs to an action, and do it, without a pointer."""
    page.goto("/admin/")
    page.get_by_role("link", name="Ärenden", exact=True).press("Enter")
    page.get_by_role("link", name="Torget").press("Enter")
    tabs = page.get_by_role("navigation", name="Ärendets delar")
    tabs.get_by_role("link", name="Allt som hänt").press("Enter")
    tabs.get_by_role("link", name="Läget").press("Enter")
    page.get_by_role("link", name="Flytta datumet").press("Enter")
    expect(page.get_by_text("Gruppen får veta det nya datumet och varför.")).to_be_visible()
    page.get_by_label("Nytt datum").fill((timezone.localdate() + timedelta(days=40)).isoformat())
    page.get_by_label("Varför?").fill("Föreningen möts om en månad.")
    page.get_by_role("button", name="Flytta datumet").press("Enter")
    expect(page.get_by_text("Datumet är flyttat.")).to_be_visible()


def test_with_the_keyboard_cases_change_hands_and_a_view_is_kept(
    phone: Page, sign_in: Callable[[Page, User], None], axe: Callable[[Page], None]
) -> None:
    for title in ("Åsgatan", "Torget"):
        factories.case(title)
    personas.karin()
    sign_in(phone, personas.karl())
    from_the_day_to_a_moved_date(phone)
    phone.goto("/admin/arenden/")
    phone.get_by_role("checkbox", name="Välj Åsgatan").focus()
    phone.keyboard.press("Space")
    phone.get_by_role("button", name="Byt kontaktperson").press("Enter")
    phone.get_by_role("link", name="Välj vem som ska ta över").press("Enter")
    expect(phone.get_by_role("checkbox", name="Välj Åsgatan")).to_be_checked()
    axe(phone)
    expect(phone.get_by_label("Ge de valda ärendena till")).to_be_focused()
    phone.keyboard.type("Karin")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Byt kontaktperson i 1 ärende")).to_be_visible()
    expect(phone.get_by_text("Karin Ösund får ett mejl om alla på en gång.")).to_be_visible()
    expect(phone.get_by_role("cell", name="Amina Björkdal, Birk Åkerlind")).to_be_visible()
    axe(phone)
    phone.get_by_role("button", name="Byt kontaktperson").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("Karin Ösund är nu kontaktperson i 1 ärende: Åsgatan.")).to_be_visible()
    assert Case.objects.get(title="Åsgatan").officer == personas.karin()

    phone.goto("/admin/arenden/?vy=alla&q=gator")
    phone.get_by_role("link", name="Spara som vy").press("Enter")
    phone.get_by_label("Namn").press("Enter")
    expect(phone.locator("[data-error-summary]")).to_be_visible()
    phone.get_by_label("Namn").fill("Alla gator")
    phone.get_by_label("Namn").press("Enter")
    expect(phone.get_by_role("link", name="Alla gator 1")).to_have_attribute("aria-current", "page")
    axe(phone)
    phone.get_by_role("link", name="Ändra vyn").press("Enter")
    phone.get_by_role("link", name="Ta bort vyn").press("Enter")
    phone.get_by_role("button", name="Ta bort vyn").press("Enter")
    expect(phone.get_by_text("Vyn är borttagen.")).to_be_visible()
    assert not SavedView.objects.exists()
