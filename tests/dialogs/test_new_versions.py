"""What a new version means for somebody in the middle: asked again, kept, passed by, gone."""

from dataclasses import replace

import pytest

from dialogs import events
from dialogs.carrying import as_asked, carrying, differences
from dialogs.outputs import Ask, Keep, Raise, Say
from dialogs.routing import answered, left_over
from dialogs.script import Choice, Script, Scripts, Step, When
from dialogs.state import Answer, State
from tests.dialogs.carried import (
    ALL,
    BAD,
    OLD,
    READ,
    WHY,
    Child,
    changed,
    said,
    with_changes,
    without,
)
from tests.dialogs.editing import edited


def test_nothing_is_asked_again_where_nothing_changed() -> None:
    """A version that differs in pictures and help only asks nothing again, and says so once."""
    child = Child(changed("feel", gloss=said("How you feel."), sensitive=True)).do(*ALL).carried()
    assert child.turn.outputs == (Say("carried_over"), Ask("ways", "choice"))
    assert child.here == "ways"
    assert [answer for answer in child.state.answers if answer.again or answer.version] == []


@pytest.mark.parametrize(
    "to",
    [
        {"ask": said("How do you feel at home?")},
        {"body": (said("Take your time."),)},
        {"more": said("Tell me more.")},
        {"more": None},
        {"kind": "several"},
        {"choices": (*OLD.steps[2].choices, Choice("other", said("Other")))},
        {"choices": (OLD.steps[2].choices[1], Choice("fine", said("Fine")))},
        {"choices": (Choice("good", said("Fine")), OLD.steps[2].choices[1])},
    ],
    ids=lambda to: next(iter(to)),
)
def test_what_is_asked_otherwise_is_asked_again(to: dict[str, object]) -> None:
    """Other words, choices or another kind: it is asked again, and what was said is still held."""
    child = Child(changed("feel", **to)).do(*ALL).carried()
    assert child.here == "feel"
    assert child.answer("feel") == Answer("feel", ("bad",), "he shouts", again=True, version=1)


def test_a_telling_that_changed_is_told_again() -> None:
    """What they were told of who reads it is told again where it is otherwise now."""
    child = Child(changed("private", ask=said("What is passed on?"))).do(*ALL).carried()
    assert child.here == "private"
    child.do(events.Picked("", "private", ("ok",)))
    assert child.here == "ways"


def test_a_new_question_is_asked() -> None:
    """A question that is new is asked in its place, before what comes later."""
    child = Child(edited(OLD, [("insert", 2, 1)])).do(*ALL).carried()
    assert child.here.startswith("new")


AGAIN = changed("feel", ask=said("How do you feel at home?"))


def test_whoever_answers_again_has_said_that() -> None:
    """The new answer takes the place of the older one, and answers the new words."""
    child = Child(AGAIN).do(*ALL).carried()
    child.do(events.Picked("", "feel", ("good",), "he stopped"))
    assert child.answer("feel") == Answer("feel", ("good",), "he stopped")


def test_words_stay_where_a_chat_asks_for_the_choice_first() -> None:
    """A chat asks for the choice alone: the words they wrote before stay beside it."""
    child = Child(AGAIN).do(*ALL).carried().do(events.Picked("", "feel", ("bad",)))
    assert child.answer("feel") == Answer("feel", ("bad",), "he shouts")
    assert child.here == "ways"


def test_words_stay_where_a_choice_invites_none() -> None:
    """Where the new question has no place for words, those that were written stay beside it."""
    child = Child(changed("feel", more=None)).do(*ALL).carried()
    child.do(events.Picked("", "feel", ("good",), ""))
    assert child.answer("feel").words == "he shouts"


def test_skipping_what_is_asked_again_lets_the_answer_stand() -> None:
    """Skip, where we ask once more, takes nothing away: it stands in the words it was asked in."""
    child = Child(AGAIN).do(*ALL).carried().do(events.Skipped("", "feel"))
    assert [each for each in child.turn.outputs if isinstance(each, Keep)] == []
    held = child.answer("feel")
    assert (held.choices, held.words, held.version) == (("bad",), "he shouts", 1)
    assert child.here == "ways"
    asked = as_asked(child.scripts, AGAIN, held)
    assert asked is OLD.step("feel")


