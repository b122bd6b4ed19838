"""A household whose scripts lie in a folder of their own, where new versions can be put."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backend.platform.runtime import Runtime
from dialogs.loading import load_all
from tests.backend.consultations.household import Household, make_household
from tests.backend.consultations.talk import Talk
from tests.backend.releases.rewriting import Change, folder_with, next_version

NewVersion = Callable[..., Household]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the first versions of two scripts."""
    return folder_with(tmp_path / "scripts", "child_8_11", "foster_carer")


@pytest.fixture
def household(runtime: Runtime, folder: Path) -> Household:
    """Three children and their carers, asked by version 1."""
    return make_household(replace(runtime, scripts=load_all(folder)))


@pytest.fixture
def talk(household: Household) -> Iterator[Talk]:
    """Amara's conversation on version 1, just begun; replay makes it again, whatever happens."""
    begun = Talk(household).begin()
    yield begun
    assert begun.rebuilds()


@pytest.fixture
def new_version(household: Household, folder: Path, talk: Talk) -> Callable[[Change], None]:
    """Puts a changed version 2 of the child's script in the folder, and starts Sayso again."""

    def put(change: Change) -> None:
        next_version(folder, "child_8_11", change)
        talk.desk = replace(talk.desk, scripts=load_all(folder))

    return put
