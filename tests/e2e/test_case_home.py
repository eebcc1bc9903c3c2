"""Mitt ärende and the list of cases in a browser: wide, on a phone, in the dark, on paper, without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from applications.messaging import actions as messaging
from applications.states import Status
from tests import factories, personas
from tests.e2e.conftest import PHONE
from tests.walk import walked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


# One status of each look: ours, theirs, with decisions and much to read, over, ended early.
@pytest.mark.parametrize(
    ("status", "scheme"),
    [
        (Status.DRAFT, "light"),
        (Status.REVIEW, "dark"),
        (Status.EXECUTION, "dark"),
        (Status.REJECTED, "light"),
    ],
)
def test_the_page_is_readable_by_all(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    status: Status,
    scheme: str,
) -> None:
    factories.meeting(timezone.localdate() + timedelta(days=90))
    walk = walked(status)
    messaging_ends = status == Status.REJECTED
    if not messaging_ends:
        messaging.write_message(walk.pk, text="Hör av er!", by=walk.maja, at=timezone.now())
    for width in (1280, 320):
        page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        sign_in(page, walk.idris)
        page.goto(walk.case.get_absolute_url())
        for summary in page.locator("main summary").all():
            summary.click()
        axe(page)
        assert fits(page)
        expect(page.locator(".s-turn")).to_have_count(1)


def test_with_the_keyboard_the_first_task_is_near(phone: Page, sign_in: Callable[..., None]) -> None:
    walk = walked(Status.DRAFT)
    sign_in(phone, walk.idris)
    phone.goto(walk.case.get_absolute_url())
    phone.locator("main").focus()
    phone.keyboard.press("Tab")
    expect(phone.locator(".s-turn .s-btn")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def test_on_paper_there_is_all_to_read_and_nothing_to_press(
    desktop: Page, sign_in: Callable[..., None]
) -> None:
    walk = walked(Status.COLLABORATION)
    sign_in(desktop, walk.idris)
    desktop.goto(walk.case.get_absolute_url())
    desktop.emulate_media(media="print")
    expect(desktop.get_by_text("Tekniska nämnden beviljar").first).to_be_visible()
    expect(desktop.get_by_text("Nämnden sa ja").first).to_be_visible()
    for gone in ("main button:visible", "main textarea:visible", "main a.s-btn:visible", "nav.s-nav:visible"):
        expect(desktop.locator(gone)).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_list_says_what_waits_and_nobody_stands_without_a_way(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    *,
    javascript: bool,
) -> None:
    page = open_page(viewport=PHONE, javascript=javascript)
    sign_in(page, personas.olga())
    page.goto(reverse("case_list"))
    expect(page.get_by_role("main").get_by_role("link", name="Anmäl intresse för en plats")).to_be_visible()
    if javascript:
        axe(page)
    factories.case("Varptorget")
    case = factories.case("Nystansgränd")
    messaging.write_message(case.pk, text="Hej", by=personas.karl(), at=timezone.now())
    other = open_page(viewport=PHONE, javascript=javascript)
    sign_in(other, personas.birk())
    other.goto(reverse("case_list"))
    expect(other.get_by_text("1 nytt meddelande")).to_be_visible()
    if javascript:
        axe(other)
    other.get_by_role("link", name="Nystansgränd").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Nystansgränd")
