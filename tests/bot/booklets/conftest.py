from functools import cache

import pytest

from backend.concerns.service import helplines
from backend.platform.translations import load
from bot.booklets.rendering import Press
from dialogs.loading import SCRIPTS
from dialogs.script import Script, Scripts
from tests.bot.booklets.reading import Paper, Printed, printed

EVERY_SCRIPT = sorted(path.name for path in SCRIPTS.iterdir() if (path / "1.yaml").exists())


@pytest.fixture(scope="session")
def press() -> Press:
    """Prints in English and in the draft of Welsh."""
    translations = load(("en", "cy"), include_drafts=True)
    return Press(translations, helplines()["childline"].number)


@pytest.fixture(params=EVERY_SCRIPT, scope="session")
def script(request: pytest.FixtureRequest, scripts: Scripts) -> Script:
    """Each script there is."""
    return scripts.newest(request.param)


@pytest.fixture(scope="session")
def paper(press: Press) -> Paper:
    """Gives a script in print, each made once."""

    @cache
    def in_print(script_id: str, language: str) -> Printed:
        return printed(press.pdf(known[script_id], language))

    known: dict[str, Script] = {}

    def give(script: Script, language: str = "en") -> Printed:
        known[script.id] = script
        return in_print(script.id, language)

    return give
