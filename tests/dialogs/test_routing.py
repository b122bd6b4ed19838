"""The route follows from the answers, and from nothing else."""

from dataclasses import replace

import pytest

from dialogs.engine import start
from dialogs.routing import (
    Place,
    called,
    finished,
    is_scope,
    named,
    next_step,
    place,
    route,
    topics_said,
)
from dialogs.script import Script, Step
from dialogs.state import Answer
from tests.dialogs.stepping import leading_to
from tests.dialogs.test_engine import CHILD, EVERY, at
from tests.dialogs.wandering import NOBODY, WHO

YOUNGEST = EVERY.newest("child_4_7")
CHILD_12_15 = EVERY.newest("child_12_15")


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


def test_a_choice_that_ends_the_question_asks_for_no_words() -> None:
    """After "yes, all of them" nobody is asked what has not been done; after "some" they are."""
    step = CHILD.step("last_done")
    assert step is not None
    assert finished(step, Answer("last_done", ("yes",)))
    assert not finished(step, Answer("last_done", ("partly",)))
    assert finished(step, Answer("last_done", ("partly",), ""))


def test_words_alone_finish_a_question_of_words() -> None:
    """A question of words is finished by words, and a choice without ``more`` by the choice."""
    proud, with_you = CHILD.step("proud"), CHILD.step("with_you")
    assert proud
    assert with_you
    assert finished(proud, Answer("proud", (), "x"))
    assert not finished(proud, Answer("proud"))
    assert finished(with_you, Answer("with_you", ("alone",)))


@pytest.mark.parametrize(
    ("answer", "done"),
    [
        (Answer("drawing"), False),
        (Answer("drawing", drawing="blue 1,2"), True),
        (Answer("drawing", (), "a dog"), True),
        (Answer("drawing", (), ""), True),
        (Answer("drawing", declined=True), True),
        (Answer("drawing", drawing="blue 1,2", again=True), False),
    ],
)
def test_a_drawing_is_finished_by_strokes_or_words(answer: Answer, done: bool) -> None:
    """Whoever can't draw, or would rather not, can write instead."""
    step = YOUNGEST.step("drawing")
    assert step
    assert finished(step, answer) is done


def test_a_branch_opens_by_its_answers_only(script: Script) -> None:
    """A step under conditions is on the route while all of them hold, and not without one."""
    for step in script.steps:
        for when in step.when:
            met = _met(script, step)
            assert step in route(script, met)
            asking = script.step(when.step)
            for choice in asking.choices if asking else ():
                answers = {**met, when.step: Answer(when.step, (choice.code,))}
                assert (step in route(script, answers)) is (choice.code in when.any_of)


def _met(script: Script, step: Step) -> dict[str, Answer]:
    """Give the answers that lead to a step."""
    picks = leading_to(script, step)
    return {name: Answer(name, tuple(sorted(codes))[:1]) for name, codes in picks.items()}


def test_the_next_step_is_the_first_open_one(script: Script) -> None:
    """What is asked next is the first step on the route that is not finished, else nothing."""
    assert next_step(script, {}) == script.steps[0]
    skipped = {step.id: Answer(step.id, skipped=True) for step in script.steps}
    assert next_step(script, skipped) is None
    last = [step for step in script.steps if not step.when][-1]
    del skipped[last.id]
    assert next_step(script, skipped) == last


def test_the_rest_of_a_declined_topic_is_off_the_route(script: Script) -> None:
    """After "don't ask me about this" no later step of that topic is left, and every other is."""
    for topic in script.topics:
        for step in topic.steps:
            answers = {**_met(script, step), step.id: Answer(step.id, declined=True)}
            left = route(script, answers)
            ours = [each for each in left if each.topic == topic.id]
            assert ours[-1] == step
            free = {each.id for each in script.steps if each.topic != topic.id and not each.when}
            assert free <= {each.id for each in left}


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


def test_what_was_taken_back_can_be_shared_no_more() -> None:
    """A topic in which all was taken back has nothing left to be seen."""
    answers = (Answer("home_feel", ("good",), taken_back=True), Answer("school_feel", ("good",)))
    assert topics_said(CHILD, replace(at(CHILD, "talk_about"), answers=answers)) == ("school",)


@pytest.mark.parametrize("scope", WHO)
def test_who_may_see_a_topic(scope: str) -> None:
    """The officer alone, everyone, or people by their ids may see a topic."""
    assert is_scope(scope)


@pytest.mark.parametrize("scope", [*NOBODY, "people:jo\n", "people:" + ",".join("x" * 21)])
def test_who_is_nobody(scope: str) -> None:
    """What names neither them nor up to twenty people is no scope."""
    assert not is_scope(scope)


def test_people_are_found_in_a_scope() -> None:
    """The ids in a scope are those of the people it names."""
    assert named("people:1,2-b") == ("1", "2-b")
    assert named("iro") == named("review") == named("") == ()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Ammy", {"child": "Ammy"}),
        ("  Ammy \n", {"child": "Ammy"}),
        ("Żaneta O'Neill", {"child": "Żaneta O'Neill"}),
        ("x" * 40, {"child": "x" * 40}),
        ("x" * 41, {}),
        ("Mum, Dad Sam, Nan and Kai", {"child": "Mum, Dad Sam, Nan and Kai"}),
        ("a b c d e f g", {}),
        ("I live with Jo", {}),
        ("my nan", {}),
        ("one\ntwo", {}),
        ("\x00", {}),
        (" ", {}),
        ("", {}),
        (None, {}),
    ],
)
def test_they_are_called_as_they_say(words: str | None, names: dict[str, str]) -> None:
    """What they want to be called is a name if it is short and of one line; else it is words."""
    state = start(CHILD, "en").state.answering(Answer("call_me", (), words))
    assert called(CHILD, state) == names


def test_others_are_called_as_they_say_while_it_counts() -> None:
    """The people they live with have the name they give, until that is off the route or back."""
    carers = Answer("home_who", ("one",), "Jo and Sam")
    state = start(CHILD, "en").state.answering(carers)
    assert called(CHILD, state) == {"carers": "Jo and Sam"}
    assert called(CHILD, state.answering(replace(carers, taken_back=True))) == {}
    older = replace(start(CHILD_12_15, "en").state, answers=(carers,))
    assert called(CHILD_12_15, older) == {}
    topics = replace(older, answers=(carers, Answer("topics", ("home",))))
    assert called(CHILD_12_15, topics) == {"carers": "Jo and Sam"}
