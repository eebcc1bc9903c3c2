"""Every form of the product against what people and machines send by mistake or on purpose.

Each form is fetched as the person who may fill it in, filled with one kind of bad input in every field, and posted
inside a savepoint. Whatever comes: no error of ours, nothing typed becomes markup, and a refusal says so in the
summary and at the field, with everything that was typed still there.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from lxml import html

from tests import hostile, sweep
from tests.access import probe, table

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

MARKUP = f"{hostile.ODD_BUT_FINE['emoji']} {hostile.ODD_BUT_FINE['right to left']} {hostile.SCRIPT}"
TYPED: dict[str, str] = {
    "spaces": "   ",
    "too long": hostile.TOO_LONG,
    "markup": MARKUP,
    "null": hostile.NULL,
    "negative": "-5",
    "absurd": "99999999999999999999",
    "no date": "2026-13-45",
    "early": "0001-01-01",
}
TAMPERED = {"tampered id": "999999999", "tampered word": "x' OR 1=1 --"}
TEXTS = {"text", "textarea", "email", "tel", "url", "search", "number", "date", "time", "datetime-local"}


def inputs(form: sweep.Form) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (what, data) for everything that is posted to a form; every named button is pressed once."""
    first, *others = form.buttons or [("", "")]
    kinds: dict[str, dict[str, Any]] = {
        "nothing": sweep.emptied(form),
        "no fields": {},
        **{kind: sweep.filled(form, bad) for kind, bad in TYPED.items()},
        **{kind: sweep.tampered(form, value) for kind, value in TAMPERED.items()},
    }
    if any(control.name.endswith("revision") for control in form.controls):
        kinds["stale"] = sweep.filled(form, "Gatan") | {
            control.name: "0" for control in form.controls if control.name.endswith("revision")
        }
    for kind, data in kinds.items():
        yield kind, data | pressed(first)
    for button in others:
        yield f"markup, {'='.join(button)}", sweep.filled(form, MARKUP) | pressed(button)


def pressed(button: tuple[str, str]) -> dict[str, str]:
    name, value = button
    return {name: value} if name else {}


def problems(response: Any, form: sweep.Form, data: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the answer to a posted form."""
    if response.status_code not in {200, 302, 400, 403, 404, 405, 429}:
        yield f"answered {response.status_code}"
        return
    if not response.get("Content-Type", "").startswith("text/html"):
        return
    text = response.content.decode()
    if "<script>alert" in text or "<b>fet</b>" in text:
        yield "typed markup became markup"
    if response.status_code != 200:
        return
    page = html.document_fromstring(text)
    summary = page.find_class("s-errsum")
    if not summary:
        if b"data-stamp" not in response.content:
            yield "shown again without a summary"
        return
    if not page.findtext(".//title").startswith("Fel: "):
        yield "the title does not say Fel"
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    for link in summary[0].iter("a"):
        target = urlsplit(link.get("href"))
        if target.fragment and not target.path and target.fragment not in ids:
            yield f"the summary leads to #{target.fragment}, which is not there"
    yield from lost(page, form, data)


def lost(page: Any, form: sweep.Form, data: dict[str, Any]) -> Iterator[str]:
    """Yield the controls that do not hold what was typed."""
    main = page.get_element_by_id("innehall")
    shown = {control.name: control.value for control in sweep.controls(main)}
    for control in form.controls:
        typed = data.get(control.name)
        if control.kind not in TEXTS or not isinstance(typed, str):
            continue
        kept = shown.get(control.name)
        if kept is None or tidied(kept) != tidied(typed):
            yield f"{control.name} was lost: {(kept or 'gone')[:30]!r}"


def tidied(text: str) -> str:
    return "".join(text.replace("\x00", "").split())


@pytest.fixture
def _quiet(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.PUBLIC_FORM_MIN_SECONDS = 0


def wrong_on(places: Iterable[sweep.Place], browsers: dict[str, "Client"]) -> list[str]:
    """Return what is wrong with the answers to bad input on these pages."""
    wrong: list[str] = []
    for place in places:
        browser = browsers[place.who]
        for number, form in enumerate(sweep.forms(browser.get(place.url).content.decode(), place.url)):
            for kind, data in inputs(form):
                what = f"{place}[{number}] {kind}"
                with transaction.atomic():
                    try:
                        response = browser.post(form.action, data)
                        wrong += [f"{what}: {problem}" for problem in problems(response, form, data)]
                        if kind.startswith("markup") and response.status_code == 302:
                            after = browser.get(response.url)
                            if "<script>alert" in after.content.decode():
                                wrong.append(f"{what}: markup on the page after")
                    except Exception as error:  # noqa: BLE001 whatever it is, it is ours
                        wrong.append(f"{what}: {type(error).__name__}: {str(error)[:200]}")
                    transaction.set_rollback(True)
    return wrong


@pytest.mark.usefixtures("_quiet")
@pytest.mark.parametrize("time", sweep.TIMES)
def test_no_form_breaks_or_loses_what_was_typed(time: str) -> None:
    walk = sweep.at(time)
    browsers = probe.clients(walk)
    places = list(sweep.pages(time, walk, browsers))
    assert places
    wrong = wrong_on(places, browsers)
    assert not wrong, "\n".join(wrong)


@pytest.mark.usefixtures("_quiet")
@pytest.mark.parametrize("which", ["registers", "accounts"])
def test_no_form_of_registers_and_accounts_breaks(which: str) -> None:
    walk = sweep.at("execution")
    browsers = probe.clients(walk)
    places = list(sweep.register_pages(browsers) if which == "registers" else sweep.account_pages(browsers))
    wrong = wrong_on(places, browsers)
    assert not wrong, "\n".join(wrong)


def test_every_address_is_opened() -> None:
    """A new address is shown in some status, or at a moment (sweep.SHOWN_AT), or answers without a page."""
    written = table.read()
    shown = {name for name, row in written.items() if any("page" in row[who] for who in sweep.WHO)}
    assert set(probe.names()) == shown | set(sweep.SHOWN_AT) | sweep.NO_PAGE
    assert not sweep.NO_PAGE & shown
