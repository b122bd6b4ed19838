"""What the made-up children were told after their last review, in the words of their wishes."""

from collections.abc import Mapping
from datetime import date, timedelta

from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, new_id
from backend.platform.ids import derived_id
from backend.progress import service as progress
from backend.progress.rules import Check, Update
from backend.replies import service as replies
from backend.replies.rules import ENDING, OPENING, Part, Reply, Text
from backend.reviews.rules import Review
from bot.demo_answers import Answered
from bot.demo_cases import Past, Raw


def answer(
    past: Past, review: Review, told: Raw, said: Mapping[str, Answered], consultation_id: str
) -> None:
    """Send the child the answer to what they had asked for, five days after the review."""
    parts = tuple(
        Part(
            derived_id("answer", consultation_id, each["wish"]),
            said[each["wish"]][1],
            each["decided"],
            each["because"],
        )
        for each in told.get("reply", ())
    )
    at, own = review.starts_at + timedelta(days=5), past.everyone[0]
    base = (new_id(), past.child.id, own.id, review.id, "review", "")
    reply = Reply(*base, "en", at, past.iro.id, Text(OPENING, parts, "", ENDING))
    key, viewer = past.key, past.viewer

    def unit(transaction: Transaction) -> None:
        replies.keep_draft(transaction, key, viewer, reply)
        replies.send_draft(transaction, key, viewer, review.id, at)

    if parts:
        past.house.runtime.database.write(unit)


def say_how_it_goes(past: Past) -> None:
    """Let the owner of what was due first have said, two days ago, that it is done."""
    key, at, database = past.key, past.at(2), past.house.runtime.database
    owned = database.read(lambda t: progress.owned(t, at, [past.child.id]))
    if not owned:
        return
    first = min(owned, key=lambda each: (each.decision.due_on or date.max, each.decision.id))
    update = Update(
        id=new_id(),
        decision_id=first.decision.id,
        child_id=past.child.id,
        at=at,
        by_kind="owner",
        by_id=first.decision.owner_id,
        kind="done",
        done_on=past.day(3),
        words="It took longer than I had said. I am sorry.",
    )
    database.write(lambda t: progress.say(t, key, first, update, day_in_england(at)))


def look_midway(past: Past, review: Review, told: Raw) -> None:
    """Let the officer have looked half way to the next review, where that is told."""
    if "midway" not in told:
        return
    ago, words = told["midway"]
    by = past.iro.id
    check = Check(new_id(), review.id, past.child.id, past.day(ago), past.at(ago), by, words)
    key, viewer, today = past.key, past.viewer, past.day(0)
    past.house.runtime.database.write(lambda t: progress.check_midway(t, key, viewer, check, today))
