"""A disk with no room left: whoever hears ok is kept, whoever hears no may try again."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.platform.database import (
    Database,
    open_database,
)
from backend.platform.errors import Unavailable
from tests.backend.platform.database_failures.crowd import (
    Crowd,
    add,
    kept,
    make_tables,
)


def test_a_full_disk_fails_only_who_found_no_room(database: Database, crowd: Crowd) -> None:
    """On a full disk whoever found no room is told so; whoever found some is kept."""
    pages = database.read(lambda t: t.execute(text("PRAGMA page_count")).scalar_one())
    database.write(lambda t: t.execute(text(f"PRAGMA max_page_count={pages + 4}")) and None)
    first, bad, last = crowd.ask([add("a"), add("bad", 100_000), add("b")])
    assert (first, last) == ("a", "b")
    assert isinstance(bad, Unavailable)
    assert kept(database) == ["a", "b"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes where we may mount one, else a file that may not grow past it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    mounted = subprocess.run(["mount", *options], check=False, capture_output=True).returncode == 0
    yield folder
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_fills_up_loses_nothing(small_disk: Path) -> None:
    """While a disk fills up every ok is kept and every refusal is not; room given, it heals."""
    database = open_database(f"sqlite:///{small_disk / 'sayso.sqlite'}")
    database.write(make_tables)
    ballast = small_disk / "ballast"
    if small_disk.is_mount():
        ballast.write_bytes(bytes(500_000))
    else:
        database.write(lambda t: t.execute(text("PRAGMA max_page_count=500")) and None)
    told: dict[str, object] = {}

    def ask(name: str) -> None:
        try:
            told[name] = database.write(add(name, 5_000))
        except Unavailable as error:
            told[name] = error

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, [f"{number:04}" for number in range(600)]))
    ok = sorted(name for name, answer in told.items() if answer == name)
    assert 0 < len(ok) < 600
    assert kept(database) == ok
    assert database.read(lambda t: t.execute(text("PRAGMA integrity_check")).scalar()) == "ok"
    ballast.unlink(missing_ok=True)
    database.write(lambda t: t.execute(text("PRAGMA max_page_count=100000")) and None)
    assert database.write(add("healed", 5_000)) == "healed"
    database.close()
