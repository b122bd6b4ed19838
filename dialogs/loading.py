"""YAML to Script: the only module that opens a file. Parse, then trust; all errors at once."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from dialogs.checks import Problem, as_text, check
from dialogs.questions import Question, QuestionTable
from dialogs.screening import CueTable, compile_table
from dialogs.script import Choice, Kind, Script, Scripts, Step, Topic, When, Wording

HERE = Path(__file__).parent
SCRIPTS = HERE / "scripts"

_STEP_KEYS = {
    "step", "kind", "question", "ask", "body", "scale", "choices",
    "more", "gloss", "sensitive", "when",
}  # fmt: skip
_CHOICE_KEYS = {"code", "label", "picture", "raises", "alone"}


class ScriptError(Exception):
    """A script that can't be used; ``problems`` holds every reason, with file and line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(as_text(problems))
        self.problems = problems


def load_questions(path: Path = HERE / "questions.yaml") -> QuestionTable:
    """Read the shared table of topics, Schedule 7 matters, scales and questions."""
    raw = _yaml(path)
    questions = {}
    for name, entry in raw["questions"].items():
        questions[str(name)] = Question(
            str(name),
            str(entry["topic"]),
            tuple(str(matter) for matter in entry.get("matters", ())),
            str(entry.get("scale", "")),
            tuple(str(code) for code in entry.get("besides", ())),
            str(entry.get("use", "topic")),
        )
    scales = {str(name): tuple(map(str, codes)) for name, codes in raw["scales"].items()}
    topics = {str(name): str(text) for name, text in raw["topics"].items()}
    matters = {str(name): str(text) for name, text in raw["matters"].items()}
    return QuestionTable(topics, matters, scales, questions)


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
    reader = _Reader(path)
    raw = _yaml(path)
    if not isinstance(raw, Mapping):
        raise _unreadable(path, "the file holds no keys")
    script = reader.script(raw)
    if reader.problems:
        raise ScriptError(tuple(reader.problems))
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


