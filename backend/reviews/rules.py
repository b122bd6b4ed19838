"""What a review is, and what may be wrong with one. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.people.rules import NOT_OFFERED, wrong_texts
from backend.platform.clock import day_in_england
from backend.platform.msgids import _

STATUSES = ("planned", "held", "cancelled")
KINDS = ("meeting", "no_meeting")
LINKS_LAST = timedelta(days=28)
"""How long after the review the links of those who were asked still work."""


BEFORE_BIRTH = _("The review is before the child was born.")
FAR_AWAY = _("The review is more than two years away.")


@dataclass(frozen=True)
class Review:
    """One review of one child; ``number`` counts from 1, ``due_on`` is the last day in law.

    ``meeting`` is the same for siblings who are reviewed in one meeting, "" for one alone. A
    ``kind`` without meeting is long-term foster care's lighter pattern. A review that was
    adjourned goes on at ``adjourned_to``. It is held once it is completed, on ``completed_on``;
    ``late_because`` and ``late_note`` say why that was later than the law has it.
    """

    id: str
    child_id: str
    number: int
    starts_at: datetime
    place: str
    due_on: date | None
    status: str = "planned"
    kind: str = "meeting"
    meeting: str = ""
    adjourned_to: datetime | None = None
    completed_on: date | None = None
    late_because: str = ""
    late_note: str = ""

    @property
    def day(self) -> date:
        """The day of the review in England."""
        return day_in_england(self.starts_at)

    @property
    def links_end_at(self) -> datetime:
        """When the links of this review stop working."""
        return self.starts_at + LINKS_LAST


def wrong_review(review: Review, born: date, today: date) -> dict[str, str]:
    """Give what is wrong with a review, by field; {} where nothing is."""
    wrong = wrong_texts({"place": review.place}, ())
    if review.status not in STATUSES:
        wrong["status"] = NOT_OFFERED
    if review.kind not in KINDS:
        wrong["kind"] = NOT_OFFERED
    if review.day < born:
        wrong["starts_at"] = BEFORE_BIRTH
    elif review.day > today + timedelta(days=731):
        wrong["starts_at"] = FAR_AWAY
    return wrong
