"""The practice room: thirty invented cases, each answered once before it shows how it went."""

from __future__ import annotations

import pytest

from kunci.actions import closing, instinct
from kunci.core.instinct import ENOUGH
from kunci.core.practice import CASES, WELL
from kunci.models.models import Practice
from kunci.models.viewer import looking, member
from kunci.reveal.instinct import my_instinct, my_practice
from kunci.web.practice_cases import CASES as WORDS
from tests.actions.steps import refused
from tests.cast import Cast


def test_every_case_has_its_words_and_half_of_them_went_well() -> None:
    assert CASES == len(WELL) == len(WORDS) >= 30
    assert len({str(situation) for situation, _ in WORDS}) == CASES
    assert 0.4 <= sum(WELL) / CASES <= 0.7


def test_how_a_case_went_shows_once_something_was_said_of_it(cast: Cast) -> None:
    before = my_practice(cast.sari, cast.now, 0)
    assert (before.number, before.well, before.said) == (0, None, 0)
    instinct.practise(cast.act(cast.sari), 0, 80)
    after = my_practice(cast.sari, cast.now, 0)
    assert (after.number, after.chance, after.well, after.said) == (1, 80, WELL[0], 1)
    with refused("practised"):
        instinct.practise(cast.act(cast.sari), 0, 20)
    assert my_practice(cast.budi, cast.now, 0).well is None


@pytest.mark.parametrize(("number", "chance", "code"), [(-1, 50, "gone"), (CASES, 50, "gone"), (0, 101, "instinct")])
def test_what_is_no_case_or_no_chance_is_refused(cast: Cast, number: int, chance: int, code: str) -> None:
    with refused(code):
        instinct.practise(cast.act(cast.sari), number, chance)


def test_ten_answers_show_how_good_they_were_and_none_of_it_is_an_outcome_of_mine(cast: Cast) -> None:
    for number in range(ENOUGH):
        assert my_practice(cast.sari, cast.now).found is None
        instinct.practise(cast.act(cast.sari), number, 100 if WELL[number] else 0)
    found = my_practice(cast.sari, cast.now).found
    assert found is not None
    assert (found.n, found.brier) == (ENOUGH, 0)
    assert my_instinct(cast.sari, cast.now).said == 0


def test_after_the_last_there_is_none_until_it_is_begun_anew(cast: Cast) -> None:
    for number in range(CASES):
        instinct.practise(cast.act(cast.sari), number, 50)
    assert my_practice(cast.sari, cast.now).number is None
    instinct.practise_anew(cast.act(cast.sari))
    assert my_practice(cast.sari, cast.now).number == 0


def test_a_closing_account_takes_it_along(cast: Cast) -> None:
    instinct.practise(cast.act(cast.sari), 0, 80)
    closing.close_account(cast.act(cast.sari))
    with looking(member(cast.sari), cast.now):
        assert not Practice.objects.exists()
