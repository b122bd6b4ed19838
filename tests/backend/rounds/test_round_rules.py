"""When a round opens, until when it asks, and what is to be done, at every boundary."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.asking.rules import Asked
from backend.invitations.rules import Invitation
from backend.people.rules import Child, Participant
from backend.reviews.rules import Review
from backend.rounds import rules
from backend.rounds.rules import AUTOMATIC, Habit, Round

NINE = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
REVIEW = Review("r" * 32, "c" * 32, 1, NINE, "", None)
PLAIN = Round(REVIEW.id, REVIEW.child_id)
BY_ITSELF = Habit(AUTOMATIC, 28)
CHILD = Child("c" * 32, "Amara", "Okoye", "", date(2017, 3, 27), "en", "i" * 32)
JO = Participant(
    "p" * 32, CHILD.id, "parent", "Jo", None, date(2025, 1, 1), None, "jo@home.example", "", "en"
)


def on(day: int, hour: int = 12, month: int = 11) -> datetime:
    """Give an hour of a day of that winter, when clocks in England show UTC."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "stage"),
    [
        (on(11, 23), "coming"),
        (on(12, 0), "due"),
        (on(7, 23, 12), "due"),
        (on(8, 0, 12), "late"),
        (NINE - timedelta(seconds=1), "late"),
        (NINE, "over"),
    ],
)
def test_a_round_opens_on_its_day_and_not_in_the_last_three(at: datetime, stage: str) -> None:
    """It is due from midnight four weeks before until three days before, and then too late."""
    assert rules.stage(PLAIN, BY_ITSELF, REVIEW, at) == stage


def test_days_are_those_of_england() -> None:
    """In summer a day begins an hour before that of UTC, across the change of clocks too."""
    after_midnight = datetime(2026, 6, 9, 23, 30, tzinfo=UTC)
    summer = replace(REVIEW, starts_at=after_midnight)
    assert rules.opens_on(summer, BY_ITSELF) == date(2026, 5, 13)
    at = datetime(2026, 5, 12, 23, 0, tzinfo=UTC)
    assert rules.stage(PLAIN, BY_ITSELF, summer, at - timedelta(seconds=1)) == "coming"
    assert rules.stage(PLAIN, BY_ITSELF, summer, at) == "due"
    # Clocks go back on 25 October between the two days.
    autumn = replace(REVIEW, starts_at=datetime(2026, 11, 10, 0, 30, tzinfo=UTC))
    begins = datetime(2026, 10, 12, 23, 0, tzinfo=UTC)
    assert rules.stage(PLAIN, BY_ITSELF, autumn, begins - timedelta(seconds=1)) == "coming"
    assert rules.stage(PLAIN, BY_ITSELF, autumn, begins) == "due"


def test_a_round_waits_for_approval_unless_it_goes_by_itself() -> None:
    """Approval counts where the authority asks for it or the round itself was told to wait."""
    at = on(20)
    approved = rules.steered(PLAIN, "approve", "o" * 32, at)
    assert rules.stage(PLAIN, Habit(), REVIEW, at) == "waits"
    assert rules.stage(approved, Habit(), REVIEW, at) == "due"
    waiting = rules.steered(PLAIN, "wait", "o" * 32, at)
    assert rules.stage(waiting, BY_ITSELF, REVIEW, at) == "waits"
    assert rules.stage(replace(PLAIN, mode=AUTOMATIC), Habit(), REVIEW, at) == "due"
    assert rules.stage(rules.steered(approved, "wait", "", at), Habit(), REVIEW, at) == "waits"


def test_a_stopped_round_goes_on_where_it_was() -> None:
    """Stopping is told before anything but that the review is over, and undone by going on."""
    at = on(20)
    opened = rules.steered(PLAIN, "open", "o" * 32, at)
    stopped = rules.steered(opened, "stop", "o" * 32, at)
    assert rules.stage(stopped, Habit(), REVIEW, at) == "stopped"
    assert rules.stage(stopped, Habit(), REVIEW, NINE) == "over"
    assert rules.steered(stopped, "go-on", "o" * 32, at) == opened


def test_nobody_is_asked_by_itself_in_the_last_three_days() -> None:
    """An open round asks whoever joins on the third day before, and nobody on the second."""
    assert rules.asks_now("open", REVIEW, on(7, 23, 12))
    assert not rules.asks_now("open", REVIEW, on(8, 0, 12))
    assert not any(rules.asks_now(each, REVIEW, on(20)) for each in ("due", "stopped", "late"))


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_a_review_that_is_not_planned_has_no_round(status: str) -> None:
    """A held or cancelled review's round is over, and nothing can be done with it."""
    stage = rules.stage(PLAIN, BY_ITSELF, replace(REVIEW, status=status), on(20))
    assert (stage, rules.steps_of(stage)) == ("over", ())


@pytest.mark.parametrize(("days", "fine"), [(6, False), (7, True), (56, True), (57, False)])
def test_a_round_opens_one_to_eight_weeks_before(days: int, fine: bool) -> None:
    """Fewer than 7 and more than 56 days are refused."""
    assert (rules.wrong_habit(Habit(AUTOMATIC, days)) == {}) == fine


def test_only_links_closed_by_cancelling_are_made_anew() -> None:
    """A link that was closed at another moment was closed by hand, and stays so."""
    closed = on(20)
    link = Invitation("i" * 32, JO.id, CHILD.id, REVIEW.id, closed, closed, NINE, revoked_at=closed)
    assert rules.not_yet_asked(PLAIN, None)
    assert not rules.not_yet_asked(PLAIN, link)
    assert rules.not_yet_asked(replace(PLAIN, renewed_at=closed), link)
    assert not rules.not_yet_asked(replace(PLAIN, renewed_at=on(21)), link)
    assert not rules.not_yet_asked(
        replace(PLAIN, renewed_at=closed), replace(link, revoked_at=None)
    )


@pytest.mark.parametrize(
    ("state", "given", "what"),
    [
        ("not-asked", {"by_email": True}, "is-asked"),
        ("not-asked", {}, "card"),
        ("not-asked", {"left_out": True}, "left-out"),
        ("not-asked", {"by_email": True, "ended": True}, "ask-by-hand"),
        ("not-asked", {"ended": True}, "card"),
        ("asked", {"trouble": "refused", "code": "123456"}, "check-address"),
        ("asked", {"code": "123456"}, "tell-code"),
        ("asked", {}, "wait"),
        ("opened", {"code": "123456"}, "wait"),
        ("begun", {"trouble": "refused"}, "wait"),
        ("locked", {}, "ask-again"),
        ("ended", {}, "ask-again"),
        ("closed", {}, "ask-again"),
        ("closed", {"again": True, "by_email": True}, "is-asked"),
        ("closed", {"left_out": True}, "left-out"),
        ("sent", {"trouble": "refused"}, ""),
        ("stopped", {}, ""),
        ("too-young", {}, ""),
    ],
)
def test_what_is_to_be_done(state: str, given: dict[str, object], what: str) -> None:
    """Each person leads to one thing to do, and to nothing where nothing helps."""
    usual: dict[str, object] = {
        "by_email": False,
        "left_out": False,
        "trouble": "",
        "code": "",
        "again": False,
        "ended": False,
    }
    asked = Asked(JO, state, state not in {"stopped", "too-young"})
    assert rules.next_for(asked, **{**usual, **given}) == what  # type: ignore[arg-type]
