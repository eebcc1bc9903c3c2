"""Every page of the product and every form's error state, in the eyes of axe: wide and light, narrow and dark.

The pages come from the table of access, so a new page cannot be forgotten. Each is asked for as somebody who gets it,
and its form is sent empty; what would have been written is rolled back. The browser is then given the very answer,
with its headers, and loads styles and scripts from the live server. Every page is looked at in both ways, and so are
the error states of the public and the group. Of those of the staff every other is seen in one way and every other in
the other, as the errors are drawn alike everywhere, and so are the pages of the registers. The pages of an account
are looked at in test_accounts.py.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pytest
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone
from django.views.i18n import JavaScriptCatalog

from applications.models import OutgoingMail
from applications.states import Status
from tests import test_bad_input as forms
from tests.access import probe, table
from tests.e2e.conftest import DESKTOP, PHONE
from tests.walk import walked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.http import HttpResponse
    from django.test import Client
    from playwright.sync_api import Page, Route

Look = tuple[dict[str, int], Literal["light", "dark"]]
pytestmark = pytest.mark.django_db(transaction=True)
REFLOW = {"width": 320, "height": 800}  # WCAG 1.4.10
LOOKS: tuple[Look, ...] = ((DESKTOP, "light"), (PHONE, "dark"))
HERE = "/sidan-som-visas/"
GROUP = ("idris", "ylva", "nobody")
ACCOUNT = ("account_", "mfa_", "usersessions_")


class Shown(NamedTuple):
    """An answer of the product: what it is called in a failure, the answer, and how it is looked at."""

    name: str
    response: HttpResponse
    looks: tuple[Look, ...]


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
    turns = itertools.count()
    for name, who in (registers(status) if of_registers else pages(status))[share[0] :: share[1]]:
        url = probe.address(name, walk.case)
        page = browsers[who].get(url)
        if not is_page(page):
            continue
        looks = one_of(turns) if of_registers else LOOKS
        yield Shown(f"{name} as {who}", page, looks)
        for number, form in enumerate(forms.forms(page.content.decode(), url)):
            with transaction.atomic():
                answer = browsers[who].post(form.action, forms.filled(form, ""))
                transaction.set_rollback(True)
            if is_page(answer) and b"data-error-summary" in answer.content:
                yield Shown(
                    f"{name} as {who}, form {number} sent empty",
                    answer,
                    LOOKS if who in GROUP else one_of(turns),
                )


def pages(status: Status) -> list[tuple[str, str]]:
    """Return (address, who) of the pages tried in this status, without those of registers and accounts."""
    return [page for page in forms.tried_in(status) if not page[0].startswith((*ACCOUNT, probe.REGISTER))]


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


def one_of(turns: Iterator[int]) -> tuple[Look, ...]:
    """Return one look, the next one every time."""
    turn = next(turns) % len(LOOKS)
    return LOOKS[turn : turn + 1]


def problems(page: Page, axe: Callable[[Page], None], looks: Iterable[Look]) -> Iterator[str]:
    """Yield what is wrong with the page as it stands in the browser."""
    for viewport, scheme in looks:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half way
        try:
            axe(page)
        except AssertionError as error:
            yield f"{scheme}: {error}"
    page.set_viewport_size(REFLOW)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield "needs scrolling sideways at 320 px"
    summary = page.locator("[data-error-summary]")
    if summary.count() and not page.evaluate("document.activeElement.matches('[data-error-summary]')"):
        yield "the summary of errors has not the focus"


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
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.PUBLIC_FORM_MIN_SECONDS = 0
    shown = list(answers(status, share, of_registers=of_registers))
    current: list[Shown] = []

    def fulfil(route: Route) -> None:
        response = current[-1].response
        headers = {name: value for name, value in response.items() if name.lower() != "content-length"}
        if "sandbox" in headers.get("Content-Security-Policy", ""):
            # A mail in its frame, where no script may run; axe is one.
            headers.pop("Content-Security-Policy")
        route.fulfill(status=200, headers=headers, body=response.content)

    page = open_page(viewport=DESKTOP)
    page.route(f"**{HERE}", fulfil)
    # The frame of a mail would ask the live server, which knows nobody here; it is looked at as a page of its own.
    page.route("**/admin/mejl/*/utseende/", lambda route: route.fulfill(status=204))
    # Nor would it give its words to the scripts of the registers.
    words = JavaScriptCatalog().get(RequestFactory().get("/")).content
    page.route("**/admin/jsi18n/", lambda route: route.fulfill(status=200, body=words))
    wrong = []
    for one in shown:
        current.append(one)
        page.goto(HERE)
        wrong += [f"{one.name}: {problem}" for problem in problems(page, axe, one.looks)]
    assert not wrong, "\n".join(wrong)
    assert shown
