from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from kunci.core.evidence import Evidence, Kind, Often, in_force
from kunci.core.policy import FIRST_POLICY
from kunci.core.reasons import (
    Break,
    Change,
    Help,
    Mediations,
    Meetings,
    Movement,
    Outcomes,
    Prior,
    Promises,
    Reason,
    ReasonCode,
    Regularity,
    RungMoved,
    Shortfall,
    Vouches,
    Warnings,
    Words,
    curve,
    explain,
    shortfall,
    what_moved,
)
from kunci.core.rungs import LADDER, Rung
from kunci.core.standing import Measure, Standing, standing_of
from tests.core.strategies import NOW, TODAY, instants, ties

SINCE = date(2021, 3, 1)
PRIOR = Evidence("p", Kind.PRIOR, date(2026, 1, 10), since=SINCE, often=Often.MONTHLY)


def row(id: str, kind: Kind, month: int, day: int) -> Evidence:
    return Evidence(id, kind, date(2026, month, day))


def test_every_reason_is_told_with_its_numbers_and_rows() -> None:
    rows = [
        PRIOR,
        row("m1", Kind.MET, 2, 2),
        row("m2", Kind.CALL, 2, 4),
        row("m3", Kind.VISIT, 4, 1),
        row("k1", Kind.PROMISE_KEPT, 4, 2),
        row("k2", Kind.PROMISE_BROKEN, 4, 20),
        row("h1", Kind.HELP_GIVEN, 4, 3),
        row("h2", Kind.HELP_RECEIVED, 5, 3),
        row("o1", Kind.OUTCOME_BROKEN, 5, 10),
        row("o2", Kind.OUTCOME_GOOD, 5, 20),
        row("o3", Kind.OUTCOME_UNFIT, 5, 21),
        row("v1", Kind.VOUCH, 5, 22),
        row("w1", Kind.WARNING, 5, 23),
        row("f1", Kind.WORD_FAILED, 5, 24),
        row("b1", Kind.MEDIATED_GOOD, 5, 25),
        row("b2", Kind.MEDIATED_BROKEN, 5, 26),
    ]
    assert explain(rows, NOW) == (
        Prior(SINCE, Often.MONTHLY, date(2026, 1, 10), ("p",)),
        Meetings(3, 2, date(2026, 4, 1), ("m1", "m2", "m3")),
        Regularity(3, 5, ("m1", "m2", "m3", "k1", "h1", "h2", "o2")),
        Promises(1, 2, ("k1", "k2")),
        Help(1, 1, ("h1", "h2")),
        Outcomes(1, 1, 1, ("o1", "o2", "o3")),
        Vouches(1, ("v1",)),
        Warnings(1, ("w1",)),
        Words(1, ("f1",)),
        Mediations(1, 1, ("b1", "b2")),
        Break(date(2026, 5, 10), 3, ("o1",)),
    )


def test_nothing_is_explained_by_rows_that_are_voided_or_still_ahead() -> None:
    rows = [
        row("a", Kind.MET, 6, 1),
        Evidence("b", Kind.WITHDRAWAL, TODAY, voids="a"),
        row("c", Kind.PROMISE_KEPT, 6, 7),
    ]
    assert explain(rows, NOW) == ()


@given(ties(), instants())
def test_the_reasons_rest_on_exactly_the_rows_that_count(rows: tuple[Evidence, ...], at: datetime) -> None:
    begun = (at + timedelta(hours=14)).date()
    counted = {one.id for one in in_force(rows) if one.on <= begun}
    reasons: tuple[Reason, ...] = explain(rows, at)
    assert {id for reason in reasons for id in reason.evidence} == counted
    codes = [reason.code for reason in reasons]
    assert codes == [code for code in ReasonCode if code in codes]


def test_what_moved_names_measures_ends_and_rungs() -> None:
    before = standing_of([], NOW)
    after = standing_of([row("a", Kind.MET, 6, 5)], NOW)
    assert what_moved(before, after) == Movement(
        measures=(Change(Measure.KNOW, 0.0, after.know), Change(Measure.LOYALTY, 0.0, after.loyalty)),
        ends=(RungMoved(Rung.KNOWN, None, after.known_until),),
        rung_before=Rung.STRANGER,
        rung_after=Rung.KNOWN,
    )
    assert what_moved(after, after) == Movement((), (), Rung.KNOWN, Rung.KNOWN)


def test_a_shortfall_says_how_much_is_there_and_how_much_is_needed() -> None:
    standing = Standing(0.5, 0.5, 0.2, 0.6, Rung.TRUSTED, None, None, None)
    assert shortfall(standing, Rung.UNHESITATING) == (
        Shortfall(Measure.TRUST, 0.5, FIRST_POLICY.unhesitating.trust),
        Shortfall(Measure.CONFIDENCE, 0.2, FIRST_POLICY.unhesitating.confidence),
    )
    assert shortfall(standing, Rung.STRANGER) == ()


@given(ties(), instants())
def test_no_shortfall_means_that_the_evidence_carries_the_rung(rows: tuple[Evidence, ...], at: datetime) -> None:
    standing = standing_of(rows, at)
    for rung in LADDER:
        assert (shortfall(standing, rung) == ()) == (standing.rung >= rung)


@given(ties(max_rows=10))
def test_a_curve_shows_the_standing_of_each_of_its_days(rows: tuple[Evidence, ...]) -> None:
    points = curve(rows, NOW - timedelta(days=300), NOW + timedelta(days=300), 100)
    assert [point.at for point in points] == [NOW + timedelta(days=day) for day in range(-300, 301, 100)]
    for point in points:
        standing = standing_of(rows, point.at)
        told = (point.know, point.trust, point.confidence, point.loyalty, point.rung)
        assert told == (standing.know, standing.trust, standing.confidence, standing.loyalty, standing.rung)


def test_a_curve_of_nothing_is_flat_and_one_that_steps_back_is_refused() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert {point.know for point in curve([], start, NOW, 7)} == {0.0}
    with pytest.raises(ValueError, match="forward"):
        curve([], start, NOW, 0)
