"""`make demo`: from a bare machine to a running demonstration with data, on loopback only.

Everything it keeps lies in `var/` (or SAMVERKAN_DATA_DIR): the SQLite database, the files, a secret of its
own. It never touches a database or a mail server that the environment names for real use.
"""

from __future__ import annotations

import argparse
import errno
import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import machine

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEVER_IN_A_DEMO = ("SAMVERKAN_DATABASE", "SAMVERKAN_SMTP_HOST")
_READY_SECONDS = 60


def main() -> None:
    """Prepare, start, wait for Ctrl-C, stop."""
    parser = argparse.ArgumentParser(description="Startar demon.")
    parser.add_argument("--port", required=True)
    port = _port(parser.parse_args().port)
    machine.stop_on_signals()
    try:
        _check_free(port)
        machine.require("venv", "pango")
        machine.environment(machine.ROOT / "requirements.lock")
        env = environment(port)
        prepare(env)
        _check_free(port)  # somebody may have taken it while we installed
        _serve(port, env)
    except KeyboardInterrupt:
        machine.say("\nDemon är avslutad. Det du har gjort finns kvar till nästa gång.")


def _port(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw) <= 65535):
        machine.stop(f"PORT ska vara ett tal mellan 1 och 65535, till exempel PORT=8001. Nu är det {raw!r}.")
    return int(raw)


def _check_free(port: int) -> None:
    """Stop with a clear message when something listens on the port already, on IPv4 or IPv6."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else 8000
                machine.stop(
                    f"Port {port} används redan av ett annat program, kanske av en demo som redan är igång.\n"
                    f"Avsluta det, eller välj en annan port: make demo PORT={other}"
                )
            if error.errno == errno.EACCES:
                machine.stop(f"Port {port} får bara root använda. Välj en högre port: make demo PORT=8000")
            # No IPv6 on this machine: nothing to check there.


def environment(port: int) -> dict[str, str]:
    """Return the environment of every process of the demo; makes a secret of its own the first time."""
    env = {key: value for key, value in os.environ.items() if key not in _NEVER_IN_A_DEMO}
    data = Path(env.setdefault("SAMVERKAN_DATA_DIR", str(machine.ROOT / "var"))).resolve()
    env["SAMVERKAN_DATA_DIR"] = str(data)
    env["DJANGO_SETTINGS_MODULE"] = "samverkan.settings"
    env["SAMVERKAN_HTTPS"] = "0"  # plain HTTP, therefore bound to loopback only
    env["SAMVERKAN_SITE_URL"] = f"http://localhost:{port}"
    env.setdefault("SAMVERKAN_DEBUG", "0")
    # Everybody's password stands in the README: a second factor would only be in the way of trying it.
    env.setdefault("SAMVERKAN_STAFF_SECOND_FACTOR", "0")
    if not env.get("SAMVERKAN_SECRET_KEY"):
        env["SAMVERKAN_SECRET_KEY"] = _secret(data)
    return env


def _secret(data: Path) -> str:
    path = data / "secret_key"
    with machine.one_at_a_time("demo", data):
        path.touch(mode=0o600)
        if not path.read_text():
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text()


def prepare(env: dict[str, str]) -> None:
    """Bring database, static files and data of the demo up to date."""
    sources = (machine.ROOT / "locale").glob("*/LC_MESSAGES/*.po")
    if any(not po.with_suffix(".mo").exists() for po in sources):
        machine.require("gettext")
    with machine.one_at_a_time("demo", Path(env["SAMVERKAN_DATA_DIR"])):
        child = machine.start([machine.PYTHON, "scripts/prepare_demo.py"], env)
        try:
            if child.wait():
                machine.stop("Demon gick inte att förbereda. Felet står här ovanför.")
        finally:
            machine.end([child])


def _serve(port: int, env: dict[str, str]) -> None:
    with running(port, env) as processes:
        logins = subprocess.run(
            [str(machine.PYTHON), "manage.py", "demo_logins"],
            cwd=machine.ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        if logins.returncode:
            machine.stop(f"Inloggningarna gick inte att läsa:\n{logins.stderr}")
        machine.say(f"\n  Samverkan är igång: http://localhost:{port}/\n\n{logins.stdout.rstrip()}\n")
        machine.say("  Avsluta med Ctrl-C. Det du gör finns kvar till nästa gång.\n")
        while True:
            _check_alive(processes)
            time.sleep(0.5)


@contextmanager
def running(port: int, env: dict[str, str]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Start web server, worker and clock; yield them by name when the start page answers; end them all."""
    manage = [str(machine.PYTHON), "manage.py"]
    gunicorn = ["-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"]
    services = {
        "webbservern": [str(machine.PYTHON), *gunicorn, "samverkan.wsgi"],
        "bakgrundsarbetaren": [*manage, "db_worker", "--no-startup-delay", "--verbosity", "0"],
        "klockan": [*manage, "clock", "--verbosity", "0"],
    }
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in services.items():
            processes[name] = machine.start(command, env)
        _wait_until_it_answers(port, processes)
        yield processes
    finally:
        machine.ignore_signals()
        machine.end(list(processes.values()))


def _check_alive(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            machine.stop(f"Demon avslutas, för {name} stannade. Se meddelandena ovanför.")


def _wait_until_it_answers(port: int, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        _check_alive(processes)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10):
                return
        except urllib.error.HTTPError as error:
            machine.stop(f"Startsidan svarar med felkod {error.code}. Se meddelandena ovanför.")
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    machine.stop(f"Webbservern svarade inte inom {_READY_SECONDS} sekunder.")


if __name__ == "__main__":
    main()
