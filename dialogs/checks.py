"""What is wrong with a script, all of it at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.checks_allowed import Parts, silences, unused
from dialogs.checks_opening import opening_findings, shared_findings
from dialogs.checks_reading import (
    grade_findings,
    hard_words,
    sentence_findings,
    two_questions,
    whole_text,
)
from dialogs.checks_route import route_findings
from dialogs.checks_rules import RULES, Finding, Level, Standards
from dialogs.checks_scales import scale_findings
from dialogs.checks_set import set_findings
from dialogs.checks_steps import button_findings, step_findings
from dialogs.checks_words import PLACEHOLDERS, unexplained, unused_names, word_findings
from dialogs.readability import spoken
from dialogs.script import Script, Wording
from dialogs.wordings import of_script, of_shared


@dataclass(frozen=True)
class Problem:
    """One thing to mend: an *error* stops a script being used, *advice* does not."""

    level: Level
    rule: str
    message: str
    file: str
    line: int


@dataclass(frozen=True)
class Source:
    """A file as it stands, and the line in it of each place that a finding can name."""

    file: str
    text: str = field(repr=False)
    lines: Mapping[str, int] = field(repr=False)


def check_script(script: Script, source: Source, standards: Standards) -> tuple[Problem, ...]:
    """Give everything wrong with one script that could be read."""
    return _problems(source, _of_script(script, standards), together=False)


def check_set(
    scripts: Sequence[tuple[Script, Source]], standards: Standards
) -> tuple[Problem, ...]:
    """Give everything wrong with all scripts, each by itself and as a set."""
    placed = tuple(set_findings([script for script, _ in scripts], standards.questions))
    found: list[Problem] = []
    for script, source in scripts:
        ours = [finding for where, finding in placed if where is script]
        every = (*_of_script(script, standards), *ours)
        found.extend(_problems(source, every, together=True))
    return tuple(found)


def check_shared(
    words: Mapping[str, Wording], needed: frozenset[str], source: Source, standards: Standards
) -> tuple[Problem, ...]:
    """Give everything wrong with words that scripts share; ``needed`` are those that others have.

    The name of their file says for which scripts they are.
    """
    name = next((wording.context.partition(".")[0] for wording in words.values()), "")
    every = of_shared(name, words)
    found = [
        *shared_findings(words, needed, standards.words),
        *button_findings(words),
        *word_findings(every, PLACEHOLDERS, standards),
        *sentence_findings(every),
    ]
    for each in every:
        found.extend(hard_words(spoken(each.text), each.level, each.wording.context))
    for level in {each.level for each in every}:
        found.extend(whole_text([each.text for each in every], level))
    return _problems(source, found, together=False)


def _of_script(script: Script, standards: Standards) -> Iterator[Finding]:
    every = of_script(script)
    names = PLACEHOLDERS | script.called.keys()
    yield from step_findings(script, standards)
    yield from scale_findings(script, standards.questions)
    yield from route_findings(script, standards.questions)
    yield from opening_findings(script, standards)
    yield from word_findings(every, names, standards)
    yield from unexplained(script, standards.words)
    yield from unused_names(script)
    yield from sentence_findings(every)
    for step in script.steps:
        yield from two_questions(step)
    yield from grade_findings(script)


def _problems(source: Source, found: Iterable[Finding], together: bool) -> tuple[Problem, ...]:
    """Put findings at their lines, each once, without what a comment in the file silences."""
    parts = Parts(source.text)
    allowed = tuple(parts.allowed())
    placed = [(finding, source.lines.get(finding.at, 1)) for finding in dict.fromkeys(found)]
    problems = [
        _problem(source, finding.rule, finding.message, line)
        for finding, line in placed
        if not any(silences(each, finding.rule, parts.of(line)) for each in allowed)
    ]
    by_part = {(finding.rule, parts.of(line)) for finding, line in placed}
    for each in allowed:
        if each.wrong:
            problems.append(_problem(source, "pragma", each.wrong, each.line))
        elif message := unused(each, by_part, together):
            problems.append(_problem(source, "unused-pragma", message, each.line))
    return tuple(sorted(problems, key=lambda item: (item.line, item.rule, item.message)))


def _problem(source: Source, rule: str, message: str, line: int) -> Problem:
    return Problem(RULES[rule].level, rule, message, source.file, line)
