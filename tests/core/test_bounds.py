"""The tabulated bound is the quantile that scipy computes, and moves as a bound must."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betaincinv

from kunci.core.bounds import LEVEL, NODES, TABLE, lower_bound
from tools.bounds import table

amounts = st.floats(0.02, 50_000.0)


@pytest.mark.parametrize(("least", "error"), [(0.5, 3e-4), (0.02, 2e-3)])
def test_the_bound_is_the_quantile_to_within_the_stated_error(least: float, error: float) -> None:
    random = np.random.default_rng(5)
    good, bad = 10 ** random.uniform(np.log10(least), np.log10(50_000), (2, 100_000))
    assert np.abs(lower_bound(good, bad) - betaincinv(good, bad, LEVEL)).max() < error


def test_on_a_node_it_is_exact() -> None:
    assert lower_bound(1.0, 1.0) == pytest.approx(0.1, abs=1e-8)
    nodes = NODES[::20]
    assert np.allclose(lower_bound(nodes, nodes[::-1]), betaincinv(nodes, nodes[::-1], LEVEL), atol=1e-6)


@given(amounts, amounts, st.floats(1.0, 3.0))
def test_more_good_never_lowers_it_and_more_bad_never_raises_it(good: float, bad: float, times: float) -> None:
    assert lower_bound(good * times, bad) >= lower_bound(good, bad) - 1e-12
    assert lower_bound(good, bad * times) <= lower_bound(good, bad) + 1e-12


@given(st.floats(1.0, 20_000.0), st.floats(1.0, 20_000.0))
def test_twice_the_evidence_of_the_same_share_raises_it(good: float, bad: float) -> None:
    assert 0.0 < lower_bound(good, bad) < good / (good + bad)
    assert lower_bound(2 * good, 2 * bad) > lower_bound(good, bad) - 6e-4


def test_the_table_in_the_product_is_the_one_that_the_tool_writes() -> None:
    assert np.allclose(np.load(TABLE), table(), atol=1e-5)
