"""In CI a skipped test is a failed run: nothing is missing there, so nothing may be left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

A_SKIPPED_TEST = "import pytest\n\n\ndef test_a():\n    pytest.skip('no reason')\n"
A_SKIPPED_FILE = "import pytest\n\npytest.skip('no reason', allow_module_level=True)\n"
A_PASSING_TEST = "def test_b():\n    pass\n"


def run(folder: Path, no_skips: str, *options: str) -> int:
    """Run the tests of a folder as the Makefile does, and say how that ended."""
    program = [sys.executable, "-m", "pytest", "-q", "-p", "tests.plugins.no_skips"]
    return subprocess.run(
        [*program, "-c", os.devnull, "--rootdir", folder, *options, folder],
        cwd=ROOT,
        env={**os.environ, "NO_SKIPS": no_skips},
        check=False,
        capture_output=True,
    ).returncode


@pytest.mark.parametrize(
    ("skipped", "options"),
    [(A_SKIPPED_TEST, []), (A_SKIPPED_FILE, []), (A_SKIPPED_FILE, ["-n", "1"])],
    ids=["test", "file", "file of a worker"],
)
def test_a_skip_fails_the_run(tmp_path: Path, skipped: str, options: list[str]) -> None:
    """A run that skips something fails where nothing may be skipped."""
    (tmp_path / "test_a.py").write_text(skipped)
    (tmp_path / "test_b.py").write_text(A_PASSING_TEST)
    assert run(tmp_path, "1", *options) == 1


def test_a_skip_is_allowed_elsewhere(tmp_path: Path) -> None:
    """A run that skips a test passes on a machine that need not have everything."""
    (tmp_path / "test_a.py").write_text(A_SKIPPED_TEST)
    (tmp_path / "test_b.py").write_text(A_PASSING_TEST)
    assert run(tmp_path, "") == 0


def test_a_run_without_skips_passes(tmp_path: Path) -> None:
    """A run that skips nothing passes where nothing may be skipped."""
    (tmp_path / "test_b.py").write_text(A_PASSING_TEST)
    assert run(tmp_path, "1") == 0
