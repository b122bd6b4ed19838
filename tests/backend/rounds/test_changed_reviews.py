"""A review that is moved or cancelled takes its round along."""

from datetime import UTC, datetime, timedelta

from backend.invitations.rules import Invitation
from tests.backend.rounds.opened import NOON, Rounds
from tests.backend.rounds.test_rounds import JO

LATER = datetime(2027, 1, 20, 9, 0, tzinfo=UTC)


def the_link(moved: Rounds) -> Invitation:
    """Give the carer's invitation."""
    return moved.asked()[moved.family.carer.id]


def test_a_moved_review_opens_by_its_new_day(coming: Rounds) -> None:
    """An approved round of a review that is moved waits for the day that now is its own."""
    coming.clock.set(NOON)
    coming.change_review(starts_at=LATER)
    coming.steer("approve")
    assert coming.go(datetime(2026, 12, 22, 23, 59, tzinfo=UTC)) == []
    assert coming.go(datetime(2026, 12, 23, 9, 0, tzinfo=UTC)) == [JO]


def test_the_links_of_a_moved_review_last_as_long_as_its_own(open_round: Rounds) -> None:
    """Who was asked is not asked again, and the link ends 28 days after the new day."""
    open_round.go()
    open_round.change_review(starts_at=LATER)
    assert open_round.go() == []
    assert the_link(open_round).expires_at == LATER + timedelta(days=28)
    assert open_round.standing().stage == "open"


def test_cancelling_stops_what_waits_to_go_out(open_round: Rounds) -> None:
    """A letter that waits for the morning never goes once the review is cancelled."""
    open_round.run(datetime(2026, 11, 24, 22, 30, tzinfo=UTC))
    assert open_round.delivered() == []
    open_round.change_review(status="cancelled")
    open_round.clock.set(datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    assert open_round.delivered() == []
    assert the_link(open_round).revoked_at is not None
    assert open_round.go() == []
    assert open_round.standing().stage == "over"


def test_a_review_that_is_planned_again_asks_anew(open_round: Rounds) -> None:
    """Its round waits for approval anew, then asks again whoever was asked, by new links."""
    open_round.go()
    before = the_link(open_round)
    open_round.clock.advance(timedelta(hours=1))
    open_round.change_review(status="cancelled")
    open_round.clock.advance(timedelta(hours=1))
    # Saved once more as it is: nothing is forgotten by that.
    open_round.change_review(status="cancelled")
    open_round.change_review(status="planned")
    assert (open_round.go(), open_round.standing().stage) == ([], "waits")
    open_round.steer("approve")
    assert open_round.go() == [JO]
    after = the_link(open_round)
    assert (after.id, after.revoked_at) == (before.id, None)
    assert after.asked_at > before.asked_at
    assert open_round.go() == []


def test_whose_link_was_stopped_by_hand_stays_unasked_when_planned_again(
    open_round: Rounds,
) -> None:
    """Cancelling and planning again asks nobody whose link somebody had stopped."""
    from_hand = open_round.family.carer.id
    open_round.go()
    open_round.stop_link(from_hand)
    open_round.clock.advance(timedelta(hours=1))
    open_round.change_review(status="cancelled")
    open_round.change_review(status="planned")
    open_round.steer("open")
    assert open_round.go() == []
