"""The nodes of a YAML file to a Script: parse, then trust; all errors at once. Opens no file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, cast, get_args

from dialogs.checks import Problem
from dialogs.levels import LEVELS
from dialogs.questions import Matter, Question, QuestionTable
from dialogs.script import ADDED, Choice, Kind, Purpose, Script, Step, Topic, When, Wording

Universal = Callable[[str], Mapping[str, Wording]]

_SCRIPT_KEYS = {
    "script", "version", "audience", "level", "ages", "by_choice", "purpose", "words", "called",
    "scales", "topics",
}  # fmt: skip
_TOPIC_KEYS = {"topic", "name", "picture", "steps", "shared", "when", "level"}
_STEP_KEYS = {
    "step", "kind", "question", "ask", "body", "scale", "choices",
    "more", "gloss", "sensitive", "when", "names",
}  # fmt: skip
_CHOICE_KEYS = {"code", "label", "picture", "raises", "alone", "ends"}


def parse_questions(raw: Any) -> QuestionTable:
    """Give the shared table of topics, Schedule 7 matters, scales and questions."""
    questions = {}
    for name, entry in raw["questions"].items():
        questions[str(name)] = Question(
            str(name),
            str(entry["topic"]),
            tuple(str(matter) for matter in entry.get("matters", ())),
            str(entry.get("scale", "")),
            tuple(str(code) for code in entry.get("besides", ())),
            str(entry.get("use", "topic")),
            bool(entry.get("wish", False)),
        )
    scales = {str(name): tuple(map(_place, places)) for name, places in raw["scales"].items()}
    topics = {str(name): str(text) for name, text in raw["topics"].items()}
    matters = {str(name): _matter(entry) for name, entry in raw["matters"].items()}
    return QuestionTable(topics, matters, scales, questions)


def _place(codes: Any) -> tuple[str, ...]:
    return tuple(map(str, codes)) if isinstance(codes, list) else (str(codes),)


def _matter(entry: Any) -> Matter:
    if isinstance(entry, Mapping):
        return Matter(str(entry["text"]), int(entry["from_age"]))
    return Matter(str(entry))


def line_of(raw: Any, key: str | int | None = None) -> int:
    """Give the line in its file, from 1, of something that has keys, or of one key or item."""
    if not hasattr(raw, "lc"):
        return 1
    places = raw.lc.data or {}
    return int(places[key][0] if key in places else raw.lc.line) + 1


class Parser:
    """Walks one file's nodes, collecting problems instead of stopping at the first.

    ``digest`` is that of the file; ``universal`` gives the words that scripts share, by name.
    """

    def __init__(self, path: Path, digest: str, universal: Universal) -> None:
        self.path = path
        self.digest = digest
        self.universal = universal
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}
        self.id = path.parent.name
        self.scales: dict[str, tuple[Choice, ...]] = {}

    def script(self, raw: Any) -> Script:
        """Give the script of a whole file; what is wrong with it is in ``problems``."""
        self._keys(raw, _SCRIPT_KEYS)
        self.lines[""] = line_of(raw, "script")
        if raw.get("script") != self.id:
            self._wrong(raw, "name", f"the file says {raw.get('script')!r}, its folder {self.id!r}")
        audience = self._one_of(raw, "audience", ("child", "adult"))
        self.level = self._one_of(raw, "level", tuple(LEVELS))
        words = self.universal(LEVELS[self.level].words)
        scales = raw.get("scales") or {}
        for name in scales if isinstance(scales, Mapping) else ():
            self.scales[name] = tuple(self._choices(scales, name, f"scale.{name}"))
        topics = tuple(self._topic(node) for node in self._nodes(raw, "topics"))
        return Script(
            id=self.id,
            version=self._version(raw),
            digest=self.digest,
            audience=cast(Any, audience),
            level=self.level,
            ages=self._ages(raw),
            topics=topics,
            words={**words, **self._words(raw, "words")},
            added=Step(ADDED, ADDED, "words", words["added_ask"], "agenda.added", level=self.level),
            purpose=cast(Any, self._one_of(raw, "purpose", get_args(Purpose), "review")),
            by_choice=self._flag(raw, "by_choice"),
            called=self._words(raw, "called"),
            lines=self.lines,
        )

    def _one_of(self, raw: Any, key: str, offered: tuple[str, ...], default: str = "") -> str:
        """Read one of some words; without a default the file has to say which."""
        found = raw.get(key, default)
        if found in offered:
            return str(found)
        self._wrong(raw, key, f"{key} {found!r} is none of {', '.join(offered)}")
        return offered[-1]

    def _words(self, raw: Any, key: str) -> dict[str, Wording]:
        """Read words by name: our own universal ones, or what stands for a name."""
        found = raw.get(key) or {}
        if not isinstance(found, Mapping):
            self._wrong(raw, "shape", f"{key!r} holds no keys")
            return {}
        return {str(name): self._wording(f"{key}.{name}", found, str(name)) for name in found}

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
        self._keys(raw, _TOPIC_KEYS)
        name = str(raw.get("topic"))
        when = self._when(raw)
        level = self._one_of(raw, "level", tuple(LEVELS), self.level)
        made = [self._step(node, name) for node in self._nodes(raw, "steps")]
        steps = tuple(replace(each, when=(*when, *each.when), level=level) for each in made)
        for step, each in product(steps, when):
            self.lines.setdefault(f"{step.id}.when.{each.step}", line_of(raw, "when"))
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
        if kind not in get_args(Kind):
            self._wrong(raw, "kind", f"{name}: no kind {kind!r}")
        scale = str(raw.get("scale", ""))
        if scale and scale not in self.scales:
            self._wrong(raw, "scale", f"{name}: no scale {scale!r} in this file")
        own = tuple(self._choices(raw, "choices", name))
        when = self._when(raw)
        self.lines |= {f"{name}.when.{each.step}": line_of(raw, "when") for each in when}
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
            when=when,
            names=str(raw.get("names", "")),
        )

    def _when(self, step: Any) -> tuple[When, ...]:
        if "when" not in step:
            return ()
        raw = step["when"]
        if not isinstance(raw, Mapping):
            self._wrong(step, "shape", "'when' holds no keys")
            return ()
        self._keys(raw, {"step", "any_of"})
        return (When(str(raw.get("step")), frozenset(map(str, self._list(raw, "any_of")))),)

    def _body(self, name: str, step: Any) -> Iterator[Wording]:
        for number, text in enumerate(self._list(step, "body"), start=1):
            context = f"{self.id}.{name}.body{number}"
            self.lines[context] = line_of(step["body"], number - 1)
            yield Wording(context, str(text).strip())

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
                self._flag(raw, "ends"),
            )

    def _wording(self, part: str, raw: Any, key: str) -> Wording:
        text = raw.get(key)
        if not isinstance(text, str) or not text.strip():
            self._wrong(raw, "no-words", f"{part}: {key!r} holds no words")
            text = ""
        self.lines[f"{self.id}.{part}"] = line_of(raw, key)
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
        self.problems.append(Problem("error", rule, message, str(self.path), line_of(raw)))
