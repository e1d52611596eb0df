"""Character: a questionnaire of two traits, as sure as it says it is, and hints that follow from the blend."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kunci.core.character import (
    ERROR,
    ITEMS,
    LEAST,
    MARGIN,
    MOST,
    Character,
    Hints,
    Temperament,
    Trait,
    character_of,
    hints_of,
)
from kunci.web.character_items import ITEMS as WORDS

PEOPLE, LOADING = 4_000, 0.6  # of an item on its trait: less than public pools of items reach with ten
STEPS = (-1.3, -0.45, 0.45, 1.3)  # where one answer turns into the next, in standard deviations
ANSWERS = st.lists(st.integers(LEAST, MOST), min_size=len(ITEMS), max_size=len(ITEMS)).filter(
    lambda said: len(set(said)) > 1
)
S, C, M, P = Temperament  # sanguine, choleric, melancholic, phlegmatic


def everything(sociable: bool, calm: bool) -> list[int]:
    """Somebody who is all of it."""
    high = {Trait.SOCIABLE: sociable, Trait.CALM: calm}
    return [MOST if high[trait] is speaks_for else LEAST for trait, speaks_for in ITEMS]


def test_each_trait_has_ten_items_half_of_them_against_it_and_none_twice() -> None:
    for trait in Trait:
        assert sorted(speaks_for for of, speaks_for in ITEMS if of is trait) == [False] * 5 + [True] * 5
    assert len({str(words) for words in WORDS}) == len(ITEMS) == 20


@pytest.mark.parametrize(("sociable", "calm", "only"), [(1, 1, S), (1, 0, C), (0, 0, M), (0, 1, P)])
def test_the_corners_are_the_four_temperaments(sociable: int, calm: int, only: Temperament) -> None:
    found = character_of(everything(bool(sociable), bool(calm)))
    assert (found.sociable, found.calm) == (sociable, calm)
    assert found.blend[only] == 1
    assert found.likely == (only,)
    assert hints_of(found.likely) == Hints(only, only, only)


@given(ANSWERS)
def test_shares_add_up_and_the_likely_ones_begin_with_the_largest(answers: list[int]) -> None:
    found = character_of(answers)
    assert sum(found.blend.values()) == pytest.approx(1)
    assert list(found.blend.values()) == sorted(found.blend.values(), reverse=True)
    assert found.likely[0] == next(iter(found.blend))
    assert len(found.likely) == 2 ** len(found.unsure)


@given(ANSWERS)
def test_answering_the_other_way_round_leans_to_the_other_side(answers: list[int]) -> None:
    found, other = character_of(answers), character_of([LEAST + MOST - one for one in answers])
    assert (other.sociable, other.calm) == pytest.approx((1 - found.sociable, 1 - found.calm))


@pytest.mark.parametrize(
    ("sociable", "calm", "likely"),
    [
        (0.5 + MARGIN, 0.5 + MARGIN, (S,)),
        (0.9, 0.55, (S, C)),
        (0.45, 0.1, (M, C)),
        (0.52, 0.9, (S, P)),
        (0.5, 0.5, (S, C, M, P)),
    ],
)
def test_between_neighbours_it_does_not_decide(sociable: float, calm: float, likely: tuple[Temperament, ...]) -> None:
    found = Character(sociable, calm)
    assert found.likely == likely
    assert hints_of(likely) == Hints(likely[0], likely[0], likely[min(1, len(likely) - 1)])


@pytest.mark.parametrize("answers", [[], [3] * 19, [3] * 21, [3] * 20, [5] * 20, [0] + [3] * 19, [6] + [3] * 19])
def test_what_says_nothing_is_refused(answers: list[int]) -> None:
    with pytest.raises(ValueError, match="answer"):
        character_of(answers)


def test_hints_need_a_temperament() -> None:
    with pytest.raises(ValueError, match="needed"):
        hints_of(())


def simulated(seed: int) -> Callable[[], NDArray[np.int64]]:
    """People with traits of their own, and a function that has all of them answer: people x items, LEAST..MOST."""
    random = np.random.default_rng(seed)
    traits = dict(zip(Trait, random.standard_normal((2, PEOPLE)), strict=True))
    signed = np.column_stack([traits[trait] if speaks_for else -traits[trait] for trait, speaks_for in ITEMS])

    def answer() -> NDArray[np.int64]:
        own = np.sqrt(1 - LOADING**2) * random.standard_normal(signed.shape)
        return np.asarray(np.digitize(LOADING * signed + own, STEPS) + LEAST, dtype=np.int64)

    return answer


def scores(answers: NDArray[np.int64]) -> NDArray[np.float64]:
    """People x traits, by the function under test."""
    found = [character_of([int(one) for one in said]) for said in answers if len(set(said)) > 1]
    assert len(found) == len(answers)
    return np.array([(one.sociable, one.calm) for one in found])


def test_each_trait_is_as_reliable_as_the_page_says() -> None:
    """Cronbach's alpha (1951) on simulated answers; the page says about 0.83."""
    answers = simulated(1)()
    for trait in Trait:
        own = np.column_stack(
            [
                answers[:, n] if speaks_for else LEAST + MOST - answers[:, n]
                for n, (of, speaks_for) in enumerate(ITEMS)
                if of is trait
            ]
        )
        k = own.shape[1]
        alpha = k / (k - 1) * (1 - own.var(axis=0, ddof=1).sum() / own.sum(axis=1).var(ddof=1))
        assert alpha == pytest.approx(0.83, abs=0.01)


def test_the_true_place_lies_within_the_margin_95_times_of_100() -> None:
    """What somebody would have on average over many questionnaires, against one of them."""
    answer = simulated(2)
    once, often = scores(answer()), np.mean([scores(answer()) for _ in range(30)], axis=0)
    off = np.asarray(once - often)
    assert off.std() == pytest.approx(ERROR, abs=0.003)
    for trait in range(2):
        assert np.mean(np.abs(off[:, trait]) < MARGIN) == pytest.approx(0.95, abs=0.02)


def test_the_two_traits_do_not_show_in_each_other() -> None:
    found = scores(simulated(3)())
    assert abs(np.corrcoef(found[:, 0], found[:, 1])[0, 1]) < 0.05
