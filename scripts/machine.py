"""What the machine must have before anything of ours can run, and how processes are started and stopped.

Standard library only: this runs with the system's Python, before the virtual environment exists. What it
prints is for whoever typed `make`, so it is in Swedish.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CHROMIUM = Path("/usr/bin/chromium")
JARS = Path("/usr/share/java")
OLDEST_PYTHON = (3, 11)
_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_STOP_SECONDS = 10


def say(text: str) -> None:
    """Print one line at once, also when the output is a file."""
    print(text, flush=True)


def stop(text: str) -> NoReturn:
    """End the script with an explanation; raises SystemExit with code 1."""
    raise SystemExit(f"\n{text}\n")


# --- system packages ---------------------------------------------------------------------------------


class Need(NamedTuple):
    """Something the system must have: how to see that it is there, and the Debian packages that bring it."""

    present: Callable[[], bool]
    packages: tuple[str, ...]


def postgresql_bin() -> Path | None:
    """Return the folder with initdb and postgres of the newest PostgreSQL installed, or None."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda path: float(path.parts[-3]))
    found = newest[-1] if newest else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _can_make_venv() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _loads(*libraries: str) -> bool:
    try:
        for library in libraries:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_jdk() -> bool:
    if not (shutil.which("java") and shutil.which("javac")):
        return False
    out = subprocess.run(["javac", "-version"], capture_output=True, text=True, check=False)
    version = re.search(r"javac (\d+)", out.stdout + out.stderr)
    return version is not None and int(version[1]) >= 17


NEEDS = {
    "venv": Need(lambda: _runs("-c", "pass") or _can_make_venv(), ("python3-venv",)),
    "pango": Need(
        lambda: _loads("libpango-1.0.so.0", "libpangoft2-1.0.so.0"), ("libpango-1.0-0", "libpangoft2-1.0-0")
    ),
    "gettext": Need(lambda: bool(shutil.which("msgfmt") and shutil.which("xgettext")), ("gettext",)),
    "postgresql": Need(lambda: postgresql_bin() is not None, ("postgresql",)),
    "chromium": Need(CHROMIUM.exists, ("chromium",)),
    "libatomic": Need(lambda: _loads("libatomic.so.1"), ("libatomic1",)),  # Playwright's own driver links it
    "java": Need(_has_jdk, ("openjdk-17-jdk-headless",)),
    "jaxb": Need((JARS / "jaxb-runtime.jar").exists, ("libjaxb-java",)),
    "poppler": Need(lambda: shutil.which("pdftotext") is not None, ("poppler-utils",)),
    "clamav": Need(lambda: shutil.which("clamd") is not None, ("clamav-daemon",)),
    "libreoffice": Need(lambda: shutil.which("soffice") is not None, ("libreoffice-writer-nogui",)),
}


def require(*names: str) -> None:
    """Install what is missing of NEEDS with apt when we are root; otherwise stop with the exact command."""
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(str(part) for part in OLDEST_PYTHON)
        stop(
            f"Det behövs Python {wanted} eller senare. {sys.executable} är {sys.version.split()[0]}.\n"
            f"Välj en annan så här: make demo PYTHON=/usr/bin/python3"
        )
    missing = [name for name in names if not NEEDS[name].present()]
    if not missing:
        return
    packages = [package for name in missing for package in NEEDS[name].packages]
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        stop(f"Datorn saknar något som behövs. På Debian 12 heter paketen: {' '.join(packages)}")
    if os.geteuid() != 0:
        stop(
            "Datorn saknar några systempaket. Kör detta och sedan samma make-kommando igen:\n\n"
            f"    sudo apt-get update && sudo {shlex.join(install)}"
        )
    say(f"Installerar systempaket: {' '.join(packages)} …")
    apt = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=apt, stdout=subprocess.DEVNULL, check=False)
    done = subprocess.run([*install, "-q"], env=apt, stdout=subprocess.DEVNULL, check=False)
    still = [name for name in missing if not NEEDS[name].present()]
    if done.returncode or still:
        stop(f"Det gick inte att installera. Prova själv: {shlex.join(install)}")


# --- the virtual environment ---------------------------------------------------------------------------


@contextmanager
def one_at_a_time(name: str, folder: Path = ROOT / "var") -> Iterator[None]:
    """Hold a lock so that two `make` never prepare the same thing at once; the second one waits."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def environment(lock: Path) -> None:
    """Make `.venv` hold exactly the versions of `lock`; takes no time when it already does."""
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f".{lock.name}.sha256"
    with one_at_a_time("venv"):
        works = _runs("-c", "pass")
        if works and stamp.exists() and stamp.read_text() == wanted:
            return
        if not works:
            say("Skapar en virtuell miljö i .venv …")
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        elif not _runs("-m", "pip", "--version"):
            subprocess.run([str(PYTHON), "-m", "ensurepip"], check=True)
        say(f"Installerar Python-paketen i {lock.name}, ungefär en halv minut …")
        pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
        # Only what the lock names, byte for byte, and nothing that would have to be compiled.
        exact = ["--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(lock)]
        if subprocess.run([*pip, *exact], check=False).returncode:
            stop("Python-paketen gick inte att installera. Felet står här ovanför.")
        stamp.write_text(wanted)


def node_tools() -> None:
    """Install the validators of tests/tools/node with the environment's own Node, exactly as its lock says."""
    folder = ROOT / "tests" / "tools" / "node"
    lock = folder / "package-lock.json"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".lock.sha256"
    with one_at_a_time("node"):
        if stamp.exists() and stamp.read_text() == wanted:
            return
        say("Installerar validatorerna i tests/tools/node …")
        npm = [str(VENV / "bin" / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        path = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
        if subprocess.run(npm, cwd=folder, env={**os.environ, "PATH": path}, check=False).returncode:
            stop("Validatorerna gick inte att installera. Felet står här ovanför.")
        stamp.write_text(wanted)


def _runs(*arguments: str) -> bool:
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), *arguments], capture_output=True, check=False).returncode == 0


# --- processes --------------------------------------------------------------------------------------------


def _end_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def start(
    command: Sequence[str | Path], env: Mapping[str, str], *, user: str | None = None, log: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own that ends when this script does, even if that is killed."""
    output = log.open("ab") if log else None
    return subprocess.Popen(
        [str(part) for part in command],
        cwd="/" if user else ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - single-threaded, and only prctl is called
        user=user,
        group=user,
        extra_groups=[] if user else None,
    )


def end(processes: Sequence[subprocess.Popen[bytes]], with_signal: int = signal.SIGTERM) -> None:
    """Ask the processes to stop, wait for them, and kill what is left of their sessions."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(with_signal)
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def stop_on_signals() -> None:
    """Let SIGTERM and a closed terminal end the script the way Ctrl-C does, through every `finally`."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def ignore_signals() -> None:
    """Let a second Ctrl-C not disturb the tidying up, which is bounded in time."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
