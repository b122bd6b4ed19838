"""The HTTP under our own Notify: requests in, JSON out, tokens checked."""

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt

Respond = Callable[[str, str, str, dict[str, Any]], Any]
_SECONDS_APART = 30


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the server's `respond`."""

    server: "Server"

    @staticmethod
    def signed(token: str, service: str, secret: str) -> bool:
        """Whether a token is this service's and as fresh as Notify wants it."""
        try:
            claims = jwt.decode(token, secret, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return False
        fresh = abs(claims["iat"] - time.time()) <= _SECONDS_APART  # noqa: TID251  # as Notify does
        return bool(claims["iss"] == service and fresh)

    def do_GET(self) -> None:
        self._respond(dict(parse_qsl(urlsplit(self.path).query)))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        self._respond(json.loads(self.rfile.read(length)))

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def _respond(self, given: dict[str, Any]) -> None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        answer = self.server.respond(self.command, urlsplit(self.path).path, token, given)
        self.close_connection = True
        if not answer.status:
            return
        body = json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """A server whose threads outlive no test."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[Handler], respond: Respond) -> None:
        super().__init__(address, handler)
        self.respond = respond

    def handle_error(self, *_arguments: object) -> None:
        """Mind nobody who hung up."""
