"""Whom each step reaches, what a shift may be, and when the duty route is called untested."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.duty import rules
from backend.duty.rules import Helpline, OnCall, Rota, Shift, recipients
from backend.people.rules import Officer

AT = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def officer(name: str, *roles: str, active: bool = True) -> Officer:
    """Make an officer whose id is their name."""
    return Officer(name, name, f"{name}@example.org", frozenset(roles), active)


OFFICERS = (
    officer("ann", "duty"),
    officer("ben", "duty"),
    officer("cat", "duty", "manager"),
    officer("dan", "manager"),
    officer("olu", "owner"),
)
TEAM = OnCall(edt_email="edt@example.org")


def shift(who: str, position: int = 1) -> Shift:
    """Put somebody on the rota for this hour."""
    return Shift(f"{who}{position}", who, AT, AT + HOUR, position)


def called(step: int, *shifts: Shift, without: tuple[str, ...] = (), on_call: OnCall = TEAM) -> str:
    """Give who is called, by name."""
    reached = recipients(step, Rota(OFFICERS, shifts, on_call).without(without))
    assert not reached.nobody_left
    return " ".join(each.officer_id or "team" for each in reached.recipients)


def test_the_first_on_the_rota_is_called_first() -> None:
    """Step 0 is whoever is first on the rota, and step 1 the second."""
    both = (shift("ben", 2), shift("ann", 1))
    assert called(0, *both) == "ann"
    assert called(1, *both) == "ben"


def test_an_empty_rota_calls_everybody_on_duty() -> None:
    """Where nobody is on the rota all duty officers are called, and then the managers too."""
    assert called(0) == "ann ben cat"
    assert called(1) == "ann ben cat dan"


def test_one_alone_on_the_rota_is_followed_by_the_others() -> None:
    """Without a second, step 1 calls the duty officers who were not called."""
    assert called(0, shift("ann")) == "ann"
    assert called(1, shift("ann")) == "ben cat"


def test_a_second_alone_is_first() -> None:
    """Who is second with nobody before them is called first."""
    assert called(0, shift("ben", 2)) == "ben"


def test_then_all_and_at_last_the_team() -> None:
    """Step 2 calls all duty officers and managers; the last the emergency team and managers."""
    assert called(2, shift("ann")) == "ann ben cat dan"
    for step in (3, 4, 40):
        assert called(step, shift("ann")) == "team cat dan"


@pytest.mark.parametrize(
    ("after", "expected"),
    [((15,), ["ann", "team cat dan"]), ((5, 9), ["ann", "ben cat", "team cat dan"]),
     ((1, 2, 3, 4), ["ann", "ben cat", "ann ben cat dan", "ann ben cat dan", "team cat dan"])],
)  # fmt: skip
def test_however_many_steps_there_are(after: tuple[int, ...], expected: list[str]) -> None:
    """The last step is always the emergency team's, and those between call everybody."""
    on_call = OnCall(escalate_after=after, edt_email="edt@example.org")
    found = [called(step, shift("ann"), on_call=on_call) for step in range(len(after) + 1)]
    assert found == expected


def test_whoever_may_not_hear_is_skipped_on_the_rota() -> None:
    """A step of which nobody is left is the next step's people, at once."""
    both = (shift("ann", 1), shift("ben", 2))
    assert called(0, *both, without=("ann",)) == "ben"
    assert called(1, *both, without=("ben",)) == "cat"
    assert called(0, without=("ann", "ben", "cat")) == "dan"
    assert called(3, without=("cat", "dan")) == "team"


def test_somebody_inactive_or_of_another_role_is_not_on_the_rota() -> None:
    """A shift of somebody who lost the role since counts for nothing."""
    assert called(0, shift("olu"), shift("gone", 2)) == "ann ben cat"


def test_without_a_team_and_managers_the_last_step_calls_everybody_on_duty() -> None:
    """The last step never comes to nothing while anybody on duty is left."""
    assert called(3, without=("cat", "dan"), on_call=OnCall()) == "ann ben"


