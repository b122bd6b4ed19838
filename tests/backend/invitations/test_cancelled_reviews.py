"""A review that is cancelled lets go of everybody who was asked."""

from dataclasses import replace

from backend.invitations import service as invitations
from backend.people.rules import SYSTEM, Viewer
from backend.platform.database import Transaction, new_id
from backend.reviews import service as reviews
from tests.backend.invitations.asked import CHAT, OTHER_CHAT, TABLET, Asked
from tests.backend.people.family import TODAY


def _put(asked: Asked, status: str, viewer: Viewer = SYSTEM) -> None:
    """Put the review into a state, as the form of its page does: in one unit."""

    def unit(transaction: Transaction) -> None:
        review = replace(asked.review, status=status)
        reviews.correct(transaction, viewer, review, TODAY)
        invitations.follow_review(transaction, viewer, review.id, asked.clock())

    asked.unit(unit)


def test_cancelling_closes_everything_at_once(asked: Asked) -> None:
    """One unit ends the links, browsers and chats of all who were asked, and stops their post."""
    carer, own = asked.ask(asked.carer), asked.ask(asked.own)
    asked.open(own)
    asked.open(carer, TABLET)
    asked.chat(carer)
    asked.now(invitations.offer_chat, own.token, OTHER_CHAT)
    asked.enqueue(asked.carer, "telegram", CHAT)
    asked.enqueue(asked.own, "email", "amara@home.example")
    _put(asked, "cancelled", asked.viewer("support"))
    assert asked.outbox() == ["cancelled", "cancelled"]
    for held in (carer, own):
        assert asked.again(held).revoked_at == asked.clock()
        assert asked.found(held.token) is None
    assert (asked.browser(), asked.browser(TABLET)) == ((), ())
    assert asked.now(invitations.chat_holds, CHAT) == ()
    assert not asked.now(invitations.chat_waits_for_code, OTHER_CHAT)


def test_another_review_goes_on(asked: Asked) -> None:
    """Links to another review go on, and what waits for others is sent even if saved again."""
    other = replace(asked.review, id=new_id(), number=0)
    asked.do(reviews.add, SYSTEM, other, TODAY)
    elsewhere = asked.ask(asked.carer, review=other)
    asked.ask(asked.own)
    _put(asked, "cancelled")
    asked.enqueue(asked.own, "email", "amara@home.example")
    asked.enqueue(asked.carer, "email", "jo@home.example")
    _put(asked, "cancelled")
    assert asked.found(elsewhere.token) == elsewhere.invitation
    assert asked.outbox() == ["waiting", "waiting"]


def test_planned_again_everybody_is_asked_anew(asked: Asked) -> None:
    """What was closed stays closed when the review is planned again; a new link works."""
    before = asked.ask(asked.own)
    _put(asked, "cancelled")
    _put(asked, "planned")
    assert asked.found(before.token) is None
    assert asked.open(before).outcome == "unknown"
    after = asked.ask(asked.own)
    assert after.invitation.id == before.invitation.id, "what was said before is theirs still"
    assert asked.open(after).outcome == "open"


def test_a_review_that_was_held_keeps_its_links(asked: Asked) -> None:
    """Links work for four weeks after a review that took place."""
    held = asked.ask(asked.own)
    _put(asked, "held")
    assert asked.found(held.token) == held.invitation
