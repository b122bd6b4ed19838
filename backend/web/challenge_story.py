"""What the pages of one challenge show, gathered in one look that is written down first."""

from dataclasses import dataclass
from datetime import date

from backend.challenges import service as challenges
from backend.challenges.rules import Challenge, Step
from backend.challenges.service import Ground
from backend.people import service as people
from backend.people.rules import Child
from backend.platform.database import Transaction
from backend.platform.errors import NotFound
from backend.platform.keys.service import open_child_key
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.stages.rules import Stage, Terms
from backend.web.visits import Visit


@dataclass(frozen=True)
class ChallengeStory:
    """One challenge with the names in it; ``leads`` says whether this officer is its IRO."""

    challenge: Challenge
    child: Child
    review: Review | None
    names: dict[str, str]
    leads: bool
    terms: Terms
    today: date

    def owner(self, step: Step) -> str:
        """Give who is to answer, "" for nobody."""
        outside = ", ".join(part for part in (step.owner_name, step.owner_role) if part)
        return self.names.get(step.owner_id, "") if step.owner_id else outside

    @property
    def overdue(self) -> bool:
        """Say whether no answer came in time."""
        return self.challenge.overdue_on(self.today)

    @property
    def to_consider_cafcass(self) -> bool:
        """Say whether it is to be written down that Cafcass was thought of."""
        return self.challenge.to_consider_cafcass(self.today)

    @property
    def next_stage(self) -> Stage | None:
        """Give the stage that comes after the present one, None after the last."""
        return self.terms.after(self.challenge.now_at.stage)


def open_challenge(
    visit: Visit, ground: Ground, challenge_id: str, what: str = "challenge"
) -> ChallengeStory:
    """Open one challenge after writing down that this officer reads it. Raises NotFound."""
    child_id = visit.read(lambda t: challenges.child_of(t, visit.viewer, challenge_id))
    key = visit.read(lambda t: open_child_key(t, ground.ring, child_id))

    def work(transaction: Transaction) -> ChallengeStory:
        challenge = challenges.get(transaction, key, visit.viewer, challenge_id)
        return ChallengeStory(
            challenge=challenge,
            child=people.get_child(transaction, visit.viewer, child_id),
            review=_review(transaction, visit, challenge),
            names=names_of_officers(transaction, visit),
            leads=people.may_read_words(transaction, visit.viewer, child_id),
            terms=ground.terms,
            today=visit.today,
        )

    return visit.look(child_id, what, work)


def names_of_officers(transaction: Transaction, visit: Visit) -> dict[str, str]:
    """Give the name of each officer by id."""
    return {each.id: each.name for each in people.list_officers(transaction, visit.viewer)}


def _review(transaction: Transaction, visit: Visit, challenge: Challenge) -> Review | None:
    if not challenge.review_id:
        return None
    try:
        return reviews.get(transaction, visit.viewer, challenge.review_id)
    except NotFound:
        return None
