"""Comments in a script that silence a piece of advice, each with its reason.

``# allow: jargon - they call it that themselves`` on the lines of a step, or right above them,
silences that rule for the step; before ``topics:`` it does so for the whole file.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dialogs.checks_rules import RULES

_COMMENT = re.compile(r"(?:^|\s)#\s*allow:\s*(?P<rule>\S*)(?:\s+[-\u2013]\s+(?P<reason>.*\S))?")
_STEP_OR_TOPIC = re.compile(r"\s*- (?:\{\s*)?(?:step|topic):")
_SHARED_WORD = re.compile(r"\w+:")
_ONLY_COMMENT = re.compile(r"\s*#")


@dataclass(frozen=True)
class Allowed:
    """One comment: which rule it silences, why, and for which part of its file."""

    line: int
    rule: str
    reason: str
    part: int

    @property
    def wrong(self) -> str:
        """Say what is wrong with the comment itself, "" if nothing is."""
        if not self.reason:
            return "say why, behind a hyphen: '# allow: rule - reason'"
        if self.rule in RULES and RULES[self.rule].level == "error":
            return f"{self.rule!r} is an error, and an error is mended, not silenced"
        return ""


class Parts:
    """The parts of a file that a comment can be about: the head, each topic's head, each step.

    In a file of shared words, which has no topics, each of its words is a part.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._starts = self._matching(_STEP_OR_TOPIC) or self._matching(_SHARED_WORD)

    def of(self, line: int) -> int:
        """Give the number of the part that a line is in, 0 for the head."""
        return bisect_right(self._starts, line)

    def allowed(self) -> Iterator[Allowed]:
        """Give every comment that silences something."""
        for number, line in enumerate(self._lines, start=1):
            found = _COMMENT.search(line)
            if found:
                about = self.of(self._below(number))
                yield Allowed(number, found["rule"], found["reason"] or "", about)

    def _matching(self, pattern: re.Pattern[str]) -> list[int]:
        return [number for number, line in enumerate(self._lines, start=1) if pattern.match(line)]

    def _below(self, number: int) -> int:
        """Give the line that a comment is about: its own, or the first below that is no comment."""
        while number <= len(self._lines) and _ONLY_COMMENT.match(self._lines[number - 1]):
            number += 1
        return number


def silences(allowed: Allowed, rule: str, part: int) -> bool:
    """Say whether a comment silences a finding of this rule in this part."""
    return not allowed.wrong and allowed.rule == rule and allowed.part in {0, part}


def unused(allowed: Allowed, found: Collection[tuple[str, int]], together: bool) -> str:
    """Say what to do with a comment that silenced none of these findings, "" if it did.

    What is about all scripts at once can be found only when they are looked at ``together``.
    """
    if allowed.rule not in RULES:
        return f"there is no check {allowed.rule!r}: a slip of the pen?"
    if RULES[allowed.rule].together and not together:
        return ""
    if any(silences(allowed, rule, part) for rule, part in found):
        return ""
    return f"{allowed.rule!r} has nothing to say here: take the comment out"
