"""Every edge of a script, worked out from the script, and those that one turn takes.

An edge is written as the spot and what happens there: ``home_feel: pick good``.
"""

from collections.abc import Iterator

from dialogs import events
from dialogs.routing import SCOPES, named, place, route
from dialogs.script import ADDED, Script, Step, Topic
from dialogs.state import State

STAGES = ("check", "share", "send", "sent")
MOVES = ("skip", "decline", "back", "again", "meaning", "pause", "resume", "help")
WHO = (*SCOPES, "people")
_NAMES: dict[type[events.Event], str] = {
    events.Skipped: "skip",
    events.Declined: "decline",
    events.WentBack: "back",
    events.AskedAgain: "again",
    events.AskedMeaning: "meaning",
    events.Paused: "pause",
    events.AskedForHelp: "help",
    events.Checked: "check",
    events.Submitted: "send",
    events.Drew: "draw",
    events.Added: "add",
}


def every_edge(script: Script) -> set[str]:
    """Give all that can happen at every screen of a script."""
    shared = [topic for topic in script.topics if topic.shared]
    stages = STAGES if shared else tuple(stage for stage in STAGES if stage != "share")
    screens = [spot for step in script.steps for spot in spots(step)]
    moves = (*MOVES, "change")
    found = {f"{spot}: {move}" for spot in (*screens, *stages) for move in moves}
    found -= {f"{spot}: change" for spot in _before_an_answer(script)} | {"sent: resume"}
    found |= {edge for step in script.steps for edge in (*_answers(step), *_branches(step))}
    found |= {edge for topic in shared for edge in _declining(topic)}
    asking = [step for step in script.steps if step.kind != "tell"]
    found |= {f"check: change {step.id}" for step in asking}
    found |= {f"sent: take back {name}" for name in (*(step.id for step in asking), f"{ADDED}1")}
    found |= {f"share: {topic.id} to {who}" for topic in shared for who in WHO}
    found |= {f"{stage}: text" for stage in stages} | {"sent: add"}
    onward = stages[:-1]
    return found | {f"{at}: {at}" for at in onward} | {f"sent: {at}" for at in onward}


def spots(step: Step) -> tuple[str, ...]:
    """Give the screens of a step, where a chat asks for the words by themselves."""
    return (step.id, f"{step.id}.words") if step.more else (step.id,)


def _answers(step: Step) -> Iterator[str]:
    if step.kind == "tell":
        yield from (f"{step.id}: ok", f"{step.id}: text")
    elif step.kind in {"words", "drawing"}:
        yield f"{step.id}: say"
    else:
        yield f"{step.id}: words first"
        yield from (f"{step.id}: pick {choice.code}" for choice in step.choices)
    if step.kind == "drawing":
        yield f"{step.id}: draw"
    if step.kind == "several":
        yield f"{step.id}: pick two"
    if step.more:
        yield f"{step.id}.words: say"


def _branches(step: Step) -> Iterator[str]:
    for when in step.when:
        yield f"{when.step}: closes {step.id}"
        yield f"{when.step}: opens {step.id} again"


def _declining(topic: Topic) -> Iterator[str]:
    for index, step in enumerate(topic.steps):
        for later in topic.steps[index + 1 :] if step.kind != "tell" else ():
            yield f"{step.id}: decline closes {later.id}"
            yield f"{step.id}: opens {later.id} after declining"


def _before_an_answer(script: Script) -> Iterator[str]:
    """Give the spots at which nothing has been answered yet that could be changed."""
    for step in script.steps:
        yield step.id
        if step.kind != "tell":
            return


def edges_taken(script: Script, before: State, event: events.Event, after: State) -> Iterator[str]:
    """Give the edges of one turn."""
    here = place(script, before)
    yield from (f"{here.spot}: {name}" for name in _happened(script, before, event))
    step_id = getattr(event, "step", "")
    if after.answers != before.answers and step_id != here.stage:
        yield from (f"{step_id}: {edge}" for edge in _turned(script, step_id, before, after))


def _turned(script: Script, step_id: str, before: State, after: State) -> Iterator[str]:
    """Give what an answer to a step closes or opens, of what was answered before."""
    now, was = after.by_step.get(step_id), before.by_step.get(step_id)
    on, off = (set(route(script, each.by_step)) for each in (after, before))
    for step in script.steps:
        if step.id not in before.by_step or (step in on) == (step in off):
            continue
        if step_id in {when.step for when in step.when}:
            yield f"opens {step.id} again" if step in on else f"closes {step.id}"
        if step not in on and now and now.declined:
            yield f"decline closes {step.id}"
        if step in on and was and was.declined:
            yield f"opens {step.id} after declining"


def _happened(script: Script, before: State, event: events.Event) -> Iterator[str]:
    here = place(script, before)
    step = script.step(here.step)
    if type(event) in _NAMES:
        yield _NAMES[type(event)]
    elif isinstance(event, events.Picked):
        picked = "pick two" if len(event.choices) > 1 else f"pick {event.choices[0]}"
        yield "ok" if step and step.kind == "tell" else picked
    elif isinstance(event, events.Said):
        yield _said(step, here.part)
    elif isinstance(event, events.Changed):
        yield from ("change", f"change {event.step}")
    elif isinstance(event, events.Shared):
        yield "share"
        yield from (f"{topic} to {'people' if named(to) else to}" for topic, to in event.scopes)
    elif isinstance(event, events.TookBack):
        yield f"take back {event.step}"
    elif isinstance(event, events.Resumed) and before.status == "paused":
        yield "resume"


def _said(step: Step | None, part: str) -> str:
    if step is None or step.kind == "tell":
        return "text"
    return "words first" if step.choices and part == "choice" else "say"
