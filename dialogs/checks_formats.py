"""What is wrong, as people and as programs read it: text, JSON and SARIF."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from dialogs.checks import Problem
from dialogs.checks_rules import RULES

NOTHING = "Nothing to mend."
_SARIF = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "advice": "note"}


def as_text(problems: Sequence[Problem]) -> str:
    """Write problems one to a line, as ``file:line: level rule: message``."""
    return "\n".join(
        f"{item.file}:{item.line}: {item.level} {item.rule}: {item.message}" for item in problems
    )


def as_json(problems: Sequence[Problem]) -> str:
    """Write problems as a JSON array of objects with the fields of Problem."""
    return json.dumps([asdict(item) for item in problems], indent=2, ensure_ascii=False)


def as_sarif(problems: Sequence[Problem], root: PurePath) -> str:
    """Write problems as a SARIF 2.1.0 log, as code hosts read it; files are named from ``root``."""
    driver = {
        "name": "sayso scripts check",
        "rules": [
            {
                "id": name,
                "shortDescription": {"text": rule.asks},
                "defaultConfiguration": {"level": _LEVELS[rule.level]},
            }
            for name, rule in RULES.items()
        ],
    }
    results = [_result(item, root) for item in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _result(problem: Problem, root: PurePath) -> dict[str, Any]:
    place = {"artifactLocation": _file(problem, root), "region": {"startLine": problem.line}}
    return {
        "ruleId": problem.rule,
        "ruleIndex": list(RULES).index(problem.rule),
        "level": _LEVELS[problem.level],
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": place}],
    }


def _file(problem: Problem, root: PurePath) -> dict[str, str]:
    path = PurePath(problem.file)
    if path.is_absolute() and not path.is_relative_to(root):
        return {"uri": path.as_uri()}
    inside = path.relative_to(root) if path.is_absolute() else path
    return {"uri": quote(inside.as_posix()), "uriBaseId": "%SRCROOT%"}


def formats(root: PurePath) -> Mapping[str, Callable[[Sequence[Problem]], str]]:
    """Give each format by its name; files are named from ``root`` where they are below it."""
    return {
        "text": lambda problems: as_text(_from(root, problems)) or NOTHING,
        "json": lambda problems: as_json(_from(root, problems)),
        "sarif": lambda problems: as_sarif(problems, root),
    }


def _from(root: PurePath, problems: Sequence[Problem]) -> list[Problem]:
    """Name files as somebody would type them who stands in ``root``."""
    return [
        replace(item, file=str(PurePath(item.file).relative_to(root)))
        if PurePath(item.file).is_relative_to(root)
        else item
        for item in problems
    ]
