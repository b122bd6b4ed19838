"""Babel's way into the scripts: every wording with its context, and a note for the translator."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from dialogs.levels import LEVELS
from dialogs.loading import RELEASED, SCRIPTS, load, load_pictures, load_questions, universal
from dialogs.script import Script, Wording

Message = tuple[int, str, str | tuple[str, str], list[str]]


def extract(
    fileobj: IO[bytes], keywords: Iterable[str], comment_tags: Iterable[str], options: Any
) -> Iterator[Message]:
    """Give every message of one script, of universal words, of the question table or of pictures.

    The shape is Babel's: line, function, (context, message), comments.
    """
    path = Path(fileobj.name)
    if path.name == RELEASED:  # which says nothing to anybody
        return
    if path.name in _HEADINGS:
        notes, headings = _HEADINGS[path.name]
        yield from ((1, "gettext", text, [notes]) for text in headings(path))
        return
    if path.parent.name == "universal":
        shared = [f"Shared by scripts of the level {path.stem}."]
        for wording in universal(path.stem).values():
            yield 1, "pgettext", (wording.context, wording.english), shared
        return
    script = load(SCRIPTS / path.parent.name / path.name)
    note = f"Said to: {script.audience}, ages {script.ages[0]} to {script.ages[1]}."
    seen = set()
    for line, wording in _wordings(script):
        if wording not in seen:
            seen.add(wording)
            yield line, "pgettext", (wording.context, wording.english), [note]


def _of_the_table(path: Path) -> Iterator[str]:
    table = load_questions(path)
    yield from table.topics.values()
    yield from (matter.text for matter in table.matters.values())


def _of_the_pictures(path: Path) -> Iterator[str]:
    yield from load_pictures(path).values()


# Files whose words have no context of their own, and what a translator is told of them.
_HEADINGS = {
    "questions.yaml": ("A heading on the pages of staff.", _of_the_table),
    "pictures.yaml": ("What a picture shows, for those who can't see it.", _of_the_pictures),
}


def _wordings(script: Script) -> Iterator[tuple[int, Wording]]:
    shared = universal(LEVELS[script.level].words)
    own = (wording for key, wording in script.words.items() if shared.get(key) != wording)
    yield from ((1, wording) for wording in (*own, *script.called.values()))
    for topic in script.topics:
        yield 1, topic.name
        for step in topic.steps:
            every = (step.ask, *step.body, step.more, step.gloss)
            labels = (choice.label for choice in step.choices)
            for wording in (*every, *labels):
                if wording:
                    yield script.lines[step.id], wording
