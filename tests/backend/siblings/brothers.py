"""Amara, her brother Ben and a girl of another family, each with a review to come."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from backend.invitations import service as invitations
from backend.invitations.rules import Invitation
from backend.people import service as people
from backend.people.rules import SYSTEM, Child, Participant
from backend.platform.database import Transaction, new_id
from backend.platform.keys.service import make_child_key
from backend.platform.runtime import Runtime
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.siblings import service as siblings
from tests.backend.rounds.opened import Rounds

BENS_DAY = datetime(2027, 1, 8, 15, 0, tzinfo=UTC)


class Brothers(Rounds):
    """Amara's round, with the reviews of Ben, Cleo and Zoe beside hers."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(runtime)
        self.ben = self.child("Ben", "Okoye", "E1")
        self.cleo = self.child("Cleo", "Okoye", "E2")
        self.zoe = self.child("Zoe", "Moss", "E3")

    def child(self, name: str, last: str, number: str) -> Review:
        """Add a child with a mother, and give their review."""
        known = self.family.child
        child = replace(known, id=new_id(), first_name=name, last_name=last, case_number=number)
        review = Review(new_id(), child.id, 1, BENS_DAY, "at school", None)

        def unit(transaction: Transaction) -> None:
            people.add_child(transaction, SYSTEM, child, self.clock().date())
            make_child_key(transaction, self.runtime.ring, child.id, self.clock())
            people.add_participant(transaction, SYSTEM, mother_of(child))
            reviews.add(transaction, SYSTEM, review, self.clock().date())

        self.database.write(unit)
        return review

    def now(self, review: Review) -> Review:
        """Give a review as it is kept."""
        return self.database.read(lambda t: reviews.get(t, SYSTEM, review.id))

    def asked_for(self, review: Review) -> tuple[Invitation, ...]:
        """Give who was asked before one of the reviews."""
        return self.database.read(lambda t: invitations.for_review(t, SYSTEM, review.id))

    def numbered(self, case_number: str) -> str:
        """Give the review that support finds by a case number for Amara's form."""
        viewer, child = self.viewer("support"), self.family.child.id
        return self.database.read(lambda t: siblings.by_case_number(t, viewer, child, case_number))

    def correct(self, review: Review, *wanted: Review, others: str = "", **changes: Any) -> None:
        """Change a review as its form does, held together with these."""
        kept, ids = replace(self.now(review), **changes), {each.id for each in wanted}
        viewer, at = self.viewer("support"), self.clock()
        self.do(siblings.correct, viewer, kept, ids, others, new_id(), at)

    def mates(self, review: Review, who: str = "support") -> set[str]:
        """Give the ids of those a review is held together with, as an officer sees them."""
        eyes, known = self.viewer(who), self.now(review)
        found = self.database.read(lambda t: siblings.together(t, eyes, known))
        return {each.id for each in found}


def mother_of(child: Child) -> Participant:
    """Make the mother, who has one address for all her children; nothing is kept."""
    since = datetime(2025, 10, 20, tzinfo=UTC).date()
    email = "ada@example.org"
    return Participant(new_id(), child.id, "parent", "Ada", None, since, None, email, "", "en")
