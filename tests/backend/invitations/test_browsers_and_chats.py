from datetime import timedelta

from backend.invitations import service as invitations
from backend.invitations.rules import IDLE, Bound, Entered
from backend.people import service as people
from backend.people.rules import SYSTEM, Participant
from backend.platform.database import new_id
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from tests.backend.invitations.asked import (
    AT_FOUR,
    CHAT,
    OTHER_CHAT,
    PHONE,
    TABLET,
    Asked,
    Held,
    wrong,
)
from tests.backend.people.family import TODAY, a_person

SECOND = timedelta(seconds=1)


def _of_ben(asked: Asked) -> Held:
    """Jo Marsh looks after Ben as well, and is asked before his review too."""
    review = Review(new_id(), asked.ben.id, 0, AT_FOUR, "at school", None)
    asked.do(reviews.add, SYSTEM, review, TODAY)
    jo: Participant = asked.do(people.add_participant, SYSTEM, a_person(asked.ben, name="Jo Marsh"))
    return asked.ask(jo, review=review)


def _chat(asked: Asked, chat: str = CHAT) -> tuple[Bound, ...]:
    return asked.now(invitations.chat_holds, chat)


def test_link_and_code_bind_one_browser(asked: Asked) -> None:
    """The browser that entered link and code holds the invitation, and no other does."""
    held = asked.ask(asked.own)
    entered = asked.open(held)
    assert (entered.outcome, entered.invitation) == ("open", held.invitation)
    assert [bound.invitation.id for bound in asked.browser()] == [held.invitation.id]
    assert asked.needs_code() == [False]
    assert asked.browser(TABLET) == ()
    assert asked.browser("") == ()


def test_a_wrong_code_binds_nothing(asked: Asked) -> None:
    """Who has the link and not the code holds nothing, and lets go of no one."""
    held = asked.ask(asked.own)
    asked.open(held)
    assert asked.open(held, TABLET, wrong(held)).outcome == "wrong_code"
    assert asked.browser(TABLET) == ()
    assert asked.needs_code() == [False]


def test_link_and_code_move_the_browser(asked: Asked) -> None:
    """Link and code on another browser move the conversation there; the first holds nothing."""
    held = asked.ask(asked.own)
    asked.open(held)
    asked.clock.advance(SECOND)
    assert asked.open(held, TABLET).outcome == "open"
    assert asked.browser(PHONE) == ()
    assert asked.confirm(held, PHONE) == Entered("unknown")
    assert asked.needs_code(TABLET) == [False]


def test_fifteen_minutes_alone(asked: Asked) -> None:
    """Left alone for 15 minutes, to the second, a conversation needs its code again."""
    held = asked.ask(asked.own)
    asked.open(held)
    asked.clock.advance(IDLE - SECOND)
    assert asked.needs_code() == [False]
    asked.clock.advance(SECOND)
    assert asked.needs_code() == [True]
    assert asked.confirm(held, code=wrong(held)).outcome == "wrong_code"
    assert asked.needs_code() == [True]
    assert asked.confirm(held).outcome == "open"
    assert asked.needs_code() == [False]


def test_using_it_begins_the_time_anew(asked: Asked) -> None:
    """A conversation in use is never asked for its code, however long it takes."""
    held = asked.ask(asked.own)
    asked.open(held)
    for _quarter in range(8):
        asked.clock.advance(IDLE - SECOND)
        asked.touch(held)
        assert asked.needs_code() == [False]


def test_touching_is_no_way_in(asked: Asked) -> None:
    """A page that is opened once the code is needed does not do away with the code."""
    held = asked.ask(asked.own)
    asked.open(held)
    asked.clock.advance(IDLE)
    asked.touch(held)
    assert asked.needs_code() == [True]


def test_leaving_quickly(asked: Asked) -> None:
    """After leaving, the code is needed at once, and a page still loading changes nothing."""
    held = asked.ask(asked.own)
    asked.open(held)
    asked.database.write(lambda t: invitations.leave_browser(t, asked.ring, PHONE))
    assert asked.needs_code() == [True]
    asked.touch(held)
    assert asked.needs_code() == [True]
    assert asked.confirm(held).outcome == "open"
    assert asked.needs_code() == [False]


