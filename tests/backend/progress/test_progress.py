"""What is said of decisions: what settles them, what does not, and who may know of it."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer, officer_viewer, participant_viewer
from backend.platform.database import new_id
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import ErasedChild
from backend.platform.keys.service import erase_child_key
from backend.progress import service as progress
from backend.progress.rules import Check, Count, in_order
from backend.reviews import service as reviews
from tests.backend.progress.tracked import Tracked

EFFECT = "She sees Dad on Sundays and sleeps better"


def kinds(tracked: Tracked) -> list[str]:
    """What was said of the one decision there is, in order."""
    return [update.kind for update in tracked.only_line().updates]


def test_what_an_owner_says_settles_nothing(tracked: Tracked) -> None:
    """It is open until the IRO confirms, and then done on the day the owner named."""
    decision = tracked.decide()
    yesterday = tracked.today - timedelta(days=1)
    tracked.said(decision, "done", done_on=yesterday, effect=EFFECT)
    line = tracked.only_line()
    assert (line.decision.state, line.group_on(tracked.today)) == ("open", "said")
    settled = tracked.record(decision, "confirmed")
    assert (settled.state, settled.settled_on, settled.effect) == ("done", yesterday, EFFECT)
    assert tracked.only_line().decision == settled
    assert kinds(tracked) == ["done", "confirmed"]


def test_the_iro_finds_that_it_is_not_done(tracked: Tracked) -> None:
    """It stays open, waits for the IRO no more, and cannot be confirmed by a tap that is late."""
    decision = tracked.decide()
    tracked.said(decision, "done", done_on=tracked.today)
    tracked.clock.advance(timedelta(minutes=1))
    assert tracked.record(decision, "not_yet").state == "open"
    assert tracked.only_line().said is None
    tracked.clock.advance(timedelta(minutes=1))
    with pytest.raises(BadInput):
        tracked.record(decision, "confirmed")


def test_the_iro_records_it_themself(tracked: Tracked) -> None:
    """Done by phone settles it with what it changed; not to be done, with why."""
    first, second = tracked.decide(), tracked.decide()
    done = tracked.record(first, "done", done_on=tracked.today, effect=EFFECT)
    given_up = tracked.record(second, "cannot", words="Dad moved away")
    assert (done.state, done.effect) == ("done", EFFECT)
    assert (given_up.state, given_up.effect) == ("not_done", "Dad moved away")
    assert given_up.settled_on == tracked.today


def test_the_effect_can_be_told_later(tracked: Tracked) -> None:
    """What it changed is often known later, and is written beside what is done and nothing else."""
    decision = tracked.decide()
    with pytest.raises(BadInput):
        tracked.record(decision, "effect", effect=EFFECT)
    tracked.record(decision, "done", done_on=tracked.today)
    tracked.clock.advance(timedelta(minutes=1))
    assert tracked.record(decision, "effect", effect=EFFECT).effect == EFFECT


def test_what_was_settled_by_mistake_is_opened_again(tracked: Tracked) -> None:
    """It is to be done as before, and its history still says what happened."""
    decision = tracked.decide()
    tracked.record(decision, "done", done_on=tracked.today, effect=EFFECT)
    tracked.clock.advance(timedelta(minutes=1))
    again = tracked.record(decision, "reopened")
    assert (again.state, again.settled_on, again.effect) == ("open", None, "")
    assert kinds(tracked) == ["done", "reopened"]


@pytest.mark.parametrize("kind", ["done", "under_way", "cannot", "confirmed", "not_yet"])
def test_what_is_settled_takes_nothing_more(tracked: Tracked, kind: str) -> None:
    """A form sent from a page that is out of date changes nothing and says so."""
    decision = tracked.decide()
    tracked.record(decision, "done", done_on=tracked.today)
    with pytest.raises(BadInput) as wrong:
        tracked.record(decision, kind, done_on=tracked.today, words="x")
    assert "kind" in wrong.value.fields
    assert kinds(tracked) == ["done"]


@pytest.mark.parametrize("who", ["other_iro", "duty", "manager", "support", "owner"])
def test_nobody_but_the_own_iro(tracked: Tracked, who: str) -> None:
    """Any other officer finds nothing, neither to read nor to change."""
    decision = tracked.decide()
    viewer, key, at = officer_viewer(tracked.staff[who]), tracked.key, tracked.clock()
    child, check, today = tracked.family.child.id, a_check(tracked), tracked.today
    with pytest.raises(NotFound):
        tracked.record(decision, "under_way", who, words="x")
    for act in (
        lambda t: progress.lines(t, key, viewer, child, at),
        lambda t: progress.switch_asking(t, viewer, decision.id, wanted=False, at=at),
        lambda t: progress.check_midway(t, key, viewer, check, today),
    ):
        with pytest.raises(NotFound):
            tracked.write(act)
    assert kinds(tracked) == []


@pytest.mark.parametrize("who", ["own", "carer", "nobody"])
def test_no_participant_does_either(tracked: Tracked, who: str) -> None:
    """The child and the people around them see no decision by this, nor does nobody."""
    tracked.decide()
    key, child, at = tracked.key, tracked.family.child.id, tracked.clock()
    viewer = Viewer("officer", "0" * 32)
    if who != "nobody":
        viewer = participant_viewer(getattr(tracked.family, who))
    with pytest.raises(NotFound):
        tracked.read(lambda t: progress.lines(t, key, viewer, child, at))


def test_whoever_covers_may(tracked: Tracked) -> None:
    """An IRO who covers for the child's own reads and records."""
    decision = tracked.decide()
    own, other = tracked.staff["iro"], officer_viewer(tracked.staff["other_iro"])
    covering = replace(other, covers=frozenset({own.id}))
    key, update = tracked.key, tracked.update(decision, "under_way", words="rang")
    tracked.write(lambda t: progress.record(t, key, covering, update, tracked.today))
    (kept,) = tracked.only_line().updates
    assert (kept.by_id, kept.words) == (tracked.staff["other_iro"].id, "rang")


