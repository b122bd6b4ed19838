"""What a script is made of: topics of steps, each step one question to one screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from dialogs.levels import LEVELS

Kind = Literal["tell", "one", "several", "words", "drawing"]
Purpose = Literal["review", "any_day", "after_review"]

ADDED = "added"
"""How the steps begin that hold what somebody adds after Send: ``added1``, ``added2``."""


@dataclass(frozen=True)
class Wording:
    """English words and the context a translator finds them by (``script.step.part``)."""

    context: str
    english: str


@dataclass(frozen=True)
class When:
    """A step is on the route while the answer to an earlier step holds one of these choices."""

    step: str
    any_of: frozenset[str]


@dataclass(frozen=True)
class Choice:
    """One thing that can be picked; ``raises`` asks a person to look at once.

    One that is ``alone`` is picked with no other. After one that ``ends`` the question no words
    are asked for on a screen of their own: "what has not been done?" does not follow "all of it".
    """

    code: str
    label: Wording
    picture: str = ""
    raises: bool = False
    alone: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Step:
    """One screen: it asks one semantic question of the shared table, or only tells.

    ``more`` invites words beside a choice. ``gloss`` answers "what does that mean?".
    A ``sensitive`` step is asked on the private web page only. It is on the route while every
    ``when`` holds. ``names`` is the placeholder that the words said here fill from then on.
    """

    id: str
    topic: str
    kind: Kind
    ask: Wording
    question: str = ""
    body: tuple[Wording, ...] = ()
    choices: tuple[Choice, ...] = ()
    more: Wording | None = None
    gloss: Wording | None = None
    sensitive: bool = False
    when: tuple[When, ...] = ()
    names: str = ""
    level: str = "child"

    @property
    def tiles(self) -> bool:
        """Say whether each choice is itself the button."""
        return self.kind == "one" and LEVELS[self.level].tiles

    @property
    def private(self) -> bool:
        """Say whether it is asked on the person's own page only, in no messenger.

        A messenger has no sheet to draw on, and its buttons have no pictures.
        """
        return self.sensitive or self.kind == "drawing" or self.tiles

    def choice(self, code: str) -> Choice | None:
        """Give the choice of this code, or None where it is not offered."""
        return next((choice for choice in self.choices if choice.code == code), None)

    def picked(self, codes: tuple[str, ...]) -> tuple[Choice, ...]:
        """Give the choices of these codes, in the order they were picked."""
        return tuple(choice for code in codes if (choice := self.choice(code)))

    def wants_words(self, codes: tuple[str, ...]) -> bool:
        """Say whether words are asked for beside these picks."""
        return self.more is not None and not any(choice.ends for choice in self.picked(codes))

    def offers(self, codes: tuple[str, ...]) -> bool:
        """Say whether exactly these codes may be picked together here; "ok" passes a telling."""
        if self.kind == "tell":
            return codes == ("ok",)
        picked = [self.choice(code) for code in codes]
        if not codes or None in picked or len(set(codes)) != len(codes):
            return False
        if self.kind != "several":
            return len(codes) == 1
        return len(codes) == 1 or not any(choice.alone for choice in picked if choice)


@dataclass(frozen=True)
class Topic:
    """A part of the conversation that a person sees as one thing, such as "Home"."""

    id: str
    name: Wording
    picture: str
    steps: tuple[Step, ...]
    shared: bool = True


@dataclass(frozen=True)
class Script:
    """One whole consultation for one kind of person.

    ``digest`` is the SHA-256 of the file as it stood, in hex: it is stored with every answer.
    ``by_choice`` keeps it for those for whom somebody chose it. ``called`` says what stands for a
    name until they have given one, by placeholder. ``added`` is the step of what comes after Send.
    ``lines`` gives the line in the file of a step, of a wording by its context, of a condition
    (``step.when.earlier``) and of the whole (""), and takes no part in comparison.
    """

    id: str
    version: int
    digest: str
    audience: Literal["child", "adult"]
    level: str
    ages: tuple[int, int]
    topics: tuple[Topic, ...]
    words: Mapping[str, Wording] = field(repr=False)
    added: Step = field(repr=False)
    purpose: Purpose = "review"
    by_choice: bool = False
    called: Mapping[str, Wording] = field(default_factory=dict, repr=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step in the order of the file."""
        return tuple(step for topic in self.topics for step in topic.steps)

    @cached_property
    def _by_id(self) -> Mapping[str, Step]:
        return {step.id: step for step in self.steps}

    def step(self, step_id: str) -> Step | None:
        """Give the step of this name, or None; what was added after Send has steps of its own."""
        if step_id.startswith(ADDED) and step_id.removeprefix(ADDED).isdecimal():
            return replace(self.added, id=step_id)
        return self._by_id.get(step_id)

    def topic(self, topic_id: str) -> Topic | None:
        """Give the topic of this name, or None."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def is_for(self, role: str, child_age: int, purpose: str = "review") -> bool:
        """Say whether it is for this part in a child's life, and for a child of this age in years.

        A child's script goes by age, an adult's bears the name of their part.
        """
        if role != "child":
            return self.id == role and self.purpose == purpose
        return self.fits_a_child(child_age, purpose) and not self.by_choice

    def fits_a_child(self, age: int, purpose: str = "review") -> bool:
        """Say whether a child of this age in years may be asked this, by age or by choice."""
        youngest, oldest = self.ages
        ours = self.audience == "child" and self.purpose == purpose
        return ours and youngest <= age <= oldest

    def may_decline(self, step: Step) -> bool:
        """Say whether a child may answer "don't ask me about this" here."""
        topic = self.topic(step.topic)
        return self.audience == "child" and step.kind != "tell" and bool(topic and topic.shared)

    @property
    def tells_decisions(self) -> bool:
        """Say whether it tells what was decided, which most do not."""
        return any("{decided}" in each.english for step in self.steps for each in step.body)

    def word(self, key: str) -> Wording:
        """Give a universal word of this script's audience; KeyError names a missing one."""
        return self.words[key]


