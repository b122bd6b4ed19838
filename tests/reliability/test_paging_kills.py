"""Whatever step the process is killed at between a word and the page-out, a person is called."""

import sys
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import pytest

from tests.reliability.paging import House
from tests.reliability.paging_oracle import Verdict
from tests.reliability.worried import WORRIES

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

FAMILIES = 4
A_QUARTER_AND_MORE = timedelta(minutes=16)
A_MINUTE, TWO_MINUTES = timedelta(minutes=1), timedelta(minutes=2)

AT_A_WORD = (
    *("words, before", "step, after", "page, after", "words, after"),
    *("words, before commit", "words, after commit"),
    *("claim email, before", "claim email, before commit", "claim email, after commit"),
    *("claim notify_sms, before commit", "claim notify_sms, after commit"),
    *("send email, before", "mail, before", "mail, after", "send email, after"),
    *("send notify_sms, before", "notify sms, before", "notify sms, after"),
    *("settle email, before", "settle email, before commit", "settle email, after commit"),
    *("settle notify_sms, before commit", "settle notify_sms, after commit"),
)
AT_A_RECEIPT = ("receipt, before commit", "receipt, after commit")
ON_THE_SECOND_WAY = (
    *("settle email, before commit", "settle email, after commit"),
    *("claim notify_email, before commit", "claim notify_email, after commit"),
    *("notify email, before", "notify email, after"),
    *("settle notify_email, before commit", "settle notify_email, after commit"),
)
AT_AN_ESCALATION = (
    *("job concerns, before commit", "job concerns, after commit", "step, after", "page, after"),
    *("escalate, before commit", "escalate, after commit", "claim email, after commit"),
)
AT_AN_ACKNOWLEDGEMENT = (
    "acknowledge, before",
    "acknowledge, before commit",
    "acknowledge, after commit",
)
GIVEN_UP = ("words, before", "words, before commit", "words, after commit")


class Night:
    """Goes through the steps, each with the next child and the next kind of worry."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._children = cycle(house.children)
        self._worries = cycle(WORRIES)
        self.kills = 0

    def say(self, tries: int | None = None) -> bool:
        """Let the next child say what is next."""
        return next(self._children).say(next(self._worries), tries)

    def at_words(self) -> None:
        """Kill it between a line and the settling of its pages; sometimes nobody tries again."""
        for step in AT_A_WORD:
            self._kill(step)
        for step in GIVEN_UP:
            self._house.kill_at(step, lambda: self.say(tries=1))
            self._went_on()

    def at_receipts(self) -> None:
        """Kill it while it writes down that a text has arrived."""
        for step in AT_A_RECEIPT:
            self._house.kill_at(step, lambda: self._say_and_wait(A_MINUTE))
            self._went_on()

    def on_the_second_way(self) -> None:
        """Kill it on the way to the other provider, while the mail server takes nothing."""
        self._house.mailbox.refuse("451 later")
        for step in ON_THE_SECOND_WAY:
            self._house.kill_at(step, lambda: self._say_and_wait(TWO_MINUTES))
            self._went_on()
        self._house.mailbox.refuse("")

    def at_escalations(self) -> None:
        """Kill it while it passes on what nobody has taken."""
        for step in AT_AN_ESCALATION:
            self.say()
            self._house.quiet()
            self._house.kill_as_it_starts_at(step, A_QUARTER_AND_MORE)
            self._went_on()

    def at_acknowledgements(self) -> None:
        """Kill it while the officer says that they have it."""
        for step in AT_AN_ACKNOWLEDGEMENT:
            self.say()
            self._house.quiet()
            self._house.kill_at(step, self._house.take_all)
            self.kills += 1

    def nobody_answers(self) -> None:
        """Leave the last worry of each child to whoever is there at last."""
        for child in self._house.children:
            child.say("harm")

    def _kill(self, step: str) -> None:
        self._house.kill_at(step, self.say)
        self._went_on()

    def _say_and_wait(self, later: timedelta) -> None:
        self.say()
        self._house.told.put_forward(later)

    def _went_on(self) -> None:
        self.kills += 1
        self._house.take_all()


def test_a_person_is_called_whatever_step_it_dies_at(tmp_path: Path) -> None:
    """At each named step it dies once: each line taken is one concern, counted, and was paged."""
    with House(tmp_path, FAMILIES) as house:
        house.start()
        night = Night(house)
        night.at_words()
        night.at_receipts()
        night.on_the_second_way()
        night.at_escalations()
        night.at_acknowledgements()
        night.nobody_answers()
        verdict = house.judged()
    report(f"{night.kills} steps", verdict)
    assert verdict.wrong == {}
    assert verdict.raised >= FAMILIES * len(WORRIES)


def report(what: str, verdict: Verdict) -> None:
    """Write down the figures in one line, and what is wrong by kind with how much of it."""
    wrong = {kind: len(ids) for kind, ids in verdict.wrong.items()}
    sys.stdout.write(
        f"{what}: {verdict.taken} lines taken, {verdict.raised} concerns, "
        f"{verdict.pages} pages arrived, wrong {wrong}\n"
    )
