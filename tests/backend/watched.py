"""A server that is watched: it answers with health as it is told, over real HTTP."""

import json
import threading
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from backend.platform.clock import SettableClock


class Watched:
    """Set `status`, `said` (what replaces the right answer) or `held` (until `let_go`)."""

    def __init__(self, clock: SettableClock) -> None:
        self.clock = clock
        self.status = 200
        self.said: bytes | None = None
        self.made = clock()
        self.dated: str | None = None
        self.held = threading.Event()
        self.held.set()
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._closed = False

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """Refuse every connection from now on."""
        self.held.set()
        if not self._closed:
            self._server.shutdown()
            self._server.server_close()
        self._closed = True

    def answer(self) -> bytes:
        """Give what is said just now."""
        if self.said is not None:
            return self.said
        return json.dumps({"ok": self.status == 200, "at": self.made.isoformat()}).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        watched = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                watched.asked.append(self.path)
                watched.held.wait(30)
                body = watched.answer()
                self.send_response_only(watched.status)
                self.send_header("Date", watched.dated or format_datetime(watched.clock()))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_said: Any) -> None:
                """Say nothing."""

        return Handler