@dataclass(frozen=True)
class Scripts:
    """Every version of every script, so a conversation stays on the one it began with.

    ``released`` holds the day on which each released version was released. The others are drafts.
    """

    versions: Mapping[tuple[str, int], Script]
    released: Mapping[tuple[str, int], date] = field(default_factory=dict)

    def get(self, script_id: str, version: int) -> Script:
        """Give one version; KeyError where there is none."""
        return self.versions[script_id, version]

    def find(self, script_id: str, version: int) -> Script | None:
        """Give one version, or None where there is none."""
        try:
            return self.get(script_id, version)
        except KeyError:
            return None

    def numbers(self, script_id: str) -> tuple[int, ...]:
        """Give the versions there are of one script, oldest first."""
        # Copied first: a version may be added while somebody looks through them.
        return tuple(sorted(number for name, number in list(self.versions) if name == script_id))

    def newest(self, script_id: str) -> Script:
        """Give the newest version of one script, draft or not; KeyError where there is none."""
        return self.versions[script_id, max(self.numbers(script_id), default=0)]

    def current(self, script_id: str) -> Script:
        """Give the version with which new conversations begin: the newest that is released.

        Where none is released yet it is the newest. KeyError where there is none at all.
        """
        every = self.numbers(script_id)
        released = [number for number in every if (script_id, number) in self.released]
        return self.versions[script_id, max(released or every, default=0)]

    def newest_for(
        self, role: str, child_age: int, purpose: str = "review", chosen: str = ""
    ) -> Script | None:
        """Give the current script for a part in a child's life; None where there is none.

        ``chosen`` names the one that somebody chose for this child by their understanding. A
        child under the youngest age of all is asked nothing, whatever was chosen.
        """
        every = [self.current(script_id) for script_id in self.ids]
        by_age = next((each for each in every if each.is_for(role, child_age, purpose)), None)
        if role != "child" or purpose != "review" or by_age is None:
            return by_age
        return next((each for each in self.for_children() if each.id == chosen), by_age)

    def for_children(self) -> tuple[Script, ...]:
        """Give each current script a child may be asked before a review, youngest first."""
        every = (self.current(script_id) for script_id in self.ids)
        ours = [each for each in every if (each.audience, each.purpose) == ("child", "review")]
        return tuple(sorted(ours, key=lambda each: (each.by_choice, each.ages)))

    @property
    def ids(self) -> tuple[str, ...]:
        """The scripts there are, by name."""
        return tuple(sorted({script_id for script_id, _ in list(self.versions)}))
