"""A list of people as people paste it: who is read from it, what is said about it, and that no text breaks it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunci.core.addressbook import phone_digits
from kunci.core.roster import MOST_BYTES, MOST_PEOPLE, NAME_LENGTH, Row, Trouble, reach, read_roster

BUDI = ("Budi", "6281234567890", "")


def people(text: str) -> list[tuple[str, str, str]]:
    return [(row.name, row.phone, row.email) for row in read_roster(text).rows]


def told(text: str) -> list[tuple[int, Trouble]]:
    return [(problem.line, problem.code) for problem in read_roster(text).problems]


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Budi, 0812-3456-7890", BUDI),
        ("Budi - +62 812-3456-7890", BUDI),
        ("Budi – 081234567890", BUDI),
        ("Budi 0812 3456 7890", BUDI),
        ("Budi\t081234567890", BUDI),
        ("3\tBudi\t081234567890", BUDI),
        ("1. Budi 0812 3456 7890", BUDI),
        ("12) Budi: 0812.3456.7890", BUDI),
        ("1.Budi 081234567890", BUDI),
        ("• Budi (0812-3456-7890)", BUDI),
        ("Budi HP: 0812-3456-7890", BUDI),
        ("Budi, no. WA 6281234567890", BUDI),
        ("+62 812-3456-7890, Budi~", BUDI),
        ("~Budi, +62 812-3456-7890", BUDI),
        ("081234567890 Budi", BUDI),
        ("Budi; 0812-3456-7890; notaris; Surabaya", BUDI),
        ("Budi <budi@Contoh.id>", ("Budi", "", "budi@contoh.id")),
        ("Budi, e-mail: budi@contoh.id", ("Budi", "", "budi@contoh.id")),
        ("Budi\t0812 3456 7890\tbudi@contoh.id", ("Budi", "6281234567890", "budi@contoh.id")),
        ("(031) 567 8901 Toko Maju", ("Toko Maju", "62315678901", "")),
        ("Budi Santoso", ("Budi Santoso", "", "")),
        ("Dewi Anggraini, S.E., M.M. 0812-3456-7890", ("Dewi Anggraini, S.E., M.M.", "6281234567890", "")),
        ("dr. Siti Rahma, Sp.A - 0812-3456-7890", ("dr. Siti Rahma, Sp.A", "6281234567890", "")),
        ("Tanpa Nomor", ("Tanpa Nomor", "", "")),
    ],
)
def test_one_line_is_one_person_however_it_is_written(line: str, person: tuple[str, str, str]) -> None:
    assert people(line) == [person]
    assert told(line) == []


def test_lines_keep_their_order_and_their_numbers() -> None:
    read = read_roster("Nama\tNomor HP\n\nSari, 081311112222\n\nBudi 081234567890\n")
    assert read.rows == (Row(3, "Sari", "6281311112222"), Row(5, "Budi", "6281234567890"))
    assert read.problems == ()


def test_a_line_of_group_members_is_several_people() -> None:
    text = "+62 811-1111-1111, +62 811-2222-2222, Hana"
    assert people(text) == [("", "6281111111111", ""), ("", "6281122222222", ""), ("Hana", "", "")]
    assert told(text) == [(1, Trouble.NO_NAME), (1, Trouble.NO_NAME)]


@pytest.mark.parametrize("second", ["Budi lagi 0812-3456-7890", "Lain, +62 (812) 3456 7890", "6281234567890"])
def test_the_same_number_twice_is_one_person(second: str) -> None:
    text = f"Budi 081234567890\n{second}"
    assert people(text) == [BUDI]
    assert (2, Trouble.TWICE) in told(text)


def test_the_same_address_twice_is_one_person_and_two_of_one_name_are_two() -> None:
    assert people("Budi <b@contoh.id>\nBudi S <B@contoh.id>\nBudi\nBudi") == [
        ("Budi", "", "b@contoh.id"), ("Budi", "", ""), ("Budi", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code", "name"),
    [
        ("Eko: 0812", Trouble.BAD_PHONE, "Eko"),
        ("Fitri <fitri@contoh>", Trouble.BAD_EMAIL, "Fitri"),
        ("Indra 0811-3333-3333 / 0811-4444-4444", Trouble.SECOND, "Indra"),
        ("Indra 081133333333 081144444444", Trouble.SECOND, "Indra"),
        ("A\u202eB 0812-0000-1111", Trouble.HIDDEN, "AB"),
        ("x" * 200 + " 0812-0000-1111", Trouble.TOO_LONG, "x" * NAME_LENGTH),
    ],
)
def test_what_looks_wrong_is_told_by_its_line_and_the_person_stays(line: str, code: Trouble, name: str) -> None:
    assert [person[0] for person in people(line)] == [name]
    assert told(line) == [(1, code)]


def test_a_heading_is_nobody() -> None:
    assert people("Daftar anggota BNI Surabaya:\nBudi 081234567890\n-----") == [BUDI]
    assert told("Daftar anggota BNI Surabaya:\nBudi 081234567890\n-----") == [(1, Trouble.HEADING)]


def test_a_day_is_no_number() -> None:
    assert people("Rapat 24/11/2026") == [("Rapat", "", "")]


def test_a_hundred_people_are_read_and_the_next_line_is_named() -> None:
    read = read_roster("\n".join(f"Orang {n}, 08120000{n:04d}" for n in range(130)))
    assert len(read.rows) == MOST_PEOPLE
    assert [(one.line, one.code) for one in read.problems] == [(101, Trouble.TOO_MANY)]


@pytest.mark.parametrize("text", ["x" * (MOST_BYTES + 1), "é" * (MOST_BYTES // 2 + 1)])
def test_a_longer_text_is_refused_whole(text: str) -> None:
    assert read_roster(text).rows == ()
    assert told(text) == [(0, Trouble.TOO_BIG)]


@pytest.mark.parametrize(
    ("typed", "phone", "email", "wrong"),
    [
        ("", "", "", None),
        (" 0812 3456 7890 ", "6281234567890", "", None),
        ("budi@contoh.id", "", "budi@contoh.id", None),
        ("+6281234567890, budi@contoh.id", "6281234567890", "budi@contoh.id", None),
        ("08", "", "", Trouble.BAD_PHONE),
        ("nanti saja", "", "", Trouble.BAD_PHONE),
        ("budi@contoh", "", "", Trouble.BAD_EMAIL),
    ],
)
def test_one_field_takes_a_number_an_address_or_both(typed: str, phone: str, email: str, wrong: Trouble | None) -> None:
    found = reach(typed)
    assert (found.phone, found.email, found.wrong) == (phone, email, wrong)


PIECES = st.sampled_from(
    ["Budi", "Sari W", "0812-3456-7890", "+62 813", "4444 5555", "a@b.id", "<", ">", ",", "\t", "~", "1.", "(", ":",
     " - ", "\n", "\r\n",
     "\u2028", "\u202e", "\ud800", "\x00", "S.E.", "24/11/2026", "९८७६५४३२१", "０８１２３４５６７８９"]
)  # fmt: skip


@settings(max_examples=500)
@given(text=st.lists(PIECES | st.text(max_size=12), max_size=60).map(" ".join))
def test_no_text_breaks_it_and_what_is_read_holds(text: str) -> None:
    began = time.perf_counter()
    read = read_roster(text)
    assert time.perf_counter() - began < 2
    assert len(read.rows) <= MOST_PEOPLE
    marks = [mark for row in read.rows for mark in (row.phone, row.email) if mark]
    assert len(marks) == len(set(marks))
    lines = len(text.splitlines())
    for row in read.rows:
        assert 1 <= row.line <= lines
        assert len(row.name) <= NAME_LENGTH
        assert row.name or row.phone or row.email
        assert row.phone == "" or (row.phone == phone_digits(f"+{row.phone}") and len(row.phone) <= 15)
        assert not {"\u202e", "\x00", "\n", "\ud800"} & set(row.name)
        if row.phone or row.email:
            # What the founder is shown in the field reads back as the same.
            again = reach(", ".join(part for part in (row.phone and f"+{row.phone}", row.email) if part))
            assert (again.phone, again.email, again.wrong) == (row.phone, row.email, None)


@pytest.mark.parametrize("unit", ["0 ", "(", "a@", "1.", "~,", "0-", "\t", "0812 3456 7890 ", "é̄"])
def test_a_text_of_one_thing_over_and_over_takes_no_time(unit: str) -> None:
    text = (unit * MOST_BYTES)[: MOST_BYTES // 4]
    began = time.perf_counter()
    read_roster(text)
    read_roster("\n".join(text[n : n + 300] for n in range(0, len(text), 300)))
    assert time.perf_counter() - began < 2
