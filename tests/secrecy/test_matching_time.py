"""Whether somebody holds what one looks for takes no time: a world with a match between two without.

The three databases are copies of each other, asked in turn by the same session; in one of them a partner holds a hidden
key that says word for word what the viewer looks for, and has noted that another does not fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from random import Random
from statistics import median
from time import perf_counter

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from kunci.actions import heard_wants
from kunci.models.account import Account
from kunci.reveal import matching
from kunci.site import start
from kunci.web import clock
from tests import cast as casting
from tests.actions.test_wants import DOOR, lets, writes
from tests.bench.database import django_on
from tests.cast import Cast
from tests.cluster import TestCluster

ROUNDS = 1_000
WORLDS = ("kunci_plain", "kunci_control", "kunci_match")
MOST_SIGMA = 4.0  # in fewer than one of ten thousand runs chance alone goes so far


@pytest.fixture
def world(cluster: TestCluster, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Cast, Client, list[str]]]:
    plain, control, match = WORLDS
    cluster.create_database(plain)
    with django_db_blocker.unblock():
        with django_on(cluster, plain):
            start.migrate()
            cast = casting.make()
            lets(cast, cast.sari, cast.budi)
            unfit = cast.key(cast.budi, "Notaris, Ambon", "Lia", email="lia@notaris.example")
            want = writes(cast, cast.sari)
            client = _signed_in(cast)
        for copy in (control, match):
            cluster.copy_database(plain, copy)
        with django_on(cluster, match):
            key = cast.key(cast.budi, DOOR)
            heard_wants.no_match(cast.act(cast.budi), want, unfit)
            assert key in [fit.id for fit in matching.keys_for_want(cast.budi, cast.now, want).mine]
        yield cast, client, [reverse("want", args=[want]), reverse("wants"), reverse("today")]


def _signed_in(cast: Cast) -> Client:
    session = SessionStore()
    session[SESSION_KEY] = str(cast.sari)
    session[BACKEND_SESSION_KEY] = "kunci.models.account.ByLink"
    session[HASH_SESSION_KEY] = Account.objects.get(id=cast.sari).get_session_auth_hash()
    session["noted"] = cast.now.timestamp()
    session.save()
    client = Client(raise_request_exception=True)
    client.cookies["sessionid"] = str(session.session_key)
    return client


@pytest.fixture
def doors(world: object, cluster: TestCluster) -> Iterator[dict[str, BaseDatabaseWrapper]]:
    """A connection to each of the worlds; Django's own is put back afterwards."""
    before = connections["default"]
    made = {}
    for name in WORLDS:
        one = connections.create_connection("default")
        one.settings_dict = {**one.settings_dict, **cluster.parts("app", name)}
        made[name] = one
    yield made
    for one in made.values():
        one.close()
    connections["default"] = before


@pytest.mark.heavy
def test_a_match_takes_its_author_no_time(
    world: tuple[Cast, Client, list[str]],
    doors: dict[str, BaseDatabaseWrapper],
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast, client, paths = world
    monkeypatch.setattr(clock, "now", lambda: cast.now)
    draw = Random(1)
    ms: dict[str, list[float]] = {name: [] for name in WORLDS}
    bodies: dict[str, set[int]] = {path: set() for path in paths}
    with django_db_blocker.unblock():
        for turn in range(ROUNDS + 20):
            path = paths[turn % len(paths)]
            for name in draw.sample(WORLDS, len(WORLDS)):
                connections["default"] = doors[name]
                began = perf_counter()
                answer = client.get(path, headers={"host": "localhost"})
                took = perf_counter() - began
                assert answer.status_code == 200
                if turn >= 20:  # once everything is warm
                    ms[name].append(1000 * took)
                    bodies[path].add(len(answer.content))
    assert {path: len(sizes) for path, sizes in bodies.items()} == dict.fromkeys(paths, 1)
    plain, control, match = (ms[name] for name in WORLDS)
    for name, other in (("control", control), ("match", match)):
        slower = sum(one > two for one, two in zip(other, plain, strict=True))
        sigma = (slower - ROUNDS / 2) / sqrt(ROUNDS / 4)
        print(  # noqa: T201
            f"{name}: slower in {slower} of {ROUNDS} rounds ({sigma:+.1f} sigma), "
            f"median {median(other):.2f} ms against {median(plain):.2f} ms"
        )
        assert abs(sigma) < MOST_SIGMA, name
