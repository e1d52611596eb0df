"""`python -m tests.bench.weekly`: the pages of every week, in a database of its own, under row rules and without them.

Each member measured has one-to-ones and encounters proposed by their calendar beside what the other benches give
them. Compared are the statements that Kunci sends, under row rules, and the whole function, with what somebody would
write by hand on the tables. `--partners 500` measures whole pages of somebody with as many, against an empty one.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from datetime import datetime
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import django
import psycopg

if TYPE_CHECKING:
    from tests.bench.generate import World
    from tests.bench.operations import Operation

GOAL = 1.3
ROUNDS, TIMES = 21, 10
MEETINGS = """
    insert into vault.one_to_one (id, proposer, partner, words, place, minutes, slots, slots_by, proposed_at,
        expires_at, at, fixed_at)
    select gen_random_uuid(), t.member, t.partner, 'Kabar', 'Kopi', 60, '{}', t.member, d.at - interval '9 days', d.at,
        d.at, d.at - interval '8 days'
    from vault.tie t, lateral (
        select %(now)s::timestamptz + interval '1 day' * (abs(hashtext(t.id::text)) %% 300 - 280) as at) d
    where abs(hashtext(t.id::text)) %% 7 = 0
"""
PROPOSED = """
    insert into vault.proposed (id, member, partner, kind, happened_on, title, mark, source, found_at)
    select gen_random_uuid(), t.member, t.partner, 'met', (%(now)s::timestamptz)::date - n, 'Kopi pagi',
        decode(md5(t.id::text || n), 'hex'), 'file', %(now)s
    from vault.tie t, generate_series(1, 2) n where abs(hashtext(t.id::text)) %% 30 = 0
"""
ONE_TO_ONES = """
    select o.id, m.name, o.at, s.notes from vault.one_to_one o
    join vault.member m on m.id = case when o.proposer = %(me)s then o.partner else o.proposer end
    left join vault.one_to_one_side s on s.member = %(me)s and s.meeting = o.id
    where o.proposer = %(me)s or o.partner = %(me)s
    order by o.expires_at desc, o.id limit 100
"""
CALENDARS = """
    select m.id, m.name, p.id, p.happened_on, p.title from vault.proposed p join vault.member m on m.id = p.partner
    where p.member = %(me)s and p.state = 'waiting' order by p.happened_on desc, p.partner, p.id
"""
NETWORK = """
    select m.id, m.name, p.known_until, p.trusted_until, p.unhesitating_until, t.since,
        (select count(*)::int from vault.handover h where h.holder = %(me)s and h.asker = t.partner),
        (select count(*)::int from vault.handover h where h.asker = %(me)s and h.holder = t.partner)
    from vault.tie t join vault.member m on m.id = t.partner
        join vault.pass p on p.holder = %(me)s and p.viewer = t.partner where t.member = %(me)s
