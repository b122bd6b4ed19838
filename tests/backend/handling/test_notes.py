"""Notes: word for word, sealed with the child's key, and never altered."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.handling import rules, service
from backend.platform.errors import NotFound
from backend.platform.keys.service import erase_child_key
from tests.backend.concerns.on_duty import Desk
from tests.backend.handling.doing import note, refused, write_down


def test_a_note_is_kept_word_for_word_and_sealed(desk: Desk) -> None:
    """Notes hold what was written and are in no row that can be read without the child's key."""
    held = desk.raised()
    made = note(desk, "told", "By phone; zebra", "The police")
    told = replace(made, how="101", when=desk.clock())
    write_down(desk, held, made=told)
    (found,) = desk.read(lambda t: service.notes(t, desk.key(), desk.viewer("duty"), held.id))
    assert found == replace(told, officer_id=desk.staff["duty"].id)
    rows = desk.read(lambda t: t.execute(text("SELECT note FROM concern_notes")).scalars().all())
    assert not any(b"zebra" in bytes(row) for row in rows)
    assert "zebra" not in repr(found)
    assert "police" not in repr(found)


def test_notes_and_changes_are_never_altered(desk: Desk) -> None:
    """The database itself refuses to change or remove a note, and a line of the history."""
    held = desk.raised()
    write_down(desk, held)
    for statement in (
        "UPDATE concern_notes SET kind = 'x'",
        "DELETE FROM concern_notes",
        "UPDATE concern_changes SET change = 'x'",
        "DELETE FROM concern_changes",
    ):
        with pytest.raises(SQLAlchemyError, match=r"append only|IntegrityConstraintViolation"):
            desk.write(lambda t, said=statement: t.execute(text(said)))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("kind", "words", "who", "wrong"),
    [
        ("done", " ", "", {"words": rules.NO_WORDS}),
        ("told", "by phone", " ", {"who": rules.WHO_WAS_TOLD}),
        ("closing", "because", "", {"kind": rules.NO_KIND}),
        ("handover", "to Ann", "", {"kind": rules.NO_KIND}),
        ("gossip", "x", "", {"kind": rules.NO_KIND}),
        ("lado", "told", "", {"kind": rules.NOT_AN_ALLEGATION}),
        ("done", "x" * (rules.LONGEST_NOTE + 1), "", {"words": rules.TOO_LONG}),
    ],
)
def test_a_note_has_to_make_sense(
    desk: Desk, kind: str, words: str, who: str, wrong: dict[str, str]
) -> None:
    """What is wrong with a note is said by field, and nothing is kept."""
    held = desk.raised()
    assert refused(lambda: write_down(desk, held, made=note(desk, kind, words, who))) == wrong
    assert desk.read(lambda t: service.notes(t, desk.key(), desk.viewer("duty"), held.id)) == ()


def test_an_erased_child_has_no_notes_left(desk: Desk) -> None:
    """With the child's key what was noted is gone, and nothing more can be written."""
    held, key = desk.raised(), desk.key()
    write_down(desk, held)
    desk.write(lambda t: erase_child_key(t, held.child_id, desk.clock()))
    with pytest.raises(NotFound):
        desk.write(lambda t: service.add_note(t, key, desk.viewer("duty"), held.id, note(desk)))
