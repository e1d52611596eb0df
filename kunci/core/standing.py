"""Standing: what one member's own evidence says about another, on a given second.

One implementation for one tie and for ten million. Evidence is reduced to seven sums per tie (`Sums`), each fading
at a fixed rate, so a standing at any later second is a handful of multiplications; no row is looked at twice.
The arithmetic is told with worked tables in `docs/standing.md`.

What holds for every policy, and is tested:
- the order of entry does not matter;
- without new evidence nothing ever rises, so a rung that fails stays failed and has one last second;
- adding good or taking back bad never lowers a measure, adding bad or taking back good never raises one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kunci.core.evidence import Evidence, Kind, in_force
from kunci.core.policy import FIRST_POLICY, OFTEN_ORDER, Policy
from kunci.core.rungs import Rung

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
# The end of a rung that does not hold: before every instant, as '-infinity' in the database.
SHUT = int(np.iinfo(np.int64).min)

_KIND_CODE = {kind: code for code, kind in enumerate(Kind)}
_OFTEN_CODE = {often: code for code, often in enumerate(OFTEN_ORDER)}
_PRIOR = _KIND_CODE[Kind.PRIOR]
_VOUCH = _KIND_CODE[Kind.VOUCH]


class Measure(StrEnum):
    """The four sides of a standing."""

    KNOW = "know"
    TRUST = "trust"
    CONFIDENCE = "confidence"
    LOYALTY = "loyalty"


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


@dataclass(frozen=True)
class Sums:
    """What the evidence of each tie adds up to, as seen from `REFERENCE`. Arrays of n_ties.

    contact fades with the contact half-life; acquaintance, trust, confidence, loyalty with that of good news;
    distrust and doubt with that of bad news.
    """

    contact: Floats
    acquaintance: Floats
    trust: Floats
    confidence: Floats
    loyalty: Floats
    distrust: Floats
    doubt: Floats


@dataclass(frozen=True)
class StandingArrays:
    """Four measures in [0, 1] and the rung they carry (0..3), arrays of n_ties."""

    know: Floats
    trust: Floats
    confidence: Floats
    loyalty: Floats
    rung: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Standing:
    """One tie on one second. A rung never outlasts the one below it.

    Each `*_until` is the first whole second (UTC) at which that rung fails, None if it already does.
    """

    know: float
    trust: float
    confidence: float
    loyalty: float
    rung: Rung
    known_until: datetime | None
    trusted_until: datetime | None
    unhesitating_until: datetime | None

    def until(self, rung: Rung) -> datetime | None:
        """Until when the evidence carries a rung of the ladder. Being a stranger has no end: ValueError."""
        if rung is Rung.STRANGER:
            raise ValueError("being a stranger has no end")
        return (self.known_until, self.trusted_until, self.unhesitating_until)[rung - 1]

    def measure(self, measure: Measure) -> float:
        return (self.know, self.trust, self.confidence, self.loyalty)[tuple(Measure).index(measure)]


def second_of(instant: datetime) -> int:
    """Whole seconds since 1970 (UTC), the fraction dropped. ValueError without a time zone or before 1970."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    second = (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    if second < 0:
        raise ValueError("no standing before 1970")
    return second


def instant_of(second: int) -> datetime | None:
    """The UTC instant of a second since 1970; None for `SHUT`."""
    return None if second == SHUT else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)