def test_at_last_the_owner_is_called_and_it_is_said() -> None:
    """Where nobody whose work it is is left, owners are called and a banner says so."""
    rota = Rota(OFFICERS, (), OnCall()).without(("ann", "ben", "cat", "dan"))
    for step in (0, 1, 2, 3, 9):
        reached = recipients(step, rota)
        assert [each.officer_id for each in reached.recipients] == ["olu"]
        assert reached.nobody_left
    assert recipients(0, rota.without(("olu",))) == rules.Reached((), nobody_left=True)


def test_a_shift_begins_and_ends_on_the_minute() -> None:
    """A shift holds from its first moment until its last, which is the next one's first."""
    own = shift("ann")
    assert own.holds_at(AT)
    assert not own.holds_at(AT + HOUR)
    assert not own.holds_at(AT - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("made", "wrong"),
    [
        (Shift("x", "ann", AT, AT + HOUR, 1), {}),
        (Shift("x", "cat", AT, AT + HOUR, 2), {}),
        (Shift("x", "olu", AT, AT + HOUR, 1), {"officer_id": rules.CANNOT_BE_ON_ROTA}),
        (Shift("x", "nobody", AT, AT + HOUR, 1), {"officer_id": rules.CANNOT_BE_ON_ROTA}),
        (Shift("x", "ann", AT, AT, 1), {"ends_at": rules.ENDS_FIRST}),
        (Shift("x", "ann", AT, AT + 15 * 24 * HOUR, 1), {"ends_at": rules.TOO_LONG}),
        (Shift("x", "ann", AT, AT + HOUR, 3), {"position": rules.NO_SUCH_POSITION}),
    ],
)
def test_a_shift_has_to_make_sense(made: Shift, wrong: dict[str, str]) -> None:
    """Everything that is wrong with a shift is said, by field."""
    known = {each.id: each for each in OFFICERS}
    assert rules.wrong_shift(made, known.get(made.officer_id), ()) == wrong


def test_nobody_who_has_left_is_put_on_the_rota() -> None:
    """An officer who can no longer sign in cannot be on duty."""
    gone = officer("ann", "duty", active=False)
    assert "officer_id" in rules.wrong_shift(shift("ann"), gone, ())


@pytest.mark.parametrize(
    ("starts", "ends", "position", "free"),
    [(-1, 0, 1, True), (1, 2, 1, True), (0, 1, 2, True), (0, 1, 1, False), (-1, 2, 1, False),
     (0.5, 0.6, 1, False), (-1, 0.01, 1, False), (0.99, 3, 1, False)],
)  # fmt: skip
def test_one_position_is_one_persons(starts: float, ends: float, position: int, free: bool) -> None:
    """Two shifts of one position may touch and not overlap."""
    made = Shift("x", "ben", AT + starts * HOUR, AT + ends * HOUR, position)
    found = rules.wrong_shift(made, OFFICERS[1], (shift("ann"),))
    assert found == ({} if free else {"starts_at": rules.TAKEN})


def test_the_route_is_untested_after_thirty_days() -> None:
    """The banner says that nobody is there, that it was never tested, or not for 30 days."""
    assert rules.warning(False, AT, AT) == rules.NOBODY
    assert rules.warning(True, None, AT) == rules.NEVER_TESTED
    assert rules.warning(True, AT, AT + timedelta(days=30)) == ""
    assert rules.warning(True, AT, AT + timedelta(days=30, seconds=1)) == rules.UNTESTED


def test_hours_are_shown_only_when_they_were_checked() -> None:
    """Hours change more often than numbers, so they need a day of their own."""
    line = Helpline("NYAS", "0808 808 1001", None, hours="9 to 5")
    assert (line.hours_shown, line.stale(date(2026, 11, 25))) == ("", True)
    checked = Helpline("NYAS", "1", date(2026, 11, 1), "9 to 5", date(2026, 11, 1))
    assert (checked.hours_shown, checked.stale(date(2026, 11, 25))) == ("9 to 5", False)
