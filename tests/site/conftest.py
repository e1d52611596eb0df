"""Folders and servers for tests of start-up, which need them bare."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kunci.site.postgres import Cluster
from tests.cluster import reachable_folder

REPOSITORY = Path(__file__).resolve().parents[2]


def connect(cluster: Cluster, role: str, **others: str) -> psycopg.Connection[tuple[object, ...]]:
    parts = cluster.parts(role)
    given = {name: parts[name.upper()] for name in ("host", "port", "user", "password")}
    return psycopg.connect(**({"dbname": "kunci"} | given | others), autocommit=True)


def write(cluster: Cluster, word: str) -> None:
    with connect(cluster, "owner") as connection:
        connection.execute("create table if not exists public.word (word text)")
        connection.execute("insert into public.word values (%s)", [word])


def words(cluster: Cluster) -> list[str]:
    with connect(cluster, "app") as connection:
        return [str(row[0]) for row in connection.execute("select word from public.word order by word")]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty folder that PostgreSQL's own user may pass through, when the tests run as root."""
    if os.geteuid() != 0:
        yield tmp_path
        return
    folder = reachable_folder()
    yield folder
    shutil.rmtree(folder)


class Told(list[str]):
    """What a cluster told the operator."""

    def __contains__(self, words: object) -> bool:
        return any(str(words) in sentence for sentence in self)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def cluster_at(told: Told) -> Iterator["ClusterMaker"]:
    """Makes clusters as `kunci up` would; stops those that a test leaves running."""
    maker = ClusterMaker(told)
    yield maker
    for cluster in maker.made:
        cluster.stop()


class ClusterMaker:
    def __init__(self, told: Told) -> None:
        self.told = told
        self.made: list[Cluster] = []

    def __call__(self, home: Path, *, durable: bool = False) -> Cluster:
        """Without fsync unless `durable`: what the system has taken over survives all but a power cut."""
        settings = {} if durable else {"fsync": "off"}
        passwords = home / "keys" / "postgres.json"
        cluster = Cluster(home / "postgres", passwords, settings=settings, say=self.told.append)
        self.made.append(cluster)
        return cluster
