"""What an answer does to a conversation: kept where it fits, refused where it was not asked."""

from dataclasses import replace
from typing import TypeGuard

from dialogs.drawing import is_drawing
from dialogs.events import (
    Added,
    CarriedOver,
    Declined,
    Drew,
    Event,
    Picked,
    Said,
    Skipped,
    TookBack,
)
from dialogs.outputs import Keep, Output, Raise, Say
from dialogs.routing import additions, answered, left_over, place, route
from dialogs.script import ADDED, Script, Step
from dialogs.state import Answer, State

Taken = tuple[State, tuple[Output, ...]]


def asked(script: Script, state: State, step_id: str) -> Step | None:
    """Give the step if they may answer it now: it is on screen, or on the route and answered."""
    if place(script, state).step != step_id and step_id not in state.by_step:
        return None
    return next((step for step in route(script, state.by_step) if step.id == step_id), None)


def picked(event: Picked, script: Script, state: State) -> Taken | None:
    """Keep a pick; words written before it, while the choice was open, stay with it."""
    step = asked(script, state, event.step)
    if step is None or not step.offers(event.choices):
        return None
    answer = Answer(step.id, event.choices, _beside(event, step, state.by_step.get(step.id)))
    raises = any(choice.raises for choice in step.picked(event.choices))
    return _kept(state, answer, (Raise("choice", step.id), Say("raised")) if raises else ())


def _beside(event: Picked, step: Step, earlier: Answer | None) -> str | None:
    """Give the words beside a pick: earlier ones stay where none were asked for with it."""
    unasked = event.words is None or step.more is None
    if unasked and earlier and earlier.words and (earlier.again or not earlier.choices):
        return earlier.words
    return event.words


def said(event: Said, script: Script, state: State) -> Taken | None:
    """Keep words; where a choice was asked for, keep them and ask for the choice again."""
    step = asked(script, state, event.step)
    if step is None or step.kind == "tell":
        return None
    earlier = state.by_step.get(step.id)
    if step.kind in {"words", "drawing"}:
        drawing = earlier.drawing if earlier else ""
        return _kept(state, Answer(step.id, (), event.words, drawing=drawing))
    chosen = earlier if earlier and earlier.choices else Answer(step.id)
    after, outputs = _kept(state, replace(chosen, words=event.words))
    if chosen.choices and not chosen.again:
        return after, outputs
    return replace(after, at=state.at), (*outputs, Say("words_kept"))


def drew(event: Drew, script: Script, state: State) -> Taken | None:
    """Keep a drawing, and what is written beside it; one of another shape is refused."""
    step = asked(script, state, event.step)
    if step is None or step.kind != "drawing":
        return None
    # Who wiped the sheet and wrote instead has no drawing any more.
    wiped = not event.strokes and bool((event.words or "").strip())
    if not wiped and not is_drawing(event.strokes):
        return None
    earlier = state.by_step.get(step.id)
    words = earlier.words if event.words is None and earlier else event.words
    return _kept(state, Answer(step.id, (), words, drawing=event.strokes))


def declined(event: Declined, script: Script, state: State) -> Taken | None:
    """Take "don't ask me about this" for the rest of the topic; what was said in it stays.

    Also what was said at this step, where it is asked again by our doing and not by theirs.
    """
    step = asked(script, state, event.step)
    topic = script.topic(step.topic) if step else None
    if step is None or step.kind == "tell" or topic is None or not topic.shared:
        return None
    earlier = state.by_step.get(step.id)
    if _said_before(earlier):
        return _kept(state, replace(earlier, again=False, declined=True))
    if earlier and _only_words_are_open(script, state, step):
        return _kept(state, replace(earlier, words="", declined=True))
    words = earlier.words if earlier and not earlier.choices else None
    return _kept(state, Answer(step.id, (), words, declined=True))


def skipped(event: Skipped, script: Script, state: State) -> Taken | None:
    """Pass over the words where the choice is made, else the whole step.

    What a new version asks once more was said all the same: it stands as it was said.
    """
    step = asked(script, state, event.step)
    if step is None:
        return None
    earlier = state.by_step.get(step.id)
    if _said_before(earlier):
        return state.answering(replace(earlier, again=False, skipped=True)), ()
    if earlier and _only_words_are_open(script, state, step):
        return _kept(state, replace(earlier, words=""))
    unpicked = earlier.words if earlier and step.choices and not earlier.choices else None
    return _kept(state, Answer(step.id, (), unpicked, skipped=True))


def _only_words_are_open(script: Script, state: State, step: Step) -> bool:
    """Say whether the choice of this step is made, and its words are asked for now."""
    here = place(script, state)
    return (here.step, here.part) == (step.id, "words")


def _said_before(earlier: Answer | None) -> TypeGuard[Answer]:
    return earlier is not None and earlier.again and not earlier.silent


def added(event: Added, script: Script, state: State) -> Taken | None:
    """Keep something more after Send, as an answer of its own."""
    if state.status != "sent" or not event.words.strip():
        return None
    number = len(additions(script, state)) + 1
    after, kept = _kept(state, Answer(f"{ADDED}{number}", (), event.words))
    return after, (*kept, Say("added"))


def took_back(event: TookBack, script: Script, state: State) -> Taken | None:
    """Take an answer back after Send: it stays on file, and is shown to nobody from then on.

    What is asked no more can't be changed, so that can be taken back before Send as well.
    """
    counts = {answer.step: answer for answer in left_over(script, state)}
    if state.status == "sent":
        counts |= {step.id: answer for step, answer in answered(script, state)}
    if event.step not in counts:
        return None
    after, kept = _kept(state, replace(counts[event.step], taken_back=True))
    return after, (*kept, Say("taken_back"))


def carried_over(event: CarriedOver, script: Script, state: State) -> Taken | None:
    """Go on in this newer version: what changed is asked again, and nothing said is dropped."""
    to_this = (event.version, event.digest) == (script.version, script.digest)
    if not to_this or not event.before == state.version < script.version:
        return None
    asked_in = dict(event.asked)
    answers = tuple(
        replace(
            answer,
            again=answer.step in event.again,
            skipped=answer.skipped or answer.step in event.passed,
            gone=answer.step in event.gone,
            version=asked_in.get(answer.step, 0),
        )
        for answer in state.answers
    )
    passed = tuple(Answer(step, skipped=True) for step in event.passed if step not in state.by_step)
    after = replace(
        state,
        version=script.version,
        digest=script.digest,
        answers=(*answers, *passed),
        stage="check",
        seen=state.seen or event.before,
    )
    return after, (Say("carried_over"),)


def untold(state: State, event: Event) -> tuple[Say, ...]:
    """Say that they were carried over, unless they have seen it on the screen they answer."""
    known = not state.seen or event.seen == state.version
    return () if known or isinstance(event, CarriedOver) else (Say("carried_over"),)


def _kept(state: State, answer: Answer, raised: tuple[Output, ...] = ()) -> Taken:
    return state.answering(answer), (Keep(answer), *raised)
