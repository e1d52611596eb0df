"""`python -m tests.bench`: fills a database of its own, measures, and ends with 1 when a goal is missed."""

from __future__ import annotations

import argparse
import json
import os
import sys
from time import perf_counter

import django


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    asked.add_argument("--members", type=int, default=100_000)
    asked.add_argument("--json", action="store_true", help="figures for machines instead of a table")
    asked.add_argument("--rounds", type=int, default=3, help="how often each typical viewer does each operation")
    given = asked.parse_args()

    os.environ["DJANGO_SETTINGS_MODULE"] = "kunci.site.settings"
    django.setup()
    from kunci.site import start
    from tests.bench import bench, pages
    from tests.bench.database import django_on, own_cluster
    from tests.bench.generate import Sizes, fill

    def say(words: str) -> None:
        sys.stderr.write(f"{words}\n")

    with own_cluster() as cluster, django_on(cluster, "kunci"):
        start.migrate()
        began = perf_counter()
        world = fill(cluster.dsn("superuser", "kunci"), Sizes(members=given.members))
        say(f"{given.members} members made in {perf_counter() - began:.0f} s")
        measured = bench.Bench(cluster, "kunci", world)
        for operation in measured.operations:
            for who in (*world.hubs, *world.typical):
                made, by_hand = measured.results(operation, who)
                if made != by_hand:
                    raise SystemExit(f"{operation.name}: the product and the hand-written SQL differ for {who.id}")
        say("the product gives what the hand-written SQL gives, for every viewer measured")
        timings = measured.measure({"typical": given.rounds, "hub": given.rounds * 4})
        measured.close()
        counts = pages.counts(world)
    missed = bench.unmet(timings) + pages.unmet(counts)
    if given.json:
        found = {"operations": bench.as_json(timings), "statements": counts, "missed": missed}
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
    else:
        sys.stdout.write(f"{bench.table(timings)}\n\n{pages.table(counts)}\n")
    for one in missed:
        say(f"missed: {one}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
