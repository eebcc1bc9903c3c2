"""A small client of the virus scanner ClamAV: one file, one question over its socket (INSTREAM), one answer.

The scanner is set up by SAMVERKAN_CLAMAV_SOCKET. Without it nothing is scanned. With it nothing passes unscanned:
a scanner that is down, slow or out of its depth means that the file is not taken in.
"""

import logging
import socket
import struct
import time
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from applications.attachments.unfit import NotScanned, Unfit

log = logging.getLogger(__name__)
CHUNK = 64 * 1024
ANSWER_MAX = 4096
INFECTED = _("%(name)s innehåller skadlig kod och togs inte emot. Be den som gjorde filen om en ny")
DOWN = _("%(name)s gick inte att kontrollera mot virus just nu och togs inte emot. Försök igen om en stund")
TOO_BIG = _(
    "%(name)s är för stor för viruskontrollen och togs inte emot. Dela upp den, eller spara den mindre"
)


def scan(file: IO[bytes]) -> None:
    """Ask the scanner about an open file; leaves it at its start.

    Raises Unfit when the file is infected, NotScanned when the scanner did not say that it is clean.
    """
    address = settings.CLAMAV_SOCKET
    if not address:
        return
    file.seek(0)
    try:
        answer = _ask(address, file)
    except OSError:
        log.exception("The virus scanner at %s did not answer", address)
        raise NotScanned(DOWN) from None
    finally:
        file.seek(0)
    _understand(answer)


def _understand(answer: str) -> None:
    if answer.endswith(" OK"):
        return
    if answer.endswith(" FOUND"):
        log.warning("Infected upload refused: %s", answer)
        raise Unfit(INFECTED)
    log.error("The virus scanner answered: %s", answer or "nothing")
    raise NotScanned(TOO_BIG if "size limit" in answer else DOWN)


def _ask(address: str | tuple[str, int], file: IO[bytes]) -> str:
    """Stream the file and return the answer; raises OSError (a timeout too) when the conversation fails."""
    until = time.monotonic() + settings.CLAMAV_TIMEOUT
    with _connect(address) as connection:
        try:
            _send(connection, b"zINSTREAM\0", until)
            while chunk := file.read(CHUNK):
                _send(connection, struct.pack(">I", len(chunk)) + chunk, until)
            _send(connection, struct.pack(">I", 0), until)
        except (BrokenPipeError, ConnectionResetError):
            # It hung up in the middle: what it said before that tells why, if anything was said.
            return _receive(connection, until)
        return _receive(connection, until)


def _connect(address: str | tuple[str, int]) -> socket.socket:
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=settings.CLAMAV_TIMEOUT)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(settings.CLAMAV_TIMEOUT)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _left(until: float) -> float:
    """Return the seconds left of the whole conversation; raises TimeoutError when there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _send(connection: socket.socket, data: bytes, until: float) -> None:
    connection.settimeout(_left(until))
    connection.sendall(data)


def _receive(connection: socket.socket, until: float) -> str:
    """Return the scanner's line."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < ANSWER_MAX:
        connection.settimeout(_left(until))
        part = connection.recv(ANSWER_MAX)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
