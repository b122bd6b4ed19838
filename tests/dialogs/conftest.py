"""The scripts and their words, read once for all these tests."""

import pytest

from bot.play import Conversation, Voices
from dialogs.checks_rules import Standards
from dialogs.loading import SCRIPTS, load_all, load_standards
from dialogs.script import Script, Scripts
from tests.dialogs.playing import PAST_THE_OPENING, say
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


@pytest.fixture
def talk(scripts: Scripts, voices: Voices) -> Conversation:
    """A child at the first question of the script that asks something with words."""
    conversation = Conversation(scripts.newest("child_8_11"), "en", voices)
    say(conversation, *PAST_THE_OPENING)
    assert conversation.screen.place.key == "home_feel"
    return conversation


@pytest.fixture(params=sorted({path.parent.name for path in SCRIPTS.glob("*/[0-9]*.yaml")}))
def script(request: pytest.FixtureRequest, scripts: Scripts) -> Script:
    """The newest version of each script in turn."""
    return scripts.newest(request.param)
