"""The clock against a table that was worked out by hand, by way of `sayso clock`."""

import io
import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.clock import rules
from backend.clock.service import rulebook
from backend.clock_commands import answer

TABLE = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))


def ask(*lines: str) -> tuple[int, list[dict[str, Any]]]:
    """Give the exit status and the answers to some lines."""
    out = io.StringIO()
    status = answer(io.BytesIO("".join(f"{line}\n" for line in lines).encode()), out, rulebook())
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("case", TABLE["review"], ids=lambda case: case["why"])
def test_the_next_review(case: dict[str, Any]) -> None:
    """The answer is the one in the table: whose turn, by when, by which rule, and what else."""
    status, [given] = ask(json.dumps(case["given"]))
    assert status == 0
    assert (given["kind"], given["due"]) == (case["kind"], case["due"])
    assert given["rule"] == case.get("rule", given["rule"])
    assert case.get("says", "") in given["why"]
    if "needs_assessment" in case:
        assert given.get("needs_assessment", {"due": ""})["due"] == case["needs_assessment"]


@pytest.mark.parametrize("case", TABLE["deadline"], ids=lambda case: case["why"])
def test_what_else_is_counted(case: dict[str, Any]) -> None:
    """What is due before and after a review, and at the beginning, is as in the table."""
    start, book = date.fromisoformat(case["from"]), rulebook()
    everything = (
        rules.iro_named(start, book),
        *rules.before_review(start, book),
        *rules.after_review(start, book),
    )
    days = {each.kind: each.day for each in everything}
    assert days[case["name"]] == date.fromisoformat(case["due"])


def test_the_table_is_long_enough() -> None:
    """There are at least sixty cases, and none is there twice."""
    given = [json.dumps(case["given"], sort_keys=True) for case in TABLE["review"]]
    assert len(set(given)) == len(given) >= 60
