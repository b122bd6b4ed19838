"""YAML to Script: the only module that opens a file. Parse, then trust; all errors at once."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

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
    script = reader.script(_yaml(path))
    if reader.problems:
        raise ScriptError(tuple(reader.problems))
    return script


def _yaml(path: Path) -> Any:
    try:
        return YAML(typ="rt").load(path.read_text("utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = Problem("error", "yaml", str(error.problem), str(path), line)
        raise ScriptError((problem,)) from None


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
        if audience not in {"child", "adult"}:
            self._wrong(raw, "audience", f"audience {audience!r} is neither child nor adult")
            audience = "adult"
        for name, choices in (raw.get("scales") or {}).items():
            self.scales[name] = tuple(self._choices(choices, f"scale.{name}"))
        topics = tuple(self._topic(node) for node in raw.get("topics") or ())
        return Script(
            id=self.id,
            version=int(raw.get("version", 0)),
            digest=hashlib.sha256(self.path.read_bytes()).hexdigest(),
            audience=audience,
            ages=cast(tuple[int, int], tuple(raw.get("ages", (0, 120)))),
            topics=topics,
            words=universal(audience),
            lines=self.lines,
        )

    def _topic(self, raw: Any) -> Topic:
        self._keys(raw, {"topic", "name", "picture", "steps", "shared"})
        name = str(raw.get("topic"))
        steps = tuple(self._step(node, name) for node in raw.get("steps") or ())
        words = self._wording(f"topic.{name}", raw, "name")
        return Topic(name, words, str(raw.get("picture", "")), steps, raw.get("shared", True))

    def _step(self, raw: Any, topic: str) -> Step:
        self._keys(raw, _STEP_KEYS)
        name = str(raw.get("step"))
        if name in self.lines:
            self._wrong(raw, "same-step", f"two steps are called {name!r}")
        self.lines[name] = raw.lc.line + 1
        kind = raw.get("kind")
        if kind not in {"tell", "one", "several", "words"}:
            self._wrong(raw, "kind", f"{name}: no kind {kind!r}")
        scale = raw.get("scale")
        if scale and scale not in self.scales:
            self._wrong(raw, "scale", f"{name}: no scale {scale!r} in this file")
        own = tuple(self._choices(raw.get("choices") or (), name))
        return Step(
            id=name,
            topic=topic,
            kind=cast(Kind, kind),
            ask=self._wording(f"{name}.ask", raw, "ask"),
            question=str(raw.get("question", "")),
            body=tuple(self._body(name, raw.get("body") or ())),
            choices=(*self.scales.get(scale, ()), *own),
            more=self._wording(f"{name}.more", raw, "more") if "more" in raw else None,
            gloss=self._wording(f"{name}.gloss", raw, "gloss") if "gloss" in raw else None,
            sensitive=bool(raw.get("sensitive", False)),
            when=self._when(raw.get("when")),
        )

    def _when(self, raw: Any) -> When | None:
        if raw is None:
            return None
        self._keys(raw, {"step", "any_of"})
        return When(str(raw.get("step")), frozenset(map(str, raw.get("any_of") or ())))

    def _body(self, name: str, texts: Any) -> Iterator[Wording]:
        for number, text in enumerate(texts, start=1):
            yield Wording(f"{self.id}.{name}.body{number}", str(text).strip())

    def _choices(self, nodes: Any, place: str) -> Iterator[Choice]:
        for raw in nodes:
            self._keys(raw, _CHOICE_KEYS)
            code = str(raw.get("code"))
            yield Choice(
                code,
                self._wording(f"{place}.{code}", raw, "label"),
                str(raw.get("picture", "")),
                bool(raw.get("raises", False)),
                bool(raw.get("alone", False)),
            )

    def _wording(self, part: str, raw: Any, key: str) -> Wording:
        text = raw.get(key)
        if not isinstance(text, str) or not text.strip():
            self._wrong(raw, "no-words", f"{part}: {key!r} holds no words")
            text = ""
        return Wording(f"{self.id}.{part}", text.strip())

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
