"""Writing without losing a word, in a real browser: saved by itself, side by side, through an expired log-in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from applications.models import Application, Case, KeptText
from tests import personas
from tests.applications.writing import samples
from tests.e2e.conftest import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Gatan är mörk och bilarna kör fort."


@pytest.fixture
def case() -> Case:
    return samples.draft()


def step(case: Case, key: str = "utmaningar") -> str:
    return reverse("edit_application_step", args=[case.reference, key])


def line(page: Page) -> Any:
    return page.locator("[data-autosave-text]")


def write(page: Page, text: str = TEXT) -> None:
    """Type and let two seconds pass."""
    page.locator("[name=challenges]").fill(text)
    page.clock.run_for(2000)


def log_in(page: Page, email: str) -> None:
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(personas.PASSWORD)
    page.locator("[name=password]").press("Enter")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_pause_saves_a_failure_says_so_and_is_tried_again(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    case: Case,
    viewport: dict[str, int],
) -> None:
    page = open_page(viewport=viewport)
    page.clock.install()
    sign_in(page, personas.amina())
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(step(case))
    write(page)
    expect(line(page)).to_have_text(re.compile(r"^Sparat klockan \d\d?\.\d\d\. Ni kan stänga"))
    assert Application.objects.get().challenges == TEXT
    page.locator("[name=added_value]").click()
    page.clock.run_for(60_000)
    assert len(sent) == 1  # nothing changed
    axe(page)

    def away(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    page.route("**/steg/**", away)
    write(page, f"{TEXT} Ljus saknas.")
    expect(line(page)).to_have_text("Inte sparat än. Vi försöker igen.")
    axe(page)
    page.unroute("**/steg/**")
    page.clock.run_for(5000)
    expect(line(page)).to_have_text(re.compile("^Sparat klockan"))
    page.get_by_role("button", name="Spara och gå vidare").last.click()
    expect(page).to_have_url(re.compile("/samarbeten/$"))
    stored = Application.objects.get()
    assert (stored.challenges, stored.steps["utmaningar"]["revision"]) == (f"{TEXT} Ljus saknas.", 2)


def test_what_is_typed_last_is_saved_when_the_page_is_left(
    desktop: Page, sign_in: Callable[..., None], case: Case
) -> None:
    sign_in(desktop, personas.amina())
    desktop.goto(step(case))
    desktop.locator("[name=challenges]").fill(TEXT)
    desktop.get_by_role("link", name="Till ansökans alla steg").click()
    expect(desktop).to_have_url(re.compile("/ansokan/$"))
    for _try in range(50):  # it was sent by the page that is gone: no page hears the answer
        if Application.objects.get().challenges:
            break
        desktop.wait_for_timeout(100)
    desktop.goto(step(case))
    expect(desktop.locator("[name=challenges]")).to_have_value(TEXT)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_two_write_the_same_step_and_read_both_texts(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    case: Case,
    viewport: dict[str, int],
) -> None:
    hers, his = open_page(viewport=viewport), open_page(viewport=viewport)
    for page, who in ((hers, personas.amina), (his, personas.birk)):
        page.clock.install()
        sign_in(page, who())
        page.goto(step(case))
    write(hers, "Hennes text")
    expect(line(hers)).to_have_text(re.compile("^Sparat klockan"))
    write(his, "Hans text")
    expect(line(his)).to_have_text(re.compile(r"^Amina Björkdal ändrade det här klockan \d\d?\.\d\d\."))
    axe(his)
    his.get_by_role("button", name="Visa båda texterna").click()
    expect(his.locator("[data-error-summary]")).to_contain_text("Amina Björkdal ändrade det här klockan")
    expect(his.get_by_text("Hennes text")).to_be_visible()
    expect(his.locator("[name=challenges]")).to_have_value("Hans text")
    axe(his)
    his.locator("[name=challenges]").fill("Hennes text och hans")
    his.get_by_role("button", name="Spara och gå vidare").last.click()
    expect(his).to_have_url(re.compile("/samarbeten/$"))
    assert Application.objects.get().challenges == "Hennes text och hans"
    assert not KeptText.objects.exists()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_log_in_that_expires_loses_nothing(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    case: Case,
    *,
    javascript: bool,
) -> None:
    page = open_page(viewport=PHONE, javascript=javascript)
    if javascript:
        page.clock.install()
    sign_in(page, personas.amina())
    page.goto(step(case))
    Session.objects.all().delete()
    if javascript:
        write(page)
        expect(line(page)).to_contain_text("Det du skrev är sparat. Logga in, så visas det igen.")
        axe(page)
        page.get_by_role("link", name="Logga in").last.click()
    else:
        page.locator("[name=challenges]").fill(TEXT)
        page.get_by_role("button", name="Spara och gå vidare").last.click()
        expect(page.get_by_text("Det du skrev är sparat. Logga in, så visas det igen.")).to_be_visible()
    log_in(page, "amina@example.org")
    expect(page).to_have_url(re.compile("/utmaningar/$"))
    expect(page.locator("[name=challenges]")).to_have_value(TEXT)
    expect(page.get_by_text("Det här är inte sparat än.")).to_be_visible()
    if javascript:
        axe(page)
    page.get_by_role("button", name="Spara och gå vidare").last.click()
    expect(page).to_have_url(re.compile("/samarbeten/$"))
    assert (Application.objects.get().challenges, KeptText.objects.count()) == (TEXT, 0)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_draft_is_opened_to_the_kontaktperson(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[[Page], None],
    case: Case,
    viewport: dict[str, int],
) -> None:
    hers, his = open_page(viewport=viewport), open_page(viewport=viewport)
    sign_in(hers, personas.amina())
    sign_in(his, personas.karl())
    hers.goto(reverse("edit_application", args=[case.reference]))
    hers.get_by_role("link", name="Öppna utkastet för kontaktpersonen").click()
    expect(hers.get_by_role("heading", name="Öppna utkastet för Karl Sjöhed")).to_be_visible()
    expect(hers.get_by_text("räknas som inkommet till staden")).to_be_visible()
    axe(hers)
    hers.get_by_role("button", name="Öppna utkastet för kontaktpersonen").click()
    expect(hers.get_by_text("Amina Björkdal öppnade utkastet")).to_be_visible()
    axe(hers)
    his.goto(reverse("admin:case", args=[case.reference]))
    his.get_by_role("link", name="Gruppens utkast till ansökan").click()
    expect(his.get_by_text("Gruppen skriver fortfarande")).to_be_visible()
    axe(his)
    hers.goto(reverse("draft_copy", args=[case.reference]))
    hers.get_by_role("button", name="Skapa PDF").click()
    expect(hers.get_by_text("Filen skapas.")).to_be_visible()
    axe(hers)
