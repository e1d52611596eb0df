"""`python -m tests.bench.matching`: one want against the keys that a member may read among a million, and a key against
the wants that they hear; both ways also as SQL by hand on the tables, without row rules.

Keys say what invented people of the demonstration hold, in turn. Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from time import perf_counter
from uuid import UUID

import django
import numpy as np
import psycopg

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ME, AUTHOR = UUID(int=1), UUID(int=2)
OWN, OPENED, WANTS, EACH = 2_500, 2_500, 500, 10
GOAL_MS, GOAL_RATIO = 15.0, 1.3
ROUNDS = 200
MEMBERS = """
    insert into vault.member (id, name, joined_at)
    select md5('m' || n)::uuid, 'Orang ' || n, %(now)s from generate_series(1, %(holders)s) n
    union all select unnest(array[%(me)s, %(author)s]::uuid[]), 'Pembaca', %(now)s
"""
PASSES = """
    insert into vault.pass (viewer, holder, known_until, trusted_until)
    select %(me)s::uuid, md5('m' || n)::uuid, timestamptz 'infinity', timestamptz 'infinity'
    from generate_series(1, %(open)s) n
    union all select %(me)s::uuid, %(author)s::uuid, 'infinity', 'infinity'
"""
# Keys of others are told to whoever is trusted; my own are open to nobody.
KEYS = """
    with made as materialized (
        select md5('k' || n)::uuid as key, md5('f' || n)::uuid as face, n,
            case when n <= %(own)s then %(me)s::uuid
                else md5('m' || (n - %(own)s - 1) / %(each)s + 1)::uuid end as holder
        from generate_series(1, %(keys)s) n),
    keys as (insert into vault.key (id, holder, created_at) select key, holder, %(now)s from made),
    faces as (
        insert into vault.face (id, key, holder, kind, rung, gate, created_at, line)
        select face, key, holder, 'hint', 2, vault.gate_of(holder, case holder when %(me)s then 0 else 2 end), %(now)s,
            'Pintu ' || n from made)
    insert into vault.meaning (face, gate, key, holder, v, marks, version)
    select face, vault.gate_of(holder, case holder when %(me)s then 0 else 2 end), key, holder, p.v, p.marks,
        %(version)s
    from made join pool p on p.n = made.n %% %(pool)s
"""
# Who is behind mine says what door as well.
NAMES = """
    with faces as (
        insert into vault.face (id, key, holder, kind, rung, gate, created_at, name, title)
        select md5('n' || n)::uuid, md5('k' || n)::uuid, %(me)s, 'name', 3, vault.gate_of(%(me)s, 0), %(now)s,
            'Orang', 'Kepala'
        from generate_series(1, %(own)s) n)
    insert into vault.meaning (face, gate, key, holder, v, marks, version)
    select md5('n' || w.n)::uuid, vault.gate_of(%(me)s, 0), md5('k' || w.n)::uuid, %(me)s, p.v, p.marks, %(version)s
    from generate_series(1, %(own)s) w (n) join pool p on p.n = w.n %% %(pool)s
"""
HEARD = """
    insert into vault.want_face (want, gate, author, text, why, travels, created_at, until, v, marks, version)
    select md5('w' || w.n)::uuid, vault.gate_of(%(author)s, 2), %(author)s, 'Pintu ' || w.n, '', false, %(now)s,
        'infinity', p.v, p.marks, %(version)s
    from generate_series(1, %(wants)s) w (n) join pool p on p.n = w.n * 7 %% %(pool)s
