"""What one screen of `sayso play` shows: words as a chat would put them, choices numbered. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dialogs.outputs import Ask, Check, Explain, Finish, OfferSend, Output, Say, Share
from dialogs.routing import SCOPES, Place, answered, place, topics_said
from dialogs.script import Script, Step, Wording
from dialogs.state import Answer, State

MORE_THAN_ONE = "(More than one can be picked, such as 1 3.)"
TO_CHANGE = "(To give one again: change and its number.)"
WHO_MAY_SEE = "(The numbers of what everyone may see; or all, or none, or share to leave it so.)"

_NAME = "Sayso: "


@dataclass(frozen=True)
class Option:
    """One thing on the screen that is picked by its number; ``now`` says how it stands."""

    code: str
    label: str
    now: str = ""


@dataclass(frozen=True)
class Screen:
    """Where a conversation stands, and how its words are said to the one who answers."""

    script: Script
    state: State
    speak: Callable[[Wording], str]

    def word(self, key: str) -> str:
        """Give a word that every script of this audience shares."""
        return self.speak(self.script.word(key))

    def scope(self, scope: str) -> str:
        """Name who may see a topic."""
        return self.word(f"scope_{scope}")

    @property
    def place(self) -> Place:
        """What they look at."""
        return place(self.script, self.state)

    @property
    def answered(self) -> tuple[tuple[Step, Answer], ...]:
        """The answers that can be given again, in the order of the script."""
        return answered(self.script, self.state)

    @property
    def options(self) -> tuple[Option, ...]:
        """What is numbered on this screen."""
        stages = {
            "check": lambda: (Option(s.id, self.speak(s.ask)) for s, _ in self.answered),
            "share": self._topics,
            "send": lambda: (Option("send", self.word("send")),),
            "step": self._choices,
        }
        give = stages.get(self.place.stage)
        return tuple(give()) if give else ()

    def _choices(self) -> Iterator[Option]:
        step = self.script.step(self.place.step)
        if step and step.kind == "tell":
            yield Option("ok", self.word("ok"))
        elif step and self.place.part == "choice":
            yield from (Option(choice.code, self.speak(choice.label)) for choice in step.choices)

    def _topics(self) -> Iterator[Option]:
        sharing = dict(self.state.sharing)
        for topic in topics_said(self.script, self.state):
            name = next(each.name for each in self.script.topics if each.id == topic)
            scope = self.scope(sharing.get(topic, SCOPES[0]))
            yield Option(topic, self.speak(name), scope)


def told(screen: Screen, outputs: tuple[Output, ...]) -> str:
    """Write everything a turn says, a paragraph to each output."""
    return "".join(f"{text}\n\n" for output in outputs if (text := _text(screen, output)))


def _text(screen: Screen, output: Output) -> str:
    if isinstance(output, Ask):
        return _question(screen, output)
    if isinstance(output, Explain):
        step = screen.script.step(output.step)
        return _said(screen.speak(step.gloss)) if step and step.gloss else ""
    if isinstance(output, Say):
        return _said(screen.word(output.key), *_way_back(screen, output))
    stages = {Check: _check, Share: _share, OfferSend: _send, Finish: _finish}
    tell = stages.get(type(output))
    return tell(screen) if tell else ""


def _said(*lines: str) -> str:
    """Put lines behind the name, each below the other."""
    every = [part for line in lines for part in line.split("\n")]
    return _NAME + f"\n{' ' * len(_NAME)}".join(every)


def _way_back(screen: Screen, output: Say) -> tuple[str, ...]:
    return (f"  {screen.word('resume')}",) if output.key == "paused" else ()


def _numbered(screen: Screen) -> list[str]:
    return [
        f"  {number}  {option.label}" + (f": {option.now}" if option.now else "")
        for number, option in enumerate(screen.options, start=1)
    ]


def _question(screen: Screen, output: Ask) -> str:
    step = screen.script.step(output.step)
    if step is None:
        return ""
    if output.part == "words" and step.more:
        return _said(screen.speak(step.more))
    lines = [screen.speak(wording) for wording in (step.ask, *step.body)]
    several = f"\n{MORE_THAN_ONE}" if step.kind == "several" else ""
    return _said(*lines, *_numbered(screen)) + several


def _check(screen: Screen) -> str:
    lines = [screen.word("check_title"), screen.word("check_body")]
    if not topics_said(screen.script, screen.state):
        lines.append(screen.word("nothing_said"))
    topic = ""
    for number, (step, answer) in enumerate(screen.answered, start=1):
        if step.topic != topic:
            topic = step.topic
            lines.extend(
                screen.speak(each.name) for each in screen.script.topics if each.id == topic
            )
        lines.append(f"  {number}  {screen.speak(step.ask)}")
        lines.extend(f"     {line}" for line in _answer(screen, step, answer))
    return _said(*lines, f"  {screen.word('check_done')}") + f"\n{TO_CHANGE}"


def _answer(screen: Screen, step: Step, answer: Answer) -> Iterator[str]:
    """Give an answer in the very words that were picked or written."""
    yield from (
        screen.speak(choice.label) for choice in step.choices if choice.code in answer.choices
    )
    if answer.words:
        yield f"“{answer.words}”"
    if not answer.choices and not answer.words:
        yield screen.word("skipped")


def _share(screen: Screen) -> str:
    topics = _numbered(screen) or [screen.word("nothing_said")]
    title = (screen.word("share_title"), screen.word("share_body"))
    return _said(*title, *topics, f"  {screen.word('share_done')}") + f"\n{WHO_MAY_SEE}"


def _send(screen: Screen) -> str:
    sharing = screen.state.sharing
    body = screen.word("send_body" if sharing else "nothing_said")
    names = {topic.id: screen.speak(topic.name) for topic in screen.script.topics}
    seen = (
        f"{screen.scope(scope)}: {'; '.join(names[topic] for topic, at in sharing if at == scope)}"
        for scope in SCOPES
        if any(at == scope for _, at in sharing)
    )
    return _said(screen.word("send_title"), body, *seen, *_numbered(screen))


def _finish(screen: Screen) -> str:
    return _said(screen.word("finished_title"), screen.word("finished"))
