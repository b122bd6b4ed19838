"""Who has to do something is asked how it is going: when, how often, and when no more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.decisions import service as decisions
from backend.decisions.rules import Decision
from backend.owners.tables import owner_asks
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.database import new_id
from backend.platform.keys.service import erase_child_key
from backend.platform.messages import EMAILS
from tests.backend.progress.tracked import SUE, WHAT, Tracked

DAYS = (1, 23, 24, 31, 38, 45, 92)
"""Days after the review on which an owner is asked, and some on which not."""


def test_the_job_run_every_day_asks_five_times_at_most(tracked: Tracked) -> None:
    """A week before, three times when it is late, and half way to the next review: no more."""
    tracked.decide(days=30)
    heard = {day: len(tracked.go(tracked.after(day))) for day in range(20, 125)}
    # Three months after 24 November 2026 is 24 February 2027, 92 days later.
    assert [day for day, mails in heard.items() if mails] == [23, 31, 38, 45, 92]
    assert tracked.outbox() == ["progress"] * 5


def test_what_has_no_date_is_asked_about_half_way(tracked: Tracked) -> None:
    """Three months after the review whoever has to do it is asked once."""
    tracked.decide(days=None)
    heard = [day for day in (7, 91, 92, 93, 99, 120) if tracked.go(tracked.after(day))]
    assert heard == [92]


def test_an_email_gives_nothing_away(tracked: Tracked) -> None:
    """It goes to the owner, holds a link and no word of the child, the decision or our work."""
    tracked.decide(days=30)
    (message,) = tracked.go(tracked.after(23))
    assert message.recipient == SUE
    assert list(message.values) == ["url"]
    for template in ("progress", "progress_code"):
        said = (EMAILS[template].subject + EMAILS[template].body).lower()
        for word in ("care", "review", "social", "council", "child", "sayso", "decision"):
            assert word not in said


def test_one_email_asks_about_everything(tracked: Tracked) -> None:
    """Somebody with three things to do in one week gets one e-mail."""
    for days in (30, 31, 32):
        tracked.decide(days=days)
    assert len(tracked.go(tracked.after(27))) == 1
    assert tracked.go(tracked.after(28)) == []


def test_each_address_gets_its_own(tracked: Tracked) -> None:
    """Two owners get two e-mails, and one written in capitals is the same address."""
    tracked.decide(days=30)
    tracked.decide(days=30, owner_id="", owner_email="SUE@school.example")
    tracked.decide(days=30, owner_id=tracked.family.carer.id)
    sent = tracked.go(tracked.after(23))
    assert sorted(message.recipient for message in sent) == ["jo@home.example", SUE]


def test_a_clock_put_forward_and_back_doubles_nothing(tracked: Tracked) -> None:
    """A clock days ahead, back again, and ahead once more sends each once."""
    tracked.decide(days=30)
    order = (23, 31, 23, 24, 31, 23, 38, 31, 45, 23, 38, 45, 60)
    sent = [len(tracked.go(tracked.after(day))) for day in order]
    assert sum(sent) == 4
    with_asks = tracked.read(lambda t: list(t.execute(select(owner_asks.c.occasion)).scalars()))
    assert len(with_asks) == len(set(with_asks)) == 4


def test_a_job_that_comes_late_asks_once(tracked: Tracked) -> None:
    """After a month in which Sayso was away one e-mail goes, not all that were missed."""
    tracked.decide(days=30)
    assert len(tracked.go(tracked.after(59))) == 1
    assert tracked.go(tracked.after(60)) == []


@pytest.mark.parametrize(("day", "hour"), [(23, 9), (23, 17), (25, 11), (26, 11)])
def test_nobody_is_asked_at_odd_hours(tracked: Tracked, day: int, hour: int) -> None:
    """Not before ten or from five on, and not at the weekend."""
    tracked.decide(days=30)
    # 17 December 2026 is a Thursday; 19 and 20 are Saturday and Sunday.
    assert tracked.go(tracked.after(day, hour)) == []


def settle(tracked: Tracked, decision: Decision) -> None:
    tracked.record(decision, "done", done_on=tracked.today)


def give_up(tracked: Tracked, decision: Decision) -> None:
    tracked.record(decision, "cannot", words="Dad moved away")


def say_done(tracked: Tracked, decision: Decision) -> None:
    tracked.said(decision, "done", done_on=tracked.today)


def say_cannot(tracked: Tracked, decision: Decision) -> None:
    tracked.said(decision, "cannot", words="Dad moved away")


def leave_in_peace(tracked: Tracked, decision: Decision) -> None:
    tracked.switch_asking(decision, wanted=False)


def hold_the_next_review(tracked: Tracked, decision: Decision) -> None:
    tracked.next_review(tracked.after(10))


def end_their_part(tracked: Tracked, decision: Decision) -> None:
    ended = replace(tracked.sue, ends_on=tracked.today)
    tracked.write(lambda t: people.correct_participant(t, SYSTEM, ended))


def remove(tracked: Tracked, decision: Decision) -> None:
    key = tracked.key
    tracked.write(lambda t: decisions.remove(t, key, tracked.iro, decision.id))


def erase(tracked: Tracked, decision: Decision) -> None:
    tracked.write(lambda t: erase_child_key(t, tracked.family.child.id, tracked.clock()))


STOPS = (
    settle,
    give_up,
    say_done,
    say_cannot,
    leave_in_peace,
    hold_the_next_review,
    end_their_part,
    remove,
    erase,
)


@pytest.mark.parametrize("stop", STOPS, ids=lambda it: it.__name__)
def test_nobody_is_asked_any_more(
    tracked: Tracked, stop: Callable[[Tracked, Decision], None]
) -> None:
    """Once it is settled, answered, stopped, overtaken, or its owner is gone, no e-mail goes."""
    decision = tracked.decide(days=30)
    stop(tracked, decision)
    assert [day for day in DAYS if tracked.go(tracked.after(day))] == []


@pytest.mark.parametrize("who", ["child", "nobody", "iro"])
def test_some_are_never_asked(tracked: Tracked, who: str) -> None:
    """A child is not asked to account for anything, nor the IRO, nor whoever has no address."""
    own = tracked.family.own.id if who == "child" else ""
    emails = {"child": SUE, "nobody": "", "iro": tracked.staff["iro"].email}
    tracked.decide(days=30, owner_id=own, owner_email=emails[who])
    assert tracked.go(tracked.after(23)) == []


def test_whoever_says_that_it_is_under_way_has_a_week_of_peace(tracked: Tracked) -> None:
    """An answer puts the next question off by a week, and does not end it."""
    decision = tracked.decide(days=30)
    tracked.go(tracked.after(23))
    tracked.clock.set(tracked.after(30))
    tracked.said(decision, "under_way", words="I rang twice")
    assert [day for day in (30, 36, 37, 38, 44) if tracked.go(tracked.after(day))] == [37, 44]


def test_another_owner_is_asked_afresh(tracked: Tracked) -> None:
    """Where the IRO picks another, that one is asked though the first was."""
    decision = tracked.decide(days=30)
    tracked.go(tracked.after(23))
    other = replace(decision, owner_id="", owner_email="ann@school.example")
    key = tracked.key
    tracked.write(lambda t: decisions.correct(t, key, tracked.iro, other))
    (message,) = tracked.go(tracked.after(24))
    assert message.recipient == "ann@school.example"


def test_a_later_date_is_asked_about_afresh(tracked: Tracked) -> None:
    """Where the IRO gives more time, its owner is asked a week before the new day."""
    decision = tracked.decide(days=30)
    tracked.go(tracked.after(23))
    later = replace(decision, due_on=tracked.start.date() + timedelta(days=50))
    key = tracked.key
    tracked.write(lambda t: decisions.correct(t, key, tracked.iro, later))
    assert [day for day in (24, 31, 42, 43, 44, 51) if tracked.go(tracked.after(day))] == [43, 51]


def test_what_could_not_be_agreed_is_nobodys_to_do(tracked: Tracked) -> None:
    """Nobody is asked about what the review could not agree."""
    tracked.decide(days=30, id=new_id(), kind="not_agreed", what=WHAT)
    assert [day for day in DAYS if tracked.go(tracked.after(day))] == []


def test_a_typed_address_of_somebody_who_left_is_not_asked(tracked: Tracked) -> None:
    """A carer whose part has ended is not asked, and not let in, by an address that was typed."""
    carer = tracked.family.carer
    tracked.decide(owner="Jo", owner_id="", owner_email="JO@home.example")
    (message,) = tracked.go(tracked.after(23))
    token = tracked.token(message)
    tracked.code(token)
    tracked.enter(token)
    assert tracked.tasks(token) == [("Amara", WHAT)]
    ended = replace(carer, ends_on=tracked.today)
    tracked.write(lambda t: people.correct_participant(t, SYSTEM, ended))
    assert tracked.tasks(token) == []
    tracked.go(tracked.after(31))
    assert tracked.outbox() == ["progress", "progress_code"]
    assert tracked.only_line().owner.how == "ended"
