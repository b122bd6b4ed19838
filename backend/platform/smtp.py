"""E-mail as a route of delivery: plain words, one recipient, over an authority's own server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import parseaddr

from backend.platform.clock import Clock, system_clock
from backend.platform.delivery.rules import (
    Ambiguous,
    OpenedMessage,
    RetryLater,
    Route,
    Undeliverable,
)
from backend.platform.messages import EMAILS
from backend.platform.settings import Settings
from backend.platform.translations import Translations

# Every step together stays well under the time for which a sender holds a message.
STEP_SECONDS = 10.0
# A server may read a message over before it takes it.
ANSWER_SECONDS = 60.0
IMPLICIT_TLS_PORT = 465

_TAKEN, _PERMANENT = 2, 5


def smtp_route(
    settings: Settings,
    translations: Translations,
    clock: Clock = system_clock,
    tls: ssl.SSLContext | None = None,
) -> Route:
    """Make the function that sends one e-mail, and raises `delivery.rules` exceptions.

    `tls` trusts what the machine trusts unless given. Without TLS nothing is said to a server
    where the settings ask for it.
    """
    trusted = tls or ssl.create_default_context()

    def send(message: OpenedMessage) -> None:
        composed = compose(settings, translations, message, clock)
        with _connected(settings, trusted) as server:
            _hand_over(server, composed, settings)

    return send


def why_unreachable(settings: Settings, tls: ssl.SSLContext | None = None) -> str:
    """Say by a code why the server does not let us in just now, or "" where it does."""
    try:
        with _connected(settings, tls or ssl.create_default_context()):
            return ""
    except RetryLater as error:
        return error.code


def compose(
    settings: Settings, translations: Translations, message: OpenedMessage, clock: Clock
) -> EmailMessage:
    """Word the e-mail in its language; `Undeliverable` where the address is none."""
    words = EMAILS[message.template]
    subject = translations.text(message.language, words.subject, **message.values)
    composed = EmailMessage(WIRE)
    composed["From"] = settings.smtp_sender
    composed["To"] = _address(message.recipient)
    # A value in a subject may hold a line break, which would start a header of its own.
    composed["Subject"] = " ".join(subject.split())
    composed["Date"] = clock()
    # The same each time it is tried, so that a repeat can be known for one.
    composed["Message-ID"] = f"<{message.id}@{_sender_domain(settings)}>"
    composed["Auto-Submitted"] = "auto-generated"
    composed["Content-Language"] = message.language
    body = translations.text(message.language, words.body, **message.values)
    composed.set_content(body, cte="quoted-printable")
    return composed


def _address(recipient: str) -> Address:
    try:
        address = Address(addr_spec=recipient)
        recipient.encode("ascii")
    except (ValueError, MessageError, IndexError):
        # The parser's own text quotes the address.
        raise Undeliverable("bad-address") from None
    if not address.domain or not recipient.isprintable():
        raise Undeliverable("bad-address")
    return address


def _sender_domain(settings: Settings) -> str:
    return parseaddr(settings.smtp_sender)[1].rpartition("@")[2] or "localhost"


@contextmanager
def _connected(settings: Settings, tls: ssl.SSLContext) -> Iterator[smtplib.SMTP]:
    server = _greeted(settings, tls)
    try:
        yield server
    finally:
        # Whatever it says to our goodbye, the message's fate is settled.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _greeted(settings: Settings, tls: ssl.SSLContext) -> smtplib.SMTP:
    try:
        server = _opened(settings, tls)
    except (OSError, smtplib.SMTPException):
        raise RetryLater(code="no-server") from None
    try:
        if settings.smtp_starttls and settings.smtp_port != IMPLICIT_TLS_PORT:
            server.starttls(context=tls)
        if settings.smtp_username:
            server.login(settings.smtp_username, settings.smtp_password)
        server.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        raise RetryLater(code=_why_not(error)) from None
    return server


def _opened(settings: Settings, tls: ssl.SSLContext) -> smtplib.SMTP:
    host, port, name = settings.smtp_host, settings.smtp_port, _sender_domain(settings)
    if port == IMPLICIT_TLS_PORT:
        return smtplib.SMTP_SSL(host, port, name, timeout=STEP_SECONDS, context=tls)
    return smtplib.SMTP(host, port, name, timeout=STEP_SECONDS)


def _why_not(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "sign-in-refused"
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return "no-tls"
    return "no-server"


def _hand_over(server: smtplib.SMTP, composed: EmailMessage, settings: Settings) -> None:
    sender = parseaddr(settings.smtp_sender)[1]
    recipient = composed["To"].addresses[0].addr_spec
    try:
        sender_taken, _said = server.mail(sender)
        if sender_taken // 100 != _TAKEN:
            # Our own address is at fault, not theirs: it can be put right while they wait.
            raise RetryLater(code="sender-refused")
        _judge(server.rcpt(recipient)[0], "refused")
    except (OSError, smtplib.SMTPException):
        raise RetryLater(code="no-server") from None
    _judge(_answer_to(server, composed.as_bytes()), "rejected")


def _answer_to(server: smtplib.SMTP, content: bytes) -> int:
    """Send the words themselves. From here on a lost connection leaves everybody in doubt."""
    if server.sock:
        server.sock.settimeout(ANSWER_SECONDS)
    try:
        return server.data(content)[0]
    except smtplib.SMTPDataError as error:
        return int(error.smtp_code)
    except (OSError, smtplib.SMTPException):
        raise Ambiguous("no-answer") from None


def _judge(code: int, refusal: str) -> None:
    if code // 100 == _TAKEN:
        return
    if code // 100 == _PERMANENT:
        raise Undeliverable(refusal)
    raise RetryLater
