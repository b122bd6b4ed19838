import ipaddress
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backend.platform.clock import SettableClock
from backend.platform.database import Database, new_id
from backend.platform.delivery import service
from backend.platform.delivery.rules import (
    Ambiguous,
    OpenedMessage,
    OutboxMessage,
    RetryLater,
    Undeliverable,
)
from backend.platform.keys.rules import KeyRing
from backend.platform.messages import EMAILS
from backend.platform.settings import Settings
from backend.platform.smtp import compose, smtp_route
from backend.platform.translations import load
from tests.backend.platform.mail import Server, free_port

ENGLISH = load(("en",), include_drafts=False)
URL = "https://sayso.example/i/" + "a" * 90


@pytest.fixture
def run() -> Iterator[Callable[..., Settings]]:
    """Start a mail server on a real socket and give the settings that reach it."""
    running: list[Controller] = []

    def start(handler: Server, **options: Any) -> Settings:
        controller = Controller(handler, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        running.append(controller)
        return _settings(controller.port)

    yield start
    for controller in running:
        controller.stop()


def _settings(port: int) -> Settings:
    return Settings(
        data=Path("data"),
        database_url="",
        key_file=Path("key"),
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_sender="Sayso <sayso@council.example>",
        smtp_starttls=False,
    )


def _message(recipient: str = "jo@example.org", **changes: Any) -> OpenedMessage:
    values = {"url": f"{URL}\n.\nŵy 👋 and a dot."}
    message = OpenedMessage("a1" * 16, recipient, "invitation", values, "en", 1)
    return replace(message, **changes)


def _send(settings: Settings, message: OpenedMessage | None = None) -> None:
    clock = SettableClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    smtp_route(settings, ENGLISH, clock)(message or _message())


def test_an_email_arrives_whole(run: Callable[..., Settings]) -> None:
    """Sender, recipient, subject and every character of the body arrive, once."""
    server = Server()
    _send(run(server))
    [(sender, recipients, message)] = server.taken
    assert (sender, recipients) == ("sayso@council.example", ["jo@example.org"])
    assert message["Subject"] == "A few questions for you"
    assert message["Message-ID"] == f"<{'a1' * 16}@council.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] == "Tue, 24 Nov 2026 09:00:00 +0000"
    body = message.get_content().splitlines()
    start = body.index(URL)
    assert body[start : start + 3] == [URL, ".", "ŵy 👋 and a dot."]


@pytest.mark.parametrize(
    ("verb", "answer", "expected", "code"),
    [
        ("MAIL", "451 busy", RetryLater, "sender-refused"),
        ("MAIL", "550 who are you", RetryLater, "sender-refused"),
        ("RCPT", "450 greylisted", RetryLater, "not-now"),
        ("RCPT", "550 no such user jo@example.org", Undeliverable, "refused"),
        ("DATA", "452 disk full", RetryLater, "not-now"),
        ("DATA", "554 spam", Undeliverable, "rejected"),
    ],
)
def test_what_a_refusal_means(
    run: Callable[..., Settings], verb: str, answer: str, expected: type[Exception], code: str
) -> None:
    """A server that says "later" is tried later; one that says "never" is believed of a person."""
    server = Server()
    server.answers[verb] = answer
    with pytest.raises(expected) as refusal:
        _send(run(server))
    assert refusal.value.code == code  # type: ignore[attr-defined]  # each of the two has one
    assert "jo@" not in str(refusal.value)


@pytest.mark.parametrize("verb", ["MAIL", "RCPT"])
def test_a_connection_lost_before_the_words(run: Callable[..., Settings], verb: str) -> None:
    """Lost before anything was handed over, it surely was not sent."""
    server = Server()
    server.drops = verb
    with pytest.raises(RetryLater):
        _send(run(server))


def test_a_connection_lost_after_the_words(run: Callable[..., Settings]) -> None:
    """Lost after the words were handed over, nobody can say."""
    server = Server()
    server.drops = "DATA"
    with pytest.raises(Ambiguous):
        _send(run(server))
    assert len(server.taken) == 1


def test_no_server() -> None:
    """Where nobody listens it is tried again later."""
    with pytest.raises(RetryLater) as refusal:
        _send(_settings(free_port()))
    assert refusal.value.code == "no-server"


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "jo",
        "jo@",
        "@example.org",
        "jo@example.org, sam@example.org",
        "jo@example.org\nBcc: sam@example.org",
        "jo@example.org>\r\nRCPT TO:<sam@example.org",
        "jö@example.org",
        "Jo <jo@example.org>",
        "jo@exa\x00mple.org",
    ],
)
def test_an_address_that_is_none(run: Callable[..., Settings], recipient: str) -> None:
    """What is not exactly one plain address is refused before anything is sent."""
    server = Server()
    with pytest.raises(Undeliverable, match="bad-address"):
        _send(run(server), _message(recipient))
    assert server.taken == []


