"""A folder and an address for the made-up authority, and its staff."""

from datetime import UTC, datetime
from pathlib import Path

from backend.people import service as people
from backend.people.rules import SYSTEM, Officer
from backend.platform.keys.service import make_key_file
from backend.platform.settings import Settings
from bot import demo
from bot.serving import House

URL = "http://127.0.0.1:8123"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def settings_in(folder: Path, **environ: str) -> Settings:
    """Give the settings of a demonstration in this folder."""
    return demo._settings(environ, folder, 8123)


def made(folder: Path) -> Settings:
    """Give the settings of a folder that has its key."""
    settings = settings_in(folder)
    make_key_file(settings.key_file)
    return settings


def officer(house: House, name: str) -> Officer:
    """Give a member of staff by name."""
    every = house.runtime.database.read(lambda t: people.list_officers(t, SYSTEM))
    return next(each for each in every if each.name == name)
