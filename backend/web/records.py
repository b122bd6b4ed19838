"""What the pages about children show, gathered from the capabilities in one look."""

from dataclasses import dataclass
from datetime import datetime

from backend.asking.rules import Asked, is_past
from backend.asking.service import who_is_asked
from backend.people import service as people
from backend.people.rules import Child, Officer, Participant, Placement, Viewer
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.delivery.rules import Undelivered
from backend.platform.delivery.service import undelivered
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from dialogs.script import Scripts


@dataclass(frozen=True)
class ChildLine:
    """One child in the list."""

    child: Child
    iro: Officer | None
    review: Review | None


@dataclass(frozen=True)
class ChildRecord:
    """Everything business support keeps about one child."""

    child: Child
    iro: Officer
    home: Placement | None
    address: str
    earlier_homes: tuple[Placement, ...]
    taking_part: tuple[Participant, ...]
    took_part: tuple[Participant, ...]
    next_review: Review | None
    other_reviews: tuple[Review, ...]
    asked: tuple[Asked, ...]
    undelivered: tuple[Undelivered, ...]
    any_day: bool


def children_list(transaction: Transaction, viewer: Viewer) -> tuple[ChildLine, ...]:
    """Give every child this viewer may know of, by name."""
    officers = {officer.id: officer for officer in people.list_officers(transaction, viewer)}
    soonest: dict[str, Review] = {}
    for review in reviews.my_reviews(transaction, viewer):
        soonest.setdefault(review.child_id, review)
    return tuple(
        ChildLine(child, officers.get(child.iro_id), soonest.get(child.id))
        for child in people.list_children(transaction, viewer)
    )


def child_record(
    transaction: Transaction, viewer: Viewer, scripts: Scripts, child_id: str, at: datetime
) -> ChildRecord:
    """Gather one child's record. Raises NotFound."""
    child = people.get_child(transaction, viewer, child_id)
    today = day_in_england(at)
    homes = people.list_placements(transaction, viewer, child_id)
    home = next((each for each in homes if each.holds_on(today)), None)
    everyone = people.list_participants(transaction, viewer, child_id)
    held = reviews.of_child(transaction, viewer, child_id)
    planned = sorted((r for r in held if r.status == "planned"), key=lambda r: r.starts_at)
    review = planned[0] if planned else None
    return ChildRecord(
        child=child,
        iro=people.get_officer(transaction, viewer, child.iro_id),
        home=home,
        address=people.address_of(transaction, viewer, home) if home else "",
        earlier_homes=tuple(each for each in homes if each != home),
        taking_part=tuple(each for each in everyone if not is_past(each, at)),
        took_part=tuple(each for each in everyone if is_past(each, at)),
        next_review=review,
        other_reviews=tuple(each for each in held if each != review),
        asked=who_is_asked(transaction, viewer, scripts, review, at) if review else (),
        undelivered=tuple(
            each
            for each in undelivered(transaction, people.visible_children(viewer, "details"), at)
            if each.child_id == child_id
        ),
        any_day=any(each.role == "child" and each.takes_part_on(today) for each in everyone)
        and scripts.newest_for("child", child.age_on(today), "any_day") is not None,
    )