"""


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.weekly", description=__doc__)
    asked.add_argument("--members", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=2, help="how often each typical viewer is measured")
    asked.add_argument("--partners", type=int, default=0, help="whole pages, of members with so many partners")
    given = asked.parse_args()

    os.environ["DJANGO_SETTINGS_MODULE"] = "kunci.site.settings"
    django.setup()
    from kunci.site import start
    from tests.bench import bench
    from tests.bench.database import django_on, own_cluster
    from tests.bench.generate import Sizes, fill

    with own_cluster() as cluster, django_on(cluster, "kunci"):
        start.migrate()
        began = perf_counter()
        sizes = Sizes(members=given.members)
        if given.partners:
            sizes = replace(sizes, hub_holders=given.partners)
        world = fill(cluster.dsn("superuser", "kunci"), sizes)
        _live(cluster.dsn("superuser", "kunci"), world)
        say(f"{given.members} members made in {perf_counter() - began:.0f} s")
        if given.partners:
            return _against_an_empty_page(world)
        measured = bench.Bench(cluster, "kunci", world)
        measured.operations = operations()
        measured.bare = lambda sql, me, now: "select"  # compared is what is written by hand
        for operation in measured.operations:
            for who in (*world.hubs, *world.typical):
                made, by_hand = measured.results(operation, who)
                if made != by_hand:
                    raise SystemExit(f"{operation.name}: the product and the hand-written SQL differ for {who.id}")
        timings = measured.measure({"typical": given.rounds, "hub": given.rounds * 4})
        measured.close()
    missed = [one for one in timings if one.ratio("rules", "hand") > GOAL]
    for one in timings:
        ruled, whole = one.ratio("rules", "hand"), one.ratio("product", "hand")
        said = f"{one.statements} statements, {ruled:.2f} times by hand, the whole function {whole:.2f} times"
        sys.stdout.write(f"{one.operation}, {one.viewers}: {said}\n")
    for one in missed:
        say(f"missed: {one.operation}, {one.viewers}")
    return 1 if missed else 0


def _against_an_empty_page(world: World) -> int:
    """Medians of the server's time, the pages in turn."""
    from unittest.mock import patch

    from django.urls import reverse

    from kunci.web import clock
    from tests.bench.pages import get, signed_in

    who = world.hubs[0]
    client = signed_in(who, world)
    paths = {name: reverse(name) for name in ("encounter_show", "network", "today", "one_to_ones", "today_contacts")}
    paths["partner"] = reverse("partner", args=[who.partners[0]])
    times: dict[str, list[float]] = {name: [] for name in paths}
    with patch.object(clock, "now", lambda: world.now):
        for _ in range(ROUNDS):
            for name, path in paths.items():
                began = perf_counter()
                get(client, path)
                times[name].append(perf_counter() - began)
    empty = median(times.pop("encounter_show"))
    ratios = {name: median(took) / empty for name, took in times.items()}
    for name, ratio in ratios.items():
        sys.stdout.write(f"{name}: {ratio:.1f} times an empty page\n")
    return 1 if max(ratios["network"], ratios["partner"]) > TIMES else 0


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _live(superuser: str, world: World) -> None:
    with psycopg.connect(superuser) as connection:
        connection.execute("set session_replication_role = replica")
        for statement in (MEETINGS, PROPOSED):
            connection.execute(statement.encode(), {"now": world.now})
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("vacuum (analyze) vault.one_to_one, vault.proposed")


def operations() -> tuple[Operation, ...]:
    from kunci.reveal import calendars, network, one_to_ones
    from kunci.reveal.calendars import PARTNERS, SHOWN, Calendars
    from tests.bench.generate import Subject
    from tests.bench.hand import Row
    from tests.bench.operations import Operation, as_given

    def hand(statement: str, cursor: psycopg.Cursor, who: Subject) -> list[Row]:
        return cursor.execute(statement.encode(), {"me": who.id}).fetchall()

    def meetings(found: object, who: Subject, now: datetime) -> list[Row]:
        assert isinstance(found, tuple)
        return [(one.id, one.name, one.at, one.notes or None) for one in found]

    def proposed(found: object, who: Subject, now: datetime) -> list[Row]:
        assert isinstance(found, Calendars)
        return [(group.partner, group.name, len(group.rows)) for group in found.proposed]

    def proposed_by_hand(cursor: psycopg.Cursor, who: Subject, now: datetime) -> object:
        groups: dict[tuple[object, object], int] = {}
        for partner, name, *_ in hand(CALENDARS, cursor, who):
            groups[partner, name] = min(groups.get((partner, name), 0) + 1, SHOWN)
        return [(partner, name, count) for (partner, name), count in list(groups.items())[:PARTNERS]]

    def nodes(found: object, who: Subject, now: datetime) -> list[Row]:
        assert isinstance(found, tuple)
        return sorted((one.partner.id, one.partner.name, one.given, one.had) for one in found)

    def nodes_by_hand(cursor: psycopg.Cursor, who: Subject, now: datetime) -> object:
        return sorted((id, name, given, had) for id, name, *_, given, had in hand(NETWORK, cursor, who))

    def meetings_by_hand(cursor: psycopg.Cursor, who: Subject, now: datetime) -> object:
        return hand(ONE_TO_ONES, cursor, who)

    return (
        Operation(
            "one-to-ones of mine",
            lambda who, now: one_to_ones.one_to_ones(who.id, now),
            meetings_by_hand,
            meetings,
            as_given,
        ),
        Operation("my network", lambda who, now: network.network(who.id, now), nodes_by_hand, nodes, as_given),
        Operation(
            "what my calendar proposes",
            lambda who, now: calendars.calendars(who.id, now),
            proposed_by_hand,
            proposed,
            as_given,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
