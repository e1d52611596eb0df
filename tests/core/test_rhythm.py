"""What is brought to mind when: not too soon after a contact, three times at most, two weeks apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kunci.core.rhythm import AGAIN, TIMES, WEEK, aside_from, cooling_from, mailed, promise_from, turn

BEGINS = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = st.integers(-30, 120)


def on(day: int) -> datetime:
    return BEGINS + timedelta(days=day)


def test_it_comes_up_three_times_of_two_weeks_and_then_not_again() -> None:
    numbers = [found.number if (found := turn(BEGINS, on(day))) else 0 for day in (-1, 0, 13, 14, 27, 28, 41, 42, 400)]
    assert numbers == [0, 1, 1, 2, 2, 3, 3, 0, 0]


def test_put_off_it_stays_away_for_two_weeks_and_that_was_one_of_three() -> None:
    put_off = [on(3)]
    assert turn(BEGINS, on(16), put_off) is None
    second = turn(BEGINS, on(17), put_off)
    assert second is not None
    assert (second.number, second.since) == (2, on(17))
    assert turn(BEGINS, on(17 + 27), put_off) is not None
    assert turn(BEGINS, on(17 + 28), put_off) is None
    assert turn(BEGINS, on(90), [on(3), on(20), on(40)]) is None


def test_what_was_put_off_before_it_began_counts_nothing() -> None:
    assert turn(BEGINS, on(0), [on(-1)]) == turn(BEGINS, on(0))


def test_a_contact_starts_it_anew() -> None:
    until, horizon = on(100), timedelta(days=45)
    assert cooling_from(until, None, horizon) == on(55)
    assert cooling_from(until, date(2026, 1, 1), horizon) == on(55)
    assert cooling_from(until, on(50).date(), horizon) == on(64)
    assert aside_from(on(0), on(10).date()) == on(40)
    assert promise_from(on(7).date()) == on(0)


@given(st.lists(DAYS, max_size=5), DAYS)
def test_no_mail_mentions_it_twice_in_two_weeks_nor_a_fourth_time(put_off: list[int], first: int) -> None:
    """`put_off` in any order; a mail each week, from a day of any week on."""
    later = [on(day) for day in put_off]
    weeks = [on(first) + n * WEEK for n in range(60)]
    # What is put off later is not known yet.
    said = [week for week in weeks if mailed(BEGINS, week, [at for at in later if at <= week])]
    assert all(after - before >= AGAIN for before, after in pairwise(said))
    assert len(said) <= TIMES
    if not put_off and first <= 0:
        assert len(said) == TIMES
