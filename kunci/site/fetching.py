"""A calendar's address is fetched, a push service told: over HTTPS, at public addresses of the internet, within seconds
and megabytes.

Somebody else wrote the address, so nothing that it leads to is trusted. The name is resolved once and the connection
goes to the very address that was looked at, or a name could change between the look and the use. Every redirect is an
address of its own and begins anew.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from typing import TypeVar
from urllib.parse import urljoin

from urllib3.connection import HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, LocationParseError, NewConnectionError
from urllib3.util import Url, parse_url
from urllib3.util.ssl_match_hostname import CertificateError

SECONDS = 10.0
BYTES = 5_000_000
REDIRECTS = 3
TRIED = 3  # of the addresses that one name has
PIECE = 65_536
PORTS = range(1_024, 65_536)  # besides the usual one: below are services that speak something else
MOVED, REFUSED = (301, 302, 303, 307, 308), (401, 403, 404, 410)
# Addresses that carry another one inside: what looks public may lead inward.
CARRIERS = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
HEADERS = {"Accept-Encoding": "identity", "User-Agent": "Kunci"}
CALENDAR = {"Accept": "text/calendar, */*;q=0.1"}


@dataclass(frozen=True)
class Fetched:
    """What was there, or None and why, in a word (web/calendar_words.py says it)."""

    data: bytes | None
    problem: str = ""


@dataclass(frozen=True)
class Way:
    """How the internet is reached; tests have their own."""

    resolve: Callable[[str, int], Sequence[str]]
    public: Callable[[str], bool]
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = SECONDS
    bytes: int = BYTES


T = TypeVar("T")
Ask = Callable[[HTTPSConnection, Url, Way, float], T]


class Problem(Exception):
    """Why it can't be fetched, in a word."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def resolve(host: str, port: int) -> Sequence[str]:
    """All that a name stands for, each once. OSError or UnicodeError where it stands for nothing."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def is_public(written: str) -> bool:
    """Whether an address is one of the internet at large."""
    try:
        address = ipaddress.ip_address(written)
    except ValueError:  # with a scope, for one: fe80::1%eth0
        return False
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped is not None or any(address in carrier for carrier in CARRIERS)
    ):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


INTERNET = Way(resolve, is_public)


def fetch(address: str, way: Way = INTERNET) -> Fetched:
    """Raises nothing."""
    ends = time.monotonic() + way.seconds
    try:
        for _ in range(REDIRECTS + 1):
            found = _reach(_parsed(address), way, ends, _get)
            if isinstance(found, bytes):
                return Fetched(found)
            address = found
    except Problem as problem:
        return Fetched(None, problem.word)
    return Fetched(None, "redirects")


def post(address: str, headers: Mapping[str, str], way: Way = INTERNET) -> int:
    """Sends nothing but headers; the status that comes back. Raises Problem. A redirect is not followed."""

    def tell(connection: HTTPSConnection, url: Url, way: Way, ends: float) -> int:
        _request(connection, "POST", url, headers)
        return connection.getresponse().status

    return _reach(_parsed(address), way, time.monotonic() + way.seconds, tell)


def _parsed(address: str) -> Url:
    try:
        url = parse_url(address)
    except LocationParseError as wrong:
        raise Problem("unknown") from wrong
    if url.scheme != "https" or url.auth:
        raise Problem("not_https")
    if not url.host or (url.port not in (None, 443) and url.port not in PORTS):
        raise Problem("unknown")
    return url


def _reach(url: Url, way: Way, ends: float, ask: Ask[T]) -> T:
    """Does something with a connection to where the address leads."""
    host, port = (url.host or "").strip("[]"), url.port or 443
    try:
        addresses = way.resolve(host, port)
    except (OSError, UnicodeError) as unknown:
        raise Problem("unknown") from unknown
    # One that leads inward is enough: a name of the internet has none.
    if not addresses or not all(map(way.public, addresses)):
        raise Problem("private" if addresses else "unknown")
    for number, one in enumerate(addresses[:TRIED], 1):
        try:
            return _at(one, host, port, url, way, ends, ask)
        except Problem as problem:
            if problem.word != "unreachable" or number == len(addresses[:TRIED]):
                raise
    raise Problem("unreachable")


def _at(address: str, host: str, port: int, url: Url, way: Way, ends: float, ask: Ask[T]) -> T:
    left = ends - time.monotonic()
    if left <= 0:
        raise Problem("too_slow")
    connection = HTTPSConnection(
        address, port, timeout=left / 2, server_hostname=host, ssl_context=way.context(), cert_reqs=ssl.CERT_REQUIRED
    )
    # A timeout of the socket begins anew with each byte: this one does not.
    alarm = threading.Timer(left, _hang_up, [connection])
    alarm.daemon = True
    alarm.start()
    try:
        connection.connect()
        return ask(connection, url, way, ends)
    except (ssl.SSLCertVerificationError, CertificateError) as wrong:
        raise Problem("certificate") from wrong
    except NewConnectionError as nobody:
        raise Problem("unreachable") from nobody
    except (TimeoutError, ConnectTimeoutError) as slow:
        raise Problem("too_slow") from slow
    except (OSError, HTTPError, HTTPException, ValueError, AttributeError) as broken:
        # ValueError and AttributeError: what reading from a connection ends in that was hung up meanwhile.
        raise Problem("too_slow" if time.monotonic() >= ends else "unreachable") from broken
    finally:
        alarm.cancel()
        connection.close()


def _get(connection: HTTPSConnection, url: Url, way: Way, ends: float) -> bytes | str:
    """What is there, or where it has moved to."""
    _request(connection, "GET", url, CALENDAR)
    response = connection.getresponse()
    if response.status in MOVED:
        return _moved(url, response.headers.get("Location", ""))
    if response.status != 200:
        raise Problem("refused" if response.status in REFUSED else "unreachable")
    data = bytearray()
    while piece := response.read1(PIECE, decode_content=False):
        data += piece
        if len(data) > way.bytes:
            raise Problem("too_big")
    if time.monotonic() >= ends:
        raise Problem("too_slow")
    return bytes(data)


def _request(connection: HTTPSConnection, method: str, url: Url, headers: Mapping[str, str]) -> None:
    said = {**HEADERS, **headers, "Host": url.netloc or url.host or ""}
    connection.request(method, url.request_uri, headers=said, preload_content=False)


def _moved(url: Url, location: str) -> str:
    """Where a redirect leads."""
    if not location:
        raise Problem("unreachable")
    return urljoin(url.url, location)


def _hang_up(connection: HTTPSConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
