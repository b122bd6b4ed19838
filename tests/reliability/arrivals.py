"""Providers outside that keep, of each page that arrives, whether its cause was kept by then."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from backend.platform.database import Database
from tests.backend.platform.mail import Server as MailServer
from tests.notify.fake_notify import Answer, FakeNotify

_CONCERN = re.compile(r"/concerns/([0-9a-f]{32})")


@dataclass(frozen=True)
class Arrival:
    """One page that came: by "mail", "email" or "sms", under which id, and about what.

    ``kept`` says whether that concern was in the database when the provider took the page.
    """

    by: str
    message_id: str
    concern_id: str
    kept: bool


class Arrivals:
    """Every page that came to any provider; each looks at the database while it takes one."""

    def __init__(self) -> None:
        self._database: Database | None = None
        self._noting = threading.Lock()
        self._taken: list[Arrival] = []

    def watch(self, database: Database) -> None:
        """Look into this database."""
        self._database = database

    @property
    def taken(self) -> tuple[Arrival, ...]:
        """Everything until now."""
        with self._noting:
            return tuple(self._taken)

    def note(self, by: str, message_id: str, body: str) -> None:
        """Write down what came; a message about nothing that worries anybody is no page."""
        for concern_id in _CONCERN.findall(body):
            arrival = Arrival(by, message_id, concern_id, self._is_kept(concern_id))
            with self._noting:
                self._taken.append(arrival)

    def _is_kept(self, concern_id: str) -> bool:
        assert self._database is not None, "nobody pages before there is a database"
        looking = text("SELECT 1 FROM concerns WHERE id = :id")
        found = self._database.read(lambda t: t.execute(looking, {"id": concern_id}).first())
        return found is not None


class WatchedMail(MailServer):
    """A mail server that notes every page."""

    def __init__(self, arrivals: Arrivals) -> None:
        super().__init__()
        self._arrivals = arrivals

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        message = self.taken[-1][2]
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        self._arrivals.note("mail", name, message.get_content())
        return answer


class WatchedNotify(FakeNotify):
    """A GOV.UK Notify that notes every page."""

    def __init__(self, arrivals: Arrivals) -> None:
        super().__init__()
        self.outcome = "delivered"
        self._arrivals = arrivals

    def _keep(
        self, kind: str, to: str, given: Mapping[str, Any], fields: Mapping[str, str]
    ) -> Answer:
        self._arrivals.note(kind, str(given.get("reference", "")), fields["body"])
        return super()._keep(kind, to, given, fields)
