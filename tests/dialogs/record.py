"""Records the golden transcripts again: ``python -m tests.dialogs.record [script ...]``.

Made-up people go through the newest version of every script, or of those that are named, in the
player. Read what changed (``git diff``) before you keep it.
"""

import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from bot.play import Conversation, Voices, play
from dialogs.loading import load_all
from dialogs.script import Script
from tests.dialogs.reading import spoken
from tests.dialogs.sayings import FOLDER, Person, people
from tests.dialogs.walking import Walk


def recorded(script: Script, voices: Voices, person: Person) -> str:
    """Give the recording of one person's conversation, typed into the player a second time.

    Whoever was to say something on a screen that never came makes it fail.
    """
    walk = Walk(Conversation(script, "en", voices), person)
    walk.go()
    assert not walk.unsaid, f"{script.id}: never said: {'; '.join(walk.unsaid)}"
    kept = StringIO()
    typed = StringIO("".join(f"{line}\n" for line in walk.lines))
    play(Conversation(script, "en", voices), typed, StringIO(), kept)
    return kept.getvalue()


def main(names: Sequence[str] = (), folder: Path = FOLDER) -> int:
    """Write the transcripts, and take away those of people who are there no more."""
    scripts, voices = load_all(), Voices(spoken())
    for script in map(scripts.newest, names or scripts.ids):
        target = folder / script.id
        target.mkdir(parents=True, exist_ok=True)
        everybody = people(script.id)
        for stale in target.glob("*.txt"):
            if stale.stem not in everybody:
                stale.unlink()
        for name, person in everybody.items():
            (target / f"{name}.txt").write_text(recorded(script, voices, person), "utf-8")
        sys.stdout.write(f"{target}: {len(everybody)} transcripts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
