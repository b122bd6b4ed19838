"""Whatever moment the process is killed at, what people were told had been taken is there."""

import sys
from pathlib import Path

import pytest

from tests.reliability.harness import Harness, Plan

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def test_nothing_taken_is_lost(tmp_path: Path) -> None:
    """Fifty kills while twenty people answer lose nothing, double nothing and stop nobody."""
    harness = Harness(tmp_path, Plan(seed=20261124))
    outcome = harness.run()
    sys.stdout.write(str(outcome))
    done = {entry.gave["event"] for entry in harness.log.entries() if entry.told == "taken"}
    assert {"picked", "said", "drew", "declined", "shared", "added", "took_back"} <= done
    assert outcome.verdict.wrong == {}
    assert outcome.refused == {}
    assert outcome.people == 20
    assert outcome.plan.kills == 50
    assert outcome.cut >= 40


def test_a_server_that_answers_too_early_is_found_out(tmp_path: Path) -> None:
    """The same oracle turns red on a server that says "ok" before it commits."""
    plan = Plan(
        seed=7, families=3, on_telegram=0, kills=10, anywhere=0, spoilt="tells-before-it-keeps"
    )
    outcome = Harness(tmp_path, plan).run()
    sys.stdout.write(str(outcome))
    assert outcome.cut > 0
    assert outcome.verdict.wrong["lost"]
