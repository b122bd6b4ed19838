"""Call people for something that waits: whoever is due to hear of it now, each step once."""

from collections.abc import Collection
from datetime import datetime

from backend.calls import rules, store
from backend.calls.rules import Call, Called, Paged
from backend.duty import service as duty
from backend.duty.rules import OnCall, Reached, Recipient
from backend.duty.service import Page
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.database import Transaction
from backend.platform.delivery import service as delivery
from backend.platform.keys.rules import KeyRing


def call_due(
    transaction: Transaction, ring: KeyRing, on_call: OnCall, call: Call, at: datetime
) -> Called:
    """Do every step that is due and was not done; each is done once, whoever asks how often."""
    done = store.done_steps(transaction, call.concern_id, call.round)
    steps, nobody_left = 0, False
    for step in rules.due_steps(call, done, on_call, at):
        if store.take_step(transaction, call, step, at):
            alone = _do_step(transaction, ring, on_call, call, step, at)
            steps, nobody_left = steps + 1, nobody_left or alone
    return Called(steps, nobody_left)


def anything_due(transaction: Transaction, on_call: OnCall, call: Call, at: datetime) -> bool:
    """Say whether a step is due that was not done."""
    done = store.done_steps(transaction, call.concern_id, call.round)
    return bool(rules.due_steps(call, done, on_call, at))


def call_one(
    transaction: Transaction,
    ring: KeyRing,
    on_call: OnCall,
    call: Call,
    recipient: Recipient,
    at: datetime,
) -> None:
    """Begin a round with one officer alone, who was given it; the further steps follow in time."""
    if store.take_step(transaction, call, 0, at):
        _page(transaction, ring, on_call, call, 0, (recipient,), at)


def tell(
    transaction: Transaction,
    ring: KeyRing,
    on_call: OnCall,
    call: Call,
    number: int,
    recipients: Collection[Recipient],
    at: datetime,
) -> bool:
    """Page people beside the steps, which go on as they were; the same number is paged once.

    ``number`` is below 0, where no step is. Say whether they were paged; for a trial never.
    """
    if call.synthetic or not store.take_step(transaction, call, number, at):
        return False
    _page(transaction, ring, on_call, call, number, recipients, at)
    return True


def pages(transaction: Transaction, concern_id: str) -> tuple[Paged, ...]:
    """Give everybody who was called for a concern; who may know was settled by the caller."""
    return store.pages(transaction, concern_id)


def of_keys(transaction: Transaction, keys: Collection[str]) -> dict[str, tuple[str, Paged]]:
    """Give by its key who was called, after the id of the concern; the caller settles who knows."""
    return store.of_keys(transaction, keys)


def withdraw(
    transaction: Transaction, concern_id: str, officer_ids: Collection[str], at: datetime
) -> tuple[Paged, ...]:
    """Stop what waits to go out about a concern to these officers; give all they were called."""
    called = (each for each in store.pages(transaction, concern_id))
    theirs = tuple(each for each in called if each.officer_id in officer_ids)
    delivery.cancel_keys(transaction, [each.key for each in theirs], at)
    return theirs


def stop(transaction: Transaction, concern_id: str, at: datetime) -> None:
    """Stop whatever waits to go out about a concern: somebody has it."""
    pages = store.pages(transaction, concern_id)
    delivery.cancel_keys(transaction, [each.key for each in pages], at)


def forget(transaction: Transaction, concern_id: str) -> None:
    """Forget who was called for something that a synthetic child raised."""
    store.forget(transaction, concern_id)


def _do_step(
    transaction: Transaction,
    ring: KeyRing,
    on_call: OnCall,
    call: Call,
    step: int,
    at: datetime,
) -> bool:
    """Call whom a step reaches; say whether nobody was left whose work it is."""
    if call.synthetic:
        _page(transaction, ring, on_call, call, step, (on_call.canary,), at)
        return False
    reached = duty.reached(transaction, on_call, step, at, call.excluded)
    recipients = reached.recipients
    holder = _holder(transaction, call) if step == 0 else None
    if holder is not None:
        recipients = rules.with_holder(holder, recipients)
        reached = Reached(recipients)
    if not _page(transaction, ring, on_call, call, step, recipients, at):
        # Nobody there has an address by which anything goes out: then at least the owners.
        owners = duty.owners(transaction, call.excluded)
        reached = Reached(owners, nobody_left=True)
        told = {each.officer_id for each in recipients}
        left = tuple(each for each in owners if each.officer_id not in told)
        _page(transaction, ring, on_call, call, step, left, at)
    return reached.nobody_left


def _holder(transaction: Transaction, call: Call) -> Recipient | None:
    if call.holder_id is None or call.holder_id in call.excluded:
        return None
    officer = people.get_officer(transaction, SYSTEM, call.holder_id)
    if not officer.active:
        return None
    return Recipient(officer.id, officer.email, officer.phone, "holder")


def _page(
    transaction: Transaction,
    ring: KeyRing,
    on_call: OnCall,
    call: Call,
    step: int,
    recipients: Collection[Recipient],
    at: datetime,
) -> int:
    """Page them, and write down each; give how many messages that made."""
    url = f"{on_call.public_url}/concerns/{call.concern_id}"
    total = 0
    for each in recipients:
        key = f"concern:{call.concern_id}:{call.round}:{step}:{each.officer_id or 'edt'}"
        page = Page(key, each, "concern", url, call.child_id)
        sent = len(duty.send_page(transaction, ring, on_call, page, at))
        paged = Paged(call.round, step, each.officer_id, each.why, at, key, sent)
        store.add_page(transaction, call.concern_id, paged)
        total += sent
    return total
