"""Amara and her carer before a review, and short ways to ask them and to enter codes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import select

from backend.invitations import service as invitations
from backend.invitations.rules import Bound, Entered, Invitation, Secrets
from backend.letters import service as letters
from backend.people.rules import SYSTEM, Participant, Viewer
from backend.platform.clock import SettableClock
from backend.platform.database import Database, new_id
from backend.platform.delivery.rules import OpenedMessage, OutboxMessage
from backend.platform.delivery.service import deliver_due, enqueue
from backend.platform.delivery.tables import outbox
from backend.platform.keys.rules import KeyRing
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from tests.backend.people.family import TODAY, Family

T = TypeVar("T")

AT_FOUR = datetime(2026, 12, 8, 16, 0, tzinfo=UTC)
PHONE, TABLET, CHAT, OTHER_CHAT = "phone", "tablet", "7001", "7002"


@dataclass(frozen=True)
class Held:
    """What somebody who was asked holds in their hand."""

    invitation: Invitation
    token: str
    code: str


class Asked(Family):
    """A family of whom somebody is asked before Amara's review in two weeks."""

    def __init__(self, database: Database, ring: KeyRing, clock: SettableClock) -> None:
        super().__init__(database)
        self.ring, self.clock = ring, clock
        review = Review(new_id(), self.amara.id, 0, AT_FOUR, "at school", None)
        self.review = self.do(reviews.add, SYSTEM, review, TODAY)

    def now(self, work: Callable[..., T], *given: Any) -> T:
        """Do one thing of those that take the key ring, at this moment."""
        return self.database.write(lambda t: work(t, self.ring, *given, self.clock()))

    def ask(self, whom: Participant, viewer: Viewer = SYSTEM, review: Review | None = None) -> Held:
        """Ask somebody, or ask them again."""
        return self._invite(whom, viewer, (review or self.review).id)

    def any_day(self, whom: Participant, viewer: Viewer = SYSTEM) -> Held:
        """Give somebody a card for any day, or a new one."""
        return self._invite(whom, viewer, None)

    def _invite(self, whom: Participant, viewer: Viewer, review_id: str | None) -> Held:
        held, invitation_id = new_secrets(), new_id()
        invitation = self.database.write(
            lambda t: invitations.invite(
                t,
                self.ring,
                viewer,
                participant_id=whom.id,
                review_id=review_id,
                invitation_id=invitation_id,
                secrets=held,
                at=self.clock(),
            )
        )
        return Held(invitation, held.token, held.code)

    def reissue(self, held: Held, viewer: Viewer = SYSTEM) -> Held:
        """Make somebody's link and code anew."""
        fresh = new_secrets()
        invitation = self.now(invitations.reissue, viewer, held.invitation.id, fresh)
        return Held(invitation, fresh.token, fresh.code)

    def open(self, held: Held, device: str = PHONE, code: str | None = None) -> Entered:
        """Enter a code on the page of a link; the right one unless told otherwise."""
        return self.now(invitations.bind_browser, held.token, code or held.code, device)

    def confirm(self, held: Held, device: str = PHONE, code: str | None = None) -> Entered:
        """Enter a code again, to go on."""
        ids = (held.invitation.id, code or held.code, device)
        return self.now(invitations.confirm_browser, *ids)

    def browser(self, device: str = PHONE) -> tuple[Bound, ...]:
        """Give what a browser holds."""
        return self.now(invitations.browser_holds, device)

    def touch(self, held: Held, device: str = PHONE) -> None:
        """Use the page of a conversation."""
        self.now(invitations.touch_browser, device, held.invitation.id)

    def needs_code(self, device: str = PHONE) -> list[bool]:
        """Say of each invitation a browser holds whether its code is needed."""
        return [bound.needs_code for bound in self.browser(device)]

    def chat(self, held: Held, chat: str = CHAT, code: str | None = None) -> Entered:
        """Come to the bot with a link, and enter a code there."""
        self.now(invitations.offer_chat, held.token, chat)
        return self.now(invitations.confirm_chat, chat, code or held.code)

    def chat_of(self, held: Held) -> str | None:
        """Give the chat an invitation is bound to."""
        ids = held.invitation.id
        return self.database.read(lambda t: invitations.chat_of(t, self.ring, ids))

    def send(self, held: Held, viewer: Viewer = SYSTEM, telegram: str = "", **changes: Any) -> bool:
        """Send somebody their link by e-mail; ``changes`` are made to what they were asked by."""
        invitation = replace(held.invitation, **changes)
        url = f"https://sayso.example/c/{held.token}"
        return self.database.write(
            lambda t: letters.send_link(
                t, self.ring, viewer, invitation, url, self.clock(), telegram
            )
        )

    def send_code(self, held: Held, viewer: Viewer = SYSTEM, **changes: Any) -> bool:
        """Send somebody their code by e-mail."""
        invitation = replace(held.invitation, **changes)
        return self.now(letters.send_code, viewer, invitation, held.code)

    def delivered(self) -> list[OpenedMessage]:
        """Send what waits to go out by e-mail, and give what went."""
        sent: list[OpenedMessage] = []
        deliver_due(self.database, self.ring, {"email": sent.append}, self.clock)
        return sent

    def enqueue(self, whom: Participant, route: str, recipient: str) -> None:
        """Let something wait to be sent to somebody."""
        message = OutboxMessage(
            id=new_id(),
            key=f"test:{new_id()}",
            route=route,
            recipient=recipient,
            template="invitation",
            values={"url": "https://sayso.example/c/abc"},
            language="en",
            child_id=whom.child_id,
            participant_id=whom.id,
            due_at=self.clock(),
        )
        self.database.write(lambda t: enqueue(t, self.ring, message, self.clock()))

    def outbox(self, whom: Participant | None = None) -> list[str]:
        """Give the state of what was to be sent, to everybody or to one, in order."""
        query = select(outbox.c.status).order_by(outbox.c.number)
        if whom is not None:
            query = query.where(outbox.c.participant_id == whom.id)
        return list(self.database.read(lambda t: t.execute(query).scalars().all()))

    def found(self, token: str) -> Invitation | None:
        """Look at a link."""
        return self.now(invitations.find_by_token, token)

    def again(self, held: Held) -> Invitation:
        """Give the invitation as it is kept now."""
        return self.look(invitations.get, SYSTEM, held.invitation.id)


def new_secrets() -> Secrets:
    """Make a token and a code as the staff pages do."""
    return Secrets(secrets.token_urlsafe(16), f"{secrets.randbelow(10**6):06}")


def wrong(held: Held) -> str:
    """Give a code that is not theirs."""
    return f"{(int(held.code) + 1) % 10**6:06}"
