"""A child's key is kept wrapped, is erased for ever, and an erased child is refused."""

import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.platform.clock import SettableClock
from backend.platform.database import Database, Transaction, new_id
from backend.platform.errors import NotFound
from backend.platform.keys import service
from backend.platform.keys.rules import ChildKey, ErasedChild, KeyRing, new_material
from backend.platform.keys.service import BadKeyFile
from backend.platform.keys.tables import child_keys


@pytest.fixture
def key(database: Database, ring: KeyRing, clock: SettableClock) -> ChildKey:
    child_id, at = new_id(), clock()
    return database.write(lambda t: service.make_child_key(t, ring, child_id, at))


def test_a_childs_key_opens_again(database: Database, ring: KeyRing, key: ChildKey) -> None:
    """A child's key that was made opens again, the same, and is its current one."""
    assert database.read(lambda t: service.open_child_key(t, ring, key.child_id)) == key
    database.write(lambda t: service.require_current(t, key))


def test_two_children_have_two_keys(
    database: Database, ring: KeyRing, key: ChildKey, clock: SettableClock
) -> None:
    """Each child has a key of its own."""
    at = clock()
    other = database.write(lambda t: service.make_child_key(t, ring, new_id(), at))
    assert other.material != key.material


def test_a_key_is_kept_wrapped(database: Database, key: ChildKey) -> None:
    """The key itself is nowhere in the database."""
    rows = database.read(lambda t: t.execute(select(child_keys)).all())
    assert key.material not in b"".join(row.wrapped for row in rows)


def test_a_child_without_a_key_is_not_found(database: Database, ring: KeyRing) -> None:
    """A child nobody made a key for is not found, and no key of it is current."""
    with pytest.raises(NotFound):
        database.read(lambda t: service.open_child_key(t, ring, new_id()))
    with pytest.raises(ErasedChild):
        database.write(lambda t: service.require_current(t, ChildKey("x", 1, b"")))


def test_an_erased_child_is_refused(
    database: Database, ring: KeyRing, key: ChildKey, clock: SettableClock
) -> None:
    """After erasing, the key does not open, one opened before is refused, and none is made."""
    at = clock()
    for _twice in range(2):
        database.write(lambda t: service.erase_child_key(t, key.child_id, at))
    with pytest.raises(ErasedChild):
        database.read(lambda t: service.open_child_key(t, ring, key.child_id))
    with pytest.raises(ErasedChild):
        database.write(lambda t: service.require_current(t, key))
    with pytest.raises(IntegrityError):
        database.write(lambda t: service.make_child_key(t, ring, key.child_id, at))


def test_the_time_of_erasing_stays(database: Database, key: ChildKey, clock: SettableClock) -> None:
    """When a child was erased is kept, and erasing again does not change it."""
    erased_at = clock()
    database.write(lambda t: service.erase_child_key(t, key.child_id, erased_at))
    later = erased_at.replace(year=2030)
    database.write(lambda t: service.erase_child_key(t, key.child_id, later))
    assert database.read(lambda t: t.execute(select(child_keys.c.erased_at)).scalar_one()) == (
        erased_at
    )


def test_another_version_is_not_current(database: Database, key: ChildKey) -> None:
    """A key of a version that is not the child's now is refused."""
    old = ChildKey(key.child_id, key.version + 1, key.material)
    with pytest.raises(ErasedChild):
        database.write(lambda t: service.require_current(t, old))


def test_erasing_waits_for_who_is_writing(
    database: Database, key: ChildKey, clock: SettableClock
) -> None:
    """A key that was found current stays so until that unit's commit; erasing waits for it."""
    order: list[str] = []
    at, current = clock(), threading.Event()

    def write(transaction: Transaction) -> None:
        service.require_current(transaction, key)
        current.set()
        time.sleep(0.2)
        order.append("written")

    def erase(transaction: Transaction) -> None:
        service.erase_child_key(transaction, key.child_id, at)
        order.append("erased")

    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(database.write, write)
        current.wait()
        pool.submit(database.write, erase).result()
        writing.result()
    assert order == ["written", "erased"]


def test_an_erased_key_is_gone_from_the_file(
    database: Database, ring: KeyRing, key: ChildKey, clock: SettableClock, database_url: str
) -> None:
    """SQLite overwrites an erased key: its bytes are nowhere in the closed file."""
    if database.dialect != "sqlite":
        return  # PostgreSQL leaves the old row until its vacuum
    at = clock()
    wrapped = database.read(lambda t: t.execute(select(child_keys.c.wrapped)).scalar_one())
    database.write(lambda t: service.erase_child_key(t, key.child_id, at))
    database.close()
    file = Path(database_url.removeprefix("sqlite:///"))
    everything = b"".join(it.read_bytes() for it in file.parent.glob(f"{file.name}*"))
    assert wrapped not in everything
    assert key.child_id.encode() in everything


def test_a_key_file_is_its_owners_only(tmp_path: Path) -> None:
    """A new key file can be read by its owner only, and opens to a working ring."""
    path = tmp_path / "new" / "key"
    written = service.make_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.read_text().strip() == written
    sealed = service.load_key_ring(path).seal("here", b"words")
    assert service.load_key_ring(path).open("here", sealed) == b"words"


def test_no_key_is_written_over_another(tmp_path: Path) -> None:
    """A key file is never written over: all that was sealed under it would be lost."""
    path = tmp_path / "key"
    written = service.make_key_file(path)
    with pytest.raises(FileExistsError):
        service.make_key_file(path)
    assert path.read_text().strip() == written


def test_a_key_comes_back_from_paper(tmp_path: Path) -> None:
    """A key typed in from what was written down is the same key, however it was spaced."""
    written = service.make_key_file(tmp_path / "key")
    typed = written.upper().replace(" ", "-") + " \n"
    service.write_key_file(tmp_path / "again", typed)
    sealed = service.load_key_ring(tmp_path / "key").seal("here", b"words")
    assert service.load_key_ring(tmp_path / "again").open("here", sealed) == b"words"


def test_a_slip_of_the_pen_is_noticed(tmp_path: Path) -> None:
    """A wrong or missing digit is noticed, is not repeated, and writes no file."""
    written = service.make_key_file(tmp_path / "key")
    wrong = ("0" if written[0] != "0" else "1") + written[1:]
    for slip in (wrong, written[:-1], written + "0", "", "no key"):
        with pytest.raises(BadKeyFile) as refused:
            service.write_key_file(tmp_path / "again", slip)
        assert written[1:20] not in str(refused.value)
    assert not (tmp_path / "again").exists()


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """A key file that other accounts can read, or that is not there, is refused."""
    path = tmp_path / "key"
    service.make_key_file(path)
    path.chmod(0o640)
    with pytest.raises(BadKeyFile, match="chmod 600"):
        service.load_key_ring(path)
    with pytest.raises(BadKeyFile, match="no key file"):
        service.load_key_ring(tmp_path / "none")


def test_new_material_is_never_the_same() -> None:
    """Two new keys differ."""
    assert new_material() != new_material()
