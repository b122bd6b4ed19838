"""What the officer is shown of what came after Send: additions, what was taken back, and news."""

from datetime import timedelta

import pytest

from backend.packs import service
from backend.platform.clock import SettableClock
from backend.prints import rules as prints
from backend.web.pages import Pages
from tests.backend.consultations.household import Household, with_any_day
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import (
    answer_all,
    by_child,
    by_others,
    note_opening,
    own,
    pack_of,
    theirs,
    words,
)
from tests.backend.prints.printing import printed

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sent(household: Household) -> Talk:
    """Amara's consultation, sent with every topic opened to everyone at the review."""
    talk = answer_all(Talk(household).begin())
    topics = [topic.id for topic in talk.script.topics]
    return talk.send(**dict.fromkeys(topics, "review"))


def test_what_is_added_stands_with_the_agenda(household: Household, sent: Talk) -> None:
    """Additions come last of what the child wants talked about, with the day they came."""
    sent.add("and the cat")
    sent.add("and the garden")
    lines = by_child(pack_of(household).agenda)
    assert words(lines) == ["talk_about: what amara says", "and the cat", "and the garden"]
    assert [line.added for line in lines] == [False, True, True]
    assert lines[-1].at > lines[0].at


def test_what_is_added_is_the_officers_alone(household: Household, sent: Talk) -> None:
    """As the child is told, an addition is for the officer, whatever was shared before."""
    sent.add("and the cat")
    pack = pack_of(household)
    assert [line.scope for line in by_child(pack.agenda)] == ["review", "iro"]
    carer = household.people["amara_carer"].id
    for handed in (prints.for_meeting(pack), prints.for_person(pack, carer)):
        assert words(by_child(handed.agenda)) == ["talk_about: what amara says"]


def test_a_carer_adds_too(household: Household) -> None:
    """What an adult adds stands with what the others want talked about."""
    Talk(household, "amara_carer").begin().send().add("the school run")
    pack = pack_of(household)
    assert words(by_others(pack.agenda)) == ["the school run"]
    assert by_child(pack.agenda) == []


TAKEN = ("home_who", "talk_about", "with_who", "call_me", "not_talk", "meeting_ways")


def test_what_was_taken_back_is_nowhere(household: Household, sent: Talk) -> None:
    """It is counted beside the name, and none of its words stand on a page or in a print.

    What they called those at home had been filled in in a question, and is shown there no more.
    """
    sent.add("added1: what amara says")
    said = [f"{step}: what amara says" for step in (*TAKEN, "added1")]
    assert all(words in everywhere(household) for words in said)
    for step in (*TAKEN, "added1"):
        sent.take_back(step)
    assert not any(words in everywhere(household) for words in said)
    pack = pack_of(household)
    assert pack.child_voice is not None
    assert pack.child_voice.taken_back == len(said)
    assert own(pack)["home"] == ["home_feel: what amara says"]
    assert pack.agenda == ()


def everywhere(household: Household) -> str:
    """Give all that is made of a pack: itself, and each print of it."""
    pack, pages = pack_of(household), Pages(household.runtime)
    prints_of_it = [printed(pages, pack, own=True), printed(pages, prints.for_meeting(pack))]
    return " ".join([repr(pack), *prints_of_it])


def test_all_that_a_matter_rested_on_is_taken_back(household: Household) -> None:
    """A matter that only a taken back answer spoke to is covered by nobody any more."""
    talk = Talk(household).begin().go_to("school_feel")
    talk.pick("school_feel", "good", words="maths")
    talk.send()
    assert "education" not in pack_of(household).uncovered
    talk.take_back("school_feel")
    pack = pack_of(household)
    assert "education" in pack.uncovered
    assert "school" not in {row.topic for row in pack.topics}


def test_a_carer_takes_back_too(household: Household) -> None:
    """What an adult takes back is counted beside their name and shown no more."""
    carer = answer_all(Talk(household, "amara_carer").begin()).send()
    carer.take_back("going_well")
    pack = pack_of(household)
    assert "proud" not in theirs(pack)
    assert [voice.taken_back for voice in pack.voices] == [0, 1]


def was_read(talk: Talk) -> bool:
    """Say whether the child is told that it was read."""
    held = talk.now
    at = talk.household.runtime.clock()
    return talk.database.read(lambda t: service.was_read(t, held, at))


@pytest.mark.parametrize("who", ["amara", "amara_any_day"])
def test_it_is_read_until_something_is_added(
    household: Household, clock: SettableClock, who: str
) -> None:
    """A child is told it was read once it was opened after the last change, and not before."""
    household = with_any_day(household)
    talk = Talk(household, who).begin()
    what = talk.invitation.review_id or talk.invitation.child_id
    note_opening(household, what)
    talk.send()
    assert not was_read(talk)
    clock.advance(MINUTE)
    note_opening(household, what)
    assert was_read(talk)
    talk.help()
    talk.say("hello", "hi")
    assert was_read(talk), "nothing was added"
    talk.add("and the cat")
    assert not was_read(talk)
    note_opening(household, what)
    assert was_read(talk)
    talk.take_back("added1")
    assert not was_read(talk)


def test_opening_something_else_is_not_reading_it(household: Household) -> None:
    """Opening a sister's pack, or what came between reviews, says nothing of this one."""
    talk = Talk(household).begin().send()
    note_opening(household, household.reviews["mia"].id)
    note_opening(household, household.children["amara"].id)
    assert not was_read(talk)


def test_a_first_opening_at_the_moment_of_sending(household: Household) -> None:
    """Opened in the very moment it was sent, it counts as read."""
    talk = Talk(household).begin().send()
    note_opening(household, household.reviews["amara"].id)
    assert talk.now.changed_at == household.runtime.clock()
    assert was_read(talk)


def test_once_it_was_read_by_whoever_holds_it(household: Household, clock: SettableClock) -> None:
    """Only the opening of whoever holds the case counts, since the child is told their name."""
    talk = Talk(household).begin()
    note_opening(household, household.reviews["amara"].id, "other_iro")
    talk.send()
    clock.advance(MINUTE)
    note_opening(household, household.reviews["amara"].id, "other_iro")
    assert not was_read(talk)
    note_opening(household, household.reviews["amara"].id)
    assert was_read(talk)
