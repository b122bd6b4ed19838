"""Babel's way into the scripts: every wording with its context, and a note for the translator."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from dialogs.levels import LEVELS
from dialogs.loading import SCRIPTS, load, load_questions, universal
from dialogs.script import Script, Wording

Message = tuple[int, str, str | tuple[str, str], list[str]]


def extract(
    fileobj: IO[bytes], keywords: Iterable[str], comment_tags: Iterable[str], options: Any
) -> Iterator[Message]:
    """Give every message of one script, of a file of universal words, or of the question table.

    The shape is Babel's: line, function, (context, message), comments.
    """
    path = Path(fileobj.name)
    if path.name == "questions.yaml":
        table = load_questions(path)
        matters = (matter.text for matter in table.matters.values())
        for heading in (*table.topics.values(), *matters):
            yield 1, "gettext", heading, ["A heading on the pages of staff."]
        return
    if path.parent.name == "universal":
        notes = [f"Shared by scripts of the level {path.stem}."]
        for wording in universal(path.stem).values():
            yield 1, "pgettext", (wording.context, wording.english), notes
        return
    script = load(SCRIPTS / path.parent.name / path.name)
    note = f"Said to: {script.audience}, ages {script.ages[0]} to {script.ages[1]}."
    seen = set()
    for line, wording in _wordings(script):
        if wording not in seen:
            seen.add(wording)
            yield line, "pgettext", (wording.context, wording.english), [note]


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
