"""No page sends more than twelve statements, whatever there is to show: a list is read at once, not row by row.

The worlds are those of the secrecy tests with much more in them, the requests are every one that stands for a route.
Session, account and setting the viewer are counted; beginning and ending the transaction is not, nor that a session
in use is noted every ten minutes, which takes two more.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from statistics import median

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.bench.pages import MOST
from tests.cluster import TestCluster
from tests.secrecy.happenings import VERBS
from tests.secrecy.knowledge import knowledge
from tests.secrecy.snapshot import Browser
from tests.secrecy.stage import Clockwork, everything_seen, execute, stage
from tests.secrecy.surfaces import every_ask, get, known_to
from tests.secrecy.viewers import VIEWERS, holder
from tests.secrecy.worlds import Pick, World

HAPPENINGS = 90
EVERY_FILTER = (
    "?q=pengadaan&show=keys&opened=yes&city=Surabaya",
    "?q=a&show=contacts&opened=no&city=Surabaya&tag=lama",
)
WORLDS = tuple((viewer, seed) for viewer in ("holder", "trusted") for seed in (0, 2, 3))  # the last has a handover
# What is only asked for where there is something on the page that needs it.
FULL = {
    "today": ("face", "pass", "question", "offered_me"),
    "handover": ("own_face", "outcome", "evidence", "request_card"),
    "keyring": ("own_face", "grant", "member"),
    "key": ("own_face", "grant", "member", "layer"),
    "eyes": ("opening", "own_face", "grant"),
    "partner": ("evidence", "confirmation"),
    "grant": ("evidence", "own_face", "grant"),
    "decide": ("own_face", "consent"),
    "circle": ("evidence", "invitee"),
}
MANY = 500
# Members whom Sari knows, on three rungs.
PARTNERS = """
    with made as (
        insert into vault.member (id, name, joined_at)
        select gen_random_uuid(), 'Rekan ' || n, now() from generate_series(1, %(many)s) n returning id, name),
    known as (
        insert into vault.tie (id, member, partner, since) select gen_random_uuid(), %(me)s, id, now() from made)
    insert into vault.pass (viewer, holder, known_until, trusted_until)
    select id, %(me)s::uuid, case when length(name) > 7 then '2999-01-01'::timestamptz end,
        case when name like '%%5' and length(name) > 7 then '2999-01-01'::timestamptz end from made
    union all
    select %(me)s::uuid, id, null, null from made
"""
FRAMING = ("SAVEPOINT", "RELEASE", "ROLLBACK")
VIEWER = "select set_config"


@pytest.fixture(scope="module")
def work(cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Clockwork]:
    with django_db_blocker.unblock(), stage(cluster) as work:
        yield work


def _statements(work: Clockwork, viewer: str, seed: int) -> dict[str, tuple[str, list[str]]]:
    """By route the page that was answered with most statements."""
    draw = Random(seed)
    found: dict[str, tuple[str, list[str]]] = {}
    with transaction.atomic():
        world = World(work)
        who = VIEWERS[viewer](world, seed)
        for _ in range(HAPPENINGS):
            call = VERBS[draw.choice(tuple(VERBS))](world, Pick(draw.getrandbits(40)), None)
            if call is not None:
                world.run(call)
        world.work.now = world.now + timedelta(hours=1)
        browser = Browser(world, who)
        known = known_to(who, knowledge(who.principal, world.now))
        asks = [ask for ask in every_ask(known, turn=0, most=5) if ask.method == "GET"]
        for ask in [*asks, *(get("keyring", query=query) for query in EVERY_FILTER)]:
            answer = browser.send(ask)
            sent = [sql for sql, _ in answer.statements if not sql.startswith(FRAMING)]
            if sent.count(sent[-1]) > 1 and sent[-1].startswith(VIEWER):
                sent.pop()  # put back, since this page is inside a transaction of the test
            if answer.status == 200 and len(sent) > len(found.get(ask.route, ("", []))[1]):
                found[ask.route] = (ask.path, sent)
        transaction.set_rollback(True)
    return found


def test_no_page_sends_more_than_twelve_statements(work: Clockwork) -> None:
    most: dict[str, tuple[str, list[str]]] = {}
    for viewer, seed in WORLDS:
        for route, page in _statements(work, viewer, seed).items():
            most[route] = max(most.get(route, page), page, key=lambda one: len(one[1]))
    most.pop("mine_archive", None)  # a file of everything there is
    over = [f"{path}: {len(sent)}\n  " + "\n  ".join(sent) for path, sent in most.values() if len(sent) > MOST]
    assert not over, "\n".join(over)
    for route, tables in FULL.items():
        sent = " ".join(most[route][1])
        assert [table for table in tables if f'FROM "{table}"' not in sent] == [], f"{route} had too little to show"


def test_five_hundred_partners_take_at_most_ten_times_an_empty_page(work: Clockwork) -> None:
    """The picture of the network: medians of turns side by side."""
    with transaction.atomic():
        world = World(work)
        with everything_seen():
            execute(PARTNERS, {"me": world.sari, "many": MANY})
        browser = Browser(world, holder(world, 1))
        pages = {route: get(route) for route in ("network", "card")}
        assert browser.send(pages["network"]).body.count(b'class="dot') >= MANY
        taken: dict[str, list[float]] = {route: [] for route in pages}
        for _ in range(9):
            for route, seconds in taken.items():
                begun = time.perf_counter()
                browser.send(pages[route])
                seconds.append(time.perf_counter() - begun)
        transaction.set_rollback(True)
    assert median(taken["network"]) < 10 * median(taken["card"])
