"""What a review decided: who does what by when, which wish it answers, and is it done. Pure."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from backend.advice.rules import advice
from backend.people.rules import MUST_SAY, NOT_OFFERED, STRANGE, TOO_LONG, wrong_texts
from backend.platform.msgids import _

PARTS = {
    "permanence": _("the plan for permanence"),
    "home": _("where the child lives"),
    "health": _("health"),
    "education": _("education"),
    "emotional": _("feelings and behaviour"),
    "identity": _("identity"),
    "family": _("family and friends"),
    "presentation": _("how they come across to others"),
    "self_care": _("looking after themselves"),
    "leaving": _("leaving care"),
    "review": _("the review itself"),
}
"""Parts of the care plan: the heads of reg 5 of SI 2010/959, with leaving care and the meeting."""

KINDS = ("decided", "not_agreed")
STATES = {
    "open": _("to be done"),
    "done": _("done"),
    "not_done": _("will not be done"),
}
LONGEST = 1000


@dataclass(frozen=True)
class Decision:
    """One decision of one review, or what could not be agreed and why.

    ``what`` is to be done by ``owner``, a name, until ``due_on``; ``owner_id`` is the participant
    it is, or "", and ``owner_email`` where they are asked about it, or "". ``wishes`` are the ids
    of the answers of the child that it serves. ``why`` is why it was decided, or could not be
    agreed. ``settled_on`` is when it was done or given up, and ``effect`` what that changed for
    the child, in a sentence, or why it was given up.
    """

    id: str
    child_id: str
    review_id: str
    number: int
    made_at: datetime
    made_by: str
    kind: str = "decided"
    what: str = field(default="", repr=False)
    owner: str = field(default="", repr=False)
    owner_id: str = ""
    owner_email: str = field(default="", repr=False)
    due_on: date | None = None
    part: str = ""
    why: str = field(default="", repr=False)
    wishes: tuple[str, ...] = ()
    state: str = "open"
    settled_on: date | None = None
    effect: str = field(default="", repr=False)

    def overdue_on(self, day: date) -> bool:
        """Say whether it should have been done by this day and is not."""
        return self.is_open and self.due_on is not None and self.due_on < day

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be done."""
        return self.kind == "decided" and self.state == "open"


@dataclass(frozen=True)
class Reason:
    """Why no decision answers a wish of the child's."""

    id: str
    child_id: str
    review_id: str
    wish: str
    why: str = field(repr=False)
    at: datetime
    by: str


def unanswered(
    wishes: Iterable[str], decisions: Iterable[Decision], reasons: Iterable[Reason]
) -> tuple[str, ...]:
    """Give the wishes that no decision answers and for which no reason is given, in order.

    What could not be agreed answers a wish too: it says why.
    """
    answered = {wish for each in decisions for wish in each.wishes}
    answered |= {each.wish for each in reasons}
    return tuple(wish for wish in dict.fromkeys(wishes) if wish not in answered)


def still_asked_about(
    decisions: Iterable[Decision], earlier: Collection[str], last: str
) -> tuple[Decision, ...]:
    """Give the decisions of the last review, and what is open of those of earlier ones.

    ``earlier`` are the ids of the reviews before this one, ``last`` is that of the newest.
    """
    return tuple(
        each
        for each in decisions
        if each.kind == "decided"
        and each.review_id in earlier
        and (each.review_id == last or each.is_open)
    )


def advice_on(decision: Decision, today: date, review_day: date) -> tuple[str, ...]:
    """Give what could be clearer in a decision, by code; what was not agreed needs only its why.

    ``today`` is the day on which it is written.
    """
    if decision.kind == "not_agreed":
        return () if decision.why.strip() else ("no_why",)
    each = decision
    return advice(each.what, each.owner, each.due_on, each.part, today, review_day)


def wrong_decision(decision: Decision) -> dict[str, str]:
    """Give what is wrong with a decision, by field; advice on how it is worded is not here."""
    texts = {name: getattr(decision, name) for name in ("owner", "owner_email")}
    wrong = wrong_texts({"owner": texts["owner"], "email": texts["owner_email"]}, ())
    if "email" in wrong:
        wrong["owner_email"] = wrong.pop("email")
    for name in ("what", "why", "effect"):
        problem = wrong_words(getattr(decision, name), required=name == "what")
        if problem:
            wrong[name] = problem
    if decision.kind not in KINDS:
        wrong["kind"] = NOT_OFFERED
    if decision.part and decision.part not in PARTS:
        wrong["part"] = NOT_OFFERED
    if decision.state not in STATES:
        wrong["state"] = NOT_OFFERED
    return wrong


def wrong_words(text: str, *, required: bool, longest: int = LONGEST) -> str:
    """Give what is wrong with some lines an officer typed, "" for nothing."""
    if required and not text.strip():
        return MUST_SAY
    if len(text) > longest:
        return TOO_LONG
    strange = (unicodedata.category(mark) in {"Cc", "Cs"} for mark in text if mark not in "\r\n")
    return STRANGE if any(strange) else ""
