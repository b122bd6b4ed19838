"""One made-up child's case, as the past is written of it: what is told, who writes, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from backend.consultations.rules import Consultation
from backend.people.rules import Child, Officer, Participant, Viewer, officer_viewer
from backend.platform.clock import LONDON, day_in_england
from backend.platform.ids import derived_id
from backend.platform.keys.rules import ChildKey
from backend.platform.keys.service import open_child_key
from bot.serving import House

HERE = Path(__file__).with_name("demo_past.yaml")
Raw = Mapping[str, Any]


@cache
def past_of(child: str) -> Raw:
    """Give what is told of one child's past; {} for those who have none."""
    found: Raw = YAML(typ="safe").load(HERE).get(child, {})
    return found


def days_looked_after(child: str) -> int:
    """Give for how many days a child has been looked after; newcomers for about three weeks."""
    return int(past_of(child).get("looked_after", 20))


@dataclass(frozen=True)
class Past:
    """What the past of one child is written with: who they are, who writes, and when it is now."""

    house: House
    child: Child
    everyone: tuple[Participant, ...]
    iro: Officer
    officers: Mapping[str, Officer]
    now: datetime

    @property
    def viewer(self) -> Viewer:
        """The eyes of the child's IRO."""
        return officer_viewer(self.iro)

    @property
    def key(self) -> ChildKey:
        """The child's key, opened."""
        ring = self.house.runtime.ring
        return self.house.runtime.database.read(lambda t: open_child_key(t, ring, self.child.id))

    def at(self, days_ago: int) -> datetime:
        """Give ten in the morning, so many days ago."""
        day = day_in_england(self.now) - timedelta(days=days_ago)
        return datetime.combine(day, time(10), LONDON)

    def day(self, days_ago: int) -> date:
        """Give the day it was so many days ago."""
        return self.at(days_ago).date()


def wish_of(sent: Consultation, steps: Sequence[str]) -> tuple[str, str] | None:
    """Give the id and the words of a wish: the first of these steps that the child answered.

    Which script it was goes by age, and so by the day on which the past is made.
    """
    words = {each.step: each.words for each in sent.state.answers if each.words}
    found = next((step for step in steps if step in words), None)
    return (derived_id("answer", sent.id, found), words[found] or "") if found else None
