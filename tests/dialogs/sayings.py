"""What the made-up people answer, screen by screen: ``transcripts/<script>/sayings.yaml``.

A person is a mapping from a step, or one of the last pages, to what they do there: one line, or
several, in order. Where something is picked a line may be codes (``alone + place``); elsewhere it
is what they type. ``change``, ``take back`` and who may see what name steps and topics. What is
not in it they skip; ``like`` takes the rest from another person, as far as it comes to that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent / "transcripts"


@dataclass(frozen=True)
class Person:
    """One who answers: what they do at each screen, and at which of them it has to come to that."""

    lines: Mapping[str, tuple[str, ...]]
    own: frozenset[str]


@cache
def people(script_id: str) -> Mapping[str, Person]:
    """Give everybody who answers a script, by the name of their transcript."""
    raw = YAML(typ="safe", pure=True).load((FOLDER / script_id / "sayings.yaml").read_text("utf-8"))
    return {name: _person(raw, held) for name, held in raw.items()}


def _person(raw: Mapping[str, dict[str, object]], held: dict[str, object]) -> Person:
    own = {name: _lines(said) for name, said in held.items() if name != "like"}
    like = raw.get(str(held.get("like")))
    return Person({**(_person(raw, like).lines if like else {}), **own}, frozenset(own))


def _lines(said: object) -> tuple[str, ...]:
    return tuple(map(str, said)) if isinstance(said, list) else (str(said),)
