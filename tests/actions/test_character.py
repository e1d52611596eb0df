"""A character card is its owner's; a partner sees it from the rung that was chosen, or keeps an impression instead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kunci.actions import character, closing, one_to_ones, wants
from kunci.actions.wants import Hearers, WantText
from kunci.core.character import Hints, Temperament
from kunci.core.rungs import Rung
from kunci.models.models import Character, Impression
from kunci.models.viewer import looking, member
from kunci.reveal.answering import answerable
from kunci.reveal.audience import eyes_of
from kunci.reveal.character import Approach, also_told, approach, my_character
from kunci.reveal.doors import doors
from kunci.reveal.one_to_ones import prepared
from kunci.reveal.partners import relation
from tests.actions.steps import refused, trusts
from tests.cast import ADDRESS, Cast

SANGUINE, CHOLERIC = (5, 5, 1, 1) * 5, (5, 1, 1, 5) * 5
NOTHING = Approach(None, (), None)


def test_what_was_answered_is_seen_by_nobody_until_its_owner_says_from_where(cast: Cast) -> None:
    trusts(cast, cast.sari, cast.budi)
    character.answer(cast.act(cast.sari), SANGUINE)
    mine = my_character(cast.sari, cast.now)
    assert mine is not None
    assert (mine.character.likely, mine.rung, mine.answered_at) == ((Temperament.SANGUINE,), None, cast.now)
    assert approach(cast.budi, cast.now, cast.sari) == NOTHING
    character.show(cast.act(cast.sari), Rung.TRUSTED)
    seen = approach(cast.budi, cast.now, cast.sari)
    assert seen.character == mine.character
    assert seen.hints == Hints(*[Temperament.SANGUINE] * 3)
    assert approach(cast.ratna, cast.now, cast.sari) == NOTHING
    assert [also_told(cast.sari, cast.now, rung).card for rung in (Rung.KNOWN, Rung.TRUSTED, Rung.UNHESITATING)] == [
        False, True, True,
    ]  # fmt: skip
    character.show(cast.act(cast.sari), Rung.UNHESITATING)
    assert approach(cast.budi, cast.now, cast.sari) == NOTHING
    assert my_character(cast.budi, cast.now) is None


def test_answered_again_it_is_seen_from_the_same_rung_and_forgotten_by_none(cast: Cast) -> None:
    trusts(cast, cast.sari, cast.budi)
    character.answer(cast.act(cast.sari), SANGUINE)
    character.show(cast.act(cast.sari), Rung.TRUSTED)
    cast.later(1)
    character.answer(cast.act(cast.sari), CHOLERIC)
    seen = approach(cast.budi, cast.now, cast.sari).character
    assert seen is not None
    assert seen.likely == (Temperament.CHOLERIC,)
    character.show(cast.act(cast.sari), None)
    assert approach(cast.budi, cast.now, cast.sari) == NOTHING
    character.show(cast.act(cast.sari), Rung.KNOWN)
    character.forget(cast.act(cast.sari))
    assert approach(cast.budi, cast.now, cast.sari) == NOTHING
    assert my_character(cast.sari, cast.now) is None
    for do in (character.forget, lambda act: character.show(act, Rung.KNOWN)):
        with refused("gone"):
            do(cast.act(cast.sari))


@pytest.mark.parametrize("answers", [(3,) * 20, (5,) * 19, (9,) * 20, ()])
def test_what_says_nothing_changes_nothing(cast: Cast, answers: tuple[int, ...]) -> None:
    character.answer(cast.act(cast.sari), SANGUINE)
    before = my_character(cast.sari, cast.now)
    with refused("character_answers"):
        character.answer(cast.act(cast.sari), answers)
    assert my_character(cast.sari, cast.now) == before


def test_hints_go_by_my_own_impression_where_i_have_one(cast: Cast) -> None:
    trusts(cast, cast.sari, cast.budi)
    character.answer(cast.act(cast.sari), SANGUINE)
    character.show(cast.act(cast.sari), Rung.KNOWN)
    character.keep_impression(cast.act(cast.budi), cast.sari, "melancholic", "phlegmatic")
    seen = approach(cast.budi, cast.now, cast.sari)
    m, p = Temperament.MELANCHOLIC, Temperament.PHLEGMATIC
    assert (seen.mine, seen.hints) == ((m, p), Hints(m, m, p))
    assert seen.character is not None
    character.keep_impression(cast.act(cast.budi), cast.sari, "phlegmatic")
    assert approach(cast.budi, cast.now, cast.sari).mine == (p,)
    character.forget_impression(cast.act(cast.budi), cast.sari)
    assert approach(cast.budi, cast.now, cast.sari).hints == Hints(*[Temperament.SANGUINE] * 3)
    with refused("gone"):
        character.forget_impression(cast.act(cast.budi), cast.sari)


@pytest.mark.parametrize(("first", "second"), [("", ""), ("x", ""), ("choleric", "x"), ("choleric", "choleric")])
def test_an_impression_is_of_one_or_two_temperaments(cast: Cast, first: str, second: str) -> None:
    trusts(cast, cast.budi, cast.sari)
    with refused("temperament"):
        character.keep_impression(cast.act(cast.budi), cast.sari, first, second)


def test_of_somebody_i_do_not_know_there_is_none(cast: Cast) -> None:
    with refused("gone"):
        character.keep_impression(cast.act(cast.budi), cast.joko, "choleric")


def test_it_helps_to_prepare_a_one_to_one(cast: Cast) -> None:
    trusts(cast, cast.sari, cast.budi)
    start = cast.now.replace(minute=0) + timedelta(days=3)
    made = one_to_ones.propose(cast.act(cast.budi), cast.sari, [start], 60, "", "", ADDRESS).subject
    assert made is not None
    found = prepared(cast.budi, cast.now, made)
    assert found is not None
    assert found.approach == NOTHING
    character.keep_impression(cast.act(cast.budi), cast.sari, "choleric")
    found = prepared(cast.budi, cast.now, made)
    assert found is not None
    assert found.approach is not None
    assert found.approach.hints == Hints(*[Temperament.CHOLERIC] * 3)


def test_no_standing_no_key_and_no_match_changes_with_it(cast: Cast) -> None:
    """The same pages before and after both say everything there is to say of the other."""
    cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    wants.write(cast.act(cast.budi), WantText("Pengadaan rumah sakit"), Hearers(Rung.KNOWN), 90, cast.now.date())

    def seen() -> list[object]:
        return [
            relation(cast.sari, cast.now, cast.budi), relation(cast.budi, cast.now, cast.sari),
            eyes_of(cast.sari, cast.now, cast.budi), doors(cast.budi, cast.now), answerable(cast.sari, cast.now, 5),
        ]  # fmt: skip

    before = seen()
    for one, other in ((cast.sari, cast.budi), (cast.budi, cast.sari)):
        character.answer(cast.act(one), CHOLERIC)
        character.show(cast.act(one), Rung.KNOWN)
        character.keep_impression(cast.act(one), other, "melancholic")
    assert seen() == before


def test_a_closing_account_takes_its_card_and_its_impressions_along(cast: Cast) -> None:
    trusts(cast, cast.sari, cast.budi)
    for one, other in ((cast.sari, cast.budi), (cast.budi, cast.sari)):
        character.answer(cast.act(one), SANGUINE)
        character.show(cast.act(one), Rung.KNOWN)
        character.keep_impression(cast.act(one), other, "choleric")
    closing.close_account(cast.act(cast.sari))
    with looking(member(cast.sari), cast.now):
        assert not Character.objects.exists()
        assert not Impression.objects.exists()
    seen = approach(cast.budi, cast.now, cast.sari)
    assert (seen.character, seen.mine) == (None, (Temperament.CHOLERIC,))