def test_skipping_it_a_second_time_takes_it_out() -> None:
    """Whoever goes back to it and skips it takes it out, as ever."""
    child = Child(AGAIN).do(*ALL).carried().do(events.Skipped("", "feel"))
    child.do(events.Changed("", "feel"), events.Skipped("", "feel"))
    assert child.answer("feel") == Answer("feel", skipped=True)


def test_words_for_what_is_asked_again_are_kept_and_the_choice_asked_for() -> None:
    """Words written where the choice is asked again stand beside the older choice until then."""
    child = Child(AGAIN).do(*ALL).carried().do(events.Said("", "feel", "better now"))
    assert child.turn.outputs[-2:] == (Say("words_kept"), Ask("feel", "choice"))
    child.do(events.Skipped("", "feel"))
    assert (child.answer("feel").choices, child.answer("feel").words) == (("bad",), "better now")


def test_what_is_asked_again_was_skipped() -> None:
    """A question that was skipped is asked again in its new words, and may be skipped again."""
    child = Child(AGAIN).do(*READ, events.Skipped("", "feel")).carried()
    assert child.here == "feel"
    assert child.do(events.Skipped("", "feel")).answer("feel") == Answer("feel", skipped=True)


def test_a_question_that_is_gone_keeps_its_answer() -> None:
    """What is asked no more was said all the same: it counts, and belongs to no topic now."""
    child = Child(without("why")).do(*ALL).carried()
    assert left_over(child.new, child.state) == (
        Answer("why", (), "less shouting", gone=True, version=1),
    )
    assert "why" not in {step.id for step, _ in answered(child.new, child.state)}


def test_what_was_withdrawn_before_does_not_come_back() -> None:
    """A branch that they had closed stays closed when its question goes."""
    closed = (*ALL, events.Picked("", "feel", ("good",), ""))
    child = Child(without("why")).do(*closed).carried()
    assert left_over(child.new, child.state) == ()


def test_what_is_gone_can_be_taken_back_before_send() -> None:
    """It can't be changed, so they may take it back; then it counts no more."""
    child = Child(without("why")).do(*ALL).carried().do(events.TookBack("", "why"))
    assert left_over(child.new, child.state) == ()
    assert child.answer("why").taken_back
    assert Child(AGAIN).do(*ALL, events.TookBack("", "why")).answer("why").taken_back is False


def test_a_question_that_became_conditional_keeps_its_answer() -> None:
    """A question asked of some only keeps the answer of whoever is not one of them."""
    when = (When("feel", frozenset({"good"})),)
    child = Child(changed("why", when=when)).do(*ALL).carried()
    assert [answer.step for answer in left_over(child.new, child.state)] == ["why"]
    child.do(events.Picked("", "feel", ("good",), ""))
    assert left_over(child.new, child.state) == ()
    assert "why" in {step.id for step, _ in answered(child.new, child.state)}


NO = events.Declined("", "feel")


@pytest.mark.parametrize(
    "new",
    [
        without("feel", "why"),
        AGAIN,
        edited(OLD, [("insert", 2, 1)]),
        changed("feel", topic="home", ask=said("Home?"), kind="words", choices=(), more=None),
    ],
    ids=["gone", "reworded", "a new one before", "another kind"],
)
def test_what_they_asked_not_to_be_asked_about_is_not_asked(new: Script) -> None:
    """After "don't ask me about this" a new version asks nothing of that topic either."""
    child = Child(new).do(*READ, NO).carried()
    assert child.here == "lessons"


def test_do_not_ask_me_keeps_what_was_said() -> None:
    """Said where we ask once more, it stops the topic and drops no word that was said."""
    child = Child(AGAIN).do(*ALL).carried().do(NO)
    held = child.answer("feel")
    assert (held.choices, held.words, held.declined) == (("bad",), "he shouts", True)
    assert child.here == "lessons"


def test_who_had_stopped_is_not_woken() -> None:
    """Whoever has paused still pauses, and is told when they come back, once."""
    child = Child(AGAIN).do(*ALL, events.Paused("")).carried()
    assert child.state.status == "paused"
    child.do(events.Resumed(""))
    assert child.turn.outputs == (Say("carried_over"), Ask("feel", "choice"))
    assert Say("carried_over") not in child.do(events.AskedAgain("")).turn.outputs


