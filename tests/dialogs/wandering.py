"""Conversations that wander: what fits where somebody is, what does not, and anything at all."""

from collections.abc import Iterable, Iterator

from hypothesis import strategies as st

from dialogs import events
from dialogs.engine import advance, start
from dialogs.routing import SCOPES, place, route, topics_said
from dialogs.script import Script, Step
from dialogs.state import State

WORDS = (
    "",
    " ",
    "the dog",
    "skip",
    "line\nline\r\n",
    "\x00",
    "👩‍👩‍👧",
    "שלום",
    "{iro}",
    "x" * 10_000,
)


def fitting(script: Script, state: State) -> list[events.Event]:
    """Give everything that has a meaning where they are, answers before moves."""
    here = place(script, state)
    step = script.step(here.step)
    return [
        *(_answers(step) if step else _pressing_on(script, state)),
        *(events.Skipped("", step.id) for step in (step,) if step),
        events.WentBack("", here.spot),
        *(events.Changed("", answer.step) for answer in state.answers),
        events.Paused(""),
        events.Resumed(""),
        events.AskedAgain(""),
        events.AskedMeaning(""),
        events.AskedForHelp(""),
        events.Started("", "cy"),
    ]


def _answers(step: Step) -> Iterator[events.Event]:
    if step.kind == "tell":
        yield events.Picked("", step.id, ("ok",))
        return
    for words in ("the dog", ""):
        for choice in step.choices:
            yield events.Picked("", step.id, (choice.code,), words)
            yield events.Picked("", step.id, (choice.code,))
        yield events.Said("", step.id, words)


def _pressing_on(script: Script, state: State) -> Iterator[events.Event]:
    stage = place(script, state).stage
    if stage == "check":
        yield events.Checked("")
    if stage == "share":
        said = topics_said(script, state)
        yield from (events.Shared("", tuple((topic, to) for topic in said)) for to in SCOPES)
    if stage == "send":
        yield events.Submitted("")


def unfitting(script: Script, state: State) -> Iterator[events.Event]:
    """Give events that mean nothing where they are, each in its way."""
    here = place(script, state)
    on_route = {step.id for step in route(script, state.by_step)}
    for step in script.steps:
        answerable = step.id in on_route and (step.id == here.step or step.id in state.by_step)
        codes = ("not offered",) if answerable else tuple(each.code for each in step.choices[:1])
        yield events.Picked("", step.id, codes or ("ok", "ok"))
        yield events.Picked("", step.id, ())
        if not answerable:
            yield from (events.Said("", step.id, "the dog"), events.Skipped("", step.id))
        if step.id not in state.by_step or step.id not in on_route:
            yield events.Changed("", step.id)
        if step.id != here.key:
            yield events.WentBack("", step.id)
        if f"{step.id}.words" != here.spot:
            yield events.WentBack("", f"{step.id}.words")
    yield from _out_of_turn(here.stage)
    yield from (events.Said("", "", "the dog"), events.Skipped("", "nowhere"), events.Event(""))


def _out_of_turn(stage: str) -> Iterator[events.Event]:
    yield from (events.Shared("", (("nowhere", "iro"),)), events.WentBack("", "nowhere"))
    if stage != "check":
        yield events.Checked("")
    if stage != "share":
        yield events.Shared("", ())
    if stage != "send":
        yield events.Submitted("")


def anything(script: Script) -> st.SearchStrategy[events.Event]:
    """Draw any event, of any step, with any choice and any words."""
    steps = st.sampled_from([*(step.id for step in script.steps), "nowhere", ""])
    codes = sorted({choice.code for step in script.steps for choice in step.choices})
    picks = st.lists(st.sampled_from([*codes, "ok", "nowhere"]), max_size=3).map(tuple)
    words = st.sampled_from(WORDS) | st.text()
    topics = st.sampled_from([*(topic.id for topic in script.topics), "nowhere"])
    scopes = st.lists(st.tuples(topics, st.sampled_from([*SCOPES, "nowhere"]))).map(tuple)
    name = st.just("")
    return st.one_of(
        st.builds(events.Started, name, st.sampled_from(["en", "cy", "nowhere"])),
        st.builds(events.Picked, name, steps, picks, st.none() | words),
        st.builds(events.Said, name, steps, words),
        st.builds(events.Skipped, name, steps),
        st.builds(events.WentBack, name, steps),
        st.builds(events.Changed, name, steps),
        st.builds(events.Shared, name, scopes),
        st.sampled_from([kind("") for kind in _BARE]),
    )


_BARE = (
    events.Paused,
    events.Resumed,
    events.AskedAgain,
    events.AskedMeaning,
    events.AskedForHelp,
    events.Checked,
    events.Submitted,
)

NUMBERS = st.lists(st.integers(0, 60), max_size=60)


def wander(script: Script, numbers: Iterable[int], to_the_end: bool = False) -> State:
    """Give where somebody is who did the so-and-so-many-th thing that fits, again and again.

    ``to_the_end`` lets them answer every question first.
    """
    state = start(script, "en").state
    while to_the_end and place(script, state).stage == "step":
        state = advance(script, state, fitting(script, state)[0]).state
    for number in numbers:
        fit = fitting(script, state)
        state = advance(script, state, fit[number % len(fit)]).state
    return state
