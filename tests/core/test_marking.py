"""What a text names: the same in both languages, places in the places they lie in, and nothing by accident."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunci.core.lexicon import lexicon, named
from kunci.core.marking import LONGEST, MOST_MARKS, in_english, marks
from kunci.core.stems import stem


@pytest.mark.parametrize(
    ("indonesian", "english", "mark"),
    [
        ("manajer pengadaan", "procurement manager", "role:purchasing"),
        ("kepala bagian pembelian", "head of purchasing", "role:purchasing"),
        ("RSUD di Sidoarjo", "a hospital in Sidoarjo", "sector:hospital"),
        ("notaris", "notary", "role:notary"),
        ("kepala cabang", "branch head", "role:branch_manager"),
        ("pabrik baja", "steel mill", "sector:steel"),
        ("penyamak kulit", "tannery", "sector:leather"),
        ("petani rumput laut", "seaweed farmer", "word:seaweed"),
        ("pembeli dari Jepang", "a buyer in Japan", "market:japan"),
        ("pemilik bengkel", "workshop owner", "level:owner"),
        ("kapal di Jawa Timur", "ships in East Java", "place:east_java"),
    ],
)
def test_both_languages_call_it_the_same(indonesian: str, english: str, mark: str) -> None:
    assert mark in marks(indonesian) & marks(english)


@pytest.mark.parametrize(
    ("town", "wider"),
    [
        ("Surabaya", "region:east_java"),
        ("Ubud", "region:bali"),
        ("Tanjung Perak", "region:surabaya"),
        ("Jakarta Selatan", "region:jabodetabek"),
        ("Makassar", "region:eastern_indonesia"),
        ("Morowali", "region:sulawesi"),
        ("Sumbawa", "region:west_nusa_tenggara"),
    ],
)
def test_a_town_lies_in_its_province_and_beyond(town: str, wider: str) -> None:
    assert wider in marks(f"notaris, {town}")


@pytest.mark.parametrize(
    ("text", "kind", "there"),
    [
        ("notaris di Padang", "place:", True),
        ("notaris, Padang", "place:", True),
        ("pemilik rumah makan Padang", "place:", False),
        ("pedagang batu bata", "place:", False),
        ("kepala SD di Batu", "place:", True),
        ("manajer IT", "role:information_technology", True),
        ("I need it by Monday", "role:information_technology", False),
        ("distribution partner", "level:", False),
        ("mencari orang yang bisa membantu saya", "name:", False),
    ],
)
def test_words_of_two_meanings_are_read_by_what_stands_around_them(text: str, kind: str, *, there: bool) -> None:
    assert any(mark.startswith(kind) for mark in marks(text)) is there


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("aktuaris", "actuary"),
        ("nuklir", "nuclear"),
        ("psikolog", "psychology"),
        ("restoran", "restaurant"),
        ("universitas", "university"),
        ("asosiasi", "associations"),
        ("sertifikat", "certificate"),
        ("penyamakan", "penyamak"),
        ("perikanan", "ikan"),
        ("penjualan", "jual"),
        ("konsultan", "consultants"),
    ],
)
def test_a_borrowed_word_and_the_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_a_rare_word_that_no_list_has_is_a_mark_by_itself() -> None:
    assert "name:zirkon" in marks("pembeli pasir zirkon") & marks("zircon sand buyer")


def test_a_heart_specialist_is_a_doctor() -> None:
    assert {"role:cardiologist", "role:doctor"} <= marks("dokter spesialis jantung")


def test_the_encoder_hears_english_and_no_places() -> None:
    assert in_english("Kepala laboratorium pangan, Semarang") == "head laboratory food"


def test_a_mark_has_a_name_in_each_language_and_a_stem_has_none() -> None:
    assert named("sector:hospital") == ("rumah sakit", "hospital")
    assert named("region:east_java") == ("Jawa Timur", "East Java")
    assert named("name:zirkon") == ("", "")


def test_every_wider_thing_of_the_lexicon_is_a_thing_of_it() -> None:
    book = lexicon()
    assert {wide for wider in book.wider.values() for wide in wider} <= set(book.shown)
    assert all(one not in wider for one, wider in book.wider.items())


@given(st.text(max_size=400) | st.sampled_from(["a", "😀🎉", "x" * 10_000, "пекарь ищет мельника", "寻找木材买家", ""]))
def test_any_text_is_read_without_an_exception_and_always_the_same(text: str) -> None:
    assert len(marks(text)) <= MOST_MARKS
    assert marks(text) == marks(text)
    assert len(in_english(text)) <= 20 * LONGEST
