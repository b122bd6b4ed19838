from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.invitations import service as invitations
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.database import Transaction
from backend.platform.errors import BadInput
from tests.backend.invitations.asked import CHAT, PHONE, Asked, Held
from tests.backend.people.family import TODAY, a_home


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
    asked.send(carer)
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
    assert [message.recipient for message in asked.delivered()] == ["amara@home.example"]


def test_a_move_that_fails_changes_nothing(asked: Asked) -> None:
    """If anything in the unit fails, the carer keeps the part, the link and the post."""
    carer = asked.ask(asked.carer)
    asked.open(carer)
    asked.send(carer)

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


def test_opening_again_keeps_the_first_time(asked: Asked) -> None:
    """When a link was first opened stays, whatever browser opens it later."""
    held = asked.ask(asked.carer)
    first = asked.clock()
    for device in (PHONE, "tablet"):
        asked.open(held, device)
        asked.clock.advance(timedelta(hours=1))
    assert asked.again(held).opened_at == first
