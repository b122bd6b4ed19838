"""Released versions: they never change, and new conversations begin with the newest of them."""

from datetime import date
from pathlib import Path

import pytest

from dialogs.loading import (
    RELEASED,
    SCRIPTS,
    ScriptError,
    check_all,
    digests,
    load_all,
    load_releases,
    write_releases,
)
from dialogs.releasing import Release, as_text, changed
from tests.dialogs.small import SMALL, write

DAY = date(2026, 12, 1)


def release(folder: Path, *versions: int) -> None:
    """Release some versions of the small script as they stand."""
    found = digests(folder)
    write_releases(
        {("small", each): Release(DAY, found["small", each]) for each in versions}, folder
    )


def versions(folder: Path, *numbers: int) -> None:
    """Write the small script in some versions."""
    for number in numbers:
        write(folder, SMALL.replace("version: 1", f"version: {number}"), version=number)


def rules(folder: Path) -> list[tuple[str, str]]:
    """Give file and message of each problem with what was released, or with names used anew."""
    ours = {"released-changed", "reused-step"}
    return [(each.file, each.message) for each in check_all((folder,)) if each.rule in ours]


def test_no_released_file_has_changed() -> None:
    """A file that was released is as it was. To change it, make a new version of it.

    Put the file back as it was, copy it to the next number, change the copy, and release that.
    """
    assert changed(load_releases(), digests(), str(SCRIPTS)) == ()


def test_the_list_in_its_file_is_written_by_us() -> None:
    """The list is as the command writes it, so that a line by hand is noticed."""
    assert (SCRIPTS / RELEASED).read_text("utf-8") == as_text(load_releases())


def test_a_released_file_that_changes_is_an_error(tmp_path: Path) -> None:
    """One byte more in a released file is told, with the file and what to do instead."""
    versions(tmp_path, 1, 2)
    release(tmp_path, 1)
    assert rules(tmp_path) == []
    path = tmp_path / "small" / "1.yaml"
    path.write_bytes(path.read_bytes() + b"\n")
    ((file, message),) = rules(tmp_path)
    assert file == str(path)
    assert message == (
        "version 1 of small was released on 2026-12-01 and has changed since: "
        "put the file back as it was, and make the change in a new version"
    )


def test_a_released_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    """People may be in the middle of it, so it has to stay."""
    versions(tmp_path, 1, 2)
    release(tmp_path, 1)
    (tmp_path / "small" / "1.yaml").unlink()
    ((file, message),) = rules(tmp_path)
    assert file == str(tmp_path / "small" / "1.yaml")
    assert "is gone" in message


def test_nothing_is_refused_where_it_runs(tmp_path: Path) -> None:
    """A server goes on with a released file that changed: families are not to be turned away."""
    versions(tmp_path, 1)
    release(tmp_path, 1)
    versions(tmp_path, 1, 2)
    (tmp_path / "small" / "1.yaml").write_text(SMALL + "\n", "utf-8")
    assert load_all(tmp_path).current("small").version == 1


def test_a_draft_does_not_reach_families(tmp_path: Path) -> None:
    """New conversations begin with the newest released version; tools see the newest of all."""
    versions(tmp_path, 1, 2, 3)
    release(tmp_path, 1, 2)
    scripts = load_all(tmp_path)
    assert scripts.current("small").version == 2
    assert scripts.newest("small").version == 3
    child = scripts.newest_for("child", 9)
    assert child is scripts.current("small")
    assert scripts.for_children() == (scripts.current("small"),)
    assert scripts.released["small", 2] == DAY


def test_where_nothing_is_released_the_newest_is_used(tmp_path: Path) -> None:
    """Before the first release, and in the demonstration, a draft is what there is."""
    versions(tmp_path, 1, 2)
    assert load_all(tmp_path).current("small").version == 2
    with pytest.raises(KeyError):
        load_all(tmp_path).current("tiny")


def test_a_version_put_there_later_is_found(tmp_path: Path) -> None:
    """A running server reads the version to which a command beside it has brought people."""
    versions(tmp_path, 1)
    scripts = load_all(tmp_path)
    assert scripts.find("small", 2) is None
    versions(tmp_path, 2)
    assert scripts.get("small", 2).version == 2
    assert scripts.numbers("small") == (1, 2)


def test_the_list_is_read_as_it_is_written(tmp_path: Path) -> None:
    """The list comes back as it went, by script and version, the empty one too."""
    for held in ({}, {("b", 10): Release(DAY, "b" * 64), ("a", 9): Release(DAY, "a" * 64)}):
        write_releases(held, tmp_path)
        assert load_releases(tmp_path) == held
        assert [path.name for path in tmp_path.iterdir()] == [RELEASED]


@pytest.mark.parametrize(
    "text",
    [
        "- small",
        "small: 1",
        "small: {one: {released: 2026-12-01, sha256: %s}}" % ("a" * 64),
        "small: {1: %s}" % ("a" * 64),
        "small: {1: {released: soon, sha256: %s}}" % ("a" * 64),
        "small: {1: {released: 2026-12-01, sha256: abc}}",
        "small: [",
    ],
)
def test_a_list_that_can_not_be_understood_stops(tmp_path: Path, text: str) -> None:
    """Without the list nobody knows which versions are drafts, so nothing starts."""
    versions(tmp_path, 1)
    (tmp_path / RELEASED).write_text(text, "utf-8")
    with pytest.raises(ScriptError) as raised:
        load_all(tmp_path)
    assert {each.file for each in raised.value.problems} == {str(tmp_path / RELEASED)}
    assert str(tmp_path / RELEASED) in {each.file for each in check_all((tmp_path,))}


def test_a_name_is_not_used_for_another_question(tmp_path: Path) -> None:
    """A step's name that stood for another question is an error, at the line of the step."""
    versions(tmp_path, 1)
    other = SMALL.replace("version: 1", "version: 2").replace("family.wish", "agenda.talk")
    path = write(tmp_path, other, version=2)
    ((file, message),) = rules(tmp_path)
    assert file == str(path)
    assert message == (
        "'wish' is the name of another question in version 1: a new question needs a new name"
    )
