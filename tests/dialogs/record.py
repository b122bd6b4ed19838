"""Records the golden transcripts again: ``python -m tests.dialogs.record``.

Made-up people walk through the newest version of every script in the player; between them they
take every edge, which a test checks. Read what changed (``git diff``) before you keep it.
"""

import sys
from io import StringIO
from pathlib import Path

from bot.play import Conversation, Voices, play
from dialogs.loading import load_all
from dialogs.script import Script
from tests.dialogs.reading import FOLDER, spoken
from tests.dialogs.walking import Walk, Way, ways


def recorded(script: Script, voices: Voices, way: Way) -> str:
    """Give the recording of one walk, typed into the player a second time."""
    walk = Walk(Conversation(script, "en", voices))
    way(walk)
    kept = StringIO()
    typed = StringIO("".join(f"{line}\n" for line in walk.lines))
    play(Conversation(script, "en", voices), typed, StringIO(), kept)
    return kept.getvalue()


def main(folder: Path = FOLDER) -> int:
    """Write every transcript, and take away those that nobody walks any more."""
    scripts, voices = load_all(), Voices(spoken())
    for script in map(scripts.newest, scripts.ids):
        target = folder / script.id
        target.mkdir(parents=True, exist_ok=True)
        for stale in target.glob("*.txt"):
            stale.unlink()
        for name, way in ways(script).items():
            (target / f"{name}.txt").write_text(recorded(script, voices, way), "utf-8")
        sys.stdout.write(f"{target}: {len(ways(script))} transcripts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
