from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kunci.core.evidence import Evidence, Kind, Often
from kunci.core.policy import FIRST_POLICY, WORTHS, Needs, Policy, Worth
from kunci.core.rungs import LADDER, Rung
from kunci.core.standing import (
    EvidenceBatch,
    Measure,
    Standing,
    instant_of,
    second_of,
    standing_of,
    standings,
    untils,
)
from tests.core.strategies import BAD, GOOD, NOW, TODAY, facts, instants, ties

SECOND = timedelta(seconds=1)


def no_better(one: Standing, other: Standing) -> bool:
    """Whether no measure and no end of `one` lies above that of `other`."""
    measures = all(one.measure(measure) <= other.measure(measure) for measure in Measure)
    return measures and all(ends_no_later(one.until(rung), other.until(rung)) for rung in LADDER)


def ends_no_later(one: datetime | None, other: datetime | None) -> bool:
    if one is None:
        return True
    return other is not None and one <= other


def test_without_evidence_everybody_is_a_stranger() -> None:
    assert standing_of([], NOW) == Standing(0.0, 0.0, 0.0, 0.0, Rung.STRANGER, None, None, None)


@given(ties(), instants(), st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(rows: tuple[Evidence, ...], at: datetime, random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert standing_of(shuffled, at) == standing_of(rows, at)


@given(ties(), instants())
def test_every_measure_lies_between_0_and_1_and_a_higher_rung_never_outlasts_a_lower(
    rows: tuple[Evidence, ...], at: datetime
) -> None:
    standing = standing_of(rows, at)
    assert all(0.0 <= standing.measure(measure) < 1.0 for measure in Measure)
    assert ends_no_later(standing.trusted_until, standing.known_until)
    assert ends_no_later(standing.unhesitating_until, standing.trusted_until)


@given(ties(), instants())
def test_until_is_the_first_second_at_which_a_rung_fails(rows: tuple[Evidence, ...], at: datetime) -> None:
    rows = tuple(row for row in rows if row.on <= at.date())  # news on the way would move the end
    standing = standing_of(rows, at)
    for rung in LADDER:
        until = standing.until(rung)
        if until is None:
            assert standing.rung < rung
            continue
        assert standing.rung >= rung
        assert until.microsecond == 0
        assert until > at
        assert standing_of(rows, until - SECOND).rung >= rung
        assert standing_of(rows, until).rung < rung


@given(ties(), instants(), st.integers(0, 40_000_000))
def test_nothing_rises_and_no_end_moves_by_waiting(rows: tuple[Evidence, ...], at: datetime, wait: int) -> None:
    rows = tuple(row for row in rows if row.on <= at.date())
    now, later = standing_of(rows, at), standing_of(rows, at + timedelta(seconds=wait))
    assert no_better(later, now)
    for rung in LADDER:
        if later.rung >= rung:
            assert later.until(rung) == now.until(rung)


@given(ties(), facts("new", GOOD), instants())
def test_adding_good_evidence_never_lowers_and_withdrawing_it_never_raises(
    rows: tuple[Evidence, ...], good: Evidence, at: datetime
) -> None:
    without, having = standing_of(rows, at), standing_of((*rows, good), at)
    assert no_better(without, having)
    taken_back = Evidence("back", Kind.WITHDRAWAL, TODAY, voids="new")
    assert standing_of((*rows, good, taken_back), at) == without


@given(ties(), st.data(), instants())
def test_withdrawing_any_good_row_never_raises_a_standing(
    rows: tuple[Evidence, ...], data: st.DataObject, at: datetime
) -> None:
    good = [row for row in rows if row.kind in GOOD]
    assume(good)
    taken = data.draw(st.sampled_from(good))
    after = (*rows, Evidence("back", Kind.WITHDRAWAL, TODAY, voids=taken.id))
    assert no_better(standing_of(after, at), standing_of(rows, at))


@given(ties(), facts("new", BAD), instants())
def test_adding_bad_evidence_never_raises_a_standing(rows: tuple[Evidence, ...], bad: Evidence, at: datetime) -> None:
    assert no_better(standing_of((*rows, bad), at), standing_of(rows, at))


@given(ties(), instants())
def test_evidence_dated_after_the_instant_does_not_count(rows: tuple[Evidence, ...], at: datetime) -> None:
    today_somewhere = (at + timedelta(hours=14)).date()
    ahead = [row for row in rows if row.on > today_somewhere and row.voids is None]
    assert standing_of(ahead, at).rung is Rung.STRANGER
    assert standing_of(ahead, at).loyalty == 0.0


def test_a_day_counts_from_its_first_second_anywhere() -> None:
    row = [Evidence("a", Kind.MET, date(2026, 6, 5))]
    begins = datetime(2026, 6, 4, 10, 0, tzinfo=UTC)
    assert standing_of(row, begins).rung is Rung.KNOWN
    assert standing_of(row, begins - SECOND).rung is Rung.STRANGER


@given(st.lists(ties(max_rows=12), max_size=6), st.lists(instants(), min_size=6, max_size=6))
def test_a_batch_says_what_each_tie_says_alone(many: list[tuple[Evidence, ...]], at: list[datetime]) -> None:
    seconds = np.array([second_of(one) for one in at[: len(many)]], dtype=np.int64)
    batch = EvidenceBatch.of(many)
    found, ends = standings(batch, len(many), seconds), untils(batch, len(many), seconds)
    for i, rows in enumerate(many):
        alone = standing_of(rows, at[i])
        assert tuple(float(of[i]) for of in (found.know, found.trust, found.confidence, found.loyalty)) == tuple(
            alone.measure(measure) for measure in Measure
        )
        assert found.rung[i] == alone.rung
        assert [instant_of(int(end)) for end in ends[i]] == [alone.until(rung) for rung in LADDER]


@given(st.lists(st.tuples(st.sampled_from(GOOD[1:-1]), st.integers(0, 6)), min_size=1), st.integers(0, 60))
def test_a_week_is_worth_no_more_than_its_best_fact(facts_in_week: list[tuple[Kind, int]], weeks_ago: int) -> None:
    monday = date(2026, 5, 25) - timedelta(weeks=weeks_ago)
    rows = [Evidence(f"e{i}", kind, monday + timedelta(days=day)) for i, (kind, day) in enumerate(facts_in_week)]
    sunday = monday + timedelta(days=6)
    best_of_all = [
        Evidence("best", Kind.OUTCOME_GOOD, sunday),
        Evidence("met", Kind.ONE_TO_ONE, sunday),
    ]
    found, most = standing_of(rows, NOW), standing_of(best_of_all, NOW)
    by_the_week = (Measure.KNOW, Measure.TRUST, Measure.CONFIDENCE)
    assert all(found.measure(measure) <= most.measure(measure) for measure in by_the_week)


@given(st.lists(st.tuples(st.sampled_from(GOOD[1:-1]), st.integers(1, 31)), min_size=1))
def test_loyalty_gets_no_more_from_a_month_than_from_its_last_day(facts_in_month: list[tuple[Kind, int]]) -> None:
    rows = [Evidence(f"e{i}", kind, date(2026, 5, day)) for i, (kind, day) in enumerate(facts_in_month)]
    last_day = [Evidence("met", Kind.ONE_TO_ONE, date(2026, 5, 31))]
    assert standing_of(rows, NOW).loyalty <= standing_of(last_day, NOW).loyalty


def test_the_same_prior_acquaintance_stated_twice_counts_once() -> None:
    prior = Evidence("a", Kind.PRIOR, TODAY, since=date(2020, 1, 1), often=Often.MONTHLY)
    assert standing_of([prior, replace(prior, id="b")], NOW) == standing_of([prior], NOW)


def test_two_vouches_count_as_the_fresher_one() -> None:
    old = Evidence("a", Kind.VOUCH, TODAY - timedelta(days=300))
    new = Evidence("b", Kind.VOUCH, TODAY)
    assert standing_of([old, new], NOW) == standing_of([new], NOW)


def test_prior_acquaintance_alone_never_carries_unhesitating() -> None:
    longest = Evidence("a", Kind.PRIOR, TODAY, since=date(1926, 1, 1), often=Often.WEEKLY)
    assert standing_of([longest], NOW).rung is Rung.TRUSTED


@given(ties(), st.integers(0, 700))
def test_a_broken_outcome_ends_trust_however_much_good_came_before(rows: tuple[Evidence, ...], days_ago: int) -> None:
    on = TODAY - timedelta(days=days_ago)
    before = [row for row in rows if row.on <= on]
    broken = Evidence("broken", Kind.OUTCOME_BROKEN, on)
    standing = standing_of([*before, broken], NOW)
    assert (standing.trust, standing.confidence) == (0.0, 0.0)
    assert standing.trusted_until is None


def test_a_hundred_facts_in_one_day_do_not_carry_unhesitating() -> None:
    crammed = [Evidence(f"e{i}", GOOD[1 + i % 11], TODAY) for i in range(100)]
    prior = Evidence("p", Kind.PRIOR, TODAY, since=date(1990, 1, 1), often=Often.WEEKLY)
    assert standing_of([*crammed, prior], NOW).rung is Rung.TRUSTED


def test_an_instant_without_a_time_zone_or_before_1970_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        standing_of([], datetime(2026, 1, 1))  # noqa: DTZ001  the missing zone is the point
    with pytest.raises(ValueError, match="1970"):
        standing_of([], datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC))


def test_being_a_stranger_has_no_end() -> None:
    with pytest.raises(ValueError, match="no end"):
        standing_of([], NOW).until(Rung.STRANGER)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"good_half_life": 800.0}, "waiting would raise"),
        ({"contact_half_life": 400.0}, "waiting would raise"),
        ({"contact_half_life": 20.0}, "under 30 days"),
        ({"trust_caution": 0.0}, "above zero"),
        ({"known": Needs(know=0.0)}, "nobody is known"),
        ({"trusted": Needs(know=0.1, trust=0.5)}, "no less than a lower"),
        ({"worths": WORTHS[1:]}, "every kind once"),
    ],
)
def test_a_policy_that_breaks_the_promises_is_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(FIRST_POLICY, **changes)  # type: ignore[arg-type]  # one table for several fields