def sums(batch: EvidenceBatch, n_ties: int, at: int | Ints, policy: Policy = FIRST_POLICY) -> Sums:
    """Add up what counts at `at` (seconds since 1970, one for all ties or one each): no row dated later."""
    started = batch.day * DAY - HEAD_START
    counts = started <= np.broadcast_to(np.asarray(at, dtype=np.int64), (n_ties,))[batch.segment]
    segment, kind, day, started = (
        array[counts] for array in (batch.segment, batch.kind.astype(np.int64), batch.day, started)
    )
    worths = _worth_table(policy)[kind] * (_prior_factor(batch, policy) * batch.weight)[counts, None]
    contact, trust, confidence, distrust, doubt, breaks = worths.T
    lead_days = (started - REFERENCE) / DAY
    growing_contact = np.exp2(lead_days / policy.contact_half_life)
    growing_good = np.exp2(lead_days / policy.good_half_life)
    growing_bad = np.exp2(lead_days / policy.bad_half_life)

    last_break = np.full(n_ties, SHUT, dtype=np.int64)
    np.maximum.at(last_break, segment[breaks > 0], day[breaks > 0])
    since_break = day > last_break[segment]

    # What is stated rather than lived through does not grow by stating it again: all prior acquaintance is one
    # bucket, all vouches another. Everything else is in the bucket of its week, for loyalty of its month.
    prior = kind == _PRIOR
    stated = np.where(prior, -1, np.where(kind == _VOUCH, -2, 0))
    week = np.where(stated < 0, stated, (day + 3) // 7)  # Monday to Sunday: 1970 began on a Thursday
    month = np.where(stated < 0, stated, day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64))

    def best(bucket: Ints, worth: Floats) -> Floats:
        return _sum_of_best(segment, bucket, worth, n_ties)

    def total(worth: Floats) -> Floats:
        return _sum_of_all(segment, day, worth, n_ties)

    return Sums(
        contact=best(week, contact * growing_contact * ~prior),
        acquaintance=best(week, contact * growing_good * prior),
        trust=best(week, trust * growing_good * since_break),
        confidence=best(week, confidence * growing_good * since_break),
        loyalty=best(month, contact * growing_good),
        distrust=total(distrust * growing_bad),
        doubt=total(doubt * growing_bad),
    )


def measures_at(of: Sums, second: int | Ints, policy: Policy = FIRST_POLICY) -> tuple[Floats, Floats, Floats, Floats]:
    """Know, trust, confidence, loyalty at `second`, which broadcasts against n_ties."""
    good_left = _left(second, policy.good_half_life)
    bad_left = _left(second, policy.bad_half_life)
    distrust = of.distrust * bad_left
    return (
        _share(_familiarity(of, second, policy), policy.know_caution),
        _share(of.trust * good_left, distrust + policy.trust_caution),
        _share(of.confidence * good_left, of.doubt * bad_left + policy.confidence_caution),
        _share(of.loyalty * good_left, distrust + policy.loyalty_caution),
    )


def standings(batch: EvidenceBatch, n_ties: int, at: int | Ints, policy: Policy = FIRST_POLICY) -> StandingArrays:
    """The standing of every tie at `at`, seconds since 1970."""
    measures = measures_at(sums(batch, n_ties, at, policy), at, policy)
    return StandingArrays(*measures, rung=_rungs(measures, policy))


def untils(batch: EvidenceBatch, n_ties: int, at: int | Ints, policy: Policy = FIRST_POLICY) -> Ints:
    """For each tie and rung 1..3, shape (n_ties, 3): the first second at which it fails without new evidence.

    `SHUT` where it does not hold at `at`. Since nothing rises by waiting, the second is found by halving.
    """
    return _untils(sums(batch, n_ties, at, policy), n_ties, at, policy)


def standing_of(rows: Sequence[Evidence], at: datetime, policy: Policy = FIRST_POLICY) -> Standing:
    """The standing of one tie; the same arithmetic as for many. Shows the whole second that `at` lies in."""
    second = second_of(at)
    of = sums(EvidenceBatch.of([rows]), 1, second, policy)
    measures = measures_at(of, second, policy)
    known, trusted, unhesitating = (int(end) for end in _untils(of, 1, second, policy)[0])
    know, trust, confidence, loyalty = (float(measure[0]) for measure in measures)
    return Standing(
        know=know,
        trust=trust,
        confidence=confidence,
        loyalty=loyalty,
        rung=Rung(int(_rungs(measures, policy)[0])),
        known_until=instant_of(known),
        trusted_until=instant_of(trusted),
        unhesitating_until=instant_of(unhesitating),
    )


def _years(row: Evidence) -> float:
    return 0.0 if row.since is None else (row.on - row.since).days / YEAR_DAYS


def _left(second: int | Ints, half_life: float) -> Floats:
    """What is left at `second` of 1.0 at `REFERENCE`; more than 1 before it."""
    past_days = (np.asarray(second, dtype=np.int64) - REFERENCE) / DAY
    return np.asarray(np.exp2(-past_days / half_life))


def _familiarity(of: Sums, second: int | Ints, policy: Policy) -> Floats:
    """Meetings' worth of contact and acquaintance left at `second`."""
    contact = of.contact * _left(second, policy.contact_half_life)
    return contact + of.acquaintance * _left(second, policy.good_half_life)


