"""What a new version of a script asks again of somebody who is in the middle of an older one."""

from dialogs.events import CarriedOver
from dialogs.script import Script, Step
from dialogs.state import State


def carrying(old: Script, new: Script, state: State, message_id: str) -> CarriedOver:
    """Give the event that brings this conversation to the newer version."""
    again = tuple(answer.step for answer in state.answers if _changed(old, new, answer.step))
    return CarriedOver(message_id, old.version, new.version, new.digest, again)


def _changed(old: Script, new: Script, step_id: str) -> bool:
    """Say whether a step asks or tells something else than what they answered."""
    before, after = old.step(step_id), new.step(step_id)
    return before is not None and after is not None and _asked(before) != _asked(after)


def _asked(step: Step) -> object:
    """Give what they saw of a step; a picture, an explanation or its place may change freely."""
    choices = [(choice.code, choice.label.english) for choice in step.choices]
    wordings = [step.ask.english, *(line.english for line in step.body)]
    return step.kind, step.question, wordings, choices, step.more and step.more.english
