"""On which days something recurs (RFC 5545, 3.3.10), worked out inside a window and within a budget.

Days are all that is asked here, so a rule that recurs within a day is none that is understood. The known libraries were
tried first: they keep every occurrence, or look for one until the year 9999 (docs/decisions.md).
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PART = re.compile(r"([A-Za-z]+)=([^;]*)")
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_WITHIN_A_DAY = frozenset(("BYHOUR", "BYMINUTE", "BYSECOND"))  # they choose a time of the day, never a day
_KNOWN = _WITHIN_A_DAY | {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYDAY", "BYSETPOS",
}  # fmt: skip
_LONGEST_LIST = 400  # of one part: more days than a year has
FIRST_YEAR, LAST_YEAR = 1900, 2200  # what lies outside is a mistake
SINCE_EVER = 1601  # where Windows lets its clocks begin


class TooMuch(Exception):
    """The budget is spent: whoever made this wants it to take long."""


@dataclass(slots=True)
class Budget:
    """How many days may be looked at, of everything that recurs in one file."""

    steps: int

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a time of a day on somebody's clock; `utc`: on that of Greenwich."""

    day: date
    at: datetime | None = None  # without a zone
    utc: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    freq: str
    interval: int = 1
    count: int | None = None
    until: Moment | None = None
    week_start: int = 0
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weekdays: frozenset[tuple[int, int]] = frozenset()  # (which one of them, 0 for each; which day of the week)
    positions: tuple[int, ...] = ()


def parse_moment(text: str, since: int = FIRST_YEAR) -> Moment | None:
    """A DATE or a DATE-TIME; None where it is none, or of a time when nobody met."""
    found = _MOMENT.fullmatch(text.strip().upper())
    if found is None or not since <= int(found[1]) <= LAST_YEAR:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return Moment(day)
        at = datetime(day.year, day.month, day.day, int(found[4]), int(found[5]), min(int(found[6] or 0), 59))  # noqa: DTZ001  # a clock on a wall: its zone is looked up by the caller
    except ValueError:
        return None
    return Moment(day, at, found[7] is not None)


def parse_rule(text: str) -> Rule | None:
    """None for a rule that is broken, or says what is not understood here (BYWEEKNO, every hour)."""
    said = {name.upper(): value.strip().upper() for name, value in _PART.findall(text)}
    freq = said.get("FREQ", "")
    if freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY") or not set(said) <= _KNOWN | _extensions(said):
        return None
    try:
        until = parse_moment(said["UNTIL"]) if "UNTIL" in said else None
        if "UNTIL" in said and until is None:
            return None
        return Rule(
            freq=freq,
            interval=_positive(said.get("INTERVAL", "1")),
            count=_positive(said["COUNT"]) if "COUNT" in said else None,
            until=until,
            week_start=WEEKDAYS.index(said.get("WKST", "MO")),
            months=_numbers(said, "BYMONTH", 1, 12),
            month_days=_numbers(said, "BYMONTHDAY", -31, 31),
            year_days=_numbers(said, "BYYEARDAY", -366, 366),
            weekdays=_weekdays(said.get("BYDAY", "")),
            positions=tuple(sorted(_numbers(said, "BYSETPOS", -366, 366))),
        )
    except ValueError:
        return None


def recurs(rule: Rule, start: date, last: date, first: date, budget: Budget) -> Iterator[date]:
    """Its days from `first` to `last`, in order; `start`, where it begins, is always one of them.

    Raises TooMuch where the budget does not reach.
    """
    shown = start >= first
    if start > last:
        return
    if shown:
        yield start
    left = None if rule.count is None else rule.count - 1
    for day in _days(rule, start, last, first, budget):
        if left is not None:
            if left <= 0:
                return
            left -= 1
        if day >= first:
            yield day


def _days(rule: Rule, start: date, last: date, first: date, budget: Budget) -> Iterator[date]:
    """The days after `start`; from shortly before `first` on where nothing has to be counted."""
    rule = _completed(rule, start)
    # What has to be counted is counted from the beginning.
    skipped = 0 if rule.count is not None else _periods_before(rule, start, first)
    number = skipped
    while (period := _period(rule, start, number)) is not None:
        begins, candidates = period
        if begins > last:
            return
        budget.spend(len(candidates) + 1)
        found = [day for day in candidates if _fits(rule, day)]
        if rule.positions:
            size = len(found)
            picked = {at - 1 if at > 0 else size + at for at in rule.positions if at}
            found = [found[at] for at in sorted(picked) if 0 <= at < size]
        for day in found:
            if day > last:
                return
            if day > start:
                yield day
        number += 1


