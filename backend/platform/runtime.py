"""What the application is given by the composition root, and needs nothing else to run."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from backend.platform.clock import Clock
from backend.platform.database import Database
from backend.platform.keys.rules import KeyRing
from backend.platform.settings import Settings
from backend.platform.translations import Translations

if TYPE_CHECKING:
    from dialogs.script import Scripts


@dataclass
class Bot:
    """The bot of this Sayso, whose name is known once Telegram has told it."""

    username: str = ""

    def link(self, token: str) -> str:
        """Give the address that opens a chat with the token of a link, "" while none is known.

        Any token has one, whether or not it is a link's: so the address tells nothing.
        """
        if not self.username:
            return ""
        return f"https://t.me/{quote(self.username, safe='')}?start={quote(token, safe='')}"


@dataclass(frozen=True)
class Runtime:
    """One running Sayso; `routes` names those by which messages leave it, Telegram's apart."""

    settings: Settings
    database: Database
    ring: KeyRing
    clock: Clock
    scripts: "Scripts"
    translations: Translations
    bot: Bot = field(default_factory=Bot)
    routes: frozenset[str] = frozenset()
