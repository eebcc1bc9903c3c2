"""`make pictures`: the pictures of README, taken in a demo of their own. Run by hand when the pages have changed."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import cluster
import machine
import run_demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_FOLDER = machine.ROOT / "docs" / "bilder"
_MAX_BYTES = 200_000
_COLOURS = 64  # flat surfaces and text: more is not seen
_DOCUMENT_SECONDS = 120
_CASE_DONE = "Lingarnsgatan – en grönare och tryggare gata"


class Picture(NamedTuple):
    """One picture: whose page, the links to follow from it, and the size of the window (height: of the picture)."""

    name: str
    email: str
    links: tuple[str, ...]
    size: tuple[int, int]
    scale: float = 1.5


PICTURES = (
    Picture("mitt-arende", "idris@example.org", ("Tråddockans gård",), (1200, 1000)),
    Picture("mitt-arende-telefon", "idris@example.org", ("Tråddockans gård",), (390, 844), 2),
    Picture("ansokan", "idris@example.org", ("Vantmakargatan tillsammans", "Skriv ansökan"), (1200, 1000)),
    Picture("min-arbetsdag", "maja@example.org", (), (1200, 1000)),
    Picture("arende", "maja@example.org", ("Gröna stråket vid Bomullsgatan",), (1280, 1440)),
    Picture("sammantrade", "sixten@example.org", ("Till sammanträdet",), (1200, 800)),
)


def main() -> None:
    """Set up, start a demo on a free port with data of its own, take every picture, end the demo."""
    machine.stop_on_signals()
    machine.require("venv", "pango", "chromium", "libatomic", "poppler")
    machine.environment(machine.ROOT / "requirements-dev.lock")
    if Path(sys.prefix).resolve() != machine.VENV.resolve():
        os.execv(machine.PYTHON, [str(machine.PYTHON), *sys.argv])  # noqa: S606 - ourselves, with the libraries
    with tempfile.TemporaryDirectory(prefix="samverkan-pictures-") as data:
        port = cluster.free_port()
        env = run_demo.environment(port) | {"SAMVERKAN_DATA_DIR": data}
        run_demo.prepare(env)
        with run_demo.running(port, env):
            _take_all(f"http://localhost:{port}", env)


def _take_all(site: str, env: dict[str, str]) -> None:
    from playwright.sync_api import sync_playwright

    _FOLDER.mkdir(parents=True, exist_ok=True)
    logins = subprocess.run(
        [str(machine.PYTHON), "manage.py", "demo_logins"],
        cwd=machine.ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    password = logins.stdout.split()[-1]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(machine.CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in PICTURES:
            _save(picture.name, _window(browser, site, picture, password).screenshot())
        page = _window(browser, site, Picture("", "idris@example.org", (_CASE_DONE,), (1200, 900)), password)
        _save("protokollsutdrag", _first_page(_document(page, "Protokollsutdrag § 301")))
        browser.close()


def _window(browser: Browser, site: str, picture: Picture, password: str) -> Page:
    """Return a window where the person has logged in and followed the links."""
    width, height = picture.size
    page = browser.new_page(
        base_url=site,
        viewport={"width": width, "height": height},
        device_scale_factor=picture.scale,
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
    )
    page.goto("/konto/logga-in/")
    page.locator("[name=login]").fill(picture.email)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/a*/")
    for link in picture.links:
        page.get_by_role("link", name=link, exact=True).first.click()
        page.wait_for_load_state("networkidle")
    return page


def _document(page: Page, name: str) -> bytes:
    """Return the PDF that a link on the page leads to, as soon as the worker has made it."""
    url = page.locator("a", has_text=name).first.get_attribute("href") or ""  # also where a list is folded
    until = time.monotonic() + _DOCUMENT_SECONDS
    while (answer := page.request.get(url)).headers.get("content-type") != "application/pdf":
        if time.monotonic() > until:
            machine.stop(f"{name} was not made within {_DOCUMENT_SECONDS} seconds.")
        time.sleep(1)
    return answer.body()


def _first_page(pdf: bytes) -> bytes:
    command = ["pdftoppm", "-r", "90", "-f", "1", "-singlefile", "-png", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def _save(name: str, png: bytes) -> None:
    """Write a picture with few colours; stops when it is heavier than a README should be."""
    from PIL import Image

    image: Any = Image.open(io.BytesIO(png)).convert("RGB")
    small = io.BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    if small.tell() >= _MAX_BYTES:
        machine.stop(f"{name}.png became {small.tell() // 1000} kB. Choose a smaller window.")
    (_FOLDER / f"{name}.png").write_bytes(small.getvalue())
    machine.say(f"docs/bilder/{name}.png  {small.tell() // 1000} kB")


if __name__ == "__main__":
    main()
