"""One meeting for several siblings: they move together after asking, and share nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.errors import BadInput, NotFound
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.rounds import service as rounds
from backend.siblings import service as siblings
from backend.siblings.rules import NO_SUCH_CASE, SAY_WHICH
from tests.backend.siblings.brothers import BENS_DAY, Brothers

LATER = datetime(2026, 12, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def brothers(runtime: Runtime) -> Brothers:
    return Brothers(runtime)


@pytest.fixture
def together(brothers: Brothers) -> Brothers:
    """Amara, Ben and Cleo are reviewed in one meeting."""
    brothers.correct(brothers.review, brothers.ben, brothers.cleo)
    return brothers


def test_one_day_time_and_place_for_all(together: Brothers) -> None:
    """Whoever is ticked gets the day, time and place, and keeps a review of their own."""
    amara = together.now(together.review)
    for sibling in (together.ben, together.cleo):
        now = together.now(sibling)
        assert (now.meeting, now.starts_at, now.place) == (
            amara.meeting,
            amara.starts_at,
            amara.place,
        )
        assert (now.id, now.child_id) == (sibling.id, sibling.child_id)
    assert amara.meeting != ""
    assert together.now(together.zoe) == together.zoe


def test_siblings_are_offered_and_others_found_by_number(brothers: Brothers) -> None:
    """Children of one last name are offered; anybody else is found by their case number."""
    viewer, child = brothers.viewer("support"), brothers.family.child
    offered = brothers.database.read(
        lambda t: siblings.offered(t, viewer, child.id, brothers.review)
    )
    assert [each.child.called for each in offered] == ["Ben", "Cleo"]
    assert brothers.numbered("E3") == brothers.zoe.id
    for wrong in ("E4", "", child.case_number):
        with pytest.raises(BadInput) as refused:
            brothers.numbered(wrong)
        assert refused.value.fields == {"case_number": NO_SUCH_CASE}


def test_moving_asks_about_the_others_first(together: Brothers) -> None:
    """Nothing moves until somebody says whether the others of the meeting move too."""
    mates = (together.ben, together.cleo)
    with pytest.raises(BadInput) as refused:
        together.correct(together.review, *mates, starts_at=LATER)
    assert refused.value.fields == {"others": SAY_WHICH}
    assert together.now(together.review).starts_at == together.review.starts_at
    together.correct(together.review, *mates, others="all", starts_at=LATER)
    assert {together.now(each).starts_at for each in (together.review, *mates)} == {LATER}
    together.correct(together.ben, together.review, together.cleo)
    assert together.mates(together.cleo) == {together.review.id, together.ben.id}


def test_one_that_moves_alone_is_a_meeting_of_its_own(together: Brothers) -> None:
    """The others stay together on their day, and the one that left is never drawn in again."""
    mates = (together.ben, together.cleo)
    together.correct(together.review, *mates, others="only", starts_at=LATER)
    assert together.mates(together.review) == set()
    assert together.mates(together.ben) == {together.cleo.id}
    assert together.now(together.ben).starts_at == together.review.starts_at
    together.correct(together.review, together.zoe)
    assert together.mates(together.zoe) == {together.review.id}
    assert together.mates(together.ben) == {together.cleo.id}


def test_who_is_no_longer_ticked_leaves(together: Brothers) -> None:
    """A sibling who is unticked keeps their day, in a meeting of their own."""
    together.correct(together.review, together.ben)
    assert together.mates(together.review) == {together.ben.id}
    assert together.mates(together.cleo) == set()
    assert together.now(together.cleo).starts_at == together.review.starts_at


def test_who_joins_brings_the_others_of_their_meeting(brothers: Brothers) -> None:
    """Two who are together already both come to a third's meeting."""
    brothers.correct(brothers.ben, brothers.cleo)
    brothers.correct(brothers.review, brothers.ben)
    assert brothers.mates(brothers.review) == {brothers.ben.id, brothers.cleo.id}


@pytest.mark.parametrize("others", ["all", "only"])
def test_cancelling_asks_too(together: Brothers, others: str) -> None:
    """Cancelling one cancels all of them, or that one alone, as was said; links go with them."""
    together.do(rounds.steer, together.viewer("iro"), together.ben.id, "open", together.clock())
    together.go()
    mates = (together.ben, together.cleo)
    together.correct(together.review, *mates, others=others, status="cancelled")
    left = "cancelled" if others == "all" else "planned"
    assert {together.now(each).status for each in mates} == {left}
    (ada,) = together.asked_for(together.ben)
    assert (ada.revoked_at is not None) == (others == "all")


def test_holding_one_leaves_the_others_as_they_are(together: Brothers) -> None:
    """One review is marked as held without a word about the others, and stays of the meeting."""
    meeting = together.now(together.review).meeting
    together.correct(together.review, together.ben, together.cleo, status="held")
    assert together.now(together.review).meeting == meeting
    assert together.mates(together.ben) == {together.cleo.id}


def test_a_moved_meeting_moves_every_link(together: Brothers) -> None:
    """The links of each of them end 28 days after the new day."""
    for review in (together.review, together.ben):
        together.do(rounds.steer, together.viewer("iro"), review.id, "open", together.clock())
    together.go()
    mates = (together.ben, together.cleo)
    together.correct(together.review, *mates, others="all", starts_at=LATER)
    for review in (together.review, together.ben):
        made = together.asked_for(review)
        assert [one.expires_at for one in made] == [LATER + timedelta(days=28)]


def test_a_mother_is_asked_once_for_each_child(together: Brothers) -> None:
    """Who takes part for two siblings has one link for each, which leads to that child alone."""
    for review in (together.ben, together.cleo):
        together.do(rounds.steer, together.viewer("iro"), review.id, "open", together.clock())
    assert together.go() == [("ada@example.org", "invitation")] * 2
    for review in (together.ben, together.cleo):
        (asked,) = together.asked_for(review)
        assert asked.child_id == review.child_id


def test_an_iro_sees_only_their_own_of_a_meeting(together: Brothers) -> None:
    """One meeting gives nobody a look at a sibling whose reviewing officer is another."""
    ben = together.database.read(lambda t: people.get_child(t, SYSTEM, together.ben.child_id))
    other = replace(ben, iro_id=together.staff["other_iro"].id)
    together.do(people.correct_child, SYSTEM, other, together.clock().date())
    assert together.mates(together.review, "iro") == {together.cleo.id}
    with pytest.raises(NotFound):
        together.do(reviews.get, together.viewer("iro"), together.ben.id)


def test_a_child_born_after_the_day_stops_the_whole_move(together: Brothers) -> None:
    """What is wrong for one of them is wrong for all: nothing is moved."""
    with pytest.raises(BadInput):
        together.correct(
            together.review,
            together.ben,
            others="all",
            starts_at=datetime(2016, 1, 1, tzinfo=UTC),
        )
    assert together.now(together.ben).starts_at == together.review.starts_at != BENS_DAY
