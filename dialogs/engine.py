"""The conversation as one pure, total function: what happened goes in, what to do comes out."""

from dataclasses import dataclass, replace
from functools import singledispatch

from dialogs import events
from dialogs.answering import Taken, asked, picked, said, skipped
from dialogs.outputs import Ask, Check, Explain, Finish, OfferSend, Output, Raise, Say, Share
from dialogs.routing import SCOPES, place, route, topics_said
from dialogs.script import Script
from dialogs.state import State


@dataclass(frozen=True)
class Turn:
    """The state after an event and what the channel is to do, in order."""

    state: State
    outputs: tuple[Output, ...]


def start(script: Script, language: str) -> Turn:
    """Begin a conversation at the script's first step."""
    state = State(script.id, script.version, script.digest, language)
    return Turn(state, show(script, state))


def advance(script: Script, state: State, event: events.Event) -> Turn:
    """Take one event.

    Total: an event that does not fit (a step not asked yet, a choice not offered, anything after
    Send but a cry for help) leaves the state alone and asks again.
    """
    open_to = state.status != "sent" or isinstance(event, events.AskedForHelp)
    taken = _take(event, script, state) if open_to else None
    if taken is None:
        return Turn(state, show(script, state))
    after, outputs = taken
    if isinstance(event, events.Paused):
        return Turn(after, outputs)
    if after.status == "paused":
        after = replace(after, status="open")
    return Turn(after, (*outputs, *show(script, after)))


def show(script: Script, state: State) -> tuple[Output, ...]:
    """Say what this state asks for: a step, the check page, and so on."""
    here = place(script, state)
    if here.stage == "step":
        return (Ask(here.step, here.part),)
    stages: dict[str, Output] = {"check": Check(), "share": Share(), "send": OfferSend()}
    return (stages.get(here.stage, Finish()),)


@singledispatch
def _take(event: events.Event, script: Script, state: State) -> Taken | None:
    """Give the new state and what to do first, or None where the event does not fit."""
    return None


@_take.register
def _(event: events.Started, script: Script, state: State) -> Taken | None:
    return replace(state, language=event.language), ()


@_take.register
def _(event: events.Picked, script: Script, state: State) -> Taken | None:
    return picked(script, state, event)


@_take.register
def _(event: events.Said, script: Script, state: State) -> Taken | None:
    return said(script, state, event)


@_take.register
def _(event: events.Skipped, script: Script, state: State) -> Taken | None:
    return skipped(script, state, event)


@_take.register
def _(event: events.WentBack, script: Script, state: State) -> Taken | None:
    here = place(script, state)
    if here.part == "words" and event.place == here.spot:
        return replace(state, at=here.step), ()
    if here.key != event.place:
        return None
    if here.stage in {"share", "send"}:
        return replace(state, stage="check" if here.stage == "share" else "share"), ()
    names = [step.id for step in route(script, state.by_step)]
    index = names.index(here.step) if here.step else len(names)
    return (replace(state, at=names[index - 1]), ()) if index else None


@_take.register
def _(event: events.Changed, script: Script, state: State) -> Taken | None:
    if event.step not in state.by_step or asked(script, state, event.step) is None:
        return None
    return replace(state, at=event.step), ()


@_take.register
def _(event: events.Paused, script: Script, state: State) -> Taken | None:
    return replace(state, status="paused"), (Say("paused"),)


@_take.register(events.Resumed)
@_take.register(events.AskedAgain)
def _(event: events.Event, script: Script, state: State) -> Taken | None:
    return state, ()


@_take.register
def _(event: events.AskedMeaning, script: Script, state: State) -> Taken | None:
    step = script.step(place(script, state).step)
    return (state, (Explain(step.id),)) if step and step.gloss else None


@_take.register
def _(event: events.AskedForHelp, script: Script, state: State) -> Taken | None:
    return state, (Raise("help", place(script, state).step), Say("helped"))


@_take.register
def _(event: events.Checked, script: Script, state: State) -> Taken | None:
    return (replace(state, stage="share"), ()) if place(script, state).stage == "check" else None


@_take.register
def _(event: events.Shared, script: Script, state: State) -> Taken | None:
    chosen = dict(event.scopes)
    said_about = topics_said(script, state)
    known = not set(chosen) - set(said_about) and not set(chosen.values()) - set(SCOPES)
    if place(script, state).stage != "share" or not known:
        return None
    sharing = tuple((topic, chosen.get(topic, "iro")) for topic in said_about)
    return replace(state, sharing=sharing, stage="send"), ()


@_take.register
def _(event: events.Submitted, script: Script, state: State) -> Taken | None:
    return (replace(state, status="sent"), ()) if place(script, state).stage == "send" else None
