"""Scales: each place is on it, in one order everywhere, with as many points as an age can tell."""

from collections.abc import Iterator
from itertools import pairwise

from dialogs.checks_rules import Finding
from dialogs.questions import QuestionTable
from dialogs.script import Choice, Script, Step

FACES = ("face-very-happy", "face-happy", "face-middle", "face-sad", "face-very-sad")
"""From the happiest to the saddest: beside the answers of a scale they keep this order."""
FIVE_FROM = 12
"""Years: from this age on a scale of feelings has five points, before it three."""
_FOR_CHILDREN, _FOR_YOUNG_PEOPLE = {"young", "child"}, {"teen", "older"}
_FEWEST, _MOST = 3, 5


def scale_findings(script: Script, questions: QuestionTable) -> Iterator[Finding]:
    """Give what is wrong with what is offered for questions on a scale."""
    for step in script.steps:
        question = questions.questions.get(step.question)
        if question is None or not question.scale:
            yield from _yes_first(step)
        elif step.kind != "one":
            yield Finding(step.id, "scale-kind", _kind(question.scale))
        else:
            yield from _on_a_scale(script, step, questions)


def _kind(scale: str) -> str:
    return f"its question has the scale {scale!r}: make it a step of kind 'one' that offers it"


def _yes_first(step: Step) -> Iterator[Finding]:
    codes = [choice.code for choice in step.choices]
    if {"yes", "no"} <= set(codes) and codes.index("no") < codes.index("yes"):
        late = step.choices[codes.index("yes")]
        yield Finding(late.label.context, "scale-order", "put yes before no, as everywhere else")


def _on_a_scale(script: Script, step: Step, questions: QuestionTable) -> Iterator[Finding]:
    question = questions.questions[step.question]
    order = questions.order(step.question)
    known = questions.codes(step.question)
    strangers = [choice for choice in step.choices if choice.code not in known]
    for choice in strangers:
        message = f"{choice.code!r} is not on the scale {question.scale!r}: {', '.join(order)}"
        yield Finding(choice.label.context, "off-scale", message)
    on_it = [choice for choice in step.choices if choice.code in order]
    if strangers or not on_it:
        return
    yield from _ordered(on_it, order)
    yield from _both_ends(on_it, step, questions)
    yield from _points(script, step, on_it, question.scale)
    yield from _faces(sorted(on_it, key=lambda each: order.index(each.code)))
    yield from _each_face(step, on_it, question.scale)


def _ordered(on_it: list[Choice], order: tuple[str, ...]) -> Iterator[Finding]:
    places = [order.index(choice.code) for choice in on_it]
    for choice, before, here in zip(on_it[1:], places, places[1:], strict=False):
        if here < before:
            wanted = ", ".join(code for code in order if code in {each.code for each in on_it})
            message = f"a scale goes from best to worst, the same everywhere: {wanted}"
            yield Finding(choice.label.context, "scale-order", message)
            return


def _both_ends(on_it: list[Choice], step: Step, questions: QuestionTable) -> Iterator[Finding]:
    places = {questions.position(step.question, (choice.code,)) for choice in on_it}
    last = len(questions.scales[questions.questions[step.question].scale]) - 1
    if not {0, last} <= places:
        end = "good" if last in places else "bad"
        message = f"the scale lacks its {end} end: nobody who feels so can say it"
        yield Finding(on_it[0].label.context, "one-sided", message)


def _points(script: Script, step: Step, on_it: list[Choice], scale: str) -> Iterator[Finding]:
    at = on_it[0].label.context
    if step.level in _FOR_CHILDREN and len(on_it) > _FEWEST:
        yield Finding(at, "three-points", f"offer {_FEWEST} places at most under {FIVE_FROM}")
    is_older = step.level in _FOR_YOUNG_PEOPLE and script.ages[0] >= FIVE_FROM
    if is_older and scale == "feeling" and len(on_it) < _MOST:
        message = f"offer {_MOST} places from {FIVE_FROM} on: very good, good, mixed, not good, bad"
        yield Finding(at, "five-points", message)


def _faces(on_it: list[Choice]) -> Iterator[Finding]:
    """Look at choices from best to worst."""
    with_faces = [choice for choice in on_it if choice.picture in FACES]
    for before, choice in pairwise(with_faces):
        if FACES.index(choice.picture) <= FACES.index(before.picture):
            message = f"{choice.picture!r} is no sadder than the face of a better answer"
            yield Finding(choice.label.context, "wrong-face", message)
            return


def _each_face(step: Step, on_it: list[Choice], scale: str) -> Iterator[Finding]:
    """The youngest need a picture on every choice, which is a rule of its own."""
    without = [choice for choice in on_it if not choice.picture]
    by_face = step.level == "child" and scale == "feeling"
    if step.level == "young" or not (by_face or len(without) < len(on_it)):
        return
    for choice in without:
        message = f"{choice.label.english!r} has no face: give each place on the scale one"
        yield Finding(choice.label.context, "no-face", message)
