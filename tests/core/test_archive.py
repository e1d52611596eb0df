"""An archive comes back as what it was made of; whatever else calls itself one raises nothing and costs little."""

from __future__ import annotations

import io
import json
import time
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunci.core import packing
from kunci.core.addressbook import Kept, Limits, OnceOpen, ProblemCode
from kunci.core.archive import NAME, read_archive
from kunci.core.layers import Facts, facts_of, written
from kunci.core.reading import read_addressbook
from tests.core.test_vcardtext import FACTS

NOW = datetime(2026, 11, 23, 9, 0, 1, tzinfo=UTC)
SLOWEST = 2.0


def pack(files: list[tuple[str, bytes]], now: datetime) -> bytes:
    return packing.pack([(name, [content]) for name, content in files], now)


def archive(*contacts: object, **more: object) -> bytes:
    said = {"format": "kunci", "version": 1, "contacts": list(contacts), **more}
    return pack([("README.txt", b"x"), (NAME, json.dumps(said).encode())], NOW)


def contact(facts: Facts, note: str = "", **hint: str) -> dict[str, object]:
    return {"person": written(facts), "note": note, "hint": hint or None}


@settings(max_examples=500)
@given(st.lists(FACTS, min_size=1, max_size=3))
def test_people_come_back_as_they_were_known(people: list[Facts]) -> None:
    reading = read_addressbook(archive(*map(contact, people)))
    assert [facts_of(card).emails for card in reading.cards] == [one.emails for one in people]
    assert [facts_of(card).phones for card in reading.cards] == [one.phones for one in people]
    assert [card.name for card in reading.cards] == [one.name for one in people]


def test_a_key_comes_back_with_hint_and_note_and_a_contact_with_neither() -> None:
    hint = {"line": "Notaris, Bandung", "role": "notary", "sector": "law", "seniority": "owner", "city": "Bandung"}
    lia = contact(Facts(name="Lia", connected="2020-02-29"), "baris satu\nbaris dua", **hint)
    reading = read_archive(archive(lia, contact(Facts(name="Tono"))))
    assert [card.name for card in reading.cards] == ["Lia", "Tono"]
    assert reading.cards[0].kept == Kept(
        "baris satu\nbaris dua", "Notaris, Bandung", "notary", "law", "owner", "Bandung"
    )
    assert reading.cards[0].connected == date(2020, 2, 29)
    assert reading.cards[1].kept is None


def test_tags_come_back_cleaned_once_each_and_not_too_many() -> None:
    tags = ["pameran, 2019", " pameran  2019", "t" * 50, "", 7, *(f"tag {n}" for n in range(30))]
    person = {"person": {"name": "Lia"}, "tags": tags, "archived_at": "2026-01-01T00:00:00+00:00"}
    kept = read_archive(archive(person)).cards[0].kept
    assert kept is not None
    assert kept.archived
    assert (kept.tags[:3], len(kept.tags)) == (("pameran 2019", "t" * 40, "tag 0"), 20)


def test_a_code_that_nobody_knows_is_left_out_and_texts_are_cut() -> None:
    lia = contact(Facts(name="Lia"), "n" * 3_000, line="l" * 300, role="spion", sector="", city="k" * 100)
    kept = read_archive(archive(lia)).cards[0].kept
    assert kept == Kept("n" * 2_000, "l" * 200, city="k" * 80)


def test_a_contact_that_nobody_can_be_called_by_is_told_and_the_rest_goes_on() -> None:
    reading = read_archive(archive(contact(Facts()), 7, None, {"person": []}, contact(Facts(name="Lia"), "milik Lia")))
    assert [(card.position, card.name, card.kept) for card in reading.cards] == [(5, "Lia", Kept("milik Lia"))]
    assert [(one.position, one.code) for one in reading.problems] == [(n, ProblemCode.NO_NAME) for n in (1, 2, 3, 4)]


def test_words_can_not_make_another_contact_or_line() -> None:
    harm = "x\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Palsu"
    row = {"value": "0812 000 0000", "label": harm, "kinds": [harm, 'a";b', "home"]}
    person = {"name": harm, "title": harm, "birthday": harm, "phones": [row], "urls": [harm], "uids": [harm]}
    reading = read_archive(archive({"person": person, "note": harm}))
    assert [card.name for card in reading.cards] == ["x END:VCARD BEGIN:VCARD FN:Palsu"]
    assert reading.cards[0].birthday is None


def test_an_archive_that_was_packed_again_inside_a_folder_is_read() -> None:
    said = json.dumps({"format": "kunci", "version": 1, "contacts": [contact(Facts(name="Lia"))]}).encode()
    assert [card.name for card in read_archive(pack([("kunci-2026/" + NAME, said)], NOW)).cards] == ["Lia"]