@lru_cache(maxsize=8)
def _worth_table(policy: Policy) -> Floats:
    """One row per kind, by its position in `Kind`."""
    table = np.zeros((len(Kind), 6))
    for worth in policy.worths:
        table[_KIND_CODE[worth.kind]] = (
            worth.contact,
            worth.trust,
            worth.confidence,
            worth.distrust,
            worth.doubt,
            worth.breaks,
        )
    return table


def _prior_factor(batch: EvidenceBatch, policy: Policy) -> Floats:
    at_most = np.array(policy.often, dtype=np.float64)[batch.often]
    share_of_years = batch.years / (batch.years + policy.prior_caution_years)
    return np.where(batch.kind == _PRIOR, at_most * share_of_years, 1.0)


def _sum_of_best(segment: Ints, bucket: Ints, worth: Floats, n_ties: int) -> Floats:
    """Per tie, the sum over buckets of the best row; in the order of buckets, so that of rows cannot show."""
    if not len(segment):
        return np.zeros(n_ties)
    order = np.lexsort((bucket, segment))
    segment, bucket = segment[order], bucket[order]
    new = np.flatnonzero((np.diff(segment, prepend=-1) != 0) | (np.diff(bucket, prepend=bucket[0]) != 0))
    return _added_up(segment[new], np.maximum.reduceat(worth[order], new), n_ties)


def _sum_of_all(segment: Ints, day: Ints, worth: Floats, n_ties: int) -> Floats:
    """Per tie, the sum over rows; in the order of day and size, so that of entry cannot show."""
    order = np.lexsort((worth, day, segment))
    return _added_up(segment[order], worth[order], n_ties)


def _added_up(segment: Ints, worth: Floats, n_ties: int) -> Floats:
    """Per tie, one term after the other: unlike a pairwise sum, leaving a term out can then never raise the result."""
    return cast(Floats, np.bincount(segment, weights=worth, minlength=n_ties))


def _share(good: Floats, against: float | Floats) -> Floats:
    """good / (good + against), written so that rounding never makes it fall with good or rise with against."""
    good, against = np.broadcast_arrays(good, np.asarray(against, dtype=np.float64))
    odds_against = np.full(good.shape, np.inf)
    with np.errstate(over="ignore"):  # good faded to nearly nothing: the odds are infinite, the share 0
        np.divide(against, good, out=odds_against, where=good > 0)
    return 1.0 / (1.0 + odds_against)


def _holds(measures: tuple[Floats, ...], policy: Policy) -> NDArray[np.bool_]:
    """Whether each rung 1..3 holds, shape (3, n_ties). `measures` are of n_ties, or of (3, n_ties): one row a rung.

    Needs never shrink going up the ladder, so a rung that holds implies those below.
    """
    needs = np.array([needs.measures() for needs in policy.ladder()]).T[:, :, None]
    each_rung = np.stack([np.broadcast_to(measure, (3, measure.shape[-1])) for measure in measures])
    return cast(NDArray[np.bool_], np.all(each_rung >= needs, axis=0))


def _rungs(measures: tuple[Floats, ...], policy: Policy) -> NDArray[np.int8]:
    return cast(NDArray[np.int8], _holds(measures, policy).sum(axis=0, dtype=np.int8))


def _untils(of: Sums, n_ties: int, at: int | Ints, policy: Policy) -> Ints:
    now = np.broadcast_to(np.asarray(at, dtype=np.int64), (n_ties,))
    held = _holds(measures_at(of, now, policy), policy)
    # `known` has failed for certain once all that is behind it, fading at the slowest rate, is less than it needs.
    least = policy.know_caution * policy.known.know / (1.0 - policy.known.know)
    times_over = np.maximum(_familiarity(of, now, policy) / least, 1.0)
    bound = now + np.ceil(policy.good_half_life * DAY * np.log2(times_over)).astype(np.int64) + DAY
    holding = np.broadcast_to(now, held.shape).copy()
    failed = np.broadcast_to(bound, held.shape).copy()
    while np.any(failed - holding > 1):
        middle = holding + (failed - holding) // 2
        still = _holds(measures_at(of, middle, policy), policy)  # row r of `middle` is asked about rung r
        holding = np.where(still, middle, holding)
        failed = np.where(still, failed, middle)
    ends = np.where(held, failed, SHUT)
    return ends.T
