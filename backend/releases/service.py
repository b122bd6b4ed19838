"""New versions of scripts: how many people are in the middle of an older one, and bringing them."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from backend.consultations import service as consultations
from backend.consultations.rules import Desk, Open
from backend.people.rules import SYSTEM
from backend.platform.database import Transaction
from backend.platform.keys.service import open_child_key
from dialogs.carrying import carrying


def in_the_middle(transaction: Transaction) -> Mapping[tuple[str, int], int]:
    """Count the conversations that have begun and are not sent, by script and version."""
    every = consultations.in_the_middle(transaction)
    return Counter((each.script, each.version) for each in every)


def left_behind(transaction: Transaction, desk: Desk, script_id: str) -> tuple[Open, ...]:
    """Give the open conversations that are on an older version of a script than its newest."""
    newest = desk.scripts.newest(script_id).version
    return tuple(
        each
        for each in consultations.in_the_middle(transaction)
        if each.script == script_id and each.version < newest
    )


def carry_over(transaction: Transaction, desk: Desk, left: Open, at: datetime) -> bool:
    """Bring one open conversation to the newest version of its script, as one recorded event.

    What changed is asked again, and nothing that was said is dropped. Return False where there
    is nothing to do: it was sent, or carried over already.
    """
    key = open_child_key(transaction, desk.ring, left.child_id)
    held = consultations.get(transaction, key, SYSTEM, left.id)
    old, new = desk.scripts.get(held.script, held.version), desk.scripts.newest(held.script)
    if held.status == "sent" or new.version <= old.version:
        return False
    consultations.receive(
        transaction,
        desk,
        key,
        consultation_id=held.id,
        event=carrying(old, new, held.state, f"carried:{new.version}"),
        channel="sayso",
        at=at,
    )
    return True