def _completed(rule: Rule, start: date) -> Rule:
    """What the rule leaves open is as on the day on which it begins."""
    if rule.year_days or rule.month_days or rule.weekdays:
        return rule
    if rule.freq == "WEEKLY":
        return replace(rule, weekdays=frozenset({(0, start.weekday())}))
    if rule.freq == "MONTHLY":
        return replace(rule, month_days=frozenset({start.day}))
    if rule.freq == "YEARLY":
        return replace(rule, months=rule.months or frozenset({start.month}), month_days=frozenset({start.day}))
    return rule


def _periods_before(rule: Rule, start: date, first: date) -> int:
    """How many periods may be passed over without missing a day from `first` on."""
    if first <= start:
        return 0
    apart = (first - start).days
    length = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[rule.freq]
    return max(apart // (length * rule.interval) - 1, 0)


def _period(rule: Rule, start: date, number: int) -> tuple[date, list[date]] | None:
    """When the period with this number begins, and the days in it that the rule may mean; None after all time."""
    try:
        ahead = number * rule.interval
        if rule.freq == "DAILY":
            day = start + timedelta(days=ahead)
            return day, [day]
        if rule.freq == "WEEKLY":
            monday = start - timedelta(days=(start.weekday() - rule.week_start) % 7) + timedelta(weeks=ahead)
            return monday, [monday + timedelta(days=one) for one in range(7)]
        if rule.freq == "MONTHLY":
            year, month = divmod(start.year * 12 + start.month - 1 + ahead, 12)
            return date(year, month + 1, 1), _month(rule, year, month + 1)
        year = start.year + ahead
        months = sorted(rule.months) or range(1, 13)
        return date(year, 1, 1), [day for month in months for day in _month(rule, year, month)]
    except (ValueError, OverflowError):
        return None


def _month(rule: Rule, year: int, month: int) -> list[date]:
    length = monthrange(year, month)[1]
    if rule.month_days and not rule.year_days:
        days = {day if day > 0 else length + 1 + day for day in rule.month_days if day}
        return [date(year, month, day) for day in sorted(days) if 0 < day <= length]
    return [date(year, month, day) for day in range(1, length + 1)]


def _fits(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        length = monthrange(day.year, day.month)[1]
        if day.day not in rule.month_days and day.day - length - 1 not in rule.month_days:
            return False
    if rule.year_days:
        number, length = day.timetuple().tm_yday, 366 if monthrange(day.year, 2)[1] == 29 else 365
        if number not in rule.year_days and number - length - 1 not in rule.year_days:
            return False
    return not rule.weekdays or _weekday_fits(rule, day)


def _weekday_fits(rule: Rule, day: date) -> bool:
    weekday = day.weekday()
    if rule.freq in ("DAILY", "WEEKLY"):  # there is one of each
        return any(which == weekday for _, which in rule.weekdays)
    if (0, weekday) in rule.weekdays:
        return True
    if rule.freq == "YEARLY" and not rule.months:
        number, length = day.timetuple().tm_yday, 366 if monthrange(day.year, 2)[1] == 29 else 365
    else:
        number, length = day.day, monthrange(day.year, day.month)[1]
    ahead, behind = (number - 1) // 7 + 1, (length - number) // 7 + 1
    return (ahead, weekday) in rule.weekdays or (-behind, weekday) in rule.weekdays


def _extensions(said: Mapping[str, str]) -> set[str]:
    return {name for name in said if name.startswith("X-") or (name == "RSCALE" and said[name] == "GREGORIAN")}


def _positive(text: str) -> int:
    number = int(text[:9])
    if number < 1:
        raise ValueError("not a number of times")
    return number


def _numbers(said: Mapping[str, str], name: str, least: int, most: int) -> frozenset[int]:
    texts = said.get(name, "").split(",", _LONGEST_LIST)[:_LONGEST_LIST] if said.get(name) else []
    numbers = frozenset(int(text[:9]) for text in texts)
    if any(not least <= number <= most or number == 0 for number in numbers):
        raise ValueError("outside of the calendar")
    return numbers


def _weekdays(text: str) -> frozenset[tuple[int, int]]:
    found = set()
    for one in text.split(",", _LONGEST_LIST)[:_LONGEST_LIST] if text else ():
        match = _WEEKDAY.fullmatch(one.strip())
        if match is None:
            raise ValueError("no day of the week")
        found.add((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return frozenset(found)
