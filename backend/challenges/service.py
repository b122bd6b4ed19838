"""The public face of challenges: raised and led by the child's IRO, answered by managers too.

What is written is sealed with the child's key, which the caller opens before the unit.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from backend.challenges import rules, store
from backend.challenges.rules import Challenge, Step
from backend.decisions import service as decisions
from backend.people import service as people
from backend.people.rules import NOT_OFFERED, SYSTEM, Officer, Viewer
from backend.platform.calendar import Calendar
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, lock
from backend.platform.delivery import service as delivery
from backend.platform.delivery.rules import notice
from backend.platform.errors import BadInput, NotFound, or_not_found
from backend.platform.ids import derived_id
from backend.platform.keys.rules import ChildKey, KeyRing, open_sealed, seal
from backend.platform.keys.service import require_current
from backend.reviews import service as reviews
from backend.stages.rules import Terms


@dataclass(frozen=True)
class Ground:
    """What challenges stand on: the stages, the working days, and how people are written to."""

    ring: KeyRing
    terms: Terms
    calendar: Calendar
    public_url: str


def raise_one(
    transaction: Transaction,
    ground: Ground,
    key: ChildKey,
    viewer: Viewer,
    challenge: Challenge,
    first: Step,
) -> None:
    """Raise a challenge at a stage, and tell its owner; good practice needs neither.

    Raises NotFound for anybody but the child's own IRO, BadInput.
    """
    _require_iro(transaction, viewer, challenge.child_id)
    if challenge.review_id:
        review = reviews.get(transaction, viewer, challenge.review_id)
        or_not_found(review if review.child_id == challenge.child_id else None)
    if challenge.decision_id:
        whose = decisions.child_of(transaction, viewer, challenge.decision_id)
        or_not_found(whose if whose == challenge.child_id else None)
    require_current(transaction, key)
    wrong = rules.wrong_raising(challenge)
    if challenge.praises:
        first = replace(first, stage="", owner_name="", owner_email="", owner_role="")
        wrong |= _wrong_praised(transaction, first)
    else:
        wrong |= _wrong_beginning(transaction, ground, first, None)
    _refuse(wrong)
    store.add(transaction, _sealed(key, "challenges", challenge, ("steps",)))
    _begin(transaction, ground, key, challenge, first)


def begin_stage(
    transaction: Transaction, ground: Ground, key: ChildKey, viewer: Viewer, step: Step
) -> None:
    """Take a challenge to any other stage, or open it again; its owner is told.

    Raises NotFound for anybody but the child's own IRO, BadInput.
    """
    challenge = _held(transaction, viewer, step)
    _require_iro(transaction, viewer, challenge.child_id)
    require_current(transaction, key)
    _refuse(_wrong_beginning(transaction, ground, step, challenge))
    _begin(transaction, ground, key, challenge, step)


def take_step(
    transaction: Transaction, ground: Ground, key: ChildKey, viewer: Viewer, step: Step
) -> None:
    """Write down an answer, an outcome, what was done about Cafcass, or that it is over.

    A manager may write down an answer, and its IRO is told; all else is the IRO's own. An outcome
    that puts it right closes it. Raises NotFound, BadInput.
    """
    challenge = _held(transaction, viewer, step)
    if step.kind not in rules.BY_ANY_READER:
        _require_iro(transaction, viewer, challenge.child_id)
    require_current(transaction, key)
    problem = rules.why_not(step.kind, challenge)
    _refuse(rules.wrong_step(step, challenge) | ({"challenge": problem} if problem else {}))
    _keep(transaction, key, step)
    if step.outcome in rules.CLOSES:
        ended = replace(step, id=derived_id(step.id, "closed"), kind="closed", outcome="", words="")
        _keep(transaction, key, ended)
    if step.kind == "responded":
        iro = _iro(transaction, challenge)
        if iro and iro.id != viewer.id:
            _tell(transaction, ground, challenge, f"{step.id}:answered", iro.email, step.at)


def get(transaction: Transaction, key: ChildKey, viewer: Viewer, challenge_id: str) -> Challenge:
    """Give one challenge with all its words. Raises NotFound for who may not read it."""
    row = or_not_found(store.get(transaction, viewer, challenge_id))
    opened = {**row, "words": open_sealed(key, f"challenges.words:{row['id']}", row["words"])}
    steps = tuple(_opened(key, each) for each in row["steps"])
    return Challenge(**{**opened, "words": opened["words"].decode(), "steps": steps})


def child_of(transaction: Transaction, viewer: Viewer, challenge_id: str) -> str:
    """Give about which child it is, so that the look can be written down. Raises NotFound."""
    return str(or_not_found(store.get(transaction, viewer, challenge_id))["child_id"])


def every(transaction: Transaction, viewer: Viewer) -> tuple[Challenge, ...]:
    """Give all that this viewer may know of, newest first, without their words."""
    return tuple(_unopened(row) for row in store.every(transaction, viewer))


def of_child(transaction: Transaction, viewer: Viewer, child_id: str) -> tuple[Challenge, ...]:
    """Give what was raised about a child, newest first, without its words."""
    return tuple(_unopened(row) for row in store.of_child(transaction, viewer, child_id))


def overdue(transaction: Transaction, today: date) -> tuple[str, ...]:
    """Give the ids of those whose time ran out and of whom nobody has been told that yet."""
    found = (_unopened(row) for row in store.with_a_clock_before(transaction, SYSTEM, today))
    return tuple(each.id for each in found if _to_tell(each, today))


def tell_overdue(transaction: Transaction, ground: Ground, challenge_id: str, at: datetime) -> bool:
    """Tell the owner, the managers and the IRO that no answer came in time, once for each stage.

    The stage stays: it is the IRO who takes it to the next. Returns whether anybody was told.
    """
    lock(transaction, f"challenge:{challenge_id}")
    challenge = _unopened(or_not_found(store.get(transaction, SYSTEM, challenge_id)))
    if not _to_tell(challenge, day_in_england(at)):
        return False
    begun = challenge.now_at
    told = Step(derived_id(begun.id, "overdue"), challenge_id, "overdue", at, None)
    store.add_step(transaction, _values(told))
    managers = people.officers_with_role(transaction, SYSTEM, "manager")
    owner = next((each for each in _officers(transaction) if each.id == begun.owner_id), None)
    iro = _iro(transaction, challenge)
    to = {each.id: each.email for each in (owner, *managers, iro) if each}
    for officer_id, email in to.items():
        key = f"{begun.id}:late:{officer_id}"
        _tell(transaction, ground, challenge, key, email, at, "challenge_late")
    if begun.owner_email:
        mail = (f"{begun.id}:late:owner", begun.owner_email, at, "challenge_late_outside")
        _tell(transaction, ground, challenge, *mail)
    return True


def _to_tell(challenge: Challenge, today: date) -> bool:
    return challenge.overdue_on(today) and not challenge.spells[-1].told


def _begin(
    transaction: Transaction, ground: Ground, key: ChildKey, challenge: Challenge, step: Step
) -> None:
    stage = ground.terms.stage(step.stage)
    if stage:
        step = rules.with_clock(step, stage, ground.terms, challenge, ground.calendar)
    _keep(transaction, key, step)
    officers = {each.id: each.email for each in _officers(transaction)}
    if step.owner_id:
        to = officers[step.owner_id]
        _tell(transaction, ground, challenge, f"{step.id}:asked", to, step.at)
    elif step.owner_email:
        mail = (f"{step.id}:asked", step.owner_email, step.at, "challenge_outside")
        _tell(transaction, ground, challenge, *mail)


def _tell(
    transaction: Transaction,
    ground: Ground,
    challenge: Challenge,
    key: str,
    to: str,
    at: datetime,
    template: str = "challenge",
) -> None:
    url = f"{ground.public_url}/challenges/{challenge.id}"
    mail = notice(f"challenge:{key}", to, template, url, at, challenge.child_id)
    delivery.enqueue(transaction, ground.ring, mail, at)


def _held(transaction: Transaction, viewer: Viewer, step: Step) -> Challenge:
    lock(transaction, f"challenge:{step.challenge_id}")
    return _unopened(or_not_found(store.get(transaction, viewer, step.challenge_id)))


def _require_iro(transaction: Transaction, viewer: Viewer, child_id: str) -> None:
    if viewer.kind != "officer":
        raise NotFound
    people.require_words(transaction, viewer, child_id)


def _wrong_beginning(
    transaction: Transaction, ground: Ground, step: Step, challenge: Challenge | None
) -> dict[str, str]:
    stage = ground.terms.stage(step.stage)
    wrong = rules.wrong_beginning(step, challenge, stage, _managers(transaction))
    problem = rules.why_not(step.kind, challenge) if challenge else ""
    return wrong | ({"challenge": problem} if problem else {})


def _wrong_praised(transaction: Transaction, first: Step) -> dict[str, str]:
    known = not first.owner_id or first.owner_id in _managers(transaction)
    return {} if known else {"owner_id": NOT_OFFERED}


def _managers(transaction: Transaction) -> set[str]:
    return {each.id for each in people.officers_with_role(transaction, SYSTEM, "manager")}


def _officers(transaction: Transaction) -> tuple[Officer, ...]:
    return tuple(each for each in people.list_officers(transaction, SYSTEM) if each.active)


def _iro(transaction: Transaction, challenge: Challenge) -> Officer | None:
    """Give the child's IRO of today, who need not be the one who raised it."""
    child = people.get_child(transaction, SYSTEM, challenge.child_id)
    return next((each for each in _officers(transaction) if each.id == child.iro_id), None)


