"""Every page of the product and every form's error state, in the eyes of axe: wide and light, narrow and dark.

The pages come from the table of access, so a new page cannot be forgotten. Each is asked for as somebody who gets it,
and its form is sent empty; what would have been written is rolled back. The live server then gives the browser the
very answer, with its headers. The pages of an account are looked at in test_accounts.py, or here where they are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pytest
from django.core.handlers.base import BaseHandler
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from django.views.i18n import JavaScriptCatalog
from lxml import html

from applications.models import OutgoingMail
from applications.states import Status
from tests import test_bad_input as forms
from tests.access import probe, table
from tests.e2e import own_pages, test_accounts
from tests.e2e.conftest import DESKTOP, PHONE
from tests.walk import walked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest
    from django.test import Client
    from playwright.sync_api import Page

Look = tuple[dict[str, int], Literal["light", "dark"]]
pytestmark = pytest.mark.django_db(transaction=True)
REFLOW = {"width": 320, "height": 800}  # WCAG 1.4.10
LOOKS: tuple[Look, ...] = ((DESKTOP, "light"), (PHONE, "dark"))
HERE = "/sidan-som-visas/"
ACCOUNT = ("account_", "mfa_", "usersessions_")
ELSEWHERE = test_accounts.LOOKED_AT | test_accounts.WITH_A_PASSKEY
BY_KEY = ", opened by key"  # after the name of a page that is tried so, beside what the table says


class Shown(NamedTuple):
    """An answer of the product: what it is called in a failure, the answer, and what its frames are answered."""

    name: str
    response: HttpResponse
    frames: dict[str, HttpResponse]


def is_page(response: HttpResponse) -> bool:
    return response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")


def answers(status: Status, share: tuple[int, int], *, of_registers: bool) -> Iterator[Shown]:
    """Yield the pages tried in this status, each with the error states of its forms.

    `share` is (which, of how many): every so many-th address, so that no core waits for the other at the end.
    """
    walk = walked(status)
    browsers: dict[str, Client] = probe.clients(walk)
    # One mail did not arrive: the case, the day of its officer and the page of the mail show it.
    failed = OutgoingMail.objects.filter(pk=probe.ROWS["mail"](walk.case).pk)
    failed.update(failed_at=timezone.now(), error="550 5.1.1 No such user")
    for name, who in (registers(status) if of_registers else pages(status))[share[0] :: share[1]]:
        if name.endswith(BY_KEY):
            client, url = own_pages.BY_KEY[name.removesuffix(BY_KEY)]()
        else:
            client, url = browsers[who], probe.address(name, walk.case)
        page = client.get(url)
        if not is_page(page):
            assert not name.endswith(BY_KEY), (name, page.status_code)
            continue
        yield Shown(f"{name} as {who}", page, frames(page, client))
        for number, form in enumerate(forms.forms(page.content.decode(), url)):
            with transaction.atomic():
                answer = client.post(form.action, forms.filled(form, ""))
                transaction.set_rollback(True)
            if is_page(answer) and b"data-error-summary" in answer.content:
                yield Shown(f"{name} as {who}, form {number} sent empty", answer, frames(answer, client))


def frames(page: HttpResponse, client: Client) -> dict[str, HttpResponse]:
    """Return the answer to every frame of a page: address → answer."""
    if b"<iframe" not in page.content:
        return {}
    sources = [each.get("src") for each in html.document_fromstring(page.content.decode()).iter("iframe")]
    return {source: client.get(source) for source in sources}


def pages(status: Status) -> list[tuple[str, str]]:
    """Return (address, who) of the pages tried in this status, without those of registers and those looked at."""
    found = [page for page in forms.tried_in(status) if page[0] not in ELSEWHERE]
    if status == forms.STATUSES[0]:
        found += [(f"{name}{BY_KEY}", "the owner") for name in own_pages.BY_KEY]
    return [page for page in found if not page[0].startswith(probe.REGISTER)]


def shares(status: Status) -> range:
    """Return the shares of the pages tried in this status: about forty addresses each."""
    return range(-(-len(pages(status)) // 40))


def registers(status: Status) -> list[tuple[str, str]]:
    """Return (address, who) of the registers' pages in a status where each register has rows."""
    found = []
    for name, row in table.read().items():
        who = next((each for each in forms.WHO[::-1] if table.expected(row[each], status) == "page"), None)
        if name.startswith(probe.REGISTER) and who:
            found.append((name, who))
    return found


