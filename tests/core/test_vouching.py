"""What a word weighs."""

from datetime import date, timedelta
from math import sqrt

import pytest
from hypothesis import given

from kunci.core.evidence import Evidence, Kind, Often
from kunci.core.rungs import Rung
from kunci.core.standing import standing_of
from kunci.core.vouching import CEILING, Why, weigh
from tests.core.strategies import NOW, TODAY, ties

FRIEND = [Evidence("p", Kind.PRIOR, TODAY, since=date(2016, 1, 1), often=Often.WEEKLY)]
WENT_WELL = Evidence("o", Kind.OUTCOME_GOOD, TODAY - timedelta(days=10))


@given(ties())
def test_a_word_weighs_nothing_below_trusted_and_at_most_one(rows: tuple[Evidence, ...]) -> None:
    weight, trusted = weigh(rows, NOW), standing_of(rows, NOW).rung >= Rung.TRUSTED
    assert 0.0 <= weight.value < 1.0
    assert (weight.value > 0) == trusted == (weight.why is not Why.NOT_TRUSTED)


def test_a_stranger_and_somebody_merely_known_count_nothing() -> None:
    assert weigh([], NOW).value == 0.0
    assert weigh([Evidence("m", Kind.MET, TODAY)], NOW).value == 0.0


def test_a_newcomer_has_a_ceiling_until_one_outcome_went_well() -> None:
    assert weigh(FRIEND, NOW).value == CEILING
    assert weigh(FRIEND, NOW).why is Why.CEILING
    seen = [*FRIEND, WENT_WELL]
    assert weigh(seen, NOW).value == pytest.approx(sqrt(standing_of(seen, NOW).trust))
    assert weigh(seen, NOW).why is Why.TRUST


def test_an_outcome_that_was_taken_back_lifts_no_ceiling() -> None:
    back = Evidence("b", Kind.WITHDRAWAL, TODAY, voids="o")
    assert weigh([*FRIEND, WENT_WELL, back], NOW).value == CEILING
