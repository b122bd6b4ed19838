"""Taking one thing that happened: once, in whatever order it comes, and never lost."""

import pytest

from backend.consultations import service
from backend.platform.database import Transaction, new_id
from backend.platform.errors import NotFound
from dialogs import events
from dialogs.outputs import Ask
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk, mails

AGAIN = "a" * 32


def test_a_repeat_does_nothing_again(talk: Talk) -> None:
    """The same message with the same content is taken once, and says where they are."""
    talk.go_to("home_feel")
    first = talk.pick("home_feel", "good", words="the dog", name=AGAIN)
    before = talk.now
    second = talk.pick("home_feel", "good", words="the dog", name=AGAIN)
    assert (first.repeated, second.repeated) == (False, True)
    assert second.outputs == (Ask("safe_feel", "choice"),)
    assert talk.now == before
    assert talk.events == before.events
    assert talk.words_at("home_feel") == ["the dog"]


def test_a_repeat_is_known_later(talk: Talk) -> None:
    """A message that comes again after others have come since still does nothing."""
    talk.go_to("home_feel")
    talk.pick("home_feel", "good", words="the dog", name=AGAIN)
    talk.pick("safe_feel", "good", words="yes")
    before = talk.now
    assert talk.pick("home_feel", "good", words="the dog", name=AGAIN).repeated
    assert talk.now == before


def test_the_same_message_with_other_content_is_a_change(talk: Talk) -> None:
    """An edited form that is posted again makes a new revision, and the older one is kept."""
    talk.go_to("home_feel")
    talk.pick("home_feel", "good", words="the dog", name=AGAIN)
    changed = talk.pick("home_feel", "mixed", words="the dog bit me", name=AGAIN)
    assert not changed.repeated
    assert talk.words_at("home_feel") == ["the dog", "the dog bit me"]
    assert talk.now.state.by_step["home_feel"].choices == ("mixed",)
    assert talk.place.key == "safe_feel"


def test_a_change_is_repeated_too(talk: Talk) -> None:
    """The edited form posted twice makes one revision more, and not two."""
    talk.go_to("home_feel")
    for words in ("one", "two", "two", "three", "three"):
        talk.pick("home_feel", "good", words=words, name=AGAIN)
    assert talk.words_at("home_feel") == ["one", "two", "three"]


def test_a_post_for_an_earlier_step_changes_its_answer(talk: Talk) -> None:
    """An old page sent again with a message of its own changes that answer, wherever they are."""
    talk.go_to("home_feel")
    talk.pick("home_feel", "good", words="ok")
    talk.go_to("school_feel")
    talk.pick("home_feel", "not_good", words="not ok")
    assert talk.words_at("home_feel") == ["ok", "not ok"]
    assert talk.place.key == "school_feel"


OUT_OF_PLACE = (
    events.Said("1", "proud", "swimming"),
    events.Picked("2", "school_feel", ("good",), "maths"),
    events.Picked("3", "home_feel", ("no_such_choice",), "words"),
    events.Picked("4", "home_feel", ("good", "mixed"), "both"),
    events.Said("5", "no_such_step", "words"),
    events.Said("6", "hello", "hi"),
    events.Skipped("7", "talk_about"),
    events.WentBack("8", "school_feel"),
    events.Changed("9", "proud"),
    events.Checked("10"),
    events.Shared("11", (("home", "review"),)),
    events.Submitted("12"),
)


def test_what_does_not_fit_is_kept_and_changes_nothing(talk: Talk) -> None:
    """An event out of its place is on file and leaves the conversation where it was."""
    talk.go_to("home_feel")
    before = talk.now
    for number, event in enumerate(OUT_OF_PLACE, start=1):
        assert not talk.take(event).repeated
        assert talk.now.state == before.state, event
        assert talk.now.events == before.events + number == talk.events
        assert talk.take(event).repeated


def test_what_does_not_fit_is_screened(talk: Talk) -> None:
    """Words at a step that was not asked answer nothing, and a worry in them is raised."""
    talk.go_to("home_feel")
    talk.say("proud", "he hits me")
    assert talk.words_at("proud") == []
    assert [each.category for each in talk.concerns] == ["harm"]


def test_send_tells_the_officer_once(talk: Talk) -> None:
    """The reviewing officer is told by one e-mail, however often Send is pressed."""
    talk.send()
    talk.take(events.Submitted(new_id()))
    assert mails(talk, "views_ready") == 1


def test_a_carer_answers_in_their_own_words(household: Household) -> None:
    """The carer's script asks about the child by name, and keeps what was asked as asked."""
    carer = Talk(household, "amara_carer", channel="telegram").begin()
    carer.go_to("changes_since").say("changes_since", "New school")
    kept = carer.revisions[-1].kept
    assert kept.asked == "What has changed for Amara, or in your home, since the last review?"
    assert kept.script == "foster_carer"
    assert carer.rebuilds()


def test_there_is_no_conversation_to_say_it_in(household: Household) -> None:
    """What comes for a consultation that has not begun is refused and nothing is kept."""
    talk = Talk(household)
    with pytest.raises(NotFound):
        talk.help()
    assert talk.events == 0
    assert talk.concerns == ()


def test_a_unit_that_fails_keeps_neither_word_nor_concern(talk: Talk) -> None:
    """The concern is part of the commit that keeps the words: both are there, or neither is."""
    talk.go_to("home_feel")
    before = talk.now
    event = events.Said(new_id(), "home_feel", "he hits me")

    def unit(transaction: Transaction) -> None:
        received = service.receive(
            transaction,
            talk.desk,
            talk.key,
            consultation_id=talk.id,
            event=event,
            channel="web",
            at=talk.household.runtime.clock(),
        )
        assert received.consultation.events == before.events + 1
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        talk.database.write(unit)
    assert talk.now == before
    assert talk.events == before.events
    assert talk.concerns == ()
    assert mails(talk, "concern") == 0
    talk.take(event)
    assert (len(talk.concerns), mails(talk, "concern")) == (1, 1)
