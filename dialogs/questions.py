"""The shared table: semantic questions, their topic, and the Schedule 7 matters they cover.

Answers of different ages, people and years line up by the question's name (``home.safe``).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One thing that may be asked of anybody, in whatever words fit them.

    ``scale`` names an ordered scale of codes; ``besides`` are codes outside its order.
    ``use`` says what the officer's page does with the answer; a ``wish`` stands in its topic, and
    asks for something all the same.
    """

    id: str
    topic: str
    matters: tuple[str, ...] = ()
    scale: str = ""
    besides: tuple[str, ...] = ()
    use: str = "topic"
    wish: bool = False


@dataclass(frozen=True)
class Matter:
    """One matter of Schedule 7, and from which age of the child, in years, it has to be covered."""

    text: str
    from_age: int = 0


@dataclass(frozen=True)
class QuestionTable:
    """Topics in the order of the officer's page, matters, scales and questions.

    A scale is its places, best first, each with the codes that stand for it: first the one that
    every age has, then the stronger one that tells more apart.
    """

    topics: Mapping[str, str]
    matters: Mapping[str, Matter]
    scales: Mapping[str, tuple[tuple[str, ...], ...]]
    questions: Mapping[str, Question]

    def position(self, question_id: str, codes: tuple[str, ...]) -> int | None:
        """Give where an answer stands on its question's scale, best first from 0, or None."""
        question = self.questions.get(question_id)
        if question is None or not question.scale or len(codes) != 1:
            return None
        places = enumerate(self.scales[question.scale])
        return next((place for place, alike in places if codes[0] in alike), None)

    def order(self, question_id: str) -> tuple[str, ...]:
        """Give the codes of a question's scale from best to worst, the stronger nearer its end."""
        places = self.scales[self.questions[question_id].scale]
        better = len(places) // 2
        each = (place[::-1] if at < better else place for at, place in enumerate(places))
        return tuple(code for place in each for code in place)

    def codes(self, question_id: str) -> frozenset[str]:
        """Give the codes that answers to a question on a scale may have."""
        question = self.questions[question_id]
        on_it = {code for place in self.scales[question.scale] for code in place}
        return frozenset(on_it | set(question.besides))