def test_one_browser_holds_several(asked: Asked) -> None:
    """One phone holds a carer's two children, each with its own code and its own time."""
    amara, ben = asked.ask(asked.carer), _of_ben(asked)
    asked.open(amara)
    asked.clock.advance(SECOND)
    asked.open(ben)
    ids = [bound.invitation.id for bound in asked.browser()]
    assert ids == [amara.invitation.id, ben.invitation.id]
    assert asked.confirm(amara, code=ben.code).outcome == "wrong_code"
    asked.clock.advance(IDLE - SECOND)
    asked.touch(ben)
    assert asked.needs_code() == [True, False]
    asked.database.write(lambda t: invitations.leave_browser(t, asked.ring, PHONE))
    assert asked.needs_code() == [True, True]
    assert asked.confirm(ben).outcome == "open"
    assert asked.needs_code() == [True, False]


def test_child_and_carer_on_one_phone(asked: Asked) -> None:
    """A phone that is handed on holds child and carer, and the code of one opens only that one."""
    own, carer = asked.ask(asked.own), asked.ask(asked.carer)
    asked.open(own)
    asked.database.write(lambda t: invitations.leave_browser(t, asked.ring, PHONE))
    asked.clock.advance(SECOND)
    asked.open(carer)
    assert asked.needs_code() == [True, False]


def test_a_chat_comes_with_a_link(asked: Asked) -> None:
    """A chat that came with a link is bound by the code and by nothing less."""
    held = asked.ask(asked.carer)
    assert asked.now(invitations.offer_chat, held.token, CHAT)
    assert asked.now(invitations.chat_waits_for_code, CHAT)
    assert _chat(asked) == ()
    assert asked.now(invitations.confirm_chat, CHAT, wrong(held)).outcome == "wrong_code"
    assert _chat(asked) == ()
    assert asked.again(held).opened_at is None
    assert asked.now(invitations.confirm_chat, CHAT, held.code).outcome == "open"
    assert [bound.invitation.id for bound in _chat(asked)] == [held.invitation.id]
    assert not asked.now(invitations.chat_waits_for_code, CHAT)
    assert asked.again(held).opened_at == asked.clock()


def test_a_code_without_a_link(asked: Asked) -> None:
    """A chat that brings a code and no link is told no more than for a dead link."""
    held = asked.ask(asked.carer)
    assert asked.now(invitations.confirm_chat, CHAT, held.code) == Entered("unknown")
    assert asked.again(held).tries == 0


def test_a_link_without_a_code_takes_no_chat_away(asked: Asked) -> None:
    """Who brings only the link to the bot does not take it from the chat that is bound."""
    held = asked.ask(asked.carer)
    asked.chat(held)
    assert asked.now(invitations.offer_chat, held.token, OTHER_CHAT)
    asked.now(invitations.confirm_chat, OTHER_CHAT, wrong(held))
    assert len(_chat(asked)) == 1
    assert _chat(asked, OTHER_CHAT) == ()


def test_one_browser_and_one_chat(asked: Asked) -> None:
    """An invitation is held by a browser and a chat at once, so either can go on."""
    held = asked.ask(asked.carer)
    asked.open(held)
    asked.chat(held)
    assert asked.needs_code() == [False]
    assert len(_chat(asked)) == 1


def test_a_chat_is_never_idle(asked: Asked) -> None:
    """A chat belongs to one person's own phone, and is not asked for the code again."""
    held = asked.ask(asked.carer)
    asked.chat(held)
    asked.clock.advance(timedelta(days=3))
    assert [bound.needs_code for bound in _chat(asked)] == [False]


def test_one_chat_holds_several(asked: Asked) -> None:
    """One chat holds a carer's two children, in the order they were bound."""
    amara, ben = asked.ask(asked.carer), _of_ben(asked)
    asked.chat(amara)
    asked.clock.advance(SECOND)
    asked.chat(ben)
    ids = [bound.invitation.id for bound in _chat(asked)]
    assert ids == [amara.invitation.id, ben.invitation.id]


def test_link_and_code_move_the_chat(asked: Asked) -> None:
    """Another chat with link and code takes over; what waited for the first is not sent."""
    held = asked.ask(asked.carer)
    asked.chat(held)
    assert asked.chat_of(held) == CHAT
    asked.enqueue(asked.carer, "telegram", CHAT)
    asked.chat(held, CHAT)
    assert asked.outbox() == ["waiting"]
    asked.chat(held, OTHER_CHAT)
    assert asked.outbox() == ["cancelled"]
    assert _chat(asked) == ()
    assert asked.chat_of(held) == OTHER_CHAT
