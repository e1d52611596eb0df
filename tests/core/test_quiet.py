"""Quiet hours: a mail waits until they end, on the reader's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.quiet import may_go_at

JAKARTA = ZoneInfo("Asia/Jakarta")
HOURS = st.one_of(st.none(), st.integers(0, 23))
NIGHT = (21, 7)
INSTANTS = st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        (NIGHT, "2026-11-23 20:59:59", None),
        (NIGHT, "2026-11-23 21:00", "2026-11-24 07:00"),
        (NIGHT, "2026-11-23 23:30", "2026-11-24 07:00"),
        (NIGHT, "2026-12-31 23:30", "2027-01-01 07:00"),
        (NIGHT, "2026-11-24 00:00", "2026-11-24 07:00"),
        (NIGHT, "2026-11-24 06:59:59", "2026-11-24 07:00"),
        (NIGHT, "2026-11-24 07:00", None),
        ((12, 14), "2026-11-24 11:59", None),
        ((12, 14), "2026-11-24 13:15", "2026-11-24 14:00"),
        ((12, 14), "2026-11-24 14:00", None),
        ((22, 0), "2026-11-24 23:00", "2026-11-25 00:00"),
        ((0, 23), "2026-11-24 22:59", "2026-11-24 23:00"),
        ((7, 7), "2026-11-24 07:30", None),
        ((21, None), "2026-11-24 22:00", None),
        ((None, 7), "2026-11-24 06:00", None),
    ],
)
def test_a_mail_waits_until_the_quiet_hours_end(
    hours: tuple[int | None, int | None], now: str, until: str | None
) -> None:
    assert may_go_at(at(now), *hours, JAKARTA) == (at(until) if until else None)


def test_the_hours_are_those_of_the_readers_clock() -> None:
    now = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)  # 21.30 in Jakarta, 23.30 in Jayapura
    assert may_go_at(now, 22, 6, JAKARTA) is None
    assert may_go_at(now, 22, 6, ZoneInfo("Asia/Jayapura")) == datetime(2026, 11, 23, 21, tzinfo=UTC)


def test_a_clock_that_is_put_forward_at_night_moves_no_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)  # 23.00, and at two o'clock it will be three
    assert may_go_at(now, *NIGHT, berlin) == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)


@given(INSTANTS, HOURS, HOURS)
def test_nothing_waits_longer_than_a_day_and_when_it_may_go_it_may(
    now: datetime, quiet_from: int | None, quiet_until: int | None
) -> None:
    until = may_go_at(now, quiet_from, quiet_until, JAKARTA)
    if until is not None:
        assert now < until <= now + timedelta(days=1)
        assert may_go_at(until, quiet_from, quiet_until, JAKARTA) is None
