"""Who may accompany whom, when it is over by itself, and what was learnt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.mentoring import (
    LASTS,
    Counts,
    Reason,
    Role,
    Step,
    Telling,
    Why,
    ends,
    in_the_way,
    learnt,
    role_of,
)

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = timedelta(days=1)
TELL = timedelta(days=14)


def told(*days: float) -> list[Telling]:
    """Told on these days, each ten days after the handover."""
    return [Telling(START + day * DAY, START + (day + 4) * DAY) for day in days]


@pytest.mark.parametrize(
    ("role", "told_well", "taken", "invited", "why"),
    [
        (Role.MENTOR, 3, 0, False, None),
        (Role.MENTOR, 9, 2, False, None),
        (Role.MENTOR, 2, 0, False, Why.UNPRACTISED),
        (Role.MENTOR, 2, 3, True, Why.UNPRACTISED),
        (Role.MENTOR, 3, 3, False, Why.NEWCOMERS),
        (Role.MENTOR, 3, 0, True, Why.INVITED),
        (Role.NEWCOMER, 0, 0, False, None),
        (Role.NEWCOMER, 2, 1, False, Why.ONE),
        (Role.NEWCOMER, 3, 0, False, Why.PRACTISED),
        (Role.NEWCOMER, 0, 0, True, Why.INVITED),
    ],
)
def test_who_may_take_part(role: Role, told_well: int, taken: int, invited: bool, why: Why | None) -> None:
    assert in_the_way(role, told_well, taken, invited=invited) is why


@given(st.integers(0, 9), st.integers(0, 9), st.booleans())
def test_nobody_can_be_both(told_well: int, taken: int, invited: bool) -> None:
    other = next(role for role in Role if role is not role_of(told_well))
    assert in_the_way(other, told_well, taken, invited=invited) is not None


def test_it_ends_after_a_year_or_once_nobody_can_answer_the_third_outcome_told_well() -> None:
    assert ends(START, []) == ends(START, told(1, 2)) == START + LASTS
    assert ends(START, told(1, 2, 30)) == START + 34 * DAY
    assert ends(START, told(30, 2, 1, 60)) == START + 34 * DAY
    late = [Telling(START + DAY, START + 40 * DAY), *told(2, 3)]
    assert ends(START, late) == START + 40 * DAY
    assert ends(START, told(-1, 1, 2)) == START + LASTS
    assert ends(START, told(1, 2, 364)) == START + LASTS


@given(st.lists(st.floats(-50, 500), max_size=8), st.floats(0, 500))
def test_one_more_outcome_never_puts_the_end_off(days: list[float], more: float) -> None:
    if all(more >= day for day in days):
        assert ends(START, told(*days, more)) <= ends(START, told(*days))


def test_what_was_learnt_is_told_in_the_order_in_which_it_happened() -> None:
    counts = Counts(START, START + 100 * DAY, 5, 2, 2, 1, 4, START + 3 * DAY, START + 12 * DAY)
    assert learnt(counts) == (
        Reason(Step.LASTED, 100),
        Reason(Step.ASKED, 5),
        Reason(Step.NOTED, 4),
        Reason(Step.HANDED, 2),
        Reason(Step.FIRST, 9),
        Reason(Step.TOLD, 1, 2),
    )
    nothing = Counts(START, START + DAY / 2, 0, 0, 0, 0, 0, None, None)
    assert learnt(nothing) == (Reason(Step.LASTED, 1), Reason(Step.NONE_ASKED, 0))
    earlier = Counts(START, START + DAY, 1, 1, 0, 0, 0, START + DAY, START)
    assert Step.FIRST not in {one.step for one in learnt(earlier)}
