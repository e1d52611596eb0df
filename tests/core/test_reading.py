"""What kind of address book a file is, and files that mean harm: nothing raises, nothing takes long."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunci.core.addressbook import Limits, Problem, ProblemCode, Reading, Sameness, clean
from kunci.core.cardbuilder import NAME_CAP
from kunci.core.google import read_google
from kunci.core.hints import propose
from kunci.core.linkedin import read_linkedin
from kunci.core.reading import read_addressbook
from kunci.core.vcard import read_vcards
from tests.core.strategies import judged

REAL = Path(__file__).parents[3] / "shared" / "data" / "vcards"
SLOWEST = 2.0  # seconds of processor time for one file of a megabyte, whatever it is

VCARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sari Dewi\r\nEND:VCARD\r\n"
LINKEDIN = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
GOOGLE = b"First Name,Last Name,Nickname,Notes,Birthday,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Value\n"
GOOGLE_OLD = b"Name,Given Name,Family Name,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value\n"

Reader: TypeAlias = Callable[[bytes], Reading]
# Each with what opens a file of its kind, so that arbitrary bytes get further than the door.
READERS: dict[str, tuple[Reader, bytes]] = {
    "vcard": (read_vcards, b"BEGIN:VCARD\n"),
    "linkedin": (read_linkedin, LINKEDIN),
    "google": (read_google, GOOGLE),
    "any": (read_addressbook, b""),
}


def codes(reading: Reading) -> list[ProblemCode]:
    return [problem.code for problem in reading.problems]


# --- what it is ---


@pytest.mark.parametrize(
    ("data", "name", "category"),
    [
        (VCARD, "Sari Dewi", ()),
        (b"\n \xef\xbb\xbf\n" + VCARD, "Sari Dewi", ()),
        (b"From: a@b.id\n\n" + VCARD, "Sari Dewi", ()),
        (VCARD.decode().encode("utf-16"), "Sari Dewi", ()),
        (LINKEDIN + b"Sari,Dewi,,,,,\n", "Sari Dewi", ()),
        (b"\xef\xbb\xbfNotes:\r\n\r\n" + LINKEDIN + b"Sari,Dewi,,,,,\n", "Sari Dewi", ()),
        ((LINKEDIN + b"Sari,Dewi,,,,,\n").replace(b",", b";").decode().encode("utf-16"), "Sari Dewi", ()),
        (GOOGLE + b"Sari,Dewi,,,,BNI,,,\n", "Sari Dewi", ("BNI",)),
        (GOOGLE_OLD + b"Sari Dewi,Sari,Dewi,,BNI,,\n", "Sari Dewi", ("BNI",)),
    ],
)
def test_content_tells_what_a_file_is(data: bytes, name: str, category: tuple[str, ...]) -> None:
    reading = read_addressbook(data)
    assert [(card.name, card.categories) for card in reading.cards] == [(name, category)]
    assert reading.problems == ()


def test_a_note_that_quotes_another_format_does_not_change_what_the_file_is() -> None:
    inside = GOOGLE + b'Budi,,,"\n' + VCARD.replace(b"\r", b"") + b'",,,,,\n'
    assert [card.name for card in read_addressbook(inside).cards] == ["Budi"]
    lines = [b"NOTE:" + LINKEDIN.strip() + b"\n Sari,Dewi,,,,,", b"END:VCARD"]
    assert [card.name for card in read_addressbook(VCARD.replace(b"END:VCARD", b"\n".join(lines))).cards] == [
        "Sari Dewi"
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n" * 1_000,
        b"halo",
        b"name,age\nSari,40\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 50,
        b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)) * 9 + LINKEDIN * 3,
        b"PK\x03\x04" + bytes(range(256)),
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        LINKEDIN + bytes(range(256)) * 300,
        b"\xff\xfe\xff",
    ],
)
def test_everything_else_is_refused_with_one_reason(data: bytes) -> None:
    assert read_addressbook(data) == Reading(problems=(Problem(0, 0, ProblemCode.NOT_AN_ADDRESS_BOOK),))


@pytest.mark.parametrize(
    "data", [VCARD * 3, LINKEDIN + b"Sari,Dewi,,,,,\n" * 3, GOOGLE + b"Sari,Dewi,,,,,,,\n" * 3], ids=["v", "l", "g"]
)
def test_the_limits_hold_for_every_kind(data: bytes) -> None:
    assert read_addressbook(data, Limits(bytes=len(data) - 1)).refused is ProblemCode.TOO_BIG
    assert read_addressbook(data, Limits(cards=2)).refused is ProblemCode.TOO_MANY
    assert len(read_addressbook(data, Limits(bytes=len(data), cards=3)).cards) == 3


def test_the_real_cards_are_read_as_by_their_own_reader() -> None:
    files = sorted(REAL.glob("*.vcf"))
    if not files:
        pytest.skip("the real cards are not beside this repository")
    for file in files:
        data = file.read_bytes()
        assert read_addressbook(data) == read_vcards(data) != Reading()


def test_one_person_in_three_exports_is_found_by_mail_or_phone() -> None:
    cards = (
        *read_addressbook(VCARD.replace(b"END", b"EMAIL:sari@x.id\r\nTEL:0812 345 678\r\nEND")).cards,
        *read_addressbook(LINKEDIN + b"S.,Dewi,,Sari@X.id,,,\n").cards,
        *read_addressbook(GOOGLE + b"Sari,,,,,,,,+62812345678\n").cards,
    )
    found = judged([replace(card, position=at) for at, card in enumerate(cards, 1)])
    assert [one.reason for one in found] == [None, Sameness.EMAIL, Sameness.PHONE]


# --- harm ---

HARM = {
    "open quotes": LINKEDIN + b'a,"b\n' * 200_000,
    "quotes only": LINKEDIN + b'"' * 1_000_000,
    "quotes that never end": LINKEDIN + b'x","y\n' * 160_000,
    "one quote, many lines": LINKEDIN + b'"' + b"a,b\n" * 250_000,
    "one cell of 1 MB": GOOGLE + b"a" * 1_000_000,
    "one quoted cell of 1 MB": GOOGLE + b'"' + b"a" * 1_000_000 + b'",b\n',
    "a million cells": GOOGLE + b"a," * 500_000,
    "a header of 1 MB": b"a," * 500_000 + b"\n" + GOOGLE,
    "many columns": b"Name," + b",".join(b"E-mail %d - Value" % n for n in range(5_000)) + b"\n" + b"a," * 450_000,
    "a million values": GOOGLE + b"Sari,,,,," + b" ::: x" * 170_000 + b",,,\n",
    "rows of values": GOOGLE + (b"Sari,,,,," + b" ::: x" * 4_000 + b",,,\n") * 40,
    "a million blank rows": LINKEDIN + b"\n" * 1_000_000,
    "marks on one letter": LINKEDIN + b"e" + "\u0316\u0301".encode() * 60_000 + b",b,,,,,\n",
    "direction marks": LINKEDIN + ("\u202ea\u2066," * 150_000).encode(),
    "NUL": LINKEDIN + b"a\0b," * 6 + b"\n",
    "dates": LINKEDIN + b"a,b,,,,," + b"1" * 1_000_000 + b"\n",
    "escapes": LINKEDIN + b"a,b,https://linkedin.com/in/" + b"%E2%80%AE" * 100_000 + b",,,,\n",
    "dots": LINKEDIN + b"a,b," + b"a." * 300_000 + b",,,,\n",
    "nested cards": b"BEGIN:VCARD\nFN:x\n" * 40_000 + b"END:VCARD\n" * 40_000,
}


@pytest.mark.parametrize("name", HARM)
def test_no_file_takes_long_and_problems_are_bounded(name: str) -> None:
    start = time.process_time()
    reading = read_addressbook(HARM[name])
    assert time.process_time() - start < SLOWEST
    assert len(reading.problems) <= Limits().problems + 1
    assert reading.problems or all(card.name for card in reading.cards)


def test_twenty_megabytes_of_too_many_rows_are_refused_early() -> None:
    data = LINKEDIN + b"a,b,,,,,\n" * 2_000_000
    start = time.process_time()
    assert read_addressbook(data).refused is ProblemCode.TOO_MANY
    assert time.process_time() - start < SLOWEST


def test_a_file_of_stray_quotes_is_left_unread_from_somewhere_on_and_that_is_told() -> None:
    reading = read_addressbook(HARM["quotes that never end"])
    assert codes(reading) == [ProblemCode.TRUNCATED, ProblemCode.TOO_LONG]


def test_what_is_not_refused_is_harmless_to_keep() -> None:
    data = LINKEDIN + "Sa\u202eri\0,\ud7ff\ufeffDewi,,,PT \x1b[31mMaju,,\n".encode()
    (card,) = read_addressbook(data).cards
    assert (card.name, card.organisation) == ("Sari \ud7ffDewi", "PT [31mMaju")


FRAGMENTS = st.sampled_from(
    [
        *(VCARD, LINKEDIN, GOOGLE, GOOGLE_OLD, b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"FN:", b"TEL:", b"BDAY:--0230\n"),
        *(b",", b";", b"\t", b'"', b'""', b'","', b"\n", b"\r", b"\r\n", b" ::: ", b"* ", b"'", b"=1+1", b"\0"),
        *(b"Sari", b"12 Mar 2024", b"7-Feb-22", b"99-Feb-22", b"https://linkedin.com/in/%C3", b"a@b.id", b"+62812345"),
        *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xf0\x9f", b"\xe9", "\u202e\u0301".encode()),
    ]
)
FILES = st.lists(FRAGMENTS | st.binary(max_size=12), max_size=60).map(b"".join)


def hold(reader: str, data: bytes) -> None:
    read, opening = READERS[reader]
    start = time.process_time()
    reading = read(opening + data)
    assert time.process_time() - start < SLOWEST
    assert not (reading.refused and reading.cards)
    positions = [card.position for card in reading.cards]
    assert positions == sorted(set(positions))
    for card in reading.cards:
        assert card.name == clean(card.name, NAME_CAP).text != ""
        written = (card.given, card.family, card.organisation, card.title, *card.urls, *card.categories, card.uid)
        assert all(text == clean(text, 600).text for text in written)
        assert "\0" not in card.note
        propose(card)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=500, deadline=None)
@given(data=FILES)
def test_no_bytes_raise_and_none_take_long(reader: str, data: bytes) -> None:
    hold(reader, data)


@pytest.mark.heavy
@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=10_000, deadline=None)
@given(data=FILES)
def test_ten_thousand_files_raise_nothing_and_none_takes_long(reader: str, data: bytes) -> None:
    hold(reader, data)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=400))
def test_arbitrary_bytes_are_refused_or_read(reader: str, data: bytes) -> None:
    read, _ = READERS[reader]
    reading = read(data)
    assert reading.refused is not None or reading.cards or reading.problems or b"VCARD" in data.upper()
