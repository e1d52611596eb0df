"""Clocks of a calendar's file: the names it uses, and those that it describes itself (VTIMEZONE)."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from kunci.core.recurrence import Budget, Moment, Rule, recurs

MOST_ZONES = 500
MOST_OBSERVANCES = 100  # of one zone
_LONGEST_OFFSET = timedelta(hours=26)


@dataclass(slots=True)
class Observance:
    """One STANDARD or DAYLIGHT of a VTIMEZONE: from when on, and how far from Greenwich before and after."""

    start: Moment | None = None
    before: timedelta | None = None
    after: timedelta | None = None
    rule: Rule | None = None
    more: list[Moment] = field(default_factory=list)


@dataclass(slots=True)
class Described:
    """A zone as the file describes it."""

    observances: list[Observance] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Onsets:
    """When its clock is put forward or back, on that clock as it was before, and how far it is off from then on."""

    at: tuple[datetime, ...]
    offset: tuple[timedelta, ...]
    earlier: timedelta

    def off(self, local: datetime) -> timedelta:
        place = bisect_right(self.at, local)
        return self.offset[place - 1] if place else self.earlier


Clock = ZoneInfo | Onsets


class Clocks:
    """The zones that a file names. What is neither known nor described is read on the member's own clock."""

    def __init__(self, described: Mapping[str, Described], own: ZoneInfo, last: date, budget: Budget) -> None:
        self.own = own
        self._described = described
        self._last = last + timedelta(days=400)
        self._budget = budget
        self._found: dict[str, Clock] = {}

    def named(self, name: str) -> Clock:
        if not name:
            return self.own
        if name not in self._found:
            known = zone_named(name)
            self._found[name] = known or self._from_file(name) or self.own
        return self._found[name]

    def day(self, moment: Moment, clock: Clock) -> date:
        """The member's own day at a moment that the file tells on `clock`."""
        if moment.at is None:
            return moment.day
        return _instant(moment.at, clock, utc=moment.utc).astimezone(self.own).date()

    def on(self, moment: Moment, clock: Clock) -> Moment:
        """The moment as `clock` shows it."""
        if moment.at is None or not moment.utc:
            return moment
        if isinstance(clock, ZoneInfo):
            local = moment.at.replace(tzinfo=UTC).astimezone(clock).replace(tzinfo=None)
        else:
            guess = moment.at + clock.off(moment.at)
            local = moment.at + clock.off(guess)
        return Moment(local.date(), local)

    def _from_file(self, name: str) -> Onsets | None:
        found = self._described.get(name)
        rows = sorted(row for one in found.observances for row in self._onsets(one)) if found else []
        if not rows:
            return None
        return Onsets(tuple(row[0] for row in rows), tuple(row[1] for row in rows), rows[0][2])

    def _onsets(self, one: Observance) -> Iterator[tuple[datetime, timedelta, timedelta]]:
        if one.start is None or one.start.at is None or one.after is None:
            return
        before, at = one.after if one.before is None else one.before, one.start.at
        days = [one.start.day, *(more.day for more in one.more)]
        if one.rule is not None:
            until = self._last if one.rule.until is None else min(self._last, one.rule.until.day + timedelta(days=1))
            days += recurs(one.rule, one.start.day, until, one.start.day, self._budget)
        for day in days:
            yield datetime.combine(day, at.time()), one.after, before


def _instant(at: datetime, clock: Clock, *, utc: bool) -> datetime:
    if utc:
        return at.replace(tzinfo=UTC)
    if isinstance(clock, ZoneInfo):
        return at.replace(tzinfo=clock).astimezone(UTC)
    return (at - clock.off(at)).replace(tzinfo=UTC)


def offset(text: str) -> timedelta | None:
    """A UTC-OFFSET: +0700, -033015."""
    sign, digits = text.strip()[:1], text.strip()[1:7]
    if sign not in ("+", "-") or len(digits) not in (4, 6) or not digits.isdecimal():
        return None
    found = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:] or 0))
    if found > _LONGEST_OFFSET:
        return None
    return found if sign == "+" else -found


def zone_named(name: str) -> ZoneInfo | None:
    """A zone of the IANA list; some programs put a path before its name."""
    parts = name.strip().strip("/").split("/")[-4:]
    for count in range(min(len(parts), 3), 0, -1):
        key = "/".join(parts[-count:])
        if key in _names():
            return ZoneInfo(key)
    return None


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
