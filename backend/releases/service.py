"""New versions of scripts: how many people are in the middle of an older one, and bringing them."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from backend.consultations import service as consultations
from backend.consultations.rules import Consultation, Desk, Open
from backend.people.rules import SYSTEM
from backend.platform.clock import Clock
from backend.platform.database import Database, Transaction, lock
from backend.platform.errors import Unavailable
from backend.platform.keys.rules import ChildKey, ErasedChild
from backend.platform.keys.service import open_child_key
from backend.releases.rules import Outcome, Tally
from dialogs.carrying import carrying
from dialogs.events import CarriedOver

CHANNEL = "sayso"
"""What the record says of an event that nobody but we brought about."""


def in_the_middle(transaction: Transaction, at: datetime) -> Mapping[tuple[str, int], int]:
    """Count the conversations somebody can go on with, by script and version."""
    every = consultations.in_the_middle(transaction, at)
    return Counter((each.script, each.version) for each in every)


def left_behind(
    transaction: Transaction, desk: Desk, script_id: str, at: datetime
) -> tuple[Open, ...]:
    """Give the open conversations that are on an older version than new ones begin with."""
    current = desk.scripts.current(script_id).version
    return tuple(
        each
        for each in consultations.in_the_middle(transaction, at)
        if each.script == script_id and each.version < current
    )


def carry_over(transaction: Transaction, desk: Desk, left: Open, at: datetime) -> Outcome:
    """Bring one open conversation to the current version of its script, as one recorded event.

    What changed is asked again, and nothing that was said is dropped. Doing it again, or while
    somebody else does it, does nothing.
    """
    # Before we look: what they say meanwhile has to be in what we work out.
    lock(transaction, f"consultation:{left.id}")
    try:
        key = open_child_key(transaction, desk.ring, left.child_id)
        event = _event(transaction, desk, key, left)
        if isinstance(event, Outcome):
            return event
        consultations.receive(
            transaction, desk, key, consultation_id=left.id, event=event, channel=CHANNEL, at=at
        )
    except ErasedChild:
        return Outcome("erased")
    return Outcome("carried", event.again)


def would_carry_over(transaction: Transaction, desk: Desk, left: Open) -> Outcome:
    """Say what bringing one conversation over would come to, and change nothing."""
    try:
        key = open_child_key(transaction, desk.ring, left.child_id)
        event = _event(transaction, desk, key, left)
    except ErasedChild:
        return Outcome("erased")
    return event if isinstance(event, Outcome) else Outcome("carried", event.again)


def carry_everyone(
    database: Database, desk: Desk, script_id: str, clock: Clock, *, dry: bool = False
) -> Tally:
    """Bring over all who are left behind, each in a unit of their own, beside whatever goes on.

    Only routes and commands call this. ``dry`` says what it would come to, and changes nothing.
    """
    tally, at = Tally(), clock()
    for left in database.read(lambda t: left_behind(t, desk, script_id, at)):
        tally.add(_carried(database, desk, left, clock(), dry=dry))
    return tally


def _carried(database: Database, desk: Desk, left: Open, at: datetime, *, dry: bool) -> Outcome:
    try:
        if dry:
            return database.read(lambda t: would_carry_over(t, desk, left))
        return database.write(lambda t: carry_over(t, desk, left, at))
    except Unavailable:
        # The others may well get through, and it is safe to run all of it again.
        return Outcome("unavailable")


def _event(
    transaction: Transaction, desk: Desk, key: ChildKey, left: Open
) -> CarriedOver | Outcome:
    held: Consultation = consultations.get(transaction, key, SYSTEM, left.id)
    new = desk.scripts.current(held.script)
    if held.status == "sent" or held.version >= new.version:
        return Outcome("nothing")
    old = desk.scripts.find(held.script, held.version)
    if old is None:
        return Outcome("no-file")
    return carrying(old, new, held.state, f"carried:{new.version}", desk.scripts)
