"""While Sayso is served, its timetable runs, and ends with it."""

import threading

import pytest

from backend.platform.clock import SettableClock
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.runs import service as runs
from backend.platform.runtime import Runtime
from bot.serving import House, delivering
from tests.backend.consultations.household import make_household
from tests.backend.reminders.waiting import FIRST, Waiting

PATIENCE_SECONDS = 20.0


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough here."""
    return sqlite_url


def test_serving_runs_the_timetable(runtime: Runtime, clock: SettableClock) -> None:
    """As soon as the house delivers, whoever is to be reminded is, by the route that it has."""
    household = make_household(runtime)
    Waiting(household).with_addresses("amara_carer")
    told, words = threading.Event(), list[str]()

    def post(message: OpenedMessage) -> None:
        words.append(message.template)
        told.set()

    clock.set(FIRST)
    with delivering(House(runtime, household.desk, {"email": post})):
        assert told.wait(PATIENCE_SECONDS)
    assert words == ["reminder"]
    names = {thread.name for thread in threading.enumerate()}
    assert not any(name.startswith("timetable") for name in names)
    assert "reminders" in {run.job for run in runtime.database.read(runs.last)}
