"""What would carry the next rung: the smallest stretches of ordinary life that do, found by trying them out.

Nothing here knows the formula. Facts that have not happened yet are added to a copy of the rows, week by week or month
by month from today on, and `core/standing.py` is asked what it makes of them. So whatever the arithmetic asks for,
each way named carries the rung by the same arithmetic, and with any one of its facts left out it does not.

Only what two people do is tried. Prior acquaintance is a statement about what was, and a vouch is somebody else's word:
neither is a step that one could take from here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from kunci.core.evidence import LAST_DAY, Evidence, Kind, in_force
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.reasons import curve
from kunci.core.rows import DAY, HEAD_START, UNIX_EPOCH
from kunci.core.rungs import Rung
from kunci.core.standing import second_of, standing_of

WEEK = timedelta(days=7)
AHEAD = 52 * WEEK  # further than a year nobody plans
MOST_WAYS = 4
# Past these it is no longer a step but a way of life, and telling the number would only discourage.
MOST_WEEKS, MOST_MONTHS = 8, 12
# Two things side by side are looked for only where no single one does it in as few as this.
FEW = 3
# What cannot be had sooner than this, however much happens, is a matter of time.
SOON = 5 * WEEK


class Pace(StrEnum):
    """How the facts of a step follow one another."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Step:
    """Facts of one kind, each on a day of its own: in different weeks, or in different months."""

    kind: Kind
    pace: Pace
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One or two steps that together carry the rung on the day of the last fact."""

    steps: tuple[Step, ...]

    @property
    def facts(self) -> int:
        return sum(len(step.days) for step in self.steps)

    @property
    def ends(self) -> date:
        return max(day for step in self.steps for day in step.days)

    def rows(self) -> tuple[Evidence, ...]:
        """The facts as evidence, under ids that no stored row has."""
        facts = ((step.kind, day) for step in self.steps for day in step.days)
        return tuple(Evidence(f"ahead {n}", kind, day) for n, (kind, day) in enumerate(facts))


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What would carry `rung`, the one above what the evidence carries today: any one of `ways`, fewest facts first.

    earliest: the first day, looked at week by week, on which the rung could be carried if everything good happened
    every week; None if not within a year. only_time: that day is more than a month off, so no zeal brings it nearer.
    No way with an `earliest` means that it takes more than a few steps.
    """

    rung: Rung
    ways: tuple[Way, ...]
    earliest: date | None
    only_time: bool


_WEEKLY = (Kind.MET, Kind.CALL, Kind.PROMISE_KEPT, Kind.HELP_RECEIVED)
_MONTHLY = (Kind.MET, Kind.PROMISE_KEPT, Kind.OUTCOME_GOOD)  # a handover takes its weeks
_BESIDE = ((Kind.OUTCOME_GOOD, Pace.MONTH), (Kind.PROMISE_KEPT, Pace.WEEK), (Kind.HELP_RECEIVED, Pace.WEEK))


def next_steps(rows: Sequence[Evidence], at: datetime, policy: Policy = FIRST_POLICY) -> NextSteps | None:
    """The ways to the next rung; None where the evidence carries the highest. ValueError as `standing_of`.

    A row dated ahead of `at` is left out: what is to come is what is being tried.
    """
    rung = standing_of(rows, at, policy).rung
    if rung is Rung.UNHESITATING:
        return None
    search = _Search(_begun(rows, at), at, Rung(rung + 1), policy)
    earliest = search.earliest()
    ways = () if earliest is None else search.ways()
    return NextSteps(search.rung, ways, earliest, earliest is None or earliest > search.today + SOON)


def carried_by(rows: Sequence[Evidence], way: Way, at: datetime, policy: Policy = FIRST_POLICY) -> Rung:
    """The rung that the evidence carries once all of a way has happened, at the hour of `at` on its last day."""
    return _rung([*rows, *way.rows()], _on(way.ends, at), policy)


