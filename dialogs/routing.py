"""The route is worked out from the answers each time, so going back or changing just works."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dialogs.script import Script, Step
from dialogs.state import Answer, State

SCOPES = ("iro", "review")


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
    """Give the steps that these answers lead through, in order."""
    on_route: dict[str, Step] = {}
    for step in script.steps:
        if step.when is None:
            on_route[step.id] = step
            continue
        answer = answers.get(step.when.step)
        if step.when.step in on_route and answer and step.when.any_of & set(answer.choices):
            on_route[step.id] = step
    return tuple(on_route.values())


def finished(step: Step, answer: Answer | None) -> bool:
    """Say whether a step needs nothing more."""
    if answer is None:
        return False
    if answer.skipped:
        return True
    if step.kind == "words":
        return answer.words is not None
    return bool(answer.choices) and (step.more is None or answer.words is not None)


def next_step(script: Script, answers: Mapping[str, Answer]) -> Step | None:
    """Give the first step on the route that still needs something, or None."""
    return next(
        (step for step in route(script, answers) if not finished(step, answers.get(step.id))), None
    )


def place(script: Script, state: State) -> Place:
    """Say which screen this state shows."""
    if state.status == "sent":
        return Place("sent")
    on_route = {step.id for step in route(script, state.by_step)}
    if state.at in on_route:
        return Place("step", state.at, "choice")
    step = next_step(script, state.by_step)
    if step is None:
        return Place(state.stage)
    answer = state.by_step.get(step.id)
    return Place("step", step.id, "words" if answer and answer.choices else "choice")


def answered(script: Script, state: State) -> tuple[tuple[Step, Answer], ...]:
    """Give the answers that count: on the route, of steps that ask; off-route ones stay on file."""
    return tuple(
        (step, state.by_step[step.id])
        for step in route(script, state.by_step)
        if step.kind != "tell" and step.id in state.by_step
    )


def topics_said(script: Script, state: State) -> tuple[str, ...]:
    """Give the topics in which something was said on the route: these can be shared."""
    every = answered(script, state)
    said = {step.topic for step, answer in every if answer.choices or answer.words}
    return tuple(topic.id for topic in script.topics if topic.shared and topic.id in said)
