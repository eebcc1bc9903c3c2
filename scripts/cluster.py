"""A throw-away PostgreSQL cluster of our own for the tests: a folder, a free port, no trace afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import machine

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "samverkan"
_START_SECONDS = 30
# Swedish order of letters for the whole cluster, as the product's own databases should have it.
_INITDB = "--no-sync --auth=trust --username=samverkan --encoding=UTF8 --locale=C.UTF-8"
_ICU = "--locale-provider=icu --icu-locale=sv-SE"
# Nothing here has to survive a power cut.
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


def free_port() -> int:
    """Return a TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgresql(name: str = NAME) -> Iterator[str]:
    """Start a cluster, yield the URL of its empty database `name`, and remove everything afterwards.

    Raises SystemExit when the cluster does not start. PostgreSQL refuses to run as root, so root starts it
    as the user `postgres`, which the Debian package brings.
    """
    bin_dir = machine.postgresql_bin()
    if bin_dir is None:
        machine.stop("PostgreSQL saknas.")
    user = "postgres" if os.geteuid() == 0 else None
    # Not $TMPDIR: the user postgres must be able to reach it.
    folder = Path(tempfile.mkdtemp(prefix="samverkan-pg-", dir="/tmp"))
    port = free_port()
    server = None
    try:
        if user:
            shutil.chown(folder, user, user)
        log = folder / "initdb.log"
        initdb = [str(bin_dir / "initdb"), *_INITDB.split(), *_ICU.split(), str(folder / "data")]
        made = machine.start(initdb, os.environ, user=user, log=log)
        if made.wait():
            machine.stop(f"initdb failed:\n{log.read_text()}")
        options = [word for key, value in _FAST.items() for word in ("-c", f"{key}={value}")]
        address = ["-h", "127.0.0.1", "-p", str(port), "-k", str(folder)]
        log = folder / "server.log"
        server = machine.start(
            [bin_dir / "postgres", "-D", folder / "data", *address, *options], os.environ, user=user, log=log
        )
        _wait(bin_dir, port, server, log)
        database = ["-h", "127.0.0.1", "-p", str(port), "-U", "samverkan", name]
        subprocess.run([bin_dir / "createdb", *database], check=True)
        yield f"postgresql://samverkan@127.0.0.1:{port}/{name}"
    finally:
        if server:
            machine.end([server], signal.SIGINT)  # to postgres: disconnect everybody and stop
        shutil.rmtree(folder, ignore_errors=True)


def _wait(bin_dir: Path, port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    question = [str(bin_dir / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "samverkan"]
    until = time.monotonic() + _START_SECONDS
    while subprocess.run(question, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            machine.stop(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.1)
