"""The lower credible bound of a share: so little evidence means a low value, however good it looks.

After `good` and `bad` experiences, the prior among them, the share of good ones to come is a Beta(good, bad) variable;
its 10% quantile is what one can count on nine times out of ten (Jøsang and Ismail, "The Beta Reputation System", 2002).
The quantile has no closed form, so it is read from a table of its logit, linearly between nodes that lie a factor
10^(1/28) apart: off by at most 0.0003 where both are a half or more, 0.002 down to 0.02. Being linear between nodes, it
rises with good and falls with bad like the quantile itself. `tools/bounds.py` writes the table.
"""

from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LEVEL = 0.1
TABLE = Path(__file__).with_name("bounds.npy")
_FIRST, _LAST, _PER_DECADE = -2, 5, 28
NODES: Floats = 10.0 ** (np.arange((_LAST - _FIRST) * _PER_DECADE + 1) / _PER_DECADE + _FIRST)


def lower_bound(good: ArrayLike, bad: ArrayLike) -> Floats:
    """The 10% quantile of Beta(good, bad), elementwise; both above 0. Beyond the table as at its edge."""
    row, down = _place(np.asarray(good, dtype=np.float64))
    column, right = _place(np.asarray(bad, dtype=np.float64))
    row, column = np.broadcast_arrays(row, column)
    values, width = _table(), len(NODES)
    corner = row * width + column
    upper = _between(values[corner], values[corner + 1], right)
    lower = _between(values[corner + width], values[corner + width + 1], right)
    return 1.0 / (1.0 + np.exp(-_between(upper, lower, down)))


def _place(of: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The node before each, and how far it lies towards the next."""
    steps = np.clip((np.log10(of) - _FIRST) * _PER_DECADE, 0.0, len(NODES) - 1.0)
    node = np.minimum(steps.astype(np.int64), len(NODES) - 2)
    return node, steps - node


def _between(one: Floats, other: Floats, way: Floats) -> Floats:
    return one + (other - one) * way


@lru_cache(maxsize=1)
def _table() -> Floats:
    return cast(Floats, np.load(TABLE, allow_pickle=False).astype(np.float64).ravel())
