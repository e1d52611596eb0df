"""Forecasts set right by how earlier ones came out: a shift and a stretch of the log-odds (Platt, 1999)."""

from dataclasses import dataclass

import numpy as np

from kunci.core.rows import Floats

ROUNDS = 30
LITTLE = 1e-3  # a pull towards leaving forecasts as they are, of a thousandth of an outcome
FEW = 50.0  # outcomes below which nothing is learnt


@dataclass(frozen=True, slots=True)
class Correction:
    """log-odds -> shift + stretch * log-odds."""

    shift: float = 0.0
    stretch: float = 1.0

    def of(self, probability: Floats) -> Floats:
        return _probability(self.shift + self.stretch * log_odds(probability))


def log_odds(probability: Floats) -> Floats:
    inside = np.clip(probability, 1e-6, 1.0 - 1e-6)
    return np.log(inside) - np.log1p(-inside)


def _probability(odds: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(odds, -40.0, 40.0)))


def learn(forecast: Floats, came_true: Floats, weight: Floats) -> Correction:
    """The correction under which past forecasts would have fitted best, by Newton's method on the likelihood.

    `came_true`: 1 where it did, 0 where not; `weight`: how much each counts. Leaves all as it is where they are few.
    """
    if weight.sum() < FEW:
        return Correction()
    x = np.stack([np.ones_like(forecast), log_odds(forecast)])
    start = np.array([0.0, 1.0])
    found = start.copy()
    for _ in range(ROUNDS):
        fitted = _probability(found @ x)
        slope = x @ (weight * (came_true - fitted)) - LITTLE * (found - start)
        bend = (x * (weight * fitted * (1.0 - fitted))) @ x.T + LITTLE * np.eye(2)
        step = np.linalg.solve(bend, slope)
        step /= max(1.0, float(np.abs(step).max()))  # Newton's steps may run away where nearly all came true
        found = found + step
        if np.abs(step).max() < 1e-9:
            break
    # Never the other way round: a forecast that was higher stays higher.
    return Correction(float(found[0]), max(float(found[1]), 0.05))
