"""A GOV.UK Notify of our own, over real HTTP, for tests without it.

with FakeNotify() as notify:
    ...start a Sayso with settings_of(notify)...
    [message] = notify.to("07700 900123")
    notify.trouble = "500"

It checks the token, the template, the address and the fields as Notify does, keeps what it took,
and tells what became of it by its reference.
"""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from tests.notify.wire import Handler, Server

SERVICE = "6f2c1a9e-4b1d-4c8e-9a57-2d8f0c3b7e11"
SECRET = "b3d7e0c4-95a2-4f6b-8e1d-7a4c2f9b6d03"
EMAIL_TEMPLATE = "0a4e8d2b-6c1f-4e9a-b7d3-5f8c2a1e9b64"
SMS_TEMPLATE = "d9b1f3c7-2e5a-4d8c-a6f4-1c7e9b3d5a20"
TEMPLATES: Mapping[str, dict[str, str]] = {
    EMAIL_TEMPLATE: {"type": "email", "subject": "((subject))", "body": "((body))"},
    SMS_TEMPLATE: {"type": "sms", "body": "((body))"},
}
TROUBLES = ("", "slow", "black-hole", "400", "403", "429", "500", "cut", "clock")


@dataclass
class Taken:
    """A message that was taken; `status` is what Notify tells of it."""

    id: str
    reference: str
    kind: str
    to: str
    subject: str
    body: str
    status: str


@dataclass(frozen=True)
class Answer:
    """A status and a body in JSON; a status of 0 cuts the connection."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


class FakeNotify:
    """One service at Notify, served on a free port of this machine by threads of its own.

    Set `trouble` to one of TROUBLES: "slow" answers when `let_go` is called, having done its
    work; "black-hole" never; "cut" does its work and hangs up. `outcome` is the status that what
    is taken gets, and `retry_after` the header of a 429. `stop` refuses connections until `start`.
    """

    key = f"sayso_live-{SERVICE}-{SECRET}"

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.calls: list[tuple[str, str]] = []
        self.trouble = ""
        self.outcome = "created"
        self.retry_after = ""
        self.limit = "RateLimitError"
        self.templates = {name: dict(kept) for name, kept in TEMPLATES.items()}
        self._changed = threading.Condition()
        self._held = threading.Event()
        self._server: Server | None = None
        self._port = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.let_go()
        self.stop()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._server = Server(("127.0.0.1", self._port), Handler, self.respond)
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """Refuse every connection."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def let_go(self) -> None:
        """Answer, or hang up on, whoever has been left waiting."""
        self._held.set()

    def to(self, recipient: str) -> list[Taken]:
        """Every message to somebody."""
        with self._changed:
            return [message for message in self.taken if message.to == recipient]

    def wait_for(self, recipient: str, count: int = 1, timeout: float = 30.0) -> list[Taken]:
        """Wait until somebody has so many messages."""
        with self._changed:
            there = self._changed.wait_for(lambda: len(self.to(recipient)) >= count, timeout)
            assert there, f"{len(self.to(recipient))} messages came, not {count}"
            return self.to(recipient)

    def tell(self, status: str) -> None:
        """Say from now on that this is what became of everything taken so far."""
        with self._changed:
            for message in self.taken:
                message.status = status

    def asked(self, method: str, path: str) -> int:
        """Count the calls of a method whose path begins so."""
        with self._changed:
            return sum(1 for one, at in self.calls if one == method and at.startswith(path))

    def respond(self, method: str, path: str, token: str, given: Mapping[str, Any]) -> Answer:
        """Answer one call."""
        with self._changed:
            self.calls.append((method, path))
        if self.trouble == "black-hole":
            self._held.wait()
            return Answer(0, {})
        refused = self._refused(token)
        if refused:
            return refused
        answer = self._work(method, path, given)
        if self.trouble == "slow" and method == "POST":
            self._held.wait()
        if self.trouble == "cut" and method == "POST":
            return Answer(0, {})
        return answer

    def _refused(self, token: str) -> Answer | None:
        if self.trouble == "403" or not Handler.signed(token, SERVICE, SECRET):
            return error(403, "AuthError", "Invalid token: API key not found")
        said = {
            "clock": (403, "AuthError", "Error: Your system clock must be accurate to within 30 s"),
            "400": (400, "BadRequestError", "Template not found"),
            "429": (429, self.limit, f"Exceeded {self.limit} for key type LIVE"),
            "500": (500, "Exception", "Internal server error"),
        }
        if self.trouble not in said:
            return None
        asked = {"Retry-After": self.retry_after} if self.retry_after else {}
        return replace(error(*said[self.trouble]), headers=asked)

    def _work(self, method: str, path: str, given: Mapping[str, Any]) -> Answer:
        if method == "GET" and path.startswith("/v2/template/"):
            kept = self.templates.get(path.rpartition("/")[2])
            return Answer(200, kept) if kept else error(404, "NoResultFound", "No result found")
        if (method, path) == ("GET", "/v2/notifications"):
            return self._listed(str(given.get("reference", "")))
        if method == "POST" and path in ("/v2/notifications/email", "/v2/notifications/sms"):
            return self._take(path.rpartition("/")[2], given)
        return error(404, "NoResultFound", "No result found")

    def _listed(self, reference: str) -> Answer:
        with self._changed:
            found = [vars(message) for message in self.taken if message.reference == reference]
        return Answer(200, {"notifications": found[::-1], "links": {"current": self.url}})

    def _take(self, kind: str, given: Mapping[str, Any]) -> Answer:
        template = self.templates.get(str(given.get("template_id")))
        if template is None or template["type"] != kind:
            return error(400, "BadRequestError", "Template not found")
        name, pattern = {
            "email": ("email_address", r"[^@\s]+@[^@\s]+\.[a-z]+"),
            "sms": ("phone_number", r"(\+44|0)7[\d ]{9,12}"),
        }[kind]
        to = str(given.get(name, ""))
        if not re.fullmatch(pattern, to):
            return error(400, "ValidationError", f"{name} Not a valid one")
        fields = given.get("personalisation", {})
        wanted = re.findall(r"\(\((\w+)\)\)", template.get("subject", "") + template["body"])
        if missing := [each for each in wanted if each not in fields]:
            return error(400, "BadRequestError", f"Missing personalisation: {', '.join(missing)}")
        return self._keep(kind, to, given, fields)

    def _keep(
        self, kind: str, to: str, given: Mapping[str, Any], fields: Mapping[str, str]
    ) -> Answer:
        message = Taken(
            id=str(uuid4()),
            reference=str(given.get("reference", "")),
            kind=kind,
            to=to,
            subject=fields.get("subject", ""),
            body=fields["body"],
            status=self.outcome,
        )
        with self._changed:
            self.taken.append(message)
            self._changed.notify_all()
        return Answer(201, {"id": message.id, "reference": message.reference})


def error(status: int, kind: str, message: str) -> Answer:
    """Make an error as Notify words it."""
    return Answer(status, {"status_code": status, "errors": [{"error": kind, "message": message}]})


def settings_of(notify: FakeNotify) -> dict[str, str]:
    """Give the settings of a server that sends by this Notify."""
    return {
        "SAYSO_NOTIFY_API_KEY": notify.key,
        "SAYSO_NOTIFY_API_URL": notify.url,
        "SAYSO_NOTIFY_EMAIL_TEMPLATE": EMAIL_TEMPLATE,
        "SAYSO_NOTIFY_SMS_TEMPLATE": SMS_TEMPLATE,
    }
