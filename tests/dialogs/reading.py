"""Reading a transcript back: which script it is of, and what the person in it typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from backend.platform import translations
from bot.play import Conversation, Voices, play
from bot.play_people import player
from dialogs import events
from dialogs.script import Script, Scripts
from dialogs.state import State


@dataclass(frozen=True)
class Transcript:
    """A transcript as it is read back."""

    script: Script
    language: str
    lines: tuple[str, ...]

    def played(self, voices: Voices) -> str:
        """Give the recording that its lines make when they are typed again."""
        kept = StringIO()
        typed = StringIO("".join(f"{line}\n" for line in self.lines))
        play(Conversation(self.script, self.language, voices), typed, StringIO(), kept)
        return kept.getvalue()

    def turns(self, voices: Voices) -> Iterator[tuple[State, events.Event, State]]:
        """Give each event with the state before and after it."""
        conversation = Conversation(self.script, self.language, voices)
        for line in self.lines:
            heard, before = conversation.understand(line), conversation.state
            conversation.take(heard)
            if heard.event:
                yield before, heard.event, conversation.state


def spoken() -> translations.Translations:
    """Give the words in English."""
    return translations.load(("en",), include_drafts=True)


def read(text: str, scripts: Scripts) -> Transcript:
    """Read a transcript: its head, and the lines of the person who answers."""
    lines = text.split("\n")
    head = dict(line.split(": ", 1) for line in lines[1:4])
    script = scripts.get(head["Script"], int(head["Version"]))
    name = f"{player(script).name}:"
    own = (line.removeprefix(name).removeprefix(" ") for line in lines if line.startswith(name))
    return Transcript(script, head["Language"], tuple(own))
