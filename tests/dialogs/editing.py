"""A script with something of everything, and the edits by which somebody makes a new version."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from dialogs.loading import load
from dialogs.script import Choice, Script, Step, Topic, When, Wording

TEXT = """\
script: one
version: 1
audience: child
level: child
ages: [8, 11]
topics:
  - topic: start
    name: Start
    shared: false
    steps:
      - {step: hello, kind: tell, ask: Hello, body: [I am a computer.]}
      - {step: private, kind: tell, ask: What goes further?}
  - topic: home
    name: Home
    steps:
      - step: feel
        kind: one
        question: home.feeling
        ask: How is home?
        choices: [{code: good, label: Good}, {code: bad, label: Bad}]
        more: Want to say more?
      - step: why
        kind: words
        question: home.wish
        ask: What would you change?
        when: {step: feel, any_of: [bad]}
      - step: ways
        kind: several
        question: home.ways
        ask: What do you like?
        choices: [{code: dog, label: Dog}, {code: food, label: Food}, {code: bed, label: Bed}]
      - {step: sheet, kind: drawing, question: home.drawing, ask: Draw it.}
  - topic: school
    name: School
    steps:
      - step: lessons
        kind: one
        question: school.feeling
        ask: How is school?
        choices: [{code: good, label: Good}, {code: bad, label: Bad}, {code: none, label: None}]
      - {step: proud, kind: words, question: good.proud, ask: What are you proud of?}
"""


@cache
def first() -> Script:
    """Give version 1."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "one" / "1.yaml"
        path.parent.mkdir()
        path.write_text(TEXT, "utf-8")
        return load(path)


Steps = list[Step]
Edit = Callable[[Steps, int, int], Steps]


def edited(script: Script, edits: Iterable[tuple[str, int, int]]) -> Script:
    """Give the next version, with edits by their names; two numbers say where, and to what."""
    steps = list(script.steps)
    version = script.version + 1
    for number, (name, where, what) in enumerate(edits):
        steps = EDITS[name](steps, where, 1000 * version + 100 * number + what % 100)
    names = {topic.id: topic for topic in script.topics}
    topics = tuple(
        replace(
            names.get(name, Topic(name, Wording(name, name), "", ())),
            steps=tuple(step for step in valid(steps) if step.topic == name),
        )
        for name in dict.fromkeys(step.topic for step in steps)
    )
    return replace(script, version=version, digest=str(version) * 64, topics=topics)


def valid(steps: Steps) -> Steps:
    """Give steps in the order of their topics, without conditions that nothing can meet."""
    by_topic = list(dict.fromkeys(step.topic for step in steps))
    found: Steps = []
    for step in sorted(steps, key=lambda each: by_topic.index(each.topic)):
        earlier = {each.id: {choice.code for choice in each.choices} for each in found}
        whens = (When(when.step, when.any_of & earlier.get(when.step, set())) for when in step.when)
        found.append(replace(step, when=tuple(when for when in whens if when.any_of)))
    return found


def _change(steps: Steps, where: int, **to: object) -> Steps:
    at = where % len(steps)
    return [*steps[:at], replace(steps[at], **to), *steps[at + 1 :]]  # type: ignore[arg-type]


def _reword(steps: Steps, where: int, what: int) -> Steps:
    step = steps[where % len(steps)]
    return _change(steps, where, ask=replace(step.ask, english=f"{step.id} {what}?"))


def _remove(steps: Steps, where: int, what: int) -> Steps:
    at = where % len(steps)
    return [*steps[:at], *steps[at + 1 :]] if len(steps) > 1 else steps


def _insert(steps: Steps, where: int, what: int) -> Steps:
    at, name = where % len(steps), f"new{what}"
    choices = _choices("yes", "no") if what % 2 else ()
    kind = "one" if choices else "tell" if what % 3 == 0 else "words"
    made = Step(name, steps[at].topic, kind, Wording(name, name), name, choices=choices)  # type: ignore[arg-type]
    return [*steps[:at], made, *steps[at:]]


def _move(steps: Steps, where: int, what: int) -> Steps:
    moved = steps[where % len(steps)]
    rest = [step for step in steps if step is not moved]
    if not rest:
        return steps
    at = what % len(rest)
    return [*rest[:at], replace(moved, topic=rest[at].topic), *rest[at:]]


def _condition(steps: Steps, where: int, what: int) -> Steps:
    asking = [step for step in steps[: where % len(steps)] if step.choices]
    if not asking:
        return _change(steps, where, when=())
    on = asking[what % len(asking)]
    return _change(steps, where, when=(When(on.id, frozenset({on.choices[0].code})),))


def _other_choices(steps: Steps, where: int, what: int) -> Steps:
    step = steps[where % len(steps)]
    if step.kind not in {"one", "several"}:
        return steps
    kept = [each for number, each in enumerate(step.choices) if number != what % 4]
    return _change(steps, where, choices=(*kept, *_choices(f"more{what}")))


def _other_kind(steps: Steps, where: int, what: int) -> Steps:
    if steps[where % len(steps)].kind == "tell":
        return steps
    kind = ("one", "several", "words", "drawing")[what % 4]
    choices = _choices("good", "bad", f"more{what}") if kind in {"one", "several"} else ()
    return _change(steps, where, kind=kind, choices=choices, more=None)


def _other_more(steps: Steps, where: int, what: int) -> Steps:
    if steps[where % len(steps)].kind not in {"one", "several"}:
        return steps
    return _change(steps, where, more=Wording("more", f"More {what}?") if what % 2 else None)


def _other_topic(steps: Steps, where: int, what: int) -> Steps:
    topic = steps[where % len(steps)].topic
    return [replace(s, topic=f"topic{what}") if s.topic == topic else s for s in steps]


def _choices(*codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, Wording(code, code)) for code in codes)


EDITS: dict[str, Edit] = {
    "reword": _reword,
    "remove": _remove,
    "insert": _insert,
    "move": _move,
    "condition": _condition,
    "other choices": _other_choices,
    "other kind": _other_kind,
    "other more": _other_more,
    "other topic": _other_topic,
}
