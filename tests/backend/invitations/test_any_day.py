"""A child's own way in for any day: without a review, for the child alone, and for a year."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.invitations import service as invitations
from backend.invitations.rules import ANY_DAY, ANY_DAY_LASTS
from backend.people import service as people
from backend.people.rules import PARTICIPANT_ROLES, SYSTEM, participant_viewer
from backend.platform.errors import BadInput, NotFound
from backend.reviews import service as reviews
from tests.backend.invitations.asked import PHONE, TABLET, Asked
from tests.backend.people.family import NOBODY, TODAY

MINUTE = timedelta(minutes=1)


def test_it_works_for_a_year_and_a_little(asked: Asked) -> None:
    """It has no review, works until the minute it ends, and not in that minute."""
    held = asked.any_day(asked.own)
    made = held.invitation
    assert (made.purpose, made.review_id, made.between_reviews) == (ANY_DAY, None, True)
    ends = asked.clock() + ANY_DAY_LASTS
    assert made.expires_at == ends
    for at, works in ((ends - MINUTE, True), (ends, False)):
        asked.clock.set(at)
        assert (asked.found(held.token) is not None) is works
        assert (asked.open(held).outcome == "open") is works


@pytest.mark.parametrize("role", [role for role in PARTICIPANT_ROLES if role != "child"])
def test_it_is_for_the_child_alone(asked: Asked, role: str) -> None:
    """Nobody else around the child is given one, whatever their part."""
    other = asked.person("Una", role, placement_id=asked.home.id)
    with pytest.raises(NotFound):
        asked.any_day(other)


def test_made_again_it_replaces_the_first(asked: Asked) -> None:
    """A second card has a link and a code of its own, and lasts from then; the first is dead."""
    first = asked.any_day(asked.own)
    asked.open(first)
    asked.clock.advance(timedelta(days=100))
    second = asked.any_day(asked.own)
    assert second.invitation.id == first.invitation.id
    assert second.invitation.expires_at == asked.clock() + ANY_DAY_LASTS
    assert asked.found(first.token) is None
    assert asked.browser() == ()
    assert asked.open(second, code=first.code).outcome == "wrong_code"
    assert asked.open(second).outcome == "open"


def test_it_stands_beside_the_review(asked: Asked) -> None:
    """The child's link before a review is another: neither takes the other's place."""
    any_day = asked.any_day(asked.own)
    asked.open(any_day, TABLET)
    asked.ask(asked.own)
    review = asked.ask(asked.own)
    assert asked.found(any_day.token) == asked.again(any_day)
    assert len(asked.browser(TABLET)) == 1
    asked.open(review, PHONE)
    asked.any_day(asked.own)
    assert asked.found(review.token) == asked.again(review)
    assert len(asked.browser(PHONE)) == 1
    seen = asked.look(invitations.for_review, SYSTEM, asked.review.id)
    assert [each.id for each in seen] == [review.invitation.id]


def test_a_cancelled_review_leaves_it_open(asked: Asked) -> None:
    """When the review is cancelled the card for any day goes on working."""
    review, any_day = asked.ask(asked.own), asked.any_day(asked.own)
    off = replace(asked.review, status="cancelled")
    asked.do(reviews.correct, SYSTEM, off, TODAY)
    asked.do(invitations.follow_review, SYSTEM, off.id, asked.clock())
    assert asked.found(review.token) is None
    assert asked.found(any_day.token) == any_day.invitation


def test_it_ends_with_the_childs_part(asked: Asked) -> None:
    """Revoking what the child holds closes it too, and no card is made once the part is over."""
    held = asked.any_day(asked.own)
    asked.open(held, TABLET)
    asked.unit(lambda t: invitations.revoke_participants(t, [asked.own.id], asked.clock()))
    assert asked.found(held.token) is None
    assert asked.browser(TABLET) == ()
    asked.do(people.correct_participant, SYSTEM, replace(asked.own, ends_on=TODAY))
    with pytest.raises(BadInput) as refused:
        asked.any_day(asked.own)
    assert refused.value.fields == {"participant": invitations.NOT_TAKING_PART}


@pytest.mark.parametrize("who", ["other_iro", "duty", "nobody", "themselves"])
def test_not_yours_is_not_there(asked: Asked, who: str) -> None:
    """Nobody makes one for a child they may not know of, and the child makes none."""
    viewers = {"nobody": NOBODY, "themselves": participant_viewer(asked.own)}
    viewer = viewers.get(who) or asked.viewer(who)
    with pytest.raises(NotFound):
        asked.any_day(asked.own, viewer)
