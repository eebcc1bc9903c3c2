"""A real ClamAV for the tests: started here, with one signature of its own, on a socket in a folder of its own."""

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.files import EICAR

STREAM_MAX = 1024 * 1024  # bytes that it takes in one stream


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Path]:
    """Start the scanner and give its socket; stop it afterwards."""
    signatures, listens = folder / "signatures", folder / "clamd.sock"
    signatures.mkdir()
    (signatures / "own.ndb").write_text(f"Eicar-Own:0:*:{EICAR.hex()}\n")
    config = folder / "clamd.conf"
    config.write_text(
        f"Foreground yes\nDatabaseDirectory {signatures}\nLocalSocket {listens}\n"
        f"StreamMaxLength {STREAM_MAX}\nTemporaryDirectory {folder}\nLogFile {folder / 'log'}\n"
    )
    process = subprocess.Popen(  # noqa: S603
        ["/usr/sbin/clamd", "--config-file", str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_listens(process, listens, folder / "log")
        yield listens
    finally:
        process.terminate()
        process.wait()


def _wait_until_it_listens(process: subprocess.Popen, listens: Path, log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text() if log.exists() else "clamd did not start"
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(listens))
            return
        time.sleep(0.02)
    raise AssertionError("clamd does not listen")
