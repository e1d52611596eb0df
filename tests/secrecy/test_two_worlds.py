"""Two worlds that differ only in what a viewer may not know give that viewer the same bytes, mails and statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from kunci.site.routes import every_route
from tests.cluster import TestCluster
from tests.secrecy.happenings import SECRETS
from tests.secrecy.pairs import PAIRS, Plan, Tally, check, plan
from tests.secrecy.stage import Clockwork, stage
from tests.secrecy.stories import STORIES
from tests.secrecy.viewers import VIEWERS

# One common history for each kind of viewer, and ten pairs of each: a hundred, of which each looks at a tenth of all
# routes, so that all kinds of viewer look at each. `stories.py` adds what chance would seldom plan; `make heavy` goes
# on to a thousand that look at everything, and tells the stories so too.
HISTORIES = dict.fromkeys(VIEWERS, 1)
FEW, PARTS = 10, 10
# Hypothesis draws the number of a plan. A failure names it and tells the whole story, so nothing is made smaller,
# which would take minutes.
DRAWN = settings(phases=(Phase.explicit, Phase.reuse, Phase.generate), suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def work(cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Clockwork]:
    with django_db_blocker.unblock(), stage(cluster) as work:
        yield work


def prove(
    work: Clockwork, viewer: str, histories: int, pairs: int, parts: int = 1, *, drawn_anew: bool = False
) -> Tally:
    """The same plans every time, so that a change is judged by what it changes; `drawn_anew` looks for more."""
    tally = Tally()

    @settings(DRAWN, max_examples=histories, derandomize=not drawn_anew, database=None)
    @given(seed=st.integers(0, 2**48))
    def compare(seed: int) -> None:
        check(replace(plan(viewer, seed, pairs), parts=parts), work, tally)

    compare()
    return tally


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_a_viewer_may_not_know_changes_no_byte(work: Clockwork, viewer: str) -> None:
    tally = prove(work, viewer, HISTORIES[viewer], FEW, PARTS)
    assert tally.pairs + tally.parted == HISTORIES[viewer] * FEW
    assert tally.pairs > 0
    assert sum(tally.kept.values()) > tally.acts / 2, "too little of what was to be a secret was one"


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_what_chance_would_seldom_plan_changes_no_byte_either(work: Clockwork, story: Plan) -> None:
    tally = Tally()
    check(story, work, tally)
    assert tally.pairs == len(story.secrets), "the viewer may know of it"
    assert tally.kept == Counter(verb for secret in story.secrets for verb, _ in secret)


@pytest.mark.heavy
@pytest.mark.parametrize("story", STORIES, ids=str)
def test_of_what_chance_would_seldom_plan_nothing_shows_anywhere_else(work: Clockwork, story: Plan) -> None:
    check(replace(story, look=replace(story.look, only=())), work, Tally())


def test_no_statement_follows_the_order_of_rows_on_the_disk(work: Clockwork) -> None:
    """Whoever is shut out looks at what others write beside their own rows: once such writes had moved those."""
    tally = Tally()
    check(replace(plan("revoked", 157), parts=PAIRS), work, tally)
    assert tally.pairs == PAIRS


@pytest.mark.heavy
def test_a_thousand_pairs_and_every_kind_of_secret(work: Clockwork) -> None:
    tallies = {
        viewer: prove(work, viewer, 23 * histories, PAIRS, drawn_anew=True) for viewer, histories in HISTORIES.items()
    }
    for viewer, tally in tallies.items():
        assert tally.parted < tally.pairs / 4, viewer
        print(f"{viewer}: {tally.pairs} pairs, {tally.answers} answers, {sum(tally.kept.values())} secrets")  # noqa: T201
    kept = {verb for tally in tallies.values() for verb in tally.kept}
    assert kept == set(SECRETS)


def test_stories_are_told_where_there_are_pages() -> None:
    routes = {route.name for route in every_route()}
    assert {name for story in STORIES for name in story.look.only} <= routes


def test_every_kind_of_viewer_has_its_pairs() -> None:
    assert set(HISTORIES) == set(VIEWERS)
    assert sum(HISTORIES.values()) * FEW == 100
    assert FEW % PARTS == 0, "every route is looked at by as many pairs"
