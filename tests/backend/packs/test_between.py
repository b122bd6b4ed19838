"""What a child said between reviews: for their own officer, from the review before on."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from backend.packs import service
from backend.packs.rules import Between
from backend.packs.service import BetweenLine
from backend.people.rules import SYSTEM
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.platform.errors import NotFound
from backend.platform.keys.rules import ErasedChild
from backend.platform.keys.service import erase_child_key
from backend.prints import rules as prints
from backend.reviews import service as reviews
from tests.backend.consultations.household import REVIEW, TODAY, Household, with_any_day
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import note_opening, pack_of, words

NOT_THEIRS = ("other_iro", "duty", "support", "owner", "nobody", "amara", "amara_carer", "mia")


@pytest.fixture
def told(household: Household) -> Household:
    """The same people, where each sister has a card for any day."""
    return with_any_day(with_any_day(household), "mia")


def tell(household: Household, *every: str, child: str = "amara") -> Talk:
    """Say one thing after the other, each in a conversation of its own."""
    talk = Talk(household, f"{child}_any_day")
    for each in every:
        talk.once_more()
        talk.go_to("what").pick("what", "other")
        talk.say("other_words", each)
        talk.send()
    return talk


def said(
    household: Household, who: str = "iro", since: date | None = None, child: str = "amara"
) -> list[list[str]]:
    """Give what somebody is shown of what a child said, newest first."""
    return [words(each.lines) for each in between(household, who, since, child)]


def between(
    household: Household, who: str = "iro", since: date | None = None, child: str = "amara"
) -> tuple[Between, ...]:
    """Give what somebody is shown of what a child said, with its days."""
    viewer, child_id = household.viewer(who), household.children[child].id
    return household.runtime.database.read(
        lambda t: service.between(t, household.desk, viewer, child_id, since)
    )


def listed(household: Household, who: str = "iro") -> tuple[BetweenLine, ...]:
    """Give which children an officer is told of."""
    viewer = household.viewer(who)
    return household.runtime.database.read(lambda t: service.said_between(t, viewer))


def test_the_newest_comes_first(told: Household) -> None:
    """Each thing stands by itself, with the day it was sent; what is not sent is not there."""
    talk = tell(told, "first", "second")
    assert said(told) == [["second"], ["first"]]
    assert between(told)[0].at == talk.now.sent_at
    talk.once_more()
    talk.go_to("what").pick("what", "other")
    talk.say("other_words", "third")
    assert said(told) == [["second"], ["first"]]


def test_nobody_else_is_shown_it(told: Household) -> None:
    """For any other officer, and for everybody of the family, it is not there."""
    tell(told, "I won a race")
    assert said(told) == [["I won a race"]]
    for who in NOT_THEIRS:
        with pytest.raises(NotFound):
            said(told, who)
    for who in told.officers:
        assert bool(listed(told, who)) is (who == "iro"), who


def test_sisters_are_kept_apart(told: Household) -> None:
    """The officer of two sisters finds what each said under her own name."""
    tell(told, "of Amara")
    tell(told, "of Mia", child="mia")
    assert said(told) == [["of Amara"]]
    assert said(told, child="mia") == [["of Mia"]]
    assert [line.child.first_name for line in listed(told)] == ["Mia", "Amara"]
    assert [words(each.lines) for each in pack_of(told, "mia").between] == [["of Mia"]]


def test_what_came_since_is_new(told: Household, clock: SettableClock) -> None:
    """A child's line is new until the officer opens it, and again after something is added."""
    talk = tell(told, "I won a race")
    (line,) = listed(told)
    assert (line.at, line.new) == (talk.now.changed_at, True)
    clock.advance(timedelta(minutes=1))
    note_opening(told, told.children["amara"].id)
    assert [line.new for line in listed(told)] == [False]
    talk.help()
    assert [line.new for line in listed(told)] == [False]
    talk.add("and a medal")
    assert [line.new for line in listed(told)] == [True]


def test_additions_and_what_was_taken_back(told: Household) -> None:
    """What is added stands with what it was added to; what is taken back is shown no more."""
    talk = tell(told, "I won a race")
    talk.add("and a medal")
    assert said(told) == [["I won a race", "and a medal"]]
    talk.take_back("other_words")
    assert said(told) == [["and a medal"]]
    for step in ("added1", "what"):
        talk.take_back(step)
    assert said(told, since=TODAY) == [[]]
    assert [each.lines for each in pack_of(told).between] == [()]


def earlier_review(household: Household, starts_at: datetime, status: str = "held") -> None:
    """Let there have been a review of Amara's before this one."""
    review = replace(
        household.reviews["amara"], id=new_id(), number=1, starts_at=starts_at, status=status
    )
    household.runtime.database.write(lambda t: reviews.add(t, SYSTEM, review, TODAY))


def test_the_pack_begins_at_the_review_before(told: Household, clock: SettableClock) -> None:
    """What was said before the earlier review is left to that one; from its day on it is here."""
    now = clock()
    for days, each in ((31, "too early"), (30, "on the day"), (1, "since")):
        clock.set(now - timedelta(days=days))
        tell(told, each)
    clock.set(now)
    assert len(pack_of(told).between) == 3
    earlier_review(told, now - timedelta(days=30))
    assert [words(each.lines) for each in pack_of(told).between] == [["since"], ["on the day"]]
    assert len(said(told)) == 3, "its own page holds them all"


def test_a_cancelled_review_is_no_review_before(told: Household, clock: SettableClock) -> None:
    """A review that was cancelled parts nothing: what was said before it has not been looked at."""
    tell(told, "I won a race")
    earlier_review(told, clock() + timedelta(days=7), "cancelled")
    assert len(pack_of(told).between) == 1
    earlier_review(told, REVIEW - timedelta(days=1), "planned")
    assert pack_of(told).between == ()


def test_what_is_added_since_is_not_lost(told: Household, clock: SettableClock) -> None:
    """Something added after the earlier review to what was sent before it is in the pack."""
    talk = tell(told, "I won a race")
    earlier_review(told, clock() + timedelta(days=2))
    assert pack_of(told).between == ()
    clock.advance(timedelta(days=3))
    talk.add("and a medal")
    assert [words(each.lines) for each in pack_of(told).between] == [
        ["I won a race", "and a medal"]
    ]


def test_it_is_handed_to_nobody(told: Household) -> None:
    """What was said between reviews is the officer's: it is in no print for others."""
    tell(told, "I won a race")
    pack = pack_of(told)
    assert pack.between
    carer = told.people["amara_carer"].id
    for handed in (prints.for_meeting(pack), prints.for_person(pack, carer)):
        assert handed.between == ()
        assert "I won a race" not in repr(handed)


def test_an_erased_child_said_nothing(told: Household) -> None:
    """Once a child's key is erased there is nothing left to read."""
    tell(told, "I won a race")
    child_id, at = told.children["amara"].id, told.runtime.clock()
    told.runtime.database.write(lambda t: erase_child_key(t, child_id, at))
    with pytest.raises(ErasedChild):
        said(told)
