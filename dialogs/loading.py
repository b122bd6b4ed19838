"""YAML to Script: no other part of a script opens a file. Parse, then trust; all errors at once."""

import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from dialogs.checks import Problem, Source, check_script, check_set, check_shared
from dialogs.checks_formats import as_text
from dialogs.checks_rules import Standards
from dialogs.parsing import Parser, line_of, parse_questions
from dialogs.questions import QuestionTable
from dialogs.releasing import Releases, changed, parse_releases, reused
from dialogs.releasing import as_text as releases_as_text
from dialogs.script import Script, Scripts, Wording
from dialogs.wordlists import WordLists, parse_wording

HERE = Path(__file__).parent
SCRIPTS = HERE / "scripts"
RELEASED = "released.yaml"
SHARED = "universal"


class ScriptError(Exception):
    """A script that can't be used; ``problems`` holds every reason, with file and line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(as_text(problems))
        self.problems = problems


def load_questions(path: Path = HERE / "questions.yaml") -> QuestionTable:
    """Read the shared table of topics, Schedule 7 matters, scales and questions."""
    return parse_questions(_yaml(path))


def load_pictures(path: Path = HERE / "pictures.yaml") -> Mapping[str, str]:
    """Read what each picture shows, in English, by its name: for those who can't see it."""
    return {str(name): str(entry["shows"]) for name, entry in _yaml(path).items()}


def load_all(folder: Path = SCRIPTS) -> Scripts:
    """Read every version of every script in a folder.

    Raises ScriptError with the problems of all of them.
    """
    versions, problems = _Versions(folder), list[Problem]()
    released: Releases = {}
    for path in _files(folder):
        try:
            script = load(path)
            versions[script.id, script.version] = script
        except ScriptError as error:
            problems.extend(error.problems)
    try:
        released = load_releases(folder)
    except ScriptError as error:
        problems.extend(error.problems)
    if problems:
        raise ScriptError(tuple(problems))
    return Scripts(versions, {version: each.day for version, each in released.items()})


class _Versions(dict[tuple[str, int], Script]):
    """The versions in a folder; one that is put there later is read when it is first asked for.

    A command beside a server that is running may have brought people to it.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, version: tuple[str, int]) -> Script:
        path = self._folder / version[0] / f"{version[1]}.yaml"
        if not path.is_file():
            raise KeyError(version)
        self[version] = load(path)
        return self[version]


def load_releases(folder: Path = SCRIPTS) -> Releases:
    """Read the list of released versions; where there is none, nothing is released."""
    path = folder / RELEASED
    if not path.exists():
        return {}
    releases, problems = parse_releases(_yaml(path), str(path))
    if problems:
        raise ScriptError(problems)
    return releases


def write_releases(releases: Releases, folder: Path = SCRIPTS) -> None:
    """Write the list of released versions, all of it or nothing."""
    path = folder / RELEASED
    written = path.with_suffix(".new")
    written.write_text(releases_as_text(releases), "utf-8")
    written.replace(path)


def digests(folder: Path = SCRIPTS) -> Mapping[tuple[str, int], str]:
    """Give the SHA-256 of each script's file in hex, whatever is in it."""
    return {
        (path.parent.name, int(path.stem)): _digest(path)
        for path in _files(folder)
        if path.stem.isascii() and path.stem.isdigit()
    }


def _files(folder: Path) -> list[Path]:
    every = sorted(folder.glob("*/*.yaml"))
    return [path for path in every if path.parent.name != SHARED]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load_wording(path: Path = HERE / "wording.yaml") -> WordLists:
    """Read the lists of words that scripts should not use, or have to."""
    try:
        return parse_wording(_yaml(path))
    except ValueError as error:
        raise _unreadable(path, str(error)) from None


def load_standards() -> Standards:
    """Read all that scripts are held against."""
    pictures = frozenset(map(str, _yaml(HERE / "pictures.yaml")))
    return Standards(load_questions(), load_wording(), pictures)


