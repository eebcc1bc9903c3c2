"""Measures the case list with 100 000 cases against the same list with 1 000, on PostgreSQL and on SQLite.

    .venv/bin/python scripts/measure_list.py [--cases 100000] [--rounds 15] [--database postgresql|sqlite]

Two throw-away databases per kind, one with few cases and one with many, are asked by turns in one run. Printed for
each address of the list: the fastest round of both in milliseconds, and the ratio. Quote the ratios: absolute times
belong to the machine. The cases are rows without a story: what the list reads is there, nothing else.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

import cluster
import machine

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW = 1_000
ADDRESSES = {
    "own": "vy=mina",
    "waiting for me": "vy=vantar",
    "running": "vy=pagaende",
    "all": "vy=alla",
    "all, newest first": "vy=alla&ordning=nyast",
    "all, by title": "vy=alla&ordning=arende",
    "all, by status": "vy=alla&ordning=fas",
    "all, by turn": "vy=alla&ordning=tur",
    "all, latest date": "vy=alla&ordning=-datum",
    "all, status back": "vy=alla&ordning=-fas",
    "all, turn back": "vy=alla&ordning=-tur",
    "phase": "vy=alla&fas=utforande",
    "neighbourhood": "vy=alla&omrade=3",
    "colleague": "vy=alla&kontaktperson=9",
    "late": "vy=alla&frist=sena",
    "undated": "vy=alla&frist=utan",
    "turn": "vy=alla&tur=group",
    "status": "vy=alla&status=execution",
    "kind": "vy=alla&slag=square",
    "initiative": "vy=alla&initiativ=city",
    "size and year": "vy=alla&storlek=long_term&ar=2024",
    "kind, by status": "vy=alla&slag=square&ordning=fas",
    "search, common": "vy=alla&q=gatan",
    "search, rare": "vy=alla&q=bergtrollet",
    "search, nothing": "vy=alla&q=finnsinte",
    "search, reference": "vy=alla&q=SAM-2024-0500",
    "last page": "vy=alla&page=9999",
}
# Asked again of one who has these saved views, each of which is counted on every page of the list.
SAVED_VIEWS = (
    "vy=alla&q=gatan",
    "vy=alla&q=bergtrollet",
    "vy=alla&q=finnsinte",
    "vy=pagaende&q=torget",
    "vy=alla&initiativ=city&slag=square",
    "vy=alla&tur=group&frist=sena",
)
WITH_SAVED_VIEWS = {
    "saved views": "vy=mina",
    "saved views, all": "vy=alla",
    "saved views, one": "vy=alla&q=bergtrollet",
}
SAVE = "save the views"  # a line to the process that answers
OFFICERS, NEIGHBOURHOODS = 20, 40
OWN = 60  # running cases of the one who asks, in the small and the large database alike
STREETS = (
    "Ängsgatan",
    "Lingärnsgatan",
    "Östra torget",
    "Skolgården",
    "Parkstråket",
    "Hamnplan",
    "Bryggargatan",
)
NAMES = ("Fastighets AB", "Bostadsrättsföreningen", "Idrottsklubben", "Företagarna", "Boende på")


def main() -> None:
    """Run each database in a process of its own for each size, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--database", choices=("postgresql", "sqlite"))
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.answer:
        _answer(given.cases)
        return
    for kind in [given.database] if given.database else ["postgresql", "sqlite"]:
        _compare(kind, given.cases, given.rounds)


def _compare(kind: str, many: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="samverkan-list-") as folder:
        if kind == "postgresql":
            with cluster.postgresql("few") as url:
                base = url.rsplit("/", 1)[0]
                address = base.split("@")[1].split(":")
                made = [machine.postgresql_bin() / "createdb", "-h", address[0], "-p", address[1]]  # type: ignore[operator]
                subprocess.run([*made, "-U", "samverkan", "many"], check=True)
                _ask_by_turns(kind, {FEW: url, many: f"{base}/many"}, folder, rounds)
        else:
            _ask_by_turns(kind, {FEW: "", many: ""}, folder, rounds)


def _ask_by_turns(kind: str, databases: dict[int, str], folder: str, rounds: int) -> None:
    """Start a process for each database, time each address in both by turns, and print."""
    started = {size: _start(size, url, f"{folder}/{size}") for size, url in databases.items()}
    try:
        for process in started.values():
            print(process.stdout.readline().strip(), flush=True)  # it is filled
        print(f"\n{kind}: {' against '.join(f'{size:,}' for size in reversed(databases))} cases")
        for name, query in ADDRESSES.items():
            _time(started, name, query, rounds)
        for process in started.values():
            _ask(process, SAVE)
        for name, query in WITH_SAVED_VIEWS.items():
            _time(started, name, query, rounds)
    finally:
        for process in started.values():
            process.stdin.close()
        for process in started.values():
            process.wait()


