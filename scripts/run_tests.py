"""`make test`: set up what the tests need, run every family of them, and say at the end what ran.

A family is a list of steps. A step is a check (it counts as one) or a pytest run (every test counts).
Nothing is skipped for want of PostgreSQL, a browser or a validator: what cannot be set up fails.
"""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import cluster
import machine

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_TEST_SELECTED = 5  # pytest's exit code
_SYSTEM = (
    "venv",
    "pango",
    "gettext",
    "postgresql",
    "chromium",
    "libatomic",
    "java",
    "jaxb",
    "poppler",
    "clamav",
    "libreoffice",
)
_MANAGE = (machine.PYTHON, "manage.py")
_BIN = machine.VENV / "bin"
# Files about pages, texts, pictures and log-in.
_THE_SAME_ON_BOTH = (
    "accounts area_fields autosave case_home checklist choice fields first_journey geo_svg group_pages html kinds "
    "leaks own_account pictures preview prose scanner second_factor spam staff_case templatetags text_register "
    "walk ways_in"
)
# What the databases could do differently: the domain. Pages and documents are the same on both.
_ON_SQLITE = (
    "tests/applications",
    "tests/phases",
    "tests/reports/test_issue.py",
    "tests/reports/packs",
    "--ignore-glob=*_views.py",
    "--ignore-glob=*_forms.py",
    *(f"--ignore-glob=*/test_{name}.py" for name in _THE_SAME_ON_BOTH.split()),
)
# Each core takes its half in order, so that what a file makes is made once; who is done first helps the other.
_WORKERS = (f"-n{min(os.cpu_count() or 1, 4)}", "--dist=worksteal")


@dataclass(frozen=True)
class Step:
    """One command of a family. `tests` says that it is a pytest run; `database` which database it runs on."""

    name: str
    command: tuple[str | Path, ...]
    tests: bool = False
    database: str = "sqlite"


def _check(name: str, *command: str | Path, database: str = "sqlite") -> Step:
    return Step(name, command, database=database)


def _pytest(name: str, *arguments: str, database: str) -> Step:
    return Step(name, (machine.PYTHON, "-m", "pytest", *arguments), tests=True, database=database)


FAMILIES: dict[str, list[Step]] = {
    "lint": [
        _check("ruff check", _BIN / "ruff", "check", "--no-cache", "."),
        _check("ruff format", _BIN / "ruff", "format", "--no-cache", "--check", "."),
        _check("djlint", _BIN / "djlint", "--lint", "--quiet", "templates"),
    ],
    "types": [_check("mypy", _BIN / "mypy")],
    "django": [
        _check(
            "check --deploy", *_MANAGE, "check", "--deploy", "--fail-level=WARNING", database="production"
        ),
        _check(
            "makemigrations --check",
            *_MANAGE,
            "makemigrations",
            "--check",
            "--dry-run",
            database="production",
        ),
        _check(
            "collectstatic", *_MANAGE, "collectstatic", "--noinput", "--verbosity=0", database="production"
        ),
    ],
    "messages": [_check("catalogues", machine.PYTHON, "scripts/check_messages.py")],
    "domain-postgresql": [
        _pytest(
            "pytest",
            "tests",
            "--ignore=tests/e2e",
            "-m",
            "not sqlite",
            "-p",
            "no:playwright",
            *_WORKERS,
            database="postgresql",
        )
    ],
    "domain-sqlite": [
        _pytest(
            "pytest",
            *_ON_SQLITE,
            "-m",
            "not postgres",
            "-p",
            "no:playwright",
            *_WORKERS,
            database="sqlite",
        )
    ],
    "e2e-postgresql": [
        # What is run on SQLite is not run here too: it is the same journey.
        _pytest(
            "pytest",
            "tests/e2e",
            "-m",
            "not journey_sqlite",
            "--screenshot=only-on-failure",
            *_WORKERS,
            database="postgresql",
        )
    ],
    "e2e-sqlite": [
        _pytest(
            "pytest", "tests/e2e", "-m", "journey_sqlite", "--screenshot=only-on-failure", database="sqlite"
        )
    ],
}


@dataclass
class Outcome:
    """What came of one family: numbers of checks or tests, and seconds on the clock."""

    family: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0


