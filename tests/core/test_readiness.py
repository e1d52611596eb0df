"""When two are told that both are ready, and how far an exchange of sets has come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.readiness import LASTS, PAUSE, WEEK, BestPlace, Stage, Steps, both_told, moment_before

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Jakarta
TICK = timedelta(microseconds=1)
INSTANTS = st.integers(0, 90 * 24 * 60).map(lambda minutes: MONDAY - timedelta(days=45) + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (MONDAY, MONDAY),
        (MONDAY - TICK, MONDAY - WEEK),
        (MONDAY + TICK, MONDAY),
        (MONDAY + timedelta(days=6, hours=23), MONDAY),
        (datetime(2026, 11, 22, 17, 30, tzinfo=UTC), MONDAY - WEEK),  # Monday already in Jakarta, and not yet nine
    ],
)
def test_the_weekly_moment_is_monday_at_nine_in_jakarta(now: datetime, moment: datetime) -> None:
    assert moment_before(now) == moment


@given(INSTANTS)
def test_the_last_moment_is_never_ahead_and_never_a_week_past(now: datetime) -> None:
    assert timedelta(0) <= now - moment_before(now) < WEEK


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        (MONDAY - WEEK, MONDAY - WEEK, True),
        (MONDAY - 9 * WEEK, MONDAY - WEEK, True),
        (MONDAY - 9 * WEEK, MONDAY - WEEK + TICK, False),
        (MONDAY - WEEK + TICK, MONDAY - 9 * WEEK, False),
        (None, MONDAY - 9 * WEEK, False),
        (MONDAY - 9 * WEEK, None, False),
    ],
)
def test_both_are_told_after_both_flags_stood_for_the_whole_week(
    mine: datetime | None, theirs: datetime | None, told: bool
) -> None:
    assert both_told(mine, theirs, None, MONDAY) is told
    assert both_told(theirs, mine, None, MONDAY) is told


@given(INSTANTS, INSTANTS, INSTANTS)
def test_being_told_does_not_tell_who_came_second(one: datetime, other: datetime, now: datetime) -> None:
    """All that it depends on is the week of the later flag, which may be either's."""
    later = max(one, other)
    assert both_told(one, other, None, now) == both_told(later, later, None, now)
    week = moment_before(later - TICK)
    assert both_told(one, other, None, now) == (moment_before(now) >= week + 2 * WEEK)


def test_after_an_exchange_that_is_over_comes_a_pause_by_the_same_moments() -> None:
    flag = MONDAY - 30 * WEEK
    assert both_told(flag, flag, MONDAY - PAUSE, MONDAY)
    assert not both_told(flag, flag, MONDAY - PAUSE + TICK, MONDAY)
    # The pause that runs out within the week tells nothing before the next moment.
    assert not both_told(flag, flag, MONDAY - PAUSE + TICK, MONDAY + WEEK - TICK)
    assert both_told(flag, flag, MONDAY - PAUSE + TICK, MONDAY + WEEK)


def test_three_keys_set_aside_are_a_set() -> None:
    assert [BestPlace(n).holds for n in (0, 2, 3, 9)] == [False, False, True, True]


def test_an_exchange_is_where_ones_own_row_says_until_it_is_over() -> None:
    end = MONDAY + LASTS
    stages = [
        (Steps(end), Stage.TOLD),
        (Steps(end, opened_at=MONDAY), Stage.OPENED),
        (Steps(end, opened_at=MONDAY, shown_at=MONDAY), Stage.SHOWN),
        (Steps(end, opened_at=MONDAY, shown_at=MONDAY, said_at=MONDAY), Stage.SAID),
        (Steps(end, opened_at=MONDAY, shown_at=MONDAY, said_at=MONDAY, ended_at=MONDAY), Stage.OVER),
    ]
    for steps, stage in stages:
        assert steps.stage(MONDAY) is stage
        assert steps.stage(end) is Stage.OVER
    agreed = Steps(end, MONDAY, MONDAY, MONDAY, agreed_at=MONDAY)
    assert agreed.stage(end) is Stage.AGREED
