"""Bad will on an invented network: what it may move, and that the measure itself sees an attack that works."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from kunci.backtest import attacks as attacking
from kunci.backtest.attacks import Stage, attacks, ledger_attack
from kunci.backtest.ledger import Ledger
from kunci.backtest.replay import Memory, first_test, replay
from kunci.core import establishment
from kunci.core.establishment import Record
from kunci.core.forecast import TRADING, Heard
from tests.backtest.invented import network

SMALL: dict[str, Any] = {"VIEWERS": 40, "CANDIDATES": 100, "SUBJECTS": 4, "BRIBED_VIEWERS": 10}
COLUMN = {one.name: place for place, one in enumerate(fields(Heard))}


@pytest.fixture(scope="module")
def whole() -> Ledger:
    return network()


@pytest.fixture(scope="module")
def found(whole: Ledger) -> Iterator[dict[str, dict[str, float]]]:
    told = replay(whole, np.arange(len(whole)), TRADING)
    with patch.multiple(attacking, **SMALL):
        yield attacks(whole, TRADING, told, first_test(whole))


def test_fakes_whom_nobody_vouches_for_move_nothing(found: dict[str, dict[str, float]]) -> None:
    for name in ("fakes", "ring", "slander"):
        assert found[name] == pytest.approx(dict.fromkeys(found[name], 0.0), abs=1e-9), name


def test_fooled_vouches_move_little_and_the_gate_of_others_nothing(found: dict[str, dict[str, float]]) -> None:
    assert found["fakes_4_fooled"]["auc_lost"] < 0.05
    assert found["fakes_4_fooled"]["gate_auc_lost"] == 0.0
    assert found["ring_10_fooled"]["gate_rise"] == found["slander_10_fooled"]["gate_fall"] == 0.0
    assert found["ring_10_fooled"]["rise"] < 0.05


def test_one_bribed_mediator_moves_nothing_and_those_who_were_warned_see_through_three(
    found: dict[str, dict[str, float]],
) -> None:
    assert abs(found["bribed_1"]["gate_rise"]) < 0.02
    assert abs(found["bribed_3"]["gate_rise_forewarned"]) < 0.1


def test_a_fresh_identity_opens_nothing_and_is_not_known(found: dict[str, dict[str, float]]) -> None:
    assert found["fresh_identity"] == {"opens": 0.0, "known_experiences": 0.0}


def test_a_hundred_contacts_in_a_day_are_less_than_half_of_ten_weekly_ones(found: dict[str, dict[str, float]]) -> None:
    assert found["cramming"]["ratio"] <= 0.5


def test_the_measure_sees_fakes_where_everybody_counts_as_established(whole: Ledger) -> None:
    """The attack itself works: a record without the bound is ruined by it."""
    told = replay(whole, np.arange(len(whole)), TRADING)
    first = first_test(whole)

    def everybody(members: int, *_: object) -> np.ndarray:
        return np.ones(members)

    with patch("kunci.backtest.replay.established", everybody), patch.object(establishment, "DOUBT", 1e9):
        open_to_all = replay(whole, np.arange(len(whole)), TRADING)
        lost = ledger_attack(whole, TRADING, open_to_all, first, fooled=0)["auc_lost"]
        with patch.multiple(attacking, **SMALL):
            fall = Stage.of(whole, TRADING).slander(0)["fall"]
    assert lost > 0.1
    assert fall > 0.2
    assert ledger_attack(whole, TRADING, told, first, fooled=0)["auc_lost"] == 0.0


def test_a_gate_that_heard_single_voices_would_rise_by_one_bribe(whole: Ledger) -> None:
    right = Memory.about

    def leaking(self: Memory, source: int, target: int, day: float, known: Record) -> tuple[list[float], int]:
        columns, case = right(self, source, target, day, known)
        praising = [rater for rater, rating, _ in self._about.get(target, ()) if rating > 0]
        columns[COLUMN["told_good"]] += float(any(one in self._latest.get(source, {}) for one in praising))
        return columns, case

    with patch.object(Memory, "about", leaking), patch.multiple(attacking, **SMALL):
        assert Stage.of(whole, TRADING).bribed(1)["gate_rise"] > 0.02
