"""What an answer does to a conversation: kept where it fits, refused where it was not asked."""

from dataclasses import replace

from dialogs.events import Picked, Said, Skipped
from dialogs.outputs import Keep, Output, Raise, Say
from dialogs.routing import place, route
from dialogs.script import Script, Step
from dialogs.state import Answer, State

Taken = tuple[State, tuple[Output, ...]]


def asked(script: Script, state: State, step_id: str) -> Step | None:
    """Give the step if they may answer it now: it is on screen, or on the route and answered."""
    if place(script, state).step != step_id and step_id not in state.by_step:
        return None
    return next((step for step in route(script, state.by_step) if step.id == step_id), None)


def picked(script: Script, state: State, event: Picked) -> Taken | None:
    """Keep a pick; words written before it, while the choice was open, stay with it."""
    step = asked(script, state, event.step)
    if step is None or not step.offers(event.choices):
        return None
    earlier = state.by_step.get(step.id)
    words = event.words
    if words is None and earlier and earlier.words and not earlier.choices:
        words = earlier.words
    answer = Answer(step.id, event.choices, words)
    raises = any(choice.raises for choice in step.picked(event.choices))
    return _kept(state, answer, (Raise("choice", step.id), Say("raised")) if raises else ())


def said(script: Script, state: State, event: Said) -> Taken | None:
    """Keep words; where a choice was asked for, keep them and ask for the choice again."""
    step = asked(script, state, event.step)
    if step is None or step.kind == "tell":
        return None
    if step.kind == "words":
        return _kept(state, Answer(step.id, (), event.words))
    earlier = state.by_step.get(step.id)
    if earlier and earlier.choices:
        return _kept(state, replace(earlier, words=event.words))
    after, outputs = _kept(state, Answer(step.id, (), event.words))
    return replace(after, at=state.at), (*outputs, Say("words_kept"))


def skipped(script: Script, state: State, event: Skipped) -> Taken | None:
    """Pass over the words where the choice is made, else the whole step."""
    step = asked(script, state, event.step)
    if step is None:
        return None
    earlier = state.by_step.get(step.id)
    here = place(script, state)
    if earlier and earlier.choices and (here.step, here.part) == (step.id, "words"):
        return _kept(state, replace(earlier, words=""))
    unpicked = earlier.words if earlier and step.kind != "words" and not earlier.choices else None
    return _kept(state, Answer(step.id, (), unpicked, skipped=True))


def _kept(state: State, answer: Answer, raised: tuple[Output, ...] = ()) -> Taken:
    return state.answering(answer), (Keep(answer), *raised)
