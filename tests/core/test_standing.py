from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kunci.core import standing as of_many
from kunci.core.bounds import lower_bound
from kunci.core.evidence import Evidence, Kind, Often
from kunci.core.policy import FIRST_POLICY, WORTHS, Needs, Policy, Worth
from kunci.core.rows import EvidenceBatch
from kunci.core.rungs import LADDER, Rung
from kunci.core.standing import (
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


@given(st.lists(ties(max_rows=12), max_size=8), instants(), st.integers(1, 6), st.randoms(use_true_random=False))
def test_neither_the_order_of_ties_in_a_batch_nor_how_many_are_worked_on_at_once_shows(
    many: list[tuple[Evidence, ...]], at: datetime, ties_at_once: int, random: Random
) -> None:
    batch, second = EvidenceBatch.of(many), second_of(at)
    order = list(range(len(batch.day)))
    random.shuffle(order)
    columns = (getattr(batch, one.name)[order] for one in fields(batch))
    whole = standings(batch, len(many), second)
    with patch.object(of_many, "_AT_ONCE", ties_at_once):
        apart = standings(EvidenceBatch(*columns), len(many), second)
        ends = untils(EvidenceBatch.of(many), len(many), second)
    for one in fields(whole):
        assert np.array_equal(getattr(whole, one.name), getattr(apart, one.name))
    assert np.array_equal(ends, untils(batch, len(many), second))


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
    assert all(found.measure(measure) <= most.measure(measure) for measure in (Measure.TRUST, Measure.CONFIDENCE))


def met_every(days: int, times: int) -> list[Evidence]:
    """Meetings up to today."""
    return [Evidence(f"e{i}", Kind.MET, TODAY - timedelta(days=days * i)) for i in range(times)]


def meetings_worth(rows: list[Evidence]) -> float:
    """What know makes of these, before it becomes a share."""
    know = standing_of(rows, NOW).know
    return FIRST_POLICY.know_caution * know / (1.0 - know)


def test_a_contact_adds_what_the_days_since_the_last_have_let_sink() -> None:
    half_day = 2.0 ** (-(14 + 5) / 24 / 90)  # a date counts from its first second at UTC+14
    assert meetings_worth(met_every(1, 1)) == pytest.approx(half_day, abs=1e-6)
    two = half_day * (1 - 2 ** (-3 / 3) + 2 ** (-3 / 90))
    assert meetings_worth(met_every(3, 2)) == pytest.approx(two, abs=1e-6)


def test_a_hundred_contacts_in_one_day_are_worth_one_and_less_than_half_of_ten_weekly_ones() -> None:
    crammed = met_every(0, 100)
    assert standing_of(crammed, NOW) == standing_of(crammed[:1], NOW)
    assert standing_of(crammed, NOW).know <= 0.5 * standing_of(met_every(7, 10), NOW).know


@given(st.permutations([Kind.CHAT, Kind.CALL, Kind.MET, Kind.EVENT]))
def test_of_contacts_on_one_day_the_best_counts(kinds: list[Kind]) -> None:
    rows = [Evidence(f"e{i}", kind, TODAY) for i, kind in enumerate(kinds)]
    assert standing_of(rows, NOW).know == standing_of([Evidence("met", Kind.MET, TODAY)], NOW).know


def test_giving_one_way_adds_no_loyalty_and_giving_both_ways_does() -> None:
    given = [Evidence(f"g{i}", Kind.HELP_GIVEN, TODAY - timedelta(days=31 * i)) for i in range(6)]
    received = [Evidence(f"r{i}", Kind.HELP_RECEIVED, row.on) for i, row in enumerate(given)]
    other = [Evidence(f"c{i}", Kind.CALL, row.on) for i, row in enumerate(given)]
    assert standing_of(given, NOW).loyalty == standing_of(other, NOW).loyalty
    assert standing_of(received, NOW).loyalty == standing_of(other, NOW).loyalty
    assert standing_of([*given, *received], NOW).loyalty > standing_of(other, NOW).loyalty
    assert standing_of([*given, received[0]], NOW).loyalty < standing_of([*given, *received], NOW).loyalty


ONE_SIDED = tuple(kind for kind in GOOD[1:-1] if kind is not Kind.HELP_GIVEN)


@given(st.lists(st.tuples(st.sampled_from(ONE_SIDED), st.integers(1, 31)), min_size=1))
def test_loyalty_gets_no_more_from_a_month_than_from_its_last_day(facts_in_month: list[tuple[Kind, int]]) -> None:
    rows = [Evidence(f"e{i}", kind, date(2026, 5, day)) for i, (kind, day) in enumerate(facts_in_month)]
    last_day = [Evidence("met", Kind.ONE_TO_ONE, date(2026, 5, 31))]
    assert standing_of(rows, NOW).loyalty <= standing_of(last_day, NOW).loyalty


def test_the_same_prior_acquaintance_stated_twice_counts_once() -> None:
    prior = Evidence("a", Kind.PRIOR, TODAY, since=date(2020, 1, 1), often=Often.MONTHLY)
    assert standing_of([prior, replace(prior, id="b")], NOW) == standing_of([prior], NOW)


def test_of_vouches_those_count_that_are_not_the_strongest() -> None:
    old = Evidence("a", Kind.VOUCH, TODAY - timedelta(days=300))
    new = Evidence("b", Kind.VOUCH, TODAY)
    assert standing_of([new], NOW) == standing_of([], NOW)
    faded = 2.0 ** (-(300 + 19 / 24) / FIRST_POLICY.good_half_life)
    above_none = (lower_bound(1 + faded, 1.0) - lower_bound(1.0, 1.0)) / (1 - lower_bound(1.0, 1.0))
    assert standing_of([old, new], NOW).trust == pytest.approx(float(above_none), abs=1e-8)


def test_vouches_of_one_week_are_one_voice() -> None:
    monday = date(2026, 5, 25)
    week = [Evidence(f"v{day}", Kind.VOUCH, monday + timedelta(days=day), weight=0.9) for day in range(7)]
    assert standing_of(week, NOW) == standing_of([], NOW)
    before = Evidence("before", Kind.VOUCH, monday - timedelta(days=1), weight=0.5)
    assert standing_of([*week, before], NOW) == standing_of([week[-1], before], NOW)
    assert standing_of([*week, before], NOW).trust > 0.0


@given(st.integers(0, 40))
def test_vouches_alone_never_make_more_than_two_promises_do(vouches: int) -> None:
    rows = [Evidence(f"v{i}", Kind.VOUCH, TODAY - timedelta(weeks=i)) for i in range(vouches)]
    most = (lower_bound(3.0, 1.0) - lower_bound(1.0, 1.0)) / (1 - lower_bound(1.0, 1.0))
    assert standing_of(rows, NOW).trust <= round(float(most), 9)


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
        ({"know_caution": 0.0}, "above zero"),
        ({"vouches_most": 0.0}, "above zero"),
        ({"prior_bad": 0.1}, "half an experience"),
        ({"spacing_half_life": 100.0}, "could lower know"),
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
    assert standing_of(met, NOW, Policy(known=Needs(know=0.2), trusted=Needs(know=0.25, trust=0.4))).rung is Rung.KNOWN
    assert standing_of(met, NOW, Policy(know_caution=4.0)).rung is Rung.STRANGER


@pytest.mark.parametrize("kind", [Kind.VOUCH, Kind.WARNING])
def test_a_weight_scales_what_a_word_does_and_0_does_nothing(kind: Kind) -> None:
    kept = [Evidence(f"k{week}", Kind.PROMISE_KEPT, TODAY - timedelta(weeks=week)) for week in range(3)]
    rows = [*kept, Evidence("first", Kind.VOUCH, TODAY - timedelta(weeks=1)), Evidence("m", Kind.MET, TODAY)]
    without = standing_of(rows, NOW).trust
    moved = [
        abs(standing_of([*rows, Evidence("w", kind, TODAY, weight=weight)], NOW).trust - without)
        for weight in (0.0, 0.3, 0.6, 1.0)
    ]
    assert moved[0] == 0.0
    assert moved == sorted(set(moved))


def test_a_failed_word_is_worth_half_a_broken_promise_against_trust() -> None:
    worths = {worth.kind: worth for worth in WORTHS}
    assert 2 * worths[Kind.WORD_FAILED].distrust == worths[Kind.PROMISE_BROKEN].distrust
    assert worths[Kind.WARNING].distrust == worths[Kind.VOUCH].trust
