"""How much time two people have had together, and what went each way over the years: a guide from what was noted.

Nobody notes hours. Each kind of encounter counts what such an encounter usually takes; a referral that comes back
year after year rests on many dozen hours. No gate, standing or match reads this.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kunci.core.evidence import Evidence, Kind, in_force

# Hours of one encounter.
USUALLY = {
    Kind.MET: 1.5,
    Kind.ONE_TO_ONE: 1.0,
    Kind.CALL: 0.25,
    Kind.CHAT: 0.1,
    Kind.VISIT: 2.0,
    Kind.EVENT: 2.0,
}


@dataclass(frozen=True, slots=True)
class Together:
    """`times` that the two were in touch, about so many `hours`; `since` when they know each other, as noted, and the
    day they were `last` in touch."""

    times: int
    hours: float
    since: date
    last: date


def together(rows: Iterable[Evidence]) -> Together | None:
    """None where no encounter is noted. What was taken back counts nothing."""
    standing = in_force(rows)
    met = [row for row in standing if row.kind in USUALLY]
    if not met:
        return None
    known = [row.since for row in standing if row.since is not None]
    days = [row.on for row in met]
    return Together(len(met), sum(USUALLY[row.kind] for row in met), min([*known, *days]), max(days))


class Way(StrEnum):
    """What went from one to the other: a key handed over, or help."""

    KEY_GIVEN = "key_given"
    KEY_HAD = "key_had"
    HELP_GIVEN = "help_given"
    HELP_HAD = "help_had"


_HELP = {Kind.HELP_GIVEN: Way.HELP_GIVEN, Kind.HELP_RECEIVED: Way.HELP_HAD}


@dataclass(frozen=True, slots=True)
class Year:
    """How often the two were in touch in it, and how many of each went which way."""

    year: int
    times: int
    went: dict[Way, int]


@dataclass(frozen=True, slots=True)
class Flow:
    """All years in which anything happened, the latest first; the first and the latest thing that went."""

    years: tuple[Year, ...]
    first: tuple[date, Way] | None
    latest: tuple[date, Way] | None


def flow(rows: Iterable[Evidence], given: Iterable[date], had: Iterable[date]) -> Flow:
    """`given`, `had`: the days on which keys were handed over to them, and by them. What was taken back counts not."""
    standing = in_force(rows)
    went = [(day, Way.KEY_GIVEN) for day in given] + [(day, Way.KEY_HAD) for day in had]
    went += [(row.on, _HELP[row.kind]) for row in standing if row.kind in _HELP]
    times = Counter(row.on.year for row in standing if row.kind in USUALLY)
    by_year = Counter((day.year, way) for day, way in went)
    years = sorted({*times, *(year for year, _ in by_year)}, reverse=True)
    return Flow(
        tuple(Year(year, times[year], {way: n for way in Way if (n := by_year[year, way])}) for year in years),
        min(went, default=None),
        max(went, default=None),
    )
