"""The way in for those who have no account: a link, a code to the same address, one browser."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.owners import service as owners
from backend.people import service as people
from backend.people.rules import SYSTEM
from backend.platform.errors import BadInput, NotFound
from backend.progress import service as progress
from backend.progress.rules import Update
from tests.backend.progress.tracked import SUE, WHAT, Tracked

AMARA = [("Amara", WHAT)]
A_MINUTE = timedelta(minutes=1)


def test_link_and_code_open_it(tracked: Tracked) -> None:
    """The code goes to the address the link went to, in a message without the link."""
    token = tracked.asked()
    assert tracked.tasks(token) is None
    assert tracked.code(token) == "sent"
    (message,) = tracked.delivered()
    assert (message.recipient, message.values) == (SUE, {"code": "123456"})
    assert tracked.enter(token, "12 34-56") == "open"
    assert tracked.tasks(token) == AMARA


def test_a_code_is_used_up(tracked: Tracked) -> None:
    """Once it let somebody in, it lets in nobody else."""
    token = tracked.asked()
    tracked.code(token)
    tracked.enter(token)
    assert tracked.enter(token, browser="b" * 32) == "code_ended"
    assert tracked.tasks(token, "b" * 32) is None


def test_no_code_no_entry(tracked: Tracked) -> None:
    """Before a code was sent there is none that fits, not even an empty one."""
    token = tracked.asked()
    assert [tracked.enter(token, typed) for typed in ("", "000000")] == ["code_ended"] * 2


def test_five_wrong_codes_end_it(tracked: Tracked) -> None:
    """After the fifth wrong one the right one is too late, and a new one can be sent."""
    token = tracked.asked()
    tracked.code(token)
    tried = [tracked.enter(token, "999999") for _time in range(5)]
    assert tried == ["wrong_code"] * 4 + ["code_ended"]
    assert tracked.enter(token) == "code_ended"
    assert tracked.code(token, "654321") == "sent"
    assert tracked.enter(token, "654321") == "open"


@pytest.mark.parametrize(("minutes", "outcome"), [(14, "open"), (15, "code_ended")])
def test_a_code_lasts_a_quarter_of_an_hour(tracked: Tracked, minutes: int, outcome: str) -> None:
    """It works for less than fifteen minutes."""
    token = tracked.asked()
    tracked.code(token)
    tracked.clock.advance(minutes * A_MINUTE)
    assert tracked.enter(token) == outcome


def test_codes_are_sent_sparingly(tracked: Tracked) -> None:
    """A second press within a minute sends nothing; five a day is all; the day after goes on."""
    token = tracked.asked()
    assert [tracked.code(token), tracked.code(token)] == ["sent", "just_sent"]
    for _more in range(4):
        tracked.clock.advance(2 * A_MINUTE)
        assert tracked.code(token) == "sent"
    tracked.clock.advance(2 * A_MINUTE)
    assert tracked.code(token) == "too_many"
    assert tracked.outbox().count("progress_code") == 5
    tracked.clock.advance(timedelta(days=1))
    assert tracked.code(token) == "sent"


def test_a_new_code_ends_the_one_before(tracked: Tracked) -> None:
    """Only the newest code opens."""
    token = tracked.asked()
    tracked.code(token, "111111")
    tracked.clock.advance(2 * A_MINUTE)
    tracked.code(token, "222222")
    assert tracked.enter(token, "111111") == "wrong_code"
    assert tracked.enter(token, "222222") == "open"


def test_another_browser_is_not_let_in(tracked: Tracked) -> None:
    """The link shown in another browser opens nothing; entering there shuts the first out."""
    token = tracked.asked()
    tracked.code(token)
    tracked.enter(token)
    assert tracked.tasks(token, "b" * 32) is None
    tracked.clock.advance(2 * A_MINUTE)
    tracked.code(token)
    tracked.enter(token, browser="b" * 32)
    assert tracked.tasks(token, "b" * 32) == AMARA
    assert tracked.tasks(token) is None


@pytest.mark.parametrize(("minutes", "open_still"), [(29, True), (30, False)])
def test_half_an_hour_alone_shuts_it(tracked: Tracked, minutes: int, open_still: bool) -> None:
    """A browser left alone for thirty minutes needs a code again."""
    token = tracked.asked()
    tracked.code(token)
    tracked.enter(token)
    tracked.clock.advance(minutes * A_MINUTE)
    assert (tracked.tasks(token) is not None) is open_still


def test_a_link_ends_after_four_weeks(tracked: Tracked) -> None:
    """It opens nothing any more, sends no code, and looks as one that never was."""
    token = tracked.asked()
    tracked.clock.advance(timedelta(days=28))
    assert [tracked.code(token), tracked.code("0" * 32)] == ["unknown", "unknown"]
    assert [tracked.enter(token), tracked.enter("0" * 32)] == ["unknown", "unknown"]


def test_whose_part_has_ended_sees_nothing(tracked: Tracked) -> None:
    """A browser that was let in shows nothing of the child from that moment."""
    token = tracked.asked()
    tracked.code(token)
    tracked.enter(token)
    ended = replace(tracked.sue, ends_on=tracked.today)
    tracked.write(lambda t: people.correct_participant(t, SYSTEM, ended))
    assert tracked.tasks(token) == []


def test_what_the_iro_stopped_is_gone(tracked: Tracked) -> None:
    """Where the IRO leaves an owner in peace, the page shows it no more; switched on, it does."""
    token = tracked.asked()
    tracked.code(token)
    tracked.enter(token)
    (each,) = tracked.read(lambda t: progress.owned(t, tracked.clock()))
    for wanted, shown in ((False, []), (True, AMARA)):
        tracked.switch_asking(each.decision, wanted=wanted)
        assert tracked.tasks(token) == shown


def test_an_owner_sees_their_own_alone(tracked: Tracked) -> None:
    """What another has to do for the same child is not shown, nor can it be answered."""
    token = tracked.asked()
    other = tracked.decide(owner_id=tracked.family.carer.id, what="Buy a bike")
    tracked.code(token)
    tracked.enter(token)
    assert tracked.tasks(token) == AMARA
    ring, at, key = tracked.runtime.ring, tracked.clock(), tracked.key
    door = tracked.read(lambda t: owners.find(t, ring, token, at))
    assert door is not None
    update = Update("e" * 32, other.id, "", at, "owner", "", "done", tracked.today)
    with pytest.raises(NotFound):
        tracked.write(lambda t: owners.say(t, ring, key, door, update, at))


def test_an_owner_says_how_it_is_going(tracked: Tracked) -> None:
    """It is kept with who said it, in the owner's words; a mistake is told and nothing kept."""
    token = tracked.asked()
    ring, at, key = tracked.runtime.ring, tracked.clock(), tracked.key
    (each,) = tracked.read(lambda t: progress.owned(t, at))
    door = tracked.read(lambda t: owners.find(t, ring, token, at))
    assert door is not None
    update = Update("e" * 32, each.decision.id, "", at, "officer", "", "under_way")
    with pytest.raises(BadInput):
        tracked.write(lambda t: owners.say(t, ring, key, door, update, at))
    said = replace(update, words="I rang twice")
    tracked.write(lambda t: owners.say(t, ring, key, door, said, at))
    (kept,) = tracked.line(each.decision).updates
    assert (kept.by_kind, kept.by_id, kept.words) == ("owner", door.id, "I rang twice")


def test_nothing_that_opens_is_kept(tracked: Tracked) -> None:
    """The tables hold neither token, code, browser nor address, only what follows from them."""
    token = tracked.asked()
    tracked.code(token, "135790")
    tracked.enter(token, "135790", "c" * 32)
    for table in ("decision_owners", "owner_links", "owner_asks", "outbox"):
        rows = tracked.rows(table)
        for secret in (token, "135790", "c" * 32, "sue@", "Amara", WHAT):
            assert secret not in rows
