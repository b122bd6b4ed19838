"""The words of the pages about one child's case."""

from dataclasses import dataclass

from backend.platform.msgids import _


@dataclass(frozen=True)
class Place:
    """A page about one child: its address after the child's own, its name, and what is there.

    Where ``words_only`` is set, it is for the child's own IRO alone.
    """

    path: str
    name: str
    hint: str
    words_only: bool = True


# In the order in which they are offered.
PLACES: tuple[Place, ...] = (
    Place("talks", _("Talks"), _("In private before a review, and in between.")),
    Place("care", _("Looked after since"), _("Dates, legal status, long-term fostering."), False),
    Place("decisions", _("Decisions"), _("What was decided, how it is going, what it changed.")),
)
