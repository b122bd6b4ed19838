"""YAML to Script: the only module that opens a file. Parse, then trust; all errors at once."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from dialogs.checks import Problem, as_text, check
from dialogs.parsing import Parser, parse_questions
from dialogs.questions import QuestionTable
from dialogs.screening import CueTable, compile_table
from dialogs.script import Script, Scripts, Wording
from dialogs.wordlists import WordLists, parse_wording

HERE = Path(__file__).parent
SCRIPTS = HERE / "scripts"


class ScriptError(Exception):
    """A script that can't be used; ``problems`` holds every reason, with file and line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(as_text(problems))
        self.problems = problems


def load_questions(path: Path = HERE / "questions.yaml") -> QuestionTable:
    """Read the shared table of topics, Schedule 7 matters, scales and questions."""
    return parse_questions(_yaml(path))


def load_cues(folder: Path = HERE / "screening") -> Mapping[str, CueTable]:
    """Read every language's table of cues, by language."""
    tables = {}
    for path in sorted(folder.glob("*.yaml")):
        raw = _yaml(path)
        tables[path.stem] = compile_table(path.stem, bool(raw["draft"]), raw["cues"])
    return tables


def load_all(folder: Path = SCRIPTS) -> Scripts:
    """Read every version of every script in a folder.

    Raises ScriptError with the problems of all of them.
    """
    versions: dict[tuple[str, int], Script] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*/*.yaml")):
        if path.parent.name == "universal":
            continue
        try:
            script = load(path)
            versions[script.id, script.version] = script
        except ScriptError as error:
            problems.extend(error.problems)
    if problems:
        raise ScriptError(tuple(problems))
    return Scripts(versions)


def load_wording(path: Path = HERE / "wording.yaml") -> WordLists:
    """Read the lists of words that scripts should not use, or have to."""
    try:
        return parse_wording(_yaml(path))
    except ValueError as error:
        raise _unreadable(path, str(error)) from None


def check_all(paths: Sequence[Path] = ()) -> tuple[Problem, ...]:
    """Give everything that is wrong with these script files, or with all there are."""
    questions = load_questions()
    found: list[Problem] = []
    every = paths or sorted(each for each in SCRIPTS.glob("*/*.yaml") if each.stem.isdigit())
    for path in every:
        try:
            found.extend(check(load(path), questions, str(path)))
        except ScriptError as error:
            found.extend(error.problems)
    return tuple(found)


def load(path: Path) -> Script:
    """Read one script. Raises ScriptError with everything that is wrong with its shape."""
    raw = _yaml(path)
    if not isinstance(raw, Mapping):
        raise _unreadable(path, "the file holds no keys")
    parser = Parser(path, hashlib.sha256(path.read_bytes()).hexdigest(), universal)
    script = parser.script(raw)
    if parser.problems:
        raise ScriptError(tuple(parser.problems))
    return script


def _yaml(path: Path) -> Any:
    try:
        return YAML(typ="rt").load(path.read_text("utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _unreadable(path, str(error.problem), line) from None
    except OSError as error:
        raise _unreadable(path, str(error.strerror)) from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error).splitlines()[0]) from None


def _unreadable(path: Path, message: str, line: int = 1) -> ScriptError:
    return ScriptError((Problem("error", "yaml", message, str(path), line),))


def universal(name: str) -> Mapping[str, Wording]:
    """Read the words that scripts of some levels share: moves, help, stopping, sending."""
    raw = _yaml(SCRIPTS / "universal" / f"{name}.yaml")
    return {str(key): Wording(f"{name}.{key}", str(text).strip()) for key, text in raw.items()}
