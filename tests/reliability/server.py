"""The real server over a data folder: started, killed, started again on the same port."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2 as httpx

from tests.house.tree import ROOT

PATIENCE = 60.0
# Below the ports the kernel gives out by itself: a client that asks again and again for a port
# nobody listens on would sooner or later be given that port, and talk to itself.
_PORTS = range(20_000, 30_000)


class Server:
    """One server, which may be killed and started as often as one likes."""

    def __init__(self, data: Path, environ: Mapping[str, str], port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.log = data.with_name("server.log")
        self._command = ["serve", "--data", str(data), "--port", str(port)]
        self._environ = surroundings(environ)
        self._http = httpx.Client(base_url=self.url, timeout=PATIENCE)
        self._warm: subprocess.Popen[str] | None = None
        self._process = 0

    def __enter__(self) -> Self:
        program = [sys.executable, "-m", "tests.reliability.warm", str(self.log)]
        self._warm = subprocess.Popen(
            [*program, *self._command],
            cwd=ROOT,
            env=self._environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._hear() == "warm"
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._http.close()
        if self._warm is not None:
            self._warm.communicate()

    def start(self, spoilt: str = "") -> None:
        """Start it, once the one before is gone; it is not ready when this returns."""
        self._process = int(self._ask(f"start {spoilt}"))

    def kill(self) -> None:
        """End it at once, wherever it is."""
        os.kill(self._process, signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop, and wait until it is gone."""
        os.kill(self._process, signal.SIGTERM)
        assert self._ask("wait") == "0"

    def ready(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + PATIENCE
        while not self.is_up():
            assert time.monotonic() < until, self._stacks()
            time.sleep(0.01)

    def is_up(self) -> bool:
        """Whether it answers just now."""
        try:
            return self._http.get("/health", timeout=5).is_success
        except httpx.TransportError:
            return False

    def _stacks(self) -> str:
        """Have it write down where each of its threads is, and give its log."""
        os.kill(self._process, signal.SIGUSR1)
        time.sleep(1)
        return self.log.read_text()

    def _ask(self, line: str) -> str:
        assert self._warm is not None
        assert self._warm.stdin is not None
        self._warm.stdin.write(f"{line}\n")
        self._warm.stdin.flush()
        return self._hear()

    def _hear(self) -> str:
        assert self._warm is not None
        assert self._warm.stdout is not None
        return self._warm.stdout.readline().strip()


def surroundings(environ: Mapping[str, str]) -> dict[str, str]:
    """Give our own environment with these settings, and none but these, of Sayso's."""
    ours = {name: text for name, text in os.environ.items() if not name.startswith("SAYSO_")}
    return {**ours, **environ}


def free_port() -> int:
    """Give a port that nobody has, and that the kernel gives to nobody by itself."""
    while True:
        port = random.choice(_PORTS)
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
