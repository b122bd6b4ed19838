"""What an answer does: kept where it fits, and nothing that was written is thrown away."""

from dataclasses import replace

import pytest

from dialogs import events
from dialogs.loading import SCRIPTS, load
from dialogs.outputs import Ask, Finish, Keep, Raise, Say
from dialogs.routing import answered, place
from dialogs.script import Script
from dialogs.state import Answer
from tests.dialogs.test_engine import CHILD, after, at, sent

YOUNGEST = load(SCRIPTS / "child_4_7" / "1.yaml")
HOUSE = "blue 300,900 300,500 700,500 700,900\nred 250,500 500,200 750,500"
HOME = at(CHILD, "home_feel")
GOOD = events.Picked("", "home_feel", ("good",))


def test_a_choice_invites_words() -> None:
    """A choice alone leaves its words open, and they are asked for."""
    turn = after(CHILD, HOME, GOOD)
    assert turn.state.by_step["home_feel"] == Answer("home_feel", ("good",), None)
    assert turn.outputs[-1] == Ask("home_feel", "words")


@pytest.mark.parametrize(
    "words", ["a dog", "", " ", "a\nb\r\n", "\x00", "👩‍👩‍👧", "שלום", "x" * 10_000]
)
def test_words_are_kept_as_they_came(words: str) -> None:
    """Words given after a choice, or with it, are kept to the byte."""
    after_it = after(CHILD, HOME, GOOD, events.Said("", "home_feel", words))
    with_it = after(CHILD, HOME, events.Picked("", "home_feel", ("good",), words))
    assert after_it.state == with_it.state
    assert after_it.state.by_step["home_feel"] == Answer("home_feel", ("good",), words)


def test_words_before_the_choice_stay_with_it() -> None:
    """Words where a choice was expected are kept; the choice is asked for, the words not again."""
    wrote = after(CHILD, HOME, events.Said("", "home_feel", "a dog"))
    assert wrote.outputs[-2:] == (Say("words_kept"), Ask("home_feel", "choice"))
    picked = after(CHILD, wrote.state, GOOD)
    assert picked.state.by_step["home_feel"] == Answer("home_feel", ("good",), "a dog")
    assert picked.outputs[-1] == Ask("safe_feel", "choice")


def test_words_stay_when_the_choice_is_skipped() -> None:
    """Someone who wrote and then skipped the choice has still said it."""
    turn = after(
        CHILD, HOME, events.Said("", "home_feel", "a dog"), events.Skipped("", "home_feel")
    )
    assert turn.state.by_step["home_feel"] == Answer("home_feel", (), "a dog", skipped=True)
    assert turn.outputs[-1] == Ask("safe_feel", "choice")


def test_skipping_the_words_keeps_the_choice() -> None:
    """Skip, where only words are open, declines the words and no more."""
    turn = after(CHILD, HOME, GOOD, events.Skipped("", "home_feel"))
    assert turn.state.by_step["home_feel"] == Answer("home_feel", ("good",), "")


def test_declining_the_words_keeps_the_choice() -> None:
    """ "Don't ask me about this", where only words are open, leaves what was picked."""
    turn = after(CHILD, HOME, GOOD, events.Declined("", "home_feel"))
    assert turn.state.by_step["home_feel"] == Answer("home_feel", ("good",), "", declined=True)
    assert turn.outputs[-1] == Ask("safe_feel", "choice")


def test_skipping_an_earlier_step_takes_all_of_it_out() -> None:
    """Skip on the page of an earlier step takes its choice out, whatever is open elsewhere."""
    turn = after(
        CHILD,
        HOME,
        events.Picked("", "home_feel", ("good",), "a dog"),
        events.Picked("", "safe_feel", ("good",)),
        events.Skipped("", "home_feel"),
    )
    assert turn.state.by_step["home_feel"] == Answer("home_feel", skipped=True)
    assert turn.outputs[-1] == Ask("safe_feel", "words")


def test_a_skipped_answer_says_nothing() -> None:
    """Skipping a question of words takes the words out of what stands."""
    state = at(CHILD, "proud")
    turn = after(CHILD, state, events.Said("", "proud", "x"), events.Skipped("", "proud"))
    assert turn.state.by_step["proud"] == Answer("proud", skipped=True)


def test_a_choice_that_raises_tells_somebody() -> None:
    """The choice marked in the script raises, each time it is picked; the others do not."""
    safe = at(CHILD, "safe_feel")
    for code, raised in (("good", False), ("mixed", False), ("not_good", True)):
        turn = after(CHILD, safe, events.Picked("", "safe_feel", (code,)))
        assert (Raise("choice", "safe_feel") in turn.outputs) is raised
        assert (Say("raised") in turn.outputs) is raised


@pytest.mark.parametrize(
    ("codes", "taken"),
    [
        (("alone",), True),
        (("alone", "place"), True),
        (("none",), True),
        (("none", "place"), False),
        (("alone", "alone"), False),
        ((), False),
    ],
)
def test_several_can_be_picked_together(codes: tuple[str, ...], taken: bool) -> None:
    """Several choices are taken together, each once, and "none of these" only by itself."""
    state = at(CHILD, "meeting_ways")
    turn = after(CHILD, state, events.Picked("", "meeting_ways", codes))
    assert (turn.state != state) is taken


