"""The made-up past keeps to the law and to every service, whatever day it is made on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.decisions import service as decisions
from backend.people import service as people
from backend.people.rules import SYSTEM, Child
from backend.platform.clock import SettableClock, day_in_england
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.keys.service import open_child_key
from backend.reviews import service as reviews
from bot import demo_families, demo_people
from bot.serving import House, open_house
from tests.bot.demonstration import made

DAYS = [datetime(2026, month, day, 9, tzinfo=UTC) for month, day in ((2, 28), (6, 1), (9, 6))]
DAYS += [datetime(2027, 1, 1, 0, 30, tzinfo=UTC), datetime(2028, 2, 29, 23, tzinfo=UTC)]
SOME = ("Mia", "Tyler", "Leo")


def no_further(message: OpenedMessage) -> None:
    """Take an e-mail, which goes nowhere."""


@pytest.mark.slow
@pytest.mark.parametrize("now", DAYS, ids=str)
def test_a_past_can_be_made_on_any_day(tmp_path: Path, now: datetime) -> None:
    """Years of reviews are made, each held and decided, the late ones with a reason."""
    house = open_house(made(tmp_path / "data"), SettableClock(now), {"email": no_further})
    families = [each for each in demo_people.FAMILIES if each.first in SOME]
    demo_families.make(house, now, families)
    every = house.runtime.database.read(lambda t: people.list_children(t, SYSTEM))
    children = [child for child in every if not child.synthetic]
    assert sorted(child.first_name for child in children) == sorted(SOME)
    for child in children:
        has_a_past(house, child, now)
    house.runtime.database.close()


def has_a_past(house: House, child: Child, now: datetime) -> None:
    """Look at what is kept of one child's reviews and decisions."""
    database, ring = house.runtime.database, house.runtime.ring
    every = database.read(lambda t: reviews.of_child(t, SYSTEM, child.id))
    held = [each for each in every if each.status == "held"]
    assert len(held) >= 2
    late = [each for each in held if each.due_on and each.day > each.due_on]
    assert [each.number for each in late if not each.late_because] == []
    key = database.read(lambda t: open_child_key(t, ring, child.id))
    decided = database.read(lambda t: decisions.of_child(t, key, SYSTEM, child.id))
    assert {each.review_id for each in decided} == {each.id for each in held}
    assert max(each.day for each in held) < day_in_england(now) - timedelta(days=60)
