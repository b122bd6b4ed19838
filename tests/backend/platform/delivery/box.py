"""An outbox to test with, and a route that fails as it is told to."""

from typing import Any

from sqlalchemy import Select, select

from backend.platform.clock import SettableClock
from backend.platform.database import Database, new_id
from backend.platform.delivery import rules, service
from backend.platform.delivery.rules import (
    OpenedMessage,
    OutboxMessage,
    Undelivered,
)
from backend.platform.delivery.tables import outbox
from backend.platform.keys.rules import KeyRing


class Post:
    """A route that keeps what it was given, and fails as it is told to, in that order."""

    def __init__(self, *failures: Exception | None) -> None:
        self.taken: list[OpenedMessage] = []
        self.failures = list(failures)

    def __call__(self, message: OpenedMessage) -> None:
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            raise failure
        self.taken.append(message)

    @property
    def recipients(self) -> list[str]:
        return [message.recipient for message in self.taken]


class Outbox:
    """The outbox under test, with what every call needs."""

    def __init__(self, database: Database, ring: KeyRing, clock: SettableClock) -> None:
        self.database, self.ring, self.clock = database, ring, clock

    def add(self, recipient: str = "carer@example.org", **changes: Any) -> OutboxMessage:
        message = OutboxMessage(
            **{
                "id": new_id(),
                "key": f"test:{new_id()}",
                "route": "email",
                "recipient": recipient,
                "template": "invitation",
                "values": {"url": "https://sayso.example/i/abc"},
                "language": "en",
                "child_id": None,
                "participant_id": None,
                "due_at": self.clock(),
            }
            | changes
        )
        self.database.write(lambda t: service.enqueue(t, self.ring, message, self.clock()))
        return message

    def deliver(self, urgent: bool | None = None, **routes: rules.Route) -> int:
        return service.deliver_due(self.database, self.ring, routes, self.clock, urgent)

    def cancel(self, *participants: str) -> int:
        return self.database.write(
            lambda t: service.cancel_for_participants(t, participants, self.clock())
        )

    def undelivered(self, *children: str) -> list[Undelivered]:
        return self.database.read(
            lambda t: service.undelivered(t, _children(*children), self.clock())
        )

    def undelivered_calls(self, *children: str) -> list[Undelivered]:
        return self.database.read(
            lambda t: service.undelivered_calls(t, _children(*children), self.clock())
        )

    def row(self, message: OutboxMessage) -> Any:
        rows = select(outbox).where(outbox.c.id == message.id)
        return self.database.read(lambda t: t.execute(rows).one())


def _children(*ids: str) -> Select[tuple[str]]:
    return select(outbox.c.child_id).where(outbox.c.child_id.in_(ids))
