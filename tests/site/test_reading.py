"""What is unread is read in the background after a start; and a server without pgvector finds doors by words."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.plugin import DjangoDbBlocker

from kunci.actions import meaning
from kunci.reveal import matching
from kunci.site import jobs, start
from tests import cast as casting
from tests.actions.conftest import committed  # noqa: F401  # a fixture: a database in which writes are committed
from tests.actions.test_wants import DOOR, lets, writes
from tests.bench.database import django_on
from tests.cast import Cast
from tests.cluster import TestCluster

WITHOUT = "kunci_without_vectors"


def test_what_is_unread_is_read_bit_by_bit_behind_everything_else(
    committed: Cast,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lets(committed, committed.sari, committed.budi)
    key, want = committed.key(committed.budi, DOOR), writes(committed, committed.sari)
    for module in (meaning, matching):
        monkeypatch.setattr(module, "VERSION", 99)
    monkeypatch.setattr(jobs, "READING_SECONDS", 0.0)
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    assert matching.keys_for_want(committed.budi, committed.now, want) == matching.Answers()
    try:
        jobs.read_what_is_unread()
        jobs.read_what_is_unread()  # a start soon after another adds none
        turns = 0
        while (job := ProcrastinateJob.objects.filter(task_name=meaning.READ).first()) is not None and turns < 20:
            assert job.priority < 0
            assert set(job.args) <= {"after"}
            with connections["owner"].cursor() as cursor:
                cursor.execute("truncate procrastinate_jobs cascade")
            monkeypatch.setattr(jobs, "READING_SECONDS", 0.0 if turns < 2 else 60.0)
            jobs.read_meanings(**job.args)
            turns += 1
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("truncate procrastinate_jobs cascade")
    assert turns > 1
    assert [fit.id for fit in matching.keys_for_want(committed.budi, committed.now, want).mine] == [key]


def test_without_pgvector_doors_are_found_by_words(cluster: TestCluster, django_db_blocker: DjangoDbBlocker) -> None:
    cluster.create_database(WITHOUT)
    with django_db_blocker.unblock(), django_on(cluster, WITHOUT):
        with psycopg.connect(cluster.dsn("superuser", WITHOUT), autocommit=True) as administrator:
            administrator.execute("drop extension vector")
        start.migrate()
        cast = casting.make()
        lets(cast, cast.sari, cast.budi)
        key, want = cast.key(cast.budi, DOOR), writes(cast, cast.sari)
        found = matching.keys_for_want(cast.budi, cast.now, want)
        assert ([fit.id for fit in found.mine], found.by_words) == ([key], True)
        assert [fit.id for fit in matching.wants_for_key(cast.budi, cast.now, key)] == [want]
