"""`python -m tests.bench.drawing`: how long a month's drawing takes with 10,000 members and 100,000 tellings."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime

import django
import psycopg

MEMBERS, TELLINGS = 10_000, 100_000
NOW = datetime(2027, 1, 2, 3, tzinfo=UTC)
# A founder and thirty whom they brought in; everybody else belongs to the branch of one of these. Each is told of by
# ten, a tenth of which is bad.
FILL = """
with people as (
    insert into vault.member (id, name, joined_at, founder)
    select md5(n::text)::uuid, 'x', %(now)s - interval '2 years', n = 0 from generate_series(0, %(members)s - 1) n),
branches as (
    insert into vault.branch (member, head)
    select md5(n::text)::uuid, md5((1 + n %% 30)::text)::uuid from generate_series(1, %(members)s - 1) n),
told as (
    insert into vault.outcome (id, handover, teller, other, verdict, tell_until, told_at)
    select gen_random_uuid(), gen_random_uuid(), md5((n %% %(members)s)::text)::uuid,
        md5(((hashint4(n) & 2147483647) %% %(members)s)::text)::uuid,
        case when n %% 10 = 0 then 'broken' else 'good' end, %(now)s, %(now)s - interval '60 days'
    from generate_series(1, %(tellings)s) n
    returning teller, handover, round, told_at)
insert into vault.allowed (id, teller, handover, round, since)
select gen_random_uuid(), teller, handover, round, told_at from told
"""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kunci.site.settings")
    django.setup()
    from kunci.actions import repute
    from kunci.site import start
    from tests.bench.database import django_on, own_cluster

    with own_cluster() as cluster:
        cluster.create_database("kunci_drawing")
        with django_on(cluster, "kunci_drawing"):
            start.migrate()
            words = {"now": NOW, "members": MEMBERS, "tellings": TELLINGS}
            with psycopg.connect(cluster.dsn("superuser", "kunci_drawing")) as connection:
                connection.execute("set session_replication_role = replica")  # no trigger, which would lock for each
                connection.execute(FILL.encode(), words)
            began = time.perf_counter()
            if not repute.draw(NOW):
                raise SystemExit("nothing was drawn")
            took = time.perf_counter() - began
            with psycopg.connect(cluster.dsn("superuser", "kunci_drawing")) as connection:
                drawn = connection.execute(
                    "select band, count(*) from vault.repute group by band order by band"
                ).fetchall()
    said = ", ".join(f"{count:,} {band}" for band, count in drawn)
    sys.stdout.write(f"{took:.2f} s for {MEMBERS:,} members and {TELLINGS:,} tellings: {said}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
