"""Lighthouse, which the lock of tests/tools/node brings, in Debian's Chromium.

    from tests.tools import lighthouse
    page = lighthouse.Page("http://localhost:8000/", ("accessibility", "best-practices", "seo"))
    assert lighthouse.problems([page]) == []

One call starts one Node and one Chromium and measures all the pages in them (about three seconds each). Speed is not
measured: the figure would be that of the machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_SCRIPT = Path(__file__).parent / "node" / "measure.mjs"
_CHROMIUM = "/usr/bin/chromium"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
_SECONDS = 180


class Page(NamedTuple):
    """What to measure: an address, the categories (Lighthouse's own names) and a Cookie header of who asks."""

    url: str
    categories: tuple[str, ...]
    cookie: str = ""


def problems(pages: Sequence[Page]) -> list[str]:
    """Return a readable text for every category of a page that has less than 100, with what failed in it.

    Raises RuntimeError when Node, Chromium or Lighthouse is missing, and when a page leads somewhere else.
    """
    node = Path(sys.executable).with_name("node")
    if not (node.exists() and (_SCRIPT.parent / "node_modules" / "lighthouse").exists()):
        raise RuntimeError("Lighthouse is missing: run `make test` once.")
    task = {"chromium": _CHROMIUM, "flags": _FLAGS, "pages": [page._asdict() for page in pages]}
    run = subprocess.run(  # noqa: S603 - our own command
        [node, _SCRIPT], input=json.dumps(task), capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if run.returncode:
        raise RuntimeError(f"Lighthouse broke:\n{run.stderr}")
    found = []
    for verdict in json.loads(run.stdout):
        if verdict["shown"] != verdict["url"]:
            raise RuntimeError(f"{verdict['url']} led to {verdict['shown']}")
        for category in verdict["categories"]:
            if category["score"] < 1:
                failed = "\n  ".join([f"{category['id']} {category['score']:.0%}:", *category["failed"]])
                found.append(f"{verdict['url']} {failed}")
    return found
