"""One open concern to a child and category, and who is called for it until somebody has it."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from backend.concerns import service
from backend.concerns.rules import About, Raised
from backend.duty import service as duty
from backend.duty.rules import Shift
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.database import Transaction, new_id
from tests.backend.concerns.on_duty import BULLYING, HARM, HELP, Desk

TRIGGERS = 10_000
IN_A_UNIT = 250


def put_on_rota(desk: Desk, who: str, position: int = 1) -> None:
    """Let somebody be on duty for the next two days."""
    at = desk.clock()
    made = Shift(new_id(), desk.staff[who].id, at, at + timedelta(days=2), position)
    desk.write(lambda t: duty.add_shift(t, SYSTEM, made, at))


@pytest.mark.slow
def test_ten_thousand_triggers_are_one_concern_and_one_call(desk: Desk) -> None:
    """However often one child triggers it: one open concern, a count of all, one page-out."""
    person, asked = desk.household.people["amara"], desk.household.asked["amara"]

    def unit(transaction: Transaction) -> None:
        for _ in range(IN_A_UNIT):
            desk.clock.advance(timedelta(milliseconds=1))
            about = About(person.child_id, person.id, asked.id, new_id(), desk.clock())
            service.raise_concerns(transaction, desk.ring, desk.on_call, about, (HARM,))

    for _ in range(TRIGGERS // IN_A_UNIT):
        desk.write(unit)
    (concern,) = desk.read(lambda t: service.list_open(t, desk.viewer("duty")))
    held = desk.now(concern)
    assert (held.times, len(held.event_ids), held.left_out) == (TRIGGERS, 250, TRIGGERS - 250)
    assert desk.called(concern) == ["1.0 duty"]
    assert list(desk.outbox(concern).values()) == ["waiting"]


def test_nobody_is_called_any_more_once_somebody_has_it(desk: Desk) -> None:
    """What still waits to go out about a concern is withdrawn when somebody takes it."""
    concern = desk.raised(HARM)
    desk.escalate(61)
    assert set(desk.outbox(concern).values()) == {"waiting"}
    assert desk.take(concern)
    assert set(desk.outbox(concern).values()) == {"cancelled"}


def test_a_kind_is_counted_whoever_says_it_and_however(desk: Desk) -> None:
    """A child by help and their carer by a choice: one concern, which says who said what."""
    first = desk.raised(HELP)
    desk.clock.advance(timedelta(seconds=1))
    desk.say(Raised("choice", "help"), who="amara_carer")
    held = desk.now(first)
    pointers = desk.read(lambda t: service.pointers(t, held))
    said_by = [desk.household.people[who].id for who in ("amara", "amara_carer")]
    assert held.times == 2
    assert [each.participant_id for each in pointers] == said_by
    assert [each.source for each in pointers] == ["help", "choice"]


def test_one_event_with_one_category_twice_counts_once(desk: Desk) -> None:
    """Two cues of one category in one text are one time, at the more pressing level."""
    held = desk.raised(BULLYING, Raised("cue", "bullying", "urgent"))
    assert (held.times, held.level) == (1, "urgent")


def test_after_closing_a_new_one_opens(desk: Desk) -> None:
    """A closed concern stays closed and keeps its count; the same words open another."""
    old = desk.raised()
    at = desk.clock()
    desk.write(lambda t: service.move(t, old, None, "closed", at, closed_at=at, waiting_since=None))
    new = desk.raised()
    assert new.id != old.id
    assert (desk.now(old).times, new.times, desk.now(old).open) == (1, 1, False)
    assert desk.called(new) == ["1.0 duty"]


def test_words_after_it_was_seen_call_once(desk: Desk) -> None:
    """More words after somebody has it call them and the first on duty once, until it is seen."""
    desk.hire("ann", "duty")
    put_on_rota(desk, "ann")
    held = desk.raised()
    assert desk.take(held)
    for _ in range(5):
        desk.clock.advance(timedelta(minutes=1))
        desk.say(HARM)
    assert sorted(desk.called(held)) == ["1.0 ann", "2.0 ann", "2.0 duty"]
    assert desk.take(held, "ann")
    desk.say(HARM)
    assert [each for each in desk.called(held) if each.startswith("3.")] == ["3.0 ann"]


def test_a_level_only_rises_and_a_rise_calls(desk: Desk) -> None:
    """What was a concern becomes urgent, which calls at once; it never becomes less again."""
    night = desk.clock().replace(hour=22)
    desk.clock.set(night)
    held = desk.raised(BULLYING)
    assert desk.called(held) == []
    desk.say(Raised("cue", "bullying", "urgent"))
    assert desk.called(held) == ["2.0 duty"]
    desk.say(BULLYING)
    now = desk.now(held)
    assert (now.level, now.times, now.round) == ("urgent", 3, 2)
    changes = desk.read(lambda t: service.changes(t, held))
    assert [each.change for each in changes] == ["raised", "urgent"]


def test_it_is_passed_on_until_somebody_has_it(desk: Desk) -> None:
    """First on the rota, next, all, the team: each at its minute, again and again, then no more."""
    for who in ("ann", "ben"):
        desk.hire(who, "duty")
    desk.hire("mo", "manager")
    put_on_rota(desk, "ann")
    put_on_rota(desk, "ben", 2)
    held = desk.raised()
    for minutes in (0, 15, 45, 180, 30, 30):
        desk.escalate(minutes)
    by_step: dict[str, set[str]] = {}
    for each in desk.called(held):
        step, who = each.split()
        by_step.setdefault(step, set()).add(who)
    assert by_step == {
        "1.0": {"ann"},
        "1.1": {"ben"},
        "1.2": {"duty", "ann", "ben", "mo"},
        "1.3": {"team", "mo"},
        "1.4": {"team", "mo"},
        "1.5": {"team", "mo"},
    }
    assert set(desk.outbox(held).values()) == {"waiting"}
    assert desk.take(held, "mo")
    assert desk.escalate(600) == 0
    assert desk.now(held).holder_id == desk.staff["mo"].id


def test_asking_often_calls_nobody_twice(desk: Desk) -> None:
    """The timetable may ask often, a day later or an hour back: each step is done once."""
    held = desk.raised()
    assert desk.escalate() == 0
    assert desk.escalate(24 * 60) == 4
    for minutes in (0, 0, -60, 0, 59):
        assert desk.escalate(minutes) == 0
    assert len(desk.called(held)) == len(set(desk.called(held)))


def test_a_clock_that_ran_ahead_silences_nobody(desk: Desk) -> None:
    """What was raised a day ahead by a wrong clock waits from when that was put right."""
    desk.clock.advance(timedelta(days=1))
    held = desk.raised()
    desk.clock.advance(timedelta(days=-1))
    assert desk.escalate() == 0
    assert desk.now(held).waiting_since == desk.clock()
    assert [desk.escalate(14), desk.escalate(1)] == [0, 1]
    assert desk.called(held) == ["1.0 duty", "1.1 duty"]
    desk.escalate(225)
    assert desk.called(held)[-1] == "1.3 team"


def test_a_concern_waits_for_the_office(desk: Desk) -> None:
    """At night a concern is listed at once, and people are called when the office opens."""
    desk.clock.set(desk.clock().replace(hour=22))
    held = desk.raised(BULLYING)
    assert held.id in {it.id for it in desk.read(lambda t: service.list_waiting(t, SYSTEM))}
    assert desk.escalate(10 * 60) == 0
    assert desk.escalate(60) == 1
    assert desk.called(held) == ["1.0 duty"]
    assert desk.escalate(14) == 0
    assert desk.escalate(1) == 1


def test_a_concern_in_office_hours_calls_at_once(desk: Desk) -> None:
    """While the office is open a concern calls in the transaction that keeps the words."""
    assert desk.called(desk.raised(BULLYING)) == ["1.0 duty"]


def test_where_nobody_is_left_the_owner_is_called_and_it_is_shown(desk: Desk) -> None:
    """Without anybody on duty, a manager or a team the owner is called, and a banner says so."""
    desk.on_call = replace(desk.on_call, edt_email="")
    gone = replace(desk.household.officers["duty"], active=False)
    desk.write(lambda t: people.correct_officer(t, gone))
    held = desk.raised()
    assert desk.called(held) == ["1.0 owner"]
    assert desk.read(service.nobody_left)


@pytest.mark.parametrize("runs", range(3))
def test_two_conversations_at_once_are_one_concern(desk: Desk, runs: int) -> None:
    """A child and their carer who say it in the same moment raise one concern that counts both."""
    start, wrong = threading.Barrier(4), list[BaseException]()

    def say(who: str) -> None:
        start.wait()
        try:
            for _ in range(10):
                desk.say(HARM, HELP, who=who)
        except BaseException as error:
            wrong.append(error)

    hands = [threading.Thread(target=say, args=(who,)) for who in ("amara", "amara_carer") * 2]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert wrong == []
    found = desk.read(lambda t: service.list_open(t, SYSTEM))
    assert {each.category: each.times for each in found} == {"harm": 40, "help": 40}
    assert all(desk.called(each) == ["1.0 duty"] for each in found)


@pytest.mark.parametrize(
    ("looking", "index"),
    [
        ("SELECT * FROM concerns WHERE waiting_since IS NOT NULL", "ix_concerns_waiting_since"),
        (
            "SELECT * FROM concerns WHERE child_id = 'a' AND category = 'b' AND closed_at IS NULL",
            "uq_concerns_open",
        ),
    ],
)
def test_what_is_closed_is_not_looked_through(desk: Desk, looking: str, index: str) -> None:
    """What waits, and what is open, is found by an index that holds nothing that is closed."""
    if desk.database.dialect == "sqlite":
        plan = desk.read(lambda t: t.execute(text(f"EXPLAIN QUERY PLAN {looking}")).all())
        assert [index in row[-1] for row in plan] == [True]
    else:
        found = desk.read(lambda t: inspect(t).get_indexes("concerns"))
        partial = {
            each["name"]: each["dialect_options"]["postgresql_where"]
            for each in found
            if "postgresql_where" in each.get("dialect_options", {})
        }
        assert index in partial


def test_two_timetables_at_once_do_each_step_once(desk: Desk) -> None:
    """Two servers that ask in the same moment call everybody once."""
    held = [desk.raised(Raised("cue", f"kind{number}")) for number in range(5)]
    desk.clock.advance(timedelta(minutes=60))
    start, wrong = threading.Barrier(2), list[BaseException]()

    def ask() -> None:
        start.wait()
        try:
            desk.escalate()
        except BaseException as error:
            wrong.append(error)

    hands = [threading.Thread(target=ask) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert wrong == []
    for each in held:
        assert sorted(desk.called(each)) == ["1.0 duty", "1.1 duty", "1.2 duty"]
