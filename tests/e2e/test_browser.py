"""The browser fixtures: each must be able to see what it watches for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

_PAGE = '<!doctype html><html lang="sv"><title>Prov</title><main><h1>Prov</h1>{}</main></html>'
_POLICY = {"content-type": "text/html", "content-security-policy": "default-src 'none'"}


def _show(page: Page, body: str) -> None:
    """Let the page show `body` under a strict policy, as if the server had sent it."""
    page.route("**/prov/", lambda route: route.fulfill(headers=_POLICY, body=_PAGE.format(body)))
    page.goto("/prov/")


def test_axe_sees_what_is_wrong(desktop: Page, axe: Callable[[Page], None]) -> None:
    _show(desktop, '<p><a href="/">Till start</a></p>')
    axe(desktop)
    _show(desktop, "<input name=namn>")
    with pytest.raises(AssertionError, match="label"):
        axe(desktop)


def test_axe_sees_targets_that_are_too_small(phone: Page, axe: Callable[[Page], None]) -> None:
    _show(phone, "<p><a href=/1>1</a> <a href=/2>2</a></p>")
    with pytest.raises(AssertionError, match="target-size"):
        axe(phone)


@pytest.mark.parametrize("browser_page", ["desktop", "no_js"])
def test_a_broken_policy_is_seen(
    browser_page: str, request: pytest.FixtureRequest, csp_violations: list[str]
) -> None:
    page = request.getfixturevalue(browser_page)
    _show(page, '<p style="color: red">Rött</p>')
    page.wait_for_timeout(200)
    assert any("style" in violation for violation in csp_violations), csp_violations
    csp_violations.clear()


def test_a_picture_is_no_violation(
    desktop: Page, screenshot: Callable[[Page, Path], None], tmp_path: Path
) -> None:
    _show(desktop, "<p>Stilla</p>")
    screenshot(desktop, tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 1000


def test_without_javascript_no_script_runs(no_js: Page) -> None:
    no_js.set_content("<p>Innan</p><script>document.querySelector('p').textContent = 'Efter'</script>")
    assert no_js.locator("p").text_content() == "Innan"


def test_an_answer_of_500_is_seen(desktop: Page, page_problems: list[str]) -> None:
    desktop.route("**/2/", lambda route: route.fulfill(status=500, body="fel"))
    desktop.goto("/2/")
    assert page_problems == [f"500 from GET {desktop.url}"]
    page_problems.clear()


def test_a_page_is_kept_for_the_html_checker(desktop: Page, answered: dict[str, tuple[str, str]]) -> None:
    desktop.goto("/om/?ett=1")
    kept = [html for name, html in answered.values() if name.startswith("200 GET /om/ in tests/e2e/")]
    assert [html[:15] for html in kept] == ["<!doctype html>"]
