"""When half way is, and what is wrong with what somebody says."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from backend.decisions.rules import Decision
from backend.people.rules import Participant
from backend.progress.rules import Owner, Update, midway_on, owner_of, superseded, wrong_update
from backend.reviews.rules import Review

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
REVIEW = Review("r", "c", 1, AT, "", None, status="held")
SAID = Update("u", "d", "c", AT, "owner", "o", "under_way", None, "I rang")
DECISION = Decision("d", "c", "r", 1, AT, "i", owner_email=" sue@school.example ")
SUE = Participant("p", "c", "education", "Sue", None, TODAY, None, "s@home.example", "", "cy")


@pytest.mark.parametrize(
    ("held", "half_way"),
    [
        (date(2026, 11, 24), date(2027, 2, 24)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 10, 1), date(2027, 1, 1)),
        (date(2026, 9, 30), date(2026, 12, 30)),
    ],
)
def test_half_way_is_three_months_on(held: date, half_way: date) -> None:
    """Calendar months, cut to the month's end, across the year, from when it was completed."""
    assert midway_on(replace(REVIEW, completed_on=held)) == half_way


def test_without_a_completion_the_day_of_the_meeting_counts() -> None:
    """Where nobody said when it was completed, it was on the day of the meeting."""
    assert midway_on(REVIEW) == date(2027, 2, 24)


@pytest.mark.parametrize(
    ("own", "status", "days", "over"),
    [
        ("held", "held", 1, True),
        ("held", "held", -1, False),
        ("held", "planned", 1, False),
        ("held", "cancelled", 1, False),
        ("cancelled", "planned", 1, True),
        ("planned", "planned", 1, False),
    ],
)
def test_a_later_review_overtakes(own: str, status: str, days: int, over: bool) -> None:
    """Only one that was held, later, does, or this one's being cancelled."""
    other = replace(REVIEW, id="other", status=status, starts_at=AT.replace(day=24 + days))
    assert superseded(replace(REVIEW, status=own), (REVIEW, other)) is over


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, set()),
        ({"kind": "done", "done_on": TODAY, "words": ""}, set()),
        ({"kind": "done", "done_on": None}, {"done_on"}),
        ({"kind": "done", "done_on": date(2026, 11, 25)}, {"done_on"}),
        ({"words": " \n"}, {"words"}),
        ({"kind": "cannot", "words": ""}, {"words"}),
        ({"words": "a" * 1000}, set()),
        ({"words": "a" * 1001}, {"words"}),
        ({"words": "\x00"}, {"words"}),
        ({"effect": "a" * 1001}, {"effect"}),
        ({"kind": "confirmed"}, {"kind"}),
        ({"kind": "confirmed", "by_kind": "officer"}, set()),
        ({"kind": "effect", "by_kind": "officer"}, {"effect"}),
        ({"kind": "", "by_kind": "officer"}, {"kind"}),
    ],
)
def test_what_is_wrong_with_an_update(changed: dict[str, object], wrong: set[str]) -> None:
    """Each mistake is told by its field, and nothing else is."""
    update = replace(SAID, **changed)  # type: ignore[arg-type]
    assert set(wrong_update(update, TODAY)) == wrong


def test_how_an_owner_is_asked() -> None:
    """By their own address in their language, else by the one that was typed; a child never."""
    no_email = replace(DECISION, owner_email="")

    def owner(decision: Decision, person: Participant | None, *, taking_part: bool = True) -> Owner:
        return owner_of(decision, person, "Priya@northshire.example", taking_part=taking_part)

    assert owner(DECISION, None) == Owner("email", "sue@school.example")
    assert owner(no_email, None) == Owner("no_email")
    assert owner(replace(DECISION, owner_email="priya@northshire.example"), None) == Owner("iro")
    assert owner(DECISION, SUE) == Owner("email", SUE.email, "cy", "p")
    assert owner(DECISION, replace(SUE, email="")).email == "sue@school.example"
    assert owner(no_email, replace(SUE, email="")).how == "no_email"
    assert owner(DECISION, SUE, taking_part=False).how == "ended"
    assert owner(DECISION, replace(SUE, role="child")).how == "child"
