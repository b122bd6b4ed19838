"""`sayso import` and `sayso api-key`, as they are typed."""

import argparse
import shutil
from pathlib import Path

import pytest

from backend import intake_commands
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.database import Database
from backend.platform.keys.service import make_key_file
from backend.platform.machine_keys import service as machine_keys
from backend.sheets import rules as sheets
from tests.house.tree import ROOT

Capsys = pytest.CaptureFixture[str]
EXAMPLES = ROOT / "docs" / "import"
ROWS = {"plain": 14, "liquidlogic-lcs": 12, "mosaic": 11}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite, in a folder as set-up makes it."""
    return sqlite_url


@pytest.fixture
def data(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a key and an empty database, where the commands look for them."""
    monkeypatch.delenv("SAYSO_DATABASE_URL", raising=False)
    monkeypatch.setenv("SAYSO_DATA", str(tmp_path / "data"))
    make_key_file(tmp_path / "data" / "key")
    return tmp_path / "data"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the plain example, to be spoilt."""
    return Path(shutil.copytree(EXAMPLES / "plain", tmp_path / "files"))


def run(*words: object) -> int:
    """Run a command as the command line does."""
    parser = argparse.ArgumentParser()
    intake_commands.add_commands(parser.add_subparsers(required=True))
    arguments = parser.parse_args([str(word) for word in words])
    return int(arguments.run(arguments))


def children(database: Database) -> list[str]:
    """What the children are called who are kept."""
    return [child.called for child in database.read(lambda t: people.list_children(t, SYSTEM))]


@pytest.mark.parametrize("name", ROWS)
def test_every_example_comes_in_whole(
    data: Path, database: Database, name: str, capsys: Capsys
) -> None:
    """Each example is tried, taken, and taken again, with its mapping and nothing wrong."""
    taking = ["import", EXAMPLES / name, "--mapping", EXAMPLES / f"{name}.toml"]
    assert run(*taking, "--dry-run") == 0
    tried = capsys.readouterr().out
    assert f"Nothing was changed. It would be: {ROWS[name]} new, 0 changed" in tried
    assert ": new: first_name Amara; last_name Okoye" in tried
    assert "; iro Priya Shah; became_looked_after 2025-09-01;" in tried
    assert children(database) == []
    assert run(*taking) == 0
    assert capsys.readouterr().out == f"{ROWS[name]} new, 0 changed, 0 unchanged, 0 bad\n"
    assert len(children(database)) == 2
    assert run(*taking) == 0
    assert capsys.readouterr().out == f"0 new, 0 changed, {ROWS[name]} unchanged, 0 bad\n"


def test_what_would_change_is_shown(data: Path, files: Path, capsys: Capsys) -> None:
    """A dry run shows each field that would be another, old and new, by file and line."""
    assert run("import", files) == 0
    path = files / "children.csv"
    path.write_text(path.read_text().replace("Ben,", "Benji,").replace("Tom Bell", "Priya Shah"))
    capsys.readouterr()
    assert run("import", path, "--dry-run") == 0
    assert capsys.readouterr().out.splitlines() == [
        "children.csv:3: changed: known_as Ben -> Benji; iro Tom Bell -> Priya Shah",
        "Nothing was changed. It would be: 0 new, 1 changed, 1 unchanged, 0 bad",
    ]


def test_bad_rows_are_told_and_good_ones_kept(
    data: Path, database: Database, files: Path, capsys: Capsys
) -> None:
    """Each bad row is told by file, line, column and reason, and never what stood there."""
    path = files / "children.csv"
    path.write_text(path.read_text().replace("27/03/2017", "27th of March") + "E3,Zed\n")
    assert run("import", files) == 1
    said = capsys.readouterr().out
    assert "children.csv:2: date_of_birth: This is not a date in the form" in said
    assert f"children.csv:4: {sheets.NOT_AS_MANY}" in said
    assert "placements.csv:2: case_number: No child here has this case number." in said
    assert said.splitlines()[-1] == "5 new, 0 changed, 0 unchanged, 10 bad"
    assert "March" not in said
    assert "E3" not in said
    assert children(database) == ["Ben"]


def test_the_kind_may_be_said_instead_of_the_name(
    data: Path, database: Database, files: Path
) -> None:
    """A file of any name is taken as the kind that is said."""
    run("import", files / "officers.csv")
    path = (files / "children.csv").rename(files / "export-20261124.txt")
    assert run("import", path) == 2
    assert run("import", path, "--kind", "children") == 0
    assert children(database) == ["Ben", "Amara"]


def test_nothing_can_be_done(data: Path, files: Path, tmp_path: Path, capsys: Capsys) -> None:
    """Where nothing can be read, nothing is changed, and why is said without a traceback."""
    (empty := tmp_path / "empty").mkdir()
    (files / "reviews.csv").write_text("case_number,day\n1,2\n")
    for words, why in (
        ([tmp_path / "nowhere.csv"], "the mapping does not say what this file holds"),
        ([tmp_path / "children.csv"], "No such file"),
        ([empty], "no file in this folder is named as the mapping says"),
        ([files, "--mapping", tmp_path / "no.toml"], "there is no such file"),
        ([files / "reviews.csv"], "There is no row to take."),
        ([files, "--data", empty], "There is no database"),
    ):
        assert run("import", *words) == 2
        said = capsys.readouterr()
        assert why in said.err
    assert run("import", files / "reviews.csv") == 2
    assert "reviews.csv:1: date: This column is missing in the heading." in capsys.readouterr().out


def test_another_authoritys_key_imports_nothing(
    data: Path, database: Database, files: Path, capsys: Capsys
) -> None:
    """With a key that is not this database's, no child is made whose words nobody could open."""
    assert run("import", files) == 0
    (data / "key").unlink()
    make_key_file(data / "key")
    assert run("import", files) == 2
    assert "The key is not the one of this database." in capsys.readouterr().err


def test_a_key_for_another_system(data: Path, database: Database, capsys: Capsys) -> None:
    """A key is shown once, listed without its secret, and works no more once it is revoked."""
    assert run("api-key", "make", "--name", "The case system") == 0
    said = capsys.readouterr().out
    secret = next(word for word in said.split() if word.startswith("sayso_"))
    (key,) = database.read(machine_keys.every)
    assert key.name == "The case system"
    assert run("api-key", "list") == 0
    listed = capsys.readouterr().out
    assert f"{key.id}  made " in listed
    assert "never used  The case system" in listed
    assert secret not in listed
    assert run("api-key", "revoke", key.id) == 0
    assert run("api-key", "revoke", key.id) == 2
    assert "There is no key of that id that works." in capsys.readouterr().err
    run("api-key", "list")
    assert "revoked " in capsys.readouterr().out


def test_a_key_has_a_name(data: Path, database: Database) -> None:
    """A key that nobody could tell from another is not made."""
    assert run("api-key", "make", "--name", " ") == 2
    assert database.read(machine_keys.every) == ()
