"""The IRO's own talks with a child: who writes and reads them, and where one stands."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.people.rules import MUST_SAY, NOT_OFFERED, STRANGE, SYSTEM, TOO_LONG
from backend.platform.database import new_id
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.rules import ChildKey, ErasedChild
from backend.platform.keys.service import erase_child_key, open_child_key
from backend.talks import rules, service
from backend.talks.rules import NOT_ARRANGED, OVERDUE, Talk
from backend.talks.tables import talks
from tests.backend.consultations.household import TODAY, Household

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SAID = "He asked why Tobi does not come."


def a_talk(household: Household, child: str = "amara", **changed: object) -> Talk:
    """A private talk that was held yesterday."""
    held = Talk(
        id=new_id(),
        child_id=household.children[child].id,
        review_id=household.reviews[child].id,
        kind="private",
        state="held",
        planned_for=None,
        held_on=TODAY - timedelta(days=1),
        way="visit",
        alone=True,
        at=AT,
        by=household.officers["iro"].id,
        words=SAID,
        agreed="Ask about Saturdays.",
    )
    return replace(held, **changed)  # type: ignore[arg-type]


def key_of(household: Household, child: str = "amara") -> ChildKey:
    """Open a child's key."""
    runtime, child_id = household.runtime, household.children[child].id
    return runtime.database.read(lambda t: open_child_key(t, runtime.ring, child_id))


def add(household: Household, talk: Talk, who: str = "iro") -> Talk:
    """Write a talk down as somebody."""
    key, viewer = key_of(household), household.viewer(who)
    return household.runtime.database.write(lambda t: service.add(t, key, viewer, talk, TODAY))


def read(household: Household, who: str = "iro") -> tuple[Talk, ...]:
    """Read Amara's talks as somebody."""
    key, viewer = key_of(household), household.viewer(who)
    child_id = household.children["amara"].id
    return household.runtime.database.read(lambda t: service.of_child(t, key, viewer, child_id))


def test_a_talk_is_kept_and_put_right(household: Household) -> None:
    """A talk comes back as it was written; a planned one becomes the one that was held."""
    moment = AT + timedelta(days=3)
    planned = add(
        household, a_talk(household, state="planned", planned_for=moment, held_on=None, alone=None)
    )
    assert read(household) == (planned,)
    held = replace(planned, state="held", held_on=TODAY, review_id=None, at=AT + timedelta(days=9))
    key, viewer = key_of(household), household.viewer("iro")
    household.runtime.database.write(lambda t: service.correct(t, key, viewer, held, TODAY))
    kept = replace(held, review_id=planned.review_id, at=planned.at)
    assert read(household) == (kept,), "which review it was before is never changed by a slip"


@pytest.mark.parametrize("who", ["other_iro", "duty", "support", "owner", "amara", "amara_carer"])
def test_a_talk_is_for_the_own_iro(household: Household, who: str) -> None:
    """Nobody but the child's own IRO writes or reads a talk, or learns that there is one."""
    talk = add(household, a_talk(household))
    with pytest.raises(NotFound):
        add(household, a_talk(household), who)
    assert read(household, who) == ()
    viewer, key = household.viewer(who), key_of(household)
    with pytest.raises(NotFound):
        household.runtime.database.read(lambda t: service.get(t, key, viewer, talk.id))
    with pytest.raises(NotFound):
        household.runtime.database.read(lambda t: service.child_of(t, viewer, talk.id))
    asked = (household.reviews["amara"].id,)
    standing = household.runtime.database.read(lambda t: service.standings(t, viewer, asked, TODAY))
    assert standing == {asked[0]: (NOT_ARRANGED, None)}


def test_the_words_are_sealed(household: Household) -> None:
    """What was said in a talk is in no column to be read, and goes with the child's key."""
    add(household, a_talk(household))
    database = household.runtime.database
    row = database.read(lambda t: t.execute(select(talks)).mappings().one())
    assert SAID.encode() not in row["said"]
    key, child_id = key_of(household), household.children["amara"].id
    database.write(lambda t: erase_child_key(t, child_id, AT))
    viewer = household.viewer("iro")
    with pytest.raises(ErasedChild):
        database.write(lambda t: service.add(t, key, viewer, a_talk(household), TODAY))


def test_another_childs_review_is_refused(household: Household) -> None:
    """A talk with one child is never before another's review."""
    with pytest.raises(NotFound):
        add(household, a_talk(household, review_id=household.reviews["mia"].id))
    assert read(household, "iro") == ()


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"kind": "chat"}, {"kind": NOT_OFFERED}),
        ({"state": "", "held_on": None}, {"state": NOT_OFFERED}),
        ({"way": "letter"}, {"way": NOT_OFFERED}),
        ({"held_on": None}, {"held_on": rules.WHEN_HELD}),
        ({"held_on": TODAY + timedelta(days=1)}, {"held_on": rules.NOT_YET}),
        ({"state": "planned", "held_on": None}, {"planned_for": rules.WHEN_PLANNED}),
        ({"state": "refused", "held_on": None, "words": " \n"}, {"words": rules.WHY}),
        ({"state": "unsuitable", "held_on": None, "words": ""}, {"words": rules.WHY}),
        ({"words": "x" * 4001}, {"words": TOO_LONG}),
        ({"agreed": "a\x00b"}, {"agreed": STRANGE}),
    ],
)
def test_what_is_wrong_is_said(
    household: Household, changed: dict[str, object], wrong: dict[str, str]
) -> None:
    """Each slip is named by its field, and nothing is kept."""
    with pytest.raises(BadInput) as raised:
        add(household, replace(a_talk(household), **changed))  # type: ignore[arg-type]
    assert raised.value.fields == wrong
    assert read(household) == ()


def test_several_lines_are_words(household: Household) -> None:
    """Lines may be broken; asked for without words, a field says so."""
    assert rules.wrong_talk(a_talk(household, words="one\r\ntwo", held_on=TODAY), TODAY) == {}
    assert rules.wrong_words(" ", required=True) == MUST_SAY


def test_where_a_private_talk_stands(household: Household) -> None:
    """Held counts before planned, planned before refused; a planned day that passed is overdue."""
    review_id = household.reviews["amara"].id
    tomorrow = AT + timedelta(days=1)
    planned = a_talk(household, state="planned", planned_for=tomorrow, held_on=None)
    refused = a_talk(household, state="refused", held_on=None)
    between = a_talk(household, kind="between", review_id=None)

    def stands(*found: Talk, day: date = TODAY) -> tuple[str, date | None]:
        return rules.standing(found, review_id, day)

    assert stands() == stands(between) == (NOT_ARRANGED, None)
    assert stands(refused) == ("refused", None)
    assert stands(refused, planned) == ("planned", TODAY + timedelta(days=1))
    assert stands(planned, day=TODAY + timedelta(days=1))[0] == "planned"
    assert stands(planned, day=TODAY + timedelta(days=2))[0] == OVERDUE
    assert stands(planned, a_talk(household), refused) == ("held", TODAY - timedelta(days=1))


def test_where_each_stands_needs_no_key(household: Household) -> None:
    """Where the talks before several reviews stand is told without opening a word."""
    add(household, a_talk(household))
    ids = tuple(household.reviews[who].id for who in ("amara", "mia"))
    viewer = household.viewer("iro")
    found = household.runtime.database.read(lambda t: service.standings(t, viewer, ids, TODAY))
    assert [found[each][0] for each in ids] == ["held", NOT_ARRANGED]
    every = household.runtime.database.read(lambda t: service.standings(t, SYSTEM, ids, TODAY))
    assert every == found
