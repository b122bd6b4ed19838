"""The public face of tracking: what was said of decisions, what it settles, the midway check.

What anybody said is sealed with the child's key, which the caller opens before the unit.
"""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from backend.decisions import service as decisions
from backend.decisions.rules import Decision, wrong_words
from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, lock
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import ChildKey, open_sealed, seal
from backend.platform.keys.service import require_current
from backend.progress import rules, store
from backend.progress.rules import Check, Count, Line, MidwayDue, Owned, Owner, Update
from backend.reviews import service as reviews
from backend.reviews.rules import Review

_SEALED = ("words", "effect")
_NOT_SAID = ("words", "number")


def record(
    transaction: Transaction, key: ChildKey, viewer: Viewer, update: Update, today: date
) -> Decision:
    """Keep what the child's IRO says of a decision, and settle it where that settles it.

    Raises NotFound, and BadInput where it cannot be used or does not fit what it has come to.
    """
    lock(transaction, f"decision:{update.decision_id}")
    decision = decisions.get(transaction, key, viewer, update.decision_id)
    _require_iro(transaction, viewer, decision.child_id)
    said = _opened(key, store.of_decision(transaction, viewer, decision.id))
    last = said[-1] if said else None
    typed = replace(update, child_id=decision.child_id, by_kind="officer", by_id=viewer.id)
    _keep(transaction, key, decision, typed, last, today)
    kept = rules.settled(decision, typed, last, today)
    return decisions.correct(transaction, key, viewer, kept) if kept != decision else decision


def say(transaction: Transaction, key: ChildKey, owned: Owned, update: Update, today: date) -> None:
    """Keep what the owner of a decision says of it, which settles nothing by itself.

    The caller has made sure that they own it. Raises NotFound, BadInput.
    """
    lock(transaction, f"decision:{owned.decision.id}")
    decision = decisions.get(transaction, key, SYSTEM, owned.decision.id)
    typed = replace(update, decision_id=decision.id, child_id=decision.child_id, by_kind="owner")
    _keep(transaction, key, decision, typed, None, today)


def owned(
    transaction: Transaction, at: datetime, child_ids: Collection[str] | None = None
) -> tuple[Owned, ...]:
    """Give every open decision, or those about some children, whose owner may be asked about it.

    They hold no word of what was decided. Left out are those the IRO has stopped, those of a
    review that a later one has overtaken, and those whose owner has no address or no part in the
    child's life any more.
    """
    standing, day = decisions.standing(transaction, SYSTEM, child_ids), day_in_england(at)
    peace, taking_part = store.in_peace(transaction), store.taking_part(transaction, day)
    said = store.last_said(transaction, [each.id for each in standing])
    around = {it: _Around(transaction, it) for it in {each.child_id for each in standing}}
    found = []
    for each in (it for it in standing if it.id not in peace):
        near = around[each.child_id]
        owner = near.owner(each, taking_part)
        if owner.how == "email" and not near.superseded(each):
            last = said.get(each.id, ("", None))
            found.append(Owned(each, owner, rules.midway_on(near.review(each)), *last))
    return tuple(found)


def lines(
    transaction: Transaction, key: ChildKey, viewer: Viewer, child_id: str, at: datetime
) -> tuple[Line, ...]:
    """Give every decision about a child with what was said of it, oldest first.

    Raises NotFound for anybody but the child's own IRO.
    """
    _require_iro(transaction, viewer, child_id)
    child, around = people.get_child(transaction, viewer, child_id), _Around(transaction, child_id)
    peace = store.in_peace(transaction)
    taking_part = store.taking_part(transaction, day_in_england(at))
    said = _opened(key, store.of_child(transaction, viewer, child_id))
    return tuple(
        Line(
            decision=each,
            child=child,
            updates=tuple(update for update in said if update.decision_id == each.id),
            owner=around.owner(each, taking_part),
            review=around.review(each),
            superseded=around.superseded(each),
            left_in_peace=each.id in peace,
        )
        for each in decisions.of_child(transaction, key, viewer, child_id)
        if each.kind == "decided"
    )


def switch_asking(
    transaction: Transaction, viewer: Viewer, decision_id: str, *, wanted: bool, at: datetime
) -> None:
    """Let the owner of a decision be asked about it, or leave them in peace. Raises NotFound."""
    _require_iro(transaction, viewer, decisions.child_of(transaction, viewer, decision_id))
    if wanted:
        store.ask_again(transaction, decision_id)
    else:
        store.leave_in_peace(transaction, decision_id, viewer.id, at)