def test_a_page_that_has_told_them_tells_them_no_more() -> None:
    """An answer to a screen of the new version needs no telling: the screen itself did."""
    child = Child(AGAIN).do(*ALL).carried()
    child.do(events.Picked("", "feel", ("bad",), "", seen=2))
    assert Say("carried_over") not in child.turn.outputs


def test_who_was_about_to_send_looks_over_it_again() -> None:
    """Checking, choosing who may see it and sending come after the new questions."""
    child = Child(AGAIN).do(*READ)
    while child.here != "check":
        child.do(events.Skipped("", child.here))
    child.do(events.Checked("")).carried().do(events.Submitted("", seen=1))
    assert child.state.status == "open"
    assert child.here == "feel"


def test_what_was_sent_stays_as_it_was() -> None:
    """A conversation that was sent is not carried over, whoever tries."""
    child = Child(AGAIN).do(*READ)
    child.state = replace(child.state, status="sent")
    before = child.state
    assert child.carried().state == before


LATE = events.Picked("", "feel", ("bad",), "he shouts", seen=1)


def test_an_answer_that_was_on_its_way_answers_the_older_words() -> None:
    """Kept beside the words they saw, and asked again in the new ones; they are told why."""
    child = Child(AGAIN).do(*READ).carried().do(LATE)
    held = Answer("feel", ("bad",), "he shouts", again=True, version=1)
    assert child.turn.outputs == (Say("carried_over"), Keep(held), Ask("feel", "choice"))


def test_an_answer_to_a_question_that_has_gone_meanwhile_counts() -> None:
    """What they wrote to a question that was taken out under their hands is not lost."""
    child = Child(without("why")).do(*READ, BAD).carried()
    child.do(replace(WHY, seen=1))
    assert [answer.words for answer in left_over(child.new, child.state)] == ["less shouting"]


def test_an_answer_further_on_is_kept() -> None:
    """What is asked again comes first, and their answer to a later question counts already."""
    child = Child(changed("hello", ask=said("Hi"))).do(*READ).carried().do(LATE)
    assert child.answer("feel") == Answer("feel", ("bad",), "he shouts")
    assert child.here == "hello"


def test_a_worry_that_was_on_its_way_is_raised() -> None:
    """A choice that tells people on duty tells them, though the new version offers it no more."""
    raising = replace(OLD.steps[2].choices[1], raises=True)
    old = replace(changed("feel", choices=(OLD.steps[2].choices[0], raising)), version=1)
    new = without("feel", "why")
    child = Child(new)
    child.scripts = Scripts({("one", 1): old, ("one", 2): new})
    child.do(*READ).carried().do(LATE)
    assert Raise("choice", "feel") in child.turn.outputs
    assert Say("raised") in child.turn.outputs


def test_back_to_the_older_words_asks_nothing_again() -> None:
    """A third version that takes the change back asks nobody who has not answered the second."""
    third = replace(OLD, version=3, digest="3" * 64)
    child = Child(AGAIN).do(*ALL).carried()
    child.scripts = Scripts({**child.scripts.versions, ("one", 3): third})
    child.do(carrying(AGAIN, third, child.state, "carried:3", child.scripts))
    assert child.answer("feel") == Answer("feel", ("bad",), "he shouts")


def test_the_differences_of_two_versions() -> None:
    """What is asked otherwise, newly and no more is told apart, and so is a name used anew."""
    pets = Step("pets", "home", "words", said("Pets?"), "home.pets")
    new = with_changes(
        {
            "feel": lambda step: replace(step, ask=said("Home?")),
            "why": lambda _: None,
            "ways": lambda _: pets,
            "proud": lambda step: replace(step, question="agenda.talk"),
        }
    )
    found = differences(OLD, new)
    assert [step.id for step in found.changed] == ["feel", "proud"]
    assert [step.id for step in found.added] == ["pets"]
    assert [step.id for step in found.removed] == ["why", "ways"]
    assert [step.id for step in found.reused] == ["proud"]


def test_a_carried_state_is_the_same_through_json() -> None:
    """What was carried over is written and read like any other state."""
    state = Child(without("why")).do(*ALL).carried().state
    assert State.from_json(state.to_json()) == state
