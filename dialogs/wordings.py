"""Every wording of a script, or of the words that scripts share, and how hard it may be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dialogs.levels import LEVELS
from dialogs.script import Script, Step, Wording
from dialogs.wordlists import READERS


@dataclass(frozen=True)
class Spoken:
    """One wording and the level that it is for; ``step`` is "" where it is part of none."""

    wording: Wording
    level: str
    step: str = ""

    @property
    def text(self) -> str:
        """The English words."""
        return self.wording.english

    @property
    def readers(self) -> str:
        """Who reads it, as the lists of words call them."""
        return READERS[self.level]


def of_script(script: Script) -> tuple[Spoken, ...]:
    """Give each wording of a script once, in the order of the file, without the shared words."""
    once: dict[tuple[Wording, str], Spoken] = {}
    for each in (*_at_the_top(script), *_of_topics(script)):
        once.setdefault((each.wording, each.level), each)
    return tuple(once.values())


def _at_the_top(script: Script) -> Iterator[Spoken]:
    for wording in (*own_words(script).values(), *script.called.values()):
        yield Spoken(wording, script.level)


def own_words(script: Script) -> Mapping[str, Wording]:
    """Give the words that a script says in place of the shared ones, by name."""
    ours = f"{script.id}.words."
    return {key: each for key, each in script.words.items() if each.context.startswith(ours)}


def _of_topics(script: Script) -> Iterator[Spoken]:
    for topic in script.topics:
        yield Spoken(topic.name, topic.steps[0].level if topic.steps else script.level)
        for step in topic.steps:
            every = (*of_step(step), *(choice.label for choice in step.choices))
            yield from (Spoken(wording, step.level, step.id) for wording in every)


def of_step(step: Step) -> tuple[Wording, ...]:
    """Give what is said in whole sentences at a step: all but the choices."""
    every = (step.ask, *step.body, step.more, step.gloss)
    return tuple(wording for wording in every if wording)


def of_shared(name: str, words: Mapping[str, Wording]) -> tuple[Spoken, ...]:
    """Give the words that scripts share, for the one of these scripts with the shortest sentences.

    ``name`` is that of their file.
    """
    using = [level for level, each in LEVELS.items() if each.words == name]
    level = min(using, key=lambda each: LEVELS[each].sentence, default="plain")
    return tuple(Spoken(wording, level) for wording in words.values())
