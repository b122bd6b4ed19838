"""What a new version of a script means for somebody who is in the middle of an older one. Pure."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace

from dialogs import events
from dialogs.answering import asked, untold
from dialogs.engine import Turn, advance, show
from dialogs.outputs import Keep, Raise, Say
from dialogs.routing import route
from dialogs.script import Script, Scripts, Step
from dialogs.state import Answer, State

_ANSWERS = (events.Picked, events.Said, events.Drew, events.Skipped, events.Declined)


@dataclass(frozen=True)
class Differences:
    """The steps by which a newer version differs from an older one, in the order they are asked.

    ``reused`` are those that ask another question under a name that was taken.
    """

    changed: tuple[Step, ...]
    added: tuple[Step, ...]
    removed: tuple[Step, ...]
    reused: tuple[Step, ...]


def differences(old: Script, new: Script) -> Differences:
    """Say what is asked otherwise, newly, or no more."""
    pairs = [(old.step(step.id), step) for step in new.steps]
    return Differences(
        changed=tuple(step for was, step in pairs if was and not same(was, step)),
        added=tuple(step for was, step in pairs if was is None),
        removed=tuple(step for step in old.steps if new.step(step.id) is None),
        reused=tuple(step for was, step in pairs if was and was.question != step.question),
    )


def same(before: Step | None, after: Step | None) -> bool:
    """Say whether two steps show a person the same; pictures, help and places may differ."""
    return before is not None and after is not None and _shown(before) == _shown(after)


def _shown(step: Step) -> object:
    choices = [(choice.code, choice.label.english) for choice in step.choices]
    wordings = [step.ask.english, *(line.english for line in step.body)]
    return step.kind, step.question, wordings, choices, step.more and step.more.english


def as_asked(scripts: Scripts, script: Script, answer: Answer) -> Step | None:
    """Give the step that an answer answers, as it was when it was asked."""
    given_in = scripts.find(script.id, answer.version) if answer.version else script
    return (given_in or script).step(answer.step)


def carrying(
    old: Script, new: Script, state: State, message_id: str, scripts: Scripts | None = None
) -> events.CarriedOver:
    """Give the event that brings this conversation to the newer version.

    ``scripts`` holds still older versions, for whoever was carried over before.
    """
    scripts = scripts or Scripts({(each.id, each.version): each for each in (old, new)})
    changed = [
        each
        for each in state.answers
        if not same(as_asked(scripts, old, each), new.step(each.step))
    ]
    waiting = [each.step for each in changed if _waits(scripts, old, new, each)]
    declined = _declined(scripts, old, state)
    hushed = {
        step.id for each in (old, new) for step in each.steps if step.topic in declined
    }  # what they asked not to be asked about is not asked again because we found better words
    return events.CarriedOver(
        message_id,
        old.version,
        new.version,
        new.digest,
        again=tuple(step for step in waiting if step not in hushed),
        gone=tuple(_gone(scripts, old, new, state)),
        passed=(*(step for step in waiting if step in hushed), *_passed(new, state, declined)),
        asked=tuple((each.step, each.version or old.version) for each in changed),
    )


def _waits(scripts: Scripts, old: Script, new: Script, answer: Answer) -> bool:
    """Say whether these words are new to them, and not only to what they answered."""
    last = old.step(answer.step) or as_asked(scripts, old, answer)
    now = new.step(answer.step)
    return now is not None and (answer.again or not same(last, now))


def _gone(scripts: Scripts, old: Script, new: Script, state: State) -> Iterator[str]:
    """Give what they were asked and answered, and are asked no more."""
    was, on_route = ({step.id for step in route(each, state.by_step)} for each in (old, new))
    for answer in state.answers:
        then = as_asked(scripts, old, answer)
        counted = answer.step in was and then is not None and then.kind != "tell"
        if (answer.gone or counted) and answer.step not in on_route:
            yield answer.step


def _declined(scripts: Scripts, old: Script, state: State) -> Set[str]:
    """Give the topics they asked not to be asked about."""
    on_route = {step.id for step in route(old, state.by_step)}
    steps = (
        as_asked(scripts, old, answer)
        for answer in state.answers
        if answer.declined and (answer.gone or answer.step in on_route)
    )
    return {step.topic for step in steps if step}


def _passed(new: Script, state: State, declined: Set[str]) -> Iterator[str]:
    """Give the new steps of those topics that would be asked now, or ever if nothing stops them."""
    route_now = route(new, state.by_step)
    for topic in new.topics:
        ours = [step for step in route_now if step.topic == topic.id]
        stopped = any(_declines(state, step) for step in ours)
        for step in (ours if stopped else topic.steps) if topic.id in declined else ():
            if step.id not in state.by_step and step.kind != "tell":
                yield step.id


def _declines(state: State, step: Step) -> bool:
    answer = state.by_step.get(step.id)
    return answer is not None and answer.declined


def take(scripts: Scripts, state: State, event: events.Event) -> Turn:
    """Take one event on the version of the script that it belongs to.

    Who answered a screen of the version before answered that: nothing they said is taken for an
    answer to other words, and nothing is lost because the question has gone meanwhile.
    """
    version = event.version if isinstance(event, events.CarriedOver) else state.version
    script = scripts.get(state.script, version)
    return _late(scripts, script, state, event) or advance(script, state, event)


def _late(scripts: Scripts, script: Script, state: State, event: events.Event) -> Turn | None:
    """Take an answer to what was asked before they were carried over; None where it is none."""
    if not 0 < event.seen < state.version or not isinstance(event, _ANSWERS):
        return None
    old, now = scripts.find(state.script, event.seen), script.step(event.step)
    then = old.step(event.step) if old else None
    if old is None or then is None or state.status == "sent":
        return None
    if same(then, now) and asked(script, state, event.step):
        return None
    turn = advance(old, as_seen(old, state), event)
    kept = next((each.answer for each in turn.outputs if isinstance(each, Keep)), None)
    if kept is None:
        return None
    on_route = {step.id for step in route(script, state.by_step)}
    answer = replace(
        kept,
        again=now is not None and not same(then, now) and not kept.declined,
        gone=event.step not in on_route and then.kind != "tell",
        version=0 if same(then, now) else old.version,
    )
    after = replace(state.answering(answer), status="open", seen=0)
    if answer.declined:
        passed = (Answer(step, skipped=True) for step in _passed(script, after, {then.topic}))
        after = replace(after, answers=(*after.answers, *passed))
    raised = (each for each in turn.outputs if isinstance(each, Raise) or each == Say("raised"))
    return Turn(after, (*untold(state, event), Keep(answer), *raised, *show(script, after)))


def as_seen(old: Script, state: State) -> State:
    """Give a conversation as it looked in the version before, when nothing was asked again."""
    answers = tuple(replace(answer, again=False) for answer in state.answers)
    return replace(state, version=old.version, digest=old.digest, answers=answers, seen=0)
