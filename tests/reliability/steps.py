"""The steps from a word to the page-out, at any of which a server can be made to die.

A server that is started as "dies-at-a-step" asks a file at every step whether it is to die there,
and another how late it is. Both are written from outside, by whoever watches what comes of it.

A step is a function and a moment: "claim email, before", "claim email, after", and for what is done
in a unit of work also "claim email, before commit" and "claim email, after commit".
"""

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, wraps
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from unittest.mock import patch

from sqlalchemy.engine.default import DefaultDialect

from backend.platform.clock import system_clock
from backend.platform.pacing import Pace, Rate

FOLDER = "TOLD_IN_FOLDER"
"""The variable of the environment that names the folder of those files."""
QUICKLY = Rate(200.0, 20)


class Told:
    """What a running server is told from outside: where to die, and how far ahead its clock is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    @property
    def environ(self) -> dict[str, str]:
        """What the server's environment has to hold."""
        return {FOLDER: str(self._folder)}

    @property
    def waits(self) -> bool:
        """Whether the server has not come to the step yet."""
        return bool(self._read("step"))

    def die_at(self, step: str) -> None:
        """Let the server die when it next comes to this step; "" lets it live."""
        self._write("step", step)

    def put_forward(self, by: timedelta) -> None:
        """Put the server's clock forward, from now on."""
        ahead = float(self._read("ahead") or 0)
        self._write("ahead", str(ahead + by.total_seconds()))

    def clock(self) -> datetime:
        """Give the time it is for the server."""
        return system_clock() + timedelta(seconds=float(self._read("ahead") or 0))

    def here(self, step: str) -> None:
        """Die if this is the step, at once and wherever the other threads are."""
        if self._read("step") == step:
            (self._folder / "step").unlink()
            os.kill(os.getpid(), signal.SIGKILL)

    def _read(self, name: str) -> str:
        with suppress(FileNotFoundError):
            return (self._folder / name).read_text("ascii")
        return ""

    def _write(self, name: str, said: str) -> None:
        new = self._folder / f"{name}.new"
        new.write_text(said, "ascii")
        new.replace(self._folder / name)


def _always(_given: tuple[Any, ...], _came_to: object) -> str | None:
    return ""


def _route_asked_for(given: tuple[Any, ...], _came_to: object) -> str | None:
    return f" {given[1][0]}" if given[2] else None


def _route_of_claimed(given: tuple[Any, ...], _came_to: object) -> str | None:
    claimed = next(each for each in given if hasattr(each, "lease"))
    return f" {claimed.route}" if claimed.urgent else None


def _job(given: tuple[Any, ...], _came_to: object) -> str | None:
    return f" {given[1]}"


def _posted(given: tuple[Any, ...], _came_to: object) -> str | None:
    return f" {given[2].rpartition('/')[2]}" if given[1] == "POST" else None


def _did_anything(_given: tuple[Any, ...], came_to: object) -> str | None:
    return "" if came_to else None


@dataclass(frozen=True)
class Watched:
    """A function at whose calls a server can die; ``which`` tells its calls apart.

    It gives what to add to the name, or None for a call that is no step of ours.
    """

    name: str
    where: str
    which: Callable[[tuple[Any, ...], object], str | None] = _always
    in_a_unit: bool = True


_DELIVERY = "backend.platform.delivery"
WATCHED = (
    Watched("words", "backend.concerns.service:raise_concerns"),
    Watched("step", "backend.calls.store:take_step"),
    Watched("page", "backend.calls.store:add_page"),
    Watched("claim", f"{_DELIVERY}.store:claim", _route_asked_for),
    Watched("send", f"{_DELIVERY}.service:_send", _route_of_claimed, in_a_unit=False),
    Watched("mail", "smtplib:SMTP.data", in_a_unit=False),
    Watched("notify", "requests:Session.request", _posted, in_a_unit=False),
    Watched("settle", f"{_DELIVERY}.store:settle", _route_of_claimed),
    Watched("receipt", f"{_DELIVERY}.store:receive"),
    Watched("job", "backend.platform.runs.service:take", _job),
    Watched("escalate", "backend.concerns.service:escalate", _did_anything),
    Watched("acknowledge", "backend.concerns.service:acknowledge"),
)


_Ends = Callable[[DefaultDialect, Any], None]


class _Unit(threading.local):
    """The steps that were done in the unit of work that this thread is about to commit."""

    def __init__(self) -> None:
        self.steps: list[str] = []


def watch() -> None:
    """Make a server of this process that dies where it is told to, by the clock it is told."""
    from bot import serving  # noqa: PLC0415  # it takes long, and only a server needs it

    told, unit = Told(Path(os.environ[FOLDER])), _Unit()
    for each in WATCHED:
        _watch_calls(told, unit, each)
    _watch_commits(told, unit)
    by_our_clock = partial(serving.open_house, clock=told.clock)
    patch.object(serving, "open_house", by_our_clock).start()
    # Most of a second would be spent asleep before each message is found, and then waiting for
    # the turn of the one officer to whom they all go.
    patch("backend.platform.courier.LONGEST_SLEEP_SECONDS", 0.1).start()
    patch("backend.platform.courier.Pace", partial(Pace, QUICKLY, QUICKLY)).start()


def _watch_calls(told: Told, unit: _Unit, watched: Watched) -> None:
    module, _, path = watched.where.partition(":")
    owner, _, name = f"{module}:{path}".rpartition("." if "." in path else ":")
    function = getattr(resolve_name(owner), name)

    @wraps(function)
    def dying(*given: Any, **named: Any) -> Any:
        both = (*given, *named.values())
        before = watched.which(both, None)
        if before is not None:
            told.here(f"{watched.name}{before}, before")
        came_to = function(*given, **named)
        after = watched.which(both, came_to)
        if after is not None:
            told.here(f"{watched.name}{after}, after")
            unit.steps += [f"{watched.name}{after}"] if watched.in_a_unit else []
        return came_to

    patch.object(resolve_name(owner), name, dying).start()


def _watch_commits(told: Told, unit: _Unit) -> None:
    commit: _Ends = DefaultDialect.do_commit
    roll_back: _Ends = DefaultDialect.do_rollback

    def dying(dialect: DefaultDialect, connection: Any) -> None:
        steps, unit.steps = unit.steps, []
        for step in steps:
            told.here(f"{step}, before commit")
        commit(dialect, connection)
        for step in steps:
            told.here(f"{step}, after commit")

    def forgetting(dialect: DefaultDialect, connection: Any) -> None:
        unit.steps = []
        roll_back(dialect, connection)

    patch.object(DefaultDialect, "do_commit", dying).start()
    patch.object(DefaultDialect, "do_rollback", forgetting).start()