def problems(page: Page, axe: Callable[[Page], None]) -> Iterator[str]:
    """Yield what is wrong with the page as it stands in the browser."""
    for viewport, scheme in LOOKS:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half way
        try:
            axe(page)
        except AssertionError as error:
            yield f"{scheme}: {error}"
    page.set_viewport_size(REFLOW)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield "needs scrolling sideways at 320 px"
    if any(frame.url.startswith("chrome-error:") for frame in page.frames):
        yield "a frame may not be shown"
    summary = page.locator("[data-error-summary]")
    if summary.count() and not page.evaluate("document.activeElement.matches('[data-error-summary]')"):
        yield "the summary of errors has not the focus"


@pytest.fixture
def given() -> Iterator[dict[str, HttpResponse]]:
    """Yield what the live server answers whoever asks: path → answer. The browser keeps styles and scripts meanwhile.

    (To answer in the browser's place, by `page.route`, would have it fetch them anew for every page.)
    """
    answers: dict[str, HttpResponse] = {}
    get_response = BaseHandler.get_response

    def answer(handler: BaseHandler, request: HttpRequest) -> HttpResponse:
        one = answers.get(request.path)
        if one is None:
            return get_response(handler, request)
        return HttpResponse(one.content, status=one.status_code, headers=dict(one.items()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "get_response", answer)
        yield answers


def test_every_page_that_somebody_gets_is_looked_at() -> None:
    """Here or in test_accounts.py, which sees to it that it looks at what it says."""
    here = {name.removesuffix(BY_KEY) for status in forms.STATUSES for name, _who in pages(status)}
    looked_at = here | {name for name, _who in registers(Status.READY)} | ELSEWHERE
    rows = table.read()
    got = {name for name, row in rows.items() if any("page" in answer for answer in row.values())}
    own = {name for name in rows if name.startswith(ACCOUNT)} - own_pages.NO_PAGES
    assert (got | own) - looked_at == set()


@pytest.mark.parametrize(
    ("status", "share", "of_registers"),
    [
        *(
            pytest.param(status, (each, len(shares(status))), False, id=f"{status}-{each}")
            for status in forms.STATUSES
            for each in shares(status)
        ),
        pytest.param(Status.READY, (0, 1), True, id="registers"),
    ],
)
def test_every_page_and_every_error_state(
    status: Status,
    share: tuple[int, int],
    of_registers: bool,  # noqa: FBT001 - a parameter of the test
    open_page: Callable[..., Page],
    axe: Callable[[Page], None],
    given: dict[str, HttpResponse],
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.PUBLIC_FORM_MIN_SECONDS = 0
    shown = list(answers(status, share, of_registers=of_registers))
    page = open_page(viewport=DESKTOP)
    given["/admin/jsi18n/"] = JavaScriptCatalog().get(
        RequestFactory().get("/")
    )  # the words of the registers' scripts
    wrong = []
    for number, one in enumerate(shown):
        here = f"{HERE}{number}/"
        given |= {here: one.response} | one.frames
        if "sandbox" in one.response.get("Content-Security-Policy", ""):
            # A mail: no script may run there, and axe is one. The page of the mail shows it as it is, in its frame.
            given[here] = HttpResponse(one.response.content)
        page.goto(here)
        wrong += [f"{one.name}: {problem}" for problem in problems(page, axe)]
    assert not wrong, "\n".join(wrong)
    assert shown