def check_all(
    paths: Sequence[Path] = (), standards: Standards | None = None
) -> tuple[Problem, ...]:
    """Give everything that is wrong with these files, or with all there are.

    A folder that holds folders of scripts is looked at as a set: the newest of each, since a
    released one does not change. In any other folder it is each file.
    """
    against = standards or load_standards()
    found: list[Problem] = []
    for path in paths or (SCRIPTS,):
        found.extend(_check_folder(path, against) if path.is_dir() else _check_file(path, against))
    return tuple(found)


def _check_folder(folder: Path, standards: Standards) -> tuple[Problem, ...]:
    if any(folder.glob("*/*.yaml")):
        return _check_set(folder, standards)
    files = sorted(folder.glob("*.yaml"))
    if not files:
        return _unreadable(folder, "there are no scripts in this folder").problems
    return tuple(problem for file in files for problem in _check_file(file, standards))


def _check_file(path: Path, standards: Standards) -> tuple[Problem, ...]:
    try:
        if path.parent.name == SHARED:
            words, lines = _shared(path)
            return check_shared(words, _shared_keys(), _source(path, lines), standards)
        script = load(path)
        return check_script(script, _source(path, script.lines), standards)
    except ScriptError as error:
        return error.problems


def _check_set(folder: Path, standards: Standards) -> tuple[Problem, ...]:
    found: list[Problem] = [*_check_versions(folder)]
    scripts: dict[str, tuple[Script, Source]] = {}
    for path in sorted(folder.glob("*/*.yaml")):
        if path.parent.name == SHARED:
            found.extend(_check_file(path, standards))
            continue
        try:
            script = load(path)
        except ScriptError as error:
            found.extend(error.problems)
            continue
        if script.id not in scripts or scripts[script.id][0].version < script.version:
            scripts[script.id] = (script, _source(path, script.lines))
    return (*found, *check_set(tuple(scripts.values()), standards))


def _check_versions(folder: Path) -> Iterator[Problem]:
    """Say what became of released versions, and which names newer ones use for something else."""
    try:
        yield from changed(load_releases(folder), digests(folder), str(folder))
    except ScriptError as error:
        yield from error.problems
    for script, number in Counter(path.parent for path in _files(folder)).items():
        # What can't be read is told where each file is looked at.
        with contextlib.suppress(ScriptError):
            versions = [load(path) for path in script.glob("*.yaml")] if number > 1 else []
            newest = max((each.version for each in versions), default=0)
            yield from reused(versions, str(script / f"{newest}.yaml")) if versions else ()


def _source(path: Path, lines: Mapping[str, int]) -> Source:
    return Source(str(path), path.read_text("utf-8"), lines)


def load(path: Path) -> Script:
    """Read one script. Raises ScriptError with everything that is wrong with its shape."""
    raw = _yaml(path)
    if not isinstance(raw, Mapping):
        raise _unreadable(path, "the file holds no keys")
    parser = Parser(path, _digest(path), universal)
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
    return _shared(SCRIPTS / SHARED / f"{name}.yaml")[0]


def _shared(path: Path) -> tuple[Mapping[str, Wording], Mapping[str, int]]:
    """Read shared words, and the line of each by its context."""
    raw = _yaml(path)
    if not isinstance(raw, Mapping):
        raise _unreadable(path, "the file holds no keys")
    contexts = {str(key): f"{path.stem}.{key}" for key in raw}
    words = {key: Wording(contexts[key], str(raw[key]).strip()) for key in contexts}
    return words, {contexts[key]: line_of(raw, key) for key in contexts}


def _shared_keys() -> frozenset[str]:
    """Give the names of the words that more than one file of shared words has: all need them."""
    files = (SCRIPTS / SHARED).glob("*.yaml")
    times = Counter(key for path in files for key in universal(path.stem))
    return frozenset(key for key, count in times.items() if count > 1)
