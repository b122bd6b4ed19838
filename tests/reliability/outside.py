"""What is outside of a server: the duty team's mail, and the settings that lead there."""

from email.message import EmailMessage
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller

from tests.backend.platform.mail import Server
from tests.reliability.server import free_port
from tests.telegram.fake_bot_api import FakeBotApi


class Mailbox:
    """Takes every e-mail, as this server does if one is given."""

    def __init__(self, server: Server | None = None) -> None:
        self._server = server or Server()
        self._controller = Controller(self._server, hostname="127.0.0.1", port=free_port())

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._controller.port)

    def refuse(self, answer: str) -> None:
        """Answer every e-mail with this refusal before its words are sent; with "", take them."""
        self._server.answers = {"MAIL": answer} if answer else {}

    @property
    def taken(self) -> list[EmailMessage]:
        """Every e-mail there is."""
        return [message for _sender, _recipients, message in self._server.taken]


def settings_for(mailbox: Mailbox, port: int) -> dict[str, str]:
    """Give the settings of a server on a port, which sends its e-mails to the mailbox."""
    return {
        "SAYSO_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SAYSO_SMTP_HOST": "127.0.0.1",
        "SAYSO_SMTP_PORT": str(mailbox.port),
        "SAYSO_SMTP_SENDER": "sayso@eastmarch.example",
        "SAYSO_SMTP_STARTTLS": "no",
    }


def settings_of(telegram: FakeBotApi) -> dict[str, str]:
    """Give the settings of a server that talks with this Telegram."""
    return {"SAYSO_TELEGRAM_TOKEN": telegram.token, "SAYSO_TELEGRAM_API_URL": telegram.url}
