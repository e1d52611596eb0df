"""A calendar's address is fetched over HTTPS from public addresses only: against a server of the tests' own."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Sequence

import pytest

from kunci.site.fetching import Fetched, Way, fetch, is_public
from tests.site.net import CALENDAR, HERE, Net


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
