"""A real mail server on loopback for the tests: it keeps what it took, and answers as it is told."""

from __future__ import annotations

from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from aiosmtpd.smtp import SMTP

TAKEN = "250 2.0.0 Taken"


class Postman:
    """What the server does. `refuse` maps an address to the answer on it; `data` are the answers on contents.

    An answer in `data` is used once, then all is taken. "drop" hangs up without an answer and without taking the
    mail, "take and drop" takes it first, "take and hang up" answers and then hangs up before the client says goodbye.
    """

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refuse: dict[str, str] = {}
        self.data: list[str] = []
        self.tries = 0

    async def handle_RCPT(  # noqa: N802 aiosmtpd's own names
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take or refuse a receiver."""
        if answer := self.refuse.get(address):
            self.tries += 1
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take or refuse a mail."""
        self.tries += 1
        answer = self.data.pop(0) if self.data else TAKEN
        if answer in {TAKEN, "take and drop", "take and hang up"}:
            message = message_from_bytes(envelope.content, policy=policy.default)
            message["X-Envelope"] = ", ".join(envelope.rcpt_tos)
            self.taken.append(message)
        if answer == "take and hang up":
            await server.push(TAKEN)
        if "drop" in answer or "hang up" in answer:
            server.transport.close()
        return answer if answer[0].isdigit() else TAKEN


class OnFreePort(Controller):
    """aiosmtpd asks its server for a sign of life at the port it was told; ours learns its port from the system."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[tuple[Postman, int]]:
    """Run a server on a free port; yield what it does, and the port."""
    postman = Postman()
    server = OnFreePort(postman, hostname="127.0.0.1", port=0)
    server.start()
    try:
        yield postman, server.port
    finally:
        server.stop()
