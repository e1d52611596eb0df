"""Evidence of many ties as arrays, and the ways in which rows add up; `standing.py` says which way counts for what.

Every sum is seen from `REFERENCE`: a row's worth is let grow, or fade, to what it will be then, so that a sum at any
other instant is one multiplication. Rows are put in the order of tie, day and kind first, so that the order of entry
cannot show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kunci.core.evidence import FIRST_DAY, LAST_DAY, Evidence, Kind, in_force
from kunci.core.policy import OFTEN_ORDER, Policy

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

_DAYS: Ints = np.arange((LAST_DAY - FIRST_DAY).days + 1, dtype=np.int64)
# Buckets, by day: Monday to Sunday (1970 began on a Thursday), and calendar months.
WEEK: Ints = (_DAYS + 3) // 7
MONTH: Ints = _DAYS.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)

_KIND_CODE = {kind: code for code, kind in enumerate(Kind)}
_OFTEN_CODE = {often: code for code, often in enumerate(OFTEN_ORDER)}
STATED = (_KIND_CODE[Kind.PRIOR], _KIND_CODE[Kind.VOUCH])
# A tie, a day and a kind in one number, in this order.
_KIND_BITS, _DAY_BITS = 5, 16
_LEVEL_BITS = 20  # levels of contact are compared as whole numbers, 2^-20 of a doubling each, so that equal is equal


@dataclass(frozen=True)
class EvidenceBatch:
    """Evidence in force, of many ties, one array element per row.

    segment: which tie (0 .. n_ties-1); kind: position in `Kind`; day: whole days since 1970-01-01;
    years and often: of prior acquaintance (position in `Often`), 0 elsewhere.
    """

    segment: Ints
    kind: NDArray[np.int8]
    day: Ints
    years: Floats
    often: NDArray[np.int8]

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
        )

    def only(self, which: NDArray[np.bool_]) -> "EvidenceBatch":
        """The rows for which `which` holds."""
        if which.all():
            return self
        return EvidenceBatch(
            self.segment[which], self.kind[which], self.day[which], self.years[which], self.often[which]
        )

    def repeated(self, times: int) -> "EvidenceBatch":
        """One tie's rows as those of `times` ties, say to look at it on as many days."""
        return EvidenceBatch(
            segment=np.repeat(np.arange(times, dtype=np.int64), len(self.day)),
            kind=np.tile(self.kind, times),
            day=np.tile(self.day, times),
            years=np.tile(self.years, times),
            often=np.tile(self.often, times),
        )


@dataclass(frozen=True)
class Lived:
    """What was lived through together, in order of tie, day and kind. Arrays of rows."""

    segment: Ints
    day: Ints
    kind: Ints
    n_ties: int
    policy: Policy

    @classmethod
    def of(cls, batch: EvidenceBatch, n_ties: int, policy: Policy) -> "Lived":
        """The rows of a batch that are not merely stated."""
        keys = (batch.segment << (_DAY_BITS + _KIND_BITS)) | (batch.day << _KIND_BITS) | batch.kind
        keys = keys[~np.isin(batch.kind, STATED)]
        if np.any(keys[1:] < keys[:-1]):
            keys.sort()
        return cls(
            segment=keys >> (_DAY_BITS + _KIND_BITS),
            day=(keys >> _KIND_BITS) & ((1 << _DAY_BITS) - 1),
            kind=keys & ((1 << _KIND_BITS) - 1),
            n_ties=n_ties,
            policy=policy,
        )

    def last_break(self) -> Ints | None:
        """Of each tie the day of the last row that starts trust again, -1 without; None where no tie has any."""
        breaks = np.flatnonzero(_worths("breaks", self.policy)[self.kind])
        if not len(breaks):
            return None
        found = np.full(self.n_ties, -1, dtype=np.int64)
        np.maximum.at(found, self.segment[breaks], self.day[breaks])
        return found

    def after(self, last: Ints | None) -> "Lived":
        """The rows dated after the day given for each tie."""
        if last is None:
            return self
        which = self.day > last[self.segment]
        return Lived(self.segment[which], self.day[which], self.kind[which], self.n_ties, self.policy)

    def total(self, column: str, half_life: float) -> Floats:
        """Per tie, the sum of a worth over all rows."""
        segment, day, worth = self._worth(column)
        return _added_up(segment, worth * _growing(half_life)[day], self.n_ties)

    def best_of_each(self, bucket: Ints, column: str, half_life: float) -> Floats:
        """Per tie, the sum over buckets (weeks, months; by day) of the best row in each."""
        segment, day, worth = self._worth(column)
        if not len(segment):
            return np.zeros(self.n_ties)
        place = bucket[day]
        first = np.flatnonzero(_differs(segment) | _differs(place))
        best = np.maximum.reduceat(worth * _growing(half_life)[day], first)
        return _added_up(segment[first], best, self.n_ties)

    def spaced(self, column: str, half_life: float, spacing: float) -> Floats:
        """Per tie, the sum of what each contact adds to what is still fresh of those before.

        A contact fills a level up to its worth, and the level sinks by half in `spacing` days: what it adds is what
        was missing. For contacts of one worth, g days apart, that is worth * (1 - 2^(-g / spacing)). Since the level
        sinks no slower than the sum fades, one contact more never makes the sum less.
        """
        segment, day, worth = self._worth(column)
        if not len(segment):
            return np.zeros(self.n_ties)
        one = 1 << _LEVEL_BITS
        # How full a contact leaves the level, on a scale on which sinking shows as the passing of days: the greatest so
        # far is the level of now. Ties are moved far apart on it, so that none reaches into the next.
        level = np.rint((day / spacing + np.log2(worth)) * one).astype(np.int64)
        reach = level.max() - level.min() + 1
        running = np.maximum.accumulate(level + segment * reach) - segment * reach
        missing = worth.copy()
        follows = np.flatnonzero(~_differs(segment))
        fresh = np.minimum(running[follows - 1] - level[follows], 0) / one
        missing[follows] *= 1.0 - np.exp2(fresh)
        return _added_up(segment, missing * _growing(half_life)[day], self.n_ties)

    def _worth(self, column: str) -> tuple[Ints, Ints, Floats]:
        """Tie, day and worth of the rows that have any of it."""
        worth = _worths(column, self.policy)[self.kind]
        has = np.flatnonzero(worth)
        return self.segment[has], self.day[has], worth[has]


