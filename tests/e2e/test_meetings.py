"""In a browser: a file dropped on the case, a check-in with a colleague, an answer by the link without logging in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from phases.models import CheckIn
from tests import personas
from tests.e2e.conftest import PHONE
from tests.files import pdf
from tests.phases import granted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from applications.models import Case

pytestmark = pytest.mark.django_db(transaction=True)
DROPPED = """bytes => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "mejl_om_ljus.pdf", { type: "application/pdf" }));
  return data;
}"""


def drop_a_file(page: Page, case: Case) -> None:
    """Drop a file on the case's page and fill in the rest with the keyboard."""
    data = page.evaluate_handle(DROPPED, list(pdf()))
    page.dispatch_event("main", "drop", {"dataTransfer": data})
    expect(page.get_by_label("Vad är det?")).to_be_focused()
    expect(page.get_by_label("Vad är det?")).to_have_value("mejl om ljus")
    page.keyboard.press("Tab")
    page.keyboard.type("Café Trådrullen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sparat som handling")).to_be_visible()
    record = case.records.get(designation="mejl om ljus")
    assert (record.counterpart, record.attachment.name) == ("Café Trådrullen", "mejl_om_ljus.pdf")


def book(page: Page, case: Case, axe: Callable[[Page], None]) -> CheckIn:
    """Book a check-in to which a colleague is invited too, though it collides."""
    soon = timezone.localtime().replace(hour=10, minute=30, second=0, microsecond=0) + timedelta(days=3)
    granted.booked(granted.in_execution("Varptorget"), soon)
    page.goto(reverse("admin:book_check_in", args=[case.reference]))
    day = soon.date()
    page.get_by_label("Datum").fill(day.isoformat())
    page.get_by_label("Klockslag").fill("10")
    page.get_by_label("Plats eller videolänk").fill("Torget")
    page.get_by_label("Cecilia").check()
    page.get_by_role("button", name="Boka avstämning").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("avstämning klockan 10.30, Varptorget")
    expect(page.get_by_text("Mejl går till Amina Björkdal, Birk Åkerlind, Cecilia Ängby")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Boka ändå").click()
    expect(page.get_by_text("gruppen är inbjuden")).to_be_visible()
    return CheckIn.objects.get(case=case)


def test_a_file_dropped_on_the_case_becomes_a_record_and_a_link_answers_an_invitation(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    case = granted.in_execution()
    personas.cecilia()
    officer = open_page()
    sign_in(officer, personas.karl())
    officer.goto(reverse("admin:case", args=[case.reference]))
    drop_a_file(officer, case)
    row = book(officer, case, axe)

    guest = open_page(viewport=PHONE)
    url = reverse("answer_check_in", args=[row.guests.get(user=personas.birk()).token])
    guest.goto(url)
    axe(guest)
    guest.get_by_role("button", name="Skicka svaret").click()
    axe(guest)  # nothing is chosen
    guest.get_by_label("Kanske").check()
    guest.get_by_role("button", name="Skicka svaret").click()
    expect(guest.get_by_text("Ditt svar har kommit fram: Kommer kanske")).to_be_visible()
    axe(guest)

    officer.goto(reverse("admin:index"))
    expect(officer.get_by_text("kanske: 1, har inte svarat: 2")).to_be_visible()
    officer.get_by_role("link", name=case.title).last.click()
    expect(officer.get_by_role("listitem").filter(has_text="Birk Åkerlind")).to_contain_text("Kommer kanske")
    axe(officer)
