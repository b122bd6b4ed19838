"""Where a conversation stands. Small, frozen, and JSON both ways."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Literal

Status = Literal["open", "paused", "sent"]
Stage = Literal["check", "share", "send"]


@dataclass(frozen=True)
class Answer:
    """The newest answer to one step.

    ``words`` is None where nobody has asked for them yet and "" where they were passed over.
    A skipped answer may still hold words: someone who wrote and then skipped the choice.
    ``declined`` is "don't ask me about this". ``drawing`` holds strokes, see ``events.Drew``.
    ``again`` marks what a new version asks once more, ``gone`` what it asks them no more, and
    ``taken_back`` what they took back; all still hold what was said. ``version`` is the version
    whose words it answers, 0 where those are the words of the one they are on.
    """

    step: str
    choices: tuple[str, ...] = ()
    words: str | None = None
    skipped: bool = False
    declined: bool = False
    drawing: str = ""
    again: bool = False
    taken_back: bool = False
    gone: bool = False
    version: int = 0

    @property
    def silent(self) -> bool:
        """Say whether nothing was said in it."""
        return not (self.choices or self.words or self.drawing)


@dataclass(frozen=True)
class State:
    """One conversation: the script it began with, the answers in order, and where they look.

    ``at`` names the step they went back to ("" means the first open one on the route);
    ``stage`` says how far past the questions they are; ``sharing`` pairs topic and scope.
    ``seen`` is the version they were shown last, where they have not been told of a newer one.
    """

    script: str
    version: int
    digest: str
    language: str
    answers: tuple[Answer, ...] = ()
    status: Status = "open"
    stage: Stage = "check"
    at: str = ""
    sharing: tuple[tuple[str, str], ...] = ()
    seen: int = 0

    @cached_property
    def by_step(self) -> Mapping[str, Answer]:
        """The answers by the name of their step."""
        return {answer.step: answer for answer in self.answers}

    def answering(self, answer: Answer) -> "State":
        """Give this state with one answer put in the place of its step's earlier one."""
        if answer.step in self.by_step:
            kept = tuple(answer if old.step == answer.step else old for old in self.answers)
        else:
            kept = (*self.answers, answer)
        return replace(self, answers=kept, at="", stage="check")

    def to_json(self) -> str:
        """Write the state as compact JSON."""
        # It is written at every turn, and ``asdict`` copies each word of it first.
        held = {each.name: getattr(self, each.name) for each in fields(self)}
        held["answers"] = [vars(answer) for answer in self.answers]
        return json.dumps(held, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "State":
        """Read what ``to_json`` wrote; a missing or unknown field raises TypeError."""
        raw = json.loads(text)
        raw["answers"] = tuple(
            Answer(**{**answer, "choices": tuple(answer["choices"])}) for answer in raw["answers"]
        )
        raw["sharing"] = tuple((topic, scope) for topic, scope in raw["sharing"])
        return cls(**raw)
