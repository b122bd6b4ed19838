"""Every edge of every script is walked, and no set of chosen topics leads anywhere but to Send."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dialogs import events
from dialogs.engine import Turn, advance
from dialogs.loading import load
from dialogs.routing import route
from dialogs.script import Script, Scripts
from dialogs.state import Answer, State
from tests.dialogs import stepping
from tests.dialogs.edges import STAGES, every_edge, spots
from tests.dialogs.exploring import choosing_topics, chosen_topics, explore, straight_walks
from tests.dialogs.small import SMALL, spoilt, write
from tests.dialogs.stepping import Walk

KEPT = State.answering


def missing(script: Script) -> list[str]:
    """Give the edges that no walk took."""
    return sorted(every_edge(script) - explore(script).taken)


def test_every_edge_is_taken(script: Script) -> None:
    """Every choice and every move at every screen of a script is taken, and leads on to Send."""
    not_taken = missing(script)
    assert not not_taken, "nobody can take: " + "; ".join(not_taken)


@pytest.mark.parametrize("at_once", [False, True], ids=["in a chat", "on a page"])
def test_nothing_is_asked_twice(script: Script, at_once: bool) -> None:
    """Whoever answers straight through sees each screen once, may stop at any, and comes to Send.

    Between them such walks see every screen there is.
    """
    seen = {spot for walk in straight_walks(script, at_once) for spot in walk.straight_on()}
    screens = {spot for step in script.steps for spot in spots(step)[: 1 if at_once else 2]}
    assert screens - seen == set()
    assert seen - screens <= set(STAGES)


@pytest.mark.parametrize(("name", "walks"), [("child_12_15", 2**10), ("child_16_17", 2**9)])
def test_any_topics_can_be_chosen(scripts: Scripts, name: str, walks: int) -> None:
    """Each set of topics is asked about as it was chosen, each screen once, up to Send."""
    script = scripts.newest(name)
    step = choosing_topics(script)
    assert step
    codes = {choice.code for choice in step.choices}
    taken = 0
    for walk in chosen_topics(script):
        walk.straight_on()
        asked = {each.topic for each in route(script, walk.state.by_step)}
        assert asked & codes == walk.picks[step.id] - {"none"}
        taken += 1
    assert taken == walks


A_CONTRADICTION = """\
  - topic: wish
    name: A wish
    when: {step: time, any_of: [no]}
    steps:
      - {step: wish, kind: words, ask: "Which?", when: {step: time, any_of: ["yes"]}}
"""
WITHOUT_A_WISH = SMALL[: SMALL.index("      - step: wish")]


def test_a_script_that_is_right_is_walked(tmp_path: Path) -> None:
    """The small script, before it is spoilt, hides nothing from whoever walks."""
    assert missing(load(write(tmp_path))) == []


@pytest.mark.parametrize(
    "text",
    [
        spoilt("any_of: [no]", "any_of: [never]"),
        spoilt("any_of: [no]", "any_of: []"),
        spoilt("step: time, any_of: [no]", "step: nowhere, any_of: [no]"),
        spoilt("step: time, any_of: [no]", "step: wish, any_of: [no]"),
        WITHOUT_A_WISH + A_CONTRADICTION,
    ],
    ids=["no such choice", "no choice", "no such step", "itself", "a contradiction"],
)
def test_a_step_nobody_reaches_is_named(tmp_path: Path, text: str) -> None:
    """A step that no answer leads to is named with all that can't be done there, and no other."""
    found = missing(load(write(tmp_path, text)))
    assert {"wish: say", "wish: skip", "wish: help", "check: change wish"} <= set(found)
    assert [edge for edge in found if "wish" not in edge] == []


def test_a_dead_end_is_found(tmp_path: Path) -> None:
    """A question that nothing answers is asked for ever: whoever walks stops there and says so."""
    right = load(write(tmp_path))
    family = right.topics[1]
    steps = (replace(family.steps[0], choices=()), *family.steps[1:])
    script = replace(right, topics=(right.topics[0], replace(family, steps=steps)))
    with pytest.raises(AssertionError, match="small, home: it was not kept"):
        explore(script)
    with pytest.raises(AssertionError, match="small, home: it is asked twice"):
        Walk(script, minded=False).straight_on()


def forgetting(state: State, answer: Answer) -> State:
    """Keep an answer, and lose the one before it."""
    return replace(KEPT(state, answer), answers=(*state.answers[:-1], answer))


def losing(state: State, answer: Answer) -> State:
    """Keep an answer, and lose what was said beside the choice."""
    return KEPT(state, replace(answer, words=None))


@pytest.mark.parametrize("fault", [forgetting, losing])
def test_a_dead_loop_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[[State, Answer], State]
) -> None:
    """An engine that forgets asks the same again and again: whoever walks says where."""
    monkeypatch.setattr(State, "answering", fault)
    script = load(write(tmp_path))
    with pytest.raises(AssertionError, match="it is asked twice"):
        Walk(script).straight_on()
    with pytest.raises(AssertionError, match="goes round in a circle"):
        explore(script)


@pytest.mark.parametrize("move", [events.AskedForHelp, events.Resumed])
def test_a_move_that_changes_something_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, move: type[events.Event]
) -> None:
    """A cry for help, or a stop, that leads elsewhere than to where they were is named."""

    def moved(script: Script, state: State, event: events.Event) -> Turn:
        turn = advance(script, state, event)
        return replace(turn, state=replace(turn.state, at="hello")) if type(event) is move else turn

    monkeypatch.setattr(stepping, "advance", moved)
    with pytest.raises(AssertionError, match="stopping changes something"):
        Walk(load(write(tmp_path))).straight_on()
