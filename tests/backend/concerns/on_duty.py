"""A duty desk in the made-up authority: what is raised, who is called, and what time it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import text

from backend.calls import service as calls
from backend.concerns import service as concerns
from backend.concerns.rules import About, Concern, Raised
from backend.duty.rules import OnCall
from backend.people import service as people
from backend.people.rules import SYSTEM, Officer, officer_viewer
from backend.platform.calendar import Calendar
from backend.platform.clock import SettableClock
from backend.platform.database import Database, Transaction, new_id
from backend.platform.holidays import bank_holidays
from backend.platform.keys.rules import ChildKey, KeyRing
from backend.platform.keys.service import open_child_key
from tests.backend.consultations.household import Household

T = TypeVar("T")
HELP, HARM = Raised("help", "help"), Raised("cue", "harm")
BULLYING = Raised("cue", "bullying", "concern")


def call_whoever_is_due(database: Database, ring: KeyRing, on_call: OnCall, at: datetime) -> int:
    """Do every step of every concern that is due, as the timetable does; give how many."""
    due = database.read(lambda t: concerns.due(t, on_call, at))
    escalate = partial(concerns.escalate, ring=ring, on_call=on_call, at=at)
    return sum(database.write(partial(escalate, concern_id=each)) for each in due)


@dataclass
class Desk:
    """The household with its duty officer Dee, and more staff by the names they are given."""

    household: Household
    clock: SettableClock
    on_call: OnCall = field(
        default_factory=lambda: OnCall(
            calendar=Calendar(holidays=bank_holidays()),
            edt_email="edt@example.org",
            public_url="https://sayso.example",
        )
    )
    staff: dict[str, Officer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.staff |= self.household.officers
        self.database = self.household.runtime.database
        self.ring = self.household.runtime.ring
        children = self.household.children.items()
        self._keys = {
            who: self.read(lambda t, name=child.id: open_child_key(t, self.ring, name))  # type: ignore[misc]
            for who, child in children
        }

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do a unit of work."""
        return self.database.write(work)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Look."""
        return self.database.read(work)

    def hire(self, who: str, *roles: str, email: str = "", phone: str = "") -> Officer:
        """Add an officer."""
        email = email or f"{who}@example.org"
        made = Officer(new_id(), who.title(), email, frozenset(roles), phone=phone)
        self.staff[who] = self.write(lambda t: people.add_officer(t, made))
        return self.staff[who]

    def viewer(self, who: str) -> Any:
        """Give the eyes of an officer."""
        return officer_viewer(self.staff[who])

    def key(self, child: str = "amara") -> ChildKey:
        """Give a child's key, which was opened before."""
        return self._keys[child]

    def say(self, *reasons: Raised, who: str = "amara", at: datetime | None = None) -> None:
        """Raise something, as somebody says it now."""
        person, asked = self.household.people[who], self.household.asked[who]
        about = About(person.child_id, person.id, asked.id, new_id(), at or self.clock())
        self.write(lambda t: concerns.raise_concerns(t, self.ring, self.on_call, about, reasons))

    def raised(self, *reasons: Raised, who: str = "amara") -> Concern:
        """Raise something and give the concern of its first reason."""
        reasons = reasons or (HARM,)
        self.say(*reasons, who=who)
        found = self.read(lambda t: concerns.list_open(t, SYSTEM))
        child_id = self.household.people[who].child_id
        held = {(it.child_id, it.category): it for it in found}[child_id, reasons[0].category]
        return self.now(held)

    def now(self, concern: Concern) -> Concern:
        """Give a concern as it is kept now."""
        return self.read(lambda t: concerns.get(t, SYSTEM, concern.id))

    def take(self, concern: Concern, who: str = "duty") -> bool:
        """Let an officer say "I have this" to all that was said by now."""
        times = self.now(concern).times
        return self.write(
            lambda t: concerns.acknowledge(t, self.viewer(who), concern.id, times, self.clock())
        )

    def escalate(self, minutes: float = 0) -> int:
        """Let time pass, and the timetable call whoever is due; give how many steps it did."""
        self.clock.advance(timedelta(minutes=minutes))
        return call_whoever_is_due(self.database, self.ring, self.on_call, self.clock())

    def called(self, concern: Concern) -> list[str]:
        """Give who was called, by short name, with round and step: "1.0 duty"."""
        names = {officer.id: who for who, officer in self.staff.items()} | {"": "team"}
        pages = self.read(lambda t: calls.pages(t, concern.id))
        return [f"{it.round}.{it.step} {names[it.officer_id]}" for it in pages]

    def outbox(self, concern: Concern) -> dict[str, str]:
        """Give what became of each message about a concern, by its key."""
        rows = self.read(
            lambda t: t.execute(
                text("SELECT key, status FROM outbox WHERE key LIKE :like"),
                {"like": f"concern:{concern.id}:%"},
            ).all()
        )
        return {row.key.removeprefix(f"concern:{concern.id}:"): row.status for row in rows}

    def sees(self, who: str, concern: Concern) -> bool:
        """Say whether an officer is given a concern anywhere; it is the same everywhere."""
        viewer = self.viewer(who)
        lists = [concerns.list_all, concerns.list_open]
        waiting = self.now(concern).waiting
        lists += [concerns.list_waiting] if waiting else []
        listed = self.read(lambda t: [[each.id for each in some(t, viewer)] for some in lists])
        found = [concern.id in ids for ids in listed]
        events = self.now(concern).event_ids
        found.append(bool(self.read(lambda t: concerns.events_open_to(t, viewer, events))))
        counted = self.read(lambda t: concerns.count_waiting(t, viewer))
        assert counted == len(self.read(lambda t: concerns.list_waiting(t, viewer)))
        assert len(set(found)) == 1, found
        return found[0]