def main() -> None:
    """Run the families asked for; exit with 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--family", default=os.environ.get("FAMILY", ""), help="beginnings of names, with commas"
    )
    parser.add_argument("--args", default=os.environ.get("ARGS", ""), help="more arguments to pytest")
    parser.add_argument("--fix", action="store_true", help="mend the style of the code instead of testing it")
    options = parser.parse_args()
    machine.stop_on_signals()
    extra = shlex.split(options.args)
    names = _chosen(options.family, pytest_only=bool(extra))
    static_only = options.fix or set(names) <= {"lint", "types"}
    machine.require(*(("venv", "pango") if static_only else _SYSTEM))
    machine.environment(machine.ROOT / "requirements-dev.lock")
    if options.fix:
        sys.exit(_fix())
    if not static_only:
        machine.node_tools()
    outcomes: list[Outcome] = []
    try:
        with ExitStack() as stack:
            environments = _environments(names, stack)
            for name in names:
                outcomes.append(Outcome(name))
                _run_family(outcomes[-1], environments, extra)
    except KeyboardInterrupt:
        machine.say("\nInterrupted.")
        _report(outcomes)
        sys.exit(130)
    _report(outcomes)
    sys.exit(1 if any(outcome.failed for outcome in outcomes) else 0)


def _chosen(wanted: str, *, pytest_only: bool) -> list[str]:
    starts = tuple(part.strip() for part in wanted.split(",") if part.strip())
    unknown = [start for start in starts if not any(name.startswith(start) for name in FAMILIES)]
    if unknown:
        machine.stop(f"No family is called {', '.join(unknown)}. There are: {', '.join(FAMILIES)}")
    return [
        name
        for name, steps in FAMILIES.items()
        if (name.startswith(starts) if starts else not pytest_only or steps[0].tests)
    ]


def _fix() -> int:
    commands = ((_BIN / "ruff", "check", "--fix", "."), (_BIN / "ruff", "format", "."))
    return max(_run(command, os.environ) for command in commands)


def _environments(names: list[str], stack: ExitStack) -> dict[str, dict[str, str]]:
    """Return the environment per kind of database; starts PostgreSQL only when a family asks for it."""
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="samverkan-")))
    (scratch / "tmp").mkdir()
    # Nothing of the person's own settings may decide how a test ends, or how long it takes.
    own = ("SAMVERKAN_", "DJANGO_", "PYTHONDONTWRITEBYTECODE")
    base = {key: value for key, value in os.environ.items() if not key.startswith(own)}
    base |= {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(machine.ROOT),
        "TMPDIR": str(scratch / "tmp"),  # whatever a test leaves behind goes when the run ends
    }
    production = base | {
        "DJANGO_SETTINGS_MODULE": "samverkan.settings",
        "SAMVERKAN_SECRET_KEY": os.urandom(40).hex(),
        "SAMVERKAN_DATA_DIR": str(scratch / "production"),
        "SAMVERKAN_HTTPS": "1",
        "SAMVERKAN_BEHIND_PROXY": "1",
        "SAMVERKAN_HOSTS": "samverkan.example.org",
    }
    (scratch / "production" / "static").mkdir(parents=True)
    wanted = {step.database for name in names for step in FAMILIES[name]}
    kinds, templates = {}, []
    if "sqlite" in wanted:
        kinds["sqlite"] = base | {
            "SAMVERKAN_TEST_TEMPLATE": str(scratch / "production" / "samverkan.sqlite3")
        }
        templates.append(production)
    if wanted - {"sqlite"}:
        url = stack.enter_context(cluster.postgresql())
        kinds["postgresql"] = base | {"SAMVERKAN_DATABASE": url, "SAMVERKAN_TEST_TEMPLATE": cluster.NAME}
        kinds["production"] = production | {"SAMVERKAN_DATABASE": url}
        templates.append(kinds["production"])
    if any(step.tests for name in names for step in FAMILIES[name]):
        _migrate(templates)
    return kinds


def _migrate(environments: list[dict[str, str]]) -> None:
    """Make each kind of database once, side by side: every worker of every family then copies it."""
    machine.say("\n=== databases: migrate " + "=" * 40)
    begun = time.monotonic()
    processes = [machine.start((*_MANAGE, "migrate", "--verbosity=0"), env) for env in environments]
    codes = [process.wait() for process in processes]
    if any(codes):
        machine.stop("migrate failed.")
    machine.say(f"{time.monotonic() - begun:.1f} seconds")


def _run_family(outcome: Outcome, environments: Mapping[str, dict[str, str]], extra: list[str]) -> None:
    begun = time.monotonic()
    try:
        for step in FAMILIES[outcome.family]:
            machine.say(f"\n=== {outcome.family}: {step.name} " + "=" * 40)
            env = environments[step.database]
            if step.tests:
                _run_pytest(outcome, step, env, extra)
            elif _run(step.command, env) == 0:
                outcome.passed += 1
            else:
                outcome.failed += 1
    finally:
        outcome.seconds = time.monotonic() - begun


def _run_pytest(outcome: Outcome, step: Step, env: Mapping[str, str], extra: list[str]) -> None:
    report = Path(env["TMPDIR"]) / "junit.xml"
    report.unlink(missing_ok=True)
    code = _run((*step.command, f"--junit-xml={report}", *extra), env)
    if code == _NO_TEST_SELECTED and extra:
        return  # the person's own choice left this family empty
    tests = failed = skipped = 0
    if report.exists():
        for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - our own file
            tests += int(suite.get("tests", 0))
            failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped += int(suite.get("skipped", 0))
    if code and not failed:  # it broke before or between the tests, or there was none
        failed = 1
        tests += 1
    outcome.passed += max(tests - failed - skipped, 0)
    outcome.failed += failed
    outcome.skipped += skipped


def _run(command: tuple[str | Path, ...], env: Mapping[str, str]) -> int:
    process = machine.start(command, env)
    try:
        return process.wait()
    finally:
        machine.end([process], signal.SIGINT)


def _report(outcomes: list[Outcome]) -> None:
    width = max((len(outcome.family) for outcome in outcomes), default=0)
    machine.say(f"\n{'family':<{width}}  result   passed  failed  skipped  seconds")
    for outcome in outcomes:
        result = "FAILED" if outcome.failed else "ok"
        numbers = f"{outcome.passed:>6}  {outcome.failed:>6}  {outcome.skipped:>7}  {outcome.seconds:>7.1f}"
        machine.say(f"{outcome.family:<{width}}  {result:<6}  {numbers}")
    passed, failed, skipped = (
        sum(getattr(outcome, key) for outcome in outcomes) for key in ("passed", "failed", "skipped")
    )
    machine.say(f"{'total':<{width}}  {sum(outcome.seconds for outcome in outcomes):>41.1f}\n")
    machine.say(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))


if __name__ == "__main__":
    main()
