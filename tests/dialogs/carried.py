"""Somebody in the middle of a script, and newer versions of it to be carried over to."""

from dataclasses import replace

from dialogs import events
from dialogs.carrying import carrying, take
from dialogs.engine import Turn, show, start
from dialogs.routing import place
from dialogs.script import Script, Scripts, Wording
from dialogs.state import Answer
from tests.dialogs.editing import first

OLD = first()


def changed(step_id: str, **to: object) -> Script:
    """Give version 2, in which one step is otherwise."""
    return with_changes({step_id: lambda step: replace(step, **to)})


def without(*step_ids: str) -> Script:
    """Give version 2, in which some steps are gone."""
    return with_changes(dict.fromkeys(step_ids, lambda _: None))


def with_changes(changes: dict[str, object]) -> Script:
    """Give version 2, in which some steps are made otherwise, or None and gone."""
    topics = []
    for topic in OLD.topics:
        made = (changes.get(step.id, lambda it: it)(step) for step in topic.steps)  # type: ignore[operator]
        topics.append(replace(topic, steps=tuple(step for step in made if step is not None)))
    return replace(OLD, version=2, digest="2" * 64, topics=tuple(topics))


def said(text: str) -> Wording:
    """Give words."""
    return Wording(text, text)


class Child:
    """Somebody who answers version 1, is carried over to another, and goes on."""

    def __init__(self, new: Script) -> None:
        self.scripts = Scripts({(each.id, each.version): each for each in (OLD, new)})
        self.new = new
        self.state = start(OLD, "en").state
        self.turn = Turn(self.state, show(OLD, self.state))

    def do(self, *happened: events.Event) -> "Child":
        """Do some things."""
        for event in happened:
            self.turn = take(self.scripts, self.state, event)
            self.state = self.turn.state
        return self

    def carried(self) -> "Child":
        """Be carried over."""
        return self.do(carrying(OLD, self.new, self.state, "carried:2"))

    @property
    def here(self) -> str:
        """What is on the screen."""
        return place(self.scripts.get("one", self.state.version), self.state).spot

    def answer(self, step: str) -> Answer:
        """What is held of one step."""
        return self.state.by_step[step]


READ = (events.Picked("", "hello", ("ok",)), events.Picked("", "private", ("ok",)))
BAD = events.Picked("", "feel", ("bad",), "he shouts")
WHY = events.Said("", "why", "less shouting")
ALL = (*READ, BAD, WHY)
