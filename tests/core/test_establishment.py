"""However many accounts stand behind a few fooled vouches: together they hold what those vouches carry."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.establishment import FULLY, LEAST_VOUCHES, PASSED, established, record
from kunci.core.rows import Floats, Ints

FOUNDERS = np.array([0, 1, 2])
HONEST = 60


def honest_vouches(seed: int) -> tuple[Ints, Ints]:
    """Everybody is vouched for by two or three of those before."""
    random = np.random.default_rng(seed)
    pairs = [(int(random.integers(0, max(one, 1))), one) for one in range(3, HONEST) for _ in range(3)]
    pairs += [(0, 1), (1, 2), (2, 0)]
    source, target = np.array(pairs).T
    return source, target


def with_fakes(seed: int, fakes: int, fooled: int) -> Floats:
    """Fakes who all vouch for each other, behind some fooled members."""
    source, target = honest_vouches(seed)
    random = np.random.default_rng(seed + 1)
    ring = range(HONEST, HONEST + fakes)
    more = [(int(random.integers(10, HONEST)), ring[i % fakes]) for i in range(fooled)]
    more += [(one, other) for one in ring for other in ring if one != other]
    extra = np.array(more).reshape(-1, 2).T
    return established(HONEST + fakes, np.concatenate([source, extra[0]]), np.concatenate([target, extra[1]]), FOUNDERS)


def test_without_founders_nobody_is_established() -> None:
    assert established(3, np.array([0]), np.array([1]), np.array([], dtype=np.int64)).tolist() == [0.0, 0.0, 0.0]


def test_founders_are_and_whoever_nobody_vouches_for_is_not() -> None:
    found = established(4, np.array([0, 0]), np.array([1, 2]), np.array([0]))
    assert found[0] == 1.0
    assert 0.0 < found[1] <= 1.0
    assert found[3] == 0.0


@given(st.integers(0, 50), st.integers(2, 40))
def test_fakes_whom_nobody_vouches_for_hold_nothing(seed: int, fakes: int) -> None:
    found = with_fakes(seed, fakes, 0)
    assert (found[HONEST:] == 0.0).all()
    assert found[:HONEST] == pytest.approx(established(HONEST, *honest_vouches(seed), FOUNDERS))


@given(st.integers(0, 50), st.integers(1, 6))
def test_five_times_the_fakes_hold_no_more_together(seed: int, fooled: int) -> None:
    few, many = (with_fakes(seed, fakes, fooled)[HONEST:].sum() for fakes in (50, 250))
    assert many <= few * 1.05 + 1e-9


@given(st.integers(0, 50), st.integers(1, 6))
def test_together_they_hold_no_more_than_the_fooled_vouches_carry(seed: int, fooled: int) -> None:
    found = with_fakes(seed, 50, fooled)
    # Each fooled member holds at most `FULLY` shares' worth above the cut at 1, and one vouch carries at most a fifth.
    most_held = established_without_cut(seed)
    carried = fooled * most_held / LEAST_VOUCHES
    assert found[HONEST:].sum() <= carried * PASSED / (1.0 - PASSED) * 1.3


def established_without_cut(seed: int) -> float:
    """The most that an honest member besides the founders holds, on the scale before it is cut at 1."""
    source, target = honest_vouches(seed)
    shares = 1.0 / np.maximum(np.bincount(source, minlength=HONEST), LEAST_VOUCHES)
    kept = np.zeros(HONEST)
    kept[FOUNDERS] = (1.0 - PASSED) / 3
    held = kept / (1.0 - PASSED)
    for _ in range(100):
        held = kept + PASSED * np.bincount(target, weights=(held * shares)[source], minlength=HONEST)
    several = held.sum() ** 2 / np.square(held).sum()
    return float((FULLY * several * held / held.sum())[3:].max())


def words_of(*said: tuple[int, int, bool]) -> tuple[Ints, Ints, np.ndarray]:
    source, target, good = zip(*said, strict=True)
    return np.array(source), np.array(target), np.array(good)


def test_a_complaint_that_others_contradict_weighs_little_and_one_that_they_bear_out_fully() -> None:
    praised = [(one, 9, True) for one in range(5)]
    alone = record(12, *words_of(*praised, (8, 9, False)), np.ones(12))
    assert alone.complaint[8] < 0.01
    assert alone.praise[8] == 1.0
    shared = record(12, *words_of((5, 9, False), (6, 9, False), (8, 9, False)), np.ones(12))
    assert shared.complaint[8] == pytest.approx(1.0)


def test_a_complaint_of_which_nobody_else_speaks_weighs_fully_until_others_do() -> None:
    assert record(12, *words_of((8, 9, False)), np.ones(12)).complaint[8] == pytest.approx(1.0)
    assert record(12, *words_of((8, 9, False), (1, 9, True)), np.ones(12)).complaint[8] < 0.1


def test_strangers_neither_contradict_nor_bear_out() -> None:
    weight = np.zeros(12)
    weight[8] = 1.0
    said = words_of((8, 9, False), *((one, 9, True) for one in range(5)))
    assert record(12, *said, weight).complaint[8] == pytest.approx(1.0)
