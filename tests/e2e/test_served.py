"""The product as it is served: gunicorn with the product's own settings, its files collected and compressed.

Lighthouse looks at it, and the start page is weighed as it comes over the wire to a real browser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import personas
from tests.applications.writing import samples
from tests.e2e.conftest import PHONE
from tests.server import Server
from tests.tools import lighthouse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.django_db(transaction=True)
# What no page measured here uses, to collect in one second instead of nine.
UNUSED = ("admin", "mfa", "vendor", "pdf*", "noto*", "OFL*")
PUBLIC = ("start", "about", "contact", "express_interest", "accessibility", "privacy")


@pytest.fixture
def served(tmp_path: Any) -> Iterator[str]:
    """Return the address of the product, served as in production."""
    (tmp_path / "static").mkdir()
    server = Server(
        tmp_path,
        DJANGO_SETTINGS_MODULE="samverkan.settings",
        SAMVERKAN_DATA_DIR=str(tmp_path),
        SAMVERKAN_HTTPS="0",
    )
    server.manage("collectstatic", "--noinput", "-v0", *(f"--ignore={name}" for name in UNUSED))
    server.start()
    yield server.url
    server.kill()


def test_lighthouse_and_the_weight_of_the_start_page(
    served: str, new_context: Callable[..., BrowserContext]
) -> None:
    weigh(served, new_context())
    case = samples.draft()
    client = Client()
    client.force_login(personas.amina())
    session = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    step = served + reverse("edit_application_step", args=[case.reference, "utmaningar"])
    all_of_it = ("accessibility", "best-practices", "seo")
    found = lighthouse.problems(
        [
            lighthouse.Page(served + reverse("start"), all_of_it),
            lighthouse.Page(step, all_of_it[:2], session),
            *(lighthouse.Page(served + reverse(name), ("seo",)) for name in PUBLIC[1:]),
            lighthouse.Page(served + reverse("account_login"), ("seo",)),
        ]
    )
    # The log-in is kept from the search engines; that Lighthouse says so shows that it can say no.
    hidden = [problem for problem in found if reverse("account_login") in problem]
    assert [re.findall(r"is-crawlable|100%", problem) for problem in hidden] == [["is-crawlable"]]
    assert [problem for problem in found if problem not in hidden] == []


def weigh(served: str, context: BrowserContext) -> None:
    """Load the start page in an empty browser: at most 100 kB over the wire, at most 10 requests, no third party."""
    page = context.new_page()
    page.set_viewport_size(PHONE)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    asked: dict[str, str] = {}
    weights: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda at: asked.update({at["requestId"]: at["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda at: weights.update({at["requestId"]: at["encodedDataLength"]}))
    page.goto(served, wait_until="networkidle")
    assert weights.keys() == asked.keys()
    assert {url.partition("/static/")[0].rstrip("/") for url in asked.values()} == {served}
    assert 4 <= len(asked) <= 10, asked
    assert 60_000 < sum(weights.values()) <= 100_000, {asked[key]: size for key, size in weights.items()}
