"""Two worlds that differ only in what a viewer may not know give that viewer the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django.plugin import DjangoDbBlocker

from tests.cluster import TestCluster
from tests.secrecy.pairs import PAIRS, Plan, Tally, check, plans
from tests.secrecy.stage import Clockwork, stage

# A failure tells the whole story and the plan that repeats it; making it smaller would take minutes.
QUICK = settings(
    max_examples=100 // PAIRS,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
_tally = Tally()


@pytest.fixture(scope="module")
def work(cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Clockwork]:
    with django_db_blocker.unblock(), stage(cluster) as work:
        yield work


@QUICK
@given(plan=plans())
def test_what_a_viewer_may_not_know_changes_no_byte(work: Clockwork, plan: Plan) -> None:
    check(plan, work, _tally)
