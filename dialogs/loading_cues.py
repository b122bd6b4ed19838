"""The tables of cues as they lie in ``screening/``: one file a language, or several in a folder."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from dialogs.cues import CueError, CueTable, compile_table

CUES = Path(__file__).parent / "screening"


def languages(folder: Path = CUES) -> tuple[str, ...]:
    """Give every language there is a table of."""
    found = (path for path in folder.iterdir() if path.is_dir() or path.suffix == ".yaml")
    return tuple(sorted(path.stem for path in found if not path.name.startswith((".", "_"))))


@cache
def load_cues(folder: Path = CUES) -> Mapping[str, CueTable]:
    """Read every language's table of cues, by language: once a process. Raises CueError."""
    return {language: load_table(language, folder) for language in languages(folder)}


def load_table(language: str, folder: Path = CUES) -> CueTable:
    """Read one language's table. Raises CueError where it cannot be read as one."""
    real = folder / language / "real_words.txt"
    words = real.read_text("utf-8").splitlines() if real.exists() else ()
    return compile_table(language, load_raw(language, folder), frozenset(words))


def load_raw(language: str, folder: Path = CUES) -> Mapping[str, object]:
    """Read one language's table as it is written. Raises CueError."""
    several = folder / language
    parts = sorted(several.glob("*.yaml")) if several.is_dir() else [folder / f"{language}.yaml"]
    return joined([_yaml(part) for part in parts])


def joined(parts: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Make one raw table of the files it is written in: lists and names add up, words too."""
    whole: dict[str, object] = {}
    for part in parts:
        for name, value in part.items():
            before = whole.get(name)
            if before is None:
                whole[name] = value
            elif isinstance(before, Mapping) and isinstance(value, Mapping):
                if twice := before.keys() & value.keys():
                    raise CueError(f"{name}: {', '.join(sorted(twice))} is in two files")
                whole[name] = {**before, **value}
            elif isinstance(before, list) and isinstance(value, list):
                whole[name] = [*before, *value]
            elif isinstance(before, str) and isinstance(value, str):
                whole[name] = f"{before} {value}"
            else:
                raise CueError(f"{name} stands in two files, and cannot be joined")
    return whole


def _yaml(path: Path) -> Any:
    try:
        return YAML(typ="safe").load(path.read_text("utf-8")) or {}
    except (OSError, YAMLError, UnicodeDecodeError) as error:
        raise CueError(f"{path.name}: {error}") from None
