"""Ask one person before a review, by e-mail or by card, and say how far everybody is."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from backend.asking import rules, store
from backend.asking.rules import Asked, Asking
from backend.consultations.service import sent_or_begun
from backend.invitations import service as invitations
from backend.invitations.rules import Invitation, Secrets
from backend.letters import service as letters
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Participant, Viewer, may_use
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.errors import NotFound
from backend.platform.keys.rules import KeyRing
from backend.platform.runtime import Bot, Runtime
from backend.reviews.rules import Review
from dialogs.script import Scripts


@dataclass(frozen=True)
class Means:
    """What asking somebody needs; ``mail_works`` says that an e-mail can leave the house."""

    ring: KeyRing
    scripts: Scripts
    public_url: str
    bot: Bot
    telegram_min_age: int
    mail_works: bool


@dataclass(frozen=True)
class Made:
    """The id and the secrets of a link that may be made, from outside of the unit."""

    invitation_id: str
    secrets: Secrets


@dataclass(frozen=True)
class Handed:
    """What came of asking: whether the link went by e-mail, and whether the code did."""

    invitation: Invitation
    link_sent: bool
    code_sent: bool


def means_of(runtime: Runtime, *, mail_works: bool) -> Means:
    """Give what asking needs of a running Sayso."""
    settings = runtime.settings
    years, url = settings.telegram_min_age, settings.public_url
    return Means(runtime.ring, runtime.scripts, url, runtime.bot, years, mail_works)


def new_secrets() -> Secrets:
    """Make a link's token of 128 bits and a code of six digits."""
    return Secrets(secrets.token_urlsafe(16), f"{secrets.randbelow(10**6):06}")


def link(public_url: str, token: str) -> str:
    """Give the address that somebody who is asked opens."""
    return f"{public_url}/c/{token}"


def on_telegram(
    means: Means, child: Child, participant: Participant, at: datetime, token: str = ""
) -> str:
    """Give where they could answer on Telegram: "" for who may not, and where it is off."""
    years, today = means.telegram_min_age, day_in_england(at)
    allowed = may_use("telegram", participant.role, child.date_of_birth, years, today)
    return means.bot.link(token) if allowed else ""


def ask(
    transaction: Transaction,
    means: Means,
    viewer: Viewer,
    review_id: str,
    participant_id: str,
    made: Made,
    at: datetime,
    *,
    by_email: bool,
    keep_code: bool = False,
) -> Handed:
    """Ask one person: a new link and code, and the old ones stop.

    ``keep_code`` keeps a code that went to nobody until they came in with it, sealed, for
    somebody to tell them. Raises NotFound, BadInput as ``invitations.invite`` does.
    """
    participant = people.get_participant(transaction, viewer, participant_id)
    child = people.get_child(transaction, viewer, participant.child_id)
    if not rules.may_be_asked(means.scripts, child, participant, at):
        raise NotFound
    invitation = invitations.invite(
        transaction,
        means.ring,
        viewer,
        participant_id=participant_id,
        review_id=review_id,
        invitation_id=made.invitation_id,
        secrets=made.secrets,
        at=at,
    )
    handed = _send(transaction, means, viewer, invitation, made.secrets, at) if by_email else None
    handed = handed or Handed(invitation, link_sent=False, code_sent=False)
    code = None
    if keep_code and handed.link_sent and not handed.code_sent:
        code = means.ring.seal(_place(invitation.id), made.secrets.code.encode())
    way = "email" if handed.link_sent else "card"
    asking = Asking(invitation.id, way, invitation.asked_at, code)
    store.keep(transaction, asking, invitation.child_id)
    return handed


def _send(
    transaction: Transaction,
    means: Means,
    viewer: Viewer,
    invitation: Invitation,
    made: Secrets,
    at: datetime,
) -> Handed:
    participant = people.get_participant(transaction, viewer, invitation.participant_id)
    child = people.get_child(transaction, viewer, invitation.child_id)
    url = link(means.public_url, made.token)
    telegram = on_telegram(means, child, participant, at, made.token)
    sent = letters.send_link(transaction, means.ring, viewer, invitation, url, at, telegram)
    code_sent = sent and letters.send_code(
        transaction, means.ring, viewer, invitation, made.code, at
    )
    return Handed(invitation, sent, code_sent)


def how_asked(
    transaction: Transaction, means: Means, viewer: Viewer, made: Collection[Invitation]
) -> dict[str, tuple[str, str]]:
    """Give by invitation how somebody was asked, and the code they are to be told, or ""."""
    held = {one.id: one for one in made}
    known = store.askings(transaction, viewer, tuple(held))
    return {
        each.invitation_id: (each.way, _code_of(means, each, held[each.invitation_id]))
        for each in known.values()
    }


def _code_of(means: Means, asking: Asking, invitation: Invitation) -> str:
    """Give the six digits that somebody is to be told, "" for none: not of an older link."""
    used = invitation.opened_at is not None or asking.asked_at != invitation.asked_at
    if used or asking.code is None:
        return ""
    return means.ring.open(_place(invitation.id), asking.code).decode()


def who_is_asked(
    transaction: Transaction, viewer: Viewer, scripts: Scripts, review: Review, at: datetime
) -> tuple[Asked, ...]:
    """Say of everyone who takes part today, or was asked, how far they are."""
    child = people.get_child(transaction, viewer, review.child_id)
    made = {
        invitation.participant_id: invitation
        for invitation in invitations.for_review(transaction, viewer, review.id)
    }
    ids = tuple(invitation.id for invitation in made.values())
    begun = sent_or_begun(transaction, ids)
    reminded = letters.last_reminded(transaction, ids)
    return tuple(
        _asked(scripts, child, each, made.get(each.id), begun, reminded, at)
        for each in people.list_participants(transaction, viewer, review.child_id)
        if each.id in made or not rules.is_past(each, at)
    )


def _asked(
    scripts: Scripts,
    child: Child,
    participant: Participant,
    invitation: Invitation | None,
    begun: dict[str, tuple[str, datetime | None]],
    reminded: dict[str, datetime],
    at: datetime,
) -> Asked:
    askable = rules.may_be_asked(scripts, child, participant, at)
    if invitation is None:
        state = rules.without_link(participant, child, askable, at)
        return Asked(participant, state, askable)
    closed = "stopped" if rules.is_past(participant, at) else "closed"
    said = begun.get(invitation.id, ("", None))
    state, since = rules.how_far(invitation, *said, closed, at)
    return Asked(participant, state, askable, since, reminded.get(invitation.id), invitation)


def forget_codes(transaction: Transaction, at: datetime) -> int:
    """Let go of every code that somebody came in with, or that opens nothing; give how many."""
    gone = 0
    for asking in store.with_code(transaction, SYSTEM):
        held = invitations.get(transaction, SYSTEM, asking.invitation_id)
        used = held.opened_at is not None or held.asked_at != asking.asked_at
        if used or not held.works_at(at):
            store.forget_code(transaction, asking.invitation_id, asking.asked_at)
            gone += 1
    return gone


def _place(invitation_id: str) -> str:
    return f"askings.code:{invitation_id}"
