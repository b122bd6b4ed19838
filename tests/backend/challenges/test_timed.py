"""The timetable tells of what was not answered in time."""

from datetime import timedelta

from sqlalchemy import select

from backend.platform.clock import SettableClock
from backend.platform.delivery.tables import outbox
from backend.platform.runtime import Runtime
from backend.timetable import JOBS, Timetable, Tools
from tests.backend.consultations.household import desk_of
from tests.backend.web.challenged import challenged
from tests.backend.web.people import add_family, add_staff


def test_the_timetable_tells_once(runtime: Runtime, clock: SettableClock) -> None:
    """Two weeks on, Mo and Priya hear that an answer is late, however often it looks."""
    staff = add_staff(runtime)
    challenged(runtime, add_family(runtime, staff), staff)
    job = next(each for each in JOBS if each.name == "challenges")
    timetable = Timetable(Tools(runtime, desk_of(runtime)), ())

    def late() -> int:
        query = select(outbox.c.id).where(outbox.c.template == "challenge_late")
        return len(runtime.database.read(lambda t: t.execute(query).all()))

    assert timetable.run(job)
    assert late() == 0
    for days in (15, 1):
        clock.advance(timedelta(days=days))
        assert timetable.run(job)
        assert late() == 2
