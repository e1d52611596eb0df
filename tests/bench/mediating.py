"""`python -m tests.bench.mediating`: what somebody could mediate, in a database of its own, against SQL by hand.

A million members and eighteen million pairs take a long time to make; `--members` makes fewer. Every third member
looks for a door that travels. Measured are the keys of others that one could propose for the newest want they hear.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import UUID

import django
import psycopg

if TYPE_CHECKING:
    from tests.bench.operations import Operation

KEYS = 7  # a member; the other benches give them ten
WANTS = """
    insert into vault.want (id, member, text, rung, travels, created_at, expires_at)
    select gen_random_uuid(), m.id, 'Kepala pengadaan rumah sakit', 1 + abs(hashtext(m.id::text)) %% 3, true,
        %(now)s - interval '1 day' * (abs(hashtext(m.id::text)) %% 60), %(now)s + interval '30 days'
    from vault.member m where abs(hashtext(m.id::text)) %% 9 < 3
"""
HEARD_WANTS = """
    insert into vault.want_face (want, gate, author, text, why, travels, created_at, until)
    select w.id, vault.gate_of(w.member, w.rung), w.member, w.text, w.why, w.travels, w.created_at, w.expires_at
    from vault.want w
"""
NEWEST = """
    select f.want from vault.want_face f
    where f.gate = any (array({opened})) and f.until > %(now)s and f.author <> %(me)s
    order by f.created_at desc, f.want limit 1
"""
MEDIATE = """
    with opened as materialized ({opened}),
    heard as materialized (
        select f.author from vault.want_face f
        where f.want = %(want)s and f.gate in (select gate from opened) and f.until > %(now)s and f.travels
            and %(me)s <> all (f.not_for)),
    page as (
        select f.key, f.line, f.holder, f.created_at, f.id from vault.face f
        where f.gate = any (array(select gate from opened)) and f.kind = 'hint' and f.holder <> %(me)s
            and f.holder <> (select author from heard)
        order by f.created_at desc, f.id limit 21)
    select p.key, p.line, m.name, exists (
        select from vault.mediation d where d.mediator = %(me)s and d.want = %(want)s and d.key = p.key)
    from page p join vault.member m on m.id = p.holder
    where exists (select from heard)
    order by p.created_at desc, p.id
"""


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.mediating", description=__doc__)
    asked.add_argument("--members", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3, help="how often each typical viewer is measured")
    given = asked.parse_args()

    os.environ["DJANGO_SETTINGS_MODULE"] = "kunci.site.settings"
    django.setup()
    from kunci.site import start
    from tests.bench import bench
    from tests.bench.database import django_on, own_cluster
    from tests.bench.generate import Sizes, World, fill

    with own_cluster() as cluster, django_on(cluster, "kunci"):
        start.migrate()
        began = perf_counter()
        world = fill(cluster.dsn("superuser", "kunci"), Sizes(members=given.members, keys=KEYS))
        _look_for_doors(cluster.dsn("superuser", "kunci"), world.now)
        say(f"{given.members} members made in {perf_counter() - began:.0f} s")
        with psycopg.connect(cluster.dsn("owner", "kunci")) as connection:
            wants = {who.id: _newest(connection, who.id, world.now) for who in (*world.hubs, *world.typical)}
            pairs = connection.execute("select count(*) from vault.pass").fetchone()
        say(f"{pairs[0] if pairs else 0} pairs")
        typical = tuple(who for who in world.typical if wants[who.id] is not None)
        hubs = tuple(who for who in world.hubs if wants[who.id] is not None)
        measured = bench.Bench(cluster, "kunci", World(world.now, typical, hubs))
        measured.operations = (_operation(wants),)
        for operation in measured.operations:
            for who in (*hubs, *typical):
                made, by_hand = measured.results(operation, who)
                if made != by_hand:
                    raise SystemExit(f"the product and the hand-written SQL differ for {who.id}")
        timings = measured.measure({"typical": given.rounds, "hub": given.rounds * 4})
        measured.close()
    missed = bench.unmet(timings)
    sys.stdout.write(f"{bench.table(timings)}\n")
    for one in missed:
        say(f"missed: {one}")
    return 1 if missed else 0


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _look_for_doors(superuser: str, now: datetime) -> None:
    with psycopg.connect(superuser) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(WANTS, {"now": now})
        connection.execute(HEARD_WANTS)
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("vacuum (analyze) vault.want, vault.want_face")


def _newest(connection: psycopg.Connection, me: UUID, now: datetime) -> UUID | None:
    from tests.bench.hand import OPEN

    found = connection.execute(NEWEST.format(opened=OPEN).encode(), {"me": me, "now": now}).fetchone()
    return None if found is None else found[0]


def _operation(wants: dict[UUID, UUID | None]) -> Operation:
    """The keys of others that each could propose, with their holders and whether they did."""
    from kunci.reveal import mediations
    from tests.bench.generate import Subject
    from tests.bench.hand import OPEN, Row
    from tests.bench.operations import Operation, as_given

    def want(who: Subject) -> UUID:
        found = wants[who.id]
        if found is None:
            raise LookupError("they hear of nothing")
        return found

    def product(who: Subject, now: datetime) -> object:
        return mediations.both_sides(who.id, now, want(who))[0]

    def by_hand(cursor: psycopg.Cursor, who: Subject, now: datetime) -> object:
        asked = {"me": who.id, "now": now, "want": want(who)}
        return cursor.execute(MEDIATE.format(opened=OPEN).encode(), asked).fetchall()[: mediations.MOST]

    def rows(found: object, who: Subject, now: datetime) -> list[Row]:
        assert isinstance(found, tuple)
        return [(one.id, one.hint_line, one.holder.name, one.proposed) for one in found]

    left: Callable[[object, Subject, datetime], list[Row]] = rows
    return Operation("what I could mediate", product, by_hand, left, as_given)


if __name__ == "__main__":
    sys.exit(main())
