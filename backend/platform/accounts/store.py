"""Queries on passwords, one-time links, sessions and tries."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from backend.platform.accounts.rules import TRIES_OF_ALL, TRIES_OF_ONE, Session
from backend.platform.accounts.tables import account_links, passwords, sessions, sign_in_tries
from backend.platform.database import Transaction, insert_unless


def password_hash(transaction: Transaction, officer_id: str) -> str | None:
    """Give the officer's hash, or None where no password has been chosen yet."""
    found = select(passwords.c.hash).where(passwords.c.officer_id == officer_id)
    return transaction.execute(found).scalar_one_or_none()


def keep_password(transaction: Transaction, officer_id: str, hash_: str, at: datetime) -> None:
    """Keep the hash as the officer's only one."""
    statement = insert_unless(transaction, passwords).values(
        officer_id=officer_id, hash=hash_, set_at=at
    )
    changed = {"hash": hash_, "set_at": at}
    transaction.execute(
        statement.on_conflict_do_update(index_elements=["officer_id"], set_=changed)
    )


def forget_password(transaction: Transaction, officer_id: str) -> None:
    """Remove the officer's password."""
    transaction.execute(delete(passwords).where(passwords.c.officer_id == officer_id))


def add_link(transaction: Transaction, digest: str, officer_id: str, expires_at: datetime) -> None:
    """Keep a one-time link, which becomes the officer's only one."""
    remove_links(transaction, officer_id)
    transaction.execute(
        insert(account_links).values(digest=digest, officer_id=officer_id, expires_at=expires_at)
    )


def link_holder(transaction: Transaction, digest: str, at: datetime) -> str | None:
    """Say whose link it is, or None for one unknown, used or too old."""
    found = select(account_links.c.officer_id).where(
        account_links.c.digest == digest, account_links.c.expires_at > at
    )
    return transaction.execute(found).scalar_one_or_none()


def use_link(transaction: Transaction, digest: str, at: datetime) -> str | None:
    """Take the link away and say whose it was; only one of two at once gets an answer."""
    taken = (
        delete(account_links)
        .where(account_links.c.digest == digest, account_links.c.expires_at > at)
        .returning(account_links.c.officer_id)
    )
    return transaction.execute(taken).scalar_one_or_none()


def remove_links(transaction: Transaction, officer_id: str) -> None:
    """Remove whatever link the officer has."""
    transaction.execute(delete(account_links).where(account_links.c.officer_id == officer_id))


def add_session(transaction: Transaction, session: Session) -> None:
    """Keep a new session."""
    transaction.execute(insert(sessions).values(vars(session)))


def session(transaction: Transaction, digest: str) -> Session | None:
    """Find a session, alive or not."""
    row = transaction.execute(select(sessions).where(sessions.c.digest == digest)).first()
    return Session(row.digest, row.officer_id, row.started_at, row.seen_at) if row else None


def touch_session(transaction: Transaction, digest: str, at: datetime) -> None:
    """Note that the session was used."""
    transaction.execute(update(sessions).where(sessions.c.digest == digest).values(seen_at=at))


def remove_session(transaction: Transaction, digest: str) -> None:
    """Remove one session."""
    transaction.execute(delete(sessions).where(sessions.c.digest == digest))


def remove_sessions(transaction: Transaction, officer_id: str) -> None:
    """Remove every session of the officer."""
    transaction.execute(delete(sessions).where(sessions.c.officer_id == officer_id))


def remove_dead_sessions(transaction: Transaction, seen_before: datetime) -> None:
    """Remove the sessions of anybody that were last used before a moment."""
    transaction.execute(delete(sessions).where(sessions.c.seen_at <= seen_before))


def tries(
    transaction: Transaction, email: str, since: datetime
) -> tuple[list[datetime], list[datetime]]:
    """Give the moments of recent tries, for this e-mail and for all, newest first."""
    recent = select(sign_in_tries.c.at).where(sign_in_tries.c.at > since)
    newest_first = recent.order_by(sign_in_tries.c.at.desc())
    of_one = newest_first.where(sign_in_tries.c.email == email).limit(TRIES_OF_ONE)
    of_all = newest_first.limit(TRIES_OF_ALL)
    return (
        list(transaction.execute(of_one).scalars()),
        list(transaction.execute(of_all).scalars()),
    )


def add_try(transaction: Transaction, id_: str, email: str, at: datetime) -> None:
    """Note a try, before anybody knows whether it will succeed."""
    transaction.execute(insert(sign_in_tries).values(id=id_, email=email, at=at))


def remove_old_tries(transaction: Transaction, before: datetime) -> None:
    """Remove tries that no longer count."""
    transaction.execute(delete(sign_in_tries).where(sign_in_tries.c.at <= before))


def forgive(transaction: Transaction, email: str) -> None:
    """Remove the tries of one e-mail, because one of them succeeded."""
    transaction.execute(delete(sign_in_tries).where(sign_in_tries.c.email == email))
