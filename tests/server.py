"""The product's own web server for the tests: a real gunicorn on loopback, against the database of the test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


class Server:
    """A server with a free port of its own. `environment` is added to what it is started with.

    `folder` is where it may leave what it makes. Nothing is started before `start`.
    """

    def __init__(self, folder: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.environment = {
            **os.environ,
            "SAMVERKAN_DATABASE": _database(),
            "SAMVERKAN_SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(folder),
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def manage(self, *command: str) -> None:
        """Run a command of manage.py as the server would."""
        subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, check=True
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        command += ["--bind", f"127.0.0.1:{self.port}", "samverkan.wsgi"]
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=ROOT, env=self.environment, start_new_session=True
        )
        while True:
            assert self.process.poll() is None, "the server stopped by itself"
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return

    def kill_those_who_answer(self) -> None:
        """Take away the processes that answer, in the middle of it; the first process starts others."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        assert children
        for pid in map(int, children):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        """Take it away with everything it was doing."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def _database() -> str:
    """Return the address of the test's database, as SAMVERKAN_DATABASE takes it."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{database['NAME']}"
    account = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    return f"postgresql://{account}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
