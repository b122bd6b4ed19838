"""Decisions of the made-up household's reviews, each written in a unit of its own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from backend.decisions import service
from backend.decisions.rules import Decision, Reason
from backend.people.rules import SYSTEM, Viewer
from backend.platform.database import Transaction, new_id
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import open_child_key
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from tests.backend.consultations.household import TODAY, Household

T = TypeVar("T")

WISH, OTHER_WISH = "a" * 32, "b" * 32


class Deciding:
    """Amara's officer at work on her reviews; ``who`` may be named to try it as somebody else."""

    def __init__(self, household: Household) -> None:
        self.household = household
        self.child_id = household.children["amara"].id
        self.review = household.reviews["amara"]

    @property
    def key(self) -> ChildKey:
        """Amara's key."""
        ring = self.household.runtime.ring
        return self.read(lambda t: open_child_key(t, ring, self.child_id))

    def viewer(self, who: str = "iro") -> Viewer:
        """Give somebody's eyes."""
        return self.household.viewer(who)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Look."""
        return self.household.runtime.database.read(work)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do a unit of work."""
        return self.household.runtime.database.write(work)

    def decision(self, what: str = "Jo will book the dentist.", **more: Any) -> Decision:
        """Make a decision; nothing is kept."""
        made = Decision(
            id=new_id(),
            child_id=self.child_id,
            review_id=self.review.id,
            number=0,
            made_at=self.household.runtime.clock(),
            made_by=self.household.officers["iro"].id,
            what=what,
            owner="Jo Marsh",
            due_on=date(2027, 1, 15),
            part="health",
        )
        return replace(made, **more)

    def add(self, what: str = "Jo will book the dentist.", who: str = "iro", **more: Any) -> str:
        """Keep a decision, and give its id."""
        made, key, viewer = self.decision(what, **more), self.key, self.viewer(who)
        return self.write(lambda t: service.add(t, key, viewer, made)).id

    def reason(self, wish: str = WISH, why: str = "It is not safe yet.", who: str = "iro") -> None:
        """Say why a wish is not answered."""
        at, by = self.household.runtime.clock(), self.household.officers["iro"].id
        given = Reason(new_id(), self.child_id, self.review.id, wish, why, at, by)
        key, viewer = self.key, self.viewer(who)
        self.write(lambda t: service.give_reason(t, key, viewer, given))

    def kept(self, who: str = "iro") -> tuple[Decision, ...]:
        """Give the decisions of the review."""
        key, viewer = self.key, self.viewer(who)
        return self.read(lambda t: service.of_review(t, key, viewer, self.review.id))

    def said(self) -> list[str]:
        """Give what was decided, in order."""
        return [each.what for each in self.kept()]

    def another_review(self, number: int, **more: Any) -> Review:
        """Add the review of that number, half a year to each one from the next."""
        at = self.review.starts_at - timedelta(days=180 * (self.review.number - number))
        held = replace(self.review, id=new_id(), number=number, starts_at=at, **more)
        return self.write(lambda t: reviews.add(t, SYSTEM, held, TODAY))
