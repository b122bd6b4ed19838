"""The first page of a pack: agenda, changes, differences, last decisions, prints and notes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.briefings import service
from backend.briefings.rules import Briefing
from backend.briefings.tables import own_notes
from backend.clock.service import rulebook
from backend.decisions import service as decisions
from backend.decisions.rules import Decision
from backend.people.rules import SYSTEM, TOO_LONG
from backend.platform.clock import SettableClock
from backend.platform.database import new_id
from backend.platform.errors import BadInput, NotFound
from backend.reviews import service as reviews
from backend.reviews.rules import Review
from tests.backend.consultations.household import REVIEW, TODAY, Household, ask
from tests.backend.consultations.talk import Talk
from tests.backend.packs.reading import answer_all, pack_of
from tests.backend.talks.test_talks import key_of

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BEFORE = REVIEW - timedelta(days=168)


def brief(household: Household, who: str = "iro", today: date = TODAY) -> Briefing:
    """Read the first page of Amara's pack."""
    pack, viewer = pack_of(household), household.viewer(who)
    return household.runtime.database.read(
        lambda t: service.read(t, household.desk, viewer, pack, today, rulebook())
    )


def held_before(household: Household) -> Review:
    """Let Amara have had a review half a year ago, at which she answered as a sad child does."""
    child = household.children["amara"]
    earlier = Review(new_id(), child.id, 1, BEFORE, "", None, "held")
    household.runtime.database.write(lambda t: reviews.add(t, SYSTEM, earlier, TODAY))
    return earlier


def decided(household: Household, review_id: str, what: str, **changed: object) -> Decision:
    """Write a decision down."""
    made = Decision(
        id=new_id(),
        child_id=household.children["amara"].id,
        review_id=review_id,
        number=0,
        made_at=AT,
        made_by=household.officers["iro"].id,
        what=what,
        owner="Dan Price",
        due_on=TODAY - timedelta(days=1),
    )
    made = replace(made, **changed)  # type: ignore[arg-type]
    key, viewer = key_of(household), household.viewer("iro")
    return household.runtime.database.write(lambda t: decisions.add(t, key, viewer, made))


def test_the_child_comes_first_on_the_agenda(household: Household) -> None:
    """What the child wants is first, then what is late, what is seen differently, then others."""
    earlier = held_before(household)
    decided(household, earlier.id, "Start the life story book.")
    decided(household, earlier.id, "Swimming.", state="done", settled_on=TODAY)
    answer_all(Talk(household).begin(), home_feel=("good", "")).send()
    answer_all(Talk(household, "amara_carer").begin()).send()
    found = brief(household)
    kinds = [item.kind for item in found.agenda]
    assert kinds == sorted(kinds, key=["child", "decision", "differs", "others", "uncovered"].index)
    assert kinds[0] == "child"
    late = [item.decision.what for item in found.agenda if item.decision]
    assert late == ["Start the life story book."]
    assert [each.what for each in found.last] == ["Start the life story book.", "Swimming."]


def test_a_decision_is_on_the_agenda_from_the_day_after(household: Household) -> None:
    """On its own last day a decision is not late; the day after it is to be spoken of."""
    earlier = held_before(household)
    decided(household, earlier.id, "Calls with Tobi.", due_on=TODAY)
    on_the_day = [item.kind for item in brief(household).agenda]
    after = [item.kind for item in brief(household, today=TODAY + timedelta(days=1)).agenda]
    assert ("decision" in on_the_day, "decision" in after) == (False, True)


def test_faces_then_and_now(household: Household, clock: SettableClock) -> None:
    """An answer that moved on its scale is shown with what it was, better and worse told apart."""
    earlier = held_before(household)
    clock.set(BEFORE - timedelta(days=20))
    own = household.people["amara"]
    invitation = ask(household.runtime, own, earlier.id, "t" * 22)
    then = {"home_feel": ("not_good", ""), "school_feel": ("good", ""), "health_feel": ("good", "")}
    answer_all(Talk(household, invitation=invitation).begin(), **then).send()
    clock.set(AT)
    now = {"home_feel": ("good", ""), "school_feel": ("not_good", ""), "health_feel": ("good", "")}
    answer_all(Talk(household).begin(), **now).send()
    moved = {each.now.question: each.direction for each in brief(household).changes}
    assert moved == {"home.feeling": "better", "school.feeling": "worse"}


def test_what_was_said_since_the_print(household: Household, clock: SettableClock) -> None:
    """What comes after the pack was printed is counted by who said it; before, nothing is."""
    answer_all(Talk(household).begin()).send()
    assert brief(household).since_printed == ()
    viewer, review_id = household.viewer("iro"), household.reviews["amara"].id
    clock.advance(timedelta(minutes=5))
    household.runtime.database.write(lambda t: service.note_printing(t, viewer, review_id, clock()))
    assert brief(household).since_printed == ()
    clock.advance(timedelta(minutes=5))
    answer_all(Talk(household, "amara_carer").begin()).send()
    since = brief(household).since_printed
    assert [voice.role for voice, n in since if n] == ["foster_carer"]


def keep_notes(household: Household, words: str, who: str = "iro") -> None:
    """Keep an officer's own notes on Amara's review."""
    key, viewer = key_of(household), household.viewer(who)
    review_id = household.reviews["amara"].id
    household.runtime.database.write(lambda t: service.keep_notes(t, key, viewer, review_id, words))


def test_notes_are_the_officers_own(household: Household) -> None:
    """Notes are kept sealed in the place of the earlier ones, and are nobody else's."""
    keep_notes(household, "Ask about Tobi.")
    keep_notes(household, "Ask about Tobi first.")
    assert brief(household).notes == "Ask about Tobi first."
    rows = household.runtime.database.read(lambda t: t.execute(select(own_notes)).all())
    assert len(rows) == 1
    assert b"Tobi" not in rows[0].words
    for who in ("other_iro", "duty", "support", "owner", "amara", "amara_carer"):
        with pytest.raises(NotFound):
            keep_notes(household, "Mine.", who)
        with pytest.raises(NotFound):
            brief(household, who)
    with pytest.raises(BadInput) as raised:
        keep_notes(household, "x" * 4001)
    assert raised.value.fields == {"notes": TOO_LONG}
    assert brief(household).notes == "Ask about Tobi first."
