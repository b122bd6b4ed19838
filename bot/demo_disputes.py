"""What came between the made-up reviews: plans for permanence, proceedings and challenges."""

from dataclasses import replace

from backend.challenges import service as challenges
from backend.challenges.rules import Challenge, Step
from backend.challenges.service import Ground
from backend.permanence import service as permanence
from backend.permanence.rules import Plan
from backend.platform.database import Transaction, new_id
from backend.proceedings import service as proceedings
from backend.proceedings.rules import Hearing, Proceedings, Talk
from backend.reviews.rules import Review
from backend.stages import service as stages
from bot.demo_cases import Past, Raw


def permanence_of(past: Past, told: Raw, held: tuple[Review, ...]) -> None:
    """Record the plan for where a child will grow up, at one of their reviews."""
    plan = Plan(
        id=new_id(),
        child_id=past.child.id,
        kind=told["kind"],
        parallel=told["parallel"],
        recorded_on=past.day(told["ago"]),
        review_id=held[told["review"] - 1].id,
        at=past.at(told["ago"]),
        by=past.iro.id,
        words=told["words"],
    )
    key, viewer, today = past.key, past.viewer, past.day(0)
    past.house.runtime.database.write(lambda t: permanence.record(t, key, viewer, plan, today))


def proceedings_of(past: Past, told: Raw) -> None:
    """Record proceedings, the days in court, and a talk with the children's guardian."""
    key, viewer, child_id, by = past.key, past.viewer, past.child.id, past.iro.id
    today, at = past.day(0), past.at(told["issued"])
    entry = Proceedings(
        id=new_id(),
        child_id=child_id,
        kind=told["kind"],
        issued_on=past.day(told["issued"]),
        at=at,
        by=by,
        court=told["court"],
        case_number=told["case_number"],
    )
    days = [
        Hearing(new_id(), child_id, entry.id, past.day(ago), at, by, words)
        for ago, words in told["hearings"]
    ]
    ago, words = told["guardian_talk"]
    guardian = next(one for one in past.everyone if one.role == "guardian")
    talk = Talk(new_id(), child_id, guardian.id, past.day(ago), past.at(ago), by, words)

    def unit(transaction: Transaction) -> None:
        proceedings.add(transaction, key, viewer, entry, today)
        for day in days:
            proceedings.add_hearing(transaction, key, viewer, day)
        proceedings.note_talk(transaction, key, viewer, talk, today)

    past.house.runtime.database.write(unit)


def challenge(past: Past, told: Raw) -> None:
    """Raise a challenge, and let it have been answered and come to what it came to."""
    desk, runtime = past.house.desk, past.house.runtime
    terms = stages.terms(runtime.settings.data)
    ground = Ground(desk.ring, terms, desk.on_call.calendar, desk.public_url)
    raised = Challenge(
        id=new_id(),
        child_id=past.child.id,
        kind=told["kind"],
        raised_at=past.at(told["ago"]),
        raised_by=past.iro.id,
        words=told["words"],
    )
    owner = past.officers[told["owner"]] if "owner" in told else None
    first = replace(
        _step(past, raised, "raised", told["ago"]),
        stage=told.get("stage", ""),
        owner_id=owner.id if owner else "",
    )
    key, viewer = past.key, past.viewer

    def unit(transaction: Transaction) -> None:
        challenges.raise_one(transaction, ground, key, viewer, raised, first)
        if "answer" in told:
            step = _step(past, raised, "responded", told["answer"]["ago"])
            said = replace(step, who=told["owner"], words=told["answer"]["words"])
            challenges.take_step(transaction, ground, key, viewer, said)
        if "outcome" in told:
            step = _step(past, raised, "outcome", told["outcome"]["ago"])
            end = replace(step, outcome=told["outcome"]["kind"], words=told["outcome"]["words"])
            challenges.take_step(transaction, ground, key, viewer, end)

    runtime.database.write(unit)


def _step(past: Past, raised: Challenge, kind: str, ago: int) -> Step:
    return Step(new_id(), raised.id, kind, past.at(ago), past.iro.id, happened_on=past.day(ago))
