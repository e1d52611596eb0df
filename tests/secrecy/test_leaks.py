"""The two-world check sees a planted leak (all of them: `make leaks`)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.cluster import TestCluster
from tests.secrecy.leaks.every import LEAKS, Leak
from tests.secrecy.leaks.run import caught
from tests.secrecy.stage import Clockwork, stage

# Cheap ones: a page's headers and the statements behind it.
SMOKE = (
    "a_header_made_from_everybodys_keys",
    "a_query_more_for_what_is_hidden",
)


@pytest.fixture(scope="module")
def work(cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Clockwork]:
    with django_db_blocker.unblock(), stage(cluster) as work:
        yield work


@pytest.mark.parametrize("leak", [leak for leak in LEAKS if leak.name in SMOKE], ids=lambda leak: leak.name)
def test_a_planted_leak_is_caught(work: Clockwork, leak: Leak) -> None:
    assert caught(leak, work) is not None


def test_the_leaks_are_planted_each_under_a_name_of_its_own() -> None:
    assert len({leak.name for leak in LEAKS}) == len(LEAKS) >= 28
    assert set(SMOKE) <= {leak.name for leak in LEAKS}
