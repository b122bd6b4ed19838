from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from backend.invitations.rules import TRIES
from backend.people.rules import SYSTEM
from backend.platform.database import new_id
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from tests.backend.invitations.asked import Asked, Held, wrong
from tests.backend.people.family import TODAY

T = TypeVar("T")

MANY = 30


def _at_once(work: Callable[[int], T]) -> list[T]:
    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(work, range(MANY)))


def test_guessing_in_parallel_gains_nothing(asked: Asked) -> None:
    """Of 30 guesses made at once ten are looked at and counted, and the rest find it locked."""
    held = asked.ask(asked.own)
    outcomes = _at_once(lambda n: asked.open(held, f"guesser {n}", wrong(held)).outcome)
    assert sorted(outcomes) == ["locked"] * (MANY - TRIES) + ["wrong_code"] * TRIES
    assert asked.again(held).tries == TRIES


def test_asking_at_once_is_one_invitation(asked: Asked) -> None:
    """Asked by many at once, somebody has one invitation, and one of the links opens it."""
    made: list[Held] = _at_once(lambda _n: asked.ask(asked.own))
    assert len({held.invitation.id for held in made}) == 1
    assert sum(asked.found(held.token) is not None for held in made) == 1


def test_binding_at_once_is_one_browser(asked: Asked) -> None:
    """Of many browsers that enter link and code at once, one holds the conversation after."""
    held = asked.ask(asked.own)
    assert set(_at_once(lambda n: asked.open(held, f"browser {n}").outcome)) == {"open"}
    assert sum(len(asked.browser(f"browser {n}")) for n in range(MANY)) == 1


def test_reviews_at_once_have_their_own_numbers(asked: Asked) -> None:
    """Reviews of one child added at once are numbered one after another."""

    def add(_n: int) -> Review:
        review = replace(asked.review, id=new_id(), number=0)
        return asked.do(reviews.add, SYSTEM, review, TODAY)

    assert sorted(review.number for review in _at_once(add)) == list(range(2, MANY + 2))
