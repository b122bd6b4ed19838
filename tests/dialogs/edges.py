"""Every edge of a script, worked out from the script, and those that one turn takes.

An edge is written as the spot and what happens there: ``home_feel: pick good``.
"""

from collections.abc import Iterator

from dialogs import events
from dialogs.routing import SCOPES, place, route
from dialogs.script import Script, Step
from dialogs.state import State

STAGES = ("check", "share", "send", "sent")
MOVES = ("skip", "back", "again", "meaning", "pause", "resume", "help")
_NAMES: dict[type[events.Event], str] = {
    events.Skipped: "skip",
    events.WentBack: "back",
    events.AskedAgain: "again",
    events.AskedMeaning: "meaning",
    events.Paused: "pause",
    events.AskedForHelp: "help",
    events.Checked: "check",
    events.Submitted: "send",
}


def every_edge(script: Script) -> set[str]:
    """Give all that can happen at every screen of a script."""
    spots = [spot for step in script.steps for spot in _spots(step)]
    found = {f"{spot}: {move}" for spot in (*spots, *STAGES) for move in MOVES}
    found |= {edge for step in script.steps for edge in _answers(step)}
    found |= {edge for step in script.steps for edge in _branches(step)}
    found |= {f"{spot}: change" for spot in (*_after_an_answer(script), *STAGES)}
    found |= {f"check: change {step.id}" for step in script.steps if step.kind != "tell"}
    found |= {
        f"share: {topic.id} to {to}" for topic in script.topics if topic.shared for to in SCOPES
    }
    found |= {f"{stage}: text" for stage in STAGES}
    return found | {f"{at}: {at}" for at in STAGES[:3]} | {f"sent: {at}" for at in STAGES[:3]}


def _spots(step: Step) -> tuple[str, ...]:
    return (step.id, f"{step.id}.words") if step.more else (step.id,)


def _answers(step: Step) -> Iterator[str]:
    if step.kind == "tell":
        yield from (f"{step.id}: ok", f"{step.id}: text")
    elif step.kind == "words":
        yield f"{step.id}: say"
    else:
        yield f"{step.id}: words first"
        yield from (f"{step.id}: pick {choice.code}" for choice in step.choices)
    if step.kind == "several":
        yield f"{step.id}: pick two"
    if step.more:
        yield f"{step.id}.words: say"


def _branches(step: Step) -> Iterator[str]:
    for when in step.when:
        yield f"{when.step}: closes {step.id}"
        yield f"{when.step}: opens {step.id} again"


def _after_an_answer(script: Script) -> Iterator[str]:
    """Give the spots at which something has been answered that can be changed."""
    asking = [step for step in script.steps if step.kind != "tell"]
    for step in asking:
        yield from _spots(step)[0 if step is not asking[0] else 1 :]


def edges_taken(script: Script, before: State, event: events.Event, after: State) -> Iterator[str]:
    """Give the edges of one turn."""
    here = place(script, before)
    for name in _happened(script, before, event):
        yield f"{here.spot}: {name}"
    if isinstance(event, events.Picked):
        for step in script.steps:
            rests_on = {when.step for when in step.when}
            if event.step in rests_on and step.id in after.by_step:
                was, now = (step in route(script, each.by_step) for each in (before, after))
                if was != now:
                    opened = f"opens {step.id} again" if now else f"closes {step.id}"
                    yield f"{event.step}: {opened}"


def _happened(script: Script, before: State, event: events.Event) -> Iterator[str]:
    here = place(script, before)
    step = script.step(here.step)
    if type(event) in _NAMES:
        yield _NAMES[type(event)]
    elif isinstance(event, events.Picked):
        many = len(event.choices) > 1
        picked = "pick two" if many else f"pick {event.choices[0]}"
        yield "ok" if step and step.kind == "tell" else picked
    elif isinstance(event, events.Said) and step and step.kind != "tell":
        open_choice = step.kind != "words" and here.part == "choice"
        yield "words first" if open_choice else "say"
    elif isinstance(event, events.Said):
        yield "text"
    elif isinstance(event, events.Changed):
        yield from ("change", f"change {event.step}")
    elif isinstance(event, events.Shared):
        yield "share"
        yield from (f"{topic} to {scope}" for topic, scope in event.scopes)
    elif isinstance(event, events.Resumed) and (before.status != "open"):
        yield "resume"
