"""`sayso scripts release`, `versions`, `publish` and `carry-over`, as they are typed."""

import argparse
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from backend import script_commands
from backend.platform.database import Database
from backend.platform.keys import service as keys
from backend.platform.keys.service import erase_child_key, write_key_file
from backend.platform.runtime import Runtime
from dialogs.loading import RELEASED, load_all, load_releases
from tests.backend.consultations.household import Household, make_household
from tests.backend.consultations.talk import Talk
from tests.backend.releases.rewriting import Draft, folder_with, next_version
from tests.dialogs.faults import RIGHT

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def right(tmp_path: Path) -> Path:
    """A folder of scripts in which nothing is wrong."""
    return Path(shutil.copytree(RIGHT, tmp_path / "right"))


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite, in a folder as set-up makes it."""
    return sqlite_url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Version 1 of a script of ours."""
    return folder_with(tmp_path / "scripts", "child_8_11", "foster_carer")


@pytest.fixture
def household(
    runtime: Runtime, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Household:
    """A household that is asked by version 1, whose data are where the commands look for them."""
    monkeypatch.delenv("SAYSO_DATABASE_URL", raising=False)
    monkeypatch.setenv("SAYSO_DATA", str(tmp_path / "data"))
    write_key_file(tmp_path / "data" / "key", keys._written(bytes(range(32))))
    return make_household(replace(runtime, scripts=load_all(folder)))


@pytest.fixture
def talk(household: Household) -> Talk:
    """Amara, in the middle of her questions."""
    return Talk(household).begin().go_to("school_feel")


def run(*words: str) -> int:
    """Run a command as the command line does."""
    parser = argparse.ArgumentParser()
    script_commands.add_commands(parser.add_subparsers(required=True))
    arguments = parser.parse_args(words)
    return int(arguments.run(arguments))


def changed(draft: Draft) -> None:
    """Ask about home in other words, no more about the plan, and tell what is new."""
    draft.reword("home_feel")
    draft.remove("plan_know")
    draft.add("home", "home_feel", step="pets", kind="words", question="home.pets", ask="Pets?")


def test_a_version_is_released_once(right: Path, capsys: Capsys) -> None:
    """The newest version is put into the list with its day; a second time nothing is to be done."""
    assert run("release", "small", "--folder", str(right)) == 0
    assert "Version 1 of small is released" in capsys.readouterr().out
    first = (right / RELEASED).read_bytes()
    assert set(load_releases(right)) == {("small", 1)}
    assert load_releases(right)["small", 1].digest == load_all(right).newest("small").digest
    assert run("release", "small", "--folder", str(right)) == 0
    assert "Version 1 of small was released on" in capsys.readouterr().out
    assert (right / RELEASED).read_bytes() == first


def test_all_are_released_at_once(right: Path) -> None:
    """One command fills the list with the newest version of every script."""
    assert run("release", "--all", "--folder", str(right)) == 0
    assert set(load_releases(right)) == {(name, 1) for name in ("grown", "small", "teen", "young")}


def test_what_has_an_error_is_not_released(right: Path, capsys: Capsys) -> None:
    """An error is told with its line, and that script stays a draft; the others are released."""
    path = right / "small" / "1.yaml"
    path.write_text(path.read_text("utf-8").replace("home.feeling", "home.sweet"), "utf-8")
    assert run("release", "small", "--folder", str(right)) == 1
    said = capsys.readouterr().out
    assert f"{path}:" in said
    assert "Version 1 of small was not released." in said
    assert not (right / RELEASED).exists()
    assert run("release", "--all", "--folder", str(right)) == 1
    assert ("small", 1) not in load_releases(right)
    assert ("teen", 1) in load_releases(right)


def test_nothing_is_released_over_a_changed_older_version(right: Path, capsys: Capsys) -> None:
    """While a released file is not what it was, no newer version of it is released."""
    assert run("release", "small", "--folder", str(right)) == 0
    next_version(right, "small", lambda draft: draft.raw)
    path = right / "small" / "1.yaml"
    path.write_bytes(path.read_bytes() + b"\n")
    assert run("release", "small", "--folder", str(right)) == 1
    said = capsys.readouterr().out
    assert "released-changed: version 1 of small was released on" in said
    assert set(load_releases(right)) == {("small", 1)}


def test_one_has_to_say_which(right: Path, capsys: Capsys) -> None:
    """No script, both a script and all, and a script there is not: nothing is done."""
    for words in ([], ["small", "--all"], ["nothing"]):
        assert run("release", *words, "--folder", str(right)) == 2
    said = capsys.readouterr().err
    assert "Name one script, or say --all." in said
    assert "There is no script 'nothing'. There are: grown, small, teen, young." in said


def test_versions_say_who_is_in_the_middle(talk: Talk, folder: Path, capsys: Capsys) -> None:
    """Each version is listed: released or a draft, who is in its middle, and which is current."""
    Talk(talk.household, "mia").begin()
    next_version(folder, "child_8_11", changed)
    assert run("versions", "--folder", str(folder)) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "child_8_11",
        "1 draft 2 people are in the middle",
        "2 draft nobody is in the middle new conversations begin with it",
        "foster_carer",
        "1 draft nobody is in the middle new conversations begin with it",
    ]


