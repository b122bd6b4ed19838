"""What the application is given by the composition root, and needs nothing else to run."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.platform.clock import Clock
from backend.platform.database import Database
from backend.platform.keys.rules import KeyRing
from backend.platform.settings import Settings
from backend.platform.translations import Translations

if TYPE_CHECKING:
    from dialogs.script import Scripts


@dataclass(frozen=True)
class Runtime:
    """One running Sayso."""

    settings: Settings
    database: Database
    ring: KeyRing
    clock: Clock
    scripts: "Scripts"
    translations: Translations
