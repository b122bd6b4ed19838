"""The oracle of pages is green over a good evening, and red over each thing that is not right."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text

from backend.concerns.tables import concern_changes
from backend.consultations.tables import consultation_events
from backend.platform.database import Database, Transaction
from tests.reliability.paging import House
from tests.reliability.paging_oracle import Seen, judge

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

Tamper = Callable[[Transaction], object]


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Seen]]:
    """What was kept and seen of a child who wrote three times, of which an officer has one."""
    with House(tmp_path_factory.mktemp("evening"), families=1) as house:
        house.start()
        for worry in ("harm", "harm", "help"):
            house.children[0].say(worry)
        house.quiet()
        house.officer.take(house.waiting()[0])
        yield house.database, house.seen()


class _Undone(Exception):
    """Carries a verdict out of a unit of work, and lets nothing of it be kept."""

    def __init__(self, wrong: set[str]) -> None:
        super().__init__()
        self.wrong = wrong


def wrong_after(database: Database, seen: Seen, tamper: Tamper) -> set[str]:
    """Give the kinds of wrong there are after tampering, and undo it."""

    def unit(transaction: Transaction) -> None:
        tamper(transaction)
        raise _Undone(set(judge(transaction, seen).wrong))

    with pytest.raises(_Undone) as undone:
        database.write(unit)
    return undone.value.wrong


def say(*statements: str) -> Tamper:
    """Tamper by SQL."""
    return lambda unit: [unit.execute(text(each)) for each in statements]


def keep_twice(unit: Transaction) -> None:
    """Keep the last thing that happened once more, as another."""
    last = consultation_events.c.position.desc()
    row = unit.execute(select(consultation_events).order_by(last)).mappings().first()
    assert row is not None
    again = {"id": "f" * 32, "message_id": f"{row['message_id']}#again"}
    unit.execute(insert(consultation_events).values({**row, **again, "position": 999}))


def see_again(unit: Transaction) -> None:
    """Write down once more that somebody has what they have."""
    row = unit.execute(select(concern_changes).where(concern_changes.c.change == "seen")).mappings()
    seen = {name: each for name, each in row.one().items() if name != "number"}
    unit.execute(insert(concern_changes).values(seen))


ONE = "(SELECT min(id) FROM concerns)"
TAKEN = "(SELECT id FROM concerns WHERE waiting_since IS NULL)"
CLOSE = f"UPDATE concerns SET closed_at = raised_at WHERE id = {ONE}"  # noqa: S608
TAMPERED: dict[str, Tamper] = {
    "not one concern": say(CLOSE),
    "miscounted": say("UPDATE concerns SET times = times + 1"),
    "about nothing": say("UPDATE concern_events SET event_id = 'f' || substr(event_id, 2)"),
    "kept twice": keep_twice,
    "seen too often": see_again,
    "a step left out": say("DELETE FROM escalations"),
    "a step that called nobody": say("DELETE FROM escalation_pages"),
    "nobody told": say("UPDATE outbox SET key = 'x' || key"),
    "not taken": say("UPDATE concerns SET holder_id = NULL"),
    "called though taken": say(
        "UPDATE escalations SET at = '2999-01-01 00:00:00.000000' "  # noqa: S608
        f"WHERE concern_id = {TAKEN}"
    ),
}


def test_all_is_well(evening: tuple[Database, Seen]) -> None:
    """Nothing is wrong where nothing was tampered with, and there was something to be wrong."""
    verdict = judge(evening[0], evening[1])
    assert (verdict.wrong, verdict.taken, verdict.raised) == ({}, 3, 2)
    assert verdict.pages >= 4


@pytest.mark.parametrize("kind", TAMPERED)
def test_what_is_tampered_with_is_found(kind: str, evening: tuple[Database, Seen]) -> None:
    """Whatever is changed in what is kept is found, by its own name."""
    assert kind in wrong_after(*evening, TAMPERED[kind])


def test_what_is_outside_is_compared(evening: tuple[Database, Seen]) -> None:
    """A line that is missing, a page before its cause, a second one and a late step are found."""
    database, seen = evening
    lost = replace(seen.log[-1], message="web:gone")
    assert set(judge(database, replace(seen, log=[*seen.log, lost])).wrong) == {"lost"}
    early = [replace(each, kept=False) for each in seen.arrivals]
    assert set(judge(database, replace(seen, arrivals=early)).wrong) == {"paged for nothing"}
    twice = set(judge(database, replace(seen, arrivals=[*seen.arrivals] * 2)).wrong)
    assert twice == {"twice by Notify"}
    assert set(judge(database, replace(seen, arrivals=[])).wrong) == {"nobody told"}
    later = replace(seen, until=seen.until + timedelta(hours=1))
    assert set(judge(database, later).wrong) == {"a step left out"}
