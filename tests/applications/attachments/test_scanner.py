"""Files are scanned by a real ClamAV; what it does not call clean is not taken in."""

import contextlib
import io
import logging
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from applications.attachments import intake, kinds, scanner
from applications.attachments.unfit import NotScanned, Unfit
from samverkan import env
from tests import clamd
from tests.files import EICAR, OOXML, pdf, upload


@pytest.fixture(scope="module")
def clam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with clamd.running(tmp_path_factory.mktemp("clamd")) as listens:
        yield listens


@pytest.fixture
def scanning(clam: Path, settings: Any) -> Any:
    settings.CLAMAV_SOCKET = str(clam)
    return settings


def zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(OOXML, "x")
        file.writestr("word/document.xml", content)
    return packed.getvalue()


def test_a_clean_file_passes_and_is_left_at_its_start(scanning: Any) -> None:
    file = io.BytesIO(pdf())
    scanner.scan(file)
    assert file.tell() == 0


@pytest.mark.parametrize("content", [EICAR, zipped(EICAR)], ids=["plain", "zipped"])
def test_an_infected_file_is_refused(scanning: Any, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Unfit, match="innehåller skadlig kod") as refusal:
        intake.check(upload("Enkät.txt", content))
    assert not isinstance(refusal.value, NotScanned)
    assert "Eicar-Own.UNOFFICIAL FOUND" in caplog.text


def test_a_file_above_the_scanners_limit_is_refused(scanning: Any) -> None:
    with pytest.raises(NotScanned, match="för stor för viruskontrollen"):
        intake.check(upload("stor.txt", b"hej " * (clamd.STREAM_MAX // 2)))


def test_several_at_once_each_get_their_answer(scanning: Any) -> None:
    files = [upload("ett.pdf"), upload("två.txt", EICAR), upload("tre.gif", b"GIF89a\0"), upload("fyra.pdf")]
    found = list(intake.check_all(files))
    assert [item if isinstance(item, str) else item.name for item in found] == [
        "ett.pdf",
        "två.txt innehåller skadlig kod och togs inte emot. Be den som gjorde filen om en ny",
        f"tre.gif går inte att ta emot. Välj {kinds.WORDS}",
        "fyra.pdf",
    ]


def test_without_a_scanner_nothing_is_scanned(settings: Any) -> None:
    settings.CLAMAV_SOCKET = ""
    assert intake.check(upload("Enkät.txt", EICAR)).name == "Enkät.txt"


# --- a scanner that fails -----------------------------------------------------------------------------
def test_a_scanner_that_is_down_refuses_all_and_is_asked_once(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody.sock")
    answers = list(intake.check_all([upload("ett.pdf"), upload("två.pdf")]))
    assert answers == [
        f"{name} gick inte att kontrollera mot virus just nu och togs inte emot. Försök igen om en stund"
        for name in ("ett.pdf", "två.pdf")
    ]
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1


@contextlib.contextmanager
def answering(answer: bytes | None) -> Iterator[tuple[str, int]]:
    """Listen on a port of our own and give every caller `answer`; None: never say anything."""
    over = threading.Event()

    def serve(server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection, _who = server.accept()
            with connection:
                if answer is None:
                    over.wait()
                else:
                    connection.recv(10)
                    connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        yield server.getsockname()
        over.set()
    thread.join()


@pytest.mark.parametrize(
    "answer", [None, b"", b"stream: broken ERROR\0", b"OK\0", b"x" * 5000], ids=lambda a: repr(a)[:12]
)
def test_a_scanner_that_does_not_say_clean_refuses(settings: Any, answer: bytes | None) -> None:
    settings.CLAMAV_TIMEOUT = 0.3
    with (
        answering(answer) as settings.CLAMAV_SOCKET,
        pytest.raises(NotScanned, match="gick inte att kontrollera"),
    ):
        scanner.scan(io.BytesIO(pdf()))


def test_the_scanner_may_listen_on_a_port(settings: Any) -> None:
    with answering(b"stream: OK\0") as settings.CLAMAV_SOCKET:
        scanner.scan(io.BytesIO(b""))


# --- the address --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("", ""),
        (" /run/clamav/clamd.ctl ", "/run/clamav/clamd.ctl"),
        ("clamav:3310", ("clamav", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_where_the_scanner_listens(monkeypatch: pytest.MonkeyPatch, raw: str, address: Any) -> None:
    monkeypatch.setenv("SAMVERKAN_CLAMAV_SOCKET", raw)
    assert env.address("SAMVERKAN_CLAMAV_SOCKET") == address


@pytest.mark.parametrize("raw", ["clamd.ctl", "clamav:", ":3310", "clamav:tre", "clamav:0", "clamav:70000"])
def test_an_address_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("SAMVERKAN_CLAMAV_SOCKET", raw)
    with pytest.raises(ImproperlyConfigured, match="SAMVERKAN_CLAMAV_SOCKET"):
        env.address("SAMVERKAN_CLAMAV_SOCKET")
