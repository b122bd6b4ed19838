"""Nobody can talk so much, or hand a concern round so often, that it is lost."""

from datetime import timedelta

from backend.concerns import service as concerns
from tests.backend.concerns.on_duty import HARM, Desk
from tests.backend.handling.doing import hand_over


def say_often(desk: Desk, who: str, times: int) -> None:
    """Let somebody say it again and again."""
    for _ in range(times):
        desk.clock.advance(timedelta(seconds=1))
        desk.say(HARM, who=who)


def test_a_flood_hides_nothing_the_child_said(desk: Desk) -> None:
    """Between fifty before and two hundred after, the child's own words are shown, and counted."""
    say_often(desk, "amara_carer", 51)
    say_often(desk, "amara", 1)
    said_at = desk.clock()
    say_often(desk, "amara_carer", 201)
    (held,) = desk.read(lambda t: concerns.list_open(t, desk.viewer("duty")))
    now = desk.now(held)
    shown = desk.read(lambda t: concerns.pointers(t, now))
    child = desk.household.people["amara"].id
    assert [each.at for each in shown if each.participant_id == child] == [said_at]
    assert list(shown) == sorted(shown, key=lambda each: each.at)
    assert now.event_ids == tuple(each.event_id for each in shown)
    assert (now.times, len(shown), now.left_out) == (253, 251, 2)


def test_what_waits_and_is_handed_round_is_passed_on_all_the_same(desk: Desk) -> None:
    """Handing over what nobody has yet starts no new clock: the steps come at their minutes."""
    held = desk.raised()
    desk.take(held, "mo")
    hand_over(desk, held, "mo", "ann")
    since = desk.now(held).waiting_since
    for to, steps in (("duty", 0), ("ann", 1)):
        assert desk.escalate(14) == steps
        hand_over(desk, held, "mo", to)
        now = desk.now(held)
        assert (now.waiting_since, now.round) == (since, 2)
        assert now.holder_id == desk.staff[to].id
    assert {"2.1 ann", "2.1 duty"} & set(desk.called(held))
