"""When people are called for something that waits, step by step, until somebody has it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.duty.rules import OnCall, Recipient


@dataclass(frozen=True)
class Call:
    """Something that waits for a person since a moment, and which round of calling this is.

    ``level`` is "urgent" or "concern". ``holder_id`` is the officer who had it and is called
    first, or None; ``excluded`` are those who may never hear of it. One of a ``synthetic`` child
    goes to the canary's own address and to no person.
    """

    concern_id: str
    child_id: str
    level: str
    round: int
    since: datetime
    holder_id: str | None = None
    excluded: frozenset[str] = frozenset()
    synthetic: bool = False


@dataclass(frozen=True)
class Called:
    """What came of a call: how many steps were done, and whether nobody was left in one."""

    steps: int
    nobody_left: bool = False


@dataclass(frozen=True)
class Paged:
    """Who was called, in which round and step, and by how many messages.

    ``officer_id`` is "" for the emergency duty team; ``key`` names the messages in the outbox.
    """

    round: int
    step: int
    officer_id: str
    why: str
    at: datetime
    key: str
    messages: int


def due_at(step: int, level: str, since: datetime, on_call: OnCall) -> datetime:
    """Give when a step is due that waits since a moment, in UTC.

    Urgent concerns count real minutes, so that no change of the clocks moves them; others count
    minutes of office hours, and their first step comes as the office is open.
    """
    minutes = float((0, *on_call.escalate_after)[min(step, on_call.last)])
    minutes += max(step - on_call.last, 0) * on_call.repeat_every
    if level == "urgent":
        return since + timedelta(minutes=minutes)
    try:
        return on_call.calendar.add_office_minutes(since, minutes)
    except ValueError:
        # An office that is not open for so long in a year: rather too early than never.
        return since + timedelta(minutes=minutes)


def due_steps(call: Call, done: Collection[int], on_call: OnCall, at: datetime) -> tuple[int, ...]:
    """Give the steps that are due and not done yet, in order; each is done once, ever.

    After the last step it is repeated without end. Where a clock jumps, or nothing ran for a
    day, one repeat is sent and not every one that was missed: the newest.
    """
    steps = [
        step
        for step in range(on_call.last + 1)
        if step not in done and due_at(step, call.level, call.since, on_call) <= at
    ]
    repeat = on_call.last + _repeats(call.level, call.since, on_call, at)
    if repeat > max((on_call.last, *done)):
        steps.append(repeat)
    return tuple(steps)


def _repeats(level: str, since: datetime, on_call: OnCall, at: datetime) -> int:
    """Count how often the last step is due again by a moment."""
    last = due_at(on_call.last, level, since, on_call)
    if at < last:
        return 0
    if level == "urgent":
        waited = (at - last).total_seconds() / 60
    else:
        waited = on_call.calendar.office_minutes_between(last, at)
    return int(waited // on_call.repeat_every)


def with_holder(holder: Recipient, reached: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    """Give whom a step calls, the officer who has it before the others, each once."""
    return (holder, *(each for each in reached if each.officer_id != holder.officer_id))


def next_step(level: str, since: datetime, on_call: OnCall, at: datetime) -> tuple[int, datetime]:
    """Give the first step that is due after a moment, and when that is, in UTC."""
    for step in range(on_call.last + 1):
        due = due_at(step, level, since, on_call)
        if due > at:
            return step, due
    step = on_call.last + _repeats(level, since, on_call, at) + 1
    return step, due_at(step, level, since, on_call)
