"""An interpreter kept warm, which becomes the server each time it is told to.

`python -m tests.reliability.warm LOG serve --data DIR --port N` imports what the server imports.
Then, for every line "start" it reads, it makes a new process of itself and writes its number;
"start NAME" spoils that one first. For "wait" it writes 0 once that process is gone. Only the
imports are saved, and reading the scripts and the tables of cues, which never change: several
seconds each time. Everything after them is `sayso serve`.
"""

import faulthandler
import importlib
import os
import signal
import sys
from unittest.mock import patch

from bot.__main__ import main as sayso
from tests.reliability import spoilt

SERVER = ("bot.serving",)
READ = ("load_all", "load_cues", "load_questions")
TELEGRAM = ("bot.telegram.running",)


def main() -> None:
    """Become the server whenever a line comes; end it when no more can come."""
    log, *command = sys.argv[1:]
    wanted = (*SERVER, *(TELEGRAM if os.environ.get("SAYSO_TELEGRAM_TOKEN") else ()))
    for module in wanted:
        importlib.import_module(module)
    _read_once()
    server = 0
    print("warm", flush=True)  # noqa: T201  # whoever started us waits for it
    for line in sys.stdin:
        _see_off(server)
        verb, *spoiling = line.split()
        server = os.fork() if verb == "start" else 0
        if verb == "start" and server == 0:
            _become(spoiling, log, command)
        print(server, flush=True)  # noqa: T201  # and for this
    if server:
        os.kill(server, signal.SIGKILL)
        _see_off(server)


def _read_once() -> None:
    serving = importlib.import_module("bot.serving")
    for name in READ:
        read = getattr(serving, name)()
        patch.object(serving, name, lambda read=read: read).start()


def _see_off(server: int) -> None:
    """Wait until the server before is gone, so that it holds neither port nor files."""
    if server:
        os.waitpid(server, 0)


def _become(spoiling: list[str], log: str, command: list[str]) -> None:
    """Run the command as if it had been typed, with the log for all that it says."""
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, ours in enumerate((nothing, written, written)):
        os.dup2(ours, number)
    faulthandler.register(signal.SIGUSR1)
    code = 1
    try:
        for way in spoiling:
            spoilt.WAYS[way]()
        sys.argv = ["sayso", *command]
        code = sayso()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
