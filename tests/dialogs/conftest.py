"""The scripts and their words, read once for all these tests."""

import pytest

from bot.play import Voices
from dialogs.checks_rules import Standards
from dialogs.loading import load_all, load_standards
from dialogs.script import Script, Scripts
from tests.dialogs.reading import spoken


@pytest.fixture(scope="session")
def scripts() -> Scripts:
    """Every version of every script."""
    return load_all()


@pytest.fixture(scope="session")
def standards() -> Standards:
    """What scripts are held against."""
    return load_standards()


@pytest.fixture(scope="session")
def voices() -> Voices:
    """The words in English, and every table of cues."""
    return Voices(spoken())


@pytest.fixture(params=["child_8_11", "foster_carer"])
def script(request: pytest.FixtureRequest, scripts: Scripts) -> Script:
    """The newest version of each script in turn."""
    return scripts.newest(request.param)
