"""Whoever is in the middle of an older version goes on in the newer one, and loses nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import events
from dialogs.carrying import carrying
from dialogs.engine import Turn, advance, show
from dialogs.outputs import Ask, Say
from dialogs.routing import finished, place, route
from dialogs.script import Script, Step
from dialogs.state import Answer, State
from tests.dialogs.test_engine import ANY, CHILD, after, at, sent
from tests.dialogs.wandering import NUMBERS, fitting, wander

Change = Callable[[Step], Step]


def newer(script: Script, change: Change, *names: str) -> Script:
    """Give the next version of a script, in which these steps have changed."""
    topics = tuple(
        replace(topic, steps=tuple(change(s) if s.id in names else s for s in topic.steps))
        for topic in script.topics
    )
    return replace(script, version=script.version + 1, digest="newer", topics=topics)


def reworded(step: Step) -> Step:
    """Ask a step in other words."""
    return replace(step, ask=replace(step.ask, english=f"{step.ask.english} Really?"))


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (reworded, True),
        (lambda step: replace(step, kind="words", choices=()), True),
        (lambda step: replace(step, question="home.other_feeling"), True),
        (lambda step: replace(step, body=(step.ask,)), True),
        (lambda step: replace(step, choices=step.choices[:-1]), True),
        (lambda step: replace(step, choices=step.choices[::-1]), True),
        (lambda step: replace(step, more=None), True),
        (lambda step: replace(step, more=step.ask), True),
        (lambda step: step, False),
        (lambda step: replace(step, gloss=step.ask), False),
        (lambda step: replace(step, sensitive=True, level="young"), False),
        (lambda step: replace(step, names="carers"), False),
        (lambda step: replace(step, choices=(replace(step.choices[0], picture="dog"),
                                             *step.choices[1:])), False),
        (lambda step: replace(step, id="elsewhere"), False),
    ],
    ids=["ask", "kind", "question", "body", "fewer choices", "order", "no more", "more",
         "nothing", "gloss", "where it is asked", "name", "picture", "gone"],
)  # fmt: skip
def test_what_was_seen_and_changed_is_asked_again(change: Change, again: bool) -> None:
    """Other words, choices or another meaning are asked again; what stands around them is not."""
    state = at(CHILD, "safe_feel")
    move = carrying(CHILD, newer(CHILD, change, "home_feel"), state, "m")
    assert (move.before, move.version, move.digest) == (1, 2, "newer")
    assert move.again == (("home_feel",) if again else ())


def test_what_was_not_answered_is_not_asked_again() -> None:
    """Only answers can be asked for again; a question that is still to come is just asked anew."""
    new = newer(CHILD, reworded, "hello", "school_feel", "proud")
    assert carrying(CHILD, new, at(CHILD, "safe_feel"), "m").again == ("hello",)


def test_the_changed_question_comes_next() -> None:
    """They are told that something is new, and are asked that first; then it goes on as before."""
    said = after(CHILD, at(CHILD, "home_feel"), events.Picked("", "home_feel", ("good",), "a dog"))
    new = newer(CHILD, reworded, "home_feel")
    turn = advance(new, said.state, carrying(CHILD, new, said.state, "m"))
    assert turn.outputs == (Say("carried_over"), Ask("home_feel", "choice"))
    held = Answer("home_feel", ("good",), "a dog", again=True, version=1)
    assert turn.state.by_step["home_feel"] == held
    picked = after(new, turn.state, events.Picked("", "home_feel", ("mixed",), "a cat"))
    assert picked.state.by_step["home_feel"] == Answer("home_feel", ("mixed",), "a cat")
    assert picked.outputs[-1] == Ask("safe_feel", "choice")


def test_a_stop_is_no_reason_to_be_left_behind() -> None:
    """Somebody who stopped is brought along, and is asked when they come back."""
    stopped = after(CHILD, at(CHILD, "safe_feel"), events.Paused("")).state
    new = newer(CHILD, reworded, "home_feel")
    turn = advance(new, stopped, carrying(CHILD, new, stopped, "m"))
    assert place(new, turn.state).key == "home_feel"


def test_what_is_sent_stays_on_its_version() -> None:
    """Nobody who has sent is asked anything again, nor what they sent turned into another."""
    new = newer(CHILD, reworded, "home_feel")
    state = sent(CHILD)
    assert advance(new, state, carrying(CHILD, new, state, "m")) == Turn(state, show(new, state))


@pytest.mark.parametrize(
    ("before", "version", "digest"),
    [(1, 1, "newer"), (2, 2, "newer"), (0, 2, "newer"), (1, 3, "newer"), (1, 2, "another")],
)
def test_only_from_where_they_are_to_what_there_is(before: int, version: int, digest: str) -> None:
    """A move from another version, to another one, or to one of another wording is refused."""
    new, state = newer(CHILD, reworded, "home_feel"), at(CHILD, "safe_feel")
    move = events.CarriedOver("m", before, version, digest, ("home_feel",))
    assert advance(new, state, move).state == state


@pytest.mark.parametrize("version", [0, 1])
def test_nobody_is_led_back_to_an_older_version(version: int) -> None:
    """A version that is no newer than theirs is refused."""
    old = replace(CHILD, version=version, digest="older")
    state = at(CHILD, "safe_feel")
    move = events.CarriedOver("m", 1, version, "older", ("home_feel",))
    assert advance(old, state, move).state == state


def said(answer: Answer) -> tuple[tuple[str, ...], str | None, str]:
    """Give what somebody said in an answer."""
    return answer.choices, answer.words, answer.drawing


def to_check(script: Script, state: State) -> tuple[State, list[str]]:
    """Answer on to the check page, and give the steps that were asked on the way."""
    asked: list[str] = []
    while place(script, state).stage == "step":
        step = place(script, state).step
        asked += [step] if asked[-1:] != [step] else []
        state = advance(script, state, fitting(script, state)[0]).state
    return state, asked


@settings(max_examples=60, deadline=None)
@given(ANY, NUMBERS, st.booleans(), st.sets(st.integers(0, 80)))
def test_wherever_they_are_they_go_on(
    script: Script, numbers: list[int], end: bool, changed: set[int]
) -> None:
    """From anywhere nothing said is lost, only what changed is asked again, once, up to the end.

    Whoever has gone back to an answer is still there.
    """
    state = wander(script, numbers, end)
    names = [step.id for number, step in enumerate(script.steps) if number in changed]
    new = newer(script, reworded, *names)
    move = carrying(script, new, state, "m")
    carried = advance(new, state, move).state
    if state.status == "sent":
        assert carried == state
        return
    # What they asked not to be asked about is passed by, however it is worded now.
    assert {*move.again, *move.passed} == set(names) & state.by_step.keys()
    names = [name for name in names if name not in move.passed]
    assert (carried.version, carried.digest) == (new.version, "newer")
    assert [said(each) for each in carried.answers] == [said(each) for each in state.answers]
    assert State.from_json(carried.to_json()) == carried
    done, asked = to_check(new, carried)
    assert len(asked) == len(set(asked))
    for step in set(route(new, carried.by_step)) & set(route(new, done.by_step)):
        settled = finished(step, state.by_step.get(step.id)) and step.id not in {*names, state.at}
        assert (step.id in asked) is not settled, step.id
    assert not any(done.by_step[step.id].again for step in route(new, done.by_step))
