"""What was said is sealed in its place: unreadable in the file, unmovable, and erasable."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from backend.platform.database import Transaction
from backend.platform.keys.rules import CannotOpen, ChildKey, ErasedChild
from backend.platform.keys.service import erase_child_key, open_child_key
from backend.views import service as views
from tests.backend.consultations.household import Household
from tests.backend.consultations.talk import Talk

SECRET = "Xylophones keep me awake"
SEALED = (
    ("answers", "answer"),
    ("consultation_events", "event"),
    ("consultations", "state"),
    ("outbox", "payload"),
)


def test_nothing_said_is_in_the_clear(talk: Talk, database_url: str) -> None:
    """No row of any table holds a word that was said, and no choice or sharing either."""
    talk.go_to("home_feel").pick("home_feel", "not_good", words=SECRET)
    talk.go_to("proud").say("proud", f"he hits me {SECRET}")
    talk.send(home="review")
    told = "\n".join(everything(talk))
    assert talk.id in told
    for word in (SECRET, SECRET.encode().hex(), "xylophone", "not_good", "hits me"):
        assert word.casefold() not in told.casefold()


def test_nothing_said_is_in_the_file(talk: Talk, database_url: str) -> None:
    """The database's own files hold no word that was said, in whatever encoding of it."""
    talk.go_to("proud").say("proud", SECRET)
    if talk.database.dialect != "sqlite":
        return
    folder = talk.household.runtime.settings.data
    held = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert talk.id.encode() in held
    for encoding in ("utf-8", "utf-16-le"):
        assert SECRET.encode(encoding) not in held


def everything(talk: Talk) -> list[str]:
    """Give every value of every row as text, what is sealed as hexadecimal digits and as bytes."""
    tables = ("concerns", "concern_events", "invitations", "bindings", "audit", "inbox")
    names = {name for name, _ in SEALED} | set(tables) & table_names(talk)
    return [
        repr(bytes(value)) + bytes(value).hex() if isinstance(value, bytes) else str(value)
        for name in sorted(names)
        for row in talk.rows(f"SELECT * FROM {name}")  # noqa: S608  # names of our own
        for value in row
    ]


def table_names(talk: Talk) -> set[str]:
    """Give the names of the tables there are."""
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'table'"
    postgres = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    rows = talk.rows(sqlite if talk.database.dialect == "sqlite" else postgres)
    return {row[0] for row in rows}


def swap(talk: Talk, table: str, column: str) -> None:
    """Exchange what two rows of a table hold sealed, as somebody with the database could."""

    def unit(transaction: Transaction) -> None:
        query = f"SELECT id, {column} FROM {table} ORDER BY id"  # noqa: S608  # names of our own
        first, second, *_ = transaction.execute(text(query)).all()
        for row_id, sealed in ((first[0], second[1]), (second[0], first[1])):
            change = f"UPDATE {table} SET {column} = :sealed WHERE id = :id"  # noqa: S608
            transaction.execute(text(change), {"sealed": sealed, "id": row_id})

    talk.database.write(unit)


@pytest.mark.parametrize(("table", "column"), SEALED[:2])
def test_what_is_swapped_is_refused(household: Household, table: str, column: str) -> None:
    """An answer or an event put in another's place does not open, even of the same child."""
    talk = Talk(household).begin()
    talk.go_to("home_feel").pick("home_feel", "good", words="a")
    talk.pick("safe_feel", "good", words="b")
    swap(talk, table, column)
    look = talk.rebuilds if table == "consultation_events" else lambda: talk.revisions
    with pytest.raises(CannotOpen):
        look()


def test_a_swapped_state_is_refused(household: Household) -> None:
    """Where two conversations stand cannot be exchanged, and nothing more is taken."""
    talk = Talk(household).begin()
    Talk(household, "amara_carer").begin()
    swap(talk, "consultations", "state")
    with pytest.raises(CannotOpen):
        talk.help()


def test_another_childs_key_opens_nothing(household: Household) -> None:
    """What one child said does not open with a sister's key."""
    talk = Talk(household).begin()
    talk.go_to("home_feel").pick("home_feel", "good", words="a")
    talk.key = Talk(household, "mia").key
    with pytest.raises(CannotOpen):
        assert talk.revisions


def test_an_erased_child_is_refused(household: Household) -> None:
    """Once the key is erased nothing more is taken, with the key that was opened before either."""
    talk = Talk(household).begin()
    talk.go_to("home_feel")
    before = talk.events
    erase(talk)
    for attempt in (talk.help, lambda: talk.say("home_feel", "a"), talk.begin):
        with pytest.raises(ErasedChild):
            attempt()
    ring, child_id = household.runtime.ring, talk.invitation.child_id
    with pytest.raises(ErasedChild):
        talk.database.read(lambda t: open_child_key(t, ring, child_id))
    assert talk.events == before
    assert talk.concerns == ()


def test_a_sister_of_an_erased_child_goes_on(household: Household) -> None:
    """Erasing one child touches no other."""
    talk, sister = Talk(household).begin(), Talk(household, "mia").begin()
    erase(talk)
    sister.go_to("home_feel").pick("home_feel", "good", words="a")
    assert sister.words_at("home_feel") == ["a"]
    assert sister.rebuilds()


def test_a_key_of_another_version_is_refused(household: Household) -> None:
    """A key that has been changed since it was opened seals nothing more."""
    talk = Talk(household).begin()
    talk.key = ChildKey(talk.key.child_id, talk.key.version + 1, talk.key.material)
    with pytest.raises(ErasedChild):
        talk.help()


def test_another_childs_key_is_not_used_to_seal(household: Household) -> None:
    """An event handed in with a sister's key is refused and nothing of it is kept."""
    talk = Talk(household).begin()
    before = talk.events
    talk.key = Talk(household, "mia").key
    with pytest.raises((CannotOpen, ErasedChild)):
        talk.help()
    assert talk.events == before


def erase(talk: Talk) -> None:
    """Erase the child's key, a minute later."""
    clock = talk.household.runtime.clock
    at = clock() + timedelta(minutes=1)
    talk.database.write(lambda t: erase_child_key(t, talk.invitation.child_id, at))


def test_what_is_found_shows_no_words_when_printed(talk: Talk) -> None:
    """A consultation or an answer in an error message or log would show no word of it."""
    talk.go_to("proud").say("proud", SECRET)
    assert SECRET not in repr(talk.now)
    assert SECRET not in repr(talk.revisions)
    received = talk.say("proud", f"{SECRET}!")
    assert SECRET not in repr(received)
    found = talk.database.read(
        lambda t: views.of_review(
            t,
            talk.desk,
            talk.key,
            talk.household.viewer("iro"),
            talk.invitation.review_id or "",
        )
    )
    assert SECRET not in repr(found)
