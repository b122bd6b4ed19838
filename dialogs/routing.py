"""The route is worked out from the answers each time, so going back or changing just works."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dialogs.script import ADDED, Script, Step
from dialogs.state import Answer, State

SCOPES = ("iro", "review")
"""Who may see a topic, beside people by name: ``people:`` and their ids with commas between."""
_PEOPLE = re.compile(r"people:[0-9A-Za-z-]+(,[0-9A-Za-z-]+){0,19}")
LONGEST_NAME = 40
MOST_WORDS = 6
"""What has more characters or words is no name to be called by, and is kept as words only."""
_OF_A_SENTENCE = frozenset({"i", "i\u2019m", "i'm", "im", "my", "me", "we", "is", "are"})


@dataclass(frozen=True)
class Place:
    """The one screen a person is looking at; ``key`` names it in what they post."""

    stage: Literal["step", "check", "share", "send", "sent"]
    step: str = ""
    part: str = ""

    @property
    def key(self) -> str:
        """The step's name, or the stage where there is no step."""
        return self.step or self.stage

    @property
    def spot(self) -> str:
        """The key, with ``.words`` behind it where the choice is made and only words are open."""
        return f"{self.key}.words" if self.part == "words" else self.key


def route(script: Script, answers: Mapping[str, Answer]) -> tuple[Step, ...]:
    """Give the steps that these answers lead through, in order.

    After "don't ask me about this" the rest of that topic is passed by.
    """
    on_route: dict[str, Step] = {}
    declined: set[str] = set()
    for step in script.steps:
        if step.topic in declined or (step.when and not _holds(step, on_route, answers)):
            continue
        on_route[step.id] = step
        answer = answers.get(step.id)
        if answer and answer.declined:
            declined.add(step.topic)
    return tuple(on_route.values())


def _holds(step: Step, on_route: Mapping[str, Step], answers: Mapping[str, Answer]) -> bool:
    for when in step.when:
        answer = answers.get(when.step)
        if when.step not in on_route or answer is None or when.any_of.isdisjoint(answer.choices):
            return False
    return True


def finished(step: Step, answer: Answer | None) -> bool:
    """Say whether a step needs nothing more."""
    if answer is None or answer.again:
        return False
    if answer.skipped or answer.declined:
        return True
    if step.kind == "words":
        return answer.words is not None
    if step.kind == "drawing":
        return bool(answer.drawing) or answer.words is not None
    if not answer.choices:
        return False
    return answer.words is not None or not step.wants_words(answer.choices)


def next_step(script: Script, answers: Mapping[str, Answer]) -> Step | None:
    """Give the first step on the route that still needs something, or None."""
    return _first_open(route(script, answers), answers)


def _first_open(steps: tuple[Step, ...], answers: Mapping[str, Answer]) -> Step | None:
    return next((step for step in steps if not finished(step, answers.get(step.id))), None)


def place(script: Script, state: State) -> Place:
    """Say which screen this state shows."""
    if state.status == "sent":
        return Place("sent")
    steps = route(script, state.by_step)
    if any(step.id == state.at for step in steps):
        return Place("step", state.at, "choice")
    step = _first_open(steps, state.by_step)
    if step is None:
        return Place(state.stage)
    answer = state.by_step.get(step.id)
    only_words = answer and answer.choices and not answer.again
    return Place("step", step.id, "words" if only_words else "choice")


def answered(script: Script, state: State) -> tuple[tuple[Step, Answer], ...]:
    """Give the answers that count: on the route, of steps that ask, and what was added after Send.

    Off-route ones stay on file, and so does what was taken back.
    """
    every = [*route(script, state.by_step), *additions(script, state)]
    return tuple(
        (step, state.by_step[step.id])
        for step in every
        if step.kind != "tell"
        and step.id in state.by_step
        and not state.by_step[step.id].taken_back
    )


def additions(script: Script, state: State) -> tuple[Step, ...]:
    """Give the steps of what was added after Send, in order."""
    steps = (script.step(answer.step) for answer in state.answers)
    return tuple(step for step in steps if step and step.id.startswith(ADDED))


def left_over(script: Script, state: State) -> tuple[Answer, ...]:
    """Give the answers that count although this version asks them no more what they answer.

    They stay with the IRO, whatever is chosen to be shared.
    """
    on_route = {step.id for step in route(script, state.by_step)}
    return tuple(
        answer
        for answer in state.answers
        if answer.gone and not answer.taken_back and answer.step not in on_route
    )


def topics_said(script: Script, state: State) -> tuple[str, ...]:
    """Give the topics in which something was said on the route: these can be shared."""
    said = {step.topic for step, answer in answered(script, state) if not answer.silent}
    return tuple(topic.id for topic in script.topics if topic.shared and topic.id in said)


def is_scope(scope: str) -> bool:
    """Say whether this names who may see a topic."""
    return scope in SCOPES or bool(_PEOPLE.fullmatch(scope))


def named(scope: str) -> tuple[str, ...]:
    """Give the ids of the people a scope names, () where it names none."""
    return tuple(scope.removeprefix("people:").split(",")) if scope.startswith("people:") else ()


def called(script: Script, state: State) -> Mapping[str, str]:
    """Give what they said that they, and the people in their life, are called, by placeholder."""
    said = {
        step.names: (answer.words or "").strip()
        for step, answer in answered(script, state)
        if step.names
    }
    return {name: words for name, words in said.items() if _is_a_name(words)}


def _is_a_name(words: str) -> bool:
    """Tell a name from a sentence: "Jo and Sam" can be filled in, "I live with Jo" can not."""
    every = words.casefold().split()
    return (
        len(words) <= LONGEST_NAME
        and words.isprintable()
        and 0 < len(every) <= MOST_WORDS
        and (not _OF_A_SENTENCE & set(every))
    )
