"""The conversation as one pure, total function: what happened goes in, what to do comes out."""

from dataclasses import dataclass, replace
from functools import singledispatch

from dialogs import answering, events
from dialogs.answering import Taken, asked, untold
from dialogs.outputs import Ask, Check, Explain, Finish, OfferSend, Output, Raise, Say, Share
from dialogs.routing import is_scope, place, route, topics_said
from dialogs.script import Script
from dialogs.state import State


@dataclass(frozen=True)
class Turn:
    """The state after an event and what the channel is to do, in order."""

    state: State
    outputs: tuple[Output, ...]


_AFTER_SEND = (events.AskedForHelp, events.Added, events.TookBack)


def start(script: Script, language: str) -> Turn:
    """Begin a conversation at the script's first step."""
    state = State(script.id, script.version, script.digest, language)
    return Turn(state, show(script, state))


def advance(script: Script, state: State, event: events.Event) -> Turn:
    """Take one event.

    Total: an event that does not fit (a step not asked yet, a choice not offered) leaves the
    state alone and asks again. After Send only a cry for help, adding and taking back are heard.
    """
    told = untold(state, event)
    if not isinstance(event, events.CarriedOver):
        state = replace(state, seen=0)
    open_to = state.status != "sent" or isinstance(event, _AFTER_SEND)
    taken = _take(event, script, state) if open_to else None
    if taken is None:
        return Turn(state, (*told, *show(script, state)))
    after, outputs = taken
    # Who has stopped is asked nothing, and is not back because we brought them over.
    ours = isinstance(event, events.CarriedOver)
    if isinstance(event, events.Paused) or (ours and after.status == "paused"):
        return Turn(after, (*told, *outputs))
    if after.status == "paused":
        after = replace(after, status="open")
    return Turn(after, (*told, *outputs, *show(script, after)))


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


for answer in (
    answering.picked,
    answering.said,
    answering.drew,
    answering.skipped,
    answering.declined,
    answering.added,
    answering.took_back,
    answering.carried_over,
):
    _take.register(answer)


@_take.register
def _(event: events.Started, script: Script, state: State) -> Taken | None:
    return replace(state, language=event.language), ()


@_take.register
def _(event: events.WentBack, script: Script, state: State) -> Taken | None:
    here = place(script, state)
    if here.part == "words" and event.place == here.spot:
        return replace(state, at=here.step), ()
    if here.key != event.place:
        return None
    if here.stage in {"share", "send"}:
        asks_who = here.stage == "send" and topics_said(script, state)
        return replace(state, stage="share" if asks_who else "check"), ()
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
    if place(script, state).stage != "check":
        return None
    # Where nothing was said that anybody else could be shown, nobody is asked who may see it.
    return replace(state, stage="share" if topics_said(script, state) else "send"), ()


@_take.register
def _(event: events.Shared, script: Script, state: State) -> Taken | None:
    chosen = dict(event.scopes)
    said_about = topics_said(script, state)
    known = not set(chosen) - set(said_about) and all(map(is_scope, chosen.values()))
    if place(script, state).stage != "share" or not known:
        return None
    sharing = tuple((topic, chosen.get(topic, "iro")) for topic in said_about)
    return replace(state, sharing=sharing, stage="send"), ()


@_take.register
def _(event: events.Submitted, script: Script, state: State) -> Taken | None:
    return (replace(state, status="sent"), ()) if place(script, state).stage == "send" else None
