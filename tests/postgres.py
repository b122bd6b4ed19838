"""A PostgreSQL cluster of its own for one run of the tests, thrown away afterwards."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

_USER = "sayso"
# It forgets at a power cut, which is what makes it quick.
_FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Cluster:
    """A cluster that listens on a socket in its own folder only."""

    def __init__(self, folder: Path, options: str) -> None:
        self._folder = folder
        self._options = shlex.split(options)
        self._server: subprocess.Popen[bytes] | None = None

    def url(self, name: str) -> str:
        """Return the address of the database of that name."""
        return f"postgresql+psycopg://{_USER}@/{name}?host={self._folder}"

    def initialise(self) -> None:
        """Make the cluster's files."""
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        how = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = self._run("initdb", "-D", str(self._folder / "data"), "-U", _USER, *how)
        if made.wait() != 0:
            raise RuntimeError((self._folder / "log").read_text())

    def start(self) -> None:
        """Start the server and wait until it answers."""
        where = ["-D", str(self._folder / "data"), "-k", str(self._folder)]
        self._server = self._run("postgres", *where, "-c", "listen_addresses=", *self._options)
        for _ in range(600):
            if self._server.poll() is not None:
                break
            with suppress(psycopg.OperationalError):
                return self._say("SELECT 1")
            time.sleep(0.05)
        raise RuntimeError((self._folder / "log").read_text())

    def stop(self) -> None:
        """Stop the server at once, whoever is still connected to it."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait()

    def _run(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """Run one of PostgreSQL's programs, as the user postgres where we are root.

        It ends with us, even where we end without a chance to stop it.
        """
        line = [str(_programs() / program), *arguments]
        if shutil.which("setpriv"):
            line = ["setpriv", "--pdeathsig=QUIT", *line]
        if os.geteuid() == 0:
            line[1:1] = ["--reuid=postgres", "--regid=postgres", "--init-groups"]
        environment = {**os.environ, "HOME": str(self._folder)}
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(line, cwd=self._folder, stdout=log, stderr=log, env=environment)

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
        cluster.initialise()
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder)


def _programs() -> Path:
    """Find the newest PostgreSQL, where Debian keeps it or on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda it: it.parts[-3])
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise RuntimeError("these tests need PostgreSQL: apt-get install postgresql")
    return found[-1].parent if found else Path(str(on_path)).resolve().parent
