"""Days on which something recurs, against the library that most programs use; and rules that mean harm."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from kunci.core.recurrence import Budget, Moment, TooMuch, parse_moment, parse_rule, recurs

FIRST, LAST = date(2016, 11, 30), date(2026, 11, 30)


def days(rule: str, start: date, steps: int = 200_000) -> list[date]:
    parsed = parse_rule(rule)
    assert parsed is not None, rule
    until = LAST if parsed.until is None else min(LAST, parsed.until.day)
    return list(recurs(parsed, start, until, FIRST, Budget(steps)))


def expected(rule: str, start: date) -> list[date]:
    """As the library says it, the day on which it begins always with it."""
    begins = datetime(start.year, start.month, start.day, 9)  # noqa: DTZ001  # rules repeat on a wall's clock, without a zone
    found = {start} if FIRST <= start <= LAST else set()
    for at in rrulestr(rule, dtstart=begins):
        if at.date() > LAST:
            break
        found.add(at.date())
    return sorted(one for one in found if one >= FIRST)


numbers = st.lists(st.integers(1, 28) | st.integers(-28, -1) | st.just(31), min_size=1, max_size=3).map(
    lambda found: ",".join(map(str, found))
)
plain_days = st.lists(
    st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True
).map(",".join)
nth_days = st.sampled_from(["1MO", "-1SU", "2TU,4TU", "-1FR,1SA", "3WE"])
months = st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True).map(lambda found: ",".join(map(str, found)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 5))}"]
    by_day = draw(st.none() | (plain_days if freq in ("DAILY", "WEEKLY") else plain_days | nth_days))
    if by_day:
        parts.append(f"BYDAY={by_day}")
    if freq in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(numbers)}")
    if draw(st.booleans()):
        parts.append(f"BYMONTH={draw(months)}")
    if freq != "DAILY" and by_day and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '1,-1', '2']))}")
    if draw(st.booleans()):
        parts.append("WKST=SU")
    if draw(st.booleans()):
        parts.append("UNTIL=20240229T235959")
    return ";".join(parts)


@settings(max_examples=80, deadline=None)
@given(rule=rules(), start=st.dates(date(2012, 1, 1), date(2024, 2, 1)))
def test_the_days_are_those_of_the_known_library(rule: str, start: date) -> None:
    assert days(rule, start) == expected(rule, start)


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=MO,WE;COUNT=7", "FREQ=MONTHLY;COUNT=40", "FREQ=DAILY;COUNT=2000"])
def test_what_is_counted_is_counted_from_the_beginning(rule: str) -> None:
    start = date(2016, 1, 4)  # a Monday, before the window
    assert days(rule, start) == expected(rule, start)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=HOURLY;INTERVAL=5", "FREQ=YEARLY;BYWEEKNO=20", "INTERVAL=2", "FREQ=DAILY;COUNT=x",
        "FREQ=DAILY;INTERVAL=0", "FREQ=MONTHLY;BYDAY=XX", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=DAILY;UNTIL=99999999", "",
        "FREQ=YEARLY;BYEASTER=1",
    ],
)  # fmt: skip
def test_a_rule_that_is_not_understood_is_none(rule: str) -> None:
    assert parse_rule(rule) is None


def test_a_rule_that_never_comes_true_takes_no_time_and_a_budget_ends() -> None:
    begins = time.process_time()
    for _ in range(200):
        assert days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2017, 1, 1)) == [date(2017, 1, 1)]
    assert time.process_time() - begins < 1
    with pytest.raises(TooMuch):
        days("FREQ=DAILY", date(2017, 1, 1), steps=1_000)


def test_moments_are_days_or_times_within_reason() -> None:
    assert parse_moment("20261130") == Moment(date(2026, 11, 30))
    at = datetime(2026, 11, 30, 9, 30)  # noqa: DTZ001  # rules repeat on a wall's clock, without a zone
    assert parse_moment("20261130T093000Z") == Moment(date(2026, 11, 30), at, utc=True)
    assert parse_moment("20261130T0930") == Moment(date(2026, 11, 30), at)
    assert parse_moment("16010101T000000") is None
    assert parse_moment("20260230") is None
    assert parse_moment("gestern") is None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="FREQDAILYWKBMOTHINUCP=;,+-0123456789 \0é", max_size=60), st.dates())
def test_no_words_raise(words: str, start: date) -> None:
    rule = parse_rule(words) or parse_rule(f"FREQ=MONTHLY;{words}")
    if rule is not None:
        assert len(list(recurs(rule, start, LAST, LAST - timedelta(days=30), Budget(5_000_000)))) <= 32
