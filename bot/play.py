"""`sayso play`: answer a script in the terminal as a chat would ask it, and record it for people.

A recording holds what Sayso said and what was answered, each in its words; its answers, given
again, make the same recording. What stands in brackets is the player's own, no part of the chat.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TextIO

from backend.concerns.service import helplines
from backend.consultations.rules import step_forward
from backend.platform import translations
from bot.play_lines import MOVES, NOT_HERE, Heard, understand
from bot.play_people import AUTHORITY, player
from bot.play_screens import Screen, told
from dialogs import events
from dialogs.cues import CueTable
from dialogs.engine import show, start
from dialogs.loading import load_all
from dialogs.loading_cues import load_cues
from dialogs.outputs import Output, Say
from dialogs.routing import called
from dialogs.script import Script, Wording
from dialogs.state import State

HEAD = """A conversation with Sayso. The people in it are made up.
Script: {script}
Version: {version}
Language: {language}

"""
HOW = f"(Type a number, your own words, or one of these: {', '.join(MOVES)}.)\n\n"
ON_DUTY = "(The people on duty are told.)\n\n"
IN_THE_LIST = "(The people on duty find it in their list.)\n\n"


@dataclass(frozen=True)
class Voices:
    """What everybody who plays shares: the words of a language, and its cues."""

    spoken: translations.Translations
    cues: Mapping[str, CueTable] = field(default_factory=load_cues)
    childline: str = field(default_factory=lambda: helplines()["childline"].number)


class Conversation:
    """One made-up person who answers one script; its state goes through JSON at every turn."""

    def __init__(self, script: Script, language: str, voices: Voices) -> None:
        self.script = script
        self.state = start(script, language).state
        self.player = player(script)
        self._voices = voices
        self._turns = 0

    @property
    def screen(self) -> Screen:
        """What they look at now."""
        return Screen(self.script, self.state, self._speaking(), self.player.beside)

    def _speaking(self) -> Callable[[Wording], str]:
        """Give how words are said to them now, with the names they gave themselves and others."""
        text, language = self._voices.spoken.text, self.state.language
        known = {
            "child": self.player.child,
            "iro": self.player.iro,
            "authority": AUTHORITY,
            "childline": self._voices.childline,
            "decided": self.player.decided,
        }

        def speak(wording: Wording, names: Mapping[str, str] = known) -> str:
            return text(language, wording.english, wording.context, **names)

        until_then = {name: speak(each) for name, each in self.script.called.items()}
        names = {**until_then, **known, **called(self.script, self.state)}
        return lambda wording: speak(wording, names)

    def opening(self) -> str:
        """Give the head of a recording and the first thing said."""
        script, language = self.script, self.state.language
        head = HEAD.format(script=script.id, version=script.version, language=language)
        return head + told(self.screen, show(script, self.state))

    def understand(self, line: str) -> Heard:
        """Say what a line would do, and do nothing."""
        return understand(self.screen, line, f"turn {self._turns + 1}")

    def answered(self, heard: Heard) -> str:
        """Give a line as the recording holds it."""
        own = f"{self.player.name}:"
        return f"{own} {heard.words}\n\n" if heard.words else f"{own}\n\n"

    def take(self, heard: Heard) -> str:
        """Do what a line says, and give what comes back."""
        self._turns += 1
        if heard.note or heard.leaves:
            return f"{heard.note}\n\n" if heard.note else ""
        if heard.event is None:
            return f"{NOT_HERE}\n\n" + told(self.screen, show(self.script, self.state))
        event = events.from_json(events.to_json(heard.event), heard.event.message_id)
        before = self.state
        stepped = step_forward(self.script, before, event, self._voices.cues)
        self.state = State.from_json(stepped.turn.state.to_json())
        outputs = stepped.turn.outputs
        if isinstance(event, events.Resumed) and before.status == "paused":
            outputs = (Say("welcome_back"), *outputs)
        duty = ""
        if stepped.reasons:
            called = any(reason.level == "urgent" for reason in stepped.reasons)
            duty = ON_DUTY if called else IN_THE_LIST
        note = f"{NOT_HERE}\n\n" if self._idle(event, before, outputs) else ""
        return duty + note + told(self.screen, outputs)

    def _idle(self, event: events.Event, before: State, outputs: tuple[Output, ...]) -> bool:
        """Say whether nothing came of an event that was to do something."""
        asked_again = isinstance(event, events.AskedAgain | events.Resumed)
        shown = show(self.script, before)
        return not asked_again and self.state == before and outputs == shown


def run(script_id: str, language: str, record: Path | None, stdin: TextIO, stdout: TextIO) -> int:
    """Play the newest version of a script until its end, "leave" or the end of the input.

    Gives 2 where there is no such script or language, or the recording can't be written.
    """
    scripts = load_all()
    if script_id not in scripts.ids:
        stdout.write(f"There is no script {script_id!r}. There are: {', '.join(scripts.ids)}.\n")
        return 2
    try:
        spoken = translations.load((language,), include_drafts=True)
    except FileNotFoundError:
        stdout.write(f"There are no words for the language {language!r} yet.\n")
        return 2
    conversation = Conversation(scripts.newest(script_id), language, Voices(spoken))
    try:
        kept: TextIO = record.open("w", encoding="utf-8") if record else StringIO()
    except OSError as error:
        stdout.write(f"The recording can't be written to {record}: {error.strerror}.\n")
        return 2
    with kept:
        play(conversation, stdin, stdout, kept)
    return 0


def play(conversation: Conversation, stdin: TextIO, stdout: TextIO, kept: TextIO) -> None:
    """Go through a conversation line by line; ``kept`` is what is written as its recording."""
    opening, name = conversation.opening(), conversation.player.name
    kept.write(opening)
    stdout.write(HOW + opening)
    while True:
        stdout.write(f"{name}: ")
        stdout.flush()
        line = stdin.readline()
        if not line:
            break
        heard = conversation.understand(line.rstrip("\r\n"))
        says = conversation.take(heard)
        own = conversation.answered(heard)
        kept.write(own + says)
        typed = "" if stdin.isatty() else own.removeprefix(f"{name}:").lstrip(" ")
        stdout.write((typed or "\n") + says)
        if heard.leaves:
            break
    stdout.write("\n")
