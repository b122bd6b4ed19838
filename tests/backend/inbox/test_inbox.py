"""What comes in is known again, kept where it can't be handled, and counted without a word."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from backend.inbox import rules, service
from backend.inbox.rules import Asked, Incoming, Standing
from backend.platform.clock import SettableClock
from backend.platform.database import Database, Transaction, new_id
from backend.platform.keys.rules import KeyRing


def note(database: Database, clock: SettableClock, update_id: int, digest: str) -> bool:
    return database.write(
        lambda unit: service.first_time(unit, "telegram:1", update_id, digest, clock())
    )


def test_a_repeat_is_known(database: Database, clock: SettableClock) -> None:
    """The same number with the same content is taken once, whatever came between."""
    assert note(database, clock, 500, "a")
    assert note(database, clock, 3, "b")
    assert not note(database, clock, 500, "a")


def test_a_number_may_be_used_again(database: Database, clock: SettableClock) -> None:
    """An old number with other content is something new: numbers start anew."""
    assert note(database, clock, 500, "a")
    assert note(database, clock, 500, "b")


def test_old_numbers_are_forgotten(database: Database, clock: SettableClock) -> None:
    """A number is remembered for 35 days."""
    note(database, clock, 500, "a")
    clock.advance(timedelta(days=34))
    assert database.write(lambda unit: service.forget_old(unit, clock())) == 0
    assert not note(database, clock, 500, "a")
    clock.advance(timedelta(days=2))
    assert database.write(lambda unit: service.forget_old(unit, clock())) == 1


def test_what_cannot_be_handled_is_kept_sealed(
    database: Database, ring: KeyRing, clock: SettableClock
) -> None:
    """What could not be handled is counted by why, and stands nowhere in the clear."""

    def unit(transaction: Transaction) -> None:
        service.quarantine(
            transaction,
            ring,
            quarantine_id=new_id(),
            source="telegram:1",
            content=b"the words",
            why="failed",
            at=clock(),
        )

    database.write(unit)
    database.write(unit)
    assert database.read(service.quarantined) == {"failed": 2}
    kept = database.read(
        lambda unit: unit.execute(text("SELECT content FROM quarantined_updates")).scalars().all()
    )
    assert all(b"the words" not in bytes(content) for content in kept)


def test_a_chat_stands_where_it_stood(
    database: Database, ring: KeyRing, clock: SettableClock
) -> None:
    """Where a chat stands comes back as it was kept; a new chat stands at the beginning."""
    at = clock()
    stands = Standing(
        about="one",
        spoke_at=at,
        links=(("one", "token"),),
        asked=Asked("key", "question", at, 7),
        last=Incoming(6, at, "digest"),
        unplaced=(("m1", "words\ud800"),),
    )
    chat = service.chat_name(ring, "telegram:1", "42")
    assert database.read(lambda unit: service.standing(unit, ring, chat)) == Standing()
    for kept in (replace(stands, about="two"), stands):
        keeping = partial(service.keep_standing, ring=ring, chat=chat, at=at)
        database.write(partial(keeping, standing=kept))
    assert database.read(lambda unit: service.standing(unit, ring, chat)) == stands


def test_the_number_of_what_was_said_is_noted(
    database: Database, ring: KeyRing, clock: SettableClock
) -> None:
    """The messenger's number goes to the last thing said, and not to an earlier one."""
    stands = Standing(asked=Asked("second", "q", clock()))
    database.write(lambda unit: service.keep_standing(unit, ring, "chat", stands, clock()))
    for key, number in (("first", 8), ("second", 9), ("first", 10)):
        noting = partial(service.note_sent, ring=ring, chat="chat", key=key, number=number)
        database.write(partial(noting, at=clock()))
    now = database.read(lambda unit: service.standing(unit, ring, "chat"))
    assert now.asked == Asked("second", "q", clock(), 9)


def test_of_several_the_person_picks(clock: SettableClock) -> None:
    """One invitation needs no question; of several the one picked holds until it is quiet."""
    at = clock()
    picked = Standing(about="one", spoke_at=at)
    assert rules.whom(Standing(), ["one"], at) == "one"
    assert rules.whom(Standing(), ["one", "two"], at) == ""
    assert rules.whom(picked, ["one", "two"], at + timedelta(minutes=14)) == "one"
    assert rules.whom(picked, ["one", "two"], at + timedelta(minutes=15)) == ""
    assert rules.whom(picked, ["two", "three"], at) == ""


def test_a_slip_of_the_finger_is_an_echo(clock: SettableClock) -> None:
    """The same text within two seconds is an echo; later, or another, it is not."""
    first = Incoming(1, clock(), "a")
    stands = Standing(last=first)
    two, three = timedelta(seconds=2), timedelta(seconds=3)
    assert rules.is_echo(stands, Incoming(2, clock() + two, "a"))
    assert not rules.is_echo(stands, Incoming(2, clock() + three, "a"))
    assert not rules.is_echo(stands, Incoming(2, clock(), "b"))
    assert not rules.is_echo(Standing(), first)


@pytest.mark.parametrize(
    ("number", "unsent", "seconds", "can"),
    [(9, True, 0, False), (11, False, -60, True), (11, False, 0, True)],
    ids=["written before", "a clock that is wrong", "written after"],
)
def test_numbers_decide_what_can_answer(
    clock: SettableClock, number: int, unsent: bool, seconds: int, can: bool
) -> None:
    """Once the number of a question is known, only a text with a higher one answers it."""
    written_at = clock() + timedelta(seconds=seconds)
    incoming = Incoming(number, written_at, "")
    assert rules.can_answer(Asked("k", "q", clock(), 10), incoming, unsent) is can


def test_times_decide_while_the_number_is_not_known(clock: SettableClock) -> None:
    """A question still on its way can be answered; one that waits to go out can't."""
    asked = Asked("k", "q", clock() + timedelta(milliseconds=700))
    now = Incoming(11, clock(), "")
    assert rules.can_answer(asked, now, unsent=False)
    assert not rules.can_answer(asked, now, unsent=True)
    earlier = Incoming(11, clock() - timedelta(seconds=1), "")
    assert not rules.can_answer(asked, earlier, unsent=False)
    assert rules.can_answer(None, earlier, unsent=True)
