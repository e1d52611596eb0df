"""What makes a door a match, and what must not: marks alone here, with vectors made by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.matching import DIMENSIONS, Match, Reading, Stack, Vector, best, marks, wanting

TRADES = ("notaris", "procurement manager, hospital", "petani kopi", "guru SD", "ship agent", "pemilik hotel", "welder")
PLACES = ("", ", Surabaya", " di Sidoarjo", ", Jawa Timur", " in Medan", ", Bali", " di Ubud")


def said(text: str, *meant: float) -> Reading:
    """`meant`: the first numbers of its vector, the rest is 0; none, no vector."""
    if not meant:
        return Reading(None, marks(text))
    vector: Vector = np.zeros(DIMENSIONS, dtype=np.float32)
    vector[: len(meant)] = meant
    return Reading(vector / np.linalg.norm(vector), marks(text))


def score(want: str, door: str) -> float:
    found = best(said(want), [said(door)])
    return found[0].score if found else 0.0


def order(want: str, *doors: str) -> list[str]:
    return [doors[match.index] for match in best(said(want), [said(door) for door in doors])]


def test_what_is_named_in_the_other_language_is_found() -> None:
    assert order(
        "manajer pengadaan rumah sakit di Surabaya", "Head of purchasing, hospital, Surabaya", "Guru SMA, Medan"
    ) == ["Head of purchasing, hospital, Surabaya"]


def test_nearer_places_come_first_and_an_unknown_one_before_a_different_one() -> None:
    doors = ("Notary, Medan", "Notary", "Notary, Malang", "Notary, Sidoarjo", "Notary, Surabaya")
    assert order("notaris di Surabaya", *doors) == list(reversed(doors))


def test_a_town_in_the_province_that_is_looked_for_is_the_place_itself() -> None:
    assert score("notaris di Bali", "Notaris, Ubud") == pytest.approx(score("notaris di Bali", "Notaris, Bali"))


def test_a_role_that_differs_counts_against_and_a_missing_one_does_not() -> None:
    want = "akuntan hotel"
    assert score(want, "hotel") > score(want, "koki hotel")


def test_the_thing_itself_comes_before_the_broader_thing() -> None:
    doors = ("dokter", "kardiolog")
    assert order("heart specialist", *doors) == ["kardiolog", "dokter"]


def test_of_what_both_name_the_things_come_first_then_the_nearest_place() -> None:
    match = best(said("kardiolog di Bali"), [said("heart specialist, Ubud")])[0]
    assert match.shared == ("role:cardiologist", "place:bali", "role:doctor")


def test_meaning_finds_what_no_word_shares() -> None:
    want, doors = said("peracik jamu", 1), [said("jockey", 0, 1), said("wiper", 1, 0.2)]
    assert [match.index for match in best(want, doors)] == [1]


def test_of_equals_the_earlier_comes_first_and_no_more_than_asked() -> None:
    doors = [said("notaris")] * 5
    assert [match.index for match in best(said("notary"), doors, most=3)] == [0, 1, 2]


def test_nothing_in_common_is_no_match() -> None:
    assert best(said("notaris di Medan", 1), [said("koki, Ambon", 0, 1), said("", 0, 1), said("")]) == []
    assert best(said("notaris"), []) == []
    assert wanting(said("notaris"), []) == []
    assert best(said(""), [said("notaris")]) == []


def test_a_door_without_a_vector_is_found_by_what_it_names() -> None:
    found = best(said("notaris", 1), [said("bakery", 0, 1), said("notary")])
    assert [match.index for match in found] == [1]


readings = st.builds(
    lambda trade, place, turn: said(trade + place, *turn),
    st.sampled_from(TRADES),
    st.sampled_from(PLACES),
    st.sampled_from([(), (1.0,), (0.0, 1.0), (1.0, 1.0), (1.0, -0.2)]),
)


@given(readings, st.lists(readings, min_size=1, max_size=6))
def test_what_else_there_is_changes_nothing_in_what_two_are_to_each_other(want: Reading, doors: list[Reading]) -> None:
    for match in best(want, doors):
        (alone,) = best(want, [doors[match.index]])
        assert alone.score == pytest.approx(match.score, abs=1e-5)
        assert alone.shared == match.shared


@given(readings, readings)
def test_a_door_held_against_wants_scores_as_a_want_held_against_doors(want: Reading, door: Reading) -> None:
    forth, back = best(want, [door]), wanting(door, [want])
    assert [match.shared for match in forth] == [match.shared for match in back]
    assert [match.score for match in forth] == pytest.approx([match.score for match in back], abs=1e-5)


@given(readings, st.lists(readings, max_size=6))
def test_a_stack_made_once_finds_what_the_readings_do(one: Reading, others: list[Reading]) -> None:
    stack = Stack.of(others)

    def rounded(found: list[Match]) -> list[tuple[int, float, tuple[str, ...]]]:
        return [(match.index, round(match.score, 4), match.shared) for match in found]

    assert rounded(best(one, stack)) == rounded(best(one, others))
    assert rounded(wanting(one, stack)) == rounded(wanting(one, others))
