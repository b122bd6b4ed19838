"""The rota as it is kept, the test of the duty route, and the numbers people are told to ring."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from backend.duty import rules, service
from backend.duty.rules import DutyTest, Shift
from backend.people.rules import SYSTEM
from backend.platform.database import new_id
from backend.platform.delivery.rules import OpenedMessage
from backend.platform.delivery.service import deliver_due
from backend.platform.errors import BadInput, NotFound
from tests.backend.concerns.on_duty import Desk

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk with a second duty officer and a manager."""
    desk.hire("ann", "duty")
    desk.hire("mo", "manager")
    return desk


def add(desk: Desk, who: str, hours: int = 8, position: int = 1, by: str = "support") -> Shift:
    """Put somebody on the rota from now on."""
    at = desk.clock()
    made = Shift(new_id(), desk.staff[who].id, at, at + hours * HOUR, position)
    return desk.write(lambda t: service.add_shift(t, desk.viewer(by), made, at))


def first(desk: Desk) -> list[str]:
    """Give whom step 0 reaches now."""
    found = desk.read(lambda t: service.reached(t, desk.on_call, 0, desk.clock()))
    names = {officer.id: who for who, officer in desk.staff.items()}
    return [names[each.officer_id] for each in found.recipients]


@pytest.mark.parametrize("by", ["support", "owner", "duty", "mo"])
def test_the_rota_says_who_is_called(desk: Desk, by: str) -> None:
    """Who is on the rota is called while their shift holds, and not a second longer."""
    add(desk, "ann", by=by)
    assert first(desk) == ["ann"]
    desk.clock.advance(8 * HOUR - timedelta(seconds=1))
    assert first(desk) == ["ann"]
    desk.clock.advance(timedelta(seconds=1))
    assert first(desk) == ["ann", "duty"]


def test_a_shift_that_was_taken_off_counts_no_more(desk: Desk) -> None:
    """A removed shift calls nobody and leaves its place free; it cannot be removed twice."""
    made, viewer = add(desk, "ann"), desk.viewer("duty")
    desk.write(lambda t: service.remove_shift(t, viewer, made.id, desk.clock()))
    assert first(desk) == ["ann", "duty"]
    with pytest.raises(NotFound):
        desk.write(lambda t: service.remove_shift(t, viewer, made.id, desk.clock()))
    add(desk, "duty")
    assert first(desk) == ["duty"]


def test_one_place_on_the_rota_is_given_once(desk: Desk) -> None:
    """An overlap of one position is refused with its reason; the other position is free."""
    add(desk, "ann")
    with pytest.raises(BadInput) as refused:
        add(desk, "duty")
    assert refused.value.fields == {"starts_at": rules.TAKEN}
    add(desk, "duty", position=2)
    until = desk.clock() + HOUR
    listed = desk.read(lambda t: service.list_shifts(t, desk.viewer("mo"), desk.clock(), until))
    assert [each.position for each in listed] == [1, 2]


@pytest.mark.parametrize("who", ["iro", "other_iro"])
def test_nobody_else_sees_or_changes_the_rota(desk: Desk, who: str) -> None:
    """For a reviewing officer there is no rota, and no test of the duty route."""
    at, viewer = desk.clock(), desk.viewer(who)
    with pytest.raises(NotFound):
        add(desk, "ann", by=who)
    for look in (
        lambda: desk.read(lambda t: service.list_shifts(t, viewer, at, at + HOUR)),
        lambda: desk.read(lambda t: service.list_tests(t, viewer)),
        lambda: desk.write(
            lambda t: service.record_test(t, desk.ring, viewer, desk.on_call, new_id(), at)
        ),
    ):
        with pytest.raises(NotFound):
            look()


def send_test(desk: Desk) -> DutyTest:
    """Press the button that tests the duty route."""
    test_id, viewer = new_id(), desk.viewer("duty")
    return desk.write(
        lambda t: service.record_test(t, desk.ring, viewer, desk.on_call, test_id, desk.clock())
    )


def came(desk: Desk, who: str, made: DutyTest) -> None:
    """Let an officer say that a test reached them."""
    desk.write(lambda t: service.acknowledge_test(t, desk.viewer(who), made.id, desk.clock()))


def warned(desk: Desk) -> str:
    """Give the words of the banner."""
    return desk.read(lambda t: service.standing(t, desk.on_call, desk.clock())).warning


