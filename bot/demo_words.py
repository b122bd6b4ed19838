"""Reads what the made-up people said, beside this file, in words that anybody can change."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.demo_answers import Answered

HERE = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True)
class Words:
    """``last_times`` are by child, ``fullest`` by role; ``shared`` says who may see a topic."""

    all_answered: str
    shared: Mapping[str, str]
    last_times: Mapping[str, Mapping[str, Answered]]
    fullest: Mapping[str, Mapping[str, Answered]]


def words(path: Path = HERE) -> Words:
    """Read the file."""
    raw = YAML(typ="safe").load(path)
    said = {part: _answers(raw[part]) for part in ("last_times", "fullest")}
    return Words(raw["all_answered"], raw["shared"], said["last_times"], said["fullest"])


def _answers(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Answered]]:
    return {
        who: {step: (tuple(codes), text) for step, (codes, text) in said.items()}
        for who, said in raw.items()
    }
