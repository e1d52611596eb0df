"""A server of the tests' own over HTTPS, and an internet in which every name leads to it."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from kunci.site.fetching import Fetched, Way, fetch, is_public

HERE = "127.0.0.1"
TOLD: list[tuple[dict[str, str], bytes]] = []  # headers and body of what was sent to the server
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class Handler(BaseHTTPRequestHandler):
    """Does as the path says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        what, _, rest = self.path[1:].partition("/")
        self.close_connection = True
        rest = unquote(rest)
        with_ = {"ok": self.ok, "to": self.to, "endless": self.endless, "drip": self.drip, "head": self.head}
        with_["again"] = self.again
        with_.get(what, self.status)(rest or what)

    def do_POST(self) -> None:
        """Notes what it was told, and answers with the status that the path ends in."""
        self.close_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        TOLD.append((dict(self.headers), body))
        self.answer(int(self.path.rpartition("/")[2]), {"Content-Length": "0", "Location": "/ok"})

    def ok(self, rest: str) -> None:
        self.answer(200, {"Content-Type": "text/plain", "Content-Length": str(len(CALENDAR))}, CALENDAR)

    def to(self, rest: str) -> None:
        self.answer(302, {"Location": rest.replace("|", "/"), "Content-Length": "0"})

    def again(self, rest: str) -> None:
        """So many times."""
        left = int(rest)
        self.to(f"/again/{left - 1}" if left > 1 else "/ok")

    def status(self, rest: str) -> None:
        self.answer(int(rest), {"Content-Length": "0"})

    def endless(self, rest: str) -> None:
        self.answer(200, {"Transfer-Encoding": "chunked"} if rest == "chunked" else {})
        piece = b"x" * 60_000
        while True:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if rest == "chunked" else piece)

    def drip(self, rest: str) -> None:
        self.answer(200, {"Content-Length": "1000"})
        for _ in range(1_000):
            self.wfile.write(b"x")
            time.sleep(0.05)

    def head(self, rest: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(1_000):
            self.wfile.write(b"X")
            time.sleep(0.05)

    def answer(self, code: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return None


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever fetches hangs up, and clients that trust nobody as well."""


@dataclass
class Net:
    """The server, and what was asked of names: by default every name stands for it."""

    port: int
    context: ssl.SSLContext
    names: dict[str, Sequence[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        if host not in self.names and not host.endswith(".test"):
            raise socket.gaierror("unknown")
        return self.names.get(host, [HERE])

    def way(self) -> Way:
        return Way(self.resolve, lambda one: one == HERE or is_public(one), lambda: self.context, seconds=3.0)

    def fetch(self, path: str, host: str = "kalender.test", **more: object) -> Fetched:
        way = self.way()
        return fetch(f"https://{host}:{self.port}/{path}", replace(way, **more))  # type: ignore[arg-type]  # as it came
