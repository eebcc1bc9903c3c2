"""Chromium against the live server: pages of every kind, and a watch over what they must never do."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.tools import nu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.http import HttpRequest, HttpResponse
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

    from applications.models import User

# Playwright's loop runs in this thread, and Django would refuse the database to a thread with a loop.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

_CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_MILLISECONDS = 10_000
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# WCAG 2.2 A and AA, and axe's own good practice; what is only tried out is left out.
_AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # To follow the @import of Django's own style sheet, axe would write a <style> of its own into the page.
    "preload": False,
}
_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => window.reportCspViolation(
  `${event.effectiveDirective} blocked ${event.blockedURI} on ${event.documentURI} ${event.sample}`));
"""

# What differs between two answers with the same page: tokens, numbers, dates.
_VARIES = re.compile(r"(?<=csrfmiddlewaretoken\" value=\")\w+|\d+")


@pytest.fixture(scope="session", autouse=True)
def answered() -> Iterator[dict[str, tuple[str, str]]]:
    """Keep every page that the product answers with in this run, and let the HTML checker read them at the end.

    Each page is kept once, under what does not vary of it: who asked for what in which test, and the HTML. An error
    in one of them is reported as an error of the last test, with the name of the test that met it.
    """
    pages: dict[str, tuple[str, str]] = {}
    get_response = BaseHandler.get_response

    def keep(handler: BaseHandler, request: HttpRequest) -> HttpResponse:
        response = get_response(handler, request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and response.content:  # what leads elsewhere has none
            html = response.content.decode()
            test = os.environ.get("PYTEST_CURRENT_TEST", "").partition(" ")[0]
            name = f"{response.status_code} {request.method} {request.path} in {test}"
            pages.setdefault(_VARIES.sub("", html), (name, html))
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "get_response", keep)
        yield pages
    if not pages:
        return
    wrong = nu.problems({f"{number}. {name}": html for number, (name, html) in enumerate(pages.values())})
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use Debian's own Chromium, as far from the world as it can be."""
    return {**browser_type_launch_args, "executable_path": _CHROMIUM, "args": _ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Be a browser in Malmö."""
    return {**browser_context_args, "locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


@pytest.fixture
def csp_violations() -> list[str]:
    """Return the list that every page of the test adds its violations of the content security policy to.

    It must be empty when the test ends (`open_page` sees to that).
    """
    return []


@pytest.fixture
def page_problems() -> list[str]:
    """Return the list of everything else that went wrong in the pages; it must end empty too."""
    return []


@pytest.fixture
def open_page(
    new_context: Callable[..., BrowserContext],
    live_server: Any,
    csp_violations: list[str],
    page_problems: list[str],
) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a blank page in a browser of its own: one per person in a journey.

    `open_page(viewport=PHONE, javascript=False)`. Addresses are relative: `page.goto("/")`. At the end of the
    test no page may have broken the content security policy, thrown an error in a script, got an answer of
    500 or more, or asked another host for anything.
    """

    def report(violation: str) -> None:
        csp_violations.append(violation)

    def watch_answer(answer: Response) -> None:
        if answer.status >= 500:
            page_problems.append(f"{answer.status} from {answer.request.method} {answer.url}")

    def watch_request(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            page_problems.append(f"asked another host: {request.url}")

    def watch_console(message: ConsoleMessage) -> None:
        # Without JavaScript in the page, the console is the only one to tell.
        if "Content Security Policy" in message.text:
            csp_violations.append(message.text)

    def open_page(*, viewport: dict[str, int] = DESKTOP, javascript: bool = True, **more: Any) -> Page:
        context = new_context(
            base_url=live_server.url, viewport=viewport, java_script_enabled=javascript, **more
        )
        context.set_default_timeout(_MILLISECONDS)
        context.on("response", watch_answer)
        context.on("request", watch_request)
        context.on("console", watch_console)
        context.on("weberror", lambda error: page_problems.append(f"script error: {error.error}"))
        context.expose_function("reportCspViolation", report)
        context.add_init_script(_REPORT_VIOLATIONS)
        return context.new_page()

    yield open_page
    assert csp_violations == []
    assert page_problems == []


@pytest.fixture
def desktop(open_page: Callable[..., Page]) -> Page:
    """Return a page 1280 pixels wide."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """Return a page 390 pixels wide, with touch."""
    return open_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def no_js(open_page: Callable[..., Page]) -> Page:
    """Return a page 1280 pixels wide in a browser that runs no JavaScript."""
    return open_page(javascript=False)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Return a function that fails when the page, as it stands now, breaks WCAG 2.2 A or AA in axe's eyes."""
    script = Axe().axe_script

    def axe(page: Page) -> None:
        if page.evaluate("typeof axe === 'undefined'"):  # once per page, however many times it is looked at
            page.evaluate(script)
        violations = page.evaluate(
            "(options) => axe.run(document, options).then((found) => found.violations)", _AXE
        )
        assert not violations, f"{page.url} ({page.viewport_size})\n" + "\n".join(map(_readable, violations))

    return axe


def _readable(violation: dict[str, Any]) -> str:
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        lines.append(f"    at {' '.join(map(str, node['target']))}: {node['html'][:200]}")
        lines.extend(f"        {line}" for line in node["failureSummary"].splitlines()[1:])
    return "\n".join(lines)


@pytest.fixture(scope="session")
def login() -> Callable[[Page, str, str], None]:
    """Return a function that logs in through the real log-in page: `login(page, email, password)`."""

    def login(page: Page, email: str, password: str) -> None:
        page.goto(reverse("account_login"))
        page.locator("[name=login]").fill(email)
        page.locator("[name=password]").fill(password)
        page.locator("[name=password]").press("Enter")
        expect(page.locator("[name=password]")).to_have_count(0)

    return login


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, User], None]:
    """Return a function that gives the page a session of the user, where logging in is not what is tested."""

    def sign_in(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return sign_in


@pytest.fixture
def screenshot(csp_violations: list[str]) -> Callable[[Page, Path], None]:
    """Return a function that saves a picture of the page and forgets the violation which that causes."""

    def screenshot(page: Page, path: Path) -> None:
        before = len(csp_violations)
        page.screenshot(path=path, full_page=True)
        page.evaluate("0")  # let the events of the picture arrive
        del csp_violations[before:]

    return screenshot
