"""A folder and an address for the made-up authority."""

from pathlib import Path

from backend.platform.keys.service import make_key_file
from backend.platform.settings import Settings
from bot import demo

URL = "http://127.0.0.1:8123"


def settings_in(folder: Path, **environ: str) -> Settings:
    """Give the settings of a demonstration in this folder."""
    return demo._settings(environ, folder, 8123)


def made(folder: Path) -> Settings:
    """Give the settings of a folder that has its key."""
    settings = settings_in(folder)
    make_key_file(settings.key_file)
    return settings
