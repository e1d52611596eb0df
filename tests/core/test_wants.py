"""What a want may say, and when two of one member's say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.wants import alike, says_something, wording

HOSPITAL = "Manajer pembelian di rumah sakit, Surabaya"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (HOSPITAL, HOSPITAL.upper(), True),
        (HOSPITAL, "Rumah sakit di Surabaya: manajer pembelian!", True),
        (HOSPITAL, "manajer pembeliaan untuk rumah sakit Surabaya", True),
        ("a purchasing manager at a hospital in Surabaya", "Purchasing managers at hospitals, Surabaya", True),
        ("Café di Kemang", "cafe kemang", True),
        (HOSPITAL, "Manajer pembelian di rumah sakit, Malang", False),
        (HOSPITAL, "Direktur keuangan di rumah sakit, Surabaya", False),
        (HOSPITAL, "Manajer pembelian", False),
        ("Gudang di lantai 2", "Gudang di lantai 3", False),
        ("Notaris, Malang", "Notaris, Magelang", False),
        ("Pemasok di Solo", "Notaris di Solo", False),
        ("GM PLN", "GM TVRI", False),
        ("医院采购经理", "医院采购经理", True),
        ("HR", "IT", False),
    ],
)
def test_the_same_door_in_nearly_the_same_words_is_alike_and_another_is_not(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_are_compared_either_way_round_and_each_is_like_itself(one: str, other: str) -> None:
    assert alike(one, one)
    assert alike(one, other) == alike(other, one)


@given(st.text(max_size=300))
def test_the_wording_is_one_line_that_stays_as_it_is(text: str) -> None:
    once = wording(text)
    assert "\n" not in once
    assert once == once.strip()
    assert wording(once) == once


@pytest.mark.parametrize(
    ("text", "says"),
    [("a", False), ("🗝️🗝️🗝️", False), ("!? …", False), ("", False), ("HR", True), ("病院", True), ("ꦠꦶꦪꦁ", True)],
)
def test_a_letter_and_emoji_say_nothing_and_words_in_any_language_do(text: str, says: bool) -> None:
    assert says_something(text) is says


def test_hidden_signs_that_turn_a_text_round_are_no_part_of_it() -> None:
    assert wording("Direktur \u202eagrah\u202c\n  pabrik") == "Direktur agrah pabrik"
