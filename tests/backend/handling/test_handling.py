"""What officers do about a concern: in which state what may be done, by whom, and what is kept."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from backend.concerns import service as concerns
from backend.concerns.rules import ABOUT, Concern
from backend.handling import rules, service
from backend.platform.errors import NotFound
from tests.backend.concerns.on_duty import HARM, Desk
from tests.backend.handling.doing import act, close, hand_over, refused, write_down

Move = Callable[[Desk, Concern, str], None]


def kept(desk: Desk, concern: Concern) -> tuple[object, ...]:
    """Give everything there is about a concern."""
    record = desk.read(lambda t: service.record(t, desk.key(), desk.viewer("mo"), concern.id))
    return (record.concern, record.changes, record.notes, record.pages, record.named)


def test_from_raised_to_closed(desk: Desk) -> None:
    """Raised, seen, acted on, closed: each with who and when, and all of it in the history."""
    held = desk.raised()
    times = [desk.clock()]
    for move in (desk.take, lambda c: act(desk, c), lambda c: close(desk, c)):
        desk.clock.advance(timedelta(minutes=5))
        times.append(desk.clock())
        if len(times) == 3:
            write_down(desk, held)
        move(held)
    now, dee = desk.now(held), desk.staff["duty"].id
    assert [now.raised_at, now.seen_at, now.acted_at, now.closed_at] == times
    assert (now.seen_by, now.acted_by, now.closed_by, now.state) == (dee, dee, dee, "closed")
    changes = desk.read(lambda t: concerns.changes(t, held))
    assert [(it.change, it.officer_id, it.at) for it in changes] == list(
        zip(("raised", "seen", "acted", "closed"), (None, dee, dee, dee), times, strict=True)
    )


def raised(desk: Desk, concern: Concern) -> None:
    """Leave it as it was raised."""


def seen(desk: Desk, concern: Concern) -> None:
    """Let Dee have it."""
    desk.take(concern)


def seen_and_noted(desk: Desk, concern: Concern) -> None:
    """Let Dee have it and write down what was done."""
    seen(desk, concern)
    write_down(desk, concern)


def acted(desk: Desk, concern: Concern) -> None:
    """Let Dee act on it."""
    seen_and_noted(desk, concern)
    act(desk, concern)


def acted_and_more_said(desk: Desk, concern: Concern) -> None:
    """Let more be said after it was acted on."""
    acted(desk, concern)
    desk.say(HARM)


def closed(desk: Desk, concern: Concern) -> None:
    """Let Dee close it."""
    acted(desk, concern)
    close(desk, concern)


@pytest.mark.parametrize(
    ("before", "move", "who", "said"),
    [
        (raised, act, "duty", rules.NOT_SEEN),
        (raised, close, "duty", rules.NOT_SEEN),
        (raised, hand_over, "duty", rules.NOT_SEEN),
        (seen, act, "duty", rules.NOTHING_DONE),
        (seen, close, "duty", rules.NOT_ACTED),
        (seen_and_noted, close, "duty", rules.NOT_ACTED),
        (seen_and_noted, act, "ann", rules.NOT_YOURS),
        (acted, close, "ann", rules.NOT_YOURS),
        (seen, hand_over, "ann", rules.NOT_YOURS),
        (acted_and_more_said, close, "duty", rules.MORE_WAITS),
        (acted_and_more_said, act, "duty", rules.MORE_WAITS),
        (closed, act, "duty", rules.IS_CLOSED),
        (closed, close, "duty", rules.IS_CLOSED),
        (closed, hand_over, "duty", rules.IS_CLOSED),
    ],
)
def test_an_impossible_move_leaves_everything_alone(
    desk: Desk, before: Callable[[Desk, Concern], None], move: Move, who: str, said: str
) -> None:
    """What cannot be done in a state says why, and nothing of the concern is changed by it."""
    held = desk.raised()
    before(desk, held)
    as_it_was = kept(desk, held)
    assert refused(lambda: move(desk, held, who))["concern"] == said
    assert kept(desk, held) == as_it_was


def test_closing_takes_a_reason(desk: Desk) -> None:
    """Without words there is no closing; with them they are kept as a note."""
    held = desk.raised()
    acted(desk, held)
    assert refused(lambda: close(desk, held, words="  ")) == {"reason": rules.NO_REASON}
    desk.clock.advance(timedelta(minutes=1))
    close(desk, held)
    (_done, reason) = desk.read(lambda t: service.notes(t, desk.key(), desk.viewer("mo"), held.id))
    assert (reason.kind, reason.words) == ("closing", "She is safe.")


def test_acting_twice_keeps_the_first(desk: Desk) -> None:
    """A second press changes nothing."""
    held = desk.raised()
    acted(desk, held)
    as_it_was = kept(desk, held)
    desk.clock.advance(timedelta(minutes=1))
    act(desk, held)
    assert kept(desk, held) == as_it_was


def test_a_manager_decides_about_what_somebody_else_has(desk: Desk) -> None:
    """A manager may act on and close what a duty officer has."""
    held = desk.raised()
    seen_and_noted(desk, held)
    act(desk, held, "mo")
    close(desk, held, "mo")
    assert desk.now(held).closed_by == desk.staff["mo"].id


def test_handing_over_calls_the_next_and_stops_only_when_they_have_it(desk: Desk) -> None:
    """The new one has it and is called alone; without an answer the others follow."""
    held = desk.raised()
    desk.take(held)
    hand_over(desk, held)
    now = desk.now(held)
    assert (now.holder_id, now.waiting, now.seen_by) == (
        desk.staff["ann"].id,
        True,
        desk.staff["duty"].id,
    )
    assert desk.called(held)[2:] == ["2.0 ann"]
    assert desk.escalate(15) == 1
    assert desk.take(held, "ann")
    assert desk.escalate(600) == 0
    changes = desk.read(lambda t: concerns.changes(t, held))
    (handed,) = [each for each in changes if each.change == "handed"]
    assert (handed.officer_id, handed.detail) == (desk.staff["duty"].id, desk.staff["ann"].id)


@pytest.mark.parametrize("to", ["duty", "iro", "support", "owner"])
def test_only_another_with_the_role_can_be_given_it(desk: Desk, to: str) -> None:
    """It goes to another duty officer or manager, with a note, and to nobody else."""
    held = desk.raised()
    desk.take(held)
    assert refused(lambda: hand_over(desk, held, to=to)) == {"to": rules.CANNOT_HAVE_IT}
    assert refused(lambda: hand_over(desk, held, words="")) == {"words": rules.NO_WORDS}
    offered = desk.read(lambda t: service.officers_to_have_it(t, desk.viewer("duty"), held.id))
    assert {each.id for each in offered} == {desk.staff[who].id for who in ("ann", "mo")}


@pytest.mark.parametrize(
    ("raised_at", "due"),
    [
        ("2026-11-24T09:00+00:00", date(2026, 11, 25)),
        ("2026-11-27T23:30+00:00", date(2026, 11, 30)),
        ("2026-12-24T12:00+00:00", date(2026, 12, 29)),
        ("2027-03-25T12:00+00:00", date(2027, 3, 30)),
        ("2027-07-05T23:30+00:00", date(2027, 7, 7)),
    ],
)
def test_the_designated_officer_is_told_within_a_working_day(
    desk: Desk, raised_at: str, due: date
) -> None:
    """For a carer or a worker one working day from the day it was raised, in England's days."""
    at = datetime.fromisoformat(raised_at)
    found = {about: rules.lado_due(about, at, desk.on_call) for about in ABOUT}
    assert found == {"none": None, "carer": due, "worker": due, "adult": None}


@pytest.mark.parametrize("who", ["other_iro", "support", "owner"])
def test_for_anybody_else_there_is_no_such_concern(desk: Desk, who: str) -> None:
    """Whoever may not see it can neither note, act, close, hand over nor read the record."""
    held = desk.raised()
    acted(desk, held)
    moves: list[Callable[[], object]] = [
        lambda: write_down(desk, held, who),
        lambda: act(desk, held, who),
        lambda: close(desk, held, who),
        lambda: hand_over(desk, held, who),
        lambda: desk.read(lambda t: service.record(t, desk.key(), desk.viewer(who), held.id)),
        lambda: desk.read(lambda t: service.notes(t, desk.key(), desk.viewer(who), held.id)),
    ]
    for move in moves:
        with pytest.raises(NotFound):
            move()