def test_versions_are_listed_where_nothing_is_kept(
    folder: Path, tmp_path: Path, capsys: Capsys
) -> None:
    """Who has no data sees the versions too, and is told that nobody was counted."""
    assert run("versions", "--folder", str(folder), "--data", str(tmp_path / "nowhere")) == 0
    said = capsys.readouterr().out
    assert "So nobody was counted." in said
    assert "child_8_11" in said


def test_publishing_says_who_is_affected(talk: Talk, folder: Path, capsys: Capsys) -> None:
    """It says how many stay on which version, what would change for them, and what to type."""
    assert run("publish", "child_8_11", "--folder", str(folder)) == 0
    assert "Nobody is in the middle of an older version." in capsys.readouterr().out
    next_version(folder, "child_8_11", changed)
    assert run("publish", "child_8_11", "--folder", str(folder)) == 0
    said = capsys.readouterr().out
    assert "New conversations begin with version 2, a draft." in said
    assert "1 person is in the middle of version 1. They stay on it." in said
    assert "home_feel: asked again (In other words: " in said
    assert "pets: new (Pets?)" in said
    assert "plan_know: no longer asked; what was said stays with the reviewing officer (" in said
    assert said.endswith("Carry them over with: sayso scripts carry-over child_8_11\n")


def test_carrying_over_says_what_it_did(talk: Talk, folder: Path, capsys: Capsys) -> None:
    """First what it would do, then what it did: how many, and what is asked again of how many."""
    talk.pick("home_feel", "good", words="the dog")
    next_version(folder, "child_8_11", changed)
    words = ("carry-over", "child_8_11", "--folder", str(folder))
    assert run(*words, "--dry-run") == 0
    assert capsys.readouterr().out.startswith(
        "child_8_11: 1 would be carried over to version 2.\n"
        "     1 would be asked again: home_feel (In other words: "
    )
    assert talk.now.version == 1
    assert run(*words) == 0
    assert capsys.readouterr().out.startswith(
        "child_8_11: 1 carried over to version 2.\n     1 asked again: home_feel (In other words: "
    )
    # The process that serves has not been started again, and finds the new version all the same.
    assert (talk.now.version, talk.place.key) == (2, "home_feel")
    assert talk.rebuilds()
    assert run(*words) == 0
    assert capsys.readouterr().out == "child_8_11: 0 carried over to version 2.\n"


def test_who_can_not_be_carried_over_is_told(
    talk: Talk, folder: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erased words are told and no reason to try again; a missing file is, and ends with 1."""
    at, child = talk.household.runtime.clock(), talk.invitation.child_id
    next_version(folder, "child_8_11", changed)
    mia = Talk(talk.household, "mia").begin()
    talk.database.write(lambda t: erase_child_key(t, child, at))
    words = ("carry-over", "child_8_11", "--folder", str(folder))
    assert run(*words) == 0
    assert "1 could not be: all that was said about the child has been erased" in (
        capsys.readouterr().out
    )
    assert mia.now.version == 2
    leo = Talk(talk.household, "leo").begin()
    (folder / "child_8_11" / "1.yaml").unlink()
    assert run(*words) == 1
    assert "1 could not be: the file of the version they are on is gone" in capsys.readouterr().out
    assert leo.now.version == 1


def test_nothing_can_be_done_without_the_house(
    talk: Talk, folder: Path, tmp_path: Path, capsys: Capsys
) -> None:
    """No data, no key, another key, no such script: it is said in words, and ends with 2."""
    words = ("carry-over", "child_8_11", "--folder", str(folder))
    assert run("carry-over", "nothing", "--folder", str(folder)) == 2
    assert run(*words, "--data", str(tmp_path / "nowhere")) == 2
    next_version(folder, "child_8_11", changed)
    key = tmp_path / "data" / "key"
    key.rename(tmp_path / "elsewhere")
    assert run(*words) == 2
    write_key_file(key, keys._written(bytes(range(1, 33))))
    assert run(*words) == 2
    said = capsys.readouterr().err
    for reason in ("There is no script", "There is no database", "no key file", "not the one"):
        assert reason in said


def test_a_second_process_may_be_serving(talk: Talk, folder: Path, database: Database) -> None:
    """While a server holds the database open, people are carried over beside it."""
    next_version(folder, "child_8_11", changed)
    assert run("carry-over", "child_8_11", "--folder", str(folder)) == 0
    talk.go_to("check")
    talk.send()
    assert talk.now.version == 2
