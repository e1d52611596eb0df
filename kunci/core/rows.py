"""Evidence of many ties as arrays, one element per row, and the calendar that the sums are kept in.

Every sum is seen from `REFERENCE`: a row's worth is let grow, or fade, to what it will be then, so that a sum at any
other instant is one multiplication.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kunci.core.evidence import FIRST_DAY, LAST_DAY, Evidence, Kind, in_force
from kunci.core.policy import OFTEN_ORDER

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

DAY = 86_400
UNIX_EPOCH = date(1970, 1, 1)
YEAR_DAYS = 365.25
# A date is a fact as soon as it has begun somewhere: at UTC+14. Otherwise a breakfast in Jayapura would not
# count until the afternoon.
HEAD_START = 14 * 3600
# Sums are kept as seen from the middle of the allowed dates, so that growing or fading to it stays in range.
REFERENCE = (date(2035, 1, 1) - UNIX_EPOCH).days * DAY

DAYS: Ints = np.arange((LAST_DAY - FIRST_DAY).days + 1, dtype=np.int64)
# Buckets, by day: Monday to Sunday (1970 began on a Thursday), and calendar months.
WEEK: Ints = (DAYS + 3) // 7
MONTH: Ints = DAYS.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)

_KIND_CODE = {kind: code for code, kind in enumerate(Kind)}
_OFTEN_CODE = {often: code for code, often in enumerate(OFTEN_ORDER)}


@dataclass(frozen=True)
class EvidenceBatch:
    """Evidence in force, of many ties, one array element per row, in any order.

    segment: which tie (0 .. n_ties-1); kind: position in `Kind`; day: whole days since 1970-01-01;
    years and often: of prior acquaintance (position in `Often`), 0 elsewhere; weight: of what its kind is worth.
    """

    segment: Ints
    kind: NDArray[np.int8]
    day: Ints
    years: Floats
    often: NDArray[np.int8]
    weight: Floats

    @classmethod
    def of(cls, ties: Sequence[Sequence[Evidence]]) -> "EvidenceBatch":
        """The rows of each tie, voided ones and withdrawals left out."""
        rows = [(segment, row) for segment, tie in enumerate(ties) for row in in_force(tie)]
        return cls(
            segment=np.array([segment for segment, _ in rows], dtype=np.int64),
            kind=np.array([_KIND_CODE[row.kind] for _, row in rows], dtype=np.int8),
            day=np.array([(row.on - UNIX_EPOCH).days for _, row in rows], dtype=np.int64),
            years=np.array([_years(row) for _, row in rows], dtype=np.float64),
            often=np.array([_OFTEN_CODE[row.often] if row.often else 0 for _, row in rows], dtype=np.int8),
            weight=np.array([row.weight for _, row in rows], dtype=np.float64),
        )

    def repeated(self, times: int) -> "EvidenceBatch":
        """One tie's rows as those of `times` ties, say to look at it on as many days."""
        return EvidenceBatch(
            segment=np.repeat(np.arange(times, dtype=np.int64), len(self.day)),
            kind=np.tile(self.kind, times),
            day=np.tile(self.day, times),
            years=np.tile(self.years, times),
            often=np.tile(self.often, times),
            weight=np.tile(self.weight, times),
        )


@lru_cache(maxsize=16)
def growing(half_life: float) -> Floats:
    """What 1.0 of each day since 1970 has grown or faded to at `REFERENCE`, seen backwards."""
    return cast(Floats, np.exp2((DAYS * DAY - HEAD_START - REFERENCE) / DAY / half_life))


def _years(row: Evidence) -> float:
    return 0.0 if row.since is None else (row.on - row.since).days / YEAR_DAYS
