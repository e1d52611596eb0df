"""Files that are no address book, or mean harm: nothing raises, nothing takes long, and the rest goes on."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunci.core.addressbook import Limits, Problem, ProblemCode, Reading, clean
from kunci.core.vcard import read_vcards

SLOWEST = 2.0  # seconds of processor time for one card, whatever it is


def vcard(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD", ""]).encode()


def codes(reading: Reading) -> list[ProblemCode]:
    return [problem.code for problem in reading.problems]


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    assert read_vcards(b"x" * 101, Limits(bytes=100)) == Reading(problems=(Problem(0, 0, ProblemCode.TOO_BIG),))
    three = vcard("FN:A") * 3
    assert read_vcards(three, Limits(cards=2)).refused is ProblemCode.TOO_MANY
    assert len(read_vcards(three, Limits(cards=3)).cards) == 3


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"First Name,Last Name\n", b"BEGIN:VCALENDAR\n", b"\0" * 99]
)
def test_what_is_no_vcard_is_refused(data: bytes) -> None:
    assert read_vcards(data).refused is ProblemCode.NOT_A_VCARD


HARM = {
    "only BEGIN": b"BEGIN:VCARD\n" * 80_000,
    "nested, empty": b"BEGIN:VCARD\n" * 40_000 + b"END:VCARD\n" * 40_000,
    "nested, named": b"BEGIN:VCARD\nFN:x\n" * 40_000 + b"END:VCARD\n" * 40_000,
    "nested by AGENT": b"BEGIN:VCARD\nFN:x\nAGENT:\n" * 30_000 + b"END:VCARD\n" * 30_000,
    "one line of 1 MB": b"BEGIN:VCARD\nFN:" + b"a;" * 500_000 + b"\nEND:VCARD\n",
    "1 MB of escapes": b"BEGIN:VCARD\nADR:" + b"a\\;;" * 250_000 + b"\nEND:VCARD\n",
    "1 MB of parameters": b"BEGIN:VCARD\nTEL" + b";A=" * 330_000 + b":1\nEND:VCARD\n",
    "open quotes": b"BEGIN:VCARD\n" + (b'A;"' * 1_300 + b"\n") * 250 + b"END:VCARD\n",
    "marks on one letter": b"BEGIN:VCARD\nFN:e" + "\u0316\u0301".encode() * 250_000 + b"\nEND:VCARD\n",
    "a million lines": b"BEGIN:VCARD\nFN:a\n" + b"a\n" * 1_000_000,
    "a million folds": b"BEGIN:VCARD\nFN:a\n" + b" a\n" * 500_000,
    "soft breaks": b"BEGIN:VCARD\nFN;QUOTED-PRINTABLE:a=\n" + b"=\n" * 500_000 + b"END:VCARD\n",
    "never ended": b"BEGIN:VCARD\nFN:a\nTEL:1",
    "NUL": b"BEGIN:VCARD\nFN:a\0b\nTEL:\0\nEND:VCARD\n",
}


@pytest.mark.parametrize("name", HARM)
def test_no_file_takes_long_or_makes_a_crowd(name: str) -> None:
    start = time.process_time()
    reading = read_vcards(HARM[name])
    assert time.process_time() - start < SLOWEST
    assert len(reading.cards) <= Limits().depth
    assert len(reading.problems) <= Limits().problems + 1


def test_a_nest_is_told_and_what_follows_it_is_read() -> None:
    nest = b"BEGIN:VCARD\nFN:x\nAGENT:\n" * 20 + b"END:VCARD\n" * 20
    reading = read_vcards(nest + vcard("FN:Sari"))
    assert [card.name for card in reading.cards] == ["x", "Sari"]
    assert codes(reading) == [ProblemCode.NESTED_TOO_DEEP]


def test_a_card_without_an_end_is_kept_with_a_problem() -> None:
    reading = read_vcards(b"BEGIN:VCARD\nFN:A\nTEL:0811111111\n" + vcard("FN:B") + b"BEGIN:VCARD\nFN:C")
    assert [card.name for card in reading.cards] == ["A", "B", "C"]
    assert [(problem.position, problem.code) for problem in reading.problems] == [
        (1, ProblemCode.TRUNCATED),
        (3, ProblemCode.TRUNCATED),
    ]


def test_what_stands_after_too_many_lines_of_one_card_is_passed_over_but_not_the_next_card() -> None:
    reading = read_vcards(vcard("FN:A", *["X-A:1"] * 3_000, "TITLE:spät") + vcard("FN:B", "TITLE:Direktur"))
    assert [(card.name, card.title) for card in reading.cards] == [("A", ""), ("B", "Direktur")]
    assert codes(reading) == [ProblemCode.TOO_LONG]


FRAGMENTS = st.sampled_from(
    [
        *(
            b"BEGIN:VCARD\r\n",
            b"END:VCARD\r\n",
            b"VERSION:2.1\n",
            b"VERSION:4.0\n",
            b"AGENT:\n",
            b" ",
            b"=\n",
            b"\r",
            b"\n",
        ),
        *(
            b"FN:",
            b"N:;;;",
            b"TEL;CELL:+62",
            b"item1.X-ABLabel:",
            b";CHARSET=GBK:",
            b"BDAY:--0230\n",
            b"BDAY:9999-99-99\n",
        ),
        *(b"NOTE;ENCODING=QUOTED-PRINTABLE:=C3=", b"PHOTO;ENCODING=BASE64:/9j\n", b"EMAIL;ENCODING=B:!\n"),
        *(b"\\", b'"', b"\xff\xfe", b"\xf0\x9f", b"\0"),
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(FRAGMENTS | st.binary(max_size=12), max_size=60).map(b"".join))
def test_no_bytes_raise_and_none_take_long(data: bytes) -> None:
    start = time.process_time()
    reading = read_vcards(b"BEGIN:VCARD\n" + data)
    assert time.process_time() - start < SLOWEST
    for card in reading.cards:
        assert card.name == clean(card.name, 200).text != ""
        assert "\0" not in repr(card.note)


@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_a_damaged_card_never_raises(data: st.DataObject) -> None:
    whole = vcard(
        "VERSION:2.1",
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=91=\r\n=20;Sari;;;",
        *("ORG:PT Maju;Gudang", "item1.TEL:+62 812", "item1.X-ABLabel:Toko", "NOTE:satu\\ndua", " tiga"),
        *("BDAY:1604-02-29", "PHOTO;ENCODING=b:/9j/", " 4AAQ"),
    )
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 20)))
    reading = read_vcards(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:])
    assert len(reading.cards) <= 2


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_refused_or_read(data: bytes) -> None:
    reading = read_vcards(data)
    assert reading.refused is not None or b"VCARD" in data.upper().replace(b"\0", b"")
