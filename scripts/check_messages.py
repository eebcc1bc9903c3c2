"""Check the message catalogues: every text of the source is in each, translated, and nothing is in doubt.

The source is written in Swedish, so Swedish needs no catalogue for our own texts. A text that lacks its
translation would silently be shown in Swedish on a page in another language: this is where that is seen.
Works on a copy of the source, so it changes nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_SOURCES = ("applications", "phases", "reports", "samverkan", "templates")
_DJANGO = [sys.executable, "-m", "django"]


def main() -> None:
    """Exit with 1 and the list of problems, or say how many texts were found."""
    sys.path.insert(0, str(ROOT))
    from django.conf import settings

    problems: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for source in _SOURCES:
            shutil.copytree(ROOT / source, copy / source, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / "locale").mkdir()
        texts = _extract(copy)
        if not texts:
            problems.append("No text marked for translation was found: the search itself is broken.")
        for language, _ in settings.LANGUAGES:
            catalogue = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
            if catalogue.exists():
                problems += _problems(language, catalogue, texts, own=language == settings.LANGUAGE_CODE)
            elif language != settings.LANGUAGE_CODE:
                problems.append(
                    f"LANGUAGES offers {language}, but {catalogue.relative_to(ROOT)} does not exist."
                )
    for problem in problems:
        print(problem)
    print(f"{len(texts)} texts marked for translation, {len(problems)} problems.")
    sys.exit(1 if problems else 0)


def _extract(copy: Path) -> set[str]:
    """Return the msgids of all sources; a template or module that cannot be read stops here with its error."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [*_DJANGO, "makemessages", "--locale=xx", "--no-location", "--no-wrap", "--verbosity=0"]
    subprocess.run(command, cwd=copy, env=environment, check=True)
    return {msgid for msgid, _ in _entries(copy / "locale" / "xx" / "LC_MESSAGES" / "django.po")}


def _problems(language: str, catalogue: Path, texts: set[str], *, own: bool) -> list[str]:
    found = []
    compiled = subprocess.run(
        ["msgfmt", "--check", "--output-file=/dev/null", str(catalogue)],
        capture_output=True,
        text=True,
        check=False,
    )
    if compiled.returncode:
        found.append(f"{language}: {compiled.stderr.strip()}")
    if fuzzy := catalogue.read_text(encoding="utf-8").count("\n#, fuzzy"):
        found.append(f"{language}: {fuzzy} entries are in doubt (fuzzy).")
    if not own:  # our own language needs only what other packages say badly
        translated = {msgid for msgid, done in _entries(catalogue) if done}
        found += [f"{language} lacks: {text}" for text in sorted(texts - translated)]
    return found


def _entries(catalogue: Path) -> list[tuple[str, bool]]:
    """Return (msgid, has a translation in every form) for each living entry of a .po file, the header left out."""
    plain = subprocess.run(
        ["msgattrib", "--no-obsolete", "--no-wrap", str(catalogue)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    entries = []
    for block in plain.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        parts: list[tuple[str, str]] = []
        for line in lines:
            keyword, _, quoted = line.partition(' "') if not line.startswith('"') else ("", "", line[1:])
            text = quoted.removesuffix('"')
            if keyword:
                parts.append((keyword, text))
            elif parts:
                parts[-1] = (parts[-1][0], parts[-1][1] + text)
        msgid = "".join(text for keyword, text in parts if keyword == "msgid")
        strings = [text for keyword, text in parts if re.match(r"msgstr", keyword)]
        if msgid:
            entries.append((msgid, bool(strings) and all(strings)))
    return entries


if __name__ == "__main__":
    main()
