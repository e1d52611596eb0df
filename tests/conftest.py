"""One PostgreSQL for the whole run: the owner migrates, then everything runs as the application."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.cluster import TestCluster, start_test_cluster

pytest_plugins = ["tests.budgets"]

hypothesis_settings.register_profile(
    "kunci", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("kunci")
# A run makes millions of small objects and keeps tens of thousands: looking for rubbish less often saves a tenth of it.
gc.set_threshold(100_000, 50, 100)
# Playwright keeps an event loop in the thread that runs the tests; the tests themselves stay synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestCluster]:
    cluster = start_test_cluster(tmp_path_factory.mktemp("postgres"))
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def django_db_setup(cluster: TestCluster, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    from kunci.site import start

    cluster.create_database("kunci")
    for alias, role in (("default", "app"), ("owner", "owner")):
        settings.DATABASES[alias].update(cluster.parts(role, "kunci"))
        connections[alias].settings_dict.update(cluster.parts(role, "kunci"))
    with django_db_blocker.unblock():
        start.migrate()
        yield
        connections.close_all()
