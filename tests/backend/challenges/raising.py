"""A made-up child about whose care something is raised, the officers around it, and the days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from backend.challenges import service
from backend.challenges.rules import Challenge, Step
from backend.challenges.service import Ground
from backend.people import service as people
from backend.people.rules import Officer, Viewer, officer_viewer
from backend.platform.calendar import Calendar
from backend.platform.clock import LONDON
from backend.platform.database import Database, new_id
from backend.platform.holidays import bank_holidays
from backend.platform.keys.rules import ChildKey, KeyRing
from backend.platform.keys.service import make_child_key
from backend.stages.service import terms
from tests.backend.people.family import Family

# The Friday before Christmas: the 25th, the 28th and 1 January are bank holidays.
BEFORE_CHRISTMAS = date(2026, 12, 18)
CALENDAR = Calendar(holidays=bank_holidays())
WORDS = "No visit since August, and the plan says every six weeks."
HEAD = {
    "owner_name": "Ray Cole",
    "owner_email": "ray@north.example",
    "owner_role": "head of service",
}


def at(day: date, hour: int = 10) -> datetime:
    """Give a moment of a day in England."""
    return datetime.combine(day, time(hour), LONDON)


class Case:
    """Amara's case with Priya as her IRO, Mo as the manager, and what is done about it."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self.family, self.database = Family(database), database
        self.ground = Ground(ring, terms(), CALENDAR, "http://127.0.0.1:8000")
        self.mo = self.officer("Mo Ellis", "manager")
        self.amara = self.family.amara
        self.key: ChildKey = database.write(
            lambda t: make_child_key(t, ring, self.amara.id, at(BEFORE_CHRISTMAS))
        )

    def officer(self, name: str, *roles: str) -> Officer:
        """Add an officer."""
        email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
        return self.family.add(people.add_officer, Officer(new_id(), name, email, frozenset(roles)))

    def eyes(self, who: str) -> Viewer:
        """Give the eyes of one of the officers, or of Mo."""
        return officer_viewer(self.mo) if who == "manager" else self.family.viewer(who)

    def raise_it(self, day: date = BEFORE_CHRISTMAS, who: str = "iro", **more: Any) -> str:
        """Raise missed visits with Mo at the alert, or as told; give its id."""
        viewer = self.eyes(who)
        kind, words = more.pop("kind", "visits"), more.pop("words", WORDS)
        made = Challenge(new_id(), self.amara.id, kind, at(day), viewer.id, "North", words=words)
        made = replace(made, review_id=more.pop("review_id", ""))
        step = self.step(made.id, "raised", day, viewer, **{"stage": "alert", **more})
        self.database.write(
            lambda t: service.raise_one(t, self.ground, self.key, viewer, made, step)
        )
        return made.id

    def step(self, challenge_id: str, kind: str, day: date, viewer: Viewer, **more: Any) -> Step:
        """Make a step; one that begins a stage is Mo's to answer, unless told."""
        if kind in {"raised", "moved", "reopened"} and "owner_name" not in more:
            more = {"owner_id": self.mo.id, **more}
        return Step(new_id(), challenge_id, kind, at(day), viewer.id, **more)

    def move(self, challenge_id: str, day: date, stage: str, **more: Any) -> None:
        """Take it to another stage."""
        kind = more.pop("kind", "moved")
        self._do(service.begin_stage, challenge_id, kind, day, stage=stage, **more)

    def take(self, challenge_id: str, kind: str, day: date, **more: Any) -> None:
        """Take any other step."""
        more = {"words": "as agreed", **({"who": "Mo"} if kind == "responded" else {}), **more}
        self._do(service.take_step, challenge_id, kind, day, **more)

    def _do(
        self, work: Callable[..., None], challenge_id: str, kind: str, day: date, **more: Any
    ) -> None:
        viewer = more.pop("viewer", None) or self.eyes("iro")
        step = self.step(challenge_id, kind, day, viewer, **more)
        self.database.write(lambda t: work(t, self.ground, self.key, viewer, step))

    def get(self, challenge_id: str, who: str = "iro") -> Challenge:
        """Read it as somebody."""
        return self.read_as(self.eyes(who), challenge_id)

    def tell(self, day: date) -> int:
        """Let the timetable look twice on a day; give for how many it told somebody."""
        return sum(self._tell(each, day) for _ in range(2) for each in self._overdue(day))

    def _overdue(self, day: date) -> tuple[str, ...]:
        return self.database.read(lambda t: service.overdue(t, day))

    def _tell(self, challenge_id: str, day: date) -> bool:
        return self.database.write(
            lambda t: service.tell_overdue(t, self.ground, challenge_id, at(day))
        )

    def listed(self, viewer: Viewer) -> tuple[Challenge, ...]:
        """List all that somebody may know of."""
        return self.database.read(lambda t: service.every(t, viewer))

    def read_as(self, viewer: Viewer, challenge_id: str) -> Challenge:
        """Read one by somebody's eyes."""
        return self.database.read(lambda t: service.get(t, self.key, viewer, challenge_id))
