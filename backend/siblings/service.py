"""Hold the reviews of brothers and sisters in one meeting, each with its own round and pack."""

from collections.abc import Collection
from datetime import datetime

from backend.people import service as people
from backend.people.rules import Viewer
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.errors import BadInput
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.rounds import service as rounds
from backend.siblings import rules
from backend.siblings.rules import Sibling


def together(transaction: Transaction, viewer: Viewer, review: Review) -> tuple[Review, ...]:
    """Give the other planned reviews of a meeting, of children this viewer may know of."""
    return _mates(reviews.my_reviews(transaction, viewer), review)


def offered(
    transaction: Transaction, viewer: Viewer, child_id: str, review: Review | None
) -> tuple[Sibling, ...]:
    """Give the planned reviews that may be held in one meeting with a child's, by name.

    They are those of children with the same last name, and those of the meeting already.
    """
    own = people.get_child(transaction, viewer, child_id)
    planned = reviews.my_reviews(transaction, viewer)
    mates = {each.id for each in _mates(planned, review)} if review else set()
    soonest: dict[str, Review] = {}
    for each in planned:
        if each.id in mates or each.child_id not in soonest:
            soonest[each.child_id] = each
    return tuple(
        Sibling(child, soonest[child.id])
        for child in people.list_children(transaction, viewer)
        if child.id in soonest and child.id != child_id
        if soonest[child.id].id in mates or rules.looks_like_siblings(own, child)
    )


def by_case_number(
    transaction: Transaction, viewer: Viewer, child_id: str, case_number: str
) -> str:
    """Give the id of the soonest planned review of the child with this number. Raises BadInput."""
    whose = {
        child.id
        for child in people.list_children(transaction, viewer)
        if child.case_number.strip() == case_number and child.id != child_id
    }
    for each in reviews.my_reviews(transaction, viewer):
        if each.child_id in whose:
            return each.id
    raise BadInput({"case_number": rules.NO_SUCH_CASE})


def correct(
    transaction: Transaction,
    viewer: Viewer,
    kept: Review,
    wanted: Collection[str],
    others: str,
    meeting_id: str,
    at: datetime,
) -> None:
    """Correct a review and all that follows it: the others of its meeting, and every round.

    ``wanted`` are the ids of the reviews it is to be held together with. Raises NotFound, and
    BadInput where ``others`` does not say whether they follow a change of day, place or state.
    """
    known = reviews.get(transaction, viewer, kept.id)
    planned = reviews.my_reviews(transaction, viewer)
    mates = _mates(planned, known)
    if mates and rules.asks_about_others(known, kept) and others not in rules.OTHERS:
        raise BadInput({"others": rules.SAY_WHICH})
    old = {each.id for each in (*mates, kept)}
    joining = {each.id: each for each in planned if each.id in wanted and each.id not in old}
    # Whoever is in a meeting already brings the others of it along.
    for each in tuple(joining.values()):
        joining |= {one.id: one for one in _mates(planned, each) if one.id not in old}
    changed = rules.changed_with(
        known, kept, mates, tuple(joining.values()), wanted, others, meeting_id
    )
    # In one order, so that two who change one meeting wait for each other and no more.
    for each in sorted(changed, key=lambda one: one.id):
        reviews.correct(transaction, viewer, each, day_in_england(at))
        rounds.follow_review(transaction, viewer, each.id, at)


def _mates(planned: Collection[Review], review: Review) -> tuple[Review, ...]:
    return tuple(
        each
        for each in planned
        if each.meeting and each.meeting == review.meeting and each.id != review.id
    )
