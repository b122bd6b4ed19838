"""What a child holds already opens what comes after their review, and closes with it."""

from datetime import timedelta

import pytest

from backend.invitations import service as invitations
from backend.invitations.rules import AFTER_LASTS, AFTER_REVIEW, TRIES, Invitation
from backend.people.rules import SYSTEM, Participant
from backend.platform.clock import SettableClock
from backend.platform.database import Database, new_id
from backend.platform.errors import NotFound
from backend.platform.keys.rules import KeyRing
from tests.backend.invitations.asked import CHAT, PHONE, TABLET, Asked, new_secrets, wrong


@pytest.fixture
def asked(database: Database, ring: KeyRing, clock: SettableClock) -> Asked:
    """A family whose review is in two weeks."""
    return Asked(database, ring, clock)


def after(asked: Asked, whom: Participant | None = None) -> Invitation:
    """Ask a child to hear what was decided."""
    invitation_id, made = new_id(), new_secrets()
    return asked.database.write(
        lambda t: invitations.invite(
            t,
            asked.ring,
            SYSTEM,
            participant_id=(whom or asked.own).id,
            review_id=asked.review.id,
            invitation_id=invitation_id,
            secrets=made,
            at=asked.clock(),
            purpose=AFTER_REVIEW,
        )
    )


def follows(asked: Asked, invitation: Invitation) -> bool:
    """Let what the child holds open it too."""
    return asked.now(invitations.follow, invitation)


def test_the_browser_and_its_code_open_it(asked: Asked, clock: SettableClock) -> None:
    """The browser that was let in holds it as well, behind the code that the child has."""
    held = asked.ask(asked.own)
    asked.open(held)
    made = after(asked)
    assert (made.purpose, made.expires_at) == (AFTER_REVIEW, clock() + AFTER_LASTS)
    assert follows(asked, made)
    bound = {each.invitation.id: each for each in asked.browser()}
    assert set(bound) == {held.invitation.id, made.id}
    assert bound[made.id].needs_code
    assert asked.browser(TABLET) == ()
    for code, outcome in ((wrong(held), "wrong_code"), (held.code, "open")):
        ids = (made.id, code, PHONE)
        assert asked.now(invitations.confirm_browser, *ids).outcome == outcome


def test_the_chat_follows(asked: Asked) -> None:
    """The chat the child answered in is where they are written to."""
    asked.chat(asked.ask(asked.own))
    made = after(asked)
    assert follows(asked, made)
    chat = asked.database.read(lambda t: invitations.chat_of(t, asked.ring, made.id))
    assert chat == CHAT


def test_who_never_came_holds_nothing(asked: Asked) -> None:
    """Of a link that was never opened there is nothing to follow: a card has to be made."""
    asked.ask(asked.own)
    assert not follows(asked, after(asked))
    asked.now(invitations.offer_chat, asked.ask(asked.own).token, CHAT)
    assert not follows(asked, after(asked)), "a chat without the code is nobody's"


def test_what_closes_the_one_closes_the_other(asked: Asked) -> None:
    """A new card for the first takes the old code from what follows it too."""
    held = asked.ask(asked.own)
    asked.open(held)
    made = after(asked)
    follows(asked, made)
    asked.reissue(held)
    assert asked.browser() == ()
    ids = (made.id, held.code, PHONE)
    assert asked.now(invitations.confirm_browser, *ids).outcome == "unknown"


def test_a_move_closes_it(asked: Asked) -> None:
    """Who loses their part in the child's life loses this as well."""
    asked.open(asked.ask(asked.own))
    follows(asked, after(asked))
    ids, at = (asked.own.id,), asked.clock()
    asked.database.write(lambda t: invitations.revoke_participants(t, ids, at))
    assert asked.browser() == ()


def test_it_outlives_the_links_of_the_review(asked: Asked, clock: SettableClock) -> None:
    """Its end is its own: what is read afterwards does not end with what was asked before."""
    asked.open(asked.ask(asked.own))
    made = after(asked)
    follows(asked, made)
    asked.database.write(lambda t: invitations.follow_review(t, SYSTEM, asked.review.id, clock()))
    clock.advance(timedelta(days=60))
    assert [each.invitation.id for each in asked.browser()] == [made.id]
    assert asked.look(invitations.for_review, SYSTEM, asked.review.id)[0].id != made.id


def test_the_card_leads_to_it_once_its_own_time_is_over(asked: Asked, clock: SettableClock) -> None:
    """Weeks after the review the card's link and code open what follows, in any browser."""
    held = asked.ask(asked.own)
    asked.open(held)
    made = after(asked)
    follows(asked, made)
    clock.set(held.invitation.expires_at - timedelta(seconds=1))
    entered = asked.open(held, TABLET)
    assert entered.invitation is not None
    assert entered.invitation.id == held.invitation.id
    clock.advance(timedelta(seconds=1))
    assert asked.open(held, TABLET, wrong(held)).outcome == "wrong_code"
    entered = asked.open(held, TABLET)
    assert entered.outcome == "open"
    assert [each.invitation.id for each in asked.browser(TABLET)] == [made.id]
    clock.set(made.expires_at)
    assert asked.open(held).outcome == "unknown"


@pytest.mark.parametrize("stopped", ["moved", "made anew", "locked"])
def test_a_card_that_was_stopped_leads_nowhere(
    asked: Asked, clock: SettableClock, stopped: str
) -> None:
    """A link that was closed, replaced or tried too often opens nothing later either."""
    held = asked.ask(asked.own)
    asked.open(held)
    follows(asked, after(asked))
    if stopped == "moved":
        ids, at = (asked.own.id,), clock()
        asked.database.write(lambda t: invitations.revoke_participants(t, ids, at))
    elif stopped == "made anew":
        asked.reissue(held)
    else:
        for _ in range(TRIES):
            asked.open(held, TABLET, wrong(held))
    clock.set(held.invitation.expires_at)
    assert asked.open(held).outcome == "unknown"


def test_only_a_child_hears_so(asked: Asked) -> None:
    """Nobody else is asked after the review."""
    with pytest.raises(NotFound):
        after(asked, asked.carer)
