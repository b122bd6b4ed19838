"""The clock of each stage, of the formal process, and when Cafcass is to be thought of."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from backend.challenges.rules import Challenge, Step, with_clock
from backend.stages.service import terms
from tests.backend.challenges.raising import BEFORE_CHRISTMAS, CALENDAR, at

TERMS = terms()
A_DAY = timedelta(days=1)
EMPTY = Challenge("c", "child", "drift", at(BEFORE_CHRISTMAS), "priya")


def begun(earlier: Challenge, kind: str, stage: str, day: date) -> Challenge:
    """Begin a stage on a day."""
    found = TERMS.stage(stage)
    assert found is not None
    step = Step(f"{kind}{day}", "c", kind, at(day), "priya", len(earlier.steps) + 1, stage=stage)
    step = with_clock(step, found, TERMS, earlier, CALENDAR)
    return replace(earlier, steps=(*earlier.steps, step))


def then(earlier: Challenge, kind: str, day: date, **more: str) -> Challenge:
    """Let something else happen on a day."""
    step = Step(f"{kind}{day}", "c", kind, at(day), "priya", len(earlier.steps) + 1, **more)  # type: ignore[arg-type]
    return replace(earlier, steps=(*earlier.steps, step))


@pytest.mark.parametrize(
    ("stage", "day", "due"),
    [
        ("alert", date(2026, 12, 18), date(2027, 1, 6)),  # over Christmas and New Year
        ("informal", date(2026, 12, 18), date(2026, 12, 29)),  # the 25th and 28th do not count
        ("informal", date(2026, 12, 24), date(2027, 1, 5)),  # nor does 1 January
        ("informal", date(2027, 3, 25), date(2027, 4, 5)),  # nor Good Friday and Easter Monday
        ("informal", date(2026, 11, 21), date(2026, 11, 27)),  # raised on a Saturday
        ("formal_1", date(2026, 11, 23), date(2026, 11, 30)),  # a plain week
    ],
)
def test_a_stage_ends_after_its_working_days(stage: str, day: date, due: date) -> None:
    """The day it begins is not counted, nor are weekends and bank holidays."""
    assert begun(EMPTY, "raised", stage, day).now_at.due_on == due


def test_it_is_late_the_day_after() -> None:
    """On the last day it is not late, on the next it is, and an answer in time keeps it so."""
    raised = begun(EMPTY, "raised", "alert", BEFORE_CHRISTMAS)
    due = date(2027, 1, 6)
    assert [raised.overdue_on(due + n * A_DAY) for n in (-1, 0, 1)] == [False, False, True]
    in_time = then(raised, "responded", due)
    assert not in_time.overdue_on(due + A_DAY)
    assert not in_time.spells[-1].ran_out_by(due + A_DAY)
    late = then(raised, "responded", due + A_DAY)
    assert not late.overdue_on(due + 2 * A_DAY), "it is the IRO's turn now"
    assert late.spells[-1].ran_out_by(due + 2 * A_DAY), "but it was late"


def test_the_formal_process_has_one_end() -> None:
    """It takes 20 working days in all: a later stage is cut short by that, unless it is over."""
    formal = begun(EMPTY, "raised", "formal_1", BEFORE_CHRISTMAS)
    assert formal.now_at.formal_due_on == date(2027, 1, 20)
    cut = begun(formal, "moved", "formal_3", date(2027, 1, 11)).now_at
    assert (cut.due_on, cut.formal_due_on) == (date(2027, 1, 20), date(2027, 1, 20))
    after = begun(formal, "moved", "formal_3", date(2027, 1, 21))
    assert after.now_at.due_on == date(2027, 2, 4)
    assert after.formal_over_on(date(2027, 1, 21))
    assert not after.formal_over_on(date(2027, 1, 20))


def test_the_informal_stages_are_no_part_of_it() -> None:
    """The 20 days begin with the first formal stage, and anew when it was opened again."""
    asked = begun(EMPTY, "raised", "informal", date(2026, 11, 2))
    assert asked.now_at.formal_due_on is None
    formal = begun(asked, "moved", "formal_2", BEFORE_CHRISTMAS)
    assert formal.now_at.formal_due_on == date(2027, 1, 20)
    closed = then(formal, "closed", date(2027, 1, 4))
    again = begun(closed, "reopened", "formal_1", date(2027, 3, 1))
    assert again.now_at.formal_due_on == date(2027, 3, 31)


def test_cafcass_is_to_be_considered_when_a_formal_stage_failed() -> None:
    """It is asked for after the last day without an answer, until it is written down."""
    formal = begun(EMPTY, "raised", "formal_1", BEFORE_CHRISTMAS)
    due = date(2026, 12, 29)
    early = then(formal, "cafcass_considered", due)
    for each in (formal, early):
        assert not each.to_consider_cafcass(due)
        assert each.to_consider_cafcass(due + A_DAY), "what was thought before does not count"
    looked = then(early, "cafcass_considered", due + A_DAY)
    assert not looked.to_consider_cafcass(due + A_DAY)
    onwards = begun(formal, "moved", "formal_2", due + A_DAY)
    assert onwards.to_consider_cafcass(due + A_DAY), "the next stage does not end that"
    assert not then(onwards, "cafcass_referred", due + A_DAY).to_consider_cafcass(due + A_DAY)


def test_cafcass_is_to_be_considered_when_it_was_not_put_right() -> None:
    """A formal stage that ended without that asks for it; one that put it right does not."""
    formal = begun(EMPTY, "raised", "formal_1", BEFORE_CHRISTMAS)
    day = BEFORE_CHRISTMAS + 3 * A_DAY
    for outcome in ("partly", "not_resolved"):
        failed = then(formal, "outcome", day, outcome=outcome)
        assert failed.to_consider_cafcass(day)
        assert then(failed, "closed", day).to_consider_cafcass(day), "closing does not end that"
        assert not then(failed, "cafcass_considered", day).to_consider_cafcass(day)
    solved = then(then(formal, "outcome", day, outcome="changed"), "closed", day)
    assert not solved.to_consider_cafcass(day + 90 * A_DAY)


def test_an_alert_that_ran_out_asks_for_no_referral() -> None:
    """Before the formal process a late answer is late and nothing more."""
    raised = begun(EMPTY, "raised", "alert", BEFORE_CHRISTMAS)
    assert not raised.to_consider_cafcass(date(2027, 6, 1))


def test_a_stage_that_was_left_in_time_did_not_run_out() -> None:
    """Going on before the last day is no lateness of the stage that was left."""
    raised = begun(EMPTY, "raised", "alert", BEFORE_CHRISTMAS)
    moved = begun(raised, "moved", "formal_1", BEFORE_CHRISTMAS + 3 * A_DAY)
    assert [each.ran_out_by(date(2027, 6, 1)) for each in moved.spells] == [False, True]


def test_an_outcome_without_an_answer_stops_the_clock_too() -> None:
    """Where the IRO has said that it is not put right, nobody is asked for an answer any more."""
    raised = begun(EMPTY, "raised", "formal_1", BEFORE_CHRISTMAS)
    judged = then(raised, "outcome", BEFORE_CHRISTMAS, outcome="not_resolved")
    assert raised.overdue_on(date(2027, 1, 4))
    assert not judged.overdue_on(date(2027, 1, 4))
    assert judged.formal_over_on(date(2027, 1, 21)), "but the formal process goes on"
