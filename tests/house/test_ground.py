"""What a new machine is given: locked libraries, a package with all its files, an image."""

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from tests.house.tree import ROOT, files, name

LOCKS = ("requirements.lock", "requirements-test.lock")
A_PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.+!-]+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    """Library to version, as a lock has it."""
    return dict(A_PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


def test_a_lock_holds_no_address() -> None:
    """A lock says what to install and not where from, which each machine knows itself."""
    for lock in LOCKS:
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text
        assert " @ " not in text


def test_the_locks_agree() -> None:
    """What is tested is what runs: every library of the one lock is in the other, same version."""
    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()


def test_every_library_is_locked() -> None:
    """Every library that pyproject.toml names is pinned in the lock that installs it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for_tests = project["optional-dependencies"]["test"]
    assert named(project["dependencies"]) <= pins("requirements.lock").keys()
    assert named(for_tests) <= pins("requirements-test.lock").keys()


def test_every_library_has_its_reason() -> None:
    """Every library that pyproject.toml names has a row in docs/decisions/README.md."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    rows = re.findall(
        r"^\| ([\w.-]+) \|",
        (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    used = named(project["dependencies"] + project["optional-dependencies"]["test"])
    assert used - named(rows) == set()


def named(requirements: list[str]) -> set[str]:
    """The names alone, spelt as locks spell them."""
    return {
        re.split(r"[^\w.-]", line)[0].lower().replace("_", "-").replace(".", "-")
        for line in requirements
    }


def test_the_package_carries_its_files() -> None:
    """Every file beside the code is matched by package-data, or an installed Sayso lacks it."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    patterns = tools["setuptools"]["package-data"]["*"]
    left_out = [
        name(path)
        for path in files()
        if path.suffix not in {".py", ".scss"}
        and not any(fnmatch(path.name, pattern) for pattern in patterns)
    ]
    assert left_out == []


def test_the_dockerfile_is_clean() -> None:
    """Hadolint finds nothing to say about the Dockerfile."""
    hadolint = Path(sys.executable).with_name("hadolint")
    said = subprocess.run(
        [hadolint, ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert said.stdout + said.stderr == ""
