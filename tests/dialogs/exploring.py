"""The exploration of a script: whoever walks does at each screen what nobody has done there yet.

What then is still undone can't be done at all, whatever somebody answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs import events
from dialogs.routing import SCOPES, answered, topics_said
from dialogs.script import Script, Step
from dialogs.state import Answer
from tests.dialogs.edges import every_edge, spots
from tests.dialogs.stepping import Walk, leading_to

HOUSE = "blue 300,900 300,500 700,500 700,900\nred 250,500 500,200 750,500"
BY_NAME = "people:1,2"
Done = tuple[str, events.Event]
"""An edge, and what has to be done for it."""


@dataclass
class Explored:
    """What was found: the edges that were taken, in how many walks and turns."""

    taken: set[str]
    walks: int = 0
    turns: int = 0

    def add(self, walk: Walk) -> bool:
        """Count a walk, and say whether it found something new."""
        known = len(self.taken)
        self.taken |= walk.taken
        self.walks += 1
        self.turns += walk.turns
        return len(self.taken) > known


def explore(script: Script) -> Explored:
    """Walk until there is nothing new: first anywhere, then to each step by itself."""
    found = Explored(set())
    every = every_edge(script)
    while found.add(_curious(Walk(script), found.taken)):
        pass
    for step in script.steps:
        while any(edge.split(": ")[0] in spots(step) for edge in every - found.taken):
            if not found.add(_curious(_walk_to(script, step), found.taken)):
                break
    for earlier, later, declining in _turnings(script):
        found.add(_there_and_back(script, earlier, later, declining))
    return found


def _walk_to(script: Script, step: Step) -> Walk:
    return Walk(script, {**leading_to(script, step), step.id: frozenset()})


def _curious(walk: Walk, known: set[str]) -> Walk:
    """Do at each screen what is new and does not lead away from where they want to go."""
    while True:
        new = (event for edge, event in _doable(walk) if edge not in known | walk.taken)
        event = next(new, None)
        if event:
            walk.do(event)
        elif walk.place.stage == "sent":
            return walk
        else:
            walk.answer()


def _doable(walk: Walk) -> Iterator[Done]:
    """Give what can be done where they are: what leaves them there first, what leads on last."""
    here, step = walk.place, walk.step
    moves: list[Done] = [
        ("resume", events.Resumed("")),
        ("again", events.AskedAgain("")),
        ("meaning", events.AskedMeaning("")),
        ("help", events.AskedForHelp("")),
        ("pause", events.Paused("")),
        *(_past_the_questions(walk) if step is None else _telling(step)),
        ("back", events.WentBack("", here.spot)),
        *(("change", events.Changed("", each.id)) for each, _ in _answered(walk)[-1:]),
        *(_answering(walk, step) if step else ()),
    ]
    resumes = walk.state.status == "paused"
    yield from ((f"{here.spot}: {name}", event) for name, event in moves[0 if resumes else 1 :])


def _answered(walk: Walk) -> tuple[tuple[Step, Answer], ...]:
    return answered(walk.script, walk.state)


def _telling(step: Step) -> Iterator[Done]:
    """Give what does nothing where something is only told."""
    if step.kind == "tell":
        yield "text", events.Said("", step.id, "Hello?")
        yield "decline", events.Declined("", step.id)


def _past_the_questions(walk: Walk) -> Iterator[Done]:
    """Give what can be done on the last pages, and what does nothing there."""
    said, stage = _answered(walk), walk.place.stage
    yield "text", events.Said("", "", "Hello?")
    yield "skip", events.Skipped("", stage)
    yield "decline", events.Declined("", stage)
    if stage == "check":
        yield from ((f"change {step.id}", events.Changed("", step.id)) for step, _ in said)
    if stage == "share":
        for scope in (*SCOPES, BY_NAME):
            scopes = tuple((each, scope) for each in topics_said(walk.script, walk.state))
            who = "people" if scope == BY_NAME else scope
            yield from ((f"{topic} to {who}", events.Shared("", scopes)) for topic, _ in scopes)
    if stage == "sent":
        yield "change", events.Changed("", walk.script.steps[-1].id)
        yield from (("add", events.Added("", "a dog")), ("check", events.Checked("")))
        yield from (("share", events.Shared("", ())), ("send", events.Submitted("")))
        yield from ((f"take back {step.id}", events.TookBack("", step.id)) for step, _ in said)


def _answering(walk: Walk, step: Step) -> Iterator[Done]:
    """Give the answers to a step; on the way to another, none that would lead away from it."""
    choosing = bool(step.choices) and walk.place.part == "choice"
    if choosing:
        yield "words first", events.Said("", step.id, "a dog")
    if walk.picks.get(step.id):
        return
    yield from _choosing(walk, step) if choosing else _writing(step)
    yield "skip", events.Skipped("", step.id)
    if step.kind != "tell" and not _on_the_way(walk, step):
        yield "decline", events.Declined("", step.id)


def _choosing(walk: Walk, step: Step) -> Iterator[Done]:
    for choice in step.choices:
        yield f"pick {choice.code}", events.Picked("", step.id, (choice.code,))
    if step.kind == "several":
        yield "pick two", events.Picked("", step.id, walk.choice(step)[:2])


def _writing(step: Step) -> Iterator[Done]:
    if step.kind == "tell":
        yield "ok", events.Picked("", step.id, ("ok",))
    else:
        yield "say", events.Said("", step.id, "a dog")
    if step.kind == "drawing":
        yield "draw", events.Drew("", step.id, HOUSE)


def _on_the_way(walk: Walk, step: Step) -> bool:
    """Say whether the topic of this step is still needed, to come to a later step in it."""
    later = walk.script.steps[walk.script.steps.index(step) + 1 :]
    return any(each.id in walk.picks and each.topic == step.topic for each in later)


def _turnings(script: Script) -> Iterator[tuple[Step, Step, bool]]:
    """Give each step with a later one that it closes, and whether by being declined."""
    for topic in script.topics:
        for number, later in enumerate(topic.steps):
            earlier = (script.step(when.step) for when in later.when)
            yield from ((step, later, False) for step in earlier if step)
            if topic.shared:
                before = (step for step in topic.steps[:number] if step.kind != "tell")
                yield from ((step, later, True) for step in before)


def _there_and_back(script: Script, earlier: Step, later: Step, declining: bool) -> Walk:
    """Answer a step, close it by an answer to an earlier one, open it again, and go on to Send."""
    walk = Walk(script, leading_to(script, later))
    walk.go_on("check")
    if not {earlier.id, later.id} <= walk.state.by_step.keys():
        return walk
    opening = {code for when in later.when if when.step == earlier.id for code in when.any_of}
    closing = [choice.code for choice in earlier.choices if choice.code not in opening]
    walk.do(events.Changed("", earlier.id))
    if declining:
        walk.do(events.Declined("", earlier.id))
    else:
        walk.do(events.Picked("", earlier.id, tuple(closing[-1:])))
    walk.go_on("check")
    walk.do(events.Changed("", earlier.id))
    walk.go_on()
    return walk


def straight_walks(script: Script, at_once: bool) -> Iterator[Walk]:
    """Give walks that between them pass every screen: by each choice, and to each step."""
    most = max((len(step.choices) for step in script.steps), default=1)
    for number in range(most):
        picks = {each.id: _one_of(each, number) for each in script.steps}
        yield Walk(script, picks, at_once=at_once)
    for step in script.steps:
        if step.when:
            yield Walk(script, leading_to(script, step), at_once=at_once)


def _one_of(step: Step, number: int) -> frozenset[str]:
    codes = [choice.code for choice in step.choices]
    return frozenset({codes[number % len(codes)]} if codes else ())


def choosing_topics(script: Script) -> Step | None:
    """Give the step at which somebody chooses what they talk about, where there is one."""
    led = {when.step for step in script.steps for when in step.when}
    return next((each for each in script.steps if each.kind == "several" and each.id in led), None)


def chosen_topics(script: Script) -> Iterator[Walk]:
    """Give a walk for each set of topics that can be chosen, and for none of them."""
    step = choosing_topics(script)
    if step is None:
        return
    codes = [choice.code for choice in step.choices if not choice.alone]
    nothing = frozenset(choice.code for choice in step.choices if choice.alone)
    for number in range(1 << len(codes)):
        chosen = frozenset(code for place, code in enumerate(codes) if number >> place & 1)
        yield Walk(script, {step.id: chosen or nothing}, minded=False)
