"""What somebody has and nobody acts on is brought up again, once a working day."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from backend.concerns.rules import Concern
from backend.handling import service
from backend.people import service as people
from backend.platform.clock import LONDON
from tests.backend.concerns.on_duty import Desk
from tests.backend.handling.doing import act, close, write_down

FRIDAY = datetime(2027, 1, 15, 15, 0, tzinfo=LONDON)
MONDAY = FRIDAY + timedelta(days=3)
A_SECOND = timedelta(seconds=1)


def ask(desk: Desk, concern: Concern, at: datetime) -> set[str]:
    """Let the timetable ask twice at a moment, and give who was paged by that."""
    desk.clock.set(at)
    before = Counter(desk.called(concern))
    for _ in range(2):
        for each in desk.read(service.not_acted_on):
            unit = partial(service.remind, ring=desk.ring, on_call=desk.on_call, at=at)
            desk.write(partial(unit, concern_id=each))
    return {each.split()[1] for each in Counter(desk.called(concern)) - before}


@pytest.fixture
def held(desk: Desk) -> Concern:
    """A concern that Dee has since Friday at three."""
    desk.clock.set(FRIDAY)
    made = desk.raised()
    desk.take(made, "duty")
    return made


def test_it_is_late_after_one_working_day(desk: Desk, held: Concern) -> None:
    """Not over the weekend nor a second early; then once a working day, until it is acted on."""
    for early in (FRIDAY, FRIDAY + timedelta(days=1), MONDAY - A_SECOND):
        assert ask(desk, held, early) == set()
    assert ask(desk, held, MONDAY) == {"duty", "mo"}
    assert ask(desk, held, MONDAY + timedelta(hours=8)) == set()
    assert ask(desk, held, MONDAY + timedelta(days=1)) == {"duty", "mo"}
    write_down(desk, held)
    act(desk, held)
    assert ask(desk, held, MONDAY + timedelta(days=2)) == set()
    close(desk, held)
    assert ask(desk, held, MONDAY + timedelta(days=3)) == set()


@pytest.mark.parametrize("gone", [{"active": False}, {"roles": frozenset({"owner"})}])
def test_who_can_no_longer_look_after_it(
    desk: Desk, held: Concern, gone: dict[str, object]
) -> None:
    """Where its holder was ended, or lost the role, the managers are paged, and not the holder."""
    left = replace(desk.staff["duty"], **gone)  # type: ignore[arg-type]
    desk.write(lambda t: people.correct_officer(t, left))
    assert ask(desk, held, FRIDAY + A_SECOND) == {"mo"}
    assert ask(desk, held, MONDAY - timedelta(hours=5)) == {"mo"}
