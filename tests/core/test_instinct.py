"""Calibration as scikit-learn has it; intervals that cover as they say; nothing claimed from little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from kunci.core.instinct import ENOUGH, Said, bins, brier, instinct, lean, share

SEED = 20261201
CASES = st.lists(st.tuples(st.integers(0, 100).map(lambda n: n / 100), st.booleans()), min_size=2, max_size=60)


def told(*pairs: tuple[float, bool]) -> list[Said]:
    return [Said(chance, well, 0.5) for chance, well in pairs]


@given(CASES)
def test_the_figures_are_those_of_the_known_library(cases: list[tuple[float, bool]]) -> None:
    chances, well = [chance for chance, _ in cases], [came for _, came in cases]
    assert brier(chances, well) == pytest.approx(brier_score_loss(well, chances, pos_label=True))
    if len(set(well)) < 2:
        return  # the library wants both
    true, said = calibration_curve(well, chances, n_bins=5, strategy="uniform")
    found = bins(told(*cases))
    assert [one.said for one in found] == pytest.approx(said.tolist())
    assert [one.came.share for one in found] == pytest.approx(true.tolist())


def test_the_intervals_cover_as_they_say() -> None:
    """95% within two, over numbers and chances as they come up: exactly what a share's interval promises."""
    rng = np.random.default_rng(SEED)
    inside = 0
    rounds = 20_000
    for _ in range(rounds):
        n, truth = int(rng.integers(5, 80)), float(rng.uniform(0.05, 0.95))
        found = share(int(rng.binomial(n, truth)), n)
        inside += found.low <= truth <= found.high
    assert 0.93 <= inside / rounds <= 0.97, f"seed {SEED}"


def test_who_is_as_good_as_they_say_is_rarely_told_otherwise() -> None:
    rng = np.random.default_rng(SEED)
    wrong = 0
    rounds = 4_000
    for _ in range(rounds):
        chances = rng.uniform(0.2, 0.9, 40)
        cases = [Said(float(chance), bool(rng.random() < chance), 0.5) for chance in chances]
        wrong += lean(cases).clear
    assert wrong / rounds <= 0.07, f"seed {SEED}"


def test_nothing_is_claimed_from_fewer_than_ten() -> None:
    nine = told(*[(0.9, True)] * (ENOUGH - 1))
    assert instinct(nine) is None
    assert instinct([*nine, Said(0.9, True, 0.5)]) is not None


def test_it_says_where_one_is_too_hopeful() -> None:
    hopeful = [Said(0.9, n % 3 == 0, 0.4, new=True, sector="health") for n in range(12)]
    right = [Said(0.8, n % 5 != 0, 0.8, warm=True) for n in range(15)]
    found = instinct([*hopeful, *right])
    assert found is not None
    assert found.new is not None
    assert found.new.clear
    assert found.new.by == pytest.approx(0.9 - 4 / 12)
    assert found.warm is not None
    assert not found.warm.clear
    assert [(sector, one.n) for sector, one in found.sectors] == [("health", 12)]
    assert found.brier > found.standing
    well = 16 / 27
    assert found.always == pytest.approx(well * (1 - well))


def test_a_kind_with_little_behind_it_is_left_out() -> None:
    found = instinct([Said(0.7, True, 0.5, new=n < 9, sector="health" if n < 9 else "") for n in range(20)])
    assert found is not None
    assert (found.new, found.sectors) == (None, ())