def test_an_archive_without_contacts_brings_nobody() -> None:
    reading = read_archive(archive())
    assert (reading.cards, reading.refused) == ((), None)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\0" * 500,
        pack([("orang.json", b"{}")], NOW),
        pack([(NAME, b"{")], NOW),
        pack([(NAME, b"\xff\xfe\xfd")], NOW),
        pack([(NAME, b"[" * 100_000)], NOW),
        pack([(NAME, b'{"format":"kunci","version":2,"contacts":[]}')], NOW),
        pack([(NAME, b'{"format":"kunci","version":1,"contacts":{}}')], NOW),
        pack([(NAME, b"7" * 10_000)], NOW),
    ],
)
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    assert read_addressbook(data).refused is ProblemCode.NOT_AN_ADDRESS_BOOK


def _lying(content: bytes, declared: int) -> bytes:
    """A zip whose directory says another size."""
    data = bytearray(pack([(NAME, content)], NOW))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = declared.to_bytes(4, "little")
    return bytes(data)


def test_a_bomb_is_refused_by_what_it_says_of_its_size() -> None:
    limits = Limits(bytes=100_000)
    assert read_archive(pack([(NAME, b" " * 500_001)], NOW), limits).refused is ProblemCode.TOO_BIG
    assert read_archive(_lying(b" " * 10, 4_000_000_000), limits).refused is ProblemCode.TOO_BIG


def test_a_bomb_that_lies_about_its_size_is_refused_and_costs_little() -> None:
    start = time.process_time()
    bomb = _lying(b" " * 200_000_000, 100)
    made = time.process_time()
    assert read_archive(bomb).refused is ProblemCode.NOT_AN_ADDRESS_BOOK
    assert time.process_time() - made < min(SLOWEST, made - start + 0.5)


@pytest.mark.parametrize("content", [b"[" + b"[]," * 3_000_000 + b"[]]", b"[" + b"1," * 11_000_000 + b"1]"])
def test_a_crowd_of_little_values_is_refused_before_it_is_taken_apart(content: bytes) -> None:
    start = time.process_time()
    assert read_archive(pack([(NAME, content)], NOW)).refused is ProblemCode.TOO_MANY
    assert time.process_time() - start < SLOWEST


def test_more_contacts_than_the_limit_are_refused() -> None:
    two = archive(contact(Facts(name="Lia")), contact(Facts(name="Tono")))
    assert read_archive(two, Limits(cards=1)).refused is ProblemCode.TOO_MANY
    assert read_archive(two, Limits(bytes=10)).refused is ProblemCode.TOO_BIG


def test_a_directory_of_thousands_of_files_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as many:
        for number in range(1_100):
            many.writestr(str(number), b"")
    assert read_archive(packed.getvalue()).refused is ProblemCode.TOO_BIG


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["person", "name", "phones", "value", "kinds", "hint", "line", "note"]), inner
        )
    ),
    max_leaves=20,
)


@settings(max_examples=500)
@given(VALUES, st.lists(VALUES, max_size=3))
def test_whatever_stands_in_it_nothing_is_raised(person: Any, rest: list[Any]) -> None:
    start = time.process_time()
    reading = read_archive(archive({"person": person, "hint": person, "note": person}, *rest))
    assert time.process_time() - start < SLOWEST
    assert len(reading.cards) <= 1 + len(rest)


@settings(max_examples=500)
@given(st.data())
def test_a_damaged_archive_raises_nothing(data: st.DataObject) -> None:
    whole = archive(contact(Facts(name="Lia"), "catatan", line="Notaris"))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 30)))
    reading = read_archive(whole[:start] + data.draw(st.binary(max_size=30)) + whole[end:])
    assert len(reading.cards) <= 1


@settings(max_examples=500)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_behind_the_mark_of_a_zip_are_refused(data: bytes) -> None:
    assert read_addressbook(b"PK\x03\x04" + data).refused is ProblemCode.NOT_AN_ADDRESS_BOOK


def test_what_was_open_to_whom_comes_along_cleaned_and_opens_nothing() -> None:
    named = [
        {"name": "Budi\u202e Santoso", "follows": 2, "until": "2026-11-30T17:00:00+00:00"},
        {"name": "Ratna Dewi", "until": None},
        {"name": "Joko", "until": "2026-11-30"},
        {"name": "Maya", "until": "9999-12-31T23:59:59+00:00"},
        {"name": "", "until": "2026-11-30T17:00:00+00:00"},
        7,
    ]
    faces = [{"kind": "hint", "named": named}, {"kind": "spion", "named": named}, {"kind": "name", "named": "x"}, None]
    kept = read_archive(archive({"person": {"name": "Lia"}, "faces": faces})).cards[0].kept
    assert kept is not None
    assert kept.once_open == (
        OnceOpen("hint", "Budi Santoso", "2026-11-30T17:00:00+00:00"),
        OnceOpen("hint", "Ratna Dewi"),
        OnceOpen("hint", "Joko"),
        OnceOpen("hint", "Maya"),
    )
    many = [{"kind": "hint", "named": [{"name": f"N {n}"} for n in range(90)]}] * 4
    crowd = read_archive(archive({"person": {"name": "Lia"}, "faces": many})).cards[0].kept
    assert crowd is not None
    assert len(crowd.once_open) == 50
