"""Two processes that look at the same moment ask each person once between them."""

import threading

from backend.asking.service import new_secrets
from backend.people.rules import Participant
from backend.platform.database import Transaction
from backend.rounds import service as rounds
from tests.backend.rounds.opened import Rounds
from tests.backend.rounds.test_rounds import JO

LONG_ENOUGH_SECONDS = 0.5


def test_two_processes_ask_somebody_once(open_round: Rounds) -> None:
    """The second finds that the first, which is still at it, has asked; one letter goes out."""
    asked, go_on, at = threading.Event(), threading.Event(), open_round.clock()
    review, jo, secrets = open_round.review.id, open_round.family.carer.id, new_secrets()
    outcomes: list[bool] = []

    def slow_unit(transaction: Transaction) -> bool:
        means = open_round.means
        done = rounds.ask_if_due(transaction, means, review, jo, secrets, at)
        asked.set()
        assert go_on.wait(20)
        return done

    hands = [
        threading.Thread(target=lambda: outcomes.append(open_round.database.write(slow_unit))),
        threading.Thread(target=lambda: outcomes.append(open_round.ask_if_due(_jo(open_round)))),
    ]
    hands[0].start()
    assert asked.wait(20)
    hands[1].start()
    hands[1].join(LONG_ENOUGH_SECONDS)
    go_on.set()
    for hand in hands:
        hand.join(20)
    assert sorted(outcomes) == [False, True]
    assert [(one.recipient, one.template) for one in open_round.delivered()] == [JO]


def test_stopping_waits_for_nobody_to_be_asked_after_it(open_round: Rounds) -> None:
    """Who was found by the job is not asked once the round was stopped before their turn."""
    at = open_round.clock()
    found = open_round.database.read(lambda t: rounds.to_ask(t, open_round.means, at))
    assert found == ((open_round.review.id, open_round.family.carer.id),)
    open_round.steer("stop")
    assert not open_round.ask_if_due(_jo(open_round))
    assert open_round.delivered() == []


def _jo(held: Rounds) -> Participant:
    return held.family.carer
