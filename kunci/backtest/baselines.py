"""Models to compare with, told from the same past: what they say for "good" before each rating."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from kunci.backtest.ledger import Ledger
from kunci.backtest.replay import Replay
from kunci.core.calibration import log_odds
from kunci.core.rows import Floats

BASE_WEIGHT = 2.0  # experiences that the base rate stands for
HALF_LIFE = 60.0  # days, where there is forgetting
FITS = 60  # times that fairness and goodness are worked out anew
LESSONS = 20  # times that the regression learns anew
ROUNDS = 20


@dataclass(frozen=True)
class Baselines:
    """Arrays of ratings, each from strictly earlier days."""

    mean: Floats
    beta: Floats
    forgetting: Floats
    mediators: Floats


def simple(ledger: Ledger) -> Baselines:
    """Running mean of the target, Beta with a base-rate prior, the same with forgetting, and two-hop mediators."""
    count = len(ledger)
    found = np.zeros((4, count))
    good, bad = np.zeros(ledger.members), np.zeros(ledger.members)
    fresh_good, fresh_bad, since = np.zeros(ledger.members), np.zeros(ledger.members), np.zeros(ledger.members)
    about: dict[int, dict[int, float]] = {}
    rated: dict[int, dict[int, float]] = {}
    begin = all_good = 0
    source, target, rating, day = (
        column.tolist() for column in (ledger.source, ledger.target, ledger.rating, ledger.day)
    )
    while begin < count:
        end = begin
        base = (all_good + 1.0) / (begin + 2.0)
        while end < count and day[end] == day[begin]:
            one, n = target[end], good[target[end]] + bad[target[end]]
            left = 2.0 ** ((since[one] - day[end]) / HALF_LIFE)
            fresh = (fresh_good[one] * left, fresh_bad[one] * left)
            found[0, end] = good[one] / n if n else base
            found[1, end] = (good[one] + BASE_WEIGHT * base) / (n + BASE_WEIGHT)
            found[2, end] = (fresh[0] + BASE_WEIGHT * base) / (sum(fresh) + BASE_WEIGHT)
            found[3, end] = _two_hops(rated.get(source[end], {}), about.get(one, {}), base)
            end += 1
        for at in range(begin, end):
            one, is_good = target[at], rating[at] > 0.0
            left = 2.0 ** ((since[one] - day[at]) / HALF_LIFE)
            fresh_good[one], fresh_bad[one] = fresh_good[one] * left + is_good, fresh_bad[one] * left + (not is_good)
            since[one] = day[at]
            good[one] += is_good
            bad[one] += not is_good
            all_good += is_good
            about.setdefault(one, {})[source[at]] = rating[at]
            rated.setdefault(source[at], {})[one] = rating[at]
        begin = end
    return Baselines(*found)


def _two_hops(mine: dict[int, float], theirs: dict[int, float], base: float) -> float:
    """The mean of what those say whom I rated well, weighed by my ratings; the base rate where none does."""
    said = total = 0.0
    few, many = (mine, theirs) if len(mine) < len(theirs) else (theirs, mine)
    for one in few:
        if one in many and mine[one] > 0.0:
            said += mine[one] * (theirs[one] > 0.0)
            total += mine[one]
    return (said + base) / (total + 1.0)


def fairness_goodness(ledger: Ledger, first: int) -> Floats:
    """Fairness times goodness (Kumar et al., ICDM 2016), worked out anew `FITS` times from `first` on."""
    scaled = ledger.rating / np.abs(ledger.rating).max()
    said = np.ones(len(ledger))
    edges = np.unique(np.searchsorted(ledger.day, np.linspace(ledger.day[first], ledger.day[-1], FITS + 1)[:-1]))
    for begin, end in zip(edges, [*edges[1:], len(ledger)], strict=True):
        source, target, rating = ledger.source[:begin], ledger.target[:begin], scaled[:begin]
        gave = np.maximum(np.bincount(source, minlength=ledger.members), 1)
        got = np.maximum(np.bincount(target, minlength=ledger.members), 1)
        fair, goodness = np.ones(ledger.members), np.zeros(ledger.members)
        for _ in range(ROUNDS):
            goodness = np.bincount(target, weights=fair[source] * rating, minlength=ledger.members) / got
            off = np.abs(rating - goodness[target]) / 2.0
            fair = 1.0 - np.bincount(source, weights=off, minlength=ledger.members) / gave
        said[begin:end] = fair[ledger.source[begin:end]] * goodness[ledger.target[begin:end]]
    return said


def logistic(ledger: Ledger, told: Replay, simple_ones: Baselines, first: int) -> Floats:
    """Logistic regression on all that the other models use, learnt `LESSONS` times from the past alone."""
    columns = [np.log1p(getattr(told.heard, one.name)) for one in fields(told.heard)]
    columns += [log_odds(getattr(simple_ones, one.name)) for one in fields(simple_ones)]
    seen = np.stack(columns, axis=1)
    good = ledger.good
    said = np.full(len(ledger), float(good[:first].mean()) if first else 0.5)
    edges = np.unique(np.searchsorted(ledger.day, np.linspace(ledger.day[first], ledger.day[-1], LESSONS + 1)[:-1]))
    for begin, end in zip(edges, [*edges[1:], len(ledger)], strict=True):
        if 0 < good[:begin].sum() < begin:
            learner = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
            learner.fit(seen[:begin], good[:begin])
            said[begin:end] = learner.predict_proba(seen[begin:end])[:, 1]
    return said
