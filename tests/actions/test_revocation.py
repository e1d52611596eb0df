"""What is taken back is gone for every read that begins after: by page, list, search, download, and from an open tab.

A read that began before the commit may still end after it, with what was open when it began.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.test import Client
from django.urls import reverse

from kunci.actions import keyring, ties
from kunci.actions.keyring import RungChoice
from kunci.core.gates import FaceKind
from kunci.core.rungs import Rung
from kunci.models.models import Account
from kunci.reveal import archive, doors
from kunci.web import clock
from tests.cast import Cast

READERS = 3
EARLY = RungChoice(Rung.KNOWN, Rung.TRUSTED, None)
Read = Callable[[Cast, UUID, str, Client], bool]


def by_page(cast: Cast, key: UUID, name: str, tab: Client) -> bool:
    return name in tab.get(reverse("door", args=[key])).content.decode()


def by_list(cast: Cast, key: UUID, name: str, tab: Client) -> bool:
    return name in tab.get(reverse("doors"), {"q": "pengadaan"}).content.decode()


def by_download(cast: Cast, key: UUID, name: str, tab: Client) -> bool:
    return name in str(archive.archive(cast.budi, cast.now))


def by_the_read_door(cast: Cast, key: UUID, name: str, tab: Client) -> bool:
    found = doors.door(cast.budi, cast.now, key)
    return found is not None and found.name == name


def by_asking(cast: Cast, key: UUID, name: str, tab: Client) -> bool:
    """A tab that was opened before sends its form: what comes back may show the door only while it is open."""
    answer = tab.post(reverse("door", args=[key]), {"sentence": ""}, follow=True)
    return name in answer.content.decode()


READS: tuple[Read, ...] = (by_page, by_list, by_download, by_the_read_door, by_asking)


def lowered(cast: Cast, key: UUID) -> None:
    ties.lower(cast.act(cast.sari), cast.budi, Rung.STRANGER)


def shut(cast: Cast, key: UUID) -> None:
    keyring.shut_out(cast.act(cast.sari), key, cast.budi)


def untold(cast: Cast, key: UUID) -> None:
    for kind in (FaceKind.NAME, FaceKind.HINT):
        keyring.open_key(cast.act(cast.sari), key, kind, [])


REVOKES = (lowered, shut, untold)


@dataclass
class Seen:
    """When each read began and ended, and whether it saw the name."""

    reads: list[tuple[float, float, bool]] = field(default_factory=list)


@pytest.fixture
def tab(committed: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Budi's browser, signed in."""
    monkeypatch.setattr(clock, "now", lambda: committed.now)
    account = Account.objects.get(id=committed.budi)
    session = SessionStore()
    session[SESSION_KEY] = str(account.id)
    session[BACKEND_SESSION_KEY] = "kunci.models.account.ByLink"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["noted"] = committed.now.timestamp()
    session.save()
    client = Client()
    client.cookies["sessionid"] = str(session.session_key)
    return client


def race(cast: Cast, tab: Client, draw: random.Random) -> tuple[int, int]:
    """Reads go on while it is taken back; how many saw it, and how many began after the commit."""
    name = f"Orang {draw.getrandbits(48)}"
    key = cast.key(cast.sari, "Kepala pengadaan, rumah sakit, Surabaya", name, EARLY)
    cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
    revoke, reads = draw.choice(REVOKES), draw.sample(READS, READERS)
    seen, committed_at, stop = Seen(), [float("inf")], threading.Event()

    def read_on(read: Read) -> None:
        own = Client()
        own.cookies = tab.cookies
        try:
            while not stop.is_set():
                began = time.monotonic()
                found = read(cast, key, name, own)
                seen.reads.append((began, time.monotonic(), found))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(READERS) as readers:
        running = [readers.submit(read_on, read) for read in reads]
        time.sleep(draw.uniform(0.0, 0.15))
        if draw.random() < 0.5:  # in these somebody has seen it before, however slow the machine is
            _until(lambda: any(found for _, _, found in list(seen.reads)))
        try:
            revoke(cast, key)
            committed_at[0] = time.monotonic()
            _until(lambda: sum(began > committed_at[0] for began, _, _ in list(seen.reads)) >= READERS)
        finally:
            stop.set()
        for one in running:
            one.result()
    after = [found for began, _, found in seen.reads if began > committed_at[0]]
    assert not any(after), f"{revoke.__name__}: {[read.__name__ for read in reads]}"
    return sum(found for _, _, found in seen.reads), len(after)


def _until(there: Callable[[], bool], most: float = 10.0) -> None:
    enough = time.monotonic() + most
    while time.monotonic() < enough and not there():
        time.sleep(0.005)


def races(cast: Cast, tab: Client, count: int, seed: int) -> None:
    cast.knows_for_years(cast.sari, cast.budi)
    draw, saw, after = random.Random(seed), 0, 0
    for _ in range(count):
        found, later = race(cast, tab, draw)
        saw, after = saw + found, after + later
        cast.later(0.01)
    assert saw > count / 4, "else nothing was there to be taken back"
    assert after >= count * READERS, "else nobody looked afterwards"


def test_no_read_that_begins_after_the_commit_sees_what_was_taken_back(committed: Cast, tab: Client) -> None:
    races(committed, tab, 12, 20261201)


@pytest.mark.heavy
def test_nor_in_a_thousand_races(committed: Cast, tab: Client) -> None:
    races(committed, tab, 1_000, 20261202)
