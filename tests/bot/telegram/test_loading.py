"""aiogram takes seconds to load: only a bot with a token pays for it."""

import subprocess
import sys

from tests.house.tree import ROOT

WITHOUT = [
    "bot.__main__",
    "bot.serving",
    "bot.demo",
    "backend.web.app",
    "bot.telegram.conversation",
    "bot.telegram.receiving",
    "bot.telegram.rendering",
]


def loads(modules: list[str]) -> set[str]:
    program = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(said.stdout.split()) & {"aiogram", "aiohttp"}


def test_nothing_loads_telegram_by_itself() -> None:
    """The command, the server and the conversation load neither aiogram nor aiohttp."""
    assert loads(WITHOUT) == set()


def test_the_client_loads_it() -> None:
    """What speaks with Telegram does load it, so that the test above means something."""
    assert "aiogram" in loads(["bot.telegram.running"])
