"""What an answer does to a conversation: kept where it fits, refused where it was not asked."""

from dataclasses import replace

from dialogs.drawing import is_drawing
from dialogs.events import Added, CarriedOver, Declined, Drew, Picked, Said, Skipped, TookBack
from dialogs.outputs import Keep, Output, Raise, Say
from dialogs.routing import additions, answered, place, route
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
    earlier = state.by_step.get(step.id)
    words = event.words
    if words is None and earlier and earlier.words and not earlier.choices:
        words = earlier.words
    answer = Answer(step.id, event.choices, words)
    raises = any(choice.raises for choice in step.picked(event.choices))
    return _kept(state, answer, (Raise("choice", step.id), Say("raised")) if raises else ())


def said(event: Said, script: Script, state: State) -> Taken | None:
    """Keep words; where a choice was asked for, keep them and ask for the choice again."""
    step = asked(script, state, event.step)
    if step is None or step.kind == "tell":
        return None
    earlier = state.by_step.get(step.id)
    if step.kind in {"words", "drawing"}:
        drawing = earlier.drawing if earlier else ""
        return _kept(state, Answer(step.id, (), event.words, drawing=drawing))
    if earlier and earlier.choices and not earlier.again:
        return _kept(state, replace(earlier, words=event.words))
    after, outputs = _kept(state, Answer(step.id, (), event.words))
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
    """Take "don't ask me about this" for the rest of the topic; what was said in it stays."""
    step = asked(script, state, event.step)
    topic = script.topic(step.topic) if step else None
    if step is None or step.kind == "tell" or topic is None or not topic.shared:
        return None
    earlier = state.by_step.get(step.id)
    if earlier and _only_words_are_open(script, state, step):
        return _kept(state, replace(earlier, words="", declined=True))
    words = earlier.words if earlier and not earlier.choices else None
    return _kept(state, Answer(step.id, (), words, declined=True))


def skipped(event: Skipped, script: Script, state: State) -> Taken | None:
    """Pass over the words where the choice is made, else the whole step."""
    step = asked(script, state, event.step)
    if step is None:
        return None
    earlier = state.by_step.get(step.id)
    if earlier and _only_words_are_open(script, state, step):
        return _kept(state, replace(earlier, words=""))
    unpicked = earlier.words if earlier and step.choices and not earlier.choices else None
    return _kept(state, Answer(step.id, (), unpicked, skipped=True))


def _only_words_are_open(script: Script, state: State, step: Step) -> bool:
    """Say whether the choice of this step is made, and its words are asked for now."""
    here = place(script, state)
    return (here.step, here.part) == (step.id, "words")


def added(event: Added, script: Script, state: State) -> Taken | None:
    """Keep something more after Send, as an answer of its own."""
    if state.status != "sent" or not event.words.strip():
        return None
    number = len(additions(script, state)) + 1
    after, kept = _kept(state, Answer(f"{ADDED}{number}", (), event.words))
    return after, (*kept, Say("added"))


def took_back(event: TookBack, script: Script, state: State) -> Taken | None:
    """Take an answer back after Send: it stays on file, and is shown to nobody from then on."""
    counts = {step.id: answer for step, answer in answered(script, state)}
    if state.status != "sent" or event.step not in counts:
        return None
    after, kept = _kept(state, replace(counts[event.step], taken_back=True))
    return after, (*kept, Say("taken_back"))


def carried_over(event: CarriedOver, script: Script, state: State) -> Taken | None:
    """Go on in this newer version: what changed is asked again, and nothing said is dropped."""
    to_this = (event.version, event.digest) == (script.version, script.digest)
    if not to_this or not event.before == state.version < script.version:
        return None
    answers = tuple(
        replace(answer, again=True) if answer.step in event.again else answer
        for answer in state.answers
    )
    after = replace(
        state,
        version=script.version,
        digest=script.digest,
        answers=answers,
        at="",
        stage="check",
    )
    return after, (Say("carried_over"),)


def _kept(state: State, answer: Answer, raised: tuple[Output, ...] = ()) -> Taken:
    return state.answering(answer), (Keep(answer), *raised)
