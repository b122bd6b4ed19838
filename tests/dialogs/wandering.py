"""Conversations that wander: what fits where somebody is, what does not, and anything at all."""

from collections.abc import Iterable, Iterator

from hypothesis import strategies as st

from dialogs import events
from dialogs.drawing import LONGEST as LONGEST_DRAWING
from dialogs.engine import advance, start
from dialogs.routing import SCOPES, answered, place, route, topics_said
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
HOUSE = "blue 300,900 300,500 700,500 700,900\nred 250,500 500,200 750,500"
NO_DRAWINGS = (
    "",
    "a house",
    "blue",
    "blue 10,10\n",
    "blue 10,10 20",
    "blue -1,10",
    "blue 10000,10",
    "BLUE 10,10",
    "\n".join(["blue 10,10"] * 301),
    "\n".join(["blue" + " 1000,1000" * 400] * (LONGEST_DRAWING // 4_000 + 1)),
)
WHO = (*SCOPES, "people:jo", "people:1,2")
NOBODY = ("", "everyone", "people:", "people:jo,", "people:jo mum", "people:jo,,mum", "IRO")


def fitting(script: Script, state: State) -> list[events.Event]:
    """Give everything that has a meaning where they are, answers before moves."""
    here = place(script, state)
    step = script.step(here.step)
    return [
        *(_answers(step) if step else _pressing_on(script, state)),
        *(events.Skipped("", step.id) for step in (step,) if step),
        *(events.Declined("", step.id) for step in (step,) if step and may_decline(script, step)),
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
    if step.kind == "drawing":
        yield from (events.Drew("", step.id, HOUSE, words) for words in (None, "", "my house"))


def may_decline(script: Script, step: Step) -> bool:
    """Say whether somebody can ask not to be asked about this."""
    topic = script.topic(step.topic)
    return step.kind != "tell" and topic is not None and topic.shared


def _pressing_on(script: Script, state: State) -> Iterator[events.Event]:
    stage = place(script, state).stage
    if stage == "check":
        yield events.Checked("")
    if stage == "share":
        said = topics_said(script, state)
        yield from (events.Shared("", tuple((topic, to) for topic in said)) for to in WHO)
    if stage == "send":
        yield events.Submitted("")
    if stage == "sent":
        yield from (events.Added("", words) for words in ("the dog", " x "))
        yield from (events.TookBack("", step.id) for step, _ in answered(script, state))


def unfitting(script: Script, state: State) -> Iterator[events.Event]:
    """Give events that mean nothing where they are, each in its way."""
    here = place(script, state)
    on_route = {step.id for step in route(script, state.by_step)}
    for step in script.steps:
        open_to = step.id in on_route and (step.id == here.step or step.id in state.by_step)
        answerable = open_to and here.stage != "sent"
        yield from _no_answers(script, step, answerable)
        if step.id not in state.by_step or step.id not in on_route:
            yield events.Changed("", step.id)
        if step.id != here.key:
            yield events.WentBack("", step.id)
        if f"{step.id}.words" != here.spot:
            yield events.WentBack("", f"{step.id}.words")
    yield from _out_of_turn(script, state)
    yield from _no_versions(state)
    yield from (events.Said("", "", "the dog"), events.Skipped("", "nowhere"), events.Event(""))


def _no_answers(script: Script, step: Step, answerable: bool) -> Iterator[events.Event]:
    """Give what is no answer to a step, or one that was not asked for."""
    codes = ("not offered",) if answerable else tuple(each.code for each in step.choices[:1])
    yield events.Picked("", step.id, codes or ("ok", "ok"))
    yield events.Picked("", step.id, ())
    yield from (events.Drew("", step.id, strokes) for strokes in NO_DRAWINGS)
    if not answerable:
        yield from (events.Said("", step.id, "the dog"), events.Skipped("", step.id))
    if not answerable or step.kind != "drawing":
        yield events.Drew("", step.id, HOUSE)
    if not answerable or not may_decline(script, step):
        yield events.Declined("", step.id)


def _out_of_turn(script: Script, state: State) -> Iterator[events.Event]:
    stage, said = place(script, state).stage, topics_said(script, state)
    yield from (events.Shared("", (("nowhere", "iro"),)), events.WentBack("", "nowhere"))
    yield from (events.Shared("", ((topic, to),)) for topic in said[:1] for to in NOBODY)
    yield from (events.Added("", blank) for blank in ("", " ", "\n\t", "\u2003"))
    here = {step.id for step, _ in answered(script, state)} if stage == "sent" else set[str]()
    steps = (*(step.id for step in script.steps), "added1", "added99", "added", "nowhere")
    yield from (events.TookBack("", step) for step in steps if step not in here)
    if stage != "check":
        yield events.Checked("")
    if stage != "share":
        yield events.Shared("", ())
    if stage != "send":
        yield events.Submitted("")
    if stage != "sent":
        yield events.Added("", "the dog")


def _no_versions(state: State) -> Iterator[events.Event]:
    """Give moves to the version they are on, to an older one, and from one they are not on."""
    now = state.version
    for before, after in ((now, now - 1), (now, now), (now - 1, now), (now + 1, now), (0, now + 1)):
        yield events.CarriedOver("", before, after, state.digest, ())
        yield events.CarriedOver("", before, after, "another", ("hello",))


def anything(script: Script) -> st.SearchStrategy[events.Event]:
    """Draw any event, of any step, with any choice and any words."""
    steps = st.sampled_from([*(step.id for step in script.steps), "nowhere", ""])
    codes = sorted({choice.code for step in script.steps for choice in step.choices})
    picks = st.lists(st.sampled_from([*codes, "ok", "nowhere"]), max_size=3).map(tuple)
    words = st.sampled_from(WORDS) | st.text()
    topics = st.sampled_from([*(topic.id for topic in script.topics), "nowhere"])
    scopes = st.lists(st.tuples(topics, st.sampled_from([*WHO, *NOBODY]))).map(tuple)
    strokes = st.sampled_from([HOUSE, *NO_DRAWINGS]) | st.text()
    versions = st.integers(0, 3)
    name = st.just("")
    return st.one_of(
        st.builds(events.Started, name, st.sampled_from(["en", "cy", "nowhere"])),
        st.builds(events.Picked, name, steps, picks, st.none() | words),
        st.builds(events.Said, name, steps, words),
        st.builds(events.Drew, name, steps, strokes, st.none() | words),
        st.builds(events.Skipped, name, steps),
        st.builds(events.Declined, name, steps),
        st.builds(events.Added, name, words),
        st.builds(events.TookBack, name, steps | st.sampled_from(["added1", "added2", "added"])),
        st.builds(events.CarriedOver, name, versions, versions, words, picks),
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
