"""What a new version means for those in the middle of an older one, in figures. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dialogs.script import Scripts

Kind = Literal["carried", "nothing", "erased", "no-file", "unavailable"]
# What nobody can mend is told, and no reason to try again: an erased child's words are gone.
WORTH_ANOTHER_TRY: frozenset[Kind] = frozenset({"no-file", "unavailable"})


@dataclass(frozen=True)
class Outcome:
    """What came of bringing one conversation over, and which steps it is asked once more."""

    kind: Kind
    again: tuple[str, ...] = ()


@dataclass
class Tally:
    """How many conversations came to what, and how many are asked each step once more."""

    kinds: Counter[Kind] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one conversation."""
        self.kinds[outcome.kind] += 1
        self.again.update(outcome.again)

    @property
    def left(self) -> int:
        """Say how many could not be brought over although they might be, if it is tried again."""
        return sum(self.kinds[kind] for kind in WORTH_ANOTHER_TRY)


@dataclass(frozen=True)
class Version:
    """One version of one script: the day it was released, if it was, and who is in its middle.

    ``current`` is the one with which new conversations begin. ``here`` says that its file is.
    """

    script: str
    number: int
    released: date | None
    people: int
    current: bool
    here: bool = True


def versions(scripts: Scripts, in_the_middle: Mapping[tuple[str, int], int]) -> tuple[Version, ...]:
    """Give every version there is or was, by script, oldest first."""
    return tuple(
        Version(
            script,
            number,
            scripts.released.get((script, number)),
            in_the_middle.get((script, number), 0),
            here and number == scripts.current(script).version,
            here,
        )
        for script, number, here in _every(scripts, in_the_middle)
    )


def _every(
    scripts: Scripts, in_the_middle: Mapping[tuple[str, int], int]
) -> Iterator[tuple[str, int, bool]]:
    held = {(script, number) for script in scripts.ids for number in scripts.numbers(script)}
    for script, number in sorted(held | scripts.released.keys() | in_the_middle.keys()):
        yield script, number, (script, number) in held


def behind(every: tuple[Version, ...], script: str) -> tuple[Version, ...]:
    """Give the versions before the current one that somebody is in the middle of."""
    ours = [each for each in every if each.script == script]
    current = next((each.number for each in ours if each.current), 0)
    return tuple(each for each in ours if each.number < current and each.people)
