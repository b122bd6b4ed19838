"""Somebody in the middle of a script: what they do, what was kept of it, and how they end."""

from collections.abc import Iterable, Iterator

from backend.consultations.rules import replay
from dialogs import events
from dialogs.carrying import carrying, take
from dialogs.engine import start
from dialogs.outputs import Keep
from dialogs.routing import SCOPES, answered, left_over, place, route, topics_said
from dialogs.script import Script, Scripts, Step
from dialogs.state import Answer, State

STROKE = "blue 10,10 20,20"


def fitting(script: Script, state: State, name: str) -> list[events.Event]:
    """Give everything that has a meaning where somebody is, but for Send."""
    here, seen = place(script, state), state.version
    return [
        *(each for each in onward(script, state, name) if not isinstance(each, events.Submitted)),
        events.WentBack(name, here.spot, seen=seen),
        *(events.Changed(name, answer.step, seen=seen) for answer in state.answers),
        events.Paused(name, seen=seen),
        events.AskedForHelp(name, seen=seen),
        *(events.TookBack(name, answer.step, seen=seen) for answer in left_over(script, state)),
    ]


def onward(script: Script, state: State, name: str) -> Iterator[events.Event]:
    """Give everything that leads on from where somebody is."""
    here, seen = place(script, state), state.version
    step = script.step(here.step)
    if step:
        yield from answers(step, name, seen)
    elif here.stage == "check":
        yield events.Checked(name, seen=seen)
    elif here.stage == "share":
        said = topics_said(script, state)
        for scope in SCOPES:
            yield events.Shared(name, tuple((topic, scope) for topic in said), seen=seen)
    elif here.stage == "send":
        yield events.Submitted(name, seen=seen)


def answers(step: Step, name: str, seen: int) -> Iterator[events.Event]:
    """Give what can be answered to a step; no two words are the same."""
    if step.kind == "tell":
        yield events.Picked(name, step.id, ("ok",), seen=seen)
        return
    words = f"words {name} to {step.id}"
    for choice in step.choices:
        yield events.Picked(name, step.id, (choice.code,), seen=seen)
        if step.more:
            yield events.Picked(name, step.id, (choice.code,), words, seen=seen)
    yield events.Said(name, step.id, words, seen=seen)
    if step.kind == "drawing":
        yield events.Drew(name, step.id, STROKE, words, seen=seen)
    yield events.Skipped(name, step.id, seen=seen)
    yield events.Declined(name, step.id, seen=seen)


class Middle:
    """One conversation without a database: its state, its events, and the revisions of answers."""

    def __init__(self, scripts: Scripts, script: Script) -> None:
        self.scripts = scripts
        self.state: State = start(script, "en").state
        self.happened: list[events.Event] = []
        self.kept: list[Answer] = []
        self.said: list[str] = []

    @property
    def script(self) -> Script:
        """The version they are on."""
        return self.scripts.get(self.state.script, self.state.version)

    def do(self, event: events.Event) -> None:
        """Do one thing that fits the screen it was made on."""
        turn = take(self.scripts, self.state, event)
        self.state = State.from_json(turn.state.to_json())
        self.happened.append(events.from_json(events.to_json(event), event.message_id))
        self.kept += [each.answer for each in turn.outputs if isinstance(each, Keep)]
        self.said += [words for words in (events.words_of(event),) if words]

    def walk(self, numbers: Iterable[int]) -> None:
        """Do the so-and-so-many-th thing that fits, again and again."""
        for number in numbers:
            fit = self.fitting()
            self.do(fit[number % len(fit)])

    def fitting(self) -> list[events.Event]:
        """Give everything that has a meaning where they are."""
        return fitting(self.script, self.state, f"{len(self.happened)}")

    def carry(self, new: Script) -> None:
        """Bring them over to a newer version."""
        name = f"carried:{new.version}"
        event = carrying(self.script, new, self.state, name, self.scripts)
        self.do(event)
        assert self.state.version == new.version
        before = self.state
        self.do(events.from_json(events.to_json(event), f"{name} again"))
        assert self.state == before, "a second time it does nothing"
        self.happened.pop()

    def finish(self, skipping: bool) -> None:
        """Go on until it is sent, skipping all that is asked or answering some of it."""
        for number in range(4 * len(self.script.steps) + 20):
            here = place(self.script, self.state)
            if here.stage == "sent":
                return
            every = list(onward(self.script, self.state, f"end {number}"))
            skips = [each for each in every if isinstance(each, events.Skipped)]
            among = skips if skips and skipping else every
            self.do(among[number % len(among)])
        raise AssertionError(f"stuck at {place(self.script, self.state)}")

    def stands(self) -> dict[str, tuple[tuple[str, ...], str, str]]:
        """Give what was said and counts, by step: picked, written and drawn."""
        every = [answer for _, answer in answered(self.script, self.state)]
        every += left_over(self.script, self.state)
        said = (each for each in every if not each.silent)
        return {each.step: (each.choices, each.words or "", each.drawing) for each in said}

    def rebuilds(self) -> bool:
        """Say whether replaying what happened makes the same state."""
        begun = (self.state.script, self.state.version)
        return replay(self.scripts, begun, "en", tuple(self.happened)) == self.state

    @property
    def place(self) -> str:
        """The step or stage they look at."""
        return place(self.script, self.state).key

    def skip(self) -> None:
        """Pass over what is asked."""
        name = f"skip {len(self.happened)}"
        self.do(events.Skipped(name, self.place, seen=self.state.version))

    def asked(self) -> set[str]:
        """Give the steps on the route that are asked now or have been."""
        return {step.id for step in route(self.script, self.state.by_step)}
