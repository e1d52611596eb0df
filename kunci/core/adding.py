"""The rows of each tie put in order and added up, in loops that Numba compiles.

`standing.py` says what the sums are for, `docs/standing.md` tells the rules, and the loops read like them: the rows of
a tie in the order of day and kind, a look at each. Terms are added one after the other, never pairwise: leaving a term
out can then never raise a sum.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kunci.core.compiled import compiled
from kunci.core.evidence import WORDS, Kind
from kunci.core.policy import Policy
from kunci.core.rows import DAYS, MONTH, WEEK, EvidenceBatch, Floats, Ints, growing

Keys = NDArray[np.int32]  # a day and a kind in one number, in this order

_KIND_BITS = 5
_KIND = (1 << _KIND_BITS) - 1
_GROUPS = 512  # so many places are written to in turn without leaving the cache
_FEW = 32  # rows that are sorted fastest by putting each in its place
# The sums, in the order of their rows in what is added up.
SUMS = (
    "contact", "acquaintance", "trust", "vouched", "confidence", "months", "given", "received", "distrust", "doubt",
)  # fmt: skip
_CONTACT, _ACQUAINTANCE, _TRUST, _VOUCHED, _CONFIDENCE, _MONTHS, _GIVEN, _RECEIVED, _DISTRUST, _DOUBT = range(len(SUMS))
# The worths of a kind, likewise; whether it breaks trust comes last.
_COLUMNS = ("contact", "trust", "confidence", "distrust", "doubt", "given", "received", "breaks")
_OF_CONTACT, _OF_TRUST, _OF_CONFIDENCE, _OF_DISTRUST, _OF_DOUBT, _OF_GIVEN, _OF_RECEIVED, _BREAKS = range(len(_COLUMNS))
_PRIOR, _VOUCH, _WARNING = (list(Kind).index(kind) for kind in (Kind.PRIOR, Kind.VOUCH, Kind.WARNING))
_STATED = np.array([kind in (Kind.PRIOR, *WORDS) for kind in Kind])
# Levels of contact are whole numbers, 2^-20 of a halving each, so that equal is equal.
_LEVEL = 1 << 20
_FORGOTTEN = -64 * _LEVEL  # nothing is left of a level after so many halvings
_NEVER = -(1 << 60)  # the level before any contact: further down than all days there are


@dataclass(frozen=True)
class Numbers:
    """A policy as arrays. worths: (kinds, worths of each); levels: what a contact of each kind fills;
    sinking: by day, the levels that have sunk since 1970; fast, good, bad: by day, what is left of 1.0."""

    worths: Floats
    often: Floats
    prior_caution_years: float
    levels: Ints
    sinking: Ints
    fast: Floats
    good: Floats
    bad: Floats


@lru_cache(maxsize=8)
def numbers(policy: Policy) -> Numbers:
    by_kind = {worth.kind: worth for worth in policy.worths}
    worths = np.array([[float(getattr(by_kind[kind], name)) for name in _COLUMNS] for kind in Kind])
    contact = worths[:, _OF_CONTACT]
    return Numbers(
        worths=worths,
        often=np.array(policy.often),
        prior_caution_years=policy.prior_caution_years,
        levels=np.rint(np.log2(np.where(contact > 0.0, contact, 1.0)) * _LEVEL).astype(np.int64),
        sinking=np.rint(DAYS / policy.spacing_half_life * _LEVEL).astype(np.int64),
        fast=growing(policy.contact_half_life),
        good=growing(policy.good_half_life),
        bad=growing(policy.bad_half_life),
    )


@dataclass(frozen=True)
class Ordered:
    """The rows of a batch, those of tie t at begins[t]:begins[t + 1].

    lived: what was lived through together, by day and kind; stated: what I state of before, and what others said (prior
    acquaintance, vouches, warnings), by day, kind and `factor`, which is how much of its worth a row has.
    """

    lived_begins: Ints
    lived: Keys
    stated_begins: Ints
    stated: Keys
    factor: Floats

    @classmethod
    def of(cls, batch: EvidenceBatch, n_ties: int, policy: Policy) -> "Ordered":
        stated = np.flatnonzero(_STATED[batch.kind])
        segment, kind, day = batch.segment[stated], batch.kind[stated], batch.day[stated]
        of = numbers(policy)
        years = batch.years[stated]
        factor = batch.weight[stated]
        of_prior = of.often[batch.often[stated]] * (years / (years + of.prior_caution_years))
        factor = np.where(kind == _PRIOR, of_prior, factor)
        order = np.lexsort((factor, kind, day, segment))
        keys = ((day << _KIND_BITS) | kind).astype(np.int32)[order]
        begins = np.searchsorted(segment[order], np.arange(n_ties + 1)).astype(np.int64)
        lived_begins, lived = _by_tie(batch.segment, batch.day, batch.kind, _STATED, n_ties)
        _sort_each(lived_begins, lived)
        return cls(lived_begins, lived, begins, keys, factor[order])

    def add_up(self, ties: slice, today: Ints, policy: Policy) -> Floats:
        """The sums of some ties (`SUMS`, ties) by the rows dated no later than `today`, days since 1970 of each."""
        of = numbers(policy)
        found = np.zeros((len(SUMS), len(today)))
        last_break = np.full(len(today), -1, dtype=np.int64)
        begins = self.lived_begins[ties.start : ties.stop + 1]
        _add_lived(
            found, last_break, begins, self.lived, today,
            of.worths, of.levels, of.sinking, of.fast, of.good, of.bad, WEEK, MONTH,
        )  # fmt: skip
        if len(self.stated):
            begins = self.stated_begins[ties.start : ties.stop + 1]
            _add_stated(found, last_break, begins, self.stated, self.factor, today, of.worths, of.good, of.bad, WEEK)
        return found


@compiled
def _add_to_those_before(counts: Ints) -> None:
    for place in range(1, len(counts)):
        counts[place] += counts[place - 1]


@compiled
def _by_tie(
    segment: Ints, day: Ints, kind: NDArray[np.int8], left_out: NDArray[np.bool_], n_ties: int
) -> tuple[Ints, Keys]:
    """Where each tie's rows begin, and the rows as keys, those of a tie together in the order in which they came.

    Where they don't come tie by tie they are dealt out to groups of ties first, so that what is written to in turn
    never exceeds a cache.
    """
    shift = 0
    while n_ties >> shift > _GROUPS:
        shift += 1
    group = np.zeros((n_ties >> shift) + 2, dtype=np.int64)
    apart, last = False, 0
    for row in range(len(segment)):
        if not left_out[kind[row]]:
            apart |= segment[row] < last
            last = segment[row]
            group[(last >> shift) + 1] += 1
    _add_to_those_before(group)
    begins = np.zeros(n_ties + 1, dtype=np.int64)
    keys = np.empty(group[-1], dtype=np.int32)
    if not apart:
        place = 0
        for row in range(len(segment)):
            if not left_out[kind[row]]:
                begins[segment[row] + 1] += 1
                keys[place] = day[row] << _KIND_BITS | kind[row]
                place += 1
        _add_to_those_before(begins)
        return begins, keys
    dealt = np.empty(len(keys), dtype=np.int64)
    for row in range(len(segment)):
        if not left_out[kind[row]]:
            place = group[segment[row] >> shift]
            group[segment[row] >> shift] = place + 1
            dealt[place] = segment[row] << 32 | day[row] << _KIND_BITS | kind[row]
    for row in range(len(dealt)):
        begins[(dealt[row] >> 32) + 1] += 1
    _add_to_those_before(begins)
    free = begins.copy()
    for row in range(len(dealt)):
        tie = dealt[row] >> 32
        keys[free[tie]] = dealt[row] & 0xFFFFFFFF
        free[tie] += 1
    return begins, keys


@compiled
def _sort_each(begins: Ints, keys: Keys) -> None:
    """Sorts the rows of each tie by day and kind."""
    for tie in range(len(begins) - 1):
        begin, end = begins[tie], begins[tie + 1]
        if end - begin > _FEW:
            keys[begin:end].sort()
            continue
        for row in range(begin + 1, end):
            key, place = keys[row], row
            while place > begin and keys[place - 1] > key:
                keys[place] = keys[place - 1]
                place -= 1
            keys[place] = key


@compiled
def _add_lived(
    found: Floats, last_break: Ints, begins: Ints, keys: Keys, today: Ints,
    worths: Floats, levels: Ints, sinking: Ints, fast: Floats, good: Floats, bad: Floats, week: Ints, month: Ints,
) -> None:  # fmt: skip
    """Adds what was lived through. Of each week the best row counts towards trust and confidence, of each month the
    best towards loyalty; bad news counts whole; contact is spaced; what came before trust was broken is no trust."""
    for tie in range(len(today)):
        begin, end = begins[tie], begins[tie + 1]
        while end > begin and keys[end - 1] >> _KIND_BITS > today[tie]:
            end -= 1
        broken = -1
        for row in range(begin, end):
            if worths[keys[row] & _KIND, _BREAKS]:
                broken = keys[row] >> _KIND_BITS
        last_break[tie] = broken
        this_week = this_month = -1
        full = _NEVER  # the level of contact, on a scale on which sinking shows as the passing of days
        contact = trust = confidence = months = given = received = distrust = doubt = 0.0
        best_trust = best_confidence = best_contact = best_given = best_received = 0.0
        for row in range(begin, end):
            day, kind = keys[row] >> _KIND_BITS, keys[row] & _KIND
            left = good[day]
            if week[day] != this_week:
                trust, confidence = trust + best_trust, confidence + best_confidence
                best_trust = best_confidence = 0.0
                this_week = week[day]
            if month[day] != this_month:
                months, given, received = months + best_contact, given + best_given, received + best_received
                best_contact = best_given = best_received = 0.0
                this_month = month[day]
            worth = worths[kind, _OF_CONTACT]
            if worth > 0.0:
                # A contact fills a level up to its worth, and the level sinks by half in the spacing: what it adds is
                # what was missing. For contacts of one worth, g days apart, that is worth * (1 - 2^(-g / spacing)).
                level = sinking[day] + levels[kind]
                fresh = max(min(full - level, 0), _FORGOTTEN)
                contact += worth * fast[day] * (1.0 - np.exp2(fresh / _LEVEL))
                full = max(full, level)
                best_contact = max(best_contact, worth * left)
            if day > broken:
                best_trust = max(best_trust, worths[kind, _OF_TRUST] * left)
                best_confidence = max(best_confidence, worths[kind, _OF_CONFIDENCE] * left)
            best_given = max(best_given, worths[kind, _OF_GIVEN] * left)
            best_received = max(best_received, worths[kind, _OF_RECEIVED] * left)
            distrust += worths[kind, _OF_DISTRUST] * bad[day]
            doubt += worths[kind, _OF_DOUBT] * bad[day]
        found[_CONTACT, tie] = contact
        found[_TRUST, tie] = trust + best_trust
        found[_CONFIDENCE, tie] = confidence + best_confidence
        found[_MONTHS, tie] = months + best_contact
        found[_GIVEN, tie] = given + best_given
        found[_RECEIVED, tie] = received + best_received
        found[_DISTRUST, tie] = distrust
        found[_DOUBT, tie] = doubt


@compiled
def _add_stated(
    found: Floats, last_break: Ints, begins: Ints, keys: Keys, factor: Floats, today: Ints,
    worths: Floats, good: Floats, bad: Floats, week: Ints,
) -> None:  # fmt: skip
    """Adds what was stated. Prior acquaintance counts once, by its strongest statement; of the vouches of a week the
    best counts, and of all weeks all but the strongest; every warning does."""
    for tie in range(len(today)):
        acquaintance = prior_trust = vouched = strongest = warned = best_voice = 0.0
        this_week = -1
        for row in range(begins[tie], begins[tie + 1]):
            day, kind = keys[row] >> _KIND_BITS, keys[row] & _KIND
            if day > today[tie]:
                break
            since_broken = day > last_break[tie]
            if kind == _PRIOR:
                acquaintance = max(acquaintance, worths[kind, _OF_CONTACT] * factor[row] * good[day])
                if since_broken:
                    prior_trust = max(prior_trust, worths[kind, _OF_TRUST] * factor[row] * good[day])
            elif kind == _WARNING:
                warned += worths[kind, _OF_DISTRUST] * factor[row] * bad[day]
            elif since_broken:
                if week[day] != this_week:
                    vouched += best_voice
                    best_voice = 0.0
                    this_week = week[day]
                best_voice = max(best_voice, worths[kind, _OF_TRUST] * factor[row] * good[day])
                strongest = max(strongest, best_voice)
        found[_ACQUAINTANCE, tie] = acquaintance
        found[_MONTHS, tie] += acquaintance
        found[_TRUST, tie] += prior_trust
        found[_VOUCHED, tie] = vouched + best_voice - strongest
        found[_DISTRUST, tie] += warned