def test_a_value_makes_no_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line break in a value that reaches the subject starts no header."""
    words = replace(EMAILS["invitation"], subject="{url}")
    monkeypatch.setitem(EMAILS, "invitation", words)
    message = _message(values={"url": "Hi\r\nBcc: sam@example.org\r\n\r\nX"})
    composed = compose(_settings(25), ENGLISH, message, lambda: datetime(2026, 1, 1, tzinfo=UTC))
    assert composed["Bcc"] is None
    assert composed["Subject"] == "Hi Bcc: sam@example.org X"


def test_an_email_says_nothing_it_should_not() -> None:
    """An e-mail holds only its own words: a name handed to it by mistake goes nowhere."""
    for template in EMAILS:
        own = {"url": URL, "telegram": URL, "code": "123456"}
        values = {**own, "name": "Mali Evans", "words": "afraid"}
        composed = compose(
            _settings(25),
            ENGLISH,
            _message(template=template, values=values),
            lambda: datetime(2026, 1, 1, tzinfo=UTC),
        )
        said = composed["Subject"] + composed.get_content()
        assert "Mali" not in said
        assert "afraid" not in said
        for word in ("child", "care", "social", "review", "placement", "foster"):
            assert not template.startswith("invitation") or word not in said.lower()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36_500))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
    )
    signed = builder.sign(key, hashes.SHA256())
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


def _accepts(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = (data.login, data.password) == (b"sayso", b"right")
    return AuthResult(success=right, handled=False)


def _secured(run: Callable[..., Settings], server: Server, pem: Path) -> Settings:
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(pem)
    settings = run(
        server,
        tls_context=serving,
        require_starttls=True,
        authenticator=_accepts,
        auth_required=True,
    )
    return replace(settings, smtp_starttls=True, smtp_username="sayso", smtp_password="right")


def test_tls_and_signing_in(run: Callable[..., Settings], tmp_path: Path) -> None:
    """With TLS and a password the server trusts, the e-mail goes; with a wrong one it waits."""
    server, pem = Server(), _certificate(tmp_path)
    settings = _secured(run, server, pem)
    trusting = ssl.create_default_context(cafile=pem)
    smtp_route(settings, ENGLISH, tls=trusting)(_message())
    assert len(server.taken) == 1
    wrong = replace(settings, smtp_password="wrong")
    with pytest.raises(RetryLater) as refusal:
        smtp_route(wrong, ENGLISH, tls=trusting)(_message())
    assert refusal.value.code == "sign-in-refused"


def test_no_words_without_tls(run: Callable[..., Settings], tmp_path: Path) -> None:
    """Where TLS is asked for, a server without it or with a stranger's certificate gets nothing."""
    plain, strange = Server(), Server()
    settings = replace(run(plain), smtp_starttls=True)
    stranger = _secured(run, strange, _certificate(tmp_path))
    for each in (settings, stranger):
        with pytest.raises(RetryLater) as refusal:
            _send(each)
        assert refusal.value.code == "no-tls"
    assert plain.taken == strange.taken == []


def test_from_the_outbox_to_the_server(
    run: Callable[..., Settings], database: Database, ring: KeyRing, clock: SettableClock
) -> None:
    """Kept with its cause, refused for now, tried again: the e-mail arrives once."""
    server = Server()
    server.answers["RCPT"] = "450 greylisted"
    routes = {"email": smtp_route(run(server), ENGLISH, clock)}
    message = OutboxMessage(
        new_id(), "k", "email", "jo@example.org", "concern", {"url": URL}, "en",
        None, None, clock(), urgent=True,
    )  # fmt: skip
    database.write(lambda t: service.enqueue(t, ring, message, clock()))
    service.deliver_due(database, ring, routes, clock)
    assert server.taken == []
    server.answers.clear()
    clock.advance(timedelta(seconds=5))
    service.deliver_due(database, ring, routes, clock)
    clock.advance(timedelta(days=1))
    service.deliver_due(database, ring, routes, clock)
    [(_sender, recipients, arrived)] = server.taken
    assert recipients == ["jo@example.org"]
    assert arrived.get_content().startswith("A concern is waiting in Sayso. Sign in now.")
