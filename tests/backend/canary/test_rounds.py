"""The whole way of a worry, tried every five minutes over a real mail server."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import NoReturn

import pytest

from backend.canary import rules
from backend.canary.rules import CHILD_ID, INVITATION_ID
from backend.concerns import service as concerns
from backend.concerns.rules import Concern
from backend.consultations import service as consultations
from backend.people import service as people
from backend.people.rules import SYSTEM, Officer
from backend.platform.database import new_id
from backend.platform.delivery.rules import OpenedMessage, RetryLater
from backend.platform.keys.service import open_child_key
from backend.readiness_canary import canary_rounds
from tests.backend.canary.trying import CANARY, EDT, House
from tests.backend.concerns.on_duty import call_whoever_is_due
from tests.backend.consultations.household import Household
from tests.reliability.outside import Mailbox

ALARMED = {EDT, "owner@example.org", "manager@example.org"}
HOURS = 60


def raised(house: House) -> list[Concern]:
    """Give what the made-up child raised, as the system alone can see it."""
    every = house.database.read(lambda t: concerns.list_all(t, SYSTEM))
    return [each for each in every if each.child_id == CHILD_ID]


@pytest.fixture
def manager(house: House) -> Officer:
    """Somebody who manages, to be told when it breaks."""
    officer = Officer(new_id(), "Mo Ellis", "manager@example.org", frozenset({"manager"}))
    house.database.write(lambda t: people.add_officer(t, officer))
    return officer


def test_a_round_is_proven_by_the_receipt(house: House) -> None:
    """What the made-up child says is screened, raised and sent, and the server's 250 proves it."""
    house.look()
    [begun] = house.rounds()
    assert (begun.proven_at, begun.missing) == (None, "email")
    house.go(1)
    [proven] = house.rounds()
    assert (proven.proven_at, proven.missing) == (house.clock(), "")
    assert [(each.category, each.level) for each in raised(house)] == [("harm", "urgent")]
    assert [each["To"] for each in house.mailbox.taken] == [CANARY]
    key = house.database.read(lambda t: open_child_key(t, house.runtime.ring, CHILD_ID))
    said = house.database.read(lambda t: consultations.get(t, key, SYSTEM, INVITATION_ID).events)
    assert said == 1


def test_each_round_raises_anew(house: House) -> None:
    """The next round finds what was raised acknowledged and closed, and raises it once more."""
    house.look()
    house.go(3 * 5)
    rounds = house.rounds()
    assert len(rounds) == 4
    assert all(each.proven_at for each in rounds[1:])
    assert len([each for each in raised(house) if each.open]) == 1
    assert len([each for each in raised(house) if each.state == "closed" and each.seen_at]) == 3
    assert len(house.sent_to(CANARY)) == len(house.mailbox.taken) == 4
    assert house.standing().missing == 0


def test_nobody_on_duty_is_called_for_it(house: House) -> None:
    """However long nobody has it, it is passed on to nobody, and nobody is told of anything."""
    house.look()
    for _ in range(3):
        house.clock.advance(timedelta(hours=5))
        ring, at = house.runtime.ring, house.clock()
        assert call_whoever_is_due(house.database, ring, house.on_call, at) == 0
    assert {each["To"] for each in house.mailbox.taken} == {CANARY}


def test_without_an_address_it_is_off(household: Household, mailbox: Mailbox) -> None:
    """Without an address no child is made and nothing is tried, and readiness says so."""
    house = House(household, mailbox, email="")
    house.look()
    house.go(5)
    assert house.rounds() == ()
    assert raised(house) == []
    settings = house.runtime.settings
    [found] = canary_rounds(house.database, settings, house.clock())
    assert (found.level, "CANARY" in found.words) == ("advice", True)
    assert not house.mailbox.taken


def test_a_canary_that_lost_its_address_calls_nobody(house: House) -> None:
    """What it raises while its address is taken away goes to no person in its place."""
    house.look()
    house.desk = replace(house.desk, on_call=replace(house.on_call, canary_email="", edt_email=""))
    taken = len(house.mailbox.taken)
    house.go(10)
    assert len(house.mailbox.taken) == taken


