"""A PostgreSQL of the benchmark's own, and Django pointed at one of its databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from tests.cluster import TestCluster, reachable_folder

# Memory as a small server would give it. Nothing is made durable: waiting for the disk costs both sides the same
# and would only hide a difference between them.
SETTINGS = {
    "shared_buffers": "2GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "1",
    "autovacuum": "off",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "logging_collector": "off",
}


@contextmanager
def own_cluster() -> Iterator[TestCluster]:
    home = reachable_folder()
    cluster = TestCluster(home / "postgres", home / "keys" / "postgres.json", settings=SETTINGS)
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


@contextmanager
def django_on(cluster: TestCluster, name: str) -> Iterator[None]:
    """Django's connections go to database `name` for a while: `default` as the application, `owner` as the owner."""
    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    connections.close_all()
    for alias, role in (("default", "app"), ("owner", "owner")):
        connections[alias].settings_dict.update(cluster.parts(role, name))
    try:
        yield
    finally:
        connections.close_all()
        for alias in before:
            connections[alias].settings_dict.update(before[alias])
