"""What would carry the next rung: doing what is said does, and any one thing less does not."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings

from kunci.core.evidence import LAST_DAY, Evidence, Kind, in_force
from kunci.core.nextsteps import AHEAD, MOST_WAYS, NextSteps, Pace, Step, Way, carried_by, next_steps
from kunci.core.rungs import Rung
from kunci.core.standing import standing_of
from tests.core.strategies import NOW, TODAY, instants, ties

GOOD = (Kind.MET, Kind.CALL, Kind.PROMISE_KEPT, Kind.HELP_RECEIVED, Kind.OUTCOME_GOOD)
WEEK = timedelta(days=7)


def test_of_a_stranger_it_says_how_little_makes_known() -> None:
    found = steps([])
    assert found.rung is Rung.KNOWN
    assert Kind.MET in {step.kind for way in found.ways for step in way.steps}
    assert found.earliest is not None
    assert not found.only_time


def test_the_highest_rung_has_no_next() -> None:
    rows = everything(TODAY - 104 * WEEK, 105)
    assert standing_of(rows, NOW).rung is Rung.UNHESITATING
    assert next_steps(rows, NOW) is None


def test_of_somebody_trusted_since_weeks_it_says_that_only_time_will_do() -> None:
    rows = newly_trusted()
    found = steps(rows)
    assert found.rung is Rung.UNHESITATING
    assert found.only_time
    for way in found.ways:
        assert way.ends > TODAY + 5 * WEEK


def test_after_trust_was_broken_over_and_over_it_names_no_way_within_a_year() -> None:
    rows = [Evidence(f"m{n}", Kind.MET, TODAY - n * WEEK) for n in range(20)]
    rows += [Evidence(f"b{n}", Kind.OUTCOME_BROKEN, TODAY) for n in range(400)]
    assert standing_of(rows + everything(TODAY, 53), NOW + AHEAD).rung is Rung.KNOWN
    assert next_steps(rows, NOW) == NextSteps(Rung.TRUSTED, (), None, True)


@settings(max_examples=40)
@given(ties(max_rows=15), instants())
def test_the_earliest_day_is_the_first_week_in_which_everything_good_would_do(
    rows: tuple[Evidence, ...], at: datetime
) -> None:
    found = next_steps(rows, at)
    if found is None:
        return
    today = at.astimezone(UTC).date()
    rows = lived(rows, at)
    tried = (
        today + n * WEEK
        for n in range(53)
        if standing_of([*rows, *everything(today, n + 1)], at + n * WEEK).rung >= found.rung
    )
    earliest = next(tried, None)
    assert found.earliest == earliest
    assert found.only_time == (earliest is None or earliest > today + 5 * WEEK)


@settings(max_examples=40)
@given(ties(max_rows=15), instants())
def test_doing_what_is_said_carries_the_rung_and_any_one_less_does_not(
    rows: tuple[Evidence, ...], at: datetime
) -> None:
    standing = standing_of(rows, at)
    found = next_steps(rows, at)
    rows = lived(rows, at)
    if found is None:
        assert standing.rung is Rung.UNHESITATING
        return
    assert found.rung == standing.rung + 1
    assert len(found.ways) <= MOST_WAYS
    assert [way.facts for way in found.ways] == sorted(way.facts for way in found.ways)
    for way in found.ways:
        assert standing_of([*rows, *way.rows()], end(way, at)).rung >= found.rung
        assert carried_by(rows, way, at) >= found.rung
        for less in without_one(way):
            assert standing_of([*rows, *less.rows()], end(less, at)).rung < found.rung


@settings(max_examples=40)
@given(ties(max_rows=15), instants())
def test_a_way_lies_within_a_year_and_its_facts_in_weeks_or_months_of_their_own(
    rows: tuple[Evidence, ...], at: datetime
) -> None:
    found = next_steps(rows, at)
    today = at.astimezone(UTC).date()
    for way in found.ways if found else ():
        assert way.ends <= today + AHEAD
        assert found is not None
        assert found.earliest is not None
        assert found.earliest <= way.ends
        for step in way.steps:
            spans = {(d.year, d.month) if step.pace is Pace.MONTH else d.isocalendar()[:2] for d in step.days}
            assert len(spans) == len(step.days)
            assert min(step.days) >= today


@settings(max_examples=30)
@given(ties(max_rows=15), instants())
def test_the_order_of_entry_does_not_matter(rows: tuple[Evidence, ...], at: datetime) -> None:
    assert next_steps(rows, at) == next_steps(rows[::-1], at)


def test_the_last_days_that_can_be_noted_are_not_stepped_over() -> None:
    found = next_steps([], datetime.combine(LAST_DAY, time(9), UTC))
    assert found is not None
    assert {way.ends for way in found.ways} == {LAST_DAY}


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next_steps([], datetime(2026, 6, 5))  # noqa: DTZ001  the missing zone is the point


def steps(rows: list[Evidence]) -> NextSteps:
    found = next_steps(rows, NOW)
    assert found is not None
    return found


def everything(since: date, weeks: int) -> list[Evidence]:
    """All that is good, every week."""
    return [Evidence(f"{kind}{n}", kind, since + n * WEEK) for n in range(weeks) for kind in GOOD]


def newly_trusted() -> list[Evidence]:
    """So many promises kept, one a week up to today, that they carry trusted."""
    for many in range(1, 30):
        rows = [Evidence(f"k{n}", Kind.PROMISE_KEPT, TODAY - n * WEEK) for n in range(many)]
        if standing_of(rows, NOW).rung is Rung.TRUSTED:
            return rows
    raise AssertionError("no number of promises carries trusted")


def lived(rows: Sequence[Evidence], at: datetime) -> tuple[Evidence, ...]:
    """What has begun somewhere on earth, and is in force."""
    return tuple(row for row in in_force(rows) if row.on <= (at + timedelta(hours=14)).date())


def end(way: Way, at: datetime) -> datetime:
    return at + (way.ends - at.astimezone(UTC).date())


def without_one(way: Way) -> Iterator[Way]:
    """Every way with a single fact missing, except the one with none left."""
    for step in way.steps:
        for day in step.days:
            rest = tuple(
                Step(one.kind, one.pace, tuple(d for d in one.days if one is not step or d != day)) for one in way.steps
            )
            if any(one.days for one in rest):
                yield Way(tuple(one for one in rest if one.days))
