"""People who were asked and have not answered, with the timetable's own job to remind them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from backend.invitations import service as invitations
from backend.invitations.rules import Secrets
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.database import Transaction, new_id
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from backend.platform.delivery.tables import outbox
from backend.reminders import service
from backend.reminders.service import Reminded, Routes
from backend.reviews import service as reviews
from backend.timetable import JOBS, Timetable, Tools
from tests.backend.consultations.household import TODAY, Household

# Of an adult who was asked in the morning of 24 November, for a review on 10 December.
FIRST, LAST = datetime(2026, 12, 1, 10, 0, tzinfo=UTC), datetime(2026, 12, 7, 10, 0, tzinfo=UTC)
# A child's are six hours later, after school.
OWN_FIRST = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
REMINDERS = next(job for job in JOBS if job.name == "reminders")
CHAT = "7001"


class Waiting:
    """A household of whom some are to be reminded."""

    def __init__(self, household: Household, *routes: str) -> None:
        self.household = household
        self.runtime = household.runtime
        self.database = household.runtime.database
        self.routes = frozenset(routes or ("email",))
        tools = Tools(self.runtime, household.desk, self.routes)
        self.timetable = Timetable(tools, (REMINDERS,))

    @property
    def clock(self) -> SettableClock:
        """The clock of this test."""
        assert isinstance(self.runtime.clock, SettableClock)
        return self.runtime.clock

    @property
    def reminder_routes(self) -> Routes:
        """The ways by which a reminder may leave this house."""
        return Routes(self.routes, self.runtime.settings.telegram_min_age)

    def with_addresses(self, *who: str, **fields: Any) -> "Waiting":
        """Give these people an e-mail address, or what else is named."""
        for one in who:
            known: dict[str, Any] = {"email": f"{one}@home.example", **fields}
            changed = replace(self.household.people[one], **known)
            self.do(people.correct_participant, SYSTEM, changed)
        return self

    def do(self, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Do one thing in a unit of its own."""
        return self.database.write(lambda t: work(t, *given, **named))

    def go(self, at: datetime) -> list[str]:
        """Let it be this moment, run the job and deliver; give who was written to, in order."""
        self.clock.set(at)
        assert self.timetable.run(REMINDERS)
        return sorted(message.recipient for message in self.delivered())

    def delivered(self) -> list[OpenedMessage]:
        """Send what is due by every route, and give what went."""
        sent: list[OpenedMessage] = []
        ring = self.runtime.ring
        deliver_due(self.database, ring, dict.fromkeys(self.routes, sent.append), self.clock)
        return sent

    def outbox(self) -> list[tuple[str, str]]:
        """Give template and state of every reminder that was ever made, oldest first."""
        query = select(outbox.c.template, outbox.c.status).where(outbox.c.key.like("reminder:%"))
        rows = self.database.read(lambda t: t.execute(query.order_by(outbox.c.number)).all())
        return [(row.template, row.status) for row in rows]

    def remind(self, who: str) -> bool:
        """Ask for one person's reminder, whatever the job would find."""
        asked, at = self.household.asked[who].id, self.clock()
        desk = self.household.desk
        return self.database.write(
            lambda t: service.remind(t, desk, self.reminder_routes, asked, at)
        )

    def switch(self, who: str, wanted: bool, viewer: str = "support") -> None:
        """Switch somebody's reminders on or off, as an officer does."""
        asked = self.household.asked[who]
        eyes, at = self.household.viewer(viewer), self.clock()
        self.do(service.switch, eyes, asked.review_id, asked.id, wanted=wanted, at=at)

    def shown(self, viewer: str = "support") -> dict[str, Reminded]:
        """Give what an officer is shown of Amara's review, by the name of who was asked."""
        review, at = self.household.reviews["amara"], self.clock()
        eyes, desk = self.household.viewer(viewer), self.household.desk
        listed = self.database.read(
            lambda t: service.of_review(t, eyes, desk, self.reminder_routes, review.id, at)
        )
        return {one.participant.role: one for one in listed}

    def change_review(self, **changes: Any) -> None:
        """Change Amara's review as the page for it does."""

        def unit(transaction: Transaction) -> None:
            review = replace(self.household.reviews["amara"], **changes)
            reviews.correct(transaction, SYSTEM, review, TODAY)
            invitations.follow_review(transaction, SYSTEM, review.id, self.clock())

        self.database.write(unit)

    def chat(self, who: str, chat: str = CHAT) -> None:
        """Let somebody come to the bot with link and code."""
        ring, at, token = self.runtime.ring, self.clock(), self.household.token(who)
        self.do(invitations.offer_chat, ring, token, chat, at)
        assert self.do(invitations.confirm_chat, ring, chat, "012345", at).outcome == "open"

    def ask_again(self, who: str) -> None:
        """Make somebody's link anew."""
        secrets = Secrets(f"{new_id():.22}", "543210")
        ring, at, asked = self.runtime.ring, self.clock(), self.household.asked[who].id
        self.do(invitations.reissue, ring, SYSTEM, asked, secrets, at)
