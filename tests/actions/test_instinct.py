"""A chance said before a handover is its holder's alone, and stands against what they tell afterwards."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from kunci.actions import closing, consents, handovers, instinct
from kunci.actions.handovers import Told
from kunci.core.instinct import ENOUGH
from kunci.models.models import Consent, Guess
from kunci.models.viewer import Principal, looking, member
from kunci.reveal.instinct import my_instinct
from tests.actions.steps import refused, trusts
from tests.cast import ADDRESS, LETTERS, Cast


def agreed(cast: Cast, key: UUID) -> UUID:
    """Asked for and agreed to by both; the request."""
    request = cast.ask(cast.budi, key)
    cast.decide(cast.sari, request)
    with looking(member(cast.sari), cast.now):
        consent = Consent.objects.get(request=request).id
    consents.answer_consent(Principal("c", consent), "yes", cast.now, ADDRESS)
    return request


def hand_over(cast: Cast, key: UUID, chance: int | None) -> UUID:
    """The same, and handed over; the handover."""
    request = agreed(cast, key)
    made = handovers.hand_over(cast.act(cast.sari), request, LETTERS, False, ADDRESS, chance).subject
    assert made is not None
    return made


def tell(cast: Cast, who: UUID, handover: UUID, verdict: str) -> None:
    handovers.tell(cast.act(who), handover, Told(verdict), cast.now.date(), ADDRESS)


def test_what_was_said_stands_against_what_is_told(cast: Cast) -> None:
    keys = [cast.key(cast.sari, f"Pintu {n}, Surabaya") for n in range(2)]
    trusts(cast, cast.sari, cast.budi)
    first, _second = (hand_over(cast, key, chance) for key, chance in zip(keys, (80, None), strict=True))
    found = my_instinct(cast.sari, cast.now)
    assert (found.said, found.told, found.more, found.found) == (1, 0, ENOUGH, None)
    tell(cast, cast.sari, first, "good")
    found = my_instinct(cast.sari, cast.now)
    assert (found.said, found.told, found.more) == (1, 1, ENOUGH - 1)
    with looking(member(cast.sari), cast.now):
        row = Guess.objects.get()
    assert (row.chance, row.new, row.warm) == (80, False, False)
    assert 0 < row.forecast <= 1


def test_of_what_the_other_tells_nothing_is_read_in_it(cast: Cast) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    made = hand_over(cast, key, 90)
    tell(cast, cast.budi, made, "broken")
    assert my_instinct(cast.sari, cast.now).told == 0
    for other in (cast.budi, cast.ratna):
        assert my_instinct(other, cast.now).said == 0
        with looking(member(other), cast.now):
            assert not Guess.objects.exists()


@pytest.mark.parametrize("chance", [-1, 101])
def test_a_chance_is_one_of_a_hundred(cast: Cast, chance: int) -> None:
    key = cast.key(cast.sari)
    trusts(cast, cast.sari, cast.budi)
    with refused("instinct"):
        hand_over(cast, key, chance)


def test_after_ten_outcomes_it_says_how_good_it_was(cast: Cast) -> None:
    keys = [cast.key(cast.sari, f"Pintu {n}, Surabaya") for n in range(ENOUGH)]
    trusts(cast, cast.sari, cast.budi)
    for n, key in enumerate(keys):
        tell(cast, cast.sari, hand_over(cast, key, 90), "good" if n < 9 else "unfit")
    found = my_instinct(cast.sari, cast.now).found
    assert found is not None
    assert found.n == ENOUGH
    assert found.brier == pytest.approx((9 * 0.01 + 0.81) / ENOUGH)
    (only,) = found.bins
    assert only.said == pytest.approx(0.9)
    assert only.came.share == 0.9
    assert not found.lean.clear


def test_forgotten_or_closed_nothing_of_it_is_left(cast: Cast) -> None:
    key, other = cast.key(cast.sari), cast.key(cast.sari, "Pintu lain, Malang")
    trusts(cast, cast.sari, cast.budi)
    hand_over(cast, key, 50)
    assert instinct.forget(cast.act(cast.sari)).detail == {"count": 1}
    assert my_instinct(cast.sari, cast.now).said == 0
    cast.now += timedelta(hours=1)
    hand_over(cast, other, 50)
    closing.close_account(cast.act(cast.sari))
    with looking(member(cast.sari), cast.now):
        assert not Guess.objects.exists()


def test_what_was_said_of_a_reveal_stands_against_the_handover_that_comes_of_it_and_counts_once(cast: Cast) -> None:
    key, other = cast.key(cast.sari), cast.key(cast.sari, "Pintu lain, Malang")
    trusts(cast, cast.sari, cast.budi)
    instinct.say_of_keys(cast.act(cast.sari), [key, other], [cast.budi], 40)
    instinct.say_of_keys(cast.act(cast.sari), [key], [cast.budi], 95)
    assert (my_instinct(cast.sari, cast.now).said, my_instinct(cast.sari, cast.now).told) == (2, 0)
    cast.now += timedelta(hours=1)
    made = hand_over(cast, key, 90)
    tell(cast, cast.sari, made, "good")
    found = my_instinct(cast.sari, cast.now)
    assert (found.said, found.told) == (3, 1)
    with looking(member(cast.sari), cast.now):
        assert set(Guess.objects.values_list("kind", "chance")) == {("reveal", 40), ("handover", 90)}


def test_of_a_key_that_is_not_mine_or_somebody_i_do_not_know_nothing_is_said(cast: Cast) -> None:
    key, theirs = cast.key(cast.sari), cast.key(cast.budi)
    trusts(cast, cast.sari, cast.budi)
    for keys, partners in (([theirs], [cast.budi]), ([key], [cast.joko])):
        with refused("gone"):
            instinct.say_of_keys(cast.act(cast.sari), keys, partners, 50)
    with refused("instinct"):
        instinct.say_of_keys(cast.act(cast.sari), [key], [cast.budi], 101)


def test_said_of_more_than_fifty_at_once_it_is_no_feeling_about_a_person(cast: Cast) -> None:
    keys = [cast.key(cast.sari, f"Pintu {n}, Surabaya") for n in range(instinct.MOST + 1)]
    trusts(cast, cast.sari, cast.budi)
    instinct.say_of_keys(cast.act(cast.sari), keys, [cast.budi], 50)
    assert my_instinct(cast.sari, cast.now).said == 0
    instinct.say_of_keys(cast.act(cast.sari), keys[1:], [cast.budi], 50)
    assert my_instinct(cast.sari, cast.now).said == instinct.MOST
