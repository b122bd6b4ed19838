"""What Telegram would show of the same conversation: words, rows of buttons, and where it stops."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.consultations.rules import Desk, Names
from backend.people.rules import may_use
from bot.telegram import words
from bot.telegram.rendering import Voice, own_page, screen, speech
from bot.telegram.speech import Speech, split
from bot.tryout.turns import Turn
from dialogs.engine import advance
from dialogs.events import Picked
from dialogs.routing import place
from dialogs.script import Script, Wording
from dialogs.state import State

LINK = "an-example"
"""Stands for the secret part of a link: nothing is behind it."""


@dataclass(frozen=True)
class Messages:
    """What a chat shows now; ``then`` are the words it asks for once a choice is made.

    ``allowed`` says whether somebody of this age is asked there at all, ``private`` whether this
    screen is on their own page only.
    """

    allowed: bool
    private: bool
    now: tuple[Speech, ...]
    then: tuple[Speech, ...] = ()


def messages(
    desk: Desk, script: Script, turn: Turn, names: Names, *, age: int, from_age: int, today: date
) -> Messages:
    """Give what Telegram would show; ``from_age`` is what the authority set, in years."""
    voice = _voice(desk, turn.state.language, names)
    role = "child" if script.audience == "child" else script.id
    if not may_use("telegram", role, date(today.year - age, 1, 1), from_age, today):
        told = "\n\n".join((voice.say(words.TOO_YOUNG), own_page(voice)))
        return Messages(allowed=False, private=False, now=(Speech(told),))
    shown = screen(script, turn.state, voice)
    now = tuple(split(speech(script, turn.outputs, shown, voice)))
    return Messages(True, _is_private(script, turn.state), now, _then(script, turn.state, voice))


def _is_private(script: Script, state: State) -> bool:
    here = place(script, state)
    step = script.step(here.step)
    if state.status != "open":
        return False
    return here.stage != "step" or (step is not None and step.private)


def _then(script: Script, state: State, voice: Voice) -> tuple[Speech, ...]:
    """Give what is asked after the choice: a page asks for both at once, a chat one by one."""
    here = place(script, state)
    step = script.step(here.step)
    if state.status != "open" or step is None or step.private or here.part != "choice":
        return ()
    for choice in step.choices:
        picked = advance(script, state, Picked("", step.id, (choice.code,))).state
        if place(script, picked).spot == f"{step.id}.words":
            return tuple(split(speech(script, (), screen(script, picked, voice), voice)))
    return ()


def _voice(desk: Desk, language: str, names: Names) -> Voice:
    def speak(wording: Wording) -> str:
        return desk.speak(wording, language, names)

    def say(msgid: str, **values: Any) -> str:
        return desk.translations.text(language, msgid, childline=desk.childline, **values)

    return Voice(speak, say, f"{desk.public_url}/c/{LINK}")