def counts(transaction: Transaction, viewer: Viewer, day: date) -> tuple[Count, ...]:
    """Count by IRO what is to be done for the children this viewer may know of: no words."""
    iros = {child.id: child.iro_id for child in people.list_children(transaction, viewer)}
    found: dict[str, list[bool]] = {}
    for each in decisions.standing(transaction, SYSTEM):
        if each.child_id in iros:
            found.setdefault(iros[each.child_id], []).append(each.overdue_on(day))
    return tuple(Count(iro, len(late), sum(late)) for iro, late in sorted(found.items()))


def check_midway(
    transaction: Transaction, key: ChildKey, viewer: Viewer, check: Check, today: date
) -> None:
    """Record that what a review decided was looked at half way to the next.

    Raises NotFound, BadInput.
    """
    review = reviews.get(transaction, viewer, check.review_id)
    _require_iro(transaction, viewer, review.child_id)
    require_current(transaction, key)
    problem = wrong_words(check.words, required=True)
    wrong = {"words": problem} if problem else {}
    if check.checked_on > today:
        wrong["checked_on"] = rules.NOT_AHEAD
    if wrong:
        raise BadInput(wrong)
    sealed = seal(key, f"midway_checks.words:{check.id}", check.words.encode())
    kept = {"child_id": review.child_id, "by": viewer.id, "words": sealed}
    store.add_check(transaction, {**vars(check), **kept})


def midway_checks(
    transaction: Transaction, key: ChildKey, viewer: Viewer, review_id: str
) -> tuple[Check, ...]:
    """Give the midway checks of a review, newest first."""
    found = store.checks(transaction, viewer, review_id)
    place = "midway_checks.words"
    return tuple(
        Check(**{**row, "words": open_sealed(key, f"{place}:{row['id']}", row["words"]).decode()})
        for row in found
    )


def midway_due(transaction: Transaction, viewer: Viewer, day: date) -> tuple[MidwayDue, ...]:
    """Give the midway checks that are to be done by this viewer, soonest first."""
    done, own = store.checked(transaction), store.read_by(transaction, viewer)
    found = []
    for child in people.list_children(transaction, viewer):
        every = reviews.of_child(transaction, viewer, child.id) if child.id in own else ()
        found += [
            MidwayDue(review, child, rules.midway_on(review))
            for review in every
            if review.id not in done and rules.needs_midway(review, every, day)
        ]
    return tuple(sorted(found, key=lambda it: (it.due_on, it.child.id)))


class _Around:
    """The people and reviews around one child, looked up once."""

    def __init__(self, transaction: Transaction, child_id: str) -> None:
        everyone = people.list_participants(transaction, SYSTEM, child_id)
        self._people = {each.id: each for each in everyone}
        every = reviews.of_child(transaction, SYSTEM, child_id)
        self._reviews = {each.id: each for each in every}
        iro_id = people.get_child(transaction, SYSTEM, child_id).iro_id
        self._iro = people.get_officer(transaction, SYSTEM, iro_id).email if iro_id else ""

    def review(self, decision: Decision) -> Review:
        """Give the review that decided it."""
        return self._reviews[decision.review_id]

    def superseded(self, decision: Decision) -> bool:
        """Say whether a later review decided anew."""
        return rules.superseded(self.review(decision), self._reviews.values())

    def owner(self, decision: Decision, taking_part: frozenset[str]) -> Owner:
        """Say how whoever has to do it is asked."""
        person = self._people.get(decision.owner_id) or rules.known_by_address(
            decision.owner_email, self._people.values(), taking_part
        )
        own = person is not None and person.id in taking_part
        return rules.owner_of(decision, person, self._iro, taking_part=own)


def _require_iro(transaction: Transaction, viewer: Viewer, child_id: str) -> None:
    if viewer.kind != "officer":
        raise NotFound
    people.require_words(transaction, viewer, child_id)


def _keep(
    transaction: Transaction,
    key: ChildKey,
    decision: Decision,
    update: Update,
    last: Update | None,
    today: date,
) -> None:
    require_current(transaction, key)
    wrong = rules.wrong_update(update, today)
    why_not = rules.why_not(decision, update, last)
    if wrong or why_not:
        raise BadInput({"kind": why_not, **wrong} if why_not else wrong)
    plain = json.dumps({name: getattr(update, name) for name in _SEALED}, ensure_ascii=True)
    values = {name: value for name, value in vars(update).items() if name not in _SEALED}
    values["words"] = seal(key, f"progress_updates.words:{update.id}", plain.encode())
    store.add(transaction, values)


def _opened(key: ChildKey, rows: list[dict[str, Any]]) -> list[Update]:
    return [
        Update(
            **{name: value for name, value in row.items() if name not in _NOT_SAID},
            **json.loads(open_sealed(key, f"progress_updates.words:{row['id']}", row["words"])),
        )
        for row in rows
    ]
