"""The public face of the stages: ours, or the authority's own where it has a file of them."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.stages.rules import STAGE_NAMES, Stage, Terms, wrong_terms

STAGES = Path(__file__).parent / "stages.toml"
OWN = "challenges.toml"


def terms(data: Path | None = None) -> Terms:
    """Read the stages; ``data`` is the data folder, whose own file takes the place of ours.

    Raises ValueError for a file that cannot be used.
    """
    own = data / OWN if data else None
    path = own if own and own.exists() else STAGES
    try:
        found = _terms(tomllib.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # Not its words: only which file, and of what kind the mistake is.
        raise ValueError(f"{path.name} cannot be read ({type(error).__name__})") from None
    if wrong := wrong_terms(found):
        raise ValueError(f"{path.name} cannot be used: {wrong}")
    return found


def _terms(raw: Mapping[str, Any]) -> Terms:
    formal = raw["formal"]
    return Terms(
        stages=tuple(_stage(each) for each in raw["stages"]),
        formal_days=int(formal["working_days"]),
        source=str(formal.get("source", "")),
        checked_on=formal.get("checked_on"),
    )


def _stage(raw: Mapping[str, Any]) -> Stage:
    code = str(raw["code"])[:24]
    name = str(raw.get("name", STAGE_NAMES.get(code, "")))
    return Stage(code, name, int(raw["working_days"]), bool(raw["formal"]))
