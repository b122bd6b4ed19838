"""`sayso scripts print` on the command line, and the same booklet for every officer."""

import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from backend.platform import documents
from backend.platform.runtime import Runtime
from bot.__main__ import main
from bot.serving import House, application
from tests.backend.consultations.household import desk_of
from tests.backend.web.conftest import browser
from tests.backend.web.people import add_staff, sign_in
from tests.bot.booklets.reading import printed


def sayso(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run a command as if it had been typed."""
    monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
    return main()


def test_a_script_is_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It writes the booklet in the language that was asked for, and ends well."""
    to = tmp_path / "paper.pdf"
    command = ("scripts", "print", "after_review", "--language", "cy", "--to", str(to))
    assert sayso(monkeypatch, *command) == 0
    root: Any = printed(to.read_bytes()).reader.root_object
    assert root["/Lang"] == "cy"


def test_what_cannot_be_printed_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A script or a language there is not, a folder there is not and no Pango end in a sentence."""
    to = ("--to", str(tmp_path / "paper.pdf"))
    assert sayso(monkeypatch, "scripts", "print", "nobody", *to) == 2
    assert "There is no script 'nobody'. There are: advocate," in capsys.readouterr().out
    assert sayso(monkeypatch, "scripts", "print", "parent", "--language", "xx", *to) == 2
    assert "There are no words for the language 'xx' yet." in capsys.readouterr().out
    nowhere = ("--to", str(tmp_path / "none" / "paper.pdf"))
    assert sayso(monkeypatch, "scripts", "print", "after_review", *nowhere) == 1
    assert "can't be written to" in capsys.readouterr().out
    monkeypatch.setattr(documents, "_COMMAND", (sys.executable, "-c", "raise SystemExit(1)"))
    assert sayso(monkeypatch, "scripts", "print", "after_review", *to) == 1
    assert "No PDF could be made." in capsys.readouterr().out


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite is enough where nothing is kept."""
    return sqlite_url


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    """The whole application, as the composition root makes it."""
    return application(House(runtime, desk_of(runtime), {}))


def test_an_officer_is_given_a_booklet(app: FastAPI, runtime: Runtime) -> None:
    """Whoever signs in gets it as a PDF whose name says nothing; what there is not is not found."""
    client = browser(app, runtime)
    sign_in(client, runtime, add_staff(runtime)["support"])
    answer = client.get("/scripts/any_day/booklet.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="questions.pdf"'
    assert "I want to see my reviewing officer" in " ".join(printed(answer.content).pages)
    for path in (
        "nobody/booklet.pdf",
        "any_day/booklet.pdf?language=xx",
        "any_day/booklet.pdf?version=2",
    ):
        assert client.get(f"/scripts/{path}").status_code == 404
