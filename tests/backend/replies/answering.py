"""Amara after her review: what she asked for, what was decided, and her officer who answers."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from backend.decisions import service as decisions
from backend.decisions.rules import Decision
from backend.people.rules import Viewer
from backend.platform.database import Transaction, new_id
from backend.platform.ids import derived_id
from backend.replies import service
from backend.replies.rules import Part, Reply, Text
from tests.backend.consultations.household import REVIEW, Household
from tests.backend.consultations.talk import Talk

T = TypeVar("T")

AFTER = REVIEW + timedelta(minutes=30)
ASKED = "I want to go swimming with Zoë"
DECIDED = "Jo will take you to the pool"
BECAUSE = "you love the water"


class Answering:
    """Short ways to decide and to answer, as Amara's own officer unless told otherwise."""

    def __init__(self, household: Household) -> None:
        self.household = household
        self.talk = Talk(household)
        self.database, self.key = household.runtime.database, self.talk.key
        self.child_id, self.review_id = self.talk.invitation.child_id, household.reviews["amara"].id
        self.iro = household.viewer("iro")

    def asks(self, words: str = ASKED, language: str = "en") -> "Answering":
        """Let Amara say what is to be talked about, and send it."""
        self.talk.begin(language).go_to("talk_about").say("talk_about", words)
        self.talk.send()
        return self

    @property
    def wish(self) -> str:
        """The id of what she asked for."""
        return derived_id("answer", self.talk.id, "talk_about")

    def do(self, work: Callable[[Transaction], T]) -> T:
        """Do something in a unit of its own."""
        return self.database.write(work)

    def look(self, work: Callable[[Transaction], T]) -> T:
        """Look where nothing can be changed."""
        return self.database.read(work)

    def decides(self, **more: object) -> Decision:
        """Write down a decision that answers the wish."""
        at = self.household.runtime.clock()
        known = {
            "what": "Arrange swimming lessons",
            "owner": "Jo Marsh",
            "due_on": date(2027, 1, 31),
            "why": "You love the water",
            "wishes": (self.wish,),
        }
        base = (new_id(), self.child_id, self.review_id, 0, at, self.iro.id)
        made = Decision(*base, **{**known, **more})  # type: ignore[arg-type]
        return self.do(lambda t: decisions.add(t, self.key, self.iro, made))

    def reply(
        self, kind: str = "review", about: str = "", language: str = "en", **text: object
    ) -> Reply:
        """Make an answer that is not kept yet."""
        own, at = self.household.people["amara"].id, self.household.runtime.clock()
        review_id = self.review_id if kind == "review" else None
        base = (new_id(), self.child_id, own, review_id, kind, about, language, at, self.iro.id)
        return Reply(*base, Text(**text))  # type: ignore[arg-type]

    def keeps(self, reply: Reply, viewer: Viewer | None = None) -> Reply:
        """Keep a draft, as her officer or as somebody else."""
        return self.do(lambda t: service.keep_draft(t, self.key, viewer or self.iro, reply))

    def tells(self, reply: Reply) -> Reply:
        """Tell her that something is done."""
        return self.do(lambda t: service.tell_done(t, self.key, self.iro, reply))

    def answers(self, language: str = "en", **text: object) -> Reply:
        """Draft the answer to what she asked, and send it."""
        parts = (Part(self.wish, ASKED, DECIDED, BECAUSE),)
        draft = self.reply("review", "", language, **{"parts": parts, **text})
        at = self.household.runtime.clock()
        self.keeps(draft)
        return self.do(lambda t: service.send_draft(t, self.key, self.iro, self.review_id, at))

    def shown(self) -> tuple[Reply, ...]:
        """Give what Amara is shown."""
        own = self.household.people["amara"].id
        return self.look(lambda t: service.for_child(t, self.key, own))
