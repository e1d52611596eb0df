"""The network seen from me: who is in it, through whom, and what flowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kunci.reveal.network import network
from tests.actions.steps import hand_over, trusts
from tests.actions.test_mediating import Match, match  # noqa: F401  # a fixture
from tests.cast import Cast
from tests.web.conftest import Reader

pytestmark = pytest.mark.django_db
NewReader = Callable[..., Reader]


@pytest.fixture
def cast(exchange_cast: Cast) -> Cast:
    return exchange_cast


def test_it_says_who_stands_where_and_what_went_each_way(exchange_cast: Cast, reader: NewReader) -> None:
    cast = exchange_cast
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    hand_over(cast, cast.sari, cast.budi, key)
    first, second = network(cast.sari, cast.now)
    assert (first.partner.name, first.given, first.had) == ("Budi Santoso", 1, 0)
    assert (second.partner.name, second.partner.rung, second.given) == ("Ratna Dewi", 0, 0)
    assert [(one.given, one.had) for one in network(cast.budi, cast.now)] == [(0, 1)]
    page = reader(cast.sari).reads("network")
    assert "Budi Santoso" in page
    assert "1 kunci Anda serahkan" in page
    assert "Ratna Dewi" in page
    assert "1 key handed over to you" in reader(cast.budi, "en").reads("network")
    assert "2026 – 1 kunci – " in reader(cast.sari).reads("partner", cast.budi)
    assert "2026 – – 1 key " in reader(cast.budi, "en").reads("partner", cast.sari)


def test_whoever_brought_two_together_stands_beside_them(match: Match, reader: NewReader) -> None:  # noqa: F811
    match.told()
    for one in (match.cast.joko, match.cast.sari):
        through = {node.partner.name: node.through for node in network(one, match.cast.now) if node.through}
        assert list(through.values()) == ["Ratna Dewi"]
        assert "lewat Ratna Dewi" in reader(one).reads("network")
    assert all(not node.through for node in network(match.cast.ratna, match.cast.now))