class _Reader:
    """Walks one file's nodes, collecting problems instead of stopping at the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}
        self.id = path.parent.name
        self.scales: dict[str, tuple[Choice, ...]] = {}

    def script(self, raw: Any) -> Script:
        self._keys(raw, {"script", "version", "audience", "ages", "scales", "topics"})
        if raw.get("script") != self.id:
            self._wrong(raw, "name", f"the file says {raw.get('script')!r}, its folder {self.id!r}")
        audience = raw.get("audience")
        if audience not in ("child", "adult"):
            self._wrong(raw, "audience", f"audience {audience!r} is neither child nor adult")
            audience = "adult"
        scales = raw.get("scales") or {}
        for name in scales if isinstance(scales, Mapping) else ():
            self.scales[name] = tuple(self._choices(scales, name, f"scale.{name}"))
        topics = tuple(self._topic(node) for node in self._nodes(raw, "topics"))
        return Script(
            id=self.id,
            version=self._version(raw),
            digest=hashlib.sha256(self.path.read_bytes()).hexdigest(),
            audience=audience,
            ages=self._ages(raw),
            topics=topics,
            words=universal(audience),
            lines=self.lines,
        )

    def _version(self, raw: Any) -> int:
        version = raw.get("version")
        if str(version) != self.path.stem or not isinstance(version, int):
            self._wrong(raw, "version", f"the file says {version!r}, its name {self.path.stem!r}")
            return 0
        return version

    def _ages(self, raw: Any) -> tuple[int, int]:
        ages = self._list(raw, "ages")
        if len(ages) != 2 or not all(isinstance(age, int) for age in ages):
            self._wrong(raw, "ages", "'ages' is not two numbers: the youngest and the oldest")
            return (0, 120)
        return ages[0], ages[1]

    def _topic(self, raw: Any) -> Topic:
        self._keys(raw, {"topic", "name", "picture", "steps", "shared"})
        name = str(raw.get("topic"))
        steps = tuple(self._step(node, name) for node in self._nodes(raw, "steps"))
        words = self._wording(f"topic.{name}", raw, "name")
        shared = self._flag(raw, "shared", default=True)
        return Topic(name, words, str(raw.get("picture", "")), steps, shared)

    def _step(self, raw: Any, topic: str) -> Step:
        self._keys(raw, _STEP_KEYS)
        name = str(raw.get("step"))
        if name in self.lines:
            self._wrong(raw, "same-step", f"two steps are called {name!r}")
        self.lines[name] = raw.lc.line + 1
        kind = raw.get("kind")
        if kind not in ("tell", "one", "several", "words"):
            self._wrong(raw, "kind", f"{name}: no kind {kind!r}")
        scale = str(raw.get("scale", ""))
        if scale and scale not in self.scales:
            self._wrong(raw, "scale", f"{name}: no scale {scale!r} in this file")
        own = tuple(self._choices(raw, "choices", name))
        return Step(
            id=name,
            topic=topic,
            kind=cast(Kind, kind),
            ask=self._wording(f"{name}.ask", raw, "ask"),
            question=str(raw.get("question", "")),
            body=tuple(self._body(name, raw)),
            choices=(*self.scales.get(scale, ()), *own),
            more=self._wording(f"{name}.more", raw, "more") if "more" in raw else None,
            gloss=self._wording(f"{name}.gloss", raw, "gloss") if "gloss" in raw else None,
            sensitive=self._flag(raw, "sensitive"),
            when=self._when(raw),
        )

    def _when(self, step: Any) -> When | None:
        if "when" not in step:
            return None
        raw = step["when"]
        if not isinstance(raw, Mapping):
            self._wrong(step, "shape", "'when' holds no keys")
            return None
        self._keys(raw, {"step", "any_of"})
        return When(str(raw.get("step")), frozenset(map(str, self._list(raw, "any_of"))))

    def _body(self, name: str, step: Any) -> Iterator[Wording]:
        for number, text in enumerate(self._list(step, "body"), start=1):
            yield Wording(f"{self.id}.{name}.body{number}", str(text).strip())

    def _choices(self, parent: Any, key: str, place: str) -> Iterator[Choice]:
        for raw in self._nodes(parent, key):
            self._keys(raw, _CHOICE_KEYS)
            code = str(raw.get("code"))
            yield Choice(
                code,
                self._wording(f"{place}.{code}", raw, "label"),
                str(raw.get("picture", "")),
                self._flag(raw, "raises"),
                self._flag(raw, "alone"),
            )

    def _wording(self, part: str, raw: Any, key: str) -> Wording:
        text = raw.get(key)
        if not isinstance(text, str) or not text.strip():
            self._wrong(raw, "no-words", f"{part}: {key!r} holds no words")
            text = ""
        return Wording(f"{self.id}.{part}", text.strip())

    def _flag(self, raw: Any, key: str, default: bool = False) -> bool:
        """Read true or false; "no" is a word here, and words count as true in Python."""
        found = raw.get(key, default)
        if not isinstance(found, bool):
            self._wrong(raw, "flag", f"{key!r} is neither true nor false")
        return found is True

    def _list(self, raw: Any, key: str) -> Sequence[Any]:
        found = raw.get(key)
        if found is not None and not isinstance(found, list):
            self._wrong(raw, "shape", f"{key!r} is not a list")
            return ()
        return found or ()

    def _nodes(self, raw: Any, key: str) -> Iterator[Any]:
        """Give what has keys in a list; all else in it is a problem."""
        for node in self._list(raw, key):
            if isinstance(node, Mapping):
                yield node
            else:
                self._wrong(raw, "shape", f"{key!r} lists {node!r}, which holds no keys")

    def _keys(self, raw: Any, known: set[str]) -> None:
        for key in raw:
            if key not in known:
                self._wrong(raw, "unknown-key", f"unknown key {key!r}")

    def _wrong(self, raw: Any, rule: str, message: str) -> None:
        line = raw.lc.line + 1 if hasattr(raw, "lc") else 1
        self.problems.append(Problem("error", rule, message, str(self.path), line))


def universal(audience: str) -> Mapping[str, Wording]:
    """Read the words every script of an audience shares: moves, help, stopping, sending."""
    raw = _yaml(SCRIPTS / "universal" / f"{audience}.yaml")
    return {str(key): Wording(f"{audience}.{key}", str(text).strip()) for key, text in raw.items()}
