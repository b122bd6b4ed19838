"""The conversation of a try-out, which travels in the page itself because nothing is kept of it.

Whoever signs in could write anything into that field. It is shown back to them and to nobody
else, so it has to be whole, not true: of the right shape, for this script, and small enough.
"""

from collections.abc import Collection
from typing import get_args
from urllib.parse import quote_plus

from dialogs.drawing import is_drawing
from dialogs.routing import is_scope
from dialogs.script import Script
from dialogs.state import Answer, Stage, State, Status

LARGEST = 128 * 1024
"""Bytes as a form sends it: half of what any page of ours may send, so an answer fits beside it."""


def fits(state: State) -> bool:
    """Say whether a page can carry this state and send it back."""
    return len(quote_plus(state.to_json(), errors="replace")) <= LARGEST


def read(text: str, script: Script, languages: Collection[str]) -> State | None:
    """Give the state that a page carried, or None where it is broken, too large or foreign."""
    if len(text) > LARGEST:
        return None
    try:
        state = State.from_json(text)
        return state if _is_whole(state, script, languages) else None
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return None


def _is_whole(state: State, script: Script, languages: Collection[str]) -> bool:
    """Say whether everything in it is of its kind; what is of no kind at all raises."""
    begun_here = (state.script, state.version, state.digest, state.seen)
    return (
        begun_here == (script.id, script.version, script.digest, 0)
        and state.language in languages
        and state.status in get_args(Status)
        and state.stage in get_args(Stage)
        and isinstance(state.at, str)
        and len(state.by_step) == len(state.answers)
        and all(_is_answer(each, script) for each in state.answers)
        and all(script.topic(topic) and is_scope(scope) for topic, scope in state.sharing)
        and bool(state.to_json().encode())
    )


def _is_answer(answer: Answer, script: Script) -> bool:
    marks = (answer.skipped, answer.declined, answer.again, answer.taken_back)
    return (
        script.step(answer.step) is not None
        and all(isinstance(code, str) for code in answer.choices)
        and isinstance(answer.words, str | None)
        and all(isinstance(mark, bool) for mark in marks)
        and (answer.drawing == "" or is_drawing(answer.drawing))
        and (answer.version, answer.gone) == (0, False)
    )
