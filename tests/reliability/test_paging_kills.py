"""Whatever step the process is killed at between a word and the page-out, a person is called."""

import random
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import pytest

from tests.postgres import running_cluster
from tests.reliability.paging import House
from tests.reliability.paging_oracle import Verdict
from tests.reliability.worried import WORRIES

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

Work = Callable[[House], object]

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


# As many as are over in half a minute.
KILLS = 25


def _write_and_leave(step: str, worry: str) -> Work:
    """Let a child write one line while it dies at a step, and not try again."""
    return lambda house: house.kill_at(step, lambda: house.children[0].say(worry, tries=1))


def _write_twice(house: House) -> None:
    for _ in range(2):
        house.children[1].say("missing")


def _write(house: House) -> None:
    house.children[3].say("self_harm")


def _write_and_go_on_well(house: House) -> None:
    house.children[2].say("sexual")
    house.start()


def _take_and_go_on_well(house: House) -> None:
    house.officer.sign_in()
    house.start("tells-before-it-keeps")
    house.officer.take(house.waiting()[0])
    house.start()


# What is wrong with the server, what is then done, and what is to be found out.
WRONGLY: tuple[tuple[str, Work, str], ...] = (
    (
        "pages-before-it-keeps",
        _write_and_leave("words, before commit", "harm"),
        "paged for nothing",
    ),
    (
        "pages-in-another-commit",
        _write_and_leave("step, after commit", "missing"),
        "a step that called nobody",
    ),
    (
        "settles-before-it-sends",
        _write_and_leave("settle email, after commit", "sexual"),
        "nobody told",
    ),
    ("never-asks-first", _write_and_leave("notify sms, after", "neglect"), "twice by Notify"),
    ("raises-one-a-line", _write_twice, "miscounted"),
    ("does-no-step", _write, "a step left out"),
    ("tells-before-it-keeps", _write_and_go_on_well, "lost"),
    ("", _take_and_go_on_well, "not taken"),
)


class Night:
    """Goes through the steps, each with the next child and the next kind of worry."""

    def __init__(self, house: House) -> None:
        self._house = house
        everything = [(child, worry) for worry in WORRIES for child in house.children]
        self._next = cycle(everything)
        self.kills = 0

    def say(self, tries: int | None = None) -> bool:
        """Let the next child say what is next."""
        child, worry = next(self._next)
        return child.say(worry, tries)

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


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The settings of a server over either kind of database, which forgets nothing."""
    if request.param == "sqlite":
        yield {}
        return
    with running_cluster(forgetful=False) as cluster:
        cluster.create("sayso")
        yield {"SAYSO_DATABASE_URL": cluster.url("sayso")}


def test_a_person_is_called_whatever_step_it_dies_at(
    tmp_path: Path, database: dict[str, str]
) -> None:
    """At each named step it dies once: each line taken is one concern, counted, and was paged."""
    with House(tmp_path, FAMILIES, database) as house:
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
    assert verdict.taken == night.kills + FAMILIES - len(GIVEN_UP)


def test_a_person_is_called_whenever_it_dies(tmp_path: Path) -> None:
    """Killed at any moment while children write and an officer answers, it forgets nobody."""
    with House(tmp_path, FAMILIES) as house:
        house.start()
        house.kill_at_random(random.Random(20261124), KILLS)
        house.take_all(but=FAMILIES)
        verdict = house.judged()
    report(f"{KILLS} kills, {house.cut} of them while a child was writing", verdict)
    assert verdict.wrong == {}
    assert verdict.raised == FAMILIES * len(WORRIES)
    assert house.cut >= KILLS // 4


def test_what_is_done_wrongly_is_found_out(tmp_path: Path) -> None:
    """Each way of doing it wrongly turns the oracle red, for what is wrong with it."""
    known: dict[str, list[str]] = {}
    with House(tmp_path, FAMILIES) as house:
        for spoilt, work, wrong in WRONGLY:
            house.start(spoilt)
            work(house)
            verdict = house.judged()
            new = {kind for kind, ids in verdict.wrong.items() if set(ids) - {*known.get(kind, ())}}
            report(f"{spoilt}: {sorted(new)}", verdict)
            assert wrong in new, spoilt
            known = dict(verdict.wrong)


def report(what: str, verdict: Verdict) -> None:
    """Write down the figures in one line, and what is wrong by kind with how much of it."""
    wrong = {kind: len(ids) for kind, ids in verdict.wrong.items()}
    sys.stdout.write(
        f"{what}: {verdict.taken} lines taken, {verdict.raised} concerns, "
        f"{verdict.pages} pages arrived, wrong {wrong}\n"
    )
