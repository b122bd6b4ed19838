"""What a review decided is kept in order, word for word, and only for the child's own officer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from backend.decisions import service
from backend.people.rules import MUST_SAY, NO_EMAIL, NOT_OFFERED, TOO_LONG, Viewer
from backend.platform.errors import BadInput, NotFound
from backend.platform.keys.service import erase_child_key
from tests.backend.consultations.household import Household
from tests.backend.decisions.deciding import OTHER_WISH, WISH, Deciding

STRANGERS = ("other_iro", "duty", "support", "owner", "nobody", "amara", "amara_carer", "mia")


@pytest.fixture
def deciding(household: Household) -> Deciding:
    """Amara's officer, before anything is decided."""
    return Deciding(household)


def test_a_decision_is_kept_word_for_word(deciding: Deciding) -> None:
    """All that was written comes back, numbered in the order of writing."""
    first = deciding.decision(owner_email="jo@home.example", wishes=(WISH, OTHER_WISH), why="Ow.")
    key, viewer = deciding.key, deciding.viewer()
    deciding.write(lambda t: service.add(t, key, viewer, first))
    deciding.add("Amara could not stay longer.", kind="not_agreed", why="No room.\nYet.")
    one, two = deciding.kept()
    assert one == replace(first, number=1)
    assert (two.number, two.kind, two.why) == (2, "not_agreed", "No room.\nYet.")


def test_nothing_written_is_in_the_clear(deciding: Deciding) -> None:
    """What an officer writes about a child is in no row that can be read without their key."""
    deciding.add("zebra one", owner="zebra two", why="zebra three")
    deciding.reason(why="zebra four")
    for query in ("SELECT * FROM decisions", "SELECT * FROM wish_reasons"):
        (row,) = deciding.read(lambda t, said=query: list(t.execute(text(said))))  # type: ignore[misc]
        held = [
            bytes(each) if not isinstance(each, str) else each.encode()
            for each in row
            if isinstance(each, bytes | bytearray | memoryview | str)
        ]
        assert held
        assert not any(b"zebra" in each for each in held)
    assert "zebra" not in repr(deciding.kept())


def test_what_is_wrong_is_said_by_field_and_nothing_is_kept(deciding: Deciding) -> None:
    """Each field that cannot be kept is named; how it is worded is never a reason to refuse."""
    for wrong, fields in (
        ({"what": " "}, {"what": MUST_SAY}),
        ({"what": "x" * 1001, "part": "x"}, {"what": TOO_LONG, "part": NOT_OFFERED}),
        ({"owner_email": "jo at home"}, {"owner_email": NO_EMAIL}),
        ({"kind": "wished"}, {"kind": NOT_OFFERED}),
        ({"owner": "x" * 201}, {"owner": TOO_LONG}),
    ):
        with pytest.raises(BadInput) as refused:
            deciding.add(**wrong)
        assert refused.value.fields == fields
    assert deciding.kept() == ()
    deciding.add("x" * 1000, owner="", due_on=None, part="")
    assert len(deciding.kept()) == 1


def test_one_moves_up_and_a_removed_one_leaves_no_gap(deciding: Deciding) -> None:
    """The order is the officer's, numbers follow it, and the first cannot go higher."""
    ids = [deciding.add(what) for what in ("one", "two", "three")]
    viewer, key = deciding.viewer(), deciding.key
    deciding.write(lambda t: service.move_up(t, viewer, ids[2]))
    assert deciding.said() == ["one", "three", "two"]
    deciding.write(lambda t: service.move_up(t, viewer, ids[0]))
    assert deciding.said() == ["one", "three", "two"]
    deciding.write(lambda t: service.remove(t, key, viewer, ids[0]))
    assert [(each.number, each.what) for each in deciding.kept()] == [(1, "three"), (2, "two")]
    deciding.add("four")
    assert [each.number for each in deciding.kept()] == [1, 2, 3]


def test_what_is_corrected_stays_whose_and_when_it_was(deciding: Deciding) -> None:
    """A correction changes what was decided, not the review it belongs to nor who made it."""
    decision_id = deciding.add(wishes=(WISH,))
    (kept,) = deciding.kept()
    other = deciding.another_review(1)
    changed = replace(kept, what="Jo will ring.", review_id=other.id, number=9, wishes=())
    key, viewer = deciding.key, deciding.viewer()
    deciding.write(lambda t: service.correct(t, key, viewer, changed))
    assert deciding.kept() == (replace(kept, id=decision_id, what="Jo will ring.", wishes=()),)


