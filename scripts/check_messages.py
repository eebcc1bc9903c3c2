"""Check the message catalogues: every text that the public and the applicants read is translated, none in doubt.

The source is written in Swedish, so Swedish needs no catalogue for our own texts. A text that lacks its
translation would silently be shown in Swedish on a page in another language: this is where that is seen.
What only people at the city read, and what stands in documents, is Swedish always (SWEDISH_ONLY); the access
test sees to it that no page of an applicant holds such a text.

`--write` puts new texts into the catalogues, takes out those that are gone, and compiles them; without it, it
works on a copy of the source and changes nothing.
"""

from __future__ import annotations

import gettext
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
# Pages of the staff, and documents and what goes into them.
SWEDISH_ONLY = re.compile(
    r"""
    templates/(staff|committee/(?!group_)|workspace|registers|registry|admin|applications/officer_report)
    | templates/(.*/)?staff(/|_)
    | templates/reports/(?!being_made|changed|draft_copy)
    | templates/mail/.*_(officer|managers|secretaries|registrars)\.txt
    | .*(_admin|/admin|(writing|resultat|proposal|check_ins|officer_report)/snapshot|/report_source|/source)\.py
    | .*/(staff_\w+|review_\w+|gates)\.py
    | applications/(actors|city|officer_report|committee/(?!panel)|registry|workspace|dispatch|support)/
    | applications/decisions/(?!content|outcomes|snapshot)
    | applications/mailing/texts/
    | applications/(phrases|prose|tables|register_files)\.py
    | applications/models/(mail_text|city|hand_over|list_file|network|phrase|record|saved_view|signed_extract)\.py
    | phases/(trail|case_tabs|changes)\.py
    | reports/(contexts|packs|word|charts)
    | samverkan/(workday|admin_site|checks|clock|second_factor|demo|management)
    """,
    re.VERBOSE,
)


def main() -> None:
    """Exit with 1 and the list of problems, or say how many texts were found."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    from django.conf import settings

    others = [language for language, _ in settings.LANGUAGES if language != settings.LANGUAGE_CODE]
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for source in _SOURCES:
            shutil.copytree(ROOT / source, copy / source, ignore=shutil.ignore_patterns("__pycache__"))
        texts = _extract(copy)
        found = len(_entries(texts))
        if not found:
            problems.append("No text marked for translation was found: the search itself is broken.")
        for language in others:
            catalogue = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
            if "--write" in sys.argv:
                _write(catalogue, texts)
            if catalogue.exists():
                problems += _problems(language, catalogue, texts)
            else:
                problems.append(
                    f"LANGUAGES offers {language}, but {catalogue.relative_to(ROOT)} does not exist."
                )
    for problem in problems:
        print(problem)
    print(f"{found} texts marked for translation, {len(problems)} problems.")
    sys.exit(1 if problems else 0)


def _extract(copy: Path) -> Path:
    """Return a catalogue of the texts that readers meet; a template or module that cannot be read stops here."""
    (copy / "locale").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [*_DJANGO, "makemessages", "--locale=xx", "--no-wrap", "--verbosity=0"]
    subprocess.run(command, cwd=copy, env=environment, check=True)
    everything = copy / "locale" / "xx" / "LC_MESSAGES" / "django.po"
    files = set(
        re.findall(r"(\S+):\d+", "\n".join(re.findall(r"^#: (.*)$", everything.read_text(), re.MULTILINE)))
    )
    read = [f"--location={file}" for file in sorted(files) if not SWEDISH_ONLY.match(file)]
    texts = copy / "texts.pot"
    subprocess.run(["msggrep", "--no-wrap", *read, "--output", str(texts), str(everything)], check=True)
    return texts


def _write(catalogue: Path, texts: Path) -> None:
    """Bring a catalogue up to the texts, without guesses, and compile it."""
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    if not catalogue.exists():
        shutil.copy(texts, catalogue)
    merge = ["msgmerge", "--no-fuzzy-matching", "--no-wrap", "--no-location", "--quiet"]
    subprocess.run([*merge, "--output-file", str(catalogue), str(catalogue), str(texts)], check=True)
    clean = ["msgattrib", "--no-obsolete", "--no-wrap", "--no-location"]
    subprocess.run([*clean, "--output-file", str(catalogue), str(catalogue)], check=True)
    subprocess.run(["msgfmt", f"--output-file={catalogue.with_suffix('.mo')}", str(catalogue)], check=True)


def _problems(language: str, catalogue: Path, texts: Path) -> list[str]:
    found = []
    with tempfile.NamedTemporaryFile(suffix=".mo") as compiled:
        result = subprocess.run(
            ["msgfmt", "--check", f"--output-file={compiled.name}", str(catalogue)],
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            return [f"{language}: {result.stderr.strip()}"]
        shown = catalogue.with_suffix(".mo")
        if not shown.exists() or _texts(shown) != _texts(Path(compiled.name)):
            found.append(
                f"{language}: {shown.name} is not made of {catalogue.name}: scripts/check_messages.py --write"
            )
    if fuzzy := catalogue.read_text(encoding="utf-8").count("\n#, fuzzy"):
        found.append(f"{language}: {fuzzy} entries are in doubt (fuzzy).")
    wanted = {msgid for msgid, _done in _entries(texts)}
    entries = _entries(catalogue)
    found += [
        f"{language} lacks: {text}" for text in sorted(wanted - {msgid for msgid, done in entries if done})
    ]
    found += [
        f"{language} has what nobody says: {text}"
        for text in sorted({msgid for msgid, _ in entries} - wanted)
    ]
    return found


def _texts(compiled: Path) -> dict:
    """Return what a compiled catalogue says, but for its header."""
    with compiled.open("rb") as file:
        texts = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]  # noqa: SLF001
    texts.pop("", None)
    return texts


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
