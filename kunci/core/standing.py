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

from kunci.core.adding import Ordered
from kunci.core.bounds import lower_bound
from kunci.core.evidence import Evidence
from kunci.core.policy import FIRST_POLICY, Needs, Policy
from kunci.core.rows import DAY, HEAD_START, REFERENCE, EvidenceBatch, Floats, Ints
from kunci.core.rungs import LADDER, Rung

# The end of a rung that does not hold: before every instant, as '-infinity' in the database.
SHUT = int(np.iinfo(np.int64).min)
_AT_ONCE = 1 << 13  # ties that are worked on at once: few enough to stay in a fast cache


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
    vouched: Floats  # the best voice of each week, less the strongest
    confidence: Floats
    months: Floats
    given: Floats
    received: Floats
    distrust: Floats
    doubt: Floats

    def only(self, ties: Ints | NDArray[np.bool_]) -> "Sums":
        """Those of some ties, by place or by mask."""
        return Sums(*(column[ties] for column in self.columns()))

    def columns(self) -> tuple[Floats, ...]:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


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
    return Sums(*Ordered.of(batch, n_ties, policy).add_up(slice(0, n_ties), _today(now), policy))


def measures_at(
    of: Sums, second: int | Ints, policy: Policy = FIRST_POLICY, wanted: tuple[bool, ...] = (True,) * 4
) -> tuple[Floats, Floats, Floats, Floats]:
    """Know, trust, confidence, loyalty at `second`, one for all ties or one each; zeros for what is not `wanted`."""
    know = trust = confidence = loyalty = np.zeros(len(of.contact))
    good_left = _left(second, policy.good_half_life)
    if wanted[0]:
        know = _settled(_share(_familiarity(of, second, policy), policy.know_caution))
    if any(wanted[1:]):
        bad_left = _left(second, policy.bad_half_life)
        distrust = of.distrust * bad_left
    if wanted[1]:
        vouched = np.minimum(of.vouched * good_left, policy.vouches_most)
        trust = _carried(of.trust * good_left + vouched, distrust, policy)
    if wanted[2]:
        confidence = _carried(of.confidence * good_left, of.doubt * bad_left, policy)
    if wanted[3]:
        kept_up = (of.months + np.minimum(of.given, of.received)) * good_left
        loyalty = _settled(_share(kept_up, distrust + policy.loyalty_caution))
    return know, trust, confidence, loyalty


def standings(batch: EvidenceBatch, n_ties: int, at: int | Ints, policy: Policy = FIRST_POLICY) -> StandingArrays:
    """The standing of every tie at `at`, seconds since 1970."""
    now = np.broadcast_to(np.asarray(at, dtype=np.int64), (n_ties,))
    know, trust, confidence, loyalty = (np.empty(n_ties) for _ in Measure)
    rung: NDArray[np.int8] = np.empty(n_ties, dtype=np.int8)
    rows = Ordered.of(batch, n_ties, policy)
    same = np.ndim(at) == 0
    for first in range(0, n_ties, _AT_ONCE):
        ties = slice(first, min(first + _AT_ONCE, n_ties))
        of = Sums(*rows.add_up(ties, _today(now[ties]), policy))
        found = measures_at(of, at if same else now[ties], policy)
        know[ties], trust[ties], confidence[ties], loyalty[ties] = found
        rung[ties] = _rungs(found, policy)
    return StandingArrays(know, trust, confidence, loyalty, rung)


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


def _today(second: Ints) -> Ints:
    """The days that have begun somewhere, since 1970."""
    return (second + HEAD_START) // DAY


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
    found = np.zeros(np.broadcast(good, bad).shape)
    # Where nothing speaks for somebody it is 0, and of many ties that is most.
    some = np.flatnonzero(np.broadcast_to(good, found.shape))
    good, bad = (np.broadcast_to(side, found.shape).ravel()[some] for side in (good, bad))
    bound = lower_bound(policy.prior_good + good, policy.prior_bad + bad)
    found.ravel()[some] = np.maximum((bound - none) / (1.0 - none), 0.0)
    return _settled(found)


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


def _rungs(measures: tuple[Floats, ...], policy: Policy) -> NDArray[np.int8]:
    return cast(NDArray[np.int8], _holds(measures, policy).sum(axis=0, dtype=np.int8))


def _holds(measures: tuple[Floats, ...], policy: Policy) -> NDArray[np.bool_]:
    """Whether each rung 1..3 holds, shape (3, n_ties).

    Needs never shrink going up the ladder, so a rung that holds implies those below.
    """
    found = np.ones((len(LADDER), len(measures[0])), dtype=np.bool_)
    for rung, needs in zip(found, policy.ladder(), strict=True):
        for measure, need in zip(measures, needs.measures(), strict=True):
            if need:
                rung &= measure >= need
    return found


def _untils(of: Sums, n_ties: int, at: int | Ints, policy: Policy) -> Ints:
    now = np.broadcast_to(np.asarray(at, dtype=np.int64), (n_ties,))
    held = _holds(measures_at(of, now, policy), policy)
    ends = np.full((n_ties, len(LADDER)), SHUT, dtype=np.int64)
    for rung, needs in enumerate(policy.ladder()):
        ties = np.flatnonzero(held[rung])
        if not len(ties):
            break
        some = of.only(ties)
        # `know` has failed for certain once all that is behind it, fading at the slowest rate, is less than it needs;
        # and a rung never outlasts the one below.
        failed = now[ties] + _last_seconds(some, now[ties], needs.know, policy)
        if rung:
            failed = np.minimum(failed, ends[ties, rung - 1])
        ends[ties, rung] = _first_failing(some, now[ties], failed, needs, policy)
    return ends


def _last_seconds(of: Sums, now: Ints, need: float, policy: Policy) -> Ints:
    """Seconds after which `know` has fallen short of a need for certain."""
    least = policy.know_caution * need / (1.0 - need)
    times_over = np.maximum(_familiarity(of, now, policy) / least, 1.0)
    slowest = np.where(of.acquaintance > 0.0, policy.good_half_life, policy.contact_half_life)
    seconds: Ints = np.ceil(slowest * DAY * np.log2(times_over)).astype(np.int64)
    return seconds + 2


def _first_failing(of: Sums, holding: Ints, failed: Ints, needs: Needs, policy: Policy) -> Ints:
    """The first second at which some need is not met, between one at which all are and one at which not all are."""
    wanted = tuple(need > 0.0 for need in needs.measures())
    ends = failed.copy()
    left = np.arange(len(ends))
    holding = holding.copy()
    # Where contact alone is behind `know`, and `know` alone is needed, the end is near the last second there can be.
    near = np.maximum(holding, failed - 4)
    while True:
        going = failed - holding > 1
        if not going.all():
            ends[left[~going]] = failed[~going]
            left, holding, failed, near = left[going], holding[going], failed[going], near[going]
            of = of.only(going)
        if not len(left):
            return ends
        middle = np.where(near > holding, near, holding + (failed - holding) // 2)
        still = _meets(of, middle, needs, wanted, policy)
        near = np.where(still, holding, 0)
        holding = np.where(still, middle, holding)
        failed = np.where(still, failed, middle)


def _meets(of: Sums, second: Ints, needs: Needs, wanted: tuple[bool, ...], policy: Policy) -> NDArray[np.bool_]:
    measures = measures_at(of, second, policy, wanted)
    met = (measure >= need for measure, need in zip(measures, needs.measures(), strict=True) if need)
    return cast(NDArray[np.bool_], np.logical_and.reduce(list(met)))
