"""The figures are those of scikit-learn, and the intervals cover as they say."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from kunci.backtest.score import bad_rates, calibration_error, ranked, score


def drawn(seed: int, n: int = 800) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Forecasts with many ties, outcomes that follow them, targets of several ratings each."""
    random = np.random.default_rng(seed)
    good = np.round(random.random(n), 2)
    return good, random.random(n) > good, random.integers(0, n // 4, n)


@pytest.mark.parametrize("seed", range(5))
def test_auc_and_average_precision_are_those_of_scikit_learn(seed: int) -> None:
    good, bad, target = drawn(seed)
    auc, ap = ranked(good, bad, target)
    assert auc.value == pytest.approx(roc_auc_score(bad, -good))
    assert ap.value == pytest.approx(average_precision_score(bad, -good))
    assert auc.low < auc.value < auc.high
    assert ap.low < ap.value < ap.high


def test_an_interval_draws_whole_targets_so_copies_of_ratings_do_not_narrow_it() -> None:
    good, bad, target = drawn(1, 200)
    once = ranked(good, bad, target)[0]
    ten_times = ranked(np.tile(good, 10), np.tile(bad, 10), np.tile(target, 10))[0]
    assert ten_times.high - ten_times.low == pytest.approx(once.high - once.low, rel=0.05)
    other_targets = ranked(np.tile(good, 10), np.tile(bad, 10), np.arange(2000))[0]
    assert other_targets.high - other_targets.low < 0.6 * (once.high - once.low)


def test_a_forecast_is_calibrated_where_what_it_says_comes() -> None:
    random = np.random.default_rng(2)
    said = random.random(200_000)
    came = (random.random(200_000) < said).astype(float)
    assert calibration_error(said, came) < 0.01
    assert calibration_error(said, 1.0 - came) > 0.4
    assert calibration_error(np.array([0.05, 0.15, 1.0]), np.array([0.0, 0.0, 1.0])) == pytest.approx(0.2 / 3)


def test_without_both_kinds_of_outcome_there_is_no_curve() -> None:
    found = score(np.array([0.1, 0.2]), np.array([0.1, 0.2]), np.array([True, True]), np.array([0, 1]))
    assert np.isnan(found.auc.value)
    assert found.n == found.bad == 2


def test_the_best_half_and_the_worst_tenth() -> None:
    bound = np.arange(100) / 100
    bad = np.zeros(100, dtype=bool)
    bad[[0, 1, 2, 60]] = True
    assert bad_rates(bound, bad) == (1 / 50, 3 / 10)
