"""A ledger told again from the start: what each member could hear about another before rating them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kunci.backtest.ledger import Ledger
from kunci.core.establishment import Record, established, record
from kunci.core.forecast import Clock, Heard, weight_of_voice
from kunci.core.rows import Floats, Ints

WEEK = 7.0  # days; what is praised within one counts as one voice, as in `core/standing.py`
MONTH = 30.0  # days between two pictures of who is established
FOUNDERS = 5  # the first members who rated anybody
WARM_UP = 0.3  # the share of the elapsed time that only teaches

_COLUMNS = tuple(Heard.__dataclass_fields__)
Told = list[tuple[int, float, float]]  # who rated, how, and on which day


@dataclass(frozen=True)
class Replay:
    """What was heard before each rating asked about, arrays of those ratings in their order.

    case: 0 with a history between the two, 1 with words of mediators only, 2 with neither; weight: how established the
    rater was then; trusted, distrusted: whether the rater had rated the other's raters well or badly.
    """

    heard: Heard
    case: NDArray[np.int8]
    weight: Floats
    month: Ints

    @property
    def cases(self) -> dict[str, NDArray[np.bool_]]:
        everything = np.ones(len(self.case), dtype=np.bool_)
        return {"all": everything} | {name: self.case == code for code, name in enumerate(CASES)}


CASES = ("history", "mediators", "neither")


def first_test(ledger: Ledger) -> int:
    """The first rating after the warm-up."""
    start, end = ledger.day[0], ledger.day[-1]
    return int(np.searchsorted(ledger.day, start + WARM_UP * (end - start)))


def picture(ledger: Ledger, end: int, founders: list[int]) -> Record:
    """What each member's word counts after the first `end` ratings: a good one is a vouch."""
    past = ledger.up_to(end)
    good = past.good
    seeds = np.array(founders, dtype=np.int64)
    weight = established(ledger.members, past.source[good], past.target[good], seeds)
    return record(ledger.members, past.source, past.target, good, weight)


def founders_of(ledger: Ledger, end: int) -> list[int]:
    """The first members who rated anybody, among the first `end` ratings."""
    found: dict[int, None] = {}
    for source in ledger.source[:end].tolist():
        found.setdefault(source)
        if len(found) == FOUNDERS:
            break
    return list(found)


def replay(ledger: Ledger, asked: Ints, clock: Clock) -> Replay:
    """What was heard before each of the ratings `asked` (places in the ledger), from strictly earlier days only."""
    wanted = np.zeros(len(ledger), dtype=np.bool_)
    wanted[asked] = True
    heard = np.zeros((len(_COLUMNS), len(ledger)))
    case: NDArray[np.int8] = np.full(len(ledger), 2, dtype=np.int8)
    weight, month = np.zeros(len(ledger)), np.zeros(len(ledger), dtype=np.int64)
    memory = Memory(clock)
    known = Record(np.zeros(ledger.members), np.zeros(ledger.members))
    next_picture, pictures = ledger.day[0], 0
    source, target = ledger.source.tolist(), ledger.target.tolist()
    rating, day = ledger.rating.tolist(), ledger.day.tolist()
    for begin, end in _days(ledger.day):
        if day[begin] >= next_picture:
            known = picture(ledger, begin, founders_of(ledger, begin))
            next_picture, pictures = day[begin] + MONTH, pictures + 1
        for at in range(begin, end):
            if wanted[at]:
                heard[:, at], case[at] = memory.about(source[at], target[at], day[at], known)
                weight[at], month[at] = known.praise[source[at]], pictures
        for at in range(begin, end):
            memory.rate(source[at], target[at], rating[at], day[at])
    found = Heard(**{name: heard[row, asked] for row, name in enumerate(_COLUMNS)})
    return Replay(found, case[asked], weight[asked], month[asked])


class Memory:
    """Everything rated so far, by whom it is about."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._about: dict[int, Told] = {}
        self._latest: dict[int, dict[int, float]] = {}
        self._mean: dict[int, tuple[float, float, float]] = {}  # good, all, as of a day

    def rate(self, source: int, target: int, rating: float, day: float) -> None:
        self._about.setdefault(target, []).append((source, rating, day))
        self._latest.setdefault(source, {})[target] = rating
        good, total, since = self._mean.get(source, (0.0, 0.0, day))
        left = 2.0 ** ((since - day) / self._clock.yardstick)
        self._mean[source] = (good * left + (rating > 0.0), total * left + 1.0, day)

    def about(self, source: int, target: int, day: float, known: Record) -> tuple[list[float], int]:
        """What `source` hears about `target`: the columns of `Heard`, and the case."""
        clock = self._clock
        mine = self._latest.get(source, {})
        good, total, since = self._mean.get(source, (0.0, 0.0, day))
        left = 2.0 ** ((since - day) / clock.yardstick)
        own_good = own_bad = told_good = best_voice = strongest = told_bad = record_good = record_bad = 0.0
        mediated, this_week = False, -1.0
        for rater, rating, then in self._about.get(target, ()):
            ago = day - then
            if rater == source:
                own_good += (rating > 0.0) * 2.0 ** (-ago / clock.own_good)
                own_bad += (rating < 0.0) * 2.0 ** (-ago / clock.own_bad)
                continue
            trust = mine.get(rater)
            if trust is not None:
                if trust < 0.0:
                    continue  # whoever treated me badly is not asked
                mediated = True
                weight = weight_of_voice(trust)
                if rating > 0.0:
                    praise = weight * 2.0 ** (-ago / clock.told_good)
                    if then // WEEK != this_week:
                        told_good, best_voice, this_week = told_good + best_voice, 0.0, then // WEEK
                    best_voice, strongest = max(best_voice, praise), max(strongest, praise)
                else:
                    told_bad += weight * 2.0 ** (-ago / clock.told_bad)
            if rating > 0.0:
                record_good += known.praise[rater] * 2.0 ** (-ago / clock.record_good)
            else:
                record_bad += known.complaint[rater] * 2.0 ** (-ago / clock.record_bad)
        back = self._latest.get(target, {}).get(source, 0.0)
        case = 0 if back != 0.0 or target in mine else 1 if mediated else 2
        columns = [
            good * left, total * left, own_good, own_bad, told_good + best_voice - strongest, told_bad,
            float(back > 0.0), float(back < 0.0), record_good, record_bad,
        ]  # fmt: skip
        return columns, case


def _days(day: Floats) -> Iterator[tuple[int, int]]:
    """Begin and end of the ratings of one instant."""
    edges = [0, *(np.flatnonzero(np.diff(day)) + 1).tolist(), len(day)]
    yield from itertools.pairwise(edges)
