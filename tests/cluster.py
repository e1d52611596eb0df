"""A real PostgreSQL for tests: Kunci's own cluster, quick instead of durable."""

import os
import shutil
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from kunci.site.postgres import Cluster

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "256MB",
    "logging_collector": "off",
}


class TestCluster(Cluster):
    """`create_database(name)`, `copy_database(source, name)`, `dsn(role, name)`; `stop` removes all of it."""

    __test__ = False

    def copy_database(self, source: str, name: str) -> None:
        """A new database with everything in `source`, to which nobody may be connected meanwhile."""
        with psycopg.connect(self.dsn("superuser", "postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("create database {} template {} strategy file_copy").format(
                    sql.Identifier(name), sql.Identifier(source)
                )
            )
        self.create_database(name)  # rights on the database itself are not copied

    def dsn(self, role: str, database: str) -> str:
        """A libpq connection string; `role` is 'owner', 'app' or 'superuser'."""
        parts = self.parts(role, database)
        names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
        return " ".join(f"{name}='{parts[part]}'" for name, part in names.items())

    def stop(self) -> None:
        super().stop()
        shutil.rmtree(self.folder.parent)


def start_test_cluster(tmp: Path) -> TestCluster:
    """Start one below `tmp`, or, as root, elsewhere: PostgreSQL's own user may not enter pytest's folders."""
    home = reachable_folder() if os.geteuid() == 0 else Path(tempfile.mkdtemp(dir=tmp))
    cluster = TestCluster(home / "postgres", home / "keys" / "postgres.json", settings=FAST)
    cluster.start()
    return cluster


def reachable_folder() -> Path:
    """A new empty folder that every user may pass through. The caller removes it."""
    folder = Path(tempfile.mkdtemp(prefix="kunci-test-", dir="/tmp"))
    folder.chmod(0o711)
    return folder
