"""A PostgreSQL cluster of its own for one run of the tests, thrown away afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USER = "sayso"
# It forgets at a power cut, which is what makes it quick.
_OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Cluster:
    """A running cluster that listens on a socket in its own folder only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, name: str) -> str:
        """Return the address of the database of that name."""
        return f"postgresql+psycopg://{_USER}@/{name}?host={self._folder}"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs, as the user postgres where we are root."""
        line = [str(_programs() / program), *arguments]
        if os.geteuid() == 0:
            line = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *line]
        with (self._folder / "out").open("ab") as out:
            subprocess.run(
                line, cwd=self._folder, check=True, stdout=out, stderr=out,
                env={**os.environ, "HOME": str(self._folder)},
            )  # fmt: skip

    def create(self, name: str, template: str = "template1") -> None:
        """Make a database, as a copy of another."""
        self.run("createdb", "-h", str(self._folder), "-U", _USER, "-T", template, name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.run("dropdb", "-h", str(self._folder), "-U", _USER, "--force", name)


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Make a cluster in a new folder, run it, and remove it."""
    folder = Path(tempfile.mkdtemp(prefix="sayso-pg-"))
    cluster = Cluster(folder)
    data = str(folder / "data")
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        cluster.run("initdb", "-D", data, "-U", _USER, "--auth=trust", "--encoding=UTF8",
                    "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        cluster.run("pg_ctl", "-D", data, "-w", "-s", "-l", str(folder / "log"),
                    "-o", f"-k {folder} {_OPTIONS}", "start")  # fmt: skip
        yield cluster
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            cluster.run("pg_ctl", "-D", data, "-m", "immediate", "-s", "stop")
        shutil.rmtree(folder)


def _programs() -> Path:
    """Find the newest PostgreSQL, where Debian keeps it or on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda it: it.parts[-3])
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise RuntimeError("these tests need PostgreSQL: apt-get install postgresql")
    return found[-1].parent if found else Path(str(on_path)).resolve().parent
