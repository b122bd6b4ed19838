"""docs/checks.md, made from the rules, the faults and what is found in our own scripts.

``python -m tests.dialogs.table_of_checks`` writes it anew; a test sees that it is what this gives.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from dialogs.checks import Problem
from dialogs.checks_rules import RULES
from dialogs.loading import SCRIPTS, check_all
from tests.dialogs.faults import faults

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"

NOT_MENDED: Mapping[tuple[str, str], str] = {
    (
        "after_review",
        "two-ideas",
    ): "It says where it is kept, and what they may do.",
    ("any_day", "two-ideas"): "What went wrong and what should be different are two questions.",
    (
        "child_8_11",
        "two-ideas",
    ): "Whom they want to see and what they want are two questions.",
    ("child_8_11", "matter-not-by-child"): "Changes, identity and visits are left to adults.",
    ("child_12_15", "matter-not-by-child"): "Changes, and at 15 leaving care, are left to adults.",
    ("child_16_17", "matter-not-by-child"): "Changes and visits are left to adults.",
    ("child_16_17", "two-questions"): "Knowing and being helped, or agreeing, are two things.",
    ("education", "two-questions"): "A plan can be up to date and be of no help.",
}
"""What is found in our own scripts, was looked at, and is right: by script and rule, and why."""

_HOW = """\
# What is checked in a script

    sayso scripts check                                  # all scripts, as a set
    sayso scripts check dialogs/scripts/child_8_11       # some of them, each by itself
    sayso scripts check --format sarif > checks.sarif    # for a code host; json for other programs

It says what is wrong, in which line, and what to do. An **error** must be mended: the command
ends with 1. **Advice** is better taken, and ends well. Which words to use for whom stands in
`dialogs/wording.yaml`, how hard they may be in `dialogs/levels.py`, and how many questions are
right in `dialogs/checks_route.py`.

Advice that does not fit one place is silenced there, with the reason, in a comment on the lines of
the step or right above them; before `topics:` it counts for the whole file. An error never is.

    - step: flat   # allow: jargon - the young people here call it "the unit" themselves

This page is written by `python -m tests.dialogs.table_of_checks`.
"""


def false_alarms() -> tuple[Problem, ...]:
    """Give what is found in our own scripts and is not known to be right."""
    return tuple(each for each in check_all() if _place(each) not in NOT_MENDED)


def page() -> str:
    """Give the whole page."""
    found = check_all()
    alarms = [each for each in found if _place(each) not in NOT_MENDED]
    parts = (_HOW, *_rules(), *_faults(), *_our_own(found, len(alarms)))
    return "\n".join(parts) + "\n"


def _place(problem: Problem) -> tuple[str, str]:
    path = Path(problem.file)
    return path.parent.name, problem.rule


def _rules() -> Iterator[str]:
    yield "## The rules\n\n| rule | level | what it asks for |\n|---|---|---|"
    yield from (f"| `{name}` | {rule.level} | {rule.asks} |" for name, rule in RULES.items())


def _faults() -> Iterator[str]:
    every = faults()
    yield f"\n## {len(every)} faults, and the check that finds each\n"
    yield "Each is put into a script that is right, and has to be found at its line.\n"
    yield "| fault | found by | level | why it matters |\n|---|---|---|---|"
    for each in every:
        yield f"| {each.name} | `{each.rule}` | {each.level} | {each.why} |"


def _our_own(found: tuple[Problem, ...], alarms: int) -> Iterator[str]:
    scripts = {path.parent.name for path in SCRIPTS.glob("*/*.yaml")} - {"universal"}
    shared = len(tuple(SCRIPTS.glob("universal/*.yaml")))
    yield "\n## In our own scripts\n"
    yield f"Scripts: {len(scripts)}, and {shared} files of words that they share."
    yield f"False alarms: {alarms}. Right, and not mended yet: {len(found) - alarms}."
    known = sorted({_place(each) for each in found} & NOT_MENDED.keys())
    if known:
        yield "\n| script | rule | |\n|---|---|---|"
        yield from (f"| {at} | `{rule}` | {NOT_MENDED[at, rule]} |" for at, rule in known)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
