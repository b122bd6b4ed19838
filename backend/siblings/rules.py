"""Brothers and sisters who are reviewed in one meeting: what moves along with what. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from backend.people.rules import Child
from backend.platform.msgids import _
from backend.reviews.rules import Review

OTHERS = ("all", "only")
"""What happens to the others of a meeting when one of its reviews is moved or cancelled."""

SAY_WHICH = _("Say whether this goes for the others of the meeting too.")
NO_SUCH_CASE = _("No planned review of another child has this case number.")


@dataclass(frozen=True)
class Sibling:
    """Another child's planned review that may be held in the same meeting."""

    child: Child
    review: Review


def looks_like_siblings(one: Child, other: Child) -> bool:
    """Say whether two children have one last name; others are found by their case number."""
    same = one.last_name.strip().casefold() == other.last_name.strip().casefold()
    return one.id != other.id and same


def asks_about_others(known: Review, kept: Review) -> bool:
    """Say whether a change of one review is one that the others of its meeting may follow."""
    cancels = kept.status == "cancelled" != known.status
    return cancels or (known.starts_at, known.place) != (kept.starts_at, kept.place)


def changed_with(
    known: Review,
    kept: Review,
    mates: Collection[Review],
    joining: Collection[Review],
    staying: Collection[str],
    others: str,
    meeting_id: str,
) -> tuple[Review, ...]:
    """Give each review as it is to be kept, the first being the one that was changed.

    ``mates`` are those of its meeting until now, of whom the ids in ``staying`` stay, and
    ``joining`` those who come to it: they get its day, time and place. ``others`` says whether
    the mates follow a change; if it is "only", the review is held by itself from now on.
    """
    if kept.status == "held":
        return (kept,)
    if others == "only" or (kept.status == "cancelled" and others != "all"):
        return (replace(kept, meeting=""),)
    stay = [each for each in mates if each.id in staying]
    leave = tuple(replace(each, meeting="") for each in mates if each.id not in staying)
    meeting = (known.meeting or meeting_id) if stay else meeting_id
    together = tuple(
        replace(each, starts_at=kept.starts_at, place=kept.place, meeting=meeting)
        for each in (*stay, *joining)
    )
    if kept.status == "cancelled":
        together = tuple(replace(each, status="cancelled") for each in together)
    return (replace(kept, meeting=meeting if together else ""), *together, *leave)
