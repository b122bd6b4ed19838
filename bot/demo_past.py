"""Gives the made-up children a past: reviews, decisions and what came of them, challenges, plans.

Everything goes through the services, as the officer would have done it on that day.
"""

from datetime import timedelta

from backend.care import service as care
from backend.care.rules import CarePeriod
from backend.clock import service as clock
from backend.consultations.rules import Consultation
from backend.decisions import service as decisions
from backend.decisions.rules import Decision
from backend.meetings import service as meetings
from backend.meetings.rules import Attendance
from backend.people.rules import SYSTEM
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction, new_id
from backend.reviews import service as reviews
from backend.reviews.rules import Completion, Review
from backend.talks import service as talks
from backend.talks.rules import Talk
from bot import demo_disputes
from bot.demo_cases import Past, Raw, days_looked_after, past_of, wish_of


def look_after(past: Past) -> None:
    """Write down since when the child is looked after, and under what."""
    raw, first = past_of(past.child.first_name), days_looked_after(past.child.first_name)
    named, settled = raw.get("iro_named", first - 3), raw.get("long_term")
    period = CarePeriod(
        id=new_id(),
        child_id=past.child.id,
        began_on=past.day(first),
        legal_status=raw.get("status", "accommodated"),
        long_term_on=past.day(settled) if settled else None,
        iro_named_on=past.day(named),
    )
    today = day_in_england(past.now)
    past.house.runtime.database.write(lambda t: care.add(t, SYSTEM, period, today))


def earlier_reviews(past: Past) -> tuple[Raw, ...]:
    """Give what is told of each of a child's reviews, oldest first."""
    return tuple(past_of(past.child.first_name).get("reviews", ()))


def plan(past: Past, told: Raw) -> Review:
    """Plan a review of the past: at four in the afternoon of the first weekday from then on."""
    at = past.at(told["ago"])
    while at.weekday() > 4:
        at += timedelta(days=1)
    review = Review(new_id(), past.child.id, 0, at.replace(hour=16), told["place"], None)
    return past.house.runtime.database.write(lambda t: reviews.add(t, SYSTEM, review, at.date()))


def hold(past: Past, review: Review, told: Raw, sent: Consultation | None = None) -> None:
    """Let a review have been held as it is told; wishes are those of what the child had sent."""
    key, viewer, runtime = past.key, past.viewer, past.house.runtime
    late_because, late_note = told.get("late", ("", ""))
    end = Completion(review.day, late_because, late_note)
    book = clock.rulebook()
    there = Attendance(review.id, past.child.id, told["attended"], told.get("spoke", ""))
    talk = _talk(past, review, told["talk"]) if "talk" in told else None
    made = [_decision(past, review, each, sent) for each in told["decisions"]]

    def unit(transaction: Transaction) -> None:
        reviews.complete(transaction, key, viewer, review.id, end, review.day, book)
        meetings.keep(transaction, viewer, there, review.day)
        meetings.confirm(transaction, viewer, review.id, told["code"], review.starts_at)
        if talk is not None:
            talks.add(transaction, key, viewer, talk, review.day)
        for each in made:
            decisions.add(transaction, key, viewer, each)
        for kind in ("decisions_written", "care_plan_updated", "record_completed"):
            clock.mark(transaction, viewer, past.child.id, review.id, kind, review.day)

    runtime.database.write(unit)


def _talk(past: Past, review: Review, told: Raw) -> Talk:
    return Talk(
        id=new_id(),
        child_id=past.child.id,
        review_id=review.id,
        kind="private",
        state="held",
        planned_for=None,
        held_on=past.day(told["ago"]),
        way=told["way"],
        alone=True,
        at=past.at(told["ago"]),
        by=past.iro.id,
        words=told["words"],
        agreed=told["agreed"],
    )


def _decision(past: Past, review: Review, told: Raw, sent: Consultation | None) -> Decision:
    owner = next((one for one in past.everyone if one.name == told.get("owner")), None)
    wish = wish_of(sent, told.get("wish", ())) if sent else None
    settled = told.get("settled")
    return Decision(
        id=new_id(),
        child_id=past.child.id,
        review_id=review.id,
        number=0,
        made_at=review.starts_at + timedelta(days=2),
        made_by=past.iro.id,
        kind=told.get("kind", "decided"),
        what=told["what"],
        owner=told.get("owner", ""),
        owner_id=owner.id if owner else "",
        owner_email=owner.email if owner else "",
        due_on=review.day + timedelta(days=told["by"]) if "by" in told else None,
        part=told.get("part", ""),
        why=told.get("why", ""),
        wishes=(wish[0],) if wish else (),
        state=told.get("state", "open"),
        settled_on=review.day + timedelta(days=settled) if settled else None,
        effect=told.get("effect", ""),
    )


def since_then(past: Past, held: tuple[Review, ...]) -> None:
    """Let plans, proceedings and challenges have come between the reviews."""
    told = past_of(past.child.first_name)
    if "permanence" in told:
        demo_disputes.permanence_of(past, told["permanence"], held)
    if "proceedings" in told:
        demo_disputes.proceedings_of(past, told["proceedings"])
    for each in told.get("challenges", ()):
        demo_disputes.challenge(past, each)
