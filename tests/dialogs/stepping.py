"""One conversation in memory that minds what comes of each turn; its state goes through JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs import events
from dialogs.engine import Turn, advance, show, start
from dialogs.outputs import Explain, Keep, Raise
from dialogs.routing import Place, place, topics_said
from dialogs.script import Script, Step
from dialogs.state import State
from tests.dialogs.edges import edges_taken

LONGEST = 2_000
"""Turns: a walk that is longer goes round in a circle."""
Picks = Mapping[str, frozenset[str]]


@dataclass
class Walk:
    """``picks`` are the codes to pick from at some steps; ``taken`` the edges they went.

    A walk that is not ``minded`` only walks, in a third of the time. ``at_once`` gives a choice
    and its words together, as a page does; a chat asks for the words by themselves.
    """

    script: Script
    picks: Picks = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    minded: bool = True
    at_once: bool = False
    turns: int = 0
    state: State = field(init=False)

    def __post_init__(self) -> None:
        self.state = start(self.script, "en").state

    @property
    def place(self) -> Place:
        """The screen they look at."""
        return place(self.script, self.state)

    @property
    def step(self) -> Step | None:
        """The step they look at, or None past the questions."""
        return self.script.step(self.place.step)

    def do(self, event: events.Event) -> None:
        """Do one thing; it has to have come of it what such a thing is for."""
        self.turns += 1
        turn = advance(self.script, self.state, event)
        if self.minded:
            spot = f"{self.script.id}, {self.place.spot}"
            assert self.turns < LONGEST, f"{spot}: it goes round in a circle"
            wrong = amiss(self.script, self.state, event, turn)
            assert not wrong, f"{spot}: {wrong} ({event})"
            self.taken.update(edges_taken(self.script, self.state, event, turn.state))
        self.state = State.from_json(turn.state.to_json())

    def answer(self, here: Place | None = None) -> None:
        """Answer the screen; past the questions, go on."""
        here = here or self.place
        step = self.script.step(here.step)
        if step is None:
            self.do(self._onward(here))
        elif step.kind == "tell":
            self.do(events.Picked("", step.id, ("ok",)))
        elif step.kind in {"words", "drawing"} or here.part == "words":
            self.do(events.Said("", step.id, "a dog"))
        else:
            words = "a dog" if self.at_once else None
            self.do(events.Picked("", step.id, self.choice(step), words))

    def choice(self, step: Step) -> tuple[str, ...]:
        """Pick one choice, or of several all that go together: from those given, if there are."""
        # What ends a question would lead past the screen of its words.
        every = sorted(step.choices, key=lambda each: each.ends)
        offered = tuple(each.code for each in every if not each.alone)
        given = self.picks.get(step.id, frozenset())
        codes = tuple(each.code for each in step.choices if each.code in given) or offered
        return codes if step.kind == "several" else codes[:1]

    def _onward(self, here: Place) -> events.Event:
        if here.stage == "share":
            everyone = ((each, "review") for each in topics_said(self.script, self.state))
            return events.Shared("", tuple(everyone))
        return events.Checked("") if here.stage == "check" else events.Submitted("")

    def go_on(self, until: str = "sent") -> None:
        """Answer on to a stage."""
        while self.place.stage != until:
            self.answer()

    def straight_on(self) -> tuple[str, ...]:
        """Answer from here to the end, and give the screens; none of them may come twice.

        At each they can press help, stop and come back, and it all is as it was.
        """
        seen: dict[str, None] = {}
        while (here := self.place).stage != "sent":
            assert here.spot not in seen, f"{self.script.id}, {here.spot}: it is asked twice"
            seen[here.spot] = None
            self.help_and_stop()
            self.answer(here)
        return tuple(seen)

    def help_and_stop(self) -> None:
        """Press help, stop and come back."""
        before = state = self.state
        for event in (events.AskedForHelp(""), events.Paused(""), events.Resumed("")):
            state = advance(self.script, state, event).state
        assert state == before, f"{self.script.id}, {self.place.spot}: stopping changes something"


def amiss(script: Script, before: State, event: events.Event, turn: Turn) -> str:
    """Say what should have come of an event and did not; "" where all is well."""
    kept = any(isinstance(output, Keep) for output in turn.outputs)
    if kept != is_answer(script, before, event):
        return "it is no answer, and was kept" if kept else "it was not kept"
    shown = show(script, turn.state)
    if not isinstance(event, events.Paused) and turn.outputs[-len(shown) :] != shown:
        return "nothing is asked"
    was, now = place(script, before), place(script, turn.state)
    if isinstance(event, events.WentBack):
        return "" if was != now or was.key in {script.steps[0].id, "sent"} else "it led nowhere"
    if isinstance(event, events.AskedForHelp | events.AskedMeaning | events.AskedAgain):
        told = {type(output) for output in turn.outputs} & {Raise, Explain}
        return "" if turn.state == before and told == _told(script, was, event) else "it was not so"
    return ""


def _told(script: Script, here: Place, event: events.Event) -> set[type]:
    step = script.step(here.step)
    if isinstance(event, events.AskedForHelp):
        return {Raise}
    return {Explain} if isinstance(event, events.AskedMeaning) and step and step.gloss else set()


def is_answer(script: Script, before: State, event: events.Event) -> bool:
    """Say whether it is one where they are; a pick is taken for one that is offered there."""
    here = place(script, before)
    if here.stage != "step":
        return here.stage == "sent" and isinstance(event, events.Added | events.TookBack)
    step = script.step(here.step)
    topic = script.topic(step.topic) if step else None
    if isinstance(event, events.Said):
        return step is not None and step.kind != "tell"
    if isinstance(event, events.Declined):
        return step is not None and step.kind != "tell" and topic is not None and topic.shared
    return isinstance(event, events.Picked | events.Skipped | events.Drew)


def leading_to(script: Script, step: Step) -> Picks:
    """Give what has to be picked before a step comes onto the route."""
    picks: dict[str, frozenset[str]] = {}
    for when in step.when:
        earlier = script.step(when.step)
        before = leading_to(script, earlier) if earlier and earlier != step else {}
        for name, codes in {**before, when.step: when.any_of}.items():
            picks[name] = picks.get(name, codes) & codes
    return picks
