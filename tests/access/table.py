"""The written table of who gets what where (table.txt): reading it, writing it anew after a look at the difference.

python -m tests.access.table        prints the differences between the table and the product
python -m tests.access.table write  writes the table as the product answers now; read `git diff` afterwards
"""

import difflib
import logging
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

FILE = Path(__file__).with_name("table.txt")
HEAD = """# Who gets what at every address, in every status of a case.
#
# page: the page · back: sent to another page (the case, the log-in) · no: 403 that says who may
# hidden: 404 · post: only answers a posted form · soon: the document is being made
# A word alone holds in every status; otherwise the statuses stand after it, and "else" is the rest.
#
# A form posted there is refused to whom the page is (no, hidden, back), and taken from the others. Where it is not so,
# a line with POST says how it is.
"""
POST = "POST "
# What is answered to a posted form, if the table does not say otherwise: what is asked for → what is posted.
POSTED = {"page": "taken", "soon": "taken", "post": "taken", "no": "no", "hidden": "hidden", "back": "back"}
Answers = Mapping[str, Mapping[str, Mapping[str, str]]]  # address → persona → status → word


def line(answers: Mapping[str, str]) -> str:
    """Return the answers of one persona at one address, status by status, as short as they can be said."""
    groups: dict[str, list[str]] = {}
    for status, word in answers.items():
        groups.setdefault(word, []).append(status)
    usual = max(groups, key=lambda word: len(groups[word]))
    if len(groups) == 1:
        return usual
    parts = [f"{word} in {' '.join(statuses)}" for word, statuses in groups.items() if word != usual]
    return "; ".join([*parts, f"else {usual}"])


def text(answers: Answers, posted: Answers) -> str:
    """Return the whole table: an address, and below it those who get the same answers on one line."""
    blocks = []
    for name, by_persona in answers.items():
        rows: dict[str, list[str]] = {}
        for persona, by_status in by_persona.items():
            rows.setdefault(line(by_status), []).append(persona)
        block = [name, *(f"  {', '.join(people)}: {answer}" for answer, people in rows.items())]
        blocks.append("\n".join([*block, *posted_rows(by_persona, posted[name])]))
    return HEAD + "\n" + "\n\n".join(blocks) + "\n"


def posted_rows(asked: Mapping[str, Mapping[str, str]], posted: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the lines of an address for those to whom a posted form is answered in another way than usual."""
    rows: dict[str, list[str]] = {}
    for persona, words in posted.items():
        if any(POSTED.get(asked[persona][status]) != word for status, word in words.items()):
            rows.setdefault(line(words), []).append(persona)
    return [f"  {POST}{', '.join(people)}: {answer}" for answer, people in rows.items()]


def blocks(written: str) -> dict[str, str]:
    """Return the text of each address of a table as it stands there."""
    found = (block.strip("\n") for block in written.split("\n\n"))
    return {block.splitlines()[0]: block for block in found if block and not block.startswith("#")}


def read() -> dict[str, dict[str, str]]:
    """Return the written table of what is asked for: address → persona → line."""
    return _read(lambda row: not row.startswith(POST))


def read_posted() -> dict[str, dict[str, str]]:
    """Return the written exceptions of what is posted: address → persona → line."""
    return _read(lambda row: row.startswith(POST))


def _read(wanted: Callable[[str], bool]) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    name = ""
    for row in FILE.read_text(encoding="utf-8").splitlines():
        if row.startswith("#") or not row.strip():
            continue
        if not row.startswith(" "):
            name = row.strip()
            table[name] = {}
        elif wanted(row.strip()):
            people, _colon, answer = row.strip().removeprefix(POST).partition(": ")
            table[name] |= dict.fromkeys(people.split(", "), answer)
    return table


def expected(answer: str, status: str) -> str:
    """Return the word that a line of the table gives for one status."""
    for part in answer.split("; "):
        word, _in, statuses = part.partition(" in ")
        if _in and status in statuses.split():
            return word
        if part.startswith("else "):
            return part.removeprefix("else ")
    return answer


def expected_posted(answer: str, exception: str | None, status: str) -> str:
    """Return the word for a posted form in one status, from the line of what is asked for and that of POST, if any."""
    return POSTED[expected(answer, status)] if exception is None else expected(exception, status)


def asked(names: Sequence[str]) -> tuple[Answers, Answers]:
    """Return what the product answers now, to what is asked for and what is posted: every persona, every status.

    Every core takes statuses of its own, in a test database of its own.
    """
    from applications.states import Status

    answers: dict[str, dict[str, dict[str, str]]] = {name: {} for name in names}
    posted: dict[str, dict[str, dict[str, str]]] = {name: {} for name in names}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=context, initializer=_prepare) as pool:
        found = {status: pool.submit(_asked_in, status, names) for status in Status.values}
        for status, future in found.items():  # in the order of the process
            for (name, persona), (word, after) in future.result().items():
                answers[name].setdefault(persona, {})[status] = word
                posted[name].setdefault(persona, {})[status] = after
            sys.stderr.write(f"{status}\n")
    return answers, posted


def _prepare() -> None:
    """Give this process Django and an empty database in memory."""
    import django
    from django.test.utils import setup_databases, setup_test_environment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    setup_test_environment()
    logging.disable(logging.CRITICAL)  # a 403 is an answer here
    setup_databases(verbosity=0, interactive=False)


def _asked_in(status: str, names: Sequence[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (address, persona) → (word for what is asked for, word for what is posted) for one status."""
    from django.db import transaction

    from applications.states import Status
    from tests.access import probe
    from tests.walk import walked

    words = {}
    with transaction.atomic():
        walk = walked(Status(status))
        browsers = probe.clients(walk)
        for name in names:
            url = probe.address(name, walk.case)
            for persona, client in browsers.items():
                try:
                    word = probe.asked(client, url)
                    words[name, persona] = word, probe.posted(client, url, word)
                except Exception as error:  # noqa: BLE001 - an error of ours, to be mended and not written
                    words[name, persona] = (f"{type(error).__name__}!",) * 2
        transaction.set_rollback(True)
    return words


def main() -> None:
    """Print the differences between the written table and the product; with `write`, write the product's."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.access import probe

    before = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    kept = blocks(before) if sys.argv[1:] == ["new"] else {}
    fresh = blocks(text(*asked([name for name in probe.names() if name not in kept])))
    now = HEAD + "\n" + "\n\n".join((kept | fresh)[name] for name in probe.names()) + "\n"
    sys.stdout.writelines(
        difflib.unified_diff(before.splitlines(True), now.splitlines(True), "written", "now")
    )
    if sys.argv[1:]:
        FILE.write_text(now, encoding="utf-8")


if __name__ == "__main__":
    main()