def breaks_screening(house: House) -> None:
    house.desk = replace(house.desk, cues={})


def stops_the_courier(house: House) -> None:
    house.courier = False


def loses_the_provider(house: House) -> None:
    def away(_message: OpenedMessage) -> NoReturn:
        raise RetryLater(code="no-server")

    house.routes["email"] = away


def has_no_script(house: House) -> None:
    house.desk = replace(house.desk, scripts=replace(house.desk.scripts, versions={}))


Fault = Callable[[House], None]
FAULTS: dict[Fault, str] = {
    breaks_screening: "screening",
    stops_the_courier: "email",
    loses_the_provider: "email",
    has_no_script: "conversation",
}


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.__name__)
def test_whatever_breaks_leaves_rounds_unproven(
    house: House, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    """Each fault leaves its rounds unproven and says where; three in a row are told to people."""
    house.look()
    house.go(1)
    assert house.rounds()[0].proven_at
    routes = dict(house.routes)
    fault(house)
    house.go(4 + 3 * 5 - 1)
    assert house.standing().missing < rules.TOO_MANY
    assert not any(each.alarmed_at for each in house.rounds())
    house.go(2)
    assert [each.missing.split()[0] for each in house.rounds()[1:4]] == [FAULTS[fault]] * 3
    assert house.standing().silent
    house.courier, house.routes = True, routes
    house.go(1)
    assert set(house.told()) == ALARMED
    assert rules.WORDS not in caplog.text


def test_a_dead_timetable_is_seen_by_the_clock(house: House) -> None:
    """Where no round begins at all, those that should have are counted as missing."""
    house.look()
    house.go(1)
    house.timetable = False
    house.go(18)
    assert house.standing().missing == 2
    house.go(1)
    assert house.standing().silent


@pytest.mark.usefixtures("manager")
def test_people_are_told_until_it_is_mended(house: House) -> None:
    """The alarm is repeated every half hour, each time once, until a round is proven."""
    cues = house.desk.cues
    breaks_screening(house)
    house.look()
    house.go(15)
    assert sorted(house.told()) == sorted(ALARMED)
    house.go(29)
    assert len(house.told()) == 3
    house.go(1)
    assert len(house.told()) == 6
    house.desk = replace(house.desk, cues=cues)
    house.go(6)
    assert not house.standing().silent
    house.go(HOURS)
    assert len(house.told()) == 6


def test_what_waited_is_not_sent_late(house: House) -> None:
    """After hours without the provider only the last round's messages go out, not every one."""
    route = house.routes["email"]
    loses_the_provider(house)
    house.look()
    house.go(2 * HOURS)
    house.routes["email"] = route
    house.clock.advance(timedelta(minutes=2))
    house.courier, house.timetable = True, False
    house.look()
    assert len(house.sent_to(CANARY)) == 1
    assert len(house.told()) == len(set(house.told()))


def test_clocks_that_jump(house: House) -> None:
    """A clock put back an hour or forward a day delays no round and alarms nobody."""
    house.look()
    house.go(1)
    for jump in (timedelta(hours=-1), timedelta(days=1), timedelta(hours=-1)):
        before = len(house.rounds())
        house.clock.advance(jump)
        house.look()
        house.go(1)
        assert len(house.rounds()) == before + 1
        assert house.rounds()[0].proven_at
        assert house.standing().missing == 0
    assert house.told() == []


def test_rounds_and_what_they_raised_are_pruned(house: House) -> None:
    """Rounds are kept for 30 days and what they raised for one."""
    house.look()
    house.go(6)
    house.clock.advance(timedelta(days=2))
    house.look()
    assert len(raised(house)) == 1 + 1
    assert house.count("escalation_pages") == house.count("escalations") == 2
    house.clock.advance(rules.KEPT)
    house.look()
    assert len(house.rounds()) == 2
    assert house.count("concern_changes") == 0