"""


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.matching", description=__doc__)
    asked.add_argument("--keys", type=int, default=1_000_000)
    given = asked.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "kunci.site.settings"
    django.setup()
    from kunci.site import start
    from tests.bench.database import django_on, own_cluster

    with own_cluster() as cluster, django_on(cluster, "kunci"):
        start.migrate()
        began = perf_counter()
        with psycopg.connect(cluster.dsn("superuser", "kunci")) as connection:
            _fill(connection, given.keys)
        with psycopg.connect(cluster.dsn("superuser", "kunci"), autocommit=True) as connection:
            connection.execute("vacuum (analyze)")
            _say(f"{given.keys:,} keys made in {perf_counter() - began:.0f} s")
            return _measure(connection)


def _fill(connection: psycopg.Connection, keys: int) -> None:
    from kunci import meaning
    from kunci.core.matching import VERSION
    from kunci.models.meaning import columns
    from kunci.site.demo_keys import KEYS as HELD
    from kunci.site.demo_others import others

    texts = sorted({one.line for one in (*HELD, *others().keys) if one.line})
    pool = [columns(one) for one in meaning.read(texts)]
    said = {
        "now": NOW, "me": ME, "author": AUTHOR, "keys": keys, "own": OWN, "each": EACH, "wants": WANTS,
        "open": OPENED // EACH, "holders": (keys - OWN) // EACH + 1, "pool": len(pool), "version": VERSION,
    }  # fmt: skip
    cursor = connection.cursor()
    cursor.execute("set session_replication_role = replica")
    cursor.execute("create temporary table pool (n int, v vault.direction, marks text[])")
    cursor.executemany("insert into pool values (%s, %s, %s)", [(n, o["v"], o["marks"]) for n, o in enumerate(pool)])
    for statement in (MEMBERS, PASSES, KEYS, NAMES, HEARD):
        cursor.execute(statement.encode(), said)


def _measure(connection: psycopg.Connection) -> int:
    from kunci.reveal import matching

    wants = [row[0] for row in connection.execute("select want from vault.want_face order by want").fetchall()]
    keys = connection.execute("select key from vault.meaning where gate = vault.gate_of(%s, 0) order by key", [ME])
    mine = [row[0] for row in keys.fetchall()]
    answers = matching.keys_for_want(ME, NOW, wants[0])
    if not answers.mine or not answers.opened or not matching.wants_for_key(ME, NOW, mine[0]):
        raise SystemExit("there is nothing to find")
    missed = 0
    for name, run, sql, param, ids in (
        ("a want, 5,000 keys that I may read", matching.keys_for_want, matching._FOR_WANT, "want", wants),
        ("a key, 500 wants heard", matching.wants_for_key, matching._FOR_KEY, "key", mine),
    ):
        whole = [_timed(partial(run, ME, NOW, id)) for id in ids[:ROUNDS]]
        rules, plain = _paired(connection, sql, param, ids[:ROUNDS])
        ratio = float(np.median(np.array(rules) / np.array(plain)))
        _say(
            f"{name}: median {np.median(whole):.1f} ms, p99 {np.percentile(whole, 99):.1f} ms; its statement "
            f"{np.median(rules):.1f} ms under row rules, {np.median(plain):.1f} ms by hand, ratio {ratio:.2f}"
        )
        missed += float(np.percentile(whole, 99)) > GOAL_MS or ratio > GOAL_RATIO
    return 1 if missed else 0


def _paired(connection: psycopg.Connection, sql: str, param: str, ids: list[UUID]) -> tuple[list[float], list[float]]:
    """The statement as the product sends it, and on the tables, one after the other; both give the same rows."""
    from kunci.core.matching import VERSION
    from kunci.models.viewer import looking, member
    from kunci.reveal import matching

    rules, plain, by_hand = [], [], _by_hand(sql)
    for id in ids:
        said = {param: id, "me": ME, "version": VERSION, "nearest": matching.NEAREST}
        with looking(member(ME), NOW):
            rules.append(_timed(partial(_rows, said, sql, None)))
            found = _rows(said, sql, None)
        plain.append(_timed(partial(_rows, said, by_hand, connection)))
        if sorted(map(repr, found)) != sorted(map(repr, _rows(said, by_hand, connection))):
            raise SystemExit("the product and the hand-written SQL differ")
    return rules, plain


def _rows(said: dict[str, object], sql: str, connection: psycopg.Connection | None) -> list[tuple[object, ...]]:
    from django.db import connection as product

    with (connection or product).cursor() as cursor:
        cursor.execute(sql, said)  # type: ignore[arg-type]
        return list(cursor.fetchall())


def _by_hand(sql: str) -> str:
    """Over the tables, with the conditions that somebody would write who has no row rules."""
    from tests.bench.plain import GATES, OWN_GATES

    me, now = f"'{ME}'::uuid", f"'{NOW.isoformat()}'::timestamptz"
    gates, own = (one.format(me=me, now=now) for one in (GATES, OWN_GATES))
    tables = {
        "own_meaning": f"vault.meaning where holder = {me} and gate = any (array({own}))",
        "meaning": f"vault.meaning where gate = any (array({gates} union all {own}))",
        "heard_meaning": f"vault.want_face where gate = any (array({gates})) and until > {now}",
        "want_no_match": f"vault.want_no_match where member = {me}",
        "offered": f"vault.offer where holder = {me}",
        "want_aside": f"vault.want_aside where member = {me}",
        "want_muted": f"vault.want_muted where member = {me}",
        "member": "vault.member",
    }
    named = re.compile(rf"from ({'|'.join(tables)})\b( h\b)?")
    return named.sub(lambda at: f"from (select * from {tables[at[1]]}) {at[2] or at[1]}", sql)


def _timed(run: Callable[[], object]) -> float:
    began = perf_counter()
    run()
    return 1000 * (perf_counter() - began)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
