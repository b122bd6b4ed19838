"""A pack is for the child's own reviewing officer; for anybody else there is none."""

from datetime import timedelta

import pytest

from backend.packs import service
from backend.packs.service import ReviewLine
from backend.platform.clock import SettableClock
from backend.platform.errors import NotFound
from backend.platform.keys.rules import ErasedChild
from backend.platform.keys.service import erase_child_key
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import answer_all, note_opening, own, pack_of

NOT_THEIRS = ("other_iro", "duty", "support", "owner", "nobody", "amara", "amara_carer", "mia")


def listed(household: Household, who: str = "iro") -> tuple[ReviewLine, ...]:
    """Give the list of reviews that somebody is shown."""
    viewer = household.viewer(who)
    return household.runtime.database.read(lambda t: service.my_reviews(t, viewer))


def line_of(household: Household, child: str) -> ReviewLine:
    """Give the line of one child in their officer's list."""
    (line,) = (each for each in listed(household) if each.child == household.children[child])
    return line


def test_the_childs_officer_reads_it(household: Household) -> None:
    """The reviewing officer of the child is given the pack."""
    answer_all(Talk(household).begin()).send()
    assert own(pack_of(household))["proud"] == ["proud: what amara says"]


def test_nobody_else_reads_it(household: Household) -> None:
    """No other officer, and nobody of the family, is given a pack or a line that leads to it."""
    answer_all(Talk(household).begin(), home_feel=("good", "he hits me")).send()
    for who in NOT_THEIRS:
        with pytest.raises(NotFound):
            pack_of(household, who=who)
        children = {line.child.id for line in listed(household, who)}
        assert household.children["amara"].id not in children, who


def test_nobody_but_an_officer_of_reviews_has_a_list(household: Household) -> None:
    """Whoever leads no review has an empty list, though they may know of the children."""
    for who in ("duty", "support", "owner", "nobody", "amara"):
        assert listed(household, who) == ()


def test_sisters_are_kept_apart(household: Household) -> None:
    """The pack of one sister holds no word of the other, who has the same officer."""
    answer_all(Talk(household).begin()).send()
    answer_all(Talk(household, "mia").begin()).send()
    for child in ("amara", "mia"):
        told = {words for every in own(pack_of(household, child)).values() for words in every}
        assert told
        assert {words.rpartition(" what ")[2] for words in told} == {f"{child} says"}


def test_a_brother_has_an_officer_of_his_own(household: Household) -> None:
    """Each officer reads the pack of their own child and not that of the sibling."""
    answer_all(Talk(household, "leo").begin()).send()
    assert own(pack_of(household, "leo", "other_iro"))["proud"] == ["proud: what leo says"]
    with pytest.raises(NotFound):
        pack_of(household, "leo", "iro")


def test_an_erased_child_has_no_pack(household: Household) -> None:
    """Once a child's key is erased there is nothing left to read."""
    answer_all(Talk(household).begin()).send()
    child_id, at = household.children["amara"].id, household.runtime.clock()
    household.runtime.database.write(lambda t: erase_child_key(t, child_id, at))
    with pytest.raises(ErasedChild):
        pack_of(household)


def test_the_list_says_who_has_answered(household: Household) -> None:
    """A line counts who was asked and who sent, and says whether the child did; no words."""
    assert (line_of(household, "amara").asked, line_of(household, "amara").sent) == (2, 0)
    Talk(household).begin()
    assert line_of(household, "amara").sent == 0
    Talk(household, "amara_carer").begin().send()
    line = line_of(household, "amara")
    assert (line.sent, line.child_sent) == (1, False)
    Talk(household).send()
    line = line_of(household, "amara")
    assert (line.sent, line.child_sent) == (2, True)
    assert line_of(household, "mia").sent == 0


def test_what_came_since_is_new(household: Household, clock: SettableClock) -> None:
    """What was sent or added after the officer last opened the pack is new, and then no more."""
    talk = Talk(household).begin().send()
    assert line_of(household, "amara").new == 1
    open_pack(household, clock)
    assert line_of(household, "amara").new == 0
    Talk(household, "amara_carer").begin().send()
    assert line_of(household, "amara").new == 1
    open_pack(household, clock)
    assert line_of(household, "amara").new == 0
    talk.add("and the cat")
    assert line_of(household, "amara").new == 1
    assert line_of(household, "amara").sent == 2


def open_pack(household: Household, clock: SettableClock) -> None:
    """Let the officer open the pack, a minute later."""
    clock.advance(timedelta(minutes=1))
    note_opening(household, household.reviews["amara"].id)


def test_a_worry_stands_with_its_child(household: Household) -> None:
    """An open concern is on the line of the child it is about, unsent or sent."""
    Talk(household).begin().help()
    assert [each.source for each in line_of(household, "amara").concerns] == ["help"]
    assert line_of(household, "mia").concerns == ()
