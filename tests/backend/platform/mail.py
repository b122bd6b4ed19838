"""A mail server on a real socket that keeps what it takes and answers as it is told."""

import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any


class Server:
    """What an `aiosmtpd` controller does with what it is sent."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.drops: str = ""

    async def handle_MAIL(  # noqa: N802
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        envelope.mail_from = address
        return self.answer(server, "MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answer(server, "RCPT")

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, message))
        return self.answer(server, "DATA")

    def answer(self, server: Any, verb: str) -> str:
        if self.drops == verb:
            server.transport.abort()
        return self.answers.get(verb, "250 OK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