def test_a_wish_is_unanswered_until_it_has_a_decision_or_a_reason(deciding: Deciding) -> None:
    """A decision or a reason answers a wish; without it, it is unanswered again."""
    key, viewer, review = deciding.key, deciding.viewer(), deciding.review.id

    def open_wishes() -> tuple[str, ...]:
        asked = (OTHER_WISH, WISH, WISH)
        return deciding.read(lambda t: service.unanswered(t, key, viewer, review, asked))

    assert open_wishes() == (OTHER_WISH, WISH)
    deciding.reason(WISH, "first")
    deciding.reason(WISH, "second")
    assert open_wishes() == (OTHER_WISH,)
    (given,) = deciding.read(lambda t: service.reasons(t, key, viewer, review))
    assert given.why == "second"
    decided = deciding.add(wishes=(OTHER_WISH,))
    assert open_wishes() == ()
    deciding.write(lambda t: service.take_back_reason(t, viewer, review, WISH))
    deciding.write(lambda t: service.remove(t, key, viewer, decided))
    assert open_wishes() == (OTHER_WISH, WISH)


def test_the_next_review_asks_about_the_last_one_and_what_is_open(deciding: Deciding) -> None:
    """All the last review decided is asked about, of older ones only what is still to be done."""
    oldest, last = deciding.another_review(1), deciding.review
    then: dict[str, Any] = {"review_id": oldest.id, "made_at": oldest.starts_at}
    deciding.add("old and open", **then)
    deciding.add("old and done", **then, state="done")
    deciding.add("old and not agreed", **then, kind="not_agreed")
    deciding.add("new and done", review_id=last.id, state="done")
    deciding.add("new and given up", review_id=last.id, state="not_done")
    deciding.add("new and open", review_id=last.id)
    coming = deciding.another_review(3)
    key = deciding.key

    def asked_about(viewer: Viewer) -> list[str]:
        found = deciding.read(lambda t: service.open_before(t, key, viewer, coming))
        return [each.what for each in found]

    expected = ["old and open", "new and done", "new and given up", "new and open"]
    assert asked_about(deciding.viewer()) == expected
    first = deciding.read(lambda t: service.open_before(t, key, deciding.viewer(), oldest))
    assert first == ()


def test_nobody_else_reads_or_writes(deciding: Deciding) -> None:
    """For anybody but the child's officer there are no decisions, and none can be written."""
    decision_id, key, review_id = deciding.add(), deciding.key, deciding.review.id
    deciding.reason()
    (kept,) = deciding.kept()
    for who in STRANGERS:
        viewer = deciding.viewer(who)
        assert deciding.kept(who) == ()
        assert deciding.read(lambda t, v=viewer: service.reasons(t, key, v, review_id)) == ()  # type: ignore[misc]
        assert deciding.read(lambda t, v=viewer: service.children_with_open(t, v)) == ()  # type: ignore[misc]
        for attempt in attempts(deciding, viewer, decision_id):
            with pytest.raises(NotFound):
                attempt()
    assert deciding.kept() == (kept,)


def attempts(deciding: Deciding, viewer: Viewer, decision_id: str) -> list[Callable[[], object]]:
    """Give everything that somebody might try."""
    key, made, review = deciding.key, deciding.decision(), deciding.review
    (kept,) = deciding.kept()
    (given,) = deciding.read(lambda t: service.reasons(t, key, deciding.viewer(), review.id))
    return [
        lambda: deciding.read(lambda t: service.get(t, key, viewer, decision_id)),
        lambda: deciding.read(lambda t: service.child_of(t, viewer, decision_id)),
        lambda: deciding.write(lambda t: service.add(t, key, viewer, made)),
        lambda: deciding.write(lambda t: service.correct(t, key, viewer, kept)),
        lambda: deciding.write(lambda t: service.move_up(t, viewer, decision_id)),
        lambda: deciding.write(lambda t: service.remove(t, key, viewer, decision_id)),
        lambda: deciding.write(lambda t: service.give_reason(t, key, viewer, given)),
        lambda: deciding.write(lambda t: service.take_back_reason(t, viewer, review.id, WISH)),
    ]


def test_whoever_covers_reads_and_writes_as_the_officer_does(deciding: Deciding) -> None:
    """An officer who covers for the child's own sees the decisions, and may add to them."""
    deciding.add("one")
    tom, priya = deciding.viewer("other_iro"), deciding.viewer()
    covering = replace(tom, covers=frozenset({priya.id}))
    key, made = deciding.key, deciding.decision("two", made_by=tom.id)
    deciding.write(lambda t: service.add(t, key, covering, made))
    found = deciding.read(lambda t: service.of_review(t, key, covering, deciding.review.id))
    assert [each.what for each in found] == ["one", "two"]


def test_a_decision_is_about_the_child_of_its_review(deciding: Deciding) -> None:
    """Nothing is decided about one child at the review of another, whose officer is the same."""
    review = deciding.household.reviews["mia"].id
    with pytest.raises(NotFound):
        deciding.add(review_id=review)


def test_with_an_erased_child_the_decisions_are_gone(deciding: Deciding) -> None:
    """Once the child's key is erased nothing more is decided."""
    key, viewer, at = deciding.key, deciding.viewer(), deciding.household.runtime.clock()
    made = deciding.decision()
    deciding.write(lambda t: erase_child_key(t, deciding.child_id, at))
    with pytest.raises(NotFound):
        deciding.write(lambda t: service.add(t, key, viewer, made))
