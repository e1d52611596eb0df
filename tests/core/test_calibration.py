"""What forecasts learn from how earlier ones came out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from kunci.core.calibration import Correction, learn, log_odds


def hopeful(seed: int, n: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Forecasts that say more than comes."""
    random = np.random.default_rng(seed)
    said = random.uniform(0.05, 0.99, n)
    truth = 1.0 / (1.0 + np.exp(-(-0.8 + 0.6 * log_odds(said))))
    return said, (random.random(n) < truth).astype(float)


def test_it_learns_the_shift_and_the_stretch_as_a_logistic_regression_does() -> None:
    said, came = hopeful(1)
    learnt = learn(said, came, np.ones(len(said)))
    other = LogisticRegression(C=np.inf).fit(log_odds(said)[:, None], came)
    assert learnt.shift == pytest.approx(float(other.intercept_[0]), abs=2e-3)
    assert learnt.stretch == pytest.approx(float(other.coef_[0, 0]), abs=2e-3)


def test_from_few_outcomes_nothing_is_learnt() -> None:
    assert learn(np.full(40, 0.9), np.zeros(40), np.ones(40)) == Correction()
    assert learn(np.full(400, 0.9), np.zeros(400), np.full(400, 0.1)) == Correction()


@given(st.floats(0.5, 0.999), st.integers(60, 300), st.booleans())
def test_where_nearly_all_came_true_or_none_did_it_stays_finite(said: float, n: int, came: bool) -> None:
    right = learn(np.full(n, said), np.full(n, float(came)), np.ones(n)).of(np.array([said, 0.2]))
    assert np.isfinite(right).all()


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), min_size=60, max_size=200))
def test_a_forecast_that_was_higher_stays_higher(past: list[tuple[float, bool]]) -> None:
    said, came = np.array([one for one, _ in past]), np.array([float(true) for _, true in past])
    right = learn(said, came, np.ones(len(past))).of(np.linspace(0.01, 0.99, 50))
    assert (np.diff(right) >= 0.0).all()
