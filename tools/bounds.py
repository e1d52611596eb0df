"""Writes the table of lower credible bounds that `kunci/core/bounds.py` reads. `python -m tools.bounds`."""

from __future__ import annotations

import numpy as np
from scipy.special import betainccinv, betaincinv, logit

from kunci.core.bounds import LEVEL, NODES, TABLE


def table() -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The logit of the bound for each pair of nodes; good along the rows, bad along the columns."""
    good, bad = NODES[:, None], NODES[None, :]
    # From the end that is near, so that bounds that are nearly 0 or 1 keep their distance from it.
    bound, rest = betaincinv(good, bad, LEVEL), betainccinv(bad, good, LEVEL)
    with np.errstate(divide="ignore"):
        found: np.ndarray[tuple[int, int], np.dtype[np.float32]] = np.where(bound < 0.5, logit(bound), -logit(rest))
    return found.astype(np.float32)


if __name__ == "__main__":
    np.save(TABLE, table())
