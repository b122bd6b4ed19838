"""How long 2,000 children take to come in, 60 of them wrong, and how a child who answers fares.

    python -m benchmarks.intake [children] [wrong]

A child changes one answer again and again, fifty times a second at most, on SQLite on this disk:
while the import runs, and in between with nothing else going on. It runs once in the same process,
as the HTTP API does it, and once in a process of its own, as `sayso import` does.
"""

import csv
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import quantiles

from backend.intake import service
from backend.migrations.upgrade import migrate
from backend.platform.clock import SettableClock, system_clock
from backend.platform.database import open_database
from backend.platform.keys.service import load_key_ring, make_key_file
from backend.platform.runtime import Runtime
from backend.platform.settings import load
from backend.platform.translations import load as load_translations
from backend.sheets.rules import Row
from dialogs.loading import load_all
from tests.backend.consultations.household import make_household
from tests.backend.consultations.talk import Talk
from tests.backend.intake.authority import children, officers

THINKING_SECONDS = 0.02
PART = 203
IDLE_SECONDS = 33.0


@dataclass
class Busy:
    """How long something went on, and the milliseconds each answer took meanwhile."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)


class Answering:
    """A child who answers in a thread of their own for as long as the block lasts."""

    def __init__(self, talk: Talk, noted: Busy) -> None:
        self._talk = talk
        self._noted = noted
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._answer)
        self._began = 0.0

    def _answer(self) -> None:
        while not self._stop.wait(THINKING_SECONDS):
            began = time.perf_counter()
            self._talk.say("proud", f"swimming {began}")
            self._noted.times.append((time.perf_counter() - began) * 1000)

    def __enter__(self) -> None:
        self._began = time.perf_counter()
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._noted.seconds += time.perf_counter() - self._began
        self._stop.set()
        self._thread.join()


def main(count: int = 2000, bad: int = 60) -> None:
    """Measure, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load({}, Path(folder) / "data")
        settings.data.mkdir(mode=0o700)
        migrate(settings.database_url)
        make_key_file(settings.key_file)
        database, ring = open_database(settings.database_url), load_key_ring(settings.key_file)
        words = load_translations(("en",), include_drafts=False)
        runtime = Runtime(
            settings, database, ring, SettableClock(system_clock()), load_all(), words
        )
        talk = Talk(make_household(runtime)).begin().go_to("proud")
        rows = [*officers(), *children(count, bad)]

        def take_here(some: list[Row]) -> str:
            return _said(service.counted(service.take(database, ring, system_clock, some)))

        parts = [rows[at : at + PART] for at in range(0, len(rows), PART)]
        here = [partial(take_here, part) for part in parts]
        later = [replace(row, values=_renumbered(row)) for row in rows]
        files = _write(Path(folder) / "files", later)
        for name, work in (
            ("import in this process", here),
            ("the same again", here),
            ("import in another process", [partial(_run, settings.data, files)]),
            ("the same again", [partial(_run, settings.data, files)]),
        ):
            _report(name, *_while_answering(talk, work))
        database.close()


def _while_answering(
    talk: Talk, works: Sequence[Callable[[], str]]
) -> tuple[list[str], Busy, Busy]:
    """Do things while the child answers, with nothing before, between and after them.

    So whatever else this machine does bears on both alike.
    """
    said, idle, busy = [], Busy(), Busy()

    def rest() -> None:
        with Answering(talk, idle):
            time.sleep(IDLE_SECONDS / (len(works) + 1))

    rest()
    for work in works:
        with Answering(talk, busy):
            said.append(work())
        rest()
    return said, idle, busy


def _renumbered(row: Row) -> dict[str, str]:
    number = row.values.get("case_number")
    return {**row.values, **({"case_number": f"D{number}"} if number else {})}


def _write(folder: Path, rows: list[Row]) -> Path:
    folder.mkdir(exist_ok=True)
    for kind in ("officers", "children"):
        every = [row.values for row in rows if row.kind == kind]
        with (folder / f"{kind}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(every[0]))
            writer.writeheader()
            writer.writerows(every)
    return folder


def _run(data: Path, files: Path) -> str:
    command = [sys.executable, "-m", "bot", "import", "--data", str(data), str(files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own
    reported = done.stdout.splitlines()
    return f"{reported[-1]}; {len(reported) - 1} reasons told; status {done.returncode}"


def _said(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {state}" for state, number in counts.items())


def _report(name: str, said: list[str], idle: Busy, busy: Busy) -> None:
    p99, idle_p99 = _percentile(busy.times, 99), _percentile(idle.times, 99)
    sys.stdout.write(
        f"{name}: {busy.seconds:.1f} s; {len(busy.times)} answers meanwhile, "
        f"p50 {_percentile(busy.times, 50):.1f} ms, p99 {p99:.1f} ms; with nothing else "
        f"{len(idle.times)}, p50 {_percentile(idle.times, 50):.1f}, p99 {idle_p99:.1f}: "
        f"{p99 / idle_p99:.2f} times. {_summed(said)}\n"
    )
    sys.stdout.flush()


def _summed(said: list[str]) -> str:
    """Add up what the parts came to: "3 new, 0 changed" and so on."""
    found: Counter[str] = Counter()
    for number, state in re.findall(r"(\d+) ([a-z ]+)", "; ".join(said)):
        found[state] += int(number)
    return ", ".join(f"{number} {state}" for state, number in found.items())


def _percentile(times: list[float], percent: int) -> float:
    return quantiles(times, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
