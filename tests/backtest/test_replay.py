"""What is heard before a rating: from strictly earlier days, by the rules of the two numbers."""

from dataclasses import fields

import numpy as np
import pytest

from kunci.backtest.ledger import Ledger
from kunci.backtest.replay import Replay, first_test, replay
from kunci.core.forecast import TRADING, Heard, forecast, gate
from tests.backtest.invented import network

ANI, BIMA, CITRA, DONI = range(4)


def ledger(*rows: tuple[int, int, float, float]) -> Ledger:
    source, target, rating, day = (np.array(column) for column in zip(*rows, strict=True))
    return Ledger(source, target, rating.astype(float), day.astype(float), members=4)


def heard_last(*rows: tuple[int, int, float, float]) -> dict[str, float]:
    """What was heard before the last of the rows."""
    told = replay(ledger(*rows), np.array([len(rows) - 1]), TRADING)
    return {one.name: float(getattr(told.heard, one.name)[0]) for one in fields(Heard)}


def same(one: Replay, other: Replay) -> bool:
    columns = (np.array_equal(getattr(one.heard, f.name), getattr(other.heard, f.name)) for f in fields(Heard))
    return all(columns) and np.array_equal(one.case, other.case)


def test_what_comes_later_or_on_the_same_day_changes_nothing() -> None:
    whole = network(3, 1500)
    half = len(whole) // 2
    asked = np.arange(half)
    assert same(replay(whole, asked, TRADING), replay(whole.up_to(half), asked, TRADING))
    rated = ledger((ANI, BIMA, 5, 1), (CITRA, ANI, 1, 9), (CITRA, BIMA, -9, 9))
    other = ledger((ANI, BIMA, 5, 1), (DONI, ANI, 1, 9), (CITRA, BIMA, -9, 9))
    assert same(replay(rated, np.array([2]), TRADING), replay(other, np.array([2]), TRADING))


def test_one_voice_moves_nothing_and_a_second_in_another_week_confirms_it() -> None:
    one = heard_last((ANI, BIMA, 1, 0), (BIMA, DONI, 5, 1), (ANI, DONI, 1, 1.5))
    assert one["told_good"] == 0.0
    trusted = ((ANI, BIMA, 1, 0), (ANI, CITRA, 3, 0), (BIMA, DONI, 5, 1))
    at_once = heard_last(*trusted, (CITRA, DONI, 5, 2), (ANI, DONI, 1, 81))
    assert at_once["told_good"] == 0.0
    two = heard_last(*trusted, (CITRA, DONI, 5, 8), (ANI, DONI, 1, 81))
    weaker = (1 / 2) ** 0.5 / 2  # the root of 1 / (1 + 1), faded by one half-life of 80 days
    assert two["told_good"] == pytest.approx(weaker)


def test_one_warning_by_somebody_trusted_counts_and_one_by_a_stranger_does_not() -> None:
    warned = heard_last((ANI, BIMA, 3, 0), (BIMA, DONI, -5, 1), (ANI, DONI, 1, 301))
    assert warned["told_bad"] == pytest.approx((3 / 4) ** 0.5 / 2)
    assert heard_last((CITRA, BIMA, 3, 0), (BIMA, DONI, -5, 1), (ANI, DONI, 1, 2))["told_bad"] == 0.0


def test_whoever_treated_me_badly_is_not_asked_neither_by_me_nor_for_the_record() -> None:
    heard = heard_last((ANI, BIMA, -3, 0), (BIMA, DONI, -5, 1), (ANI, DONI, 1, 2))
    assert heard["told_bad"] == heard["record_bad"] == 0.0


def test_an_own_experience_and_a_returned_word_are_heard() -> None:
    heard = heard_last((ANI, BIMA, -2, 0), (BIMA, ANI, 4, 1), (ANI, BIMA, 1, 300))
    assert heard["own_bad"] == pytest.approx(0.5)
    assert (heard["returned_good"], heard["returned_bad"]) == (1.0, 0.0)


def test_the_cases_are_history_mediators_and_neither() -> None:
    rows = ((ANI, BIMA, 1, 0), (BIMA, DONI, 5, 1), (ANI, DONI, 1, 2), (BIMA, ANI, 1, 2), (CITRA, DONI, 1, 3))
    told = replay(ledger(*rows), np.arange(5), TRADING)
    assert told.case.tolist() == [2, 2, 1, 0, 2]


def test_the_gate_hears_no_stranger_and_the_forecast_the_established_ones() -> None:
    whole = network()
    first = first_test(whole)
    asked = np.arange(first, len(whole))
    told = replay(whole, asked, TRADING)
    without = Heard(**{**{f.name: getattr(told.heard, f.name) for f in fields(Heard)}, "record_good": 0.0 * told.weight,
                       "record_bad": 0.0 * told.weight})  # fmt: skip
    assert np.array_equal(gate(without, TRADING).bound(), gate(told.heard, TRADING).bound())
    assert not np.array_equal(forecast(without, TRADING).mean(), forecast(told.heard, TRADING).mean())
