"""Standing: what one member's own evidence says about another, on a given second.

One implementation for one tie and for ten million. Evidence is reduced to ten sums per tie (`Sums`), each fading
at a fixed rate, so a standing at any later second is a handful of multiplications; no row is looked at twice.
The arithmetic is told with worked tables in `docs/standing.md`.

What holds for every policy, and is tested:
- the order of entry does not matter;
- without new evidence nothing ever rises, so a rung that fails stays failed and has one last second;
- adding good or taking back bad never lowers a measure, adding bad or taking back good never raises one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kunci.core.bounds import lower_bound
from kunci.core.evidence import Evidence, Kind
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.rows import DAY, HEAD_START, MONTH, REFERENCE, WEEK, EvidenceBatch, Floats, Ints, Lived, Stated
from kunci.core.rungs import Rung

# The end of a rung that does not hold: before every instant, as '-infinity' in the database.
SHUT = int(np.iinfo(np.int64).min)


class Measure(StrEnum):
    """The four sides of a standing."""

    KNOW = "know"
    TRUST = "trust"
    CONFIDENCE = "confidence"
    LOYALTY = "loyalty"


@dataclass(frozen=True)
class Sums:
    """What the evidence of each tie adds up to, as seen from `REFERENCE`. Arrays of n_ties.

    contact fades with the contact half-life; distrust and doubt with that of bad news; all others with that of good.
    """

    contact: Floats
    acquaintance: Floats
    trust: Floats
    vouched: Floats  # all that others vouch for, less the strongest
    confidence: Floats
    months: Floats
    given: Floats
    received: Floats
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
    now = np.broadcast_to(np.asarray(at, dtype=np.int64), (n_ties,))
    begun = batch.only((batch.day * DAY - HEAD_START) <= now[batch.segment])
    lived = Lived.of(begun, n_ties, policy)
    prior, vouches = Stated.of(begun, Kind.PRIOR, n_ties, policy), Stated.of(begun, Kind.VOUCH, n_ties, policy)
    # An outcome in which trust was broken starts trust and confidence again.
    last_break = lived.last_break()
    since, said, vouched = lived.after(last_break), prior.after(last_break), vouches.after(last_break)
    good, bad = policy.good_half_life, policy.bad_half_life
    acquaintance = prior.best("contact", good)
    return Sums(
        contact=lived.spaced("contact", policy.contact_half_life, policy.spacing_half_life),
        acquaintance=acquaintance,
        trust=since.best_of_each(WEEK, "trust", good) + said.best("trust", good),
        vouched=vouched.besides_best("trust", good),
        confidence=since.best_of_each(WEEK, "confidence", good),
        months=lived.best_of_each(MONTH, "contact", good) + acquaintance,
        given=lived.best_of_each(MONTH, "given", good),
        received=lived.best_of_each(MONTH, "received", good),
        distrust=lived.total("distrust", bad),
        doubt=lived.total("doubt", bad),
    )


def measures_at(of: Sums, second: int | Ints, policy: Policy = FIRST_POLICY) -> tuple[Floats, Floats, Floats, Floats]:
    """Know, trust, confidence, loyalty at `second`, which broadcasts against n_ties."""
    good_left = _left(second, policy.good_half_life)
    bad_left = _left(second, policy.bad_half_life)
    distrust = of.distrust * bad_left
    loyalty = (of.months + np.minimum(of.given, of.received)) * good_left
    return (
        _settled(_share(_familiarity(of, second, policy), policy.know_caution)),
        _carried(of.trust * good_left + np.minimum(of.vouched * good_left, policy.vouches_most), distrust, policy),
        _carried(of.confidence * good_left, of.doubt * bad_left, policy),
        _settled(_share(loyalty, distrust + policy.loyalty_caution)),
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


def _left(second: int | Ints, half_life: float) -> Floats:
    """What is left at `second` of 1.0 at `REFERENCE`; more than 1 before it."""
    past_days = (np.asarray(second, dtype=np.int64) - REFERENCE) / DAY
    return np.asarray(np.exp2(-past_days / half_life))


def _familiarity(of: Sums, second: int | Ints, policy: Policy) -> Floats:
    """Meetings' worth of contact and acquaintance left at `second`."""
    contact = of.contact * _left(second, policy.contact_half_life)
    return contact + of.acquaintance * _left(second, policy.good_half_life)


def _carried(good: Floats, bad: Floats, policy: Policy) -> Floats:
    """What one can count on nine times out of ten, on a scale from 0 (what no evidence gives) to 1."""
    none = lower_bound(policy.prior_good, policy.prior_bad)
    bound = lower_bound(policy.prior_good + good, policy.prior_bad + bad)
    return _settled(np.maximum((bound - none) / (1.0 - none), 0.0))


def _settled(measure: Floats) -> Floats:
    """To nine digits: what is equal but for rounding is equal."""
    return cast(Floats, np.round(measure, 9))


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