def _time(started: dict[int, Any], name: str, query: str, rounds: int) -> None:
    """Time an address in the small and the large database by turns, and print the fastest rounds."""
    times: dict[int, list[float]] = {size: [] for size in started}
    for _round in range(rounds + 2):
        for size, process in started.items():
            times[size].append(_ask(process, query))
    few, many = (min(times[size]) for size in started)
    print(f"{name:20} {few:6.1f} ms {many:7.1f} ms  {many / few:5.2f}", flush=True)


def _ask(process: Any, line: str) -> float:
    """Send a line to a process that answers, and return its milliseconds."""
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def _start(size: int, url: str, folder: str) -> Any:
    environment = os.environ | {
        "SAMVERKAN_DATA_DIR": folder,
        "SAMVERKAN_SECRET_KEY": secrets.token_urlsafe(50),
        "SAMVERKAN_HTTPS": "0",
        "SAMVERKAN_STAFF_SECOND_FACTOR": "0",
        "SAMVERKAN_SITE_URL": "http://localhost",
        "DJANGO_SETTINGS_MODULE": "samverkan.settings",
        "PYTHONPATH": str(machine.ROOT),
    }
    environment |= {"SAMVERKAN_DATABASE": url} if url else {}
    command = [str(machine.PYTHON), __file__, "--answer", "--cases", str(size)]
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=machine.ROOT
    )


# --- the process that answers ------------------------------------------------------------------------
def _answer(size: int) -> None:
    """Fill the database; then, for each line of the input, ask for that list and print the milliseconds."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    django.setup()
    for command in ("migrate", "createcachetable", "collectstatic"):
        call_command(
            command, verbosity=0, **({} if command == "createcachetable" else {"interactive": False})
        )
    client = _filled(size)
    print(f"{size:,} cases are there", flush=True)
    for line in sys.stdin:
        if line.strip() == SAVE:
            _save_views()
            print(0.0, flush=True)
            continue
        start = time.perf_counter()
        answer = client.get(f"/admin/arenden/?{line.strip()}")
        took = 1000 * (time.perf_counter() - start)
        if answer.status_code != 200:
            machine.stop(f"{line}: {answer.status_code}")
        print(took, flush=True)


def _filled(size: int) -> Any:
    """Return a browser where an officer is logged in, before a database with `size` cases."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from applications.models import Case, Neighbourhood, User

    settings.ALLOWED_HOSTS = ["*"]
    existing = list(Neighbourhood.objects.all())
    Neighbourhood.objects.bulk_create(
        Neighbourhood(name=f"Del {n}") for n in range(len(existing), NEIGHBOURHOODS)
    )
    officers = [
        User.objects.create_user(email=f"k{n}@example.org", name=f"Kontakt {n}", is_officer=True)
        for n in range(OFFICERS)
    ]
    rows = _rows(size, officers, list(Neighbourhood.objects.values_list("pk", flat=True)))
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == 2_000:
            Case.objects.bulk_create(batch)
            batch.clear()
    Case.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(officers[0])
    return client


def _save_views() -> None:
    """Give the one who asks the saved views."""
    from applications.models import SavedView, User

    owner = User.objects.get(email="k0@example.org")
    SavedView.objects.bulk_create(
        SavedView(owner=owner, name=f"Vy {number}", query=query) for number, query in enumerate(SAVED_VIEWS)
    )


def _rows(size: int, officers: list[Any], neighbourhoods: list[int]) -> Iterator[Any]:
    """Yield the cases: most of them archived, as in an archive that has grown; the same share running in both."""
    from datetime import timedelta

    from django.utils import timezone

    from applications import search
    from applications.deadlines import TURN_OF
    from applications.models import Case
    from applications.states import FINISHED, AreaKind, Initiative, Size, Status

    chance = random.Random(7)  # noqa: S311 nothing is secret here
    running = [status for status in Status if status not in FINISHED]
    now = timezone.now()
    for number in range(size):
        own = number < OWN
        status = chance.choice(running if own or chance.random() < 0.3 else list(FINISHED))
        opened = now - timedelta(days=chance.randrange(1_500), minutes=number)
        reference = f"SAM-{opened.year}-{number:04d}"
        title = f"{chance.choice(STREETS)} {chance.randrange(200)}"
        actors = " ".join(f"{chance.choice(NAMES)} {chance.randrange(10**9)}" for _each in range(4))
        rare = "Bergtrollet" if number % (size // 5) == 0 else ""
        yield Case(
            reference=reference,
            registry_number=f"TN-{opened.year}-{number}",
            title=title,
            status=status,
            turn=TURN_OF[status],
            due_on=(now + timedelta(days=chance.randrange(-10, 60))).date() if status in running else None,
            due_reason="Granska ansökan och skriv tjänsteskrivelsen",
            initiative=chance.choice(Initiative.values),
            size=chance.choice(Size.values),
            area_kind=chance.choice(AreaKind.values),
            officer=officers[0] if own else chance.choice(officers[1:]),
            neighbourhood_id=chance.choice(neighbourhoods),
            opened_at=opened,
            submitted_at=opened + timedelta(days=20),
            status_since=opened + timedelta(days=30),
            search_text=search.indexed(f"{reference} {title} {rare} {actors}"),
        )


if __name__ == "__main__":
    main()
