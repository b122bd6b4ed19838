"""The record of a concern for a strategy discussion: everything, in order, word for word."""

from datetime import timedelta

import pytest

from backend.handling import service
from backend.handling.rules import Note
from backend.platform.audit.service import read_for, reads_of_child
from backend.platform.database import Transaction, new_id
from backend.platform.errors import NotFound
from backend.views import service as views
from backend.views.rules import ConcernRecord
from tests.backend.concerns.on_duty import Desk
from tests.backend.consultations.talk import Talk


@pytest.fixture
def talk(desk: Desk) -> Talk:
    """Amara says how home is, what hurts, and goes on."""
    talk = Talk(desk.household).begin().go_to("home_feel")
    talk.say("home_feel", "it is loud")
    talk.say("home_feel", "he hits me")
    talk.say("safe_feel", "not in the kitchen")
    return talk


def record(desk: Desk, talk: Talk, who: str = "duty") -> ConcernRecord:
    """Open the record of Amara's concern."""
    (held,) = talk.concerns
    viewer = desk.viewer(who)
    return desk.read(lambda t: views.concern_record(t, talk.key, viewer, held.id))


def test_it_holds_the_words_with_what_came_before_and_after(desk: Desk, talk: Talk) -> None:
    """The words that raised it stand between those just before and just after, word for word."""
    (said,) = record(desk, talk).said
    assert said.words == "he hits me"
    assert said.before[-1].words == "it is loud"
    assert [each.words for each in said.after] == ["not in the kitchen"]
    assert said.before[-1].kept is not None
    assert said.before[-1].kept.asked


def test_it_tells_who_was_called_and_what_was_done(desk: Desk, talk: Talk) -> None:
    """Who was told when, what was done and noted: in the order of it all."""
    (held,) = talk.concerns
    desk.clock.advance(timedelta(minutes=5))
    assert desk.take(held)
    note = Note(new_id(), desk.clock(), "", "done", "Rang the home.")
    desk.write(lambda t: service.add_note(t, talk.key, desk.viewer("duty"), held.id, note))
    desk.write(lambda t: service.act(t, desk.viewer("duty"), held.id, desk.clock()))
    found = record(desk, talk, "iro").record
    assert [each.change for each in found.changes] == ["raised", "seen", "acted"]
    called = {(each.officer_id, each.round, each.step) for each in found.pages}
    assert called == {(desk.staff[who].id, 1, 0) for who in ("ann", "duty")}
    assert [each.words for each in found.notes] == ["Rang the home."]
    assert [each.source for each in found.pointers] == ["cue"]
    assert found.concern.times == 1


def test_opening_it_is_written_down_first(desk: Desk, talk: Talk) -> None:
    """A look at the record is on the list of looks at this child, whoever looks."""
    (held,) = talk.concerns
    viewer = desk.viewer("duty")

    def work(transaction: Transaction) -> ConcernRecord:
        return views.concern_record(transaction, talk.key, viewer, held.id)

    read_for(
        desk.database,
        at=desk.clock(),
        officer_id=viewer.id,
        child_id=held.child_id,
        what="concern record",
        work=work,
    )
    looks = desk.read(lambda t: reads_of_child(t, held.child_id))
    assert [(each.officer_id, each.what) for each in looks] == [(viewer.id, "concern record")]


@pytest.mark.parametrize("who", ["other_iro", "support", "owner"])
def test_nobody_else_opens_it(desk: Desk, talk: Talk, who: str) -> None:
    """For whoever may not see the concern there is no record."""
    with pytest.raises(NotFound):
        record(desk, talk, who)


def test_a_long_one_shows_its_beginning_and_its_end(desk: Desk) -> None:
    """Of many places the first fifty and the last two hundred are shown, and all are counted."""
    talk = Talk(desk.household).begin().go_to("home_feel")
    for number in range(260):
        talk.say("home_feel", f"he hits me {number}")
    found = record(desk, talk)
    assert (found.record.concern.times, found.record.concern.left_out) == (260, 10)
    words = [each.words for each in found.said]
    assert words[:50] == [f"he hits me {number}" for number in range(50)]
    assert words[50:] == [f"he hits me {number}" for number in range(60, 260)]
