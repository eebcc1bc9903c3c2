"""Measures a meeting with 100 decisions: the pack made by the worker while pages are asked for, and time per document.

    .venv/bin/python scripts/measure_pack.py [--decisions 100]

Everything happens in a throw-away PostgreSQL and a throw-away folder. Printed at the end: how long a page takes
when nothing else happens and while the worker makes the documents and the pack, and the time per document
beside bare WeasyPrint on the same HTML in the same run. Quote the ratios: absolute times belong to the machine.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import sys
import tempfile
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import cluster
import machine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

IDLE_ROUNDS = 40
COMPARED = 30  # documents that are laid out both ways


def main() -> None:
    """Make the meeting, the worker and the server; measure; print; leave nothing behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=100)
    count = parser.parse_args().decisions
    with tempfile.TemporaryDirectory(prefix="samverkan-pack-") as folder, cluster.postgresql() as database:
        port = cluster.free_port()
        os.environ |= {
            "SAMVERKAN_DATABASE": database,
            "SAMVERKAN_DATA_DIR": folder,
            "SAMVERKAN_SECRET_KEY": secrets.token_urlsafe(50),
            "SAMVERKAN_HTTPS": "0",
            "SAMVERKAN_STAFF_SECOND_FACTOR": "0",
            "SAMVERKAN_SITE_URL": f"http://localhost:{port}",
            "DJANGO_SETTINGS_MODULE": "samverkan.settings",
        }
        sys.path.insert(0, str(machine.ROOT))
        _measure(count, port)


def _measure(count: int, port: int) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    django.setup()
    for command in ("migrate", "createcachetable", "collectstatic"):
        call_command(
            command, verbosity=0, **({} if command == "createcachetable" else {"interactive": False})
        )
    meeting, cookie = _meeting(count)
    manage = [str(machine.PYTHON), "manage.py"]
    gunicorn = [
        "-m",
        "gunicorn",
        "--config",
        "gunicorn.conf.py",
        "--bind",
        f"127.0.0.1:{port}",
        "samverkan.wsgi",
    ]
    server = machine.start([str(machine.PYTHON), *gunicorn], os.environ)
    worker = None
    try:
        ask = _asker(f"http://localhost:{port}/admin/namnden/{meeting.pk}/", cookie)
        _until(lambda: ask() is not None, 30)
        idle = [ask() for _round in range(IDLE_ROUNDS)]
        worker = machine.start([*manage, "db_worker", "--no-startup-delay", "--verbosity", "0"], os.environ)
        busy, issued = _while(lambda: _issued() < count, ask)
        pack = _order(meeting)
        busy_pack, packed = _while(lambda: _being_made(pack), ask)
    finally:
        machine.end([process for process in (worker, server) if process])
    pack.refresh_from_db()
    if not pack.pdf:
        machine.stop(f"The pack could not be made: {pack.error}")
    print(f"{count} decisions, {pack.pages} pages in the pack")
    _say("meeting page, nothing else", idle)
    _say("meeting page, documents being made", busy)
    _say("meeting page, pack being made", busy_pack)
    print(
        f"documents: {issued:.1f} s, {1000 * issued / count:.0f} ms each with database, storage and pages beside"
    )
    print(f"pack: {packed:.1f} s")
    _compare()


def _meeting(count: int) -> tuple[Any, str]:
    """Return a meeting with so many released decisions, made by the real actions, and the secretary's session."""
    from django.test import Client

    from tests import personas
    from tests.applications.committee import cases

    for number in range(1, count + 1):
        cases.released(cases.on_agenda(cases.ready(title=f"Gata {number}")), paragraph=number)
    client = Client()
    client.force_login(personas.nils())
    return cases.meeting(), client.cookies["sessionid"].value


def _asker(url: str, cookie: str) -> Callable[[], float | None]:
    """Return a function that asks for the page and returns its milliseconds, None when nobody answers."""

    def ask() -> float | None:
        request = urllib.request.Request(url, headers={"Cookie": f"sessionid={cookie}"})  # noqa: S310 our own server
        start = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                answer.read()
        except OSError:
            return None
        return 1000 * (time.perf_counter() - start)

    return ask


def _until(done: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            machine.stop("The server does not answer.")
        time.sleep(0.2)


def _while(going: Callable[[], bool], ask: Callable[[], float | None]) -> tuple[list[float | None], float]:
    """Return the times of the page, asked for as long as the work goes on, and how long that was in seconds."""
    start, times = time.perf_counter(), []
    while going():
        times.append(ask())
        time.sleep(0.05)
    return times, time.perf_counter() - start


def _issued() -> int:
    from reports.models import IssuedDocument

    return IssuedDocument.objects.count()


def _order(meeting: Any) -> Any:
    from django.utils import timezone

    from reports.models import Pack
    from reports.tasks import make_pack
    from tests import personas

    pack = Pack.objects.create(
        meeting=meeting, kind=Pack.Kind.DECISIONS, ordered_by=personas.nils(), ordered_at=timezone.now()
    )
    make_pack.enqueue(pack.pk)
    return pack


def _being_made(pack: Any) -> bool:
    pack.refresh_from_db()
    return bool(pack.is_being_made)


def _say(what: str, times: Iterable[float | None]) -> None:
    found = sorted(value for value in times if value is not None)
    if not found:
        print(f"{what}: not asked for, the work was done at once")
        return
    p50, p95 = statistics.median(found), found[int(0.95 * (len(found) - 1))]
    print(f"{what}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest {found[-1]:.0f} ms ({len(found)} times)")


def _compare() -> None:
    """Lay the same documents out our way and with bare WeasyPrint, by turns, and print the ratio."""
    from django.contrib.staticfiles import finders
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from applications.models import DocumentOrder
    from reports import pdf
    from reports.pages import STYLESHEET, render_html

    orders = DocumentOrder.objects.filter(kind="minutes_extract").order_by("id")[:COMPARED]
    fonts = FontConfiguration()
    css = CSS(filename=finders.find(STYLESHEET), font_config=fonts)
    ours, bare = [], []
    for order in orders:
        html = render_html(order.kind, order.snapshot)
        start = time.perf_counter()
        HTML(string=html).write_pdf(stylesheets=[css], font_config=fonts, pdf_tags=True)
        bare.append(time.perf_counter() - start)
        start = time.perf_counter()
        pdf.render(order.kind, order.snapshot)
        ours.append(time.perf_counter() - start)
    one, other = statistics.median(ours[1:]), statistics.median(bare[1:])
    print(
        f"one extract: {1000 * one:.0f} ms, bare WeasyPrint on the same HTML {1000 * other:.0f} ms, "
        f"ratio {one / other:.2f}"
    )


if __name__ == "__main__":
    main()
