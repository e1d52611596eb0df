"""The benchmark on a small network: what it compares gives the same results, and its counts are those of the goal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django.plugin import DjangoDbBlocker

from kunci.site import start
from tests.bench import pages
from tests.bench.bench import Bench
from tests.bench.database import django_on
from tests.bench.generate import Sizes, fill
from tests.cluster import TestCluster

DATABASE = "kunci_bench"
SMALL = Sizes(members=300, hub_holders=120, hubs=2, typical=4)


@pytest.fixture(scope="module")
def bench(cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Bench]:
    cluster.create_database(DATABASE)
    with django_db_blocker.unblock(), django_on(cluster, DATABASE):
        start.migrate()
        bench = Bench(cluster, DATABASE, fill(cluster.dsn("superuser", DATABASE), SMALL))
        yield bench
        bench.close()


def test_the_product_gives_what_sql_written_by_hand_gives(bench: Bench) -> None:
    for operation in bench.operations:
        found = 0
        for who in (*bench.world.hubs, *bench.world.typical):
            made, by_hand = bench.results(operation, who)
            assert made == by_hand, operation.name
            found += len(made)
        assert found > 0, operation.name


def test_each_statement_finds_the_same_rows_under_row_rules_and_on_the_plain_tables(bench: Bench) -> None:
    found = 0
    for operation in bench.operations:
        for who in (*bench.world.hubs, *bench.world.typical[:3]):
            for sql, under_rules, on_tables in bench.same_rows(operation, who):
                assert sorted(map(repr, under_rules)) == sorted(map(repr, on_tables)), sql
                found += len(under_rules)
    assert found > 500


def test_every_pair_is_measured_on_all_four_sides(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(bench.world, typical=bench.world.typical[:2], hubs=bench.world.hubs[:1])
    monkeypatch.setattr(bench, "world", few)
    timings = bench.measure({"typical": 1, "hub": 1})
    assert {len(times) for one in timings if one.viewers == "typical" for times in one.ms.values()} == {2}
    assert all(one.rules_ratio > 0 and one.product_ratio > 0 for one in timings)


def test_no_page_sends_more_statements_than_the_goal(bench: Bench) -> None:
    assert pages.unmet(pages.counts(bench.world)) == []
