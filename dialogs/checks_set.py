"""All scripts together: every age has one, and somebody is asked about every matter."""

from collections.abc import Iterable, Iterator, Sequence

from dialogs.checks_rules import Finding
from dialogs.questions import QuestionTable
from dialogs.script import Script, Step

YOUNGEST, OLDEST = 4, 17
BY_AGE = "by_age"
"""What stands for "no other questions than those for their age" where questions are chosen."""
Placed = tuple[Script, Finding]


def set_findings(scripts: Sequence[Script], questions: QuestionTable) -> Iterator[Placed]:
    """Give what is wrong with scripts as a set, each with the script in which to mend it."""
    for purpose in dict.fromkeys(script.purpose for script in scripts):
        ours = [script for script in scripts if script.purpose == purpose]
        yield from _ages([script for script in ours if _for_an_age(script)])
    reviews = [script for script in scripts if script.purpose == "review"]
    yield from _matters(reviews, questions)
    yield from _chosen(reviews, questions)


def _for_an_age(script: Script) -> bool:
    return script.audience == "child" and not script.by_choice


def _ages(scripts: Iterable[Script]) -> Iterator[Placed]:
    free = YOUNGEST
    last = None
    for script in sorted(scripts, key=lambda each: each.ages):
        youngest, oldest = script.ages
        if youngest > free:
            message = f"no script is for the age of {_span(free, youngest - 1)}"
            yield script, Finding("", "age-gap", message)
        if last and youngest < free:
            message = f"{last.id!r} is for {_span(youngest, free - 1)} too: only one may be"
            yield script, Finding("", "age-overlap", message)
        free, last = max(free, oldest + 1), script
    if last and free <= OLDEST:
        message = f"no script is for the age of {_span(free, OLDEST)}"
        yield last, Finding("", "age-gap", message)


def _span(first: int, last: int) -> str:
    return f"{first}" if first >= last else f"{first} to {last}"


def _matters(reviews: list[Script], questions: QuestionTable) -> Iterator[Placed]:
    grown_up = (each for each in reviews if each.audience == "adult")
    adults = {matter for each in grown_up for matter in _asked(each, questions)}
    for script in reviews:
        if not _for_an_age(script):
            continue
        due = {name for name, each in questions.matters.items() if each.from_age <= script.ages[1]}
        missing = due - _asked(script, questions)
        nobody = sorted(missing - adults)
        if nobody:
            message = f"neither the child nor any adult is asked about: {', '.join(nobody)}"
            yield script, Finding("", "matter-unasked", message)
        others = sorted(missing & adults)
        if others and script.level != "young":
            message = f"only adults are asked about: {', '.join(others)}; ask the child as well"
            yield script, Finding("", "matter-not-by-child", message)


def _asked(script: Script, questions: QuestionTable) -> set[str]:
    asked = (questions.questions.get(step.question) for step in script.steps)
    return {matter for question in asked if question for matter in question.matters}


def _chosen(reviews: list[Script], questions: QuestionTable) -> Iterator[Placed]:
    """Give the questions that can be chosen for a child, and that there are not."""
    known = {script.id for script in reviews if script.audience == "child"} | {BY_AGE}
    for script in reviews:
        for step in script.steps:
            if not _chooses(step, questions):
                continue
            for choice in step.choices:
                if choice.code not in known:
                    message = f"there is no script {choice.code!r} to be chosen for a child"
                    yield script, Finding(choice.label.context, "no-such-script", message)


def _chooses(step: Step, questions: QuestionTable) -> bool:
    question = questions.questions.get(step.question)
    return question is not None and question.use == "questions"