def test_the_words_are_sealed(tracked: Tracked) -> None:
    """The tables hold no word that anybody said, and none once the child is erased."""
    decision = tracked.decide()
    tracked.said(decision, "done", done_on=tracked.today, words="walrus", effect=EFFECT)
    key, check = tracked.key, a_check(tracked)
    tracked.write(lambda t: progress.check_midway(t, key, tracked.iro, check, tracked.today))
    for table in ("progress_updates", "midway_checks"):
        rows = tracked.rows(table)
        assert "words" not in rows
        assert not any(word in rows for word in ("walrus", "Sundays", "on track"))
    tracked.write(lambda t: erase_child_key(t, tracked.family.child.id, tracked.clock()))
    update = tracked.update(decision, "under_way", words="x")
    with pytest.raises(ErasedChild):
        tracked.write(lambda t: progress.record(t, key, tracked.iro, update, tracked.today))


@pytest.mark.parametrize("table", ["progress_updates", "midway_checks"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET child_id = child_id"])
def test_what_was_said_is_never_changed(tracked: Tracked, table: str, change: str) -> None:
    """The database itself refuses to change or remove a row."""
    decision = tracked.decide()
    tracked.record(decision, "under_way", words="rang")
    key, check = tracked.key, a_check(tracked)
    tracked.write(lambda t: progress.check_midway(t, key, tracked.iro, check, tracked.today))
    with pytest.raises(SQLAlchemyError):
        tracked.write(lambda t: t.execute(text(change.format(table))))


def test_overdue_stands_first_and_dateless_last(tracked: Tracked) -> None:
    """Then comes what waits for the IRO, then the rest by date."""
    none, late, later, ahead = (tracked.decide(days=days) for days in (None, 5, 6, 60))
    answered = tracked.decide(days=4)
    tracked.clock.set(tracked.after(10))
    tracked.said(answered, "done", done_on=tracked.today)
    key, child, at = tracked.key, tracked.family.child.id, tracked.clock()
    lines = tracked.read(lambda t: progress.lines(t, key, tracked.iro, child, at))
    order = [line.decision.id for line in in_order(lines, tracked.today)]
    assert order == [late.id, later.id, answered.id, ahead.id, none.id]


def test_the_iro_is_told_whose_part_has_ended(tracked: Tracked) -> None:
    """An owner who left the child's life is shown as such; a child and no address, too."""
    gone = tracked.decide()
    own = tracked.decide(owner_id=tracked.family.own.id)
    unknown = tracked.decide(owner_id="", owner="Grandma")
    ended = replace(tracked.sue, ends_on=tracked.today)
    tracked.write(lambda t: people.correct_participant(t, SYSTEM, ended))
    hows = [tracked.line(each).owner.how for each in (gone, own, unknown)]
    assert hows == ["ended", "child", "no_email"]


def test_managers_count_without_a_word(tracked: Tracked) -> None:
    """Of each IRO it is said how much is open and overdue; another IRO counts nothing of it."""
    for days in (5, 60, None):
        tracked.decide(days=days)
    tracked.record(tracked.decide(days=5), "done", done_on=tracked.today)
    day = tracked.after(6).date()
    manager = officer_viewer(tracked.staff["manager"])
    other = officer_viewer(tracked.staff["other_iro"])
    iro = tracked.staff["iro"].id
    assert tracked.read(lambda t: progress.counts(t, manager, day)) == (Count(iro, 3, 1),)
    assert tracked.read(lambda t: progress.counts(t, other, day)) == ()


def a_check(tracked: Tracked, **more: object) -> Check:
    """Make a midway check; nothing is kept."""
    check = Check(
        new_id(), tracked.review.id, "", tracked.today, tracked.clock(), "", "The plan is on track"
    )
    return replace(check, **more)  # type: ignore[arg-type]


def midway_days(tracked: Tracked, *days: int) -> list[int]:
    """Give on which of these days after the review the check is listed."""
    listed = []
    for day in days:
        on = tracked.after(day).date()
        if tracked.read(partial(progress.midway_due, viewer=tracked.iro, day=on)):
            listed.append(day)
    return listed


def test_the_midway_check_is_listed_until_it_is_recorded(tracked: Tracked) -> None:
    """It is listed from two weeks before three months on, and no more once it is recorded."""
    assert midway_days(tracked, 0, 77, 78, 92, 200) == [78, 92, 200]
    key, check = tracked.key, a_check(tracked)
    tracked.write(lambda t: progress.check_midway(t, key, tracked.iro, check, tracked.today))
    assert midway_days(tracked, 78, 92, 200) == []
    (kept,) = tracked.read(lambda t: progress.midway_checks(t, key, tracked.iro, tracked.review.id))
    assert (kept.words, kept.by) == ("The plan is on track", tracked.staff["iro"].id)


@pytest.mark.parametrize(
    ("day", "status", "listed"),
    [
        (106, "planned", []),
        (107, "planned", [92]),
        (50, "held", []),
        (50, "cancelled", [92]),
    ],
)
def test_no_midway_check_beside_a_review(
    tracked: Tracked, day: int, status: str, listed: list[int]
) -> None:
    """None is where the next review was held, or is planned until two weeks after it."""
    tracked.next_review(tracked.after(day), status)
    assert midway_days(tracked, 92) == listed


@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_a_review_not_held_has_none(tracked: Tracked, status: str) -> None:
    """Nothing is half way after a review that is still planned or was cancelled."""
    changed = replace(tracked.review, status=status)
    tracked.write(lambda t: reviews.correct(t, SYSTEM, changed, tracked.today))
    assert midway_days(tracked, 92) == []


@pytest.mark.parametrize("field", ["words", "checked_on"])
def test_a_wrong_check_is_told(tracked: Tracked, field: str) -> None:
    """Nothing said, and a day still to come, are each told by field; nothing is kept."""
    more = {"words": " "} if field == "words" else {"checked_on": Tracked.AHEAD}
    key, check = tracked.key, a_check(tracked, **more)
    with pytest.raises(BadInput) as wrong:
        tracked.write(lambda t: progress.check_midway(t, key, tracked.iro, check, tracked.today))
    assert list(wrong.value.fields) == [field]
    assert midway_days(tracked, 92) == [92]