def test_a_worth_speaks_for_or_against_and_is_never_negative() -> None:
    with pytest.raises(ValueError, match="not both"):
        Worth(Kind.MET, contact=1.0, doubt=1.0)
    with pytest.raises(ValueError, match="negative"):
        Worth(Kind.MET, contact=-1.0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        Needs(know=1.0)


def test_another_policy_gives_another_standing() -> None:
    met = [Evidence("a", Kind.MET, TODAY)]
    assert standing_of(met, NOW, Policy(known=Needs(know=0.2), trusted=Needs(know=0.25, trust=0.5))).rung is Rung.KNOWN
    assert standing_of(met, NOW, Policy(know_caution=4.0)).rung is Rung.STRANGER


@pytest.mark.parametrize(("kind", "measure"), [(Kind.VOUCH, "trust"), (Kind.WARNING, "trust")])
def test_a_weight_scales_what_a_word_does_and_0_does_nothing(kind: Kind, measure: str) -> None:
    rows = [Evidence("a", Kind.PROMISE_KEPT, TODAY), Evidence("m", Kind.MET, TODAY)]
    without = standing_of(rows, NOW)
    moved = [
        abs(getattr(standing_of([*rows, Evidence("w", kind, TODAY, weight=weight)], NOW), measure) - without.trust)
        for weight in (0.0, 0.3, 0.6, 1.0)
    ]
    assert moved[0] == 0.0
    assert moved == sorted(set(moved))


def test_a_failed_word_is_worth_half_a_broken_promise_against_trust() -> None:
    worths = {worth.kind: worth for worth in WORTHS}
    assert 2 * worths[Kind.WORD_FAILED].distrust == worths[Kind.PROMISE_BROKEN].distrust
    assert worths[Kind.WARNING].distrust == worths[Kind.VOUCH].trust