def test_a_test_goes_to_everybody_on_duty(desk: Desk) -> None:
    """With nobody on the rota all duty officers and the team get it; it says that it is a test."""
    made, sent = send_test(desk), list[OpenedMessage]()
    runtime = desk.household.runtime
    deliver_due(runtime.database, runtime.ring, {"email": sent.append}, runtime.clock)
    recipients = {each.recipient for each in sent}
    assert recipients == {"duty@example.org", "ann@example.org", "edt@example.org"}
    assert {each.template for each in sent} == {"duty_test"}
    assert {each.values["url"] for each in sent} == {f"https://sayso.example/duty/tests/{made.id}"}
    (known,) = desk.read(lambda t: service.list_tests(t, desk.viewer("duty")))
    assert {each.status for each in known.pages} == {"sent"}
    assert all(each.acknowledged_at is None for each in known.pages)


def test_with_a_rota_only_those_on_it_are_tested(desk: Desk) -> None:
    """Nobody is woken by a test who is not on duty."""
    add(desk, "ann")
    send_test(desk)
    (known,) = desk.read(lambda t: service.list_tests(t, SYSTEM))
    assert {each.officer_id for each in known.pages} == {desk.staff["ann"].id, ""}


def test_a_test_counts_once_it_reached_somebody(desk: Desk) -> None:
    """Sending alone proves nothing: a provider has to take it, or a reader to say that it came."""
    assert warned(desk) == rules.NEVER_TESTED
    made = send_test(desk)
    assert warned(desk) == rules.NEVER_TESTED
    at = desk.clock()
    came(desk, "ann", made)
    assert warned(desk) == ""
    assert desk.read(service.last_tested) == at
    (known,) = desk.read(lambda t: service.list_tests(t, SYSTEM))
    acknowledged = {each.officer_id: each.acknowledged_at for each in known.pages}
    assert acknowledged == {desk.staff["ann"].id: at, desk.staff["duty"].id: None, "": None}
    desk.clock.advance(timedelta(days=30, seconds=1))
    assert warned(desk) == rules.UNTESTED


def test_only_whom_it_was_sent_to_can_say_that_it_came(desk: Desk) -> None:
    """For anybody else there is no such test, and the first time somebody says so stands."""
    made, at = send_test(desk), desk.clock()
    for who in ("mo", "iro", "owner"):
        with pytest.raises(NotFound):
            came(desk, who, made)
    came(desk, "ann", made)
    desk.clock.advance(timedelta(minutes=1))
    came(desk, "ann", made)
    assert desk.read(service.last_tested) == at
    (known,) = desk.read(lambda t: service.list_tests(t, SYSTEM))
    assert at in {each.acknowledged_at for each in known.pages}


def test_an_authority_adds_and_replaces_numbers(tmp_path: Path) -> None:
    """Its own file adds its team and replaces a number; what Sayso carries stays beside it."""
    (tmp_path / "numbers.toml").write_text(
        '[edt]\nname = "Out of hours"\nnumber = "01632 960000"\nchecked_on = "2026-11-20"\n'
        '[childline]\nname = "Childline"\nnumber = "0800 1111"\nchecked_on = "2026-11-21"\n'
    )
    known = service.numbers(tmp_path)
    assert known["edt"].number == "01632 960000"
    assert known["childline"].checked_on == date(2026, 11, 21)
    assert known["emergency"].number == "999"
    assert service.numbers(tmp_path / "elsewhere") == service.numbers()


@pytest.mark.parametrize(
    "text",
    ["[edt", '[edt]\nname = "x"\n', '[edt]\nname = "x"\nnumber = "1"\nsecret = "y"\n',
     'edt = "0800"\n', '[edt]\nname = "x"\nnumber = "1"\nchecked_on = "soon"\n'],
)  # fmt: skip
def test_a_file_of_numbers_that_cannot_be_read_is_said(tmp_path: Path, text: str) -> None:
    """A slip in the authority's own file is an error that names the file; nothing is guessed."""
    (tmp_path / "numbers.toml").write_text(text)
    with pytest.raises(ValueError, match=r"numbers\.toml"):
        service.numbers(tmp_path)


def test_every_number_sayso_carries_is_honest() -> None:
    """Each has a name and digits, is not from the future, and shows no hours nobody checked."""
    for line in service.numbers().values():
        assert line.name
        assert line.number.replace(" ", "").isdigit()
        assert line.checked_on is None or line.checked_on <= date(2026, 11, 25)
        assert not line.hours_shown or line.hours_checked_on
