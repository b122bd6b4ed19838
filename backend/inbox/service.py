"""What comes in by a messenger: known for a repeat, kept where it can't be handled, and whence."""

from dataclasses import replace
from datetime import datetime

from backend.inbox import rules, store
from backend.inbox.rules import Standing
from backend.platform.database import Transaction, lock
from backend.platform.keys.rules import KeyRing


def first_time(
    transaction: Transaction, source: str, update_id: int, digest: str, at: datetime
) -> bool:
    """Say whether an update has not been taken before, and note it.

    ``digest`` is a keyed digest of its content: ids start anew after a quiet week.
    """
    return store.remember(transaction, source, update_id, digest, at)


def forget_old(transaction: Transaction, at: datetime) -> int:
    """Forget updates that are too old to come again; return how many."""
    return store.forget(transaction, at - rules.REMEMBERED)


def quarantine(
    transaction: Transaction,
    ring: KeyRing,
    *,
    quarantine_id: str,
    source: str,
    content: bytes,
    why: str,
    at: datetime,
) -> None:
    """Keep, sealed, what could not be handled; ``why`` is one of our own words."""
    sealed = ring.seal(f"quarantined_updates.content:{quarantine_id}", content)
    values = {"id": quarantine_id, "source": source, "why": why, "content": sealed, "at": at}
    store.add_quarantined(transaction, values)


def quarantined(transaction: Transaction) -> dict[str, int]:
    """Count what could not be handled, by why: for the staff page, which shows no words."""
    return store.count_quarantined(transaction)


def chat_name(ring: KeyRing, source: str, chat_id: str) -> str:
    """Give the name a chat is kept under: a digest, which says not whose it is."""
    return ring.digest("inbox.chat", f"{source}:{chat_id}")


def hold_chat(transaction: Transaction, chat: str) -> None:
    """Let nobody else change this chat until the unit ends: locked before any conversation."""
    lock(transaction, f"chat:{chat}")


def standing(transaction: Transaction, ring: KeyRing, chat: str) -> Standing:
    """Give where a chat stands; a new one stands at the beginning."""
    sealed = store.standing(transaction, chat)
    if sealed is None:
        return Standing()
    return Standing.from_json(ring.open(_place(chat), sealed).decode())


def keep_standing(
    transaction: Transaction, ring: KeyRing, chat: str, standing: Standing, at: datetime
) -> None:
    """Keep where a chat stands."""
    sealed = ring.seal(_place(chat), standing.to_json().encode())
    store.keep_standing(transaction, chat, sealed, at)


def note_sent(
    transaction: Transaction, ring: KeyRing, chat: str, key: str, number: int, at: datetime
) -> None:
    """Note the messenger's number for what was said last, if it is still the last."""
    hold_chat(transaction, chat)
    held = standing(transaction, ring, chat)
    if held.asked is None or held.asked.key != key:
        return
    asked = replace(held.asked, number=number)
    keep_standing(transaction, ring, chat, replace(held, asked=asked), at)


def _place(chat: str) -> str:
    return f"chats.standing:{chat}"
