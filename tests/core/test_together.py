"""Hours together: of what was noted and stands, and of nothing else."""

from __future__ import annotations

from datetime import date

from kunci.core.evidence import ENCOUNTERS, Evidence, Kind, Often
from kunci.core.together import USUALLY, Flow, Way, Year, flow, together


def test_each_encounter_counts_what_it_usually_takes() -> None:
    rows = [
        Evidence("a", Kind.MET, date(2026, 3, 2)),
        Evidence("b", Kind.CALL, date(2026, 5, 1)),
        Evidence("c", Kind.PROMISE_KEPT, date(2026, 9, 1)),
        Evidence("d", Kind.PRIOR, date(2026, 1, 1), since=date(2019, 4, 1), often=Often.MONTHLY),
    ]
    found = together(rows)
    assert found is not None
    assert (found.times, found.hours) == (2, 1.75)
    assert (found.since, found.last) == (date(2019, 4, 1), date(2026, 5, 1))


def test_what_was_taken_back_counts_nothing() -> None:
    rows = [
        Evidence("a", Kind.VISIT, date(2026, 3, 2)),
        Evidence("b", Kind.WITHDRAWAL, date(2026, 3, 3), voids="a"),
    ]
    assert together(rows) is None


def test_every_kind_of_encounter_has_its_hours() -> None:
    assert set(USUALLY) == set(ENCOUNTERS)


def test_what_went_each_way_stands_by_the_year_the_latest_first() -> None:
    rows = [
        Evidence("a", Kind.MET, date(2024, 3, 2)),
        Evidence("b", Kind.CALL, date(2024, 5, 1)),
        Evidence("c", Kind.HELP_RECEIVED, date(2025, 9, 1)),
        Evidence("d", Kind.HELP_GIVEN, date(2025, 9, 2)),
        Evidence("e", Kind.WITHDRAWAL, date(2025, 9, 3), voids="d"),
        Evidence("f", Kind.PRIOR, date(2026, 1, 1), since=date(2019, 4, 1), often=Often.MONTHLY),
    ]
    found = flow(rows, [date(2026, 2, 1), date(2026, 4, 1)], [date(2024, 6, 1)])
    assert found == Flow(
        (
            Year(2026, 0, {Way.KEY_GIVEN: 2}),
            Year(2025, 0, {Way.HELP_HAD: 1}),
            Year(2024, 2, {Way.KEY_HAD: 1}),
        ),
        (date(2024, 6, 1), Way.KEY_HAD),
        (date(2026, 4, 1), Way.KEY_GIVEN),
    )


def test_where_nothing_went_there_is_no_first() -> None:
    found = flow([Evidence("a", Kind.MET, date(2024, 3, 2))], [], [])
    assert (found.first, found.latest) == (None, None)
    assert found.years == (Year(2024, 1, {}),)
