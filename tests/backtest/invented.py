"""An invented trading network: some are good to deal with, some are not, and most ratings say so."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kunci.backtest.ledger import Ledger

MEMBERS, RATINGS, DAYS = 300, 5000, 600.0
BAD_SHARE = 0.15


def network(seed: int = 1, ratings: int = RATINGS) -> Ledger:
    """Members rate each other once in a while: of somebody good nine in ten times well, of somebody bad one in ten."""
    random = np.random.default_rng(seed)
    bad = random.random(MEMBERS) < BAD_SHARE
    bad[:10] = False
    day = np.sort(random.uniform(0.0, DAYS, ratings))
    # Whoever came first is known to more.
    source = (MEMBERS * random.random(ratings) ** 2).astype(np.int64)
    target = (source + 1 + (MEMBERS - 1) * random.random(ratings)).astype(np.int64) % MEMBERS
    well = random.random(ratings) < np.where(bad[target], 0.1, 0.95)
    rating = np.where(well, random.integers(1, 4, ratings), -random.integers(3, 11, ratings)).astype(np.float64)
    return Ledger(source, target, rating, day, MEMBERS)


def write(ledger: Ledger, path: Path) -> Path:
    """The same as a file, in another order."""
    rows = np.random.default_rng(0).permutation(len(ledger))
    lines = [
        f"{ledger.source[i]},{ledger.target[i]},{ledger.rating[i]:g},{ledger.day[i] * 86_400:.3f}"
        for i in rows.tolist()
    ]
    path.write_text("source,target,rating,time\n" + "\n".join(lines) + "\n")
    return path
