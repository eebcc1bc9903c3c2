"""HTML validation with the Nu Html Checker, whose jar the lock of tests/tools/node brings.

    from tests.tools import nu
    assert nu.problems({"start page": "<!doctype html>…"}) == []

One call starts one Java process (about three seconds, then a hundredth of a second a page): gather the pages first.
Only errors count. The checker's warnings and advice are about taste, as of a section without a heading.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_JAR = Path(__file__).parent / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_SECONDS = 300


def problems(pages: Mapping[str, str]) -> list[str]:
    """Return the errors in the pages as readable text, each with the name that the page was given.

    Raises RuntimeError when Java or the checker is missing, or when it gives no answer.
    """
    if not pages:
        raise ValueError("Nothing to check.")
    java = shutil.which("java")
    if java is None or not _JAR.exists():
        raise RuntimeError(f"The HTML checker needs Java and {_JAR.name}: run `make test` once.")
    names = list(pages)
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(names):
            (Path(folder) / f"{number}.html").write_text(pages[name])
        options = ["--errors-only", "--format", "json", "--exit-zero-always", folder]
        # One core and no slow compiling: it lives for seconds. Its schemas need a deep stack.
        flags = ["-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss8m"]
        run = subprocess.run(  # noqa: S603 - our own command
            [java, *flags, "-jar", str(_JAR), *options],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    try:
        messages = json.loads(run.stderr)["messages"]
    except (ValueError, KeyError):
        raise RuntimeError(f"The HTML checker broke:\n{run.stderr}") from None
    return [_readable(names, message) for message in messages]


def _readable(names: list[str], message: Mapping[str, str]) -> str:
    name = names[int(Path(message["url"]).stem)]
    place = f"\n    at line {message.get('lastLine', '?')}: {message.get('extract', '').strip()}"
    return f"{name}: {message['message']}{place}"
