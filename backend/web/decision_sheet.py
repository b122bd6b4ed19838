"""What lies before an officer who writes down what a review decided, gathered in one look."""

from dataclasses import dataclass

from backend.consultations.rules import Desk
from backend.decisions import service as decisions
from backend.decisions.rules import Decision, Reason, advice_on
from backend.packs import service as packs
from backend.packs.rules import Pack, childs_lines
from backend.people import service as people
from backend.people.rules import Officer, Participant
from backend.platform.clock import day_in_england
from backend.platform.database import Transaction
from backend.platform.errors import NotFound
from backend.platform.keys.service import open_child_key
from backend.prints.rules import for_meeting
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from backend.views.rules import Line, is_owed, wishes
from backend.web.visits import Visit


@dataclass(frozen=True)
class Wish:
    """Something the child asks for, and what answers it: decisions, a reason, or nothing yet."""

    line: Line
    decisions: tuple[Decision, ...]
    reason: Reason | None
    owed: bool

    @property
    def answered(self) -> bool:
        """Say whether anything answers it, or nothing is owed."""
        return bool(self.decisions or self.reason) or not self.owed


@dataclass(frozen=True)
class Sheet:
    """One review's decisions beside the child's wishes, and who could be asked to do something."""

    pack: Pack
    wishes: tuple[Wish, ...]
    decisions: tuple[Decision, ...]
    around: tuple[Participant, ...]
    iro: Officer

    @property
    def unanswered(self) -> int:
        """Count the wishes that have neither a decision nor a reason."""
        return sum(not each.answered for each in self.wishes)

    def lines_of(self, decision: Decision) -> tuple[Line, ...]:
        """Give the wishes that a decision answers."""
        return tuple(each.line for each in self.wishes if each.line.answer in decision.wishes)

    def wish(self, answer: str) -> Wish:
        """Give one wish. Raises NotFound where the child has none such."""
        found = next((each for each in self.wishes if each.line.answer == answer), None)
        if found is None:
            raise NotFound
        return found

    def decision(self, decision_id: str) -> Decision:
        """Give one of the review's decisions. Raises NotFound."""
        found = next((each for each in self.decisions if each.id == decision_id), None)
        if found is None:
            raise NotFound
        return found

    def advice_on(self, decision: Decision) -> tuple[str, ...]:
        """Give what could be clearer in a decision, as of the day on which it was written."""
        return advice_on(decision, day_in_england(decision.made_at), self.pack.review.day)

    def shared(self, decision: Decision) -> tuple[Line, ...]:
        """Give those of its wishes that may be handed out: everyone at the review sees them."""
        meeting = (each for each in for_meeting(self.pack).agenda if each.voice.is_child)
        lines = (line for each in meeting for line in each.lines)
        return tuple(line for line in lines if line.answer in decision.wishes)

    def owner_in_print(self, decision: Decision) -> tuple[str, str]:
        """Give the owner's name for the print, or "" and their part.

        A name may tell where a child lives whose address is withheld.
        """
        owner = next((each for each in self.around if each.id == decision.owner_id), None)
        if owner and owner.of_the_home and self.pack.home_withheld:
            return "", owner.role
        return decision.owner, owner.role if owner else ""


def own_review(visit: Visit, review_id: str) -> Review:
    """Give a review whose decisions this officer writes. Raises NotFound for any other."""

    def work(transaction: Transaction) -> Review:
        review = reviews.get(transaction, visit.viewer, review_id)
        people.require_words(transaction, visit.viewer, review.child_id)
        return review

    return visit.read(work)


def open_sheet(visit: Visit, desk: Desk, review_id: str, what: str = "decisions") -> Sheet:
    """Lay out a review's decisions, after writing down that this officer reads them.

    Raises NotFound where it is none of theirs, and writes nothing then.
    """
    review = own_review(visit, review_id)
    return visit.look(review.child_id, what, lambda t: _gathered(t, visit, desk, review))


def _gathered(transaction: Transaction, visit: Visit, desk: Desk, review: Review) -> Sheet:
    key = open_child_key(transaction, desk.ring, review.child_id)
    pack = packs.read(transaction, desk, visit.viewer, review.id)
    decided = decisions.of_review(transaction, key, visit.viewer, review.id)
    given = decisions.reasons(transaction, key, visit.viewer, review.id)
    asked = wishes(desk.questions, childs_lines(pack))
    everyone = people.list_participants(transaction, visit.viewer, review.child_id)
    return Sheet(
        pack=pack,
        wishes=tuple(
            _answered(line, decided, given, is_owed(desk.questions, line)) for line in asked
        ),
        decisions=decided,
        around=tuple(
            each
            for each in everyone
            if each.takes_part_on(visit.today) or any(each.id == one.owner_id for one in decided)
        ),
        iro=people.get_officer(transaction, visit.viewer, pack.child.iro_id),
    )


def _answered(
    line: Line, decided: tuple[Decision, ...], given: tuple[Reason, ...], owed: bool
) -> Wish:
    return Wish(
        line,
        tuple(each for each in decided if line.answer in each.wishes),
        next((each for each in given if each.wish == line.answer), None),
        owed,
    )
