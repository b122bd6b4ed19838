"""What a review of the made-up family decided, and the people who have to do it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select, text

from backend.decisions import service as decisions
from backend.decisions.rules import Decision
from backend.owners import service as owners
from backend.people import service as people
from backend.people.rules import SYSTEM, Participant, Viewer, officer_viewer
from backend.platform.clock import SettableClock, day_in_england
from backend.platform.database import Transaction, new_id
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from backend.platform.delivery.tables import outbox
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import open_child_key
from backend.platform.runtime import Runtime
from backend.progress import service as progress
from backend.progress.rules import Line, Update
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.timetable import JOBS, Timetable, Tools
from tests.backend.consultations.household import desk_of
from tests.backend.web.people import Family, Staff

T = TypeVar("T")
JOB = next(job for job in JOBS if job.name == "progress")
WHAT = "Ring Dad about Sunday visits"
SUE = "sue@school.example"
A_DAY = timedelta(days=1)


class Tracked:
    """Amara's review was held today; Sue, a teacher, and Jo, the carer, have things to do."""

    AHEAD = date(2027, 6, 1)
    """A day that is still to come in every test."""

    def __init__(self, runtime: Runtime, family: Family, staff: Staff) -> None:
        self.runtime, self.family, self.staff = runtime, family, staff
        self.start = runtime.clock()
        self.review = self.held(family.review, self.start)
        since, child = date(2025, 10, 20), family.child.id
        self.sue = Participant(
            new_id(), child, "education", "Sue", None, since, None, SUE, "", "en"
        )
        self.write(lambda t: people.add_participant(t, SYSTEM, self.sue))
        tools = Tools(runtime, desk_of(runtime), frozenset({"email"}))
        self.timetable = Timetable(tools, (JOB,))

    @property
    def clock(self) -> SettableClock:
        """The clock of this test."""
        assert isinstance(self.runtime.clock, SettableClock)
        return self.runtime.clock

    @property
    def today(self) -> date:
        """The day it is."""
        return day_in_england(self.clock())

    @property
    def iro(self) -> Viewer:
        """The eyes of Amara's IRO."""
        return officer_viewer(self.staff["iro"])

    @property
    def key(self) -> ChildKey:
        """Amara's key, opened."""
        ring, child = self.runtime.ring, self.family.child.id
        return self.read(lambda t: open_child_key(t, ring, child))

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do a unit of work."""
        return self.runtime.database.write(work)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Look where nothing can be changed."""
        return self.runtime.database.read(work)

    def held(self, review: Review, at: datetime) -> Review:
        """Let a review have been held at a moment, whether or not it was planned."""
        held = replace(review, starts_at=at, status="held")
        today = day_in_england(at)
        known = self.read(lambda t: reviews.of_child(t, SYSTEM, review.child_id))
        keep = reviews.correct if any(it.id == review.id for it in known) else reviews.add
        return self.write(lambda t: keep(t, SYSTEM, held, today))

    def next_review(self, at: datetime, status: str = "held") -> Review:
        """Add a later review."""
        review = replace(self.family.review, id=new_id(), number=0, starts_at=at, status=status)
        return self.write(lambda t: reviews.add(t, SYSTEM, review, day_in_england(at)))

    def decide(self, days: int | None = 30, **more: Any) -> Decision:
        """Let the review have decided something, due in some days from its own day."""
        due_on = self.start.date() + timedelta(days=days) if days is not None else None
        decision = Decision(
            id=new_id(),
            child_id=self.family.child.id,
            review_id=self.review.id,
            number=0,
            made_at=self.start,
            made_by=self.staff["iro"].id,
            what=WHAT,
            owner="Sue",
            owner_id=self.sue.id,
            due_on=due_on,
            why="Amara asked for it",
        )
        key, decided = self.key, replace(decision, **more)
        return self.write(lambda t: decisions.add(t, key, self.iro, decided))

    def update(self, decision: Decision, kind: str, **more: Any) -> Update:
        """Make an update; nothing is kept."""
        return Update(new_id(), decision.id, "", self.clock(), "officer", "", kind, **more)

    def record(self, decision: Decision, kind: str, who: str = "iro", **more: Any) -> Decision:
        """Let an officer record how it is going."""
        key, update = self.key, self.update(decision, kind, **more)
        viewer = officer_viewer(self.staff[who])
        return self.write(lambda t: progress.record(t, key, viewer, update, self.today))

    def said(self, decision: Decision, kind: str, **more: Any) -> None:
        """Let its owner say how it is going."""
        owned = self.read(lambda t: progress.owned(t, self.clock()))
        own = next(it for it in owned if it.decision.id == decision.id)
        key, update = self.key, replace(self.update(decision, kind, **more), by_id="f" * 32)
        self.write(lambda t: progress.say(t, key, own, update, self.today))

    def all_open(self, transaction: Transaction) -> tuple[Decision, ...]:
        """Give what is still to be done, without its words."""
        return decisions.standing(transaction, SYSTEM)

    def only_line(self) -> Line:
        """Give the one decision there is."""
        key, child, at = self.key, self.family.child.id, self.clock()
        (line,) = self.read(lambda t: progress.lines(t, key, self.iro, child, at))
        return line

    def line(self, decision: Decision) -> Line:
        """Give a decision as its IRO sees it."""
        key, child = self.key, self.family.child.id
        every = self.read(lambda t: progress.lines(t, key, self.iro, child, self.clock()))
        return next(line for line in every if line.decision.id == decision.id)

    def go(self, at: datetime) -> list[OpenedMessage]:
        """Let the job run at a moment, and give what reached people by it."""
        self.clock.set(at)
        self.timetable.run(JOB)
        return self.delivered()

    def after(self, days: int, hour: int = 11) -> datetime:
        """Give an hour of the day so many days after the review."""
        return (self.start + days * A_DAY).replace(hour=hour)

    def delivered(self) -> list[OpenedMessage]:
        """Send what is due, and give it."""
        sent: list[OpenedMessage] = []

        def route(message: OpenedMessage) -> None:
            sent.append(message)

        runtime = self.runtime
        deliver_due(runtime.database, runtime.ring, {"email": route}, self.clock)
        return sent

    def rows(self, table: str) -> str:
        """Give all that a table holds, as text."""
        return self.read(lambda t: str(t.execute(text(f"SELECT * FROM {table}")).all()))  # noqa: S608

    def switch_asking(self, decision: Decision, *, wanted: bool) -> None:
        """Let the IRO leave an owner in peace, or not."""
        at = self.clock()
        self.write(lambda t: progress.switch_asking(t, self.iro, decision.id, wanted=wanted, at=at))

    def outbox(self) -> list[str]:
        """Give the templates of all that was ever to be sent."""
        query = select(outbox.c.template).order_by(outbox.c.number)
        return self.read(lambda t: list(t.execute(query).scalars()))

    def token(self, message: OpenedMessage) -> str:
        """Give the secret part of the link in an e-mail."""
        found = re.fullmatch(r".*/progress/([0-9a-f]{32})", message.values["url"])
        assert found
        return found[1]

    def asked(self) -> str:
        """Let Sue be asked a week before it is due, and give the secret part of her link."""
        self.decide(days=30)
        (message,) = self.go(self.after(23))
        return self.token(message)

    def code(self, token: str, code: str = "123456") -> str:
        """Press the button behind a link; give what came of it."""
        ring, at = self.runtime.ring, self.clock()
        return self.write(lambda t: owners.send_code(t, ring, token, code, at))

    def enter(self, token: str, code: str = "123456", browser: str = "a" * 32) -> str:
        """Type a code in a browser; give what came of it."""
        ring, at = self.runtime.ring, self.clock()
        return self.write(lambda t: owners.enter(t, ring, token, code, browser, at))

    def tasks(self, token: str, browser: str = "a" * 32) -> list[tuple[str, str]] | None:
        """Give what a browser is shown behind a link, None where it is not let in."""
        ring, at = self.runtime.ring, self.clock()

        def work(transaction: Transaction) -> list[tuple[str, str]] | None:
            door = owners.let_in(transaction, ring, token, browser, at)
            if door is None:
                return None
            return [(it.child, it.what) for it in owners.tasks(transaction, ring, door, at)]

        return self.read(work)
