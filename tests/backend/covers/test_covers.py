"""Cover follows the dates: what the covering IRO sees, who is told, and what the child is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.covers import rules
from backend.covers import service as covers
from backend.covers.rules import Cover
from backend.people import service as people
from backend.people.rules import SYSTEM, Viewer
from backend.platform.clock import SettableClock
from backend.platform.errors import BadInput, NotFound
from tests.backend.consultations.household import TODAY, Household
from tests.backend.consultations.talk import Talk
from tests.backend.covers.away import MANAGER, a_cover, enter, eyes, notices, seen, stop

DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PURPOSES = ("words", "details", "concerns")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_whoever_covers_sees_the_children_as_their_own(household: Household, purpose: str) -> None:
    """On those days and on no other, for every purpose; the absent IRO sees them all along."""
    enter(household, TODAY + DAY, TODAY + DAY)
    database = household.runtime.database
    own = {household.children["leo"].id}
    every = {child.id for child in household.children.values()}
    moments = (MIDNIGHT - DAY - SECOND, MIDNIGHT - DAY, MIDNIGHT - SECOND, MIDNIGHT)
    found = [seen(database, eyes(household, "other_iro", at), purpose) for at in moments]
    assert found == [own, every, every, own]
    theirs = every - own
    assert [seen(database, eyes(household, "iro", at), purpose) for at in moments] == [theirs] * 4


def test_nobody_else_sees_more(household: Household) -> None:
    """Cover gives nothing to those on duty or those who keep the records."""
    enter(household, TODAY, TODAY)
    for who in ("duty", "support", "owner"):
        assert eyes(household, who) == household.viewer(who)


def test_whoever_may_sign_in_no_more_covers_no_more(household: Household) -> None:
    """A cover who is disabled sees nothing, and the notice goes to the child's own IRO again."""
    enter(household, TODAY, TODAY)
    tom = replace(household.officers["other_iro"], active=False)
    household.runtime.database.write(lambda t: people.correct_officer(t, tom))
    assert eyes(household, "other_iro").covers == frozenset()
    circle = household.runtime.database.read(
        lambda t: covers.circle_at(t, household.people["amara"].id, household.runtime.clock())
    )
    assert (circle.iro, circle.iro_email) == ("Priya Shah", "iro@example.org")


def test_the_notice_goes_to_whoever_holds_the_case_that_day(
    household: Household, clock: SettableClock
) -> None:
    """What is sent on a covered day is told to the cover alone, and the next day to the IRO."""
    enter(household, TODAY, TODAY)
    runtime, tom, priya = household.runtime, "other_iro@example.org", "iro@example.org"
    Talk(household).begin().send()
    assert notices(runtime) == [tom]
    clock.advance(DAY)
    Talk(household, "amara_carer").begin().send()
    assert notices(runtime) == [priya]


def told(household: Household, since: datetime, *, begins: bool = False, who: str = "amara") -> str:
    """Give what is said now of whoever reads, to somebody who was last told then."""
    at, translations = household.runtime.clock(), household.desk.translations
    asked = household.people[who].id
    return household.runtime.database.read(
        lambda t: covers.said_of_reader(
            t, translations, "en", asked, since=since, begins=begins, at=at
        )
    )


def test_a_child_is_told_when_another_reads(household: Household, clock: SettableClock) -> None:
    """A child hears first names and the last day, once; and again when their own IRO is back."""
    before = clock()
    clock.advance(timedelta(minutes=1))
    enter(household, TODAY, TODAY + DAY)
    away = (
        "Priya is away. Tom reads what you say here until 25 November 2026. "
        "When Priya is back, Priya can read it too."
    )
    assert told(household, before) == away
    assert told(household, clock()) == "", "they were told"
    assert told(household, clock(), begins=True) == away, "who begins may know another"
    during = clock()
    clock.advance(2 * DAY)
    assert told(household, during) == "Priya reads what you say here now, in the place of Tom."
    assert told(household, before) == "", "nothing changed in between for them"


def test_an_adult_is_told_with_whole_names(household: Household, clock: SettableClock) -> None:
    """A carer hears of the officers as they are called."""
    before = clock()
    clock.advance(timedelta(minutes=1))
    enter(household, TODAY, TODAY)
    said = told(household, before, who="amara_carer")
    assert said.startswith("Priya Shah is away. Tom Bell reads what you say here")


def test_a_cover_that_is_stopped_is_told(household: Household, clock: SettableClock) -> None:
    """A cover that is stopped counts no more from that moment, on the same day."""
    made = enter(household, TODAY, TODAY)
    clock.advance(timedelta(minutes=1))
    during = clock()
    clock.advance(timedelta(minutes=1))
    stop(household, made)
    assert eyes(household, "other_iro").covers == frozenset()
    assert told(household, during) == "Priya reads what you say here now, in the place of Tom."
    with pytest.raises(NotFound):
        stop(household, made)


@pytest.mark.parametrize(
    ("who", "may"), [("iro", True), ("other_iro", False), ("duty", False), ("owner", False)]
)
def test_who_enters_an_absence(household: Household, who: str, may: bool) -> None:
    """An IRO enters their own absence, a manager anybody's; for others it is not there."""
    at, officers = household.runtime.clock(), household.officers
    made = a_cover(officers["iro"], officers["other_iro"], TODAY, TODAY, at)

    def add(viewer: Viewer) -> None:
        household.runtime.database.write(lambda t: covers.add(t, viewer, made, TODAY))

    if may:
        add(household.viewer(who))
        return
    with pytest.raises(NotFound):
        add(household.viewer(who))
    with pytest.raises(NotFound):
        add(SYSTEM)


def test_what_is_wrong_keeps_nothing(household: Household) -> None:
    """A cover that goes round is refused, and nothing of it is kept."""
    enter(household, TODAY, TODAY + DAY)
    at, officers = household.runtime.clock(), household.officers
    back = a_cover(officers["other_iro"], officers["iro"], TODAY + DAY, TODAY + DAY, at)
    with pytest.raises(BadInput) as refused:
        household.runtime.database.write(lambda t: covers.add(t, MANAGER, back, TODAY))
    assert refused.value.fields == {"cover_id": rules.CIRCLE}
    assert len(standing(household, MANAGER)) == 1


def test_who_is_shown_which_absences(household: Household) -> None:
    """A manager is shown all, the two officers theirs, another IRO none; what is over is gone."""
    made = enter(household, TODAY, TODAY)
    assert standing(household, MANAGER) == (made,)
    assert standing(household, household.viewer("iro")) == (made,)
    assert standing(household, household.viewer("other_iro")) == (made,)
    assert standing(household, Viewer("officer", "e" * 32, frozenset({"iro"}))) == ()
    assert standing(household, MANAGER, TODAY + DAY) == ()


def standing(household: Household, viewer: Viewer, today: date = TODAY) -> tuple[Cover, ...]:
    """Give the covers that somebody is shown."""
    return household.runtime.database.read(lambda t: covers.standing(t, viewer, today))
