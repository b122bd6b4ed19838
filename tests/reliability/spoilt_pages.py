"""Servers that page people wrongly on purpose, to see that the oracle of pages turns red."""

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from unittest.mock import patch

from backend.calls import service as calls
from backend.calls import store as steps_done
from backend.concerns import store as concerns
from backend.concerns.rules import Concern
from backend.duty import service as duty
from backend.duty.rules import OnCall
from backend.duty.service import Page
from backend.platform import notify
from backend.platform.database import Database, Transaction
from backend.platform.delivery import rules, service
from backend.platform.delivery.rules import Claimed, OpenedMessage, PageOut, Route
from backend.platform.keys.rules import KeyRing
from backend.platform.receipts import TAKEN

LATE_SECONDS = 0.25


def pages_before_it_keeps() -> None:
    """Send each page from inside the unit that keeps the words, before anything is committed."""
    from bot import serving  # noqa: PLC0415  # it takes long, and only a server needs it

    open_house, routes = serving.open_house, dict[str, Route]()

    def opened(*given: Any, **named: Any) -> serving.House:
        house = open_house(*given, **named)
        routes.update(house.routes)
        return house

    def hasty(
        _unit: Transaction, _ring: KeyRing, on_call: OnCall, page: Page, at: Any
    ) -> tuple[str, ...]:
        to = page.recipient
        out = PageOut(page.key, to.email, to.phone, page.template, page.url, at, page.child_id)
        ways = rules.ways(out, on_call.routes)
        for way in ways:
            routes[way.route](
                OpenedMessage(way.id, way.recipient, way.template, way.values, way.language, 1)
            )
        return tuple(way.id for way in ways)

    patch.object(serving, "open_house", opened).start()
    patch.object(duty, "send_page", hasty).start()


def pages_in_another_commit() -> None:
    """Write down that a step is done in one commit, and page whom it reaches in the next."""
    write, do_step = Database.write, calls._do_step
    late: list[tuple[Any, ...]] = []

    def only_note(_unit: Transaction, *step: Any) -> bool:
        late.append(step)
        return False

    def in_two(database: Database, work: Callable[[Transaction], Any]) -> Any:
        came_to = write(database, work)
        while late:
            write(database, partial(_page_late, do_step, late.pop()))
        return came_to

    patch.object(calls, "_do_step", only_note).start()
    patch.object(Database, "write", in_two).start()


def _page_late(do_step: Callable[..., bool], step: tuple[Any, ...], unit: Transaction) -> bool:
    return do_step(unit, *step)


def settles_before_it_sends() -> None:
    """Take every message for sent, and send it a little later."""
    send = service._send

    def hasty(ring: KeyRing, route: Route, claimed: Claimed) -> str:
        threading.Timer(LATE_SECONDS, send, (ring, route, claimed)).start()
        return TAKEN

    patch.object(service, "_send", hasty).start()


def never_asks_first() -> None:
    """Send again without asking Notify whether it has the message."""
    patch.object(notify.Notify, "_states", lambda *_: []).start()


def raises_one_a_line() -> None:
    """Close what is open when a worry comes, so that each line makes a concern of its own."""
    open_of = concerns.open_of

    def forgetful(unit: Transaction, child_id: str, category: str) -> Concern | None:
        held = open_of(unit, child_id, category)
        if held is not None:
            moved = {"closed_at": held.last_at, "waiting_since": None}
            concerns.move(unit, held.id, moved)
        return None

    patch.object(concerns, "open_of", forgetful).start()


def does_no_step() -> None:
    """Take every step of calling for done by somebody else."""
    patch.object(steps_done, "take_step", lambda *_: False).start()


WAYS: Mapping[str, Callable[[], None]] = {
    "pages-before-it-keeps": pages_before_it_keeps,
    "pages-in-another-commit": pages_in_another_commit,
    "settles-before-it-sends": settles_before_it_sends,
    "never-asks-first": never_asks_first,
    "raises-one-a-line": raises_one_a_line,
    "does-no-step": does_no_step,
}
