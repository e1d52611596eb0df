"""How good forecasts were: area under the ROC curve, average precision for bad outcomes, Brier, calibration.

Intervals are 95% bootstrap intervals clustered by target: whole targets are drawn again, with all their ratings, for
ratings of one target go together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kunci.core.rows import Floats, Ints

RESAMPLES = 200
SEED = 20_260_101
AT_ONCE = 25  # resamples that are worked out together, to bound the memory
BINS = 10

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Figure:
    """A figure with its 95% interval; all nan where it has no meaning."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Score:
    auc: Figure
    ap: Figure
    brier: float
    calibration: float  # expected error over ten bins
    n: int
    bad: int


def score(good: Floats, right: Floats, bad: Bools, target: Ints) -> Score:
    """`good`: what each forecast says for "good", only its order counts; `right`: the same as a probability."""
    auc, ap = ranked(good, bad, target)
    came = (~bad).astype(np.float64)
    brier = float(np.square(right - came).mean()) if len(bad) else np.nan
    return Score(auc, ap, brier, calibration_error(right, came), len(bad), int(bad.sum()))


def ranked(good: Floats, bad: Bools, target: Ints, resamples: int = RESAMPLES) -> tuple[Figure, Figure]:
    """AUC and average precision of low values for bad outcomes."""
    if not bad.any() or bad.all():
        nothing = Figure(np.nan, np.nan, np.nan)
        return nothing, nothing
    order = np.argsort(good, kind="stable")
    ties = np.flatnonzero(np.diff(good[order], prepend=-np.inf))
    worst_first = bad[order]
    _, cluster = np.unique(target[order], return_inverse=True)
    clusters = int(cluster.max()) + 1
    value = _ranked(np.ones((1, len(bad))), worst_first, ties)[:, 0]
    random = np.random.default_rng(SEED)
    drawn = []
    for _ in range(0, resamples, AT_ONCE):
        times = random.multinomial(clusters, np.full(clusters, 1.0 / clusters), size=AT_ONCE).astype(np.float64)
        drawn.append(_ranked(times[:, cluster], worst_first, ties))
    if not drawn:
        return Figure(float(value[0]), np.nan, np.nan), Figure(float(value[1]), np.nan, np.nan)
    low, high = np.nanpercentile(np.concatenate(drawn, axis=1), (2.5, 97.5), axis=1)
    auc, ap = (Figure(float(value[i]), float(low[i]), float(high[i])) for i in range(2))
    return auc, ap


def _ranked(weight: Floats, worst_first: Bools, ties: Ints) -> Floats:
    """AUC and average precision for each row of weights; `ties` says where a new value begins. Shape (2, rows)."""
    bad = np.add.reduceat(weight * worst_first, ties, axis=1)
    good = np.add.reduceat(weight * ~worst_first, ties, axis=1)
    all_bad, all_good = bad.sum(axis=1), good.sum(axis=1)
    seen_good, seen_bad = np.cumsum(good, axis=1), np.cumsum(bad, axis=1)
    better = all_good[:, None] - seen_good + 0.5 * good
    with np.errstate(invalid="ignore", divide="ignore"):
        auc = (bad * better).sum(axis=1) / (all_bad * all_good)
        precision = np.where(seen_bad > 0.0, seen_bad / (seen_bad + seen_good), 0.0)
        ap = (bad * precision).sum(axis=1) / all_bad
    return np.stack([auc, ap])


def calibration_error(right: Floats, came: Floats) -> float:
    """The mean distance between what was said and what came, over ten bins of equal width."""
    if not len(right):
        return float(np.nan)
    which = np.minimum((right * BINS).astype(np.int64), BINS - 1)
    said = np.bincount(which, weights=right, minlength=BINS)
    happened = np.bincount(which, weights=came, minlength=BINS)
    return float(np.abs(said - happened).sum() / len(right))


def bad_rates(bound: Floats, bad: Bools) -> tuple[float, float]:
    """The share of bad outcomes in the best half and in the worst tenth by a bound."""
    order = np.argsort(bound, kind="stable")
    best, worst = order[len(order) // 2 :], order[: len(order) // 10]
    return float(bad[best].mean()), float(bad[worst].mean())
