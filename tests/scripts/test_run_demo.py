"""`make demo`: what it says when it cannot start, and that nothing it started outlives it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from samverkan.demo.people import PASSWORD, logins

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return scripts/machine.py, which the scripts import by its bare name."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import machine

    return machine


def run_demo(port: str) -> subprocess.CompletedProcess[str]:
    """Run the script as `make demo PORT=…` does, where it is to stop before it does anything."""
    command = [sys.executable, str(ROOT / "scripts" / "run_demo.py"), "--port", port]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script


# --- the port ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_taken_port_is_told_with_another_to_try(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as taken:
        taken.bind((host, 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = run_demo(str(port))
    assert answer.returncode == 1
    assert f"Port {port} används redan av ett annat program" in answer.stderr
    assert f"make demo PORT={port + 1}" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("port", ["", "0", "65536", "-1", "http", "80 80", "８０００"])
def test_a_port_that_is_none_is_told(port: str) -> None:
    answer = run_demo(port) if not port.startswith("-") else run_demo(f" {port}")
    assert answer.returncode == 1
    assert "PORT ska vara ett tal mellan 1 och 65535" in answer.stderr


# --- what the system lacks -----------------------------------------------------------------------------
def test_without_pango_somebody_who_is_not_root_gets_the_exact_command(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    pango = machine.NEEDS["pango"]
    monkeypatch.setitem(machine.NEEDS, "pango", pango._replace(present=lambda: False))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as stopped:
        machine.require("venv", "pango")
    assert (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0\n"
    ) in str(stopped.value)


def test_where_there_is_no_apt_the_packages_are_named(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = machine.Need(present=lambda: False, packages=("gettext",))
    monkeypatch.setitem(machine.NEEDS, "gettext", missing)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match="heter paketen: gettext"):
        machine.require("gettext")


def test_what_is_there_is_asked_for_silently(machine: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    machine.require("venv", "pango")
    assert capsys.readouterr().out == ""


def test_an_old_python_is_told_how_to_choose_another(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "OLDEST_PYTHON", (4, 0))
    with pytest.raises(SystemExit, match=r"Python 4\.0 eller senare"):
        machine.require()


# --- processes -----------------------------------------------------------------------------------------
PARENT = """
import os
import sys
import time
sys.path.insert(0, {scripts!r})
import machine
machine.stop_on_signals()
child = machine.start(["sh", "-c", "sleep 120 & echo $!; wait"], {{"PATH": "/usr/bin:/bin"}})
try:
    os.write(1, b"ready\\n")  # in one piece: the child writes to the same pipe
    while child.poll() is None:  # a signal just before a wait without end would only be seen after it
        time.sleep(0.05)
except KeyboardInterrupt:
    pass
finally:
    machine.end([child])
"""


@pytest.fixture
def parent() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Return a script that has started a process of its own, and the id of that one's own child."""
    command = [sys.executable, "-c", PARENT.format(scripts=str(ROOT / "scripts"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own script
        assert process.stdout is not None
        try:
            said = {process.stdout.readline().strip(), process.stdout.readline().strip()}
            yield process, int((said - {"ready"}).pop())
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_that_was_started(
    parent: tuple[subprocess.Popen[str], int], number: signal.Signals
) -> None:
    process, grandchild = parent
    process.send_signal(number)
    assert process.wait() == 0
    assert is_gone(grandchild)


def is_gone(pid: int) -> bool:
    """Return whether the process ends; the kernel takes a moment to bury what was killed."""
    for _attempt in range(200):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.01)
    return False


# --- who can log in --------------------------------------------------------------------------------------
def test_the_readme_lists_the_same_log_ins() -> None:
    text = (ROOT / "README.md").read_text()
    table = text.partition("### Inloggningar i demon")[2].partition("##")[0]
    listed = [
        (title, email)
        for title, emails in re.findall(r"^\| (\S[^|]*?) \| ([^|]*@[^|]*?) \|$", table, re.MULTILINE)
        for email in emails.split(", ")
    ]
    assert listed == logins()
    assert f"`{PASSWORD}`" in table
