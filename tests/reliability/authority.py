"""An authority of twenty people who are asked, made by the services as the demonstration is."""

from dataclasses import dataclass
from pathlib import Path

from backend.inbox import service as inbox
from backend.invitations import service as invitations
from backend.platform.clock import system_clock
from backend.platform.keys.service import make_key_file
from backend.platform.settings import load
from bot import demo_families, serving
from bot.demo_links import Link, SignIn
from bot.demo_people import STAFF, Family
from tests.telegram.world import BOT_ID

CHILDREN = ("Ada", "Ben", "Cai", "Dee", "Eli", "Fay", "Gus", "Hal", "Ivy", "Jem")


@dataclass(frozen=True)
class Asked:
    """One person who is asked: their way in, and the id that their conversation has.

    `chat` is the number of their chat, if they use Telegram, `chat_name` what it is known by.
    """

    link: Link
    conversation: str
    chat: int
    chat_name: str

    @property
    def is_child(self) -> bool:
        """Whether it is the child and not the one who cares for them."""
        return self.link.role == "child"


def make(data: Path, environ: dict[str, str], families: int = len(CHILDREN)) -> tuple[Asked, ...]:
    """Make key, database and families in a folder; give the two people asked in each family."""
    return make_with_staff(data, environ, families)[0]


def make_with_staff(
    data: Path, environ: dict[str, str], families: int
) -> tuple[tuple[Asked, ...], tuple[SignIn, ...]]:
    """Make them, and give how the staff sign in as well."""
    settings = load(environ, data)
    data.mkdir(mode=0o700)
    make_key_file(settings.key_file)
    house = serving.open_house(settings, routes={})
    try:
        made = demo_families.make(house, system_clock(), _families(families))
        asked = (_asked(house, link, chat) for chat, link in enumerate(made.links, start=1))
        return tuple(asked), made.staff
    finally:
        house.runtime.database.close()


def _families(count: int) -> tuple[Family, ...]:
    """Give so many families; every third child is five, and taps pictures and draws."""
    iros = [name for name, role, _title in STAFF if role == "iro"]
    return tuple(
        Family(
            first=first,
            last="Kept",
            born=(5 if at % 3 == 2 else 9, 3, 14),
            iro=iros[at % len(iros)],
            home=f"Home {first}",
            people=(("foster_carer", f"{first}s Jo"),),
            in_days=20,
        )
        for at, first in enumerate(CHILDREN[:count])
    )


def _asked(house: serving.House, link: Link, chat: int) -> Asked:
    runtime = house.runtime
    found = runtime.database.read(
        lambda transaction: invitations.find_by_token(
            transaction, runtime.ring, link.token, runtime.clock()
        )
    )
    assert found is not None
    name = inbox.chat_name(runtime.ring, f"telegram:{BOT_ID}", str(chat))
    return Asked(link, found.id, chat, name[:12])
