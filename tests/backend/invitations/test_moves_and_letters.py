from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.invitations import service as invitations
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.database import Transaction
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from backend.platform.errors import BadInput, NotFound
from tests.backend.invitations.asked import AT_FOUR, CHAT, PHONE, Asked, Held
from tests.backend.people.family import TODAY, a_home


def _send(asked: Asked, held: Held, **changes: Any) -> bool:
    url = f"https://sayso.example/c/{held.token}"
    invitation = replace(held.invitation, **changes)
    return asked.now(invitations.send_by_email, asked.viewer("support"), invitation, url)


def _delivered(asked: Asked) -> list[OpenedMessage]:
    sent: list[OpenedMessage] = []
    deliver_due(asked.database, asked.ring, {"email": sent.append}, asked.clock)
    return sent


def _move(asked: Asked, transaction: Transaction) -> None:
    home = a_home(asked.amara, name="Kim")
    ended = people.move_placement(transaction, asked.viewer("support"), TODAY, home, TODAY)
    invitations.revoke_participants(transaction, ended, asked.clock())


def test_a_move_closes_everything_at_once(asked: Asked) -> None:
    """One unit ends the home, the carer's part, their link, browser and chat, and the post."""
    carer, own = asked.ask(asked.carer), asked.ask(asked.own)
    asked.open(carer)
    asked.chat(carer)
    asked.open(own)
    _send(asked, carer)
    asked.enqueue(asked.carer, "telegram", CHAT)
    asked.enqueue(asked.own, "email", "amara@home.example")
    asked.unit(lambda t: _move(asked, t))
    assert asked.outbox(asked.carer) == ["cancelled", "cancelled"]
    assert asked.outbox(asked.own) == ["waiting"]
    assert asked.again(carer).revoked_at == asked.clock()
    assert asked.found(carer.token) is None
    assert [bound.invitation.id for bound in asked.browser()] == [own.invitation.id]
    assert asked.now(invitations.chat_holds, CHAT) == ()
    assert asked.chat_of(carer) is None
    assert asked.confirm(carer).outcome == "unknown"
    assert [message.recipient for message in _delivered(asked)] == ["amara@home.example"]


def test_a_move_that_fails_changes_nothing(asked: Asked) -> None:
    """If anything in the unit fails, the carer keeps the part, the link and the post."""
    carer = asked.ask(asked.carer)
    asked.open(carer)
    _send(asked, carer)

    def unit(transaction: Transaction) -> None:
        _move(asked, transaction)
        raise RuntimeError("after the move")

    with pytest.raises(RuntimeError):
        asked.unit(unit)
    assert asked.outbox() == ["waiting"]
    assert asked.needs_code() == [False]
    assert asked.look(people.get_participant, SYSTEM, asked.carer.id).ends_on is None
    assert len(asked.look(people.list_placements, SYSTEM, asked.amara.id)) == 1


def test_nobody_of_the_old_home_is_asked_again(asked: Asked) -> None:
    """After a move the old carer can neither be asked nor given a new link."""
    held = asked.ask(asked.carer)
    asked.unit(lambda t: _move(asked, t))
    asks: list[Callable[[], Held]] = [lambda: asked.ask(asked.carer), lambda: asked.reissue(held)]
    for ask in asks:
        with pytest.raises(BadInput):
            ask()


def test_a_link_ends_with_the_part_it_was_made_for(asked: Asked) -> None:
    """Even where nobody revoked it, a link stops on the day somebody's part ends."""
    held = asked.ask(asked.carer)
    asked.open(held)
    asked.chat(held)
    tomorrow = TODAY + timedelta(days=1)
    asked.do(people.correct_participant, SYSTEM, replace(asked.carer, ends_on=tomorrow))
    assert asked.found(held.token) is not None
    asked.clock.advance(timedelta(hours=15))
    assert asked.found(held.token) is None
    assert asked.browser() == ()
    assert asked.now(invitations.chat_holds, CHAT) == ()
    assert asked.open(held).outcome == "unknown"


def test_revoking_is_for_those_named(asked: Asked) -> None:
    """Revoking somebody's links leaves everyone else's, and revoking nobody's is no error."""
    carer, own = asked.ask(asked.carer), asked.ask(asked.own)
    _revoke(asked)
    _revoke(asked, asked.carer.id)
    assert asked.found(carer.token) is None
    assert asked.found(own.token) is not None


def _revoke(asked: Asked, *gone: str) -> None:
    asked.unit(lambda t: invitations.revoke_participants(t, gone, asked.clock()))


def test_the_first_revocation_counts(asked: Asked) -> None:
    """When a link was closed is kept; closing it again does not change the time."""
    held = asked.ask(asked.carer)
    for _time in range(2):
        _revoke(asked, asked.carer.id)
        asked.clock.advance(timedelta(hours=1))
    assert asked.again(held).revoked_at == asked.clock() - timedelta(hours=2)


def test_a_letter_holds_the_link_only(asked: Asked) -> None:
    """The e-mail has the link in the language of who is asked: no code, no name."""
    held = asked.ask(asked.carer)
    assert _send(asked, held)
    (letter,) = _delivered(asked)
    assert letter.recipient == "jo@home.example"
    assert letter.template == "invitation"
    assert letter.language == "en"
    assert letter.values == {"url": f"https://sayso.example/c/{held.token}"}
    assert held.code not in str(letter.values)


def test_one_letter_to_a_link(asked: Asked) -> None:
    """The same link is sent once, however often the button is pressed; a new one is sent."""
    held = asked.ask(asked.carer)
    assert _send(asked, held)
    assert not _send(asked, held)
    assert asked.outbox() == ["waiting"]
    assert len(_delivered(asked)) == 1
    assert _send(asked, asked.reissue(held))
    assert len(_delivered(asked)) == 1


def test_a_letter_with_a_dead_link_is_not_sent(asked: Asked) -> None:
    """What waits to go out when a link is made anew is stopped; the new one goes."""
    old = asked.ask(asked.carer)
    _send(asked, old)
    new = asked.reissue(old)
    _send(asked, new)
    assert asked.outbox() == ["cancelled", "waiting"]
    assert [new.token in message.values["url"] for message in _delivered(asked)] == [True]


def test_no_address_no_letter(asked: Asked) -> None:
    """Somebody without an e-mail address is sent nothing, and the caller is told."""
    nobody = asked.person("Ada", "parent", email="")
    assert not _send(asked, asked.ask(nobody))
    assert asked.outbox() == []


def test_no_letter_of_a_link_that_is_over(asked: Asked) -> None:
    """A link that has ended or was revoked is not sent."""
    held = asked.ask(asked.carer)
    with pytest.raises(NotFound):
        _send(asked, held, revoked_at=asked.clock())
    asked.clock.set(AT_FOUR + timedelta(days=28))
    with pytest.raises(NotFound):
        _send(asked, held)
    assert asked.outbox() == []


def test_opening_again_keeps_the_first_time(asked: Asked) -> None:
    """When a link was first opened stays, whatever browser opens it later."""
    held = asked.ask(asked.carer)
    first = asked.clock()
    for device in (PHONE, "tablet"):
        asked.open(held, device)
        asked.clock.advance(timedelta(hours=1))
    assert asked.again(held).opened_at == first