@dataclass(frozen=True, slots=True)
class _Search:
    rows: tuple[Evidence, ...]
    at: datetime
    rung: Rung
    policy: Policy

    @property
    def today(self) -> date:
        return _day(self.at)

    def earliest(self) -> date | None:
        kinds = {*_WEEKLY, *_MONTHLY}
        everything = Way(tuple(Step(kind, Pace.WEEK, self._weeks()) for kind in sorted(kinds)))
        return self._first_carried(everything.rows())

    def ways(self) -> tuple[Way, ...]:
        alone = [way for way in self._alone() if way is not None]
        found = list(self._fewest_of_a_kind(alone))
        if all(way.facts > FEW for way in found):
            found += [way for kind, pace in _BESIDE if (way := self._beside_meetings(kind, pace)) is not None]
        apart = {tuple((step.kind, len(step.days)) for step in way.steps): way for way in found}
        return tuple(sorted(apart.values(), key=lambda way: (way.facts, way.ends))[:MOST_WAYS])

    def _alone(self) -> Iterator[Way | None]:
        for kind in _WEEKLY:
            yield self._least((Step(kind, Pace.WEEK, self._weeks()[:MOST_WEEKS]),))
        for kind in _MONTHLY:
            yield self._least((Step(kind, Pace.MONTH, self._months()[:MOST_MONTHS]),))

    def _fewest_of_a_kind(self, ways: Sequence[Way]) -> Iterator[Way]:
        for kind in dict.fromkeys(way.steps[0].kind for way in ways):
            yield min((way for way in ways if way.steps[0].kind is kind), key=lambda way: (way.facts, way.ends))

    def _beside_meetings(self, kind: Kind, pace: Pace) -> Way | None:
        """The fewest of a kind and of months with a meeting that together do it."""
        meetings = Step(Kind.MET, Pace.MONTH, self._months()[:MOST_MONTHS])
        days = (self._months() if pace is Pace.MONTH else self._weeks())[:MOST_WEEKS]
        best = self._enough((meetings, Step(kind, pace, days)))
        for many in range(1, len(days)):
            if best is None or many + 1 >= best.facts:
                break
            fewer = self._enough((meetings, Step(kind, pace, days[:many])))
            if fewer is not None and fewer.facts < best.facts:
                best = fewer
        return None if best is None else self._without_spare(best)

    def _least(self, steps: tuple[Step, ...]) -> Way | None:
        """As much of these steps as it takes, and no more; None if all of them are not enough."""
        way = self._enough(steps)
        return None if way is None else self._without_spare(way)

    def _enough(self, steps: tuple[Step, ...]) -> Way | None:
        first = self._first_carried(Way(steps).rows())
        return None if first is None else _until(Way(steps), first)

    def _without_spare(self, way: Way) -> Way:
        """The way without what it does not need: taking one fact out may make another one spare."""
        while (less := next((one for one in _each_without_one(way) if self._carries(one)), None)) is not None:
            way = less
        return way

    def _carries(self, way: Way) -> bool:
        return carried_by(self.rows, way, self.at, self.policy) >= self.rung

    def _first_carried(self, ahead: tuple[Evidence, ...]) -> date | None:
        """The first day, week by week from today, on which the rows and those ahead carry the rung."""
        points = curve([*self.rows, *ahead], self.at, _on(self._weeks()[-1], self.at), WEEK.days, self.policy)
        return next((_day(point.at) for point in points if point.rung >= self.rung), None)

    def _weeks(self) -> tuple[date, ...]:
        """Today and the same day of each week for a year."""
        last = min(self.today + AHEAD, LAST_DAY)
        return tuple(self.today + n * WEEK for n in range((last - self.today) // WEEK + 1))

    def _months(self) -> tuple[date, ...]:
        """One of those days for each calendar month, as near to today's day of the month as they come."""
        months: dict[tuple[int, int], date] = {}
        for day in self._weeks():
            month = (day.year, day.month)
            if month not in months or abs(day.day - self.today.day) < abs(months[month].day - self.today.day):
                months[month] = day
        return tuple(months.values())


def _begun(rows: Sequence[Evidence], at: datetime) -> tuple[Evidence, ...]:
    second = second_of(at)
    return tuple(row for row in in_force(rows) if (row.on - UNIX_EPOCH).days * DAY - HEAD_START <= second)


def _until(way: Way, last: date) -> Way:
    steps = (Step(step.kind, step.pace, tuple(day for day in step.days if day <= last)) for step in way.steps)
    return Way(tuple(step for step in steps if step.days))


def _each_without_one(way: Way) -> Iterator[Way]:
    """The way with one fact left out, the latest first; nothing where there is but one."""
    if way.facts == 1:
        return
    for at, step in enumerate(way.steps):
        for day in reversed(step.days):
            less = Step(step.kind, step.pace, tuple(one for one in step.days if one != day))
            rest = way.steps[:at], (less,) if less.days else (), way.steps[at + 1 :]
            yield Way(tuple(one for part in rest for one in part))


def _rung(rows: Sequence[Evidence], at: datetime, policy: Policy) -> Rung:
    """As `standing_of`, without working out until when."""
    return curve(rows, at, at, WEEK.days, policy)[0].rung


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _on(day: date, at: datetime) -> datetime:
    """A day at the hour of `at`."""
    return at + (day - _day(at))
