"""Files and messages in a browser: with progress and without JavaScript, with a real scanner that says no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from applications.models import Attachment, Message
from tests import clamd, factories, personas
from tests.applications.writing import samples
from tests.e2e.conftest import PHONE
from tests.files import EICAR, pdf, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def clam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with clamd.running(tmp_path_factory.mktemp("clamd")) as listens:
        yield listens


@pytest.fixture(autouse=True)
def _scanned(settings: Any, tmp_path: Path, clam: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CLAMAV_SOCKET = str(clam)


@pytest.fixture
def chosen(tmp_path: Path) -> Callable[..., list[Path]]:
    """Return a function that puts files on the disk of the person at the browser."""

    def chosen(**contents: bytes) -> list[Path]:
        paths = []
        for name, content in contents.items():
            path = tmp_path / name.replace("__", ".")
            path.write_bytes(content)
            paths.append(path)
        return paths

    return chosen


@pytest.mark.parametrize("javascript", [True, False])
def test_a_refused_file_keeps_the_message_and_the_other_files(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    chosen: Callable[..., list[Path]],
    axe: Callable[[Page], None],
    *,
    javascript: bool,
) -> None:
    case = factories.case()
    page = open_page(viewport=PHONE if javascript else DESKTOP, javascript=javascript)
    sign_in(page, personas.amina())
    page.goto(case.get_absolute_url())
    page.get_by_label("Ditt meddelande").fill("Här är enkäten från boende.")
    page.locator("summary", has_text="Bifoga filer").click()
    page.locator("[name=files]").set_input_files(
        chosen(Enkät__pdf=pdf(), Smittad__txt=EICAR, Torget__jpg=picture("JPEG"))
    )
    page.get_by_role("button", name="Skicka meddelande").click()
    expect(page.get_by_text("Smittad.txt innehåller skadlig kod och togs inte emot").first).to_be_visible()
    expect(page.get_by_label("Ditt meddelande")).to_have_value("Här är enkäten från boende.")
    kept = page.get_by_role("list", name="Tillagda filer").get_by_role("listitem")
    expect(kept).to_have_count(2)
    if javascript:
        axe(page)
    assert Message.objects.count() == 0
    page.get_by_role("button", name=re.compile("Ta bort.*Torget.jpg")).click()
    expect(kept).to_have_count(1)
    expect(page.get_by_label("Ditt meddelande")).to_have_value("Här är enkäten från boende.")
    page.get_by_role("button", name="Skicka meddelande").click()
    expect(page.get_by_text("Meddelandet är skickat.")).to_be_visible()
    expect(page.locator(".s-msg").get_by_role("link", name="Enkät.pdf")).to_be_visible()
    assert [file.name for file in Message.objects.get().attachments.all()] == ["Enkät.pdf"]


def test_files_of_a_draft_come_one_by_one_with_progress(
    phone: Page, sign_in: Callable[..., None], chosen: Callable[..., list[Path]]
) -> None:
    case = samples.draft()
    sign_in(phone, personas.birk())
    phone.goto(reverse("attach_file", args=[case.reference]))
    phone.evaluate(
        """() => { window.seen = []; new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes)
          if (node.querySelector?.("progress")) window.seen.push(node.textContent);
        }).observe(document.body, {childList: true, subtree: true}); }"""
    )
    box = phone.get_by_label("Filer", exact=True)
    box.set_input_files(chosen(Ett__pdf=pdf(), Rörlig__gif=b"GIF89a\0", Två__pdf=pdf()))
    phone.get_by_role("button", name="Lägg till").click()
    expect(phone.get_by_role("alert")).to_be_focused()
    expect(phone.get_by_role("alert")).to_contain_text("Rörlig.gif går inte att ta emot.")
    assert phone.evaluate("window.seen") == ["Ett.pdf", "Rörlig.gif", "Två.pdf"]
    box.set_input_files(chosen(Tre__pdf=pdf()))
    phone.get_by_role("button", name="Lägg till").click()
    expect(phone.get_by_text("Filerna är tillagda.")).to_be_visible()
    expect(phone).to_have_url(re.compile("ansokan/$"))
    assert list(Attachment.objects.values_list("name", flat=True)) == ["Ett.pdf", "Två.pdf", "Tre.pdf"]


def test_what_is_new_is_marked_until_it_has_been_seen(
    desktop: Page, phone: Page, sign_in: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    case = factories.case()
    sign_in(desktop, personas.karl())
    sign_in(phone, personas.amina())
    desktop.goto(reverse("admin:case_messages", args=[case.reference]))
    desktop.get_by_label("Ditt meddelande").fill("Kan ni ta med enkäten?")
    desktop.get_by_role("button", name="Skicka meddelande").click()
    expect(desktop.get_by_text("Meddelandet är skickat.")).to_be_visible()
    axe(desktop)
    phone.goto(reverse("case", args=[case.reference]))
    expect(phone.locator(".s-msg").get_by_text("Nytt", exact=True)).to_be_visible()
    phone.goto(reverse("write_message", args=[case.reference]))
    expect(phone.locator(".s-msg")).to_have_count(1)
    expect(phone.get_by_text("Nytt", exact=True)).to_have_count(0)
    axe(phone)
