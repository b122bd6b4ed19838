"""How long 2,000 children take to come in, 60 of them wrong, and how a child who answers fares.

    python -m benchmarks.intake [children] [wrong]

A child changes one answer again and again, fifty times a second at most, on SQLite on this disk:
first with nothing else going on, then while the import runs, once in the same process, as the HTTP
API does it, and once in a process of its own, as `sayso import` does.
"""

import csv
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
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


class Answering:
    """A child who answers in a thread of their own until told to stop; milliseconds for each."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._answer)
        self.times: list[float] = []

    def _answer(self) -> None:
        while not self._stop.wait(THINKING_SECONDS):
            began = time.perf_counter()
            self._talk.say("proud", f"swimming {len(self.times)}")
            self.times.append((time.perf_counter() - began) * 1000)

    def __enter__(self) -> "Answering":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
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

        def take_here() -> str:
            return _said(service.counted(service.take(database, ring, system_clock, rows)))

        def take_elsewhere() -> str:
            later = [replace(row, values=_renumbered(row)) for row in rows]
            return _run(settings.data, _write(Path(folder) / "files", later))

        idle = _while_answering(talk, lambda: time.sleep(20))
        _report("nothing else", idle)
        for name, work in (
            ("import in this process", take_here),
            ("the same again", take_here),
            ("import in another process", take_elsewhere),
            ("the same again", take_elsewhere),
            ("nothing else", lambda: time.sleep(20)),
        ):
            _report(name, _while_answering(talk, work), idle)
        database.close()


def _while_answering(talk: Talk, work: Callable[[], str | None]) -> tuple[str, float, list[float]]:
    """Do something while the child answers; give what was said of it, its seconds, and times."""
    with Answering(talk) as answering:
        began = time.perf_counter()
        said = work() or ""
        seconds = time.perf_counter() - began
    return said, seconds, answering.times


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


def _report(
    name: str,
    measured: tuple[str, float, list[float]],
    idle: tuple[str, float, list[float]] | None = None,
) -> None:
    said, seconds, times = measured
    p50, p99 = _percentile(times, 50), _percentile(times, 99)
    ratio = f", {p99 / _percentile(idle[2], 99):.2f} times the idle one" if idle else ""
    line = f"{name}: {seconds:.1f} s, {len(times)} answers, p50 {p50:.1f} ms, p99 {p99:.1f} ms"
    sys.stdout.write(f"{line}{ratio}. {said}\n")
    sys.stdout.flush()


def _percentile(times: list[float], percent: int) -> float:
    return quantiles(times, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
