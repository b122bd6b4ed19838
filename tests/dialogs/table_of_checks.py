"""docs/checks.md, made from the rules, the faults and what is found in our own scripts.

``python -m tests.dialogs.table_of_checks`` writes it anew; a test sees that it is what this gives.
"""

from collections.abc import Iterator
from pathlib import Path

from dialogs.checks import Problem
from dialogs.checks_rules import RULES
from dialogs.loading import SCRIPTS, check_all
from tests.dialogs.faults import faults

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"

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


def page() -> str:
    """Give the whole page."""
    return "\n".join((_HOW, *_rules(), *_faults(), *_our_own(check_all()))) + "\n"


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


def _our_own(found: tuple[Problem, ...]) -> Iterator[str]:
    scripts = {path.parent.name for path in SCRIPTS.glob("*/*.yaml")} - {"universal"}
    shared = len(tuple(SCRIPTS.glob("universal/*.yaml")))
    yield "\n## In our own scripts\n"
    yield f"Scripts: {len(scripts)}, and {shared} files of words that they share."
    yield f"Found in them: {len(found)}."


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
