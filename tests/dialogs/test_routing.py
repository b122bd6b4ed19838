"""The route follows from the answers, and from nothing else."""

from dataclasses import replace

import pytest

from dialogs.engine import start
from dialogs.routing import Place, finished, next_step, place, route, topics_said
from dialogs.script import Script
from dialogs.state import Answer
from tests.dialogs.test_engine import CHILD, at


@pytest.mark.parametrize(
    ("answer", "done"),
    [
        (None, False),
        (Answer("home_feel"), False),
        (Answer("home_feel", (), "a dog"), False),
        (Answer("home_feel", ("good",), None), False),
        (Answer("home_feel", ("good",), ""), True),
        (Answer("home_feel", ("good",), "a dog"), True),
        (Answer("home_feel", (), "a dog", skipped=True), True),
    ],
)
def test_a_step_is_finished_once_nothing_is_open(answer: Answer | None, done: bool) -> None:
    """A choice that invites words is finished when both are settled, or when it was skipped."""
    step = CHILD.step("home_feel")
    assert step is not None
    assert finished(step, answer) is done


def test_words_alone_finish_a_question_of_words() -> None:
    """A question of words is finished by words, and a choice without ``more`` by the choice."""
    proud, with_you = CHILD.step("proud"), CHILD.step("with_you")
    assert proud
    assert with_you
    assert finished(proud, Answer("proud", (), "x"))
    assert not finished(proud, Answer("proud"))
    assert finished(with_you, Answer("with_you", ("alone",)))


def test_a_branch_opens_by_its_answers_only(script: Script) -> None:
    """A step under a condition is on the route for each choice that leads to it, and no other."""
    for step in script.steps:
        for when in step.when:
            met = {each.step: Answer(each.step, tuple(each.any_of)[:1]) for each in step.when}
            asking = script.step(when.step)
            for choice in asking.choices if asking else ():
                answers = {**met, when.step: Answer(when.step, (choice.code,))}
                assert (step in route(script, answers)) is (choice.code in when.any_of)


def test_the_next_step_is_the_first_open_one(script: Script) -> None:
    """What is asked next is the first step on the route that is not finished, else nothing."""
    assert next_step(script, {}) == script.steps[0]
    skipped = {step.id: Answer(step.id, skipped=True) for step in script.steps}
    assert next_step(script, skipped) is None
    del skipped["talk_about"]
    assert next_step(script, skipped) == script.step("talk_about")


def test_a_place_off_the_route_is_left() -> None:
    """Someone who went back to a step that is no longer on the route sees the first open one."""
    state = replace(start(CHILD, "en").state, at="with_who")
    assert place(CHILD, state) == Place("step", "hello", "choice")


def test_a_place_has_a_name() -> None:
    """A screen is named by its step or its stage, and the words of a step by themselves."""
    assert Place("step", "home_feel", "choice").spot == "home_feel"
    assert Place("step", "home_feel", "words").spot == "home_feel.words"
    assert Place("step", "home_feel", "words").key == "home_feel"
    assert Place("share").spot == Place("share").key == "share"


def test_only_what_was_said_can_be_shared() -> None:
    """A topic can be shared when a choice or words stand in it, and it is one that may be."""
    state = at(CHILD, "talk_about")
    assert topics_said(CHILD, state) == ()
    answers = (
        Answer("with_you", ("alone",)),
        Answer("home_feel", ("good",), ""),
        Answer("school_feel", (), "loud", skipped=True),
        Answer("friends_feel", skipped=True),
        Answer("proud", (), ""),
    )
    assert topics_said(CHILD, replace(state, answers=answers)) == ("home", "school")
