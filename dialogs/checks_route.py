"""Where a conversation leads: each step is asked of somebody, nothing twice, and not too much."""

from collections.abc import Iterator, Mapping
from itertools import combinations, islice, product

from dialogs.checks_rules import Finding
from dialogs.questions import QuestionTable
from dialogs.routing import route
from dialogs.script import Script, Step, When
from dialogs.state import Answer

LENGTHS: Mapping[str, tuple[int, int]] = {
    "young": (8, 12),
    "child": (12, 20),
    "teen": (0, 24),
    "older": (0, 24),
    "plain": (12, 20),
    "professional": (6, 14),
}
"""How many questions about the review a script of a level asks on the longest way: from, to."""
_NOT_COUNTED = {"called", "helper", "questions", "chosen"}
_MOST_WAYS = 4096


def route_findings(script: Script, questions: QuestionTable) -> Iterator[Finding]:
    """Give what is wrong with the ways through a script."""
    for topic in script.topics:
        if not topic.steps:
            yield Finding(topic.name.context, "empty-topic", "this topic has no steps: drop it")
    yield from _conditions(script)
    yield from _never_asked(script)
    yield from _dead_ends(script, questions)
    yield from _asked_twice(script)
    yield from _length(script, questions)


def _conditions(script: Script) -> Iterator[Finding]:
    """Give what is wrong with each condition by itself."""
    for step in script.steps:
        for when in step.when:
            for rule, message in _condition(script, step, when):
                yield Finding(f"{step.id}.when.{when.step}", rule, message)


def _condition(script: Script, step: Step, when: When) -> Iterator[tuple[str, str]]:
    ids = [each.id for each in script.steps]
    earlier = script.step(when.step) if when.step in ids else None
    if earlier is None:
        yield "unreachable", f"there is no step {when.step!r} to wait for"
    elif step.id in _waits_for(script, earlier):
        yield "loop", f"it waits for {when.step!r}, which waits for it: neither is ever asked"
    elif ids.index(when.step) >= ids.index(step.id):
        yield "unreachable", f"{when.step!r} comes later: move it up, or this step down"
    elif not when.any_of:
        yield "unreachable", "'any_of' names no choice, so nothing opens this step"
    else:
        for code in sorted(when.any_of):
            if earlier.choice(code) is None:
                yield "unreachable", f"{earlier.id!r} offers no choice {code!r}"


def _waits_for(script: Script, *steps: Step) -> frozenset[str]:
    """Give these steps and every other that one of them waits for, by name."""
    found: set[str] = set()
    ahead = [step.id for step in steps]
    while ahead:
        name = ahead.pop()
        step = script.step(name)
        if name not in found and step:
            found.add(name)
            ahead.extend(when.step for when in step.when)
    return frozenset(found)


def _never_asked(script: Script) -> Iterator[Finding]:
    """Give the steps that no answers lead to, though each of their conditions is right."""
    broken = {step.id for step in script.steps for when in step.when if _wrong(script, step, when)}
    for step in script.steps:
        if step.when and not _waits_for(script, step) & broken and not _meet(script, step):
            last = step.when[-1].step
            message = "no answers lead here: what it waits for can't come together"
            yield Finding(f"{step.id}.when.{last}", "unreachable", message)


def _wrong(script: Script, step: Step, when: When) -> bool:
    return any(True for _ in _condition(script, step, when))


def _meet(script: Script, *steps: Step) -> bool:
    """Say whether one person can be asked all of these steps."""
    names = {step.id for step in steps}
    return any(names <= {step.id for step in way} for way in _ways(script, *steps))


def _ways(script: Script, *steps: Step) -> Iterator[tuple[Step, ...]]:
    """Give the route for each combination of answers that can matter to these steps."""
    open_others = {when.step for step in script.steps for when in step.when}
    matter = [each for each in script.steps if each.id in _waits_for(script, *steps) & open_others]
    for answers in islice(product(*(_answers(script, step) for step in matter)), _MOST_WAYS):
        yield route(script, {answer.step: answer for answer in answers})


def _answers(script: Script, step: Step) -> tuple[Answer, ...]:
    """Give an answer for each set of steps that one can open."""
    alone = [choice.code for choice in step.choices if step.kind != "several" or choice.alone]
    together = tuple(choice.code for choice in step.choices if choice.code not in alone)
    every = [(code,) for code in alone] + ([together] if together else [])
    by_what_opens = {_opened_by(script, step, codes): codes for codes in reversed(every)}
    return tuple(Answer(step.id, codes) for codes in by_what_opens.values()) or (Answer(step.id),)


def _opened_by(script: Script, step: Step, codes: tuple[str, ...]) -> tuple[bool, ...]:
    conditions = (when for each in script.steps for when in each.when if when.step == step.id)
    return tuple(bool(when.any_of & set(codes)) for when in conditions)


def _dead_ends(script: Script, questions: QuestionTable) -> Iterator[Finding]:
    """Give the topics that can be chosen to talk about, and that open nothing."""
    for step in script.steps:
        if _use(questions, step) != "chosen":
            continue
        for choice in step.choices:
            if not choice.alone and not any(_opened_by(script, step, (choice.code,))):
                label = choice.label.english
                message = f"nothing is asked of those who choose {label!r}: add a topic for it"
                yield Finding(choice.label.context, "dead-end", message)


def _use(questions: QuestionTable, step: Step) -> str:
    question = questions.questions.get(step.question)
    return question.use if question else ""


def _asked_twice(script: Script) -> Iterator[Finding]:
    for one, other in combinations((step for step in script.steps if step.question), 2):
        if one.question == other.question and _meet(script, one, other):
            message = f"{one.id!r} asks {one.question!r} too: one answer would lie over the other"
            yield Finding(other.id, "asked-twice", message)


def _length(script: Script, questions: QuestionTable) -> Iterator[Finding]:
    if script.purpose != "review":
        return
    fewest, most = LENGTHS[script.level]
    asked = longest(script, questions)
    if not fewest <= asked <= most:
        wanted = f"{fewest} to {most}" if fewest else f"at most {most}"
        message = f"{asked} questions are asked on the longest way; {wanted} are right"
        yield Finding("", "length", message)


def longest(script: Script, questions: QuestionTable) -> int:
    """Give how many questions about the review are asked on the longest way.

    Names, helpers and the choosing of topics are not counted, nor what a helper is asked in words
    of another level. Of the topics that a person may choose, the longer half counts: they choose.
    """
    choosing = [step for step in script.steps if _use(questions, step) == "chosen"]
    ours = [step for step in script.steps if step.level == script.level and step.kind != "tell"]
    counted = {step.id for step in ours if _use(questions, step) not in _NOT_COUNTED}
    chosen = {step.id for step in script.steps if step in choosing}
    by_topic: dict[str, int] = {}
    always = 0
    for way in _ways(script, *script.steps):
        asked = [step for step in way if step.id in counted]
        optional = [step for step in asked if _waits_for(script, step) & chosen]
        always = max(always, len(asked) - len(optional))
        for topic in {step.topic for step in optional}:
            length = sum(step.topic == topic for step in optional)
            by_topic[topic] = max(by_topic.get(topic, 0), length)
    longer = sorted(by_topic.values(), reverse=True)
    return always + sum(longer[: (len(longer) + 1) // 2])