@dataclass(frozen=True)
class Stated:
    """What was stated rather than lived through, of one kind: it does not grow by being stated again."""

    segment: Ints
    day: Ints
    factor: Floats
    kind: int
    n_ties: int
    policy: Policy

    @classmethod
    def of(cls, batch: EvidenceBatch, kind: Kind, n_ties: int, policy: Policy) -> "Stated":
        """The rows of a kind, each with how much of its worth it has: for prior acquaintance by years and frequency."""
        code = _KIND_CODE[kind]
        rows = batch.only(batch.kind == code)
        factor = np.ones(len(rows.day))
        if kind is Kind.PRIOR:
            at_most = np.array(policy.often, dtype=np.float64)[rows.often]
            factor = at_most * (rows.years / (rows.years + policy.prior_caution_years))
        order = np.lexsort((factor, rows.day, rows.segment))
        return cls(rows.segment[order], rows.day[order], factor[order], code, n_ties, policy)

    def after(self, last: Ints | None) -> "Stated":
        """The rows dated after the day given for each tie."""
        if last is None:
            return self
        which = self.day > last[self.segment]
        return Stated(self.segment[which], self.day[which], self.factor[which], self.kind, self.n_ties, self.policy)

    def best(self, column: str, half_life: float) -> Floats:
        """Per tie, the best row alone."""
        found = np.zeros(self.n_ties)
        if len(self.segment):
            first = np.flatnonzero(_differs(self.segment))
            found[self.segment[first]] = np.maximum.reduceat(self._worth(column, half_life), first)
        return found

    def besides_best(self, column: str, half_life: float) -> Floats:
        """Per tie, the sum of all rows but the best."""
        return _added_up(self.segment, self._worth(column, half_life), self.n_ties) - self.best(column, half_life)

    def _worth(self, column: str, half_life: float) -> Floats:
        worth = float(_worths(column, self.policy)[self.kind])
        return worth * self.factor * _growing(half_life)[self.day]


def _years(row: Evidence) -> float:
    return 0.0 if row.since is None else (row.on - row.since).days / YEAR_DAYS


@lru_cache(maxsize=64)
def _worths(column: str, policy: Policy) -> Floats:
    """A column of the worths, one number per kind, by its position in `Kind`."""
    table: Floats = np.zeros(len(Kind))
    for worth in policy.worths:
        table[_KIND_CODE[worth.kind]] = getattr(worth, column)
    return table


@lru_cache(maxsize=16)
def _growing(half_life: float) -> Floats:
    """What 1.0 of each day since 1970 has grown or faded to at `REFERENCE`, seen backwards."""
    return cast(Floats, np.exp2((_DAYS * DAY - HEAD_START - REFERENCE) / DAY / half_life))


def _differs(array: Ints) -> NDArray[np.bool_]:
    """Whether each element differs from the one before; the first does."""
    differs: NDArray[np.bool_] = np.ones(len(array), dtype=np.bool_)
    differs[1:] = array[1:] != array[:-1]
    return differs


def _added_up(segment: Ints, worth: Floats, n_ties: int) -> Floats:
    """Per tie, one term after the other: unlike a pairwise sum, leaving a term out can then never raise the result."""
    return cast(Floats, np.bincount(segment, weights=worth, minlength=n_ties))