def test_a_drawing_and_its_words_may_come_one_after_the_other() -> None:
    """Words and drawing each leave the other alone, whichever comes first."""
    both = Answer("drawing", (), "my dog", drawing=HOUSE)
    drew, wrote = events.Drew("", "drawing", HOUSE), events.Said("", "drawing", "my dog")
    for first, second in ((drew, wrote), (wrote, drew)):
        turn = after(YOUNGEST, at(YOUNGEST, "drawing"), first, second)
        assert turn.state.by_step["drawing"] == both
    at_once = events.Drew("", "drawing", HOUSE, "my dog")
    assert after(YOUNGEST, at(YOUNGEST, "drawing"), at_once).state.by_step["drawing"] == both


def test_skipping_a_drawing_takes_all_of_it_out() -> None:
    """Skip, pressed on a drawing that was sent with words, leaves neither."""
    drew = events.Drew("", "drawing", HOUSE, "my dog")
    turn = after(YOUNGEST, at(YOUNGEST, "drawing"), drew, events.Skipped("", "drawing"))
    assert turn.state.by_step["drawing"] == Answer("drawing", skipped=True)


def test_words_written_where_a_new_version_asks_again_stay_with_the_pick() -> None:
    """Words before the pick are kept for it, though an older pick still stands there."""
    answer = Answer("home_feel", ("good",), "old words", again=True)
    wrote = after(CHILD, HOME.answering(answer), events.Said("", "home_feel", "a dog"))
    assert wrote.outputs[-2:] == (Say("words_kept"), Ask("home_feel", "choice"))
    turn = after(CHILD, wrote.state, events.Picked("", "home_feel", ("mixed",)))
    assert turn.state.by_step["home_feel"] == Answer("home_feel", ("mixed",), "a dog")


def test_an_earlier_answer_can_be_given_again(script: Script) -> None:
    """A late post for an earlier step is a change of it, and leads back to where they were."""
    state = at(script, "check")
    for step in script.steps:
        if step.kind == "one" and not step.when:
            code = step.choices[-1].code
            turn = after(script, state, events.Picked("", step.id, (code,), ""))
            assert turn.state.by_step[step.id].choices == (code,)
            opened = {
                each.id for each in script.steps for when in each.when if when.step == step.id
            }
            assert place(script, turn.state).key in {"check", *opened}


@pytest.mark.parametrize(
    ("first", "then", "asked"),
    [
        ("home_who", (), "safe_feel"),
        ("home_feel", (), "safe_feel"),
        ("meeting_come", (), "check"),
        ("home_who", ("home_who", ("two",), ""), "home_feel"),
    ],
)
def test_the_rest_of_a_topic_is_left_alone(
    first: str, then: tuple[str, tuple[str, ...], str], asked: str
) -> None:
    """Asking not to be asked passes by what is left of that topic, until it is answered."""
    turn = after(CHILD, at(CHILD, first), events.Declined("", first))
    assert turn.state.by_step[first] == Answer(first, declined=True)
    if then:
        turn = after(CHILD, turn.state, events.Picked("", *then))
    assert place(CHILD, turn.state).key == asked


def test_words_stay_when_nothing_more_is_to_be_asked() -> None:
    """Words written before the choice have been said, whatever is asked after them."""
    wrote = events.Said("", "home_feel", "a dog")
    turn = after(CHILD, HOME, wrote, events.Declined("", "home_feel"))
    assert turn.state.by_step["home_feel"] == Answer("home_feel", (), "a dog", declined=True)


@pytest.mark.parametrize("step", ["hello", "call_me", "with_you"])
def test_the_opening_cannot_be_declined(step: str) -> None:
    """What only tells, and what is nobody else's to see, can be skipped and not declined."""
    state = at(CHILD, step)
    assert after(CHILD, state, events.Declined("", step)).state == state


SENT = sent(CHILD)


def test_what_is_added_after_sending_stands_by_itself() -> None:
    """Each addition is an answer of its own, kept to the byte, and changes none before it."""
    turn = after(CHILD, SENT, events.Added("", " a dog\n"), events.Added("", "a cat"))
    added = (Answer("added1", (), " a dog\n"), Answer("added2", (), "a cat"))
    assert turn.state.answers == (*SENT.answers, *added)
    assert turn.outputs == (Keep(added[1]), Say("added"), Finish())
    assert turn.state.status == "sent"


def test_an_answer_can_be_taken_back_after_sending() -> None:
    """What is taken back stays on file, counts no more, and can't be taken back again."""
    before = after(CHILD, SENT, events.Added("", "a dog")).state
    for step in ("home_feel", "added1"):
        turn = after(CHILD, before, events.TookBack("", step))
        answer = replace(before.by_step[step], taken_back=True)
        assert turn.outputs == (Keep(answer), Say("taken_back"), Finish())
        assert step not in {each.id for each, _ in answered(CHILD, turn.state)}
        assert after(CHILD, turn.state, events.TookBack("", step)).state == turn.state


def test_an_addition_never_takes_the_place_of_one_before() -> None:
    """What is added after an addition was taken back has a name of its own."""
    state = after(
        CHILD, SENT, events.Added("", "one"), events.TookBack("", "added1"), events.Added("", "two")
    ).state
    assert [(each.step, each.words) for each in state.answers[-2:]] == [
        ("added1", "one"),
        ("added2", "two"),
    ]
