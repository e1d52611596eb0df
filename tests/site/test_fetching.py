"""A calendar's address is fetched over HTTPS from public addresses only: against a server of the tests' own."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    folder = tmp_path_factory.mktemp("tls")
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tes")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("kalender.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, secret)
    http = Server((HERE, 0), Handler)
    http.socket = context.wrap_socket(http.socket, server_side=True)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield http.server_address[1], certificate
    http.shutdown()
    http.server_close()


@pytest.fixture
def net(server: tuple[int, Path]) -> Net:
    port, certificate = server
    return Net(port, ssl.create_default_context(cafile=str(certificate)))


def test_what_is_there_comes_whatever_it_calls_itself(net: Net) -> None:
    assert net.fetch("ok") == Fetched(CALENDAR)
    assert net.fetch("to/|ok") == Fetched(CALENDAR)
    assert net.asked == ["kalender.test"] * 3


@pytest.mark.parametrize(
    "address",
    [
        "http://kalender.test/", "ftp://kalender.test/", "file:///etc/passwd", "https://a:b@kalender.test/", "x",
        "https:///", "https://kalender.test:22/", "https://kalender.test:99999/", "https://[::1/", "gopher://x", "",
    ],
)  # fmt: skip
def test_nothing_but_https_is_asked_for(net: Net, address: str) -> None:
    assert fetch(address, Way(net.resolve, is_public)).problem in ("not_https", "unknown")
    assert net.asked == []


INWARD = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "2002:7f00:1::", "64:ff9b::7f00:1", "2001::1",
    "2001:db8::1", "kalender.test",
]  # fmt: skip


@pytest.mark.parametrize("address", INWARD)
def test_no_address_that_leads_inward_is_connected_to(net: Net, address: str) -> None:
    assert not is_public(address)
    for addresses in ([address], ["8.8.8.8", address]):
        net.names["luar.example"] = addresses
        assert net.fetch("ok", "luar.example", public=is_public) == Fetched(None, "private")


def test_what_is_public_is() -> None:
    assert is_public("8.8.8.8")
    assert is_public("2606:4700::1111")


def test_a_number_for_a_name_is_looked_at_like_any(net: Net) -> None:
    """However it is written: the system reads 2130706433 and 0x7f.1 as 127.0.0.1."""
    for host in ("127.0.0.1", "2130706433", "0x7f.1", "localhost"):
        assert fetch(f"https://{host}:{net.port}/ok").problem in ("private", "unknown")


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("http://kalender.test/ok", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("https://dalam.example/ok", "private"),
        ("//dalam.example/ok", "private"),
        ("https://tidak.example/", "unknown"),
        ("a", "redirects"),
    ],
)
def test_a_redirect_is_an_address_of_its_own(net: Net, location: str, problem: str) -> None:
    net.names["dalam.example"] = ["10.0.0.1"]
    assert net.fetch(f"to/{location.replace('/', '|')}") == Fetched(None, problem)


def test_redirects_end(net: Net) -> None:
    assert net.fetch("again/3") == Fetched(CALENDAR)
    assert net.fetch("again/4") == Fetched(None, "redirects")


def test_a_name_is_resolved_once_and_what_it_becomes_is_not_looked_at(net: Net) -> None:
    """Rebinding: at the second look the name stands for something inside."""
    answers = iter([[HERE], ["10.0.0.1"]])
    looked: list[str] = []

    def changing(host: str, port: int) -> Sequence[str]:
        looked.append(host)
        return next(answers)

    assert net.fetch("ok", resolve=changing) == Fetched(CALENDAR)
    assert looked == ["kalender.test"]
    answers = iter([[HERE], ["10.0.0.1"]])
    assert net.fetch("to/|ok", resolve=changing) == Fetched(None, "private")


def test_another_of_its_addresses_is_tried_where_one_does_not_answer(net: Net) -> None:
    net.names["kalender.test"] = ["127.0.0.9", HERE]
    anywhere: Callable[[str], bool] = lambda one: one.startswith("127.")  # noqa: E731
    assert net.fetch("ok", public=anywhere) == Fetched(CALENDAR)


def test_a_server_proves_that_it_is_the_one_asked_for(net: Net) -> None:
    assert net.fetch("ok", "lain.test") == Fetched(None, "certificate")
    assert net.fetch("ok", context=ssl.create_default_context) == Fetched(None, "certificate")


@pytest.mark.parametrize(
    ("path", "problem"), [("403", "refused"), ("404", "refused"), ("500", "unreachable"), ("204", "unreachable")]
)
def test_what_a_server_answers_otherwise_is_told(net: Net, path: str, problem: str) -> None:
    assert net.fetch(path) == Fetched(None, problem)


def test_where_nobody_listens_is_told(net: Net) -> None:
    with socket.socket() as closed:
        closed.bind((HERE, 0))
        address = f"https://kalender.test:{closed.getsockname()[1]}/"
    assert fetch(address, Way(net.resolve, lambda _: True, seconds=2.0)) == Fetched(None, "unreachable")


@pytest.mark.parametrize("path", ["endless", "endless/chunked"])
def test_a_body_without_end_is_left_at_the_limit(net: Net, path: str) -> None:
    begins = time.monotonic()
    assert net.fetch(path, bytes=1_000_000) == Fetched(None, "too_big")
    assert time.monotonic() - begins < 3


@pytest.mark.parametrize("path", ["drip", "head"])
def test_a_server_that_trickles_is_hung_up_on(net: Net, path: str) -> None:
    begins = time.monotonic()
    assert net.fetch(path, seconds=0.6) == Fetched(None, "too_slow")
    assert time.monotonic() - begins < 2


def test_a_server_that_says_nothing_is_hung_up_on(net: Net) -> None:
    with socket.socket() as silent:
        silent.bind((HERE, 0))
        silent.listen()
        address = f"https://kalender.test:{silent.getsockname()[1]}/"
        begins = time.monotonic()
        assert fetch(address, Way(net.resolve, lambda _: True, seconds=0.6)) == Fetched(None, "too_slow")
        assert time.monotonic() - begins < 2
