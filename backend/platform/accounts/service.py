"""Signing in and out, and choosing a password by a one-time link.

Hashing takes time and memory, so it happens between units: what does both takes the database.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend.platform.accounts import rules, store
from backend.platform.accounts.rules import Session, SignIn
from backend.platform.clock import Clock
from backend.platform.database import Database, Transaction, lock, new_id
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import KeyRing

# Gives the id of the active officer with this e-mail address, or None.
FindOfficer = Callable[[Transaction, str], str | None]


@dataclass(frozen=True)
class _Look:
    """What was found for somebody who tries to sign in."""

    wait: int
    officer_id: str | None = None
    hash: str | None = None


def sign_in(
    database: Database,
    ring: KeyRing,
    clock: Clock,
    find: FindOfficer,
    email: str,
    password: str,
) -> SignIn:
    """Sign somebody in, or say that it was wrong, or that they must wait.

    Every try is counted before it is judged, so that many at once gain nothing. The secret of
    a new session is in the answer and nowhere else.
    """
    address = ring.digest("account.email", rules.normal_email(email))
    try_id, at = new_id(), clock()
    look = database.write(lambda t: _begin(t, find, email, address, try_id, at))
    if look.wait:
        return SignIn("too-many", wait=look.wait)
    # Somebody unknown is compared as well, and so takes as long.
    matches = rules.password_matches(look.hash or rules.NOBODY, password)
    if not matches or look.officer_id is None or look.hash is None:
        return SignIn("wrong")
    better = rules.hash_password(password) if rules.needs_new_hash(look.hash) else look.hash
    secret = secrets.token_urlsafe(32)
    session = Session(_digest(ring, secret), look.officer_id, at, at)
    kept = database.write(lambda t: _finish(t, session, address, look.hash, better))
    return SignIn("signed-in", look.officer_id, secret) if kept else SignIn("wrong")


def signed_in(
    database: Database, ring: KeyRing, clock: Clock, secret: str, *, counts: bool = True
) -> str | None:
    """Say which officer's browser this is, or None; whoever asks checks the officer is active.

    A session ends 15 minutes after it was last used and 10 hours after it began; what a page
    asks by itself is no use of it, and has ``counts`` False.
    """
    at = clock()
    found = database.read(lambda t: find_session(t, ring, secret, at))
    if found is None:
        return None
    if counts and at - found.seen_at >= rules.TOUCH_AFTER:
        database.write(lambda t: store.touch_session(t, found.digest, at))
    return found.officer_id


def find_session(
    transaction: Transaction, ring: KeyRing, secret: str, at: datetime
) -> Session | None:
    """Find the living session of this secret, without counting it as used."""
    found = store.session(transaction, _digest(ring, secret))
    return found if found and rules.is_alive(found, at) else None


def whose_session(transaction: Transaction, ring: KeyRing, secret: str) -> str | None:
    """Say whose session this is or was, or None; it lets nobody in.

    An ended one is known for a day, and not once its officer has signed out.
    """
    found = store.session(transaction, _digest(ring, secret))
    return found.officer_id if found else None


def sign_out(transaction: Transaction, ring: KeyRing, secret: str) -> None:
    """End the session of this secret, if there is one."""
    store.remove_session(transaction, _digest(ring, secret))


def make_link(
    transaction: Transaction, ring: KeyRing, *, officer_id: str, token: str, at: datetime
) -> datetime:
    """Keep a one-time link and return when it ends; an earlier one of the officer's dies.

    `token` comes from `new_link_token()`, made outside the unit; only its digest is kept.
    """
    expires_at = at + rules.LINK_LIFE
    store.add_link(transaction, _link_digest(ring, token), officer_id, expires_at)
    return expires_at


def new_link_token() -> str:
    """Make the secret part of a one-time link."""
    return secrets.token_urlsafe(32)


def link_holder(transaction: Transaction, ring: KeyRing, token: str, at: datetime) -> str | None:
    """Say whose link this is, or None for one unknown, used or too old; looking uses none up."""
    return store.link_holder(transaction, _link_digest(ring, token), at)


def choose_password(
    database: Database, ring: KeyRing, clock: Clock, *, token: str, email: str, password: str
) -> str:
    """Set the password of the link's officer, use the link up, and end their other sessions.

    `email` is the officer's own, which a password may not be. Returns the officer's id. Raises
    `BadInput` for a password that will not do, `NotFound` for a link that is not or no longer one.
    """
    if problem := rules.password_problem(password, email):
        raise BadInput({"password": problem})
    at, digest = clock(), _link_digest(ring, token)
    if database.read(lambda t: store.link_holder(t, digest, at)) is None:
        raise NotFound
    hashed = rules.hash_password(password)
    officer_id = database.write(lambda t: _change_password(t, digest, hashed, at))
    if officer_id is None:
        raise NotFound
    return officer_id


def disable(transaction: Transaction, officer_id: str) -> None:
    """Sign the officer out everywhere and leave them no way back in but a new link."""
    store.remove_sessions(transaction, officer_id)
    store.remove_links(transaction, officer_id)
    store.forget_password(transaction, officer_id)


def has_password(transaction: Transaction, officer_id: str) -> bool:
    """Say whether the officer has chosen a password."""
    return store.password_hash(transaction, officer_id) is not None


def _begin(
    transaction: Transaction,
    find: FindOfficer,
    email: str,
    address: str,
    try_id: str,
    at: datetime,
) -> _Look:
    # One at a time: two at once must not both be the last one allowed.
    lock(transaction, "sign-in")
    since = at - rules.TRY_WINDOW
    wait = rules.wait_seconds(*store.tries(transaction, address, since), at)
    if wait:
        return _Look(wait)
    store.remove_old_tries(transaction, since)
    store.add_try(transaction, try_id, address, at)
    officer_id = find(transaction, email.strip())
    return _Look(0, officer_id, officer_id and store.password_hash(transaction, officer_id))


def _finish(
    transaction: Transaction, session: Session, address: str, known: str | None, better: str
) -> bool:
    """Begin the session, unless the password was changed or taken away in the meantime."""
    if store.password_hash(transaction, session.officer_id) != known:
        return False
    at = session.started_at
    if better != known:
        store.keep_password(transaction, session.officer_id, better, at)
    store.forgive(transaction, address)
    store.remove_dead_sessions(transaction, at - rules.REMEMBERED)
    store.add_session(transaction, session)
    return True


def _change_password(
    transaction: Transaction, digest: str, hashed: str, at: datetime
) -> str | None:
    officer_id = store.use_link(transaction, digest, at)
    if officer_id:
        store.keep_password(transaction, officer_id, hashed, at)
        store.remove_sessions(transaction, officer_id)
    return officer_id


def _digest(ring: KeyRing, secret: str) -> str:
    return ring.digest("account.session", secret)


def _link_digest(ring: KeyRing, token: str) -> str:
    return ring.digest("account.link", token)
