"""A made-up person at the player: they type what `sayings` holds for the screen they see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.play import Conversation
from tests.dialogs.sayings import Person

LONGEST = 400
"""Lines: a walk that is longer goes round in a circle."""
ONWARD = {"check": "check", "share": "share", "send": "send"}


@dataclass
class Walk:
    """One person's conversation; ``lines`` are what they have typed."""

    conversation: Conversation
    person: Person
    lines: list[str] = field(default_factory=list)
    said: dict[str, int] = field(default_factory=dict)

    @property
    def unsaid(self) -> list[str]:
        """What they were to do and never came to."""
        return [
            f"{key}: {line}"
            for key in sorted(self.person.own)
            for line in self.person.lines[key][self.said.get(key, 0) :]
        ]

    def go(self) -> None:
        """Type until all is said and sent, or they leave."""
        while True:
            line = self._next()
            if line is None:
                return
            self.lines.append(line)
            assert len(self.lines) < LONGEST, self.lines[-10:]
            heard = self.conversation.understand(line)
            self.conversation.take(heard)
            if heard.leaves:
                return

    def _next(self) -> str | None:
        """Give what they type now: what is theirs to say here, else what leads on."""
        here = self.conversation.screen.place
        step = self.conversation.script.step(here.step)
        at = self.said.get(here.key, 0)
        lines = self.person.lines.get(here.key, ())
        if at < len(lines):
            self.said[here.key] = at + 1
            return self._typed(lines[at])
        if step is None:
            return ONWARD.get(here.stage)
        return "1" if step.kind == "tell" else "skip"

    def _typed(self, line: str) -> str:
        """Put numbers for codes, topics and steps, as they stand on the screen."""
        screen = self.conversation.screen
        numbers = {each.code: str(number) for number, each in enumerate(screen.options, start=1)}
        if screen.place.stage == "share":
            return _numbered(line, numbers)
        codes = line.split(" + ")
        if screen.place.stage == "step":
            known = all(code in numbers for code in codes)
            return " ".join(numbers[code] for code in codes) if known else line
        listed = screen.answered if line.startswith("change ") else screen.said
        steps = {step.id: str(number) for number, (step, _) in enumerate(listed, start=1)}
        move = re.fullmatch(r"(change|take back) (\w+)", line)
        return f"{move[1]} {steps[move[2]]}" if move else line


def _numbered(line: str, numbers: Mapping[str, str]) -> str:
    """Put the number of each topic that a line names."""
    return re.sub(r"\w+", lambda word: numbers.get(word[0], word[0]), line)
