"""Evidence of many ties as arrays, and the ways in which rows add up; `standing.py` says which way counts for what.

Every sum is seen from `REFERENCE`: a row's worth is let grow, or fade, to what it will be then, so that a sum at any
other instant is one multiplication. Rows are put in the order of tie, day and kind first, so that the order of entry
cannot show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kunci.core.evidence import FIRST_DAY, LAST_DAY, WORDS, Evidence, Kind, in_force
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
_STATED = np.array([kind in (Kind.PRIOR, *WORDS) for kind in Kind])
# A tie, a day and a kind in one number, in this order.
_KIND_BITS, _DAY_BITS = 5, 16
_KIND_MASK, _DAY_MASK = (1 << _KIND_BITS) - 1, (1 << _DAY_BITS) - 1
_BLOCK = 1 << 15  # rows that are worked on at once
# Levels of contact are whole numbers, 2^-20 of a doubling each, so that equal is equal.
_LEVEL = 1 << 20
_FORGOTTEN = 64 * _LEVEL  # nothing is left of a level after so many halvings
_APART = 1 << 36  # more than all days there are, each a halving


@dataclass(frozen=True)
class EvidenceBatch:
    """Evidence in force, of many ties, one array element per row.

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

    def only(self, which: NDArray[np.bool_]) -> "EvidenceBatch":
        """The rows for which `which` holds."""
        return self if which.all() else self._taken(which)

    def by_tie(self) -> "EvidenceBatch":
        """The same rows, those of one tie together, ties in order."""
        if not np.any(self.segment[1:] < self.segment[:-1]):
            return self
        # By the lower half of the number, then by the upper: of 16 bits NumPy sorts by counting.
        order = np.argsort((self.segment & 0xFFFF).astype(np.uint16), kind="stable")
        for shift in (16, 32):
            if np.any(self.segment >> shift):
                digits = ((self.segment >> shift) & 0xFFFF).astype(np.uint16)
                order = order[np.argsort(digits[order], kind="stable")]
        return self._taken(order)

    def blocks(self, n_ties: int) -> Iterator[tuple[slice, "EvidenceBatch"]]:
        """A few ties at a time, and their rows with the ties numbered from 0: few enough to stay in a fast cache."""
        if n_ties == 0:
            return
        rows = self.by_tie()
        size = max(1, n_ties * _BLOCK // max(len(rows.day), _BLOCK))
        firsts = np.arange(0, n_ties, size)
        begins = [*np.searchsorted(rows.segment, firsts).tolist(), len(rows.day)]
        for first, (begin, end) in zip(firsts.tolist(), pairwise(begins), strict=True):
            part = rows._taken(slice(begin, end))
            yield slice(first, min(first + size, n_ties)), replace(part, segment=part.segment - first)

    def _taken(self, which: slice | Ints | NDArray[np.bool_]) -> "EvidenceBatch":
        return EvidenceBatch(
            self.segment[which],
            self.kind[which],
            self.day[which],
            self.years[which],
            self.often[which],
            self.weight[which],
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


class Worths:
    """The worths of a policy as columns, one number per kind, by its position in `Kind`."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._columns: dict[str, Floats] = {}
        self._levels: dict[str, Ints] = {}

    def of(self, column: str) -> Floats:
        if column not in self._columns:
            by_kind = {worth.kind: float(getattr(worth, column)) for worth in self.policy.worths}
            self._columns[column] = np.array([by_kind[kind] for kind in Kind])
        return self._columns[column]

    def as_levels(self, column: str) -> Ints:
        """The levels that contacts fill; of whatever is no contact one that is always filled already."""
        if column not in self._levels:
            worth = self.of(column)
            levels = np.full(len(worth), -_APART // 4)
            levels[worth > 0.0] = np.rint(np.log2(worth[worth > 0.0]) * _LEVEL)
            self._levels[column] = levels
        return self._levels[column]


@dataclass(frozen=True)
class Lived:
    """What was lived through together, in order of tie, day and kind. Arrays of rows."""

    segment: Ints
    day: Ints
    kind: Ints
    n_ties: int
    worths: "Worths"

    @classmethod
    def of(cls, batch: EvidenceBatch, n_ties: int, worths: "Worths") -> "Lived":
        """The rows of a batch that are not merely stated."""
        kind = batch.kind.astype(np.int64)
        rows = cls(batch.segment, batch.day, kind, n_ties, worths)
        stated = _STATED[kind]
        if stated.any():
            rows = rows._only(~stated)
        keys = (((rows.segment << _DAY_BITS) | rows.day) << _KIND_BITS) | rows.kind
        if not np.any(keys[1:] < keys[:-1]):
            return rows
        keys.sort()
        days = keys >> _KIND_BITS
        return cls(days >> _DAY_BITS, days & _DAY_MASK, keys & _KIND_MASK, n_ties, worths)

    def last_break(self) -> Ints | None:
        """Of each tie the day of the last row that starts trust again, -1 without; None where no tie has any."""
        breaks = np.flatnonzero(self.worths.of("breaks")[self.kind])
        if not len(breaks):
            return None
        found = np.full(self.n_ties, -1, dtype=np.int64)
        np.maximum.at(found, self.segment[breaks], self.day[breaks])
        return found

    def after(self, last: Ints | None) -> "Lived":
        """The rows dated after the day given for each tie."""
        if last is None:
            return self
        return self._only(self.day > last[self.segment])

    def with_any(self, *columns: str) -> "Lived":
        """The rows with any of these worths: to add up several columns of a few rows, the many are left out once."""
        worth = np.sum([self.worths.of(column) for column in columns], axis=0)
        has = (worth != 0.0)[self.kind]
        return self if has.all() else self._only(has)

    def total(self, column: str, half_life: float) -> Floats:
        """Per tie, the sum of a worth over all rows."""
        return _added_up(self.segment, self._worth(column, half_life), self.n_ties)

    def best_of_each(self, bucket: Ints, half_life: float, *columns: str) -> tuple[Floats, ...]:
        """Per tie and column, the sum over buckets (weeks, months; by day) of the best row in each."""
        if not len(self.segment):
            return tuple(np.zeros(self.n_ties) for _ in columns)
        first = np.flatnonzero(_differs(self.segment) | _differs(bucket[self.day]))
        tie = self.segment[first]
        best = (np.maximum.reduceat(self._worth(column, half_life), first) for column in columns)
        return tuple(_added_up(tie, of, self.n_ties) for of in best)

    def spaced(self, column: str, half_life: float, spacing: float) -> Floats:
        """Per tie, the sum of what each contact adds to what is still fresh of those before.

        A contact fills a level up to its worth, and the level sinks by half in `spacing` days: what it adds is what
        was missing. For contacts of one worth, g days apart, that is worth * (1 - 2^(-g / spacing)). Since the level
        sinks no slower than the sum fades, one contact more never makes the sum less.
        """
        if not len(self.segment):
            return np.zeros(self.n_ties)
        # How full a contact leaves the level, on a scale on which sinking shows as the passing of days: the greatest so
        # far is the level of now. Ties are moved far apart on it, so that none reaches into the next.
        level = _days_as_levels(spacing)[self.day] + self.worths.as_levels(column)[self.kind]
        apart = self.segment * _APART
        before = np.maximum.accumulate(level + apart)[:-1] - apart[:-1]
        missing = self._worth(column, half_life)
        fresh = np.minimum(before - level[1:], 0)
        fresh[_differs(self.segment)[1:]] = -_FORGOTTEN
        missing[1:] *= 1.0 - np.exp2(np.maximum(fresh, -_FORGOTTEN) / _LEVEL)
        return _added_up(self.segment, missing, self.n_ties)

    def _only(self, which: NDArray[np.bool_]) -> "Lived":
        rows = np.flatnonzero(which)
        return Lived(self.segment[rows], self.day[rows], self.kind[rows], self.n_ties, self.worths)

    def _worth(self, column: str, half_life: float) -> Floats:
        worth = self.worths.of(column)[self.kind]
        worth *= _growing(half_life)[self.day]
        return worth


@dataclass(frozen=True)
class Stated:
    """What was stated rather than lived through, of one kind: by me of before, or by others."""

    segment: Ints
    day: Ints
    factor: Floats
    kind: int
    n_ties: int
    worths: "Worths"

    @classmethod
    def of(cls, batch: EvidenceBatch, kind: Kind, n_ties: int, worths: "Worths") -> "Stated":
        """The rows of a kind, each with how much of its worth it has: for prior acquaintance by years and frequency,
        for what others said by its weight."""
        code = _KIND_CODE[kind]
        rows = batch.only(batch.kind == code)
        factor = rows.weight
        if kind is Kind.PRIOR:
            at_most = np.array(worths.policy.often, dtype=np.float64)[rows.often]
            factor = at_most * (rows.years / (rows.years + worths.policy.prior_caution_years))
        order = np.lexsort((factor, rows.day, rows.segment))
        return cls(rows.segment[order], rows.day[order], factor[order], code, n_ties, worths)

    def after(self, last: Ints | None) -> "Stated":
        """The rows dated after the day given for each tie."""
        if last is None:
            return self
        which = self.day > last[self.segment]
        return Stated(self.segment[which], self.day[which], self.factor[which], self.kind, self.n_ties, self.worths)

    def best(self, column: str, half_life: float) -> Floats:
        """Per tie, the best row alone."""
        found = np.zeros(self.n_ties)
        if len(self.segment):
            first = np.flatnonzero(_differs(self.segment))
            found[self.segment[first]] = np.maximum.reduceat(self._worth(column, half_life), first)
        return found

    def total(self, column: str, half_life: float) -> Floats:
        """Per tie, the sum of all rows."""
        return _added_up(self.segment, self._worth(column, half_life), self.n_ties)

    def besides_best(self, column: str, half_life: float) -> Floats:
        """Per tie, the sum of all rows but the best."""
        return self.total(column, half_life) - self.best(column, half_life)

    def _worth(self, column: str, half_life: float) -> Floats:
        worth = float(self.worths.of(column)[self.kind])
        return worth * self.factor * _growing(half_life)[self.day]


def _years(row: Evidence) -> float:
    return 0.0 if row.since is None else (row.on - row.since).days / YEAR_DAYS


@lru_cache(maxsize=16)
def _days_as_levels(spacing: float) -> Ints:
    return np.rint(_DAYS / spacing * _LEVEL).astype(np.int64)


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
