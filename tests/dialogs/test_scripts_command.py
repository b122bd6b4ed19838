"""`sayso scripts check` on the command line: its formats, and how it ends."""

import json
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.dialogs.faults import RIGHT
from tests.dialogs.small import SMALL, line_of, spoilt, write


def sayso(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run a command as if it had been typed."""
    monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
    return main()


def test_our_own_scripts_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own scripts have no error, so it ends well."""
    assert sayso(monkeypatch, "scripts", "check") == 0


def test_nothing_to_mend(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With nothing to mend it says so, gives an empty list as JSON, and ends well."""
    assert sayso(monkeypatch, "scripts", "check", str(RIGHT)) == 0
    assert capsys.readouterr().out == "Nothing to mend.\n"
    assert sayso(monkeypatch, "scripts", "check", "--format", "json", str(RIGHT)) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_an_error_ends_badly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error is told with file and line, as text and as JSON, and the command ends with 1."""
    text = spoilt("question: home.feeling", "question: home.sweet")
    path, line = write(tmp_path, text), line_of(text, "- step: home")
    assert sayso(monkeypatch, "scripts", "check", str(path)) == 1
    assert capsys.readouterr().out.startswith(f"{path}:{line}: error no-question: ")
    assert sayso(monkeypatch, "scripts", "check", "--format", "json", str(path)) == 1
    (problem,) = json.loads(capsys.readouterr().out)
    assert (problem["level"], problem["rule"], problem["line"]) == ("error", "no-question", line)


def test_advice_alone_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Advice is told and stops nobody; several files are checked in one go."""
    advised = write(tmp_path, spoilt("How is home?", "How is your placement?"))
    fine = write(tmp_path, SMALL.replace("script: small", "script: other"), "other")
    assert sayso(monkeypatch, "scripts", "check", str(advised), str(fine)) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{advised}:{line_of(SMALL, 'ask: How is home')}: advice jargon: 'placement': better home"
    ]


def test_a_code_host_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As SARIF a file is named from where the command is run."""
    path = write(tmp_path, spoilt("How is home?", "How is your placement?"))
    monkeypatch.chdir(tmp_path)
    assert sayso(monkeypatch, "scripts", "check", "--format", "sarif", str(path)) == 0
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (result["ruleId"], result["level"]) == ("jargon", "note")
    assert place["artifactLocation"]["uri"] == "small/1.yaml"
    assert place["region"]["startLine"] == line_of(path.read_text("utf-8"), "your placement")


def test_a_file_that_is_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistyped name is an error like any other, without a traceback."""
    assert sayso(monkeypatch, "scripts", "check", str(tmp_path / "nothing.yaml")) == 1
    assert "No such file" in capsys.readouterr().out
