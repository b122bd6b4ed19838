"""Whatever moment the process is killed at, what people were told had been taken is there."""

from pathlib import Path

import pytest

from tests.reliability.harness import Harness, Plan

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def test_nothing_taken_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fifty kills while twenty people answer lose nothing, double nothing and stop nobody."""
    outcome = Harness(tmp_path, Plan(seed=20261124)).run()
    with capsys.disabled():
        print(f"\n{outcome}")  # noqa: T201
    assert outcome.people == 20
    assert outcome.cut >= 40, outcome
    assert outcome.verdict.wrong == {}, outcome
    assert outcome.refused == {}


def test_a_server_that_answers_too_early_is_found_out(tmp_path: Path) -> None:
    """The same oracle turns red on a server that says "ok" before it commits."""
    plan = Plan(seed=7, families=4, kills=8, anywhere=0, spoilt="tells-before-it-keeps")
    outcome = Harness(tmp_path, plan).run()
    assert outcome.verdict.wrong["lost"], outcome
