"""A PostgreSQL cluster of its own for one run of the tests, thrown away afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

_USER = "sayso"
# It forgets at a power cut, which is what makes it quick.
_FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Cluster:
    """A running cluster that listens on a socket in its own folder only."""

    def __init__(self, folder: Path, options: str) -> None:
        self._folder = folder
        self._options = options

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

    def control(self, what: str) -> None:
        """Start, stop or restart the cluster, without waiting for those who are connected."""
        how = ["-m", "immediate" if what == "stop" else "fast"] if what != "start" else []
        options = f"-k {self._folder} -c listen_addresses='' {self._options}"
        start = ["-l", str(self._folder / "log"), "-o", options] if what != "stop" else []
        self.run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-s", *how, *start, what)

    def create(self, name: str, template: str = "template1") -> None:
        """Make a database, as a copy of another."""
        self._say("CREATE DATABASE {} TEMPLATE {}", name, template)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._say("DROP DATABASE {} WITH (FORCE)", name)

    def _say(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(
            host=str(self._folder), user=_USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running_cluster(forgetful: bool = True) -> Iterator[Cluster]:
    """Make a cluster in a new folder, run it, and remove it."""
    folder = Path(tempfile.mkdtemp(prefix="sayso-pg-"))
    cluster = Cluster(folder, _FORGETFUL if forgetful else "")
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        cluster.run("initdb", "-D", str(folder / "data"), "-U", _USER, "--auth=trust",
                    "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        cluster.control("start")
        yield cluster
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            cluster.control("stop")
        shutil.rmtree(folder)


def _programs() -> Path:
    """Find the newest PostgreSQL, where Debian keeps it or on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda it: it.parts[-3])
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise RuntimeError("these tests need PostgreSQL: apt-get install postgresql")
    return found[-1].parent if found else Path(str(on_path)).resolve().parent