def _keep(transaction: Transaction, key: ChildKey, step: Step) -> None:
    plain = json.dumps({"words": step.words, "who": step.who}, ensure_ascii=True)
    sealed = seal(key, f"challenge_steps.words:{step.id}", plain.encode())
    store.add_step(transaction, {**_values(step), "words": sealed})


def _values(step: Step) -> dict[str, Any]:
    return {name: value for name, value in vars(step).items() if name not in {"words", "who"}}


def _sealed(
    key: ChildKey, table: str, challenge: Challenge, without: Iterable[str]
) -> dict[str, Any]:
    values = {name: value for name, value in vars(challenge).items() if name not in without}
    sealed = seal(key, f"{table}.words:{challenge.id}", challenge.words.encode())
    return {**values, "words": sealed}


def _opened(key: ChildKey, row: Mapping[str, Any]) -> Step:
    if row["words"] is None:
        return _bare(row)
    place = f"challenge_steps.words:{row['id']}"
    plain = json.loads(open_sealed(key, place, row["words"]))
    return replace(_bare(row), words=plain["words"], who=plain["who"])


def _bare(row: Mapping[str, Any]) -> Step:
    return Step(**{name: value for name, value in row.items() if name != "words"})


def _unopened(row: Mapping[str, Any]) -> Challenge:
    steps = tuple(_bare(each) for each in row["steps"])
    return Challenge(**{**row, "words": "", "steps": steps})


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise BadInput(wrong)
